"""Point-MAE's classifier in its authors' names: groups of neighbours, a small PointNet, positions added before every block.

Sources: Pang et al. 2022 (Point-MAE), Qi et al. 2017 (PointNet); `../shared/reference/m2pt.md` sections 2.4 and 3.3.
B clouds, P points, G groups, K neighbours, D width.
"""

import torch
from torch import Tensor, nn

from .blocks import Block
from .shapes import Shape, own_config


def squared_distances(points: Tensor, centre: Tensor) -> Tensor:
    """[P, 3] and [3] -> [P], summed in the order x, y, z."""
    x, y, z = (points - centre).square().unbind(-1)
    return x + y + z


def farthest_points(points: Tensor, count: int) -> list[int]:
    """Indices: first point 0, then each time the point farthest from all chosen ones; the lower index of equals."""
    chosen = [0]
    nearest = torch.full((len(points),), torch.inf)
    while len(chosen) < count:
        nearest = torch.minimum(nearest, squared_distances(points, points[chosen[-1]]))
        chosen.append(int((nearest == nearest.max()).nonzero()[0]))
    return chosen


def group(clouds: Tensor, groups: int, neighbours: int) -> tuple[Tensor, Tensor]:
    """[B, P, 3] -> neighbours relative to their centre [B, G, K, 3], centres [B, G, 3]."""
    near, centres = [], []
    for points in clouds:
        centre = points[farthest_points(points, groups)]  # [G, 3]
        order = [squared_distances(points, c).argsort(stable=True)[:neighbours] for c in centre]
        near.append(torch.stack([points[i] - c for i, c in zip(order, centre, strict=True)]))
        centres.append(centre)
    return torch.stack(near), torch.stack(centres)


class GroupEncoder(nn.Module):
    """A small PointNet on every group: [B, G, K, 3] -> [B, G, D]."""

    def __init__(self, dim: int):
        super().__init__()
        self.first_conv = nn.Sequential(nn.Conv1d(3, 128, 1), nn.BatchNorm1d(128), nn.ReLU(), nn.Conv1d(128, 256, 1))
        self.second_conv = nn.Sequential(nn.Conv1d(512, 512, 1), nn.BatchNorm1d(512), nn.ReLU(), nn.Conv1d(512, dim, 1))

    def forward(self, near: Tensor) -> Tensor:
        """The group's maximum stands before each point's own features."""
        B, G, K, _ = near.shape
        local = self.first_conv(near.reshape(B * G, K, 3).transpose(1, 2))  # [B G, 256, K]
        whole = local.max(dim=2, keepdim=True).values
        return self.second_conv(torch.cat([whole.expand(-1, -1, K), local], dim=1)).max(dim=2).values.reshape(B, G, -1)


class Blocks(nn.Module):
    """The extra level in the names: `blocks.blocks.0`."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.blocks = nn.ModuleList(
            Block(shape.embed_dim, shape.num_heads, shape.mlp_ratio, shape.eps, "none") for _ in range(shape.depth)
        )

    def forward(self, x: Tensor, positions: Tensor) -> Tensor:
        """Positions are added again before every block."""
        for block in self.blocks:
            x = block(x + positions)
        return x


class PointMaeClassifier(nn.Module):
    """cls token beside the group tokens; norm; cls and the maximum of the others through a small MLP."""

    def __init__(self, shape: Shape, groups: int, neighbours: int):
        super().__init__()
        D = shape.embed_dim
        self.groups, self.neighbours = groups, neighbours
        self.encoder = GroupEncoder(D)
        self.cls_token = nn.Parameter(torch.zeros(1, 1, D))
        self.cls_pos = nn.Parameter(torch.randn(1, 1, D))
        self.pos_embed = nn.Sequential(nn.Linear(3, 128), nn.GELU(), nn.Linear(128, D))
        self.blocks = Blocks(shape)
        self.norm = nn.LayerNorm(D, eps=shape.eps)
        self.cls_head_finetune = nn.Sequential(
            *(nn.Linear(2 * D, 256), nn.BatchNorm1d(256), nn.ReLU(), nn.Dropout(0.5)),
            *(nn.Linear(256, 256), nn.BatchNorm1d(256), nn.ReLU(), nn.Dropout(0.5)),
            nn.Linear(256, shape.num_classes),
        )

    def forward(self, clouds: Tensor) -> Tensor:
        """[B, P, 3] -> logits [B, classes]. Groups are chosen in float32 whatever the model computes in."""
        near, centres = (part.to(clouds.dtype) for part in group(clouds.float(), self.groups, self.neighbours))
        B = len(clouds)
        x = torch.cat([self.cls_token.expand(B, -1, -1), self.encoder(near)], dim=1)
        positions = torch.cat([self.cls_pos.expand(B, -1, -1), self.pos_embed(centres)], dim=1)
        x = self.norm(self.blocks(x, positions))
        return self.cls_head_finetune(torch.cat([x[:, 0], x[:, 1:].max(dim=1).values], dim=1))


def kink_margin(model: PointMaeClassifier, clouds: Tensor) -> float:
    """Smallest distance of any ReLU's input from 0 and of any maximum from its runner-up.

    There the function has a kink: two right computations that round otherwise may take different sides, and their
    gradients then differ by a whole point's share. Goldens keep away from kinks.
    """
    margins = []

    def runner_up(x: Tensor, dim: int) -> None:
        best = x.topk(2, dim=dim).values
        margins.append((best.select(dim, 0) - best.select(dim, 1)).min().item())

    hooks = [
        part.register_forward_hook(lambda _, inputs, __: margins.append(inputs[0].abs().min().item()))
        for part in model.modules()
        if isinstance(part, nn.ReLU)
    ]
    for conv in (model.encoder.first_conv, model.encoder.second_conv):
        hooks.append(conv.register_forward_hook(lambda _, __, output: runner_up(output, 2)))
    hooks.append(model.norm.register_forward_hook(lambda _, __, output: runner_up(output[:, 1:], 1)))
    with torch.no_grad():
        model(clouds)
    for hook in hooks:
        hook.remove()
    return min(margins)


def point_mae_config(name: str, shape: Shape, groups: int, neighbours: int) -> dict:
    """`config.json` of a PointMaeClassifier."""
    tokenizer = {"kind": "points", "groups": groups, "neighbours": neighbours}
    return own_config(
        name,
        "point",
        shape,
        tokenizer,
        3,
        qkvBias=False,
        prefixTokens=["cls"],
        positions="mlp",
        pooling="cls-max",
        finalNorm="norm",
        head="mlp",
    )
