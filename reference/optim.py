"""What is trained, at which rate: modes, AdamW groups, layer-wise decay, warm-up and cosine.

Sources: decoupled weight decay (Loshchilov & Hutter 2019, algorithm 2); layer-wise learning-rate decay (Clark et al. 2020;
BEiT, Bao et al. 2022, as MAE fine-tuning uses it); cosine (Loshchilov & Hutter 2017, eq. 5); M2PT sections 3.3 and 4 for
"tune" (all linears) and "fix" (lambda and head only).
"""

import math
import re
from dataclasses import asdict, dataclass

import torch
from torch import nn


@dataclass(frozen=True)
class AdamWSettings:
    """One fine-tuning recipe; `clip_norm` is the largest global gradient norm let through."""

    learning_rate: float = 1e-3
    weight_decay: float = 0.05
    layer_decay: float = 0.8
    lambda_learning_rate_factor: float = 1.0
    clip_norm: float = 1.0
    warmup_steps: int = 3
    total_steps: int = 10
    final_fraction: float = 0.01
    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = 1e-8

    def to_json(self) -> dict:
        """The same fields in the engine's camelCase names."""
        return {re.sub(r"_(\w)", lambda m: m.group(1).upper(), key): value for key, value in asdict(self).items()}


def set_trainable(model: nn.Module, mode: str, aux_trainable: bool = True, lambda_learnable: bool = True) -> None:
    """Marks the trained parameters. mode "tune": all; "fix": every lambda and the head."""
    if mode not in ("tune", "fix"):
        raise ValueError(f'mode must be "tune" or "fix", got "{mode}"')
    for name, parameter in model.named_parameters():
        if name.endswith("cross_modal_scale"):
            trained = lambda_learnable
        elif name.endswith("aux_weight"):
            trained = mode == "tune" and aux_trainable
        else:
            trained = mode == "tune" or name in ("head.weight", "head.bias")
        parameter.requires_grad_(trained)


def layer_id(name: str, depth: int) -> int:
    """0 for the tokenizer and positions, i + 1 for block i, depth + 1 for fc_norm and head."""
    if name.startswith(("patch_embed.", "pos_embed")):
        return 0
    block = re.match(r"blocks\.(\d+)\.", name)
    return int(block.group(1)) + 1 if block else depth + 1


def has_weight_decay(name: str, ndim: int) -> bool:
    return ndim > 1 and not name.startswith("pos_embed") and not name.endswith("cross_modal_scale")


def build_adamw(model: nn.Module, depth: int, settings: AdamWSettings) -> torch.optim.AdamW:
    """AdamW with one group a parameter; each group carries its `lr_factor`."""
    groups = []
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        factor = settings.layer_decay ** (depth + 1 - layer_id(name, depth))
        if name.endswith("cross_modal_scale"):
            factor *= settings.lambda_learning_rate_factor
        decay = settings.weight_decay if has_weight_decay(name, parameter.ndim) else 0.0
        groups.append({"params": [parameter], "lr_factor": factor, "weight_decay": decay})
    return torch.optim.AdamW(
        groups, lr=settings.learning_rate, betas=(settings.beta1, settings.beta2), eps=settings.eps, foreach=False
    )


def learning_rate_at(step: int, settings: AdamWSettings) -> float:
    """Base rate at step 0 .. total_steps - 1: linear warm-up, then cosine to `final_fraction` of the peak."""
    peak, warmup, fraction = settings.learning_rate, settings.warmup_steps, settings.final_fraction
    if step < warmup:
        return peak * (step + 1) / warmup
    progress = (step - warmup) / (settings.total_steps - warmup)
    return fraction * peak + 0.5 * (1 - fraction) * peak * (1 + math.cos(math.pi * progress))


def apply_step(model: nn.Module, optimizer: torch.optim.AdamW, step: int, settings: AdamWSettings) -> tuple[float, float]:
    """Clips the gradients, sets every group's rate, steps. Returns (gradient norm before clipping, base rate)."""
    trained = [p for p in model.parameters() if p.requires_grad]
    norm = torch.nn.utils.clip_grad_norm_(trained, settings.clip_norm).item()
    rate = learning_rate_at(step, settings)
    for group in optimizer.param_groups:
        group["lr"] = rate * group["lr_factor"]
    optimizer.step()
    return norm, rate
