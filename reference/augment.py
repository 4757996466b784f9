"""Random changes of pretraining batches that leave a sample plausible: pictures, sounds, points, clips. PyTorch's generator."""

import math

import torch
from torch import Tensor
from torch.nn import functional as F


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


def augment_points(x: Tensor) -> Tensor:
    """Groups [B, G, 1 + K, 3]: each axis scaled by 0.8 to 1.25, turned about the vertical (y), mirrored half of the time.

    The farthest point comes back to distance 1; the groups stay what they were.
    """
    B = len(x)
    angle, mirror = torch.empty(B).uniform_(0, 2 * math.pi), torch.where(torch.rand(B) < 0.5, -1.0, 1.0)
    cos, sin, zero, one = angle.cos(), angle.sin(), torch.zeros(B), torch.ones(B)
    turn = torch.stack([cos * mirror, zero, sin * mirror, zero, one, zero, -sin, zero, cos], 1).view(B, 3, 3)
    scale = torch.exp(torch.empty(B, 1, 3).uniform_(-0.22, 0.22))
    x = ((x.flatten(1, 2) * scale) @ turn).view(x.shape)
    far = (x[:, :, :1] + x[:, :, 1:]).flatten(1, 2).norm(dim=2).amax(1)  # [B]
    return x / far.view(B, 1, 1, 1)


def augment_clips(x: Tensor) -> Tensor:
    """[B, T, 3, 64, 64] in 0 .. 1: half mirrored, half backwards, brightness and contrast; the same for all frames of a clip.

    Crops are drawn when the data are made (`video_data.py`): they would be the dearest part of a step.
    """
    B = len(x)
    for axis in (1, 4):
        chosen = torch.rand(B) < 0.5
        x[chosen] = x[chosen].flip(axis)
    gain, lift = torch.empty(B, 1, 1, 1, 1).uniform_(0.8, 1.2), torch.empty(B, 1, 1, 1, 1).uniform_(-0.1, 0.1)
    return x.mul_(gain).add_(lift).clamp_(0, 1)
