"""Merge: fold lambda * W_aux into W, leaving a plain model of the original size and speed.

Source: M2PT section 3.3, last paragraph ("W_hat = W + lambda W' ... save only W_hat").
"""

from collections.abc import Mapping

from torch import Tensor

from .cross_modal import scaled_auxiliary


def merge_state(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """State dict of a cross-modal model -> state dict of the plain model; the input is not changed."""
    merged = {}
    for name, value in state.items():
        layer, _, leaf = name.rpartition(".")
        if leaf in ("aux_weight", "cross_modal_scale"):
            continue
        scale = state.get(f"{layer}.cross_modal_scale") if leaf == "weight" else None
        merged[name] = value if scale is None else value + scaled_auxiliary(scale, state[f"{layer}.aux_weight"])
    return merged
