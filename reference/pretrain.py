"""Masked-autoencoder pretraining of the nano encoders on two CPU cores.

    python -m reference.pretrain nano-image --data ../shared/data --minutes 15
    python -m reference.pretrain nano-audio --data ../shared/data --minutes 15

Writes models/<name>/{config.json, model.safetensors, loss.json}. The time, not the number of steps, is fixed: the
schedule runs on the fraction of minutes used. Labels are never read here. Recipe after MAE (He et al. 2022, table 8).
"""

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from . import data, procedural
from .checkpoint import save_checkpoint
from .encoder import EncoderConfig
from .log_mel import log_mel
from .mae import MaskedAutoencoder
from .optim import has_weight_decay

BATCH = 128
PEAK_RATE, WARMUP_FRACTION, WEIGHT_DECAY = 1.5e-3, 0.05, 0.05
MODELS = {
    "nano-image": dict(
        modality="image", in_channels=3, mask_ratio=0.75, synthetic=12_000, repeat=("sign-digits", "blood-cells")
    ),
    "nano-audio": dict(modality="audio", in_channels=1, mask_ratio=0.8, synthetic=3_000, repeat=()),
}
SENTENCE = {
    "nano-image": (
        "sign-digits, hand-gestures, blood-cells and omniglot without their held-out parts, and procedurally generated "
        "pictures; no labels; input [B, 3, 64, 64], rows top to bottom"
    ),
    "nano-audio": (
        "Arabic speech commands, ESC-10 and Sonic Pi samples without their held-out parts, and synthesised sounds; "
        "no labels; input [B, 1, 64 mel bins (low to high), 64 frames (early to late)]"
    ),
}


def load_inputs(name: str, folder: Path, seed: int) -> tuple[Tensor, Tensor]:
    """Training inputs [n, C, 64, 64] (pictures uint8, sounds float32) and held-out inputs."""
    plan, training, held_out = MODELS[name], [], []
    sets, load = (data.IMAGE_SETS, data.load_images) if plan["modality"] == "image" else (data.AUDIO_SETS, data.load_sounds)
    for dataset in sets:
        collection = load(folder, dataset)
        mask = torch.from_numpy(collection.held_out)
        training += [collection.inputs[~mask]] * (2 if dataset in plan["repeat"] else 1)
        held_out.append(collection.inputs[mask])
        print(f"{dataset}: {int((~mask).sum())} for training, {int(mask.sum())} held out", flush=True)
    if plan["modality"] == "image":
        training.append(torch.from_numpy(procedural.pictures(plan["synthetic"], seed)))
    else:
        waves = torch.from_numpy(procedural.sounds(plan["synthetic"], seed))
        training += [log_mel(part)[:, None] for part in waves.split(500)]
    return torch.cat(training), torch.cat(held_out)


def normalisation(inputs: Tensor, scale: float) -> tuple[list[float], list[float]]:
    """Mean and standard deviation of each channel, rounded to 4 digits."""
    sample = inputs[torch.randperm(len(inputs), generator=torch.Generator().manual_seed(0))[:4000]].float() * scale
    return [round(v, 4) for v in sample.mean((0, 2, 3)).tolist()], [round(v, 4) for v in sample.std((0, 2, 3)).tolist()]


def augment_pictures(x: Tensor) -> Tensor:
    """Random crop of 50 to 100 % of the side, mirror, brightness and contrast; [B, 3, 64, 64] in 0 .. 1."""
    B = len(x)
    zoom = torch.empty(B, 1).uniform_(0.5, 1.0)
    shift = (torch.rand(B, 2) * 2 - 1) * (1 - zoom)
    mirror = torch.where(torch.rand(B, 1) < 0.5, -1.0, 1.0)
    matrix = torch.zeros(B, 2, 3)
    matrix[:, 0, 0], matrix[:, 1, 1] = (zoom * mirror)[:, 0], zoom[:, 0]
    matrix[:, :, 2] = shift
    x = F.grid_sample(
        x, F.affine_grid(matrix, list(x.shape), align_corners=False), padding_mode="reflection", align_corners=False
    )
    gain, lift = torch.empty(B, 1, 1, 1).uniform_(0.8, 1.2), torch.empty(B, 1, 1, 1).uniform_(-0.1, 0.1)
    return (x * gain + lift).clamp(0, 1)


