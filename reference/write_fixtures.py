"""Writes the golden files of test/fixtures: forward, loss, every gradient, ten AdamW steps, tiny checkpoints.

Run from the repository root: `python -m reference.write_fixtures`. Everything is float32 on one CPU thread with fixed
seeds; each case states its distance to the same computation in float64, the floor below which nobody can test.
"""

import copy
import json
import platform
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional as F

from .checkpoint import save_checkpoint
from .cross_modal import LINKED_LAYERS, attach_auxiliary, cross_modal_scales
from .encoder import Classifier, Encoder, EncoderConfig
from .log_mel import NUM_SAMPLES, SAMPLE_RATE_HZ, log_mel, mel_filters
from .merge import merge_state
from .optim import AdamWSettings, apply_step, build_adamw, set_trainable

FOLDER = Path("test/fixtures")
COMMAND = "python -m reference.write_fixtures"
SEED, BATCH, CLASSES, SMOOTHING = 20240118, 6, 5, 0.1
MICRO = EncoderConfig(embed_dim=32, depth=2, num_heads=4, input_size=(32, 32), patch_size=(8, 8), in_channels=3)
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


CASES = (
    Case("baseline-tune", layers=(), with_steps=True),
    Case("pathway-tune", with_steps=True),
    Case("pathway-split", qkv_split=True, lambda_seed=7),
    Case("pathway-fix", mode="fix", with_steps=True),
    Case("pathway-reversed", depth_order="reversed"),
    Case("pathway-frozen-aux", aux_trainable=False),
    Case("pathway-some-layers", layers=("attn.qkv", "mlp.fc2")),
    Case("pathway-fixed-lambda", lambda_learnable=False),
)


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


def base() -> tuple[Classifier, dict[str, Tensor], Tensor, Tensor]:
    """Target, auxiliary linears `blocks.i.<layer>.weight`, input [B, 3, 32, 32], labels [B]."""
    generator = torch.Generator().manual_seed(SEED)
    target, auxiliary = Classifier(MICRO, CLASSES), Encoder(MICRO)
    randomise(target, generator)
    randomise(auxiliary, generator)
    linears = {f"blocks.{i}.{layer}.weight" for i in range(MICRO.depth) for layer in LINKED_LAYERS}
    aux = {name: value.clone() for name, value in auxiliary.state_dict().items() if name in linears}
    x = torch.randn(BATCH, 3, 32, 32, generator=generator)
    labels = torch.randint(CLASSES, (BATCH,), generator=generator)
    return target, aux, x, labels


def build(case: Case, target: Classifier, aux: dict[str, Tensor]) -> Classifier:
    """A copy of the target with the case's pathway and lambda drawn from U(-0.5, 0.5)."""
    model = copy.deepcopy(target)
    if case.layers:
        attach_auxiliary(model, aux, MICRO, case.layers, case.qkv_split, case.depth_order)
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
    optimizer = build_adamw(model, MICRO.depth, RECIPE)
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


def write_case(case: Case, target: Classifier, aux: dict[str, Tensor], x: Tensor, labels: Tensor) -> None:
    model = build(case, target, aux)
    logits, loss, gradients = forward_backward(model, x, labels)
    plain = Classifier(MICRO, CLASSES)
    plain.load_state_dict(merge_state(model.state_dict()))
    with torch.no_grad():
        merged_logits = plain(x)

    exact_logits, exact_loss, exact_gradients = forward_backward(copy.deepcopy(model).double(), x.double(), labels)
    tensors = {"logits": logits, "merged_logits": merged_logits}
    tensors |= {f"grad.{name}": value for name, value in gradients.items()}
    record = {
        "case": case.name,
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
    write_tensors(FOLDER / f"case-{case.name}.safetensors", tensors)
    write_json(FOLDER / f"case-{case.name}.json", record)


def write_base(target: Classifier, aux: dict[str, Tensor], x: Tensor, labels: Tensor) -> None:
    tensors = {"input": x}
    tensors |= {f"target.{name}": value.clone() for name, value in target.state_dict().items()}
    tensors |= {f"aux.{name}": value for name, value in aux.items()}
    write_tensors(FOLDER / "micro-base.safetensors", tensors)
    write_json(
        FOLDER / "micro-base.json",
        {
            "config": {
                "embedDim": MICRO.embed_dim,
                "depth": MICRO.depth,
                "numHeads": MICRO.num_heads,
                "mlpRatio": MICRO.mlp_ratio,
                "layerNormEps": MICRO.layer_norm_eps,
                "imageSize": MICRO.input_size[0],
                "patchSize": MICRO.patch_size[0],
                "inChannels": MICRO.in_channels,
                "numClasses": CLASSES,
            },
            "labels": labels.tolist(),
            "labelSmoothing": SMOOTHING,
            "cases": [case.name for case in CASES],
            "seed": SEED,
            "torch": torch.__version__,
            "machine": platform.machine(),
            "command": COMMAND,
        },
    )


def write_micro_checkpoint(name: str, modality: str, embed_dim: int, depth: int, in_channels: int, seed: int) -> None:
    """A tiny random checkpoint in the layout of models/, for tests in the browser."""
    config = EncoderConfig(embed_dim, depth, 4, input_size=(64, 64), patch_size=(16, 16), in_channels=in_channels)
    torch.manual_seed(seed)
    state = Encoder(config).state_dict() | {"norm.weight": torch.ones(embed_dim), "norm.bias": torch.zeros(embed_dim)}
    pretraining = {"objective": "none", "data": "Random weights for tests; never trained.", "samples": 0, "minutes": 0}
    mean, std = ([-6.0], [4.0]) if modality == "audio" else ([0.5] * 3, [0.25] * 3)
    save_checkpoint(
        FOLDER / "models" / name, state, config, name=name, modality=modality, mean=mean, std=std, pretraining=pretraining
    )


def write_log_mel() -> None:
    """One second of sound and its log-mel picture: a rising tone, then noise, then silence."""
    time = torch.arange(NUM_SAMPLES, dtype=torch.float64) / SAMPLE_RATE_HZ
    noise = torch.randn(NUM_SAMPLES, generator=torch.Generator().manual_seed(SEED), dtype=torch.float64)
    tone = 0.5 * torch.sin(2 * torch.pi * (200 * time + 2500 * time.square()))
    wave = torch.where(time < 0.6, tone, 0.05 * noise)
    wave = torch.where(time < 0.85, wave, torch.zeros_like(wave)).float()
    write_tensors(FOLDER / "log-mel.safetensors", {"wave": wave, "log_mel": log_mel(wave[None])[0], "filters": mel_filters()})


def main() -> None:
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    everything = base()
    write_base(*everything)
    for case in CASES:
        write_case(case, *everything)
    write_log_mel()
    write_micro_checkpoint("micro-image", "image", 32, 2, 3, seed=1)
    write_micro_checkpoint("micro-audio", "audio", 32, 2, 1, seed=2)
    write_micro_checkpoint("misfit-audio", "audio", 48, 3, 1, seed=3)
    total = sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file())
    print(f"wrote {FOLDER}: {total / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
