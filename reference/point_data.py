"""Objects of triangles to point records [P, 3], as src/core/data/points does.

Sampled by area, y up, mean 0, largest distance 1.

Held out from pretraining: every fifth object of each KayKit class, by name. Of odedstein-meshes nothing is held out (no
classes); `lionstatue` is left out, because its licence (CC BY-SA) asks for share-alike. Labels are read for evaluation only.
"""

import zipfile
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch

from .data import Collection
from .group_points import group_points
from .tokenizers import PointTokenizer

POINTS = 1024
SHARE_ALIKE = ("lionstatue/",)


def read_obj(text: str) -> tuple[np.ndarray, np.ndarray]:
    """Wavefront OBJ -> corners [n, 3] and triangles [m, 3]; polygons become fans."""
    corners, triangles = [], []
    for line in text.splitlines():
        words = line.split()
        if words[:1] == ["v"]:
            corners.append([float(w) for w in words[1:4]])
        elif words[:1] == ["f"]:
            numbers = [int(w.split("/")[0]) for w in words[1:]]
            loop = [n - 1 if n > 0 else len(corners) + n for n in numbers]
            triangles += [(loop[0], loop[i], loop[i + 1]) for i in range(1, len(loop) - 1)]
    return np.array(corners), np.array(triangles)


def sample_surface(corners: np.ndarray, triangles: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """Evenly over the area: [count, 3]."""
    a, b, c = (corners[triangles[:, i]] for i in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    chosen = rng.choice(len(triangles), size=count, p=area / area.sum())
    u, v = rng.random((2, count, 1))
    u, v = np.where(u + v > 1, 1 - u, u), np.where(u + v > 1, 1 - v, v)
    a, b, c = a[chosen], b[chosen], c[chosen]
    return a + u * (b - a) + v * (c - a)


def unit_sphere(points: np.ndarray) -> np.ndarray:
    """Mean taken off, divided by the largest distance; float32."""
    points = points - points.mean(0)
    return (points / np.linalg.norm(points, axis=1).max()).astype(np.float32)


def load_objects(folder: Path, dataset: str, samplings: int, seed: int) -> Collection:
    """Each object sampled `samplings` times; inputs [n, P, 3]. dataset: "kaykit-objects" or "odedstein-meshes"."""
    archive = zipfile.ZipFile(folder / "points" / f"{dataset}.zip")
    files = sorted(n for n in archive.namelist() if n.endswith(".obj") and not n.startswith(SHARE_ALIKE))
    rng = np.random.default_rng(seed)
    order: dict[str, int] = defaultdict(int)
    clouds, names, held_out = [], [], []
    for file in files:
        label = file.split("/")[0]
        order[label] += 1
        mesh = read_obj(archive.read(file).decode())
        clouds += [unit_sphere(sample_surface(*mesh, POINTS, rng)) for _ in range(samplings)]
        names += [file] * samplings
        held_out += [dataset == "kaykit-objects" and order[label] % 5 == 0] * samplings
    return Collection(torch.from_numpy(np.stack(clouds)), [n.split("/")[0] for n in names], names, np.array(held_out))


def grouped(clouds: torch.Tensor, tokenizer: PointTokenizer) -> torch.Tensor:
    """[n, P, 3] -> [n, G, 1 + K, 3], in parts that fit the memory."""
    return torch.cat([group_points(part, tokenizer.groups, tokenizer.neighbours) for part in clouds.split(64)])
