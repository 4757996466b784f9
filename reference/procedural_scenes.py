"""Moving scenes from formulas, for pretraining on video without any licence: drawn anew from a seed, nothing stored.

A background (a picture of `procedural.py`, still, panned, turned or zoomed by the camera, or plain) and one to four
figures, which are outlines filled with another picture: they go straight, bounce off the edges, swing, fall, circle, turn,
grow and shrink, at several speeds, and hide each other where they cross. Light may flicker; some clips are noisy.
"""

import math

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from . import procedural
from .video_data import FRAMES, SIZE

PARTS = 100  # clips drawn at a time
TIME = torch.linspace(0, 1, FRAMES)
MOTIONS = 6


def uniform(generator: torch.Generator, shape: tuple[int, ...], low: float, high: float) -> Tensor:
    return low + (high - low) * torch.rand(shape, generator=generator)


def paths(generator: torch.Generator, count: int) -> Tensor:
    """Where each figure is, [count, T, 2], in -1 .. 1 (the picture) and a little beyond."""
    start = uniform(generator, (count, 1, 2), -0.8, 0.8)
    angle, speed = uniform(generator, (count, 1), 0, 2 * math.pi), torch.exp(uniform(generator, (count, 1), -2.0, 0.9))
    move = torch.stack([angle.cos(), angle.sin()], -1) * speed[..., None]  # over the whole clip
    t = TIME[None, :, None]
    straight = start + move * (t - 0.5)
    bounced = ((start + 2 * move * t + 1) % 4 - 2).abs() - 1
    rate = uniform(generator, (count, 1, 1), 3, 12)
    swung = start + 0.4 * move * torch.sin(rate * t)
    fallen = torch.cat(
        [start[..., :1] + move[..., :1] * t, start[..., 1:].abs() * -1 + uniform(generator, (count, 1, 1), 0.5, 2) * t * t], -1
    )
    circle = torch.cat([torch.cos(rate * t + angle[..., None]), torch.sin(rate * t + angle[..., None])], -1)
    circled = start + 0.4 * circle
    still = start.expand(-1, FRAMES, -1)
    kind = torch.randint(MOTIONS, (count,), generator=generator)
    return torch.stack([straight, bounced, swung, fallen, circled, still], 1)[torch.arange(count), kind]


def local(x: Tensor, centre: Tensor, angle: Tensor, size: Tensor) -> Tensor:
    """Pixels [1, H, W, 2] in the frame of each figure: centre [n, 2], angle [n], size [n] -> [n, H, W, 2]."""
    x = (x - centre[:, None, None]) / size.view(-1, 1, 1, 1)
    cos, sin = angle.cos().view(-1, 1, 1), angle.sin().view(-1, 1, 1)
    return torch.stack([cos * x[..., 0] + sin * x[..., 1], -sin * x[..., 0] + cos * x[..., 1]], -1)


def outline(x: Tensor, corners: Tensor, depth: Tensor, round_: Tensor, aspect: Tensor) -> Tensor:
    """How much of each pixel lies inside a star, polygon or ellipse of radius 1: [n, H, W] in 0 .. 1."""
    shape = (-1, 1, 1)
    u, v = x[..., 0] / aspect.view(shape), x[..., 1]
    theta, radius = torch.atan2(v, u), torch.hypot(u, v)
    wave = torch.where(
        round_.view(shape),
        torch.cos(corners.view(shape) * theta),
        1 - 2 * ((corners.view(shape) * theta / (2 * math.pi)) % 1 - 0.5).abs() * 2,
    )
    return (((1 + depth.view(shape) * wave) - radius) * 8).clamp(0, 1)


def layer(generator: torch.Generator, pictures: Tensor, count: int, x: Tensor) -> tuple[Tensor, Tensor]:
    """One figure for each clip: colours [count, T, 3, H, W] and cover [count, T, 1, H, W]."""
    angle = uniform(generator, (count, 1), 0, 6.3) + (torch.randn(count, 1, generator=generator) * 1.5) * TIME
    size = torch.exp(uniform(generator, (count, 1), -2.2, -0.3) + torch.randn(count, 1, generator=generator) * 0.4 * TIME)
    own = local(x, paths(generator, count).flatten(0, 1), angle.flatten(), size.flatten())  # [count T, H, W, 2]
    each = [
        torch.randint(2, 8, (count,), generator=generator).float(),
        uniform(generator, (count,), 0, 0.4) * (torch.rand(count, generator=generator) < 0.6),
        torch.rand(count, generator=generator) < 0.5,
        uniform(generator, (count,), 0.4, 1.6),
    ]
    cover = outline(own, *(value.repeat_interleave(FRAMES) for value in each))
    filling = pictures[torch.randint(len(pictures), (count,), generator=generator)].repeat_interleave(FRAMES, 0)
    colours = F.grid_sample(filling, own * 0.6, padding_mode="reflection", align_corners=False)
    return colours.view(count, FRAMES, 3, SIZE, SIZE), cover.view(count, FRAMES, 1, SIZE, SIZE)


def background(generator: torch.Generator, pictures: Tensor, count: int, x: Tensor) -> Tensor:
    """[count, T, 3, H, W]: half of them still."""
    moves = (torch.rand(count, 1, generator=generator) < 0.5).float()
    shift = moves[..., None] * torch.randn(count, 1, 2, generator=generator) * 0.5 * TIME[None, :, None]
    angle = moves * torch.randn(count, 1, generator=generator) * 0.3 * TIME
    size = torch.exp(uniform(generator, (count, 1), 0, 1) + moves * torch.randn(count, 1, generator=generator) * 0.3 * TIME)
    own = local(x, shift.flatten(0, 1), angle.flatten(), size.flatten())
    seen = pictures[torch.randint(len(pictures), (count,), generator=generator)].repeat_interleave(FRAMES, 0)
    return F.grid_sample(seen, own, padding_mode="reflection", align_corners=False).view(count, FRAMES, 3, SIZE, SIZE)


def scenes(generator: torch.Generator, pictures: Tensor, count: int) -> Tensor:
    """[count, T, 3, 64, 64] in 0 .. 1."""
    axis = (torch.arange(SIZE) + 0.5) / SIZE * 2 - 1
    x = torch.stack(torch.meshgrid(axis, axis, indexing="xy"), -1)[None]  # [1, H, W, (x, y)]
    scene = background(generator, pictures, count, x)
    figures = torch.randint(1, 5, (count,), generator=generator).view(-1, 1, 1, 1, 1)
    for i in range(4):
        colours, cover = layer(generator, pictures, count, x)
        cover = cover * (figures > i)
        scene = scene * (1 - cover) + colours * cover
    flicker = torch.randn(count, FRAMES, 1, 1, 1, generator=generator) * uniform(generator, (count, 1, 1, 1, 1), 0, 0.04)
    noise = torch.randn(scene.shape, generator=generator) * uniform(generator, (count, 1, 1, 1, 1), 0, 0.03)
    return (scene + flicker + noise).clamp(0, 1)


def clips(count: int, seed: int) -> np.ndarray:
    """[count, T, 3, 64, 64] uint8."""
    generator = torch.Generator().manual_seed(seed)
    pictures = torch.from_numpy(procedural.pictures(min(600, 20 + count), seed)).float() / 255
    parts = [scenes(generator, pictures, min(PARTS, count - at)) for at in range(0, count, PARTS)]
    return (torch.cat([(part * 255).round().to(torch.uint8) for part in parts])).numpy()
