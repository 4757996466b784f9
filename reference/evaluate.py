"""Is the pretraining worth anything? Linear probe against random weights and raw inputs, on held-out data.

    python -m reference.evaluate nano-image --data ../shared/data

Features: blocks, final norm, mean over tokens, [n, D]; standardised by the training part; multinomial logistic regression
by L-BFGS with an L2 penalty of 1e-3. "random" is the same encoder before any training (three seeds), "raw" is the input itself,
average-pooled to 16 x 16. Splits (data.py): people, speakers, folds and drawers of the test part are not in the training part.
"""

import argparse
import functools
import json
import re
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from .checkpoint import load_checkpoint
from .data import load_images, load_sounds
from .encoder import Encoder, EncoderConfig


@torch.no_grad()
def features(encoder: Encoder, norm: torch.nn.LayerNorm, x: Tensor) -> Tensor:
    """Normalised inputs [n, C, 64, 64] -> [n, D]."""
    return torch.cat([norm(encoder.body(encoder.tokens(part))).mean(1) for part in x.split(256)])


def probe(train_x: Tensor, train_y: Tensor, test_x: Tensor, test_y: Tensor, penalty: float = 1e-3) -> float:
    """Features [n, D] and labels [n] -> test accuracy of a linear classifier."""
    mean, std = train_x.mean(0), train_x.std(0) + 1e-6
    train_x, test_x = (train_x - mean) / std, (test_x - mean) / std
    classes = int(train_y.max()) + 1
    weight = torch.zeros(classes, train_x.shape[1], requires_grad=True)
    bias = torch.zeros(classes, requires_grad=True)
    optimizer = torch.optim.LBFGS([weight, bias], max_iter=200, line_search_fn="strong_wolfe")

    def closure():
        optimizer.zero_grad()
        loss = F.cross_entropy(F.linear(train_x, weight, bias), train_y) + penalty * weight.square().sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return (F.linear(test_x, weight, bias).argmax(1) == test_y).float().mean().item()


def probe_split(f: Tensor, y: Tensor, train: np.ndarray, test: np.ndarray) -> float:
    return probe(f[train], y[train], f[test], y[test])


def tasks(modality: str, folder: Path):
    """Yields (description, inputs, integer labels, training flags, test flags)."""

    def numbered(labels: list[str]) -> Tensor:
        classes = sorted(set(labels))
        return torch.tensor([classes.index(label) for label in labels])

    if modality == "image":
        for name, text in (("sign-digits", "10 classes, held-out file numbers"), ("blood-cells", "3 classes, held-out slides")):
            c = load_images(folder, name)
            yield f"{name}, {text}", c.inputs, numbered(c.labels), ~c.held_out, c.held_out
        c = load_images(folder, "omniglot")
        keep = np.flatnonzero(c.held_out)
        drawer = np.array([int(re.search(r"_(\d+)\.png$", c.names[i]).group(1)) for i in keep])
        labels = numbered([c.labels[i] for i in keep])
        text = f"omniglot, {int(labels.max()) + 1} characters of two unseen alphabets, 10 drawings each"
        yield text, c.inputs[keep], labels, drawer <= 10, drawer > 10
    else:
        for name, text in (
            ("commands", "30 words, held-out speakers"),
            ("esc10", "10 classes, held-out fold, one-second pieces"),
        ):
            c = load_sounds(folder, name)
            yield f"{name}, {text}", c.inputs, numbered(c.labels), ~c.held_out, c.held_out


def random_encoder(config: EncoderConfig, seed: int) -> tuple[Encoder, torch.nn.LayerNorm]:
    torch.manual_seed(seed)
    return Encoder(config), torch.nn.LayerNorm(config.embed_dim, eps=config.layer_norm_eps)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=("nano-image", "nano-audio"))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--threads", type=int, default=1)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    description, config, state = load_checkpoint(a.models / a.name)
    trained, norm = random_encoder(config, 0)
    trained.load_state_dict({k: v for k, v in state.items() if not k.startswith("norm.")})
    norm.load_state_dict({"weight": state["norm.weight"], "bias": state["norm.bias"]})
    mean = torch.tensor(description["normalization"]["mean"]).view(1, -1, 1, 1)
    std = torch.tensor(description["normalization"]["std"]).view(1, -1, 1, 1)
    for text, inputs, y, train, test in tasks(description["modality"], a.data):
        x = ((inputs.float() / 255 if description["modality"] == "image" else inputs) - mean) / std
        score = functools.partial(probe_split, y=y, train=train, test=test)
        random_scores = [score(features(*random_encoder(config, seed), x)) for seed in range(3)]
        row = {
            "task": text,
            "trainedOn": int(train.sum()),
            "testedOn": int(test.sum()),
            "pretrained": round(score(features(trained, norm, x)), 4),
            "random": [round(s, 4) for s in random_scores],
            "raw": round(score(F.avg_pool2d(x, 4).flatten(1)), 4),
        }
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
