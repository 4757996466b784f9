"""Clouds of points -> groups of neighbours, a whole batch at a time (Point-MAE, Pang et al. 2022, section 3.1).

Centres by farthest-point sampling from point 0, then the K nearest points of each centre, the centre included. The result is
laid out as src/core/tokenizers/group-points.ts does: the centre's place, then its neighbours relative to it. Which of
two equally near points is taken is not fixed here; the plain search of `published/point_mae.py` is the oracle.
"""

import torch
from torch import Tensor


def farthest_points(clouds: Tensor, count: int) -> Tensor:
    """[B, P, 3] -> indices [B, count]; each next point is the one whose nearest chosen point is farthest away."""
    B, P, _ = clouds.shape
    axes = clouds.unbind(-1)  # three of [B, P]
    rows = torch.arange(B)
    chosen = torch.zeros(B, count, dtype=torch.long)
    nearest = torch.full((B, P), torch.inf)
    for i in range(1, count):
        last = chosen[:, i - 1]
        x, y, z = (axis - axis[rows, last][:, None] for axis in axes)
        nearest = torch.minimum(nearest, x * x + y * y + z * z)
        chosen[:, i] = nearest.argmax(dim=1)
    return chosen


def group_points(clouds: Tensor, groups: int, neighbours: int) -> Tensor:
    """[B, P, 3] -> [B, G, 1 + K, 3], float32."""
    B = len(clouds)
    chosen = farthest_points(clouds, groups)
    centres = clouds.gather(1, chosen[..., None].expand(-1, -1, 3))  # [B, G, 3]
    x, y, z = (c[:, :, None] - p[:, None] for c, p in zip(centres.unbind(-1), clouds.unbind(-1), strict=True))  # [B, G, P]
    near = (x * x + y * y + z * z).topk(neighbours, dim=2, largest=False).indices  # [B, G, K]
    points = clouds.gather(1, near.flatten(1)[..., None].expand(-1, -1, 3)).view(B, groups, neighbours, 3)
    return torch.cat([centres[:, :, None], points - centres[:, :, None]], dim=2)
