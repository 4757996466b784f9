"""Multimodal Pathway (Zhang et al., CVPR 2024, arXiv 2401.14405, section 3) on timm's vision transformers.

Every chosen linear layer of a block computes y = x (W + lambda W_aux)^T + b. W_aux is the same layer of a transformer that was
trained on another modality; lambda is one number (three for q, k and v when split), near 0 at first. The auxiliary's bias is
not used.
Parameters beside the target's are called `aux_weight` and `cross_modal_scale`. Written from the paper.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch

import torchvision_ops  # noqa: F401  before timm

import timm  # isort: skip
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

SCALE, AUX = "cross_modal_scale", "aux_weight"


class CrossModalLinear(nn.Linear):
    """A linear layer joined by its counterpart in another modality."""

    def __init__(self, linear: nn.Linear, aux_weight: Tensor, scale: float = 0.0, scales: int = 1):
        """aux_weight [out, in] is copied; scales: number of equal groups of rows with a lambda of their own."""
        super().__init__(linear.in_features, linear.out_features, linear.bias is not None, device="meta")
        if aux_weight.shape != linear.weight.shape:
            raise ValueError(f"the auxiliary is {tuple(aux_weight.shape)}, the target {tuple(linear.weight.shape)}")
        self.weight, self.bias = linear.weight, linear.bias
        self.aux_weight = nn.Parameter(aux_weight.detach().to(linear.weight).clone())
        self.cross_modal_scale = nn.Parameter(torch.full((scales,), scale).to(linear.weight))

    def merged_weight(self) -> Tensor:
        """W + lambda W_aux, [out, in]."""
        groups = self.aux_weight.unflatten(0, (len(self.cross_modal_scale), -1))  # [scales, rows, in]
        return self.weight + (groups * self.cross_modal_scale[:, None, None]).flatten(0, 1)

    def forward(self, x: Tensor) -> Tensor:
        """[..., in] -> [..., out]."""
        return F.linear(x, self.merged_weight(), self.bias)


def build_model(folder: Path, start: bool = True) -> nn.Module:
    """The network of config.json; with its model.safetensors, or as timm starts it (start=False)."""
    config = json.loads((folder / "config.json").read_text())
    model = timm.create_model(
        config["architecture"], pretrained=False, num_classes=config["num_classes"], **config["model_args"]
    )
    for name, module in model.named_modules():  # timm's arguments cannot say these
        if isinstance(module, nn.LayerNorm):
            module.eps = config["m2pt"]["layer_norm_eps" if name.startswith("blocks.") else "final_norm_eps"]
    if start:
        model.load_state_dict(load_file(folder / "model.safetensors"), strict=True)
    return model


def attach(
    target: nn.Module,
    auxiliary: Mapping[str, Tensor],
    linears: Sequence[str] = ("attn.qkv", "attn.proj", "mlp.fc1", "mlp.fc2"),
    scale: float = 0.0,
    split_qkv: bool = False,
    reverse: bool = False,
) -> None:
    """Joins every chosen linear of target's blocks, in place. auxiliary: tensors by name, `blocks.0.attn.qkv.weight`.

    reverse joins block i to block depth-1-i. Raises KeyError or ValueError where the auxiliary does not fit.
    """
    depth = len(target.blocks)
    for index, block in enumerate(target.blocks):
        source = depth - 1 - index if reverse else index
        for path in linears:
            parent, name = path.split(".")
            owner = getattr(block, parent)
            scales = 3 if split_qkv and path == "attn.qkv" else 1
            joined = CrossModalLinear(getattr(owner, name), auxiliary[f"blocks.{source}.{path}.weight"], scale, scales)
            setattr(owner, name, joined)


def merge(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Un-merged tensors by name -> a plain model's: every W + lambda W_aux becomes W."""
    merged = {}
    for name, tensor in state.items():
        if name.endswith((SCALE, AUX)):
            continue
        linear = name.removesuffix("weight")
        if linear + SCALE in state:
            scale = state[linear + SCALE]
            tensor = tensor + (state[linear + AUX].unflatten(0, (len(scale), -1)) * scale[:, None, None]).flatten(0, 1)
        merged[name] = tensor
    return merged
