"""Positions of pictures (2-D sine-cosine, the initial value of `pos_embed`) and of clips (a fixed table).

Channels are split in two halves: the first encodes the column, the second the row; each half is sines then cosines
at frequencies 10000^(-j / (D/4)), j = 0 .. D/4 - 1 (Vaswani et al. 2017, section 3.5, applied per axis as MAE does).
"""

import torch
from torch import Tensor


def sincos_1d(dim: int, positions: Tensor) -> Tensor:
    """Positions [N] -> sines and cosines [N, dim]; computed in float64."""
    frequencies = 10000.0 ** (-torch.arange(dim // 2, dtype=torch.float64) / (dim // 2))
    angles = positions.double()[:, None] * frequencies[None, :]  # [N, dim / 2]
    return torch.cat([angles.sin(), angles.cos()], dim=1)


def sincos_2d(dim: int, rows: int, columns: int) -> Tensor:
    """Grid of rows x columns, row-major -> [1, rows * columns, dim], float32. `dim` must be a multiple of 4."""
    if dim % 4:
        raise ValueError(f"sincos_2d: dim must be a multiple of 4, got {dim}")
    y, x = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
    table = torch.cat([sincos_1d(dim // 2, x.flatten()), sincos_1d(dim // 2, y.flatten())], dim=1)
    return table.float()[None]


def sinusoid_table(rows: int, dim: int) -> Tensor:
    """VideoMAE's: sin on even channels j, cos on odd ones, of n / 10000^(2 floor(j/2) / D): [rows, D], float64."""
    n = torch.arange(rows, dtype=torch.float64)[:, None]
    pair = torch.arange(dim, dtype=torch.float64).div(2, rounding_mode="floor")
    angle = n / 10000 ** (2 * pair / dim)
    return torch.where(torch.arange(dim) % 2 == 0, angle.sin(), angle.cos())
