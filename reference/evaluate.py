"""Is the pretraining worth anything? Linear probe against random weights and raw inputs, on held-out data.

    python -m reference.evaluate nano-image --data ../shared/data

Features: blocks, final norm, mean over tokens, [n, D]; standardised by the training part; multinomial logistic regression
by L-BFGS with an L2 penalty of 1e-3. "random" is the same encoder before any training (three seeds), "raw" is the input itself,
average-pooled to 16 x 16 (clips: their mean picture, and the mean change from frame to frame; points: histograms). Splits:
people, speakers, folds, drawers and objects of the test part are not in the training part (data.py, point_data.py,
video_data.py).
"""

import argparse
import functools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from .checkpoint import load_checkpoint
from .data import load_images, load_sounds
from .encoder import Encoder, EncoderConfig
from .plans import PLANS
from .point_data import grouped, load_objects
from .tokenizers import PointTokenizer
from .video_data import HELD_OUT_SUBJECT, load_clips, subject


@torch.no_grad()
def features(encoder: Encoder, norm: torch.nn.LayerNorm, x: Tensor) -> Tensor:
    """Normalised samples [n, ...] -> [n, D]."""
    return torch.cat([norm(encoder.body(*encoder.place(part))).mean(1) for part in x.split(128)])


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


@dataclass
class Task:
    """x: floats on the scale of `normalization`; raw [n, values]: what a plain classifier sees; flags of length n."""

    text: str
    x: Tensor
    y: Tensor
    train: np.ndarray
    test: np.ndarray
    raw: Tensor


def numbered(labels: list[str]) -> Tensor:
    """Class names -> integers."""
    classes = sorted(set(labels))
    return torch.tensor([classes.index(label) for label in labels])


def pooled(x: Tensor) -> Tensor:
    """[n, C, 64, 64] -> [n, C * 256]."""
    return F.avg_pool2d(x, 4).flatten(1)


def image_tasks(folder: Path) -> Iterator[Task]:
    for name, text in (("sign-digits", "10 classes, held-out file numbers"), ("blood-cells", "3 classes, held-out slides")):
        c = load_images(folder, name)
        x = c.inputs.float() / 255
        yield Task(f"{name}, {text}", x, numbered(c.labels), ~c.held_out, c.held_out, pooled(x))
    c = load_images(folder, "omniglot")
    keep = np.flatnonzero(c.held_out)
    drawer = np.array([int(re.search(r"_(\d+)\.png$", c.names[i]).group(1)) for i in keep])
    labels, x = numbered([c.labels[i] for i in keep]), c.inputs[keep].float() / 255
    text = f"omniglot, {int(labels.max()) + 1} characters of two unseen alphabets, 10 drawings each"
    yield Task(text, x, labels, drawer <= 10, drawer > 10, pooled(x))


def audio_tasks(folder: Path) -> Iterator[Task]:
    for name, text in (
        ("commands", "30 words, held-out speakers"),
        ("esc10", "10 classes, held-out fold, one-second pieces"),
    ):
        c = load_sounds(folder, name)
        yield Task(f"{name}, {text}", c.inputs, numbered(c.labels), ~c.held_out, c.held_out, pooled(c.inputs))


def histograms(clouds: Tensor, bins: int = 16) -> Tensor:
    """[n, P, 3] -> how many points lie at which distance from the centre, height, distance from the vertical: [n, 3 bins]."""

    def histogram(values: Tensor, low: float) -> Tensor:
        return torch.stack([torch.histc(v, bins, low, 1.0) for v in values]) / values.shape[1]

    around = torch.hypot(clouds[..., 0], clouds[..., 2])
    return torch.cat([histogram(clouds.norm(dim=2), 0.0), histogram(clouds[..., 1], -1.0), histogram(around, 0.0)], dim=1)


def point_tasks(folder: Path) -> Iterator[Task]:
    """Each object three times, with other points each time."""
    c = load_objects(folder, "kaykit-objects", 3, seed=99)
    text = "kaykit-objects, 25 classes, held-out objects, three samplings each"
    x = grouped(c.inputs, PointTokenizer())
    yield Task(text, x, numbered(c.labels), ~c.held_out, c.held_out, histograms(c.inputs))


def video_tasks(folder: Path) -> Iterator[Task]:
    """Falling, sitting, standing, walking; the classes of one or two clips are left out."""
    c = load_clips(folder)
    keep = np.array([c.labels.count(label) > 2 for label in c.labels])
    labels, x = numbered([label for label, k in zip(c.labels, keep, strict=True) if k]), c.inputs[keep].float() / 255
    subjects = np.array([subject(name) for name in c.names])[keep]
    raw = torch.cat([pooled(x.mean(1)), pooled(x.diff(dim=1).abs().mean(1))], dim=1)
    for one in sorted(set(subjects)):
        seen = "not seen in pretraining" if one == HELD_OUT_SUBJECT else "seen, without labels, in pretraining"
        text = f"gmdcsa24-clips, {int(labels.max()) + 1} classes, subject {one} tested on ({seen})"
        yield Task(text, x, labels, subjects != one, subjects == one, raw)


TASKS = {"image": image_tasks, "audio": audio_tasks, "point": point_tasks, "video": video_tasks}


def random_encoder(config: EncoderConfig, seed: int) -> tuple[Encoder, torch.nn.LayerNorm]:
    torch.manual_seed(seed)
    return Encoder(config), torch.nn.LayerNorm(config.embed_dim, eps=config.layer_norm_eps)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=PLANS)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--threads", type=int, default=1)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    description, config, state = load_checkpoint(a.models / a.name)
    modality, numbers = description["modality"], description["normalization"]
    trained, norm = random_encoder(config, 0)
    trained.load_state_dict({k: v for k, v in state.items() if not k.startswith("norm.")})
    norm.load_state_dict({"weight": state["norm.weight"], "bias": state["norm.bias"]})
    for task in TASKS[modality](a.data):
        x = PLANS[f"nano-{modality}"].normalise(task.x, numbers["mean"], numbers["std"])
        score = functools.partial(probe_split, y=task.y, train=task.train, test=task.test)
        random_scores = [score(features(*random_encoder(config, seed), x)) for seed in range(3)]
        row = {
            "task": task.text,
            "trainedOn": int(task.train.sum()),
            "testedOn": int(task.test.sum()),
            "pretrained": round(score(features(trained, norm, x)), 4),
            "random": [round(s, 4) for s in random_scores],
            "raw": round(score(task.raw), 4),
            "largestClass": round(task.y[task.test].bincount().max().item() / int(task.test.sum()), 4),
        }
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
