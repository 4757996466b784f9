"""Fine-tuning as the browser does it: a small twin for looking at learning rates and at lambda.

    python -m reference.finetune
    python -m reference.finetune --auxiliary models/nano-audio --rates 1e-3 --decays 0.8

Task: sign-digits, 50 pictures a class, random 70/15/15 split, batch 32, label smoothing 0.1, no augmentation. Accuracy is
measured on the 150 pictures that were not trained on (15 % + 15 %); nothing is selected on them within a run.
"""

import argparse
import itertools
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from .checkpoint import load_checkpoint
from .cross_modal import attach_auxiliary, cross_modal_scales
from .data import Collection, load_images
from .encoder import Classifier, Encoder, EncoderConfig
from .optim import AdamWSettings, apply_step, build_adamw, set_trainable

PER_CLASS, BATCH = 50, 32


@dataclass
class Task:
    """Normalised inputs [n, C, 64, 64] and labels [n], for training and for testing."""

    x: Tensor
    y: Tensor
    test_x: Tensor
    test_y: Tensor
    num_classes: int


def few_per_class(collection: Collection, mean: list[float], std: list[float], seed: int) -> Task:
    """Draws PER_CLASS pictures of each class and splits them 70 / 30 (validation and test together)."""
    rng = np.random.default_rng(seed)
    classes = sorted(set(collection.labels))
    labels = np.array([classes.index(label) for label in collection.labels])
    train, test = [], []
    for index in range(len(classes)):
        drawn = rng.permutation(np.flatnonzero(labels == index))[:PER_CLASS]
        cut = round(0.7 * len(drawn))
        train, test = train + list(drawn[:cut]), test + list(drawn[cut:])
    x = (collection.inputs.float() / 255 - torch.tensor(mean).view(1, -1, 1, 1)) / torch.tensor(std).view(1, -1, 1, 1)
    y = torch.from_numpy(labels)
    return Task(x[train], y[train], x[test], y[test], len(classes))


def start_model(config: EncoderConfig, state: dict | None, num_classes: int, seed: int, keep_norm: bool = False) -> Classifier:
    """Fresh head; encoder from the checkpoint, or from scratch (state None). keep_norm: fc_norm starts as the saved norm."""
    torch.manual_seed(seed)
    model = Classifier(config, num_classes)
    if state is not None:
        own = {k: v for k, v in state.items() if not k.startswith("norm.")}
        if keep_norm:
            own |= {"fc_norm.weight": state["norm.weight"], "fc_norm.bias": state["norm.bias"]}
        missing, unexpected = model.load_state_dict(own, strict=False)
        assert not unexpected and all(k.startswith(("fc_norm.", "head.")) for k in missing)
    return model


@torch.no_grad()
def accuracy(model: Classifier, x: Tensor, y: Tensor) -> float:
    model.eval()
    guesses = torch.cat([model(part).argmax(1) for part in x.split(256)])
    return (guesses == y).float().mean().item()


def train(
    model: Classifier, task: Task, settings: AdamWSettings, seed: int, mode: str = "tune", bf16: bool = False
) -> list[float]:
    """Runs settings.total_steps steps; returns the loss of each."""
    set_trainable(model, mode)
    optimizer = build_adamw(model, model.config.depth, settings)
    rng, losses, order = np.random.default_rng(seed), [], []
    for step in range(settings.total_steps):
        if not order:
            order = list(torch.from_numpy(rng.permutation(len(task.y))).split(BATCH))
        batch = order.pop(0)
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            logits = model(task.x[batch])
        loss = F.cross_entropy(logits.float(), task.y[batch], label_smoothing=0.1)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        apply_step(model, optimizer, step, settings)
        losses.append(loss.item())
    return losses


