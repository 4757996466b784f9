"""One golden case: a setting of the method, computed in float32 and in float64, written as safetensors and JSON.

`write_fixtures.py` and `modality_fixtures.py` choose the models and cases. Everything is float32 on one CPU thread with fixed
seeds; each case states its distance to the same computation in float64, the floor below which nobody can test.
"""

import copy
import json
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional as F

from .cross_modal import LINKED_LAYERS, attach_auxiliary, cross_modal_scales
from .encoder import Classifier
from .merge import merge_state
from .optim import AdamWSettings, apply_step, build_adamw, set_trainable

FOLDER = Path("test/fixtures")
SEED, SMOOTHING = 20240118, 0.1
RECIPE = AdamWSettings(lambda_learning_rate_factor=30.0)


@dataclass(frozen=True)
class Case:
    """One setting of the method; `layers` empty means the plain target model."""

    name: str
    mode: str = "tune"
    layers: tuple[str, ...] = LINKED_LAYERS
    qkv_split: bool = False
    depth_order: str = "normal"
    aux_trainable: bool = True
    lambda_learnable: bool = True
    with_steps: bool = False
    lambda_seed: int = 1  # chosen so that no lambda gradient nearly cancels out, which would test rounding only

    def to_json(self) -> dict:
        return {
            "mode": self.mode,
            "layers": list(self.layers),
            "qkvSplit": self.qkv_split,
            "depthOrder": self.depth_order,
            "auxTrainable": self.aux_trainable,
            "lambdaLearnable": self.lambda_learnable,
            "labelSmoothing": SMOOTHING,
        }


def randomise(model: nn.Module, generator: torch.Generator) -> None:
    """Weights of realistic size, so that no term of any gradient is hidden by a zero or a one."""
    for name, p in model.named_parameters():
        noise = torch.randn(p.shape, generator=generator)
        if name == "pos_embed":
            p.data += 0.2 * noise
        elif "norm" in name and name.endswith("weight"):
            p.data = 1 + 0.4 * (torch.rand(p.shape, generator=generator) - 0.5)  # 0.8 .. 1.2
        elif name.endswith("bias"):
            p.data = 0.1 * noise
        else:
            fan_in = p[0].numel()
            p.data = noise * fan_in**-0.5


def build(case: Case, target: Classifier, aux: dict[str, Tensor]) -> Classifier:
    """A copy of the target with the case's pathway and lambda drawn from U(-0.5, 0.5)."""
    model = copy.deepcopy(target)
    if case.layers:
        attach_auxiliary(model, aux, target.config, case.layers, case.qkv_split, case.depth_order)
    generator = torch.Generator().manual_seed(SEED + case.lambda_seed)
    for scale in cross_modal_scales(model).values():
        scale.data = torch.rand(scale.shape, generator=generator) - 0.5
    set_trainable(model, case.mode, case.aux_trainable, case.lambda_learnable)
    return model


def forward_backward(model: Classifier, x: Tensor, labels: Tensor) -> tuple[Tensor, Tensor, dict[str, Tensor]]:
    """Logits [B, C], loss [], gradients of every trained parameter."""
    model.zero_grad(set_to_none=True)
    logits = model(x)
    loss = F.cross_entropy(logits, labels, label_smoothing=SMOOTHING)
    loss.backward()
    return logits.detach(), loss.detach(), {n: p.grad.clone() for n, p in model.named_parameters() if p.requires_grad}


def relative_difference(a: Tensor, b: Tensor) -> float:
    """||a - b|| / ||b|| in float64."""
    return ((a.double() - b.double()).norm() / b.double().norm().clamp_min(1e-30)).item()


def ten_steps(model: Classifier, x: Tensor, labels: Tensor) -> tuple[dict, dict[str, Tensor]]:
    """Ten AdamW steps on one batch: the curves, and `after.<name>` of every trained parameter."""
    model = copy.deepcopy(model)
    optimizer = build_adamw(model, model.config.depth, RECIPE)
    losses, norms, rates = [], [], []
    for step in range(RECIPE.total_steps):
        _, loss, _ = forward_backward(model, x, labels)
        norm, rate = apply_step(model, optimizer, step, RECIPE)
        losses.append(loss.item())
        norms.append(norm)
        rates.append(rate)
    after = {f"after.{n}": p.detach().clone() for n, p in model.named_parameters() if p.requires_grad}
    return {"hyperparameters": RECIPE.to_json(), "losses": losses, "gradNorms": norms, "learningRates": rates}, after


def without_key_bias(name: str, value: Tensor) -> Tensor:
    """Drops the key rows of `attn.qkv.bias`: softmax ignores them, their gradient is rounding noise, which Adam amplifies."""
    if not name.endswith("attn.qkv.bias"):
        return value
    D = value.shape[0] // 3
    return torch.cat([value[:D], value[2 * D :]])


def write_tensors(path: Path, tensors: dict[str, Tensor]) -> None:
    save_file({name: value.contiguous() for name, value in tensors.items()}, path)
    path.chmod(0o644)


def write_json(path: Path, value: dict) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n")


def write_case(case: Case, target: Classifier, aux: dict[str, Tensor], x: Tensor, labels: Tensor, prefix: str = "") -> None:
    """Writes case-<prefix><name>: logits, gradients, ten steps."""
    model = build(case, target, aux)
    logits, loss, gradients = forward_backward(model, x, labels)
    plain = Classifier(target.config, len(target.head.bias))
    plain.load_state_dict(merge_state(model.state_dict()))
    with torch.no_grad():
        merged_logits = plain(x)

    exact_logits, exact_loss, exact_gradients = forward_backward(copy.deepcopy(model).double(), x.double(), labels)
    tensors = {"logits": logits, "merged_logits": merged_logits}
    tensors |= {f"grad.{name}": value for name, value in gradients.items()}
    record = {
        "case": prefix + case.name,
        **case.to_json(),
        "lambda": {name: p.tolist() for name, p in cross_modal_scales(model).items()},
        "loss": loss.item(),
        "float64": {
            "loss": exact_loss.item(),
            "logitsRelativeDifference": relative_difference(logits, exact_logits),
            "largestGradientRelativeDifference": max(relative_difference(gradients[n], exact_gradients[n]) for n in gradients),
        },
    }
    if case.with_steps:
        record["adamw"], after = ten_steps(model, x, labels)
        exact, exact_after = ten_steps(copy.deepcopy(model).double(), x.double(), labels)
        record["float64"]["losses"] = exact["losses"]
        record["float64"]["largestAfterRelativeDifference"] = max(
            relative_difference(without_key_bias(n, after[n]), without_key_bias(n, exact_after[n])) for n in after
        )
        tensors |= after
    write_tensors(FOLDER / f"case-{prefix}{case.name}.safetensors", tensors)
    write_json(FOLDER / f"case-{prefix}{case.name}.json", record)
