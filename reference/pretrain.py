"""Masked-autoencoder pretraining of the nano encoders on two CPU cores.

    python -m reference.pretrain nano-image --data ../shared/data --minutes 15
    python -m reference.pretrain nano-audio --data ../shared/data --minutes 15
    python -m reference.pretrain nano-point --data ../shared/data --minutes 15
    python -m reference.pretrain nano-video --data ../shared/data --minutes 15

Writes models/<name>/{config.json, model.safetensors, loss.json}. The time, not the number of steps, is fixed: the
schedule runs on the fraction of minutes used. Labels are never read here. Recipe after MAE (He et al. 2022, table 8). What
each model sees and how it is asked is in `plans.py`.
"""

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .checkpoint import save_checkpoint
from .encoder import Encoder
from .optim import has_weight_decay
from .plans import PLANS

PEAK_RATE, WARMUP_FRACTION, WEIGHT_DECAY = 1.5e-3, 0.05, 0.05


def rate_at(fraction: float) -> float:
    """Learning rate when this fraction of the time is used: linear warm-up, cosine to zero."""
    if fraction < WARMUP_FRACTION:
        return PEAK_RATE * max(fraction / WARMUP_FRACTION, 0.01)
    return 0.5 * PEAK_RATE * (1 + math.cos(math.pi * min(1.0, (fraction - WARMUP_FRACTION) / (1 - WARMUP_FRACTION))))


@torch.no_grad()
def held_out_loss(model: Encoder, prepare, inputs: Tensor) -> float:
    """Loss on up to 1,024 held-out inputs with the same masks every time."""
    state = torch.get_rng_state()
    torch.manual_seed(1234)
    order = torch.randperm(len(inputs))[:1024]
    losses = [model(prepare(inputs[part], augmented=False)).item() for part in order.split(128)]
    torch.set_rng_state(state)
    return float(np.mean(losses))


def train(name: str, folder: Path, minutes: float, seed: int, threads: int, out: Path, snapshots: Path | None) -> None:
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    plan = PLANS[name]
    training, held_out = plan.load(folder, seed)
    mean, std = plan.normalisation(training)

    def prepare(x: Tensor, augmented: bool = True) -> Tensor:
        x = x.float() * plan.scale
        return plan.normalise(plan.augment(x) if augmented else x, mean, std)

    model = plan.objective(plan.config, plan.mask_ratio)
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
        curve.append(
            {
                "step": step,
                "minutes": round(elapsed, 2),
                "trainLoss": round(loss, 4),
                "heldOutLoss": round(held, 4),
            }
        )
        recent.clear()
        print(curve[-1], flush=True)

    print(f"{name}: {len(training)} training inputs, {len(held_out)} held out, mean {mean}, std {std}", flush=True)
    while (used := (time.monotonic() - start) / (60 * minutes)) < 1:
        for group in optimizer.param_groups:
            group["lr"] = rate_at(used)
        batch = prepare(training[torch.randint(len(training), (plan.batch,))])
        with torch.autocast("cpu", torch.bfloat16):
            loss = model(batch)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained.values(), 1.0)
        optimizer.step()
        recent.append(loss.item())
        if step % 200 == 0:
            record(used * minutes)
            if snapshots:
                snapshots.mkdir(parents=True, exist_ok=True)
                torch.save(model.state_dict(), snapshots / f"{name}-{step}.pt")
        step += 1
    record(minutes)
    pretraining = {
        "objective": "masked autoencoding",
        "data": plan.data,
        "samples": step * plan.batch,
        "minutes": minutes,
    }
    about = dict(name=name, modality=plan.modality, mean=mean, std=std, pretraining=pretraining)
    save_checkpoint(out / name, model.state_dict(), plan.config, **about)
    recipe = {
        "seed": seed,
        "threads": threads,
        "batchSize": plan.batch,
        "peakLearningRate": PEAK_RATE,
        "warmupFraction": WARMUP_FRACTION,
        "weightDecay": WEIGHT_DECAY,
        "maskRatio": plan.mask_ratio,
        "trainingInputs": len(training),
        "heldOutInputs": len(held_out),
        "torch": torch.__version__,
    }
    (out / name / "loss.json").write_text(json.dumps({"recipe": recipe, "curve": curve}, indent=1) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=PLANS)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("models"))
    parser.add_argument("--snapshots", type=Path, help="folder for the whole model every 200 steps, to look at on the way")
    a = parser.parse_args()
    train(a.name, a.data, a.minutes, a.seed, a.threads, a.out, a.snapshots)


if __name__ == "__main__":
    main()
