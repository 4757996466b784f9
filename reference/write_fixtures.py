"""Writes the golden files of test/fixtures: forward, loss, every gradient, ten AdamW steps, tiny checkpoints.

Run from the repository root: `python -m reference.write_fixtures`. `golden_case.py` says how a case is computed.
"""

import platform

import torch
from torch import Tensor

from . import modality_fixtures
from .checkpoint import save_checkpoint
from .cross_modal import LINKED_LAYERS
from .encoder import Classifier, Encoder, EncoderConfig
from .golden_case import FOLDER, SEED, SMOOTHING, Case, randomise, write_case, write_json, write_tensors
from .log_mel import NUM_SAMPLES, SAMPLE_RATE_HZ, log_mel, mel_filters
from .tokenizers import PatchTokenizer

COMMAND = "python -m reference.write_fixtures"
BATCH, CLASSES = 6, 5
PATCHES = PatchTokenizer(input_size=(32, 32), patch_size=(8, 8), in_channels=3)
MICRO = EncoderConfig(embed_dim=32, depth=2, num_heads=4, tokenizer=PATCHES)


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
                "imageSize": PATCHES.input_size[0],
                "patchSize": PATCHES.patch_size[0],
                "inChannels": PATCHES.in_channels,
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
    config = EncoderConfig(embed_dim, depth, 4, tokenizer=PatchTokenizer((64, 64), (16, 16), in_channels))
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
    modality_fixtures.write(everything[1])
    write_log_mel()
    write_micro_checkpoint("micro-image", "image", 32, 2, 3, seed=1)
    write_micro_checkpoint("micro-audio", "audio", 32, 2, 1, seed=2)
    write_micro_checkpoint("misfit-audio", "audio", 48, 3, 1, seed=3)
    total = sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file())
    print(f"wrote {FOLDER}: {total / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