def augment_sounds(x: Tensor) -> Tensor:
    """Rolls up to 16 frames in time and 2 bands in pitch, and changes the loudness by up to 3 nepers of power."""
    B, _, bands, frames = x.shape
    columns = (torch.arange(frames) + torch.randint(-16, 17, (B, 1))) % frames  # [B, T]
    rows = (torch.arange(bands) + torch.randint(-2, 3, (B, 1))).clamp(0, bands - 1)  # [B, F]
    x = x.gather(3, columns[:, None, None].expand(B, 1, bands, frames))
    x = x.gather(2, rows[:, None, :, None].expand(B, 1, bands, frames))
    return (x + torch.empty(B, 1, 1, 1).uniform_(-3, 1)).clamp_min(math.log(1e-6))


def rate_at(fraction: float) -> float:
    """Learning rate when this fraction of the time is used: linear warm-up, cosine to zero."""
    if fraction < WARMUP_FRACTION:
        return PEAK_RATE * max(fraction / WARMUP_FRACTION, 0.01)
    return 0.5 * PEAK_RATE * (1 + math.cos(math.pi * min(1.0, (fraction - WARMUP_FRACTION) / (1 - WARMUP_FRACTION))))


@torch.no_grad()
def held_out_loss(model: MaskedAutoencoder, prepare, inputs: Tensor) -> float:
    """Loss on up to 1,024 held-out inputs with the same masks every time."""
    state = torch.get_rng_state()
    torch.manual_seed(1234)
    order = torch.randperm(len(inputs))[:1024]
    losses = [model(prepare(inputs[part], augmented=False)).item() for part in order.split(BATCH)]
    torch.set_rng_state(state)
    return float(np.mean(losses))


def train(name: str, folder: Path, minutes: float, seed: int, threads: int, out: Path) -> None:
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    plan = MODELS[name]
    training, held_out = load_inputs(name, folder, seed)
    scale = 1 / 255 if plan["modality"] == "image" else 1.0
    mean, std = normalisation(training, scale)
    shift, spread = torch.tensor(mean).view(1, -1, 1, 1), torch.tensor(std).view(1, -1, 1, 1)
    augment = augment_pictures if plan["modality"] == "image" else augment_sounds

    def prepare(x: Tensor, augmented: bool = True) -> Tensor:
        x = x.float() * scale
        return ((augment(x) if augmented else x) - shift) / spread

    config = EncoderConfig(in_channels=plan["in_channels"])
    model = MaskedAutoencoder(config, plan["mask_ratio"])
    trained = {n: p for n, p in model.named_parameters() if p.requires_grad}
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for n, p in trained.items() if has_weight_decay(n, p.ndim)], "weight_decay": WEIGHT_DECAY},
            {"params": [p for n, p in trained.items() if not has_weight_decay(n, p.ndim)], "weight_decay": 0.0},
        ],
        betas=(0.9, 0.95),
        fused=True,
    )
    curve, recent, step, start = [], [], 0, time.monotonic()

    def record(elapsed: float) -> None:
        loss, held = float(np.mean(recent)), held_out_loss(model, prepare, held_out)
        curve.append({"step": step, "minutes": round(elapsed, 2), "trainLoss": round(loss, 4), "heldOutLoss": round(held, 4)})
        recent.clear()
        print(curve[-1], flush=True)

    print(f"{name}: {len(training)} training inputs, {len(held_out)} held out, mean {mean}, std {std}", flush=True)
    while (used := (time.monotonic() - start) / (60 * minutes)) < 1:
        for group in optimizer.param_groups:
            group["lr"] = rate_at(used)
        batch = prepare(training[torch.randint(len(training), (BATCH,))])
        with torch.autocast("cpu", torch.bfloat16):
            loss = model(batch)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained.values(), 1.0)
        optimizer.step()
        recent.append(loss.item())
        if step % 200 == 0:
            record(used * minutes)
        step += 1
    record(minutes)
    pretraining = {"objective": "masked autoencoding", "data": SENTENCE[name], "samples": step * BATCH, "minutes": minutes}
    about = dict(name=name, modality=plan["modality"], mean=mean, std=std, pretraining=pretraining)
    save_checkpoint(out / name, model.state_dict(), config, **about)
    recipe = {
        "seed": seed,
        "threads": threads,
        "batchSize": BATCH,
        "peakLearningRate": PEAK_RATE,
        "warmupFraction": WARMUP_FRACTION,
        "weightDecay": WEIGHT_DECAY,
        "maskRatio": plan["mask_ratio"],
        "trainingInputs": len(training),
        "heldOutInputs": len(held_out),
        "torch": torch.__version__,
    }
    (out / name / "loss.json").write_text(json.dumps({"recipe": recipe, "curve": curve}, indent=1) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=MODELS)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("models"))
    arguments = parser.parse_args()
    train(arguments.name, arguments.data, arguments.minutes, arguments.seed, arguments.threads, arguments.out)


if __name__ == "__main__":
    main()
