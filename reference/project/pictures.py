"""The pictures of one part (`train`, `validation`, `test`) in the browser's order, and the browser's batches of them."""

import csv
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from browser_random import BrowserRandom
from PIL import Image
from torch import Tensor

CACHE_BYTES = 2 << 30


class Pictures:
    """Decoded when first asked for; kept while all of them take at most CACHE_BYTES."""

    def __init__(self, folder: Path, normalization: dict):
        """folder: holds metadata.csv. normalization: mean and std of red, green and blue on a 0..1 scale."""
        with open(folder / "metadata.csv", newline="") as file:
            rows = sorted(csv.DictReader(file), key=lambda row: int(row["index"]))
        self.paths = [folder / row["file_name"] for row in rows]
        self.labels = [int(row["label"]) for row in rows]
        std = np.array(normalization["std"])
        self._scale, self._shift = 1 / (255 * std), np.array(normalization["mean"]) / std
        self._kept: dict[int, np.ndarray] = {}
        self._workers = ThreadPoolExecutor(8)

    def __len__(self) -> int:
        return len(self.paths)

    def _pixels(self, position: int) -> np.ndarray:
        """RGB bytes [H, W, 3]."""
        found = self._kept.get(position)
        if found is None:
            with Image.open(self.paths[position]) as picture:
                found = np.asarray(picture.convert("RGB"))
            if found.nbytes * len(self) <= CACHE_BYTES:
                self._kept[position] = found
        return found

    def batch(self, positions: Sequence[int], mirrored: Sequence[bool] = ()) -> tuple[Tensor, Tensor]:
        """Normalised [B, 3, H, W] and labels [B]. mirrored: left to right, one a picture; empty for none."""
        pixels = np.stack(list(self._workers.map(self._pixels, positions)))
        planes = (pixels * self._scale - self._shift).astype(np.float32)  # in double, then rounded, as the browser does
        for at, flipped in enumerate(mirrored):
            if flipped:
                planes[at] = planes[at, :, ::-1]
        labels = torch.tensor([self.labels[position] for position in positions])
        return torch.from_numpy(planes).permute(0, 3, 1, 2).contiguous(), labels


def epoch_batches(
    count: int, batch_size: int, epoch: int, seed: int, flip: bool
) -> Iterator[tuple[list[int], list[bool], list[int]]]:
    """Batches of one epoch: positions, who is mirrored (empty without flip), and the mirroring stream's state before it.

    Every batch has min(batch_size, count) pictures; what is left over sits this epoch out.
    """
    order = BrowserRandom(seed, f"order:{epoch}").shuffle(list(range(count)))
    flips = BrowserRandom(seed, f"flip-{epoch}")
    size = min(batch_size, count)
    for start in range(0, count // size * size, size):
        positions, state = order[start : start + size], flips.state()
        yield positions, [flips.uniform() < 0.5 for _ in positions] if flip else [], state


def steps_per_epoch(count: int, batch_size: int) -> int:
    """Batches of one epoch, at least one."""
    return max(1, count // batch_size)