def recipe(task: Task, epochs: int, learning_rate: float, layer_decay: float, lambda_factor: float = 1.0) -> AdamWSettings:
    """Warm-up over a tenth of the steps."""
    total = epochs * -(-len(task.y) // BATCH)
    return AdamWSettings(
        learning_rate=learning_rate,
        layer_decay=layer_decay,
        lambda_learning_rate_factor=lambda_factor,
        total_steps=total,
        warmup_steps=round(0.1 * total),
    )


def arm(
    config: EncoderConfig,
    state: dict | None,
    auxiliary: tuple | None,
    task: Task,
    settings: AdamWSettings,
    seed: int,
    keep_norm: bool = False,
    bf16: bool = False,
) -> dict[str, float]:
    """One run, with or without an auxiliary (state dict, config): accuracy, last losses, where lambda went."""
    model = start_model(config, state, task.num_classes, seed, keep_norm)
    if auxiliary:
        attach_auxiliary(model, *auxiliary)
    losses = train(model, task, settings, seed, bf16=bf16)
    row = {"accuracy": accuracy(model, task.test_x, task.test_y), "lastLoss": float(np.mean(losses[-5:]))}
    scales = [p.detach().abs().flatten() for p in cross_modal_scales(model).values()]
    if scales:
        row |= {"meanAbsLambda": torch.cat(scales).mean().item(), "maxAbsLambda": torch.cat(scales).max().item()}
    return row


def summary(rows: list[dict[str, float]]) -> dict[str, float]:
    """Means over seeds, and the standard deviation of the accuracy."""
    means = {k: float(np.mean([r[k] for r in rows])) for k in rows[0]}
    return means | {"spread": float(np.std([r["accuracy"] for r in rows]))}


def show(row: dict) -> None:
    print(json.dumps({k: round(v, 4) if isinstance(v, float) else v for k, v in row.items()}), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", type=Path, default=Path("models/nano-image"))
    parser.add_argument("--auxiliary", type=Path, help="also run the pathway, with this auxiliary and with a random one")
    parser.add_argument("--lambda-factors", type=float, nargs="+", default=[1.0, 30.0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--epochs", type=int, nargs="+", default=[3, 10])
    parser.add_argument("--rates", type=float, nargs="+", default=[3e-4, 1e-3, 2e-3])
    parser.add_argument("--decays", type=float, nargs="+", default=[1.0, 0.8])
    parser.add_argument("--starts", nargs="+", choices=("pretrained", "scratch"), default=["pretrained", "scratch"])
    parser.add_argument("--keep-norm", action="store_true", help="fc_norm starts as the pretrained norm")
    parser.add_argument("--bf16", action="store_true", help="twice as fast on a processor with AVX-512 BF16; float32 otherwise")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    description, config, state = load_checkpoint(a.target)
    mean, std = description["normalization"]["mean"], description["normalization"]["std"]
    pictures = load_images(a.data, "sign-digits")
    tasks = [few_per_class(pictures, mean, std, seed) for seed in range(a.seeds)]

    arms: list[tuple[str, float, tuple | None]] = [("none", 1.0, None)]
    if a.auxiliary:
        _, aux_config, aux_state = load_checkpoint(a.auxiliary)
        torch.manual_seed(99)
        auxiliaries = {"trained": (aux_state, aux_config), "random": (Encoder(config).state_dict(), config)}
        arms += [(label, factor, aux) for label, aux in auxiliaries.items() for factor in a.lambda_factors]

    for epochs, start, rate, decay in itertools.product(a.epochs, a.starts, a.rates, a.decays):
        weights = state if start == "pretrained" else None
        keep_norm = a.keep_norm and start == "pretrained"
        for label, factor, aux in arms:
            rows = []
            for seed, task in enumerate(tasks):
                settings = recipe(task, epochs, rate, decay, factor)
                rows.append(arm(config, weights, aux, task, settings, seed, keep_norm, a.bf16))
            setting = {"epochs": epochs, "start": start, "rate": rate, "layerDecay": decay}
            show(setting | {"auxiliary": label, "lambdaFactor": factor, **summary(rows)})


if __name__ == "__main__":
    main()
