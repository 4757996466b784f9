"""Cross-modal re-parameterization: y = x (W + lambda * W_aux)^T + b.

Source: M2PT (Zhang et al., CVPR 2024, arXiv 2401.14405), section 3.3, eq. 5-7. lambda (the cross-modal scale) is one
number per linear layer and starts at 0, so that the first step computes exactly the plain target model. The
auxiliary's bias is never used. For the fused qkv, lambda may be one number or three (query, key, value rows).
Invariant: new keys stand beside the target's (`...qkv.aux_weight`, `...qkv.cross_modal_scale`); no key is renamed.
"""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .encoder import Encoder, EncoderConfig

LINKED_LAYERS = ("attn.qkv", "attn.proj", "mlp.fc1", "mlp.fc2")


class PathwayError(ValueError):
    """The auxiliary cannot be attached to the target; the message says which numbers differ."""


def scaled_auxiliary(scale: Tensor, aux_weight: Tensor) -> Tensor:
    """lambda [S] times W_aux [out, in] -> [out, in]; S equal groups of rows, S = 1 or 3."""
    rows_per_scale = aux_weight.shape[0] // scale.shape[0]
    return scale.repeat_interleave(rows_per_scale)[:, None] * aux_weight


class CrossModalLinear(nn.Linear):
    """A linear layer joined by its counterpart in another modality (M2PT eq. 7)."""

    def __init__(self, linear: nn.Linear, aux_weight: Tensor, num_scales: int = 1):
        super().__init__(linear.in_features, linear.out_features, device="meta")
        self.weight, self.bias = linear.weight, linear.bias
        self.aux_weight = nn.Parameter(aux_weight.detach().clone())  # [out, in]
        self.cross_modal_scale = nn.Parameter(torch.zeros(num_scales, dtype=linear.weight.dtype))  # [1] or [3]

    def merged_weight(self) -> Tensor:
        """W + lambda * W_aux, [out, in]."""
        return self.weight + scaled_auxiliary(self.cross_modal_scale, self.aux_weight)

    def forward(self, x: Tensor) -> Tensor:
        return F.linear(x, self.merged_weight(), self.bias)


def check_fit(target: EncoderConfig, auxiliary: EncoderConfig) -> None:
    """Raises PathwayError naming every number of the block shape that differs. Head counts may differ."""
    pairs = [
        ("embedDim", target.embed_dim, auxiliary.embed_dim),
        ("depth", target.depth, auxiliary.depth),
        ("mlpRatio", target.mlp_ratio, auxiliary.mlp_ratio),
    ]
    differing = [f"{name} is {a} in the target and {b} in the auxiliary" for name, a, b in pairs if a != b]
    if differing:
        raise PathwayError("This auxiliary does not fit the target: " + "; ".join(differing) + ".")


def attach_auxiliary(
    target: Encoder,
    auxiliary: Mapping[str, Tensor],
    auxiliary_config: EncoderConfig,
    layers: Sequence[str] = LINKED_LAYERS,
    qkv_split: bool = False,
    depth_order: str = "normal",
) -> None:
    """Replaces the chosen linears of `target` in place by cross-modal ones, lambda = 0.

    auxiliary: state dict with `blocks.i.<layer>.weight`; copied, not shared. depth_order: "normal" joins block i to
    block i, "reversed" to block depth-1-i (M2PT table 6). Raises PathwayError when the shapes do not fit.
    """
    check_fit(target.config, auxiliary_config)
    if depth_order not in ("normal", "reversed"):
        raise PathwayError(f'depthOrder must be "normal" or "reversed", got "{depth_order}".')
    depth = target.config.depth
    for index, block in enumerate(target.blocks):
        source = index if depth_order == "normal" else depth - 1 - index
        for layer in layers:
            parent_name, name = layer.split(".")
            parent = getattr(block, parent_name)
            num_scales = 3 if layer == "attn.qkv" and qkv_split else 1
            aux_weight = auxiliary[f"blocks.{source}.{layer}.weight"]
            setattr(parent, name, CrossModalLinear(getattr(parent, name), aux_weight, num_scales))


def cross_modal_scales(model: nn.Module) -> dict[str, nn.Parameter]:
    """Every lambda of the model by its full name."""
    return {name: p for name, p in model.named_parameters() if name.endswith("cross_modal_scale")}
