"""What each modality does before the blocks: patches, tubelets or groups of points -> tokens [B, N, D].

Sources: ViT (Dosovitskiy et al. 2021, eq. 1); VideoMAE (Tong et al. 2022, section 3.3: boxes of frames x height x width);
Point-MAE (Pang et al. 2022, section 3.1: groups of neighbours through a small PointNet), here with layer norms, which ask for
no running statistics. Field names in JSON are those of src/core/m2pt/encoder-config.ts.
Letters: B samples, N tokens, D width, G groups, K neighbours, t x Ph x Pw one tubelet.
"""

from dataclasses import asdict, dataclass

from torch import Tensor, nn
from torch.nn import functional as F

LAYER_NORM_EPS = 1e-6  # of the norms inside the point tokenizer


@dataclass(frozen=True)
class PatchTokenizer:
    """Sizes are (height, width) in input cells: pixels, or mel bins by frames."""

    input_size: tuple[int, int] = (64, 64)
    patch_size: tuple[int, int] = (8, 8)
    in_channels: int = 3

    @property
    def grid(self) -> tuple[int, int]:
        """Rows and columns of tokens."""
        return self.input_size[0] // self.patch_size[0], self.input_size[1] // self.patch_size[1]


@dataclass(frozen=True)
class TubeletTokenizer:
    """Clips of `frames` pictures; `tubelet_size` is (frames, height, width) of one box."""

    frames: int = 8
    input_size: tuple[int, int] = (64, 64)
    tubelet_size: tuple[int, int, int] = (2, 16, 16)
    in_channels: int = 3

    @property
    def grid(self) -> tuple[int, int, int]:
        """Steps in time, rows, columns."""
        sizes = (self.frames, *self.input_size)
        t, rows, columns = (size // box for size, box in zip(sizes, self.tubelet_size, strict=True))
        return t, rows, columns


@dataclass(frozen=True)
class PointTokenizer:
    """`widths`: features after the first and the second layer, and of the second half's hidden layer."""

    groups: int = 64
    neighbours: int = 32
    widths: tuple[int, int, int] = (32, 64, 64)

    @property
    def grid(self) -> tuple[int]:
        return (self.groups,)


Tokenizer = PatchTokenizer | TubeletTokenizer | PointTokenizer


class PatchEmbed(nn.Module):
    """Non-overlapping patches to tokens, row-major: [B, C, height, width] -> [B, N, D] (ViT eq. 1)."""

    def __init__(self, tokenizer: PatchTokenizer, dim: int):
        super().__init__()
        self.proj = nn.Conv2d(tokenizer.in_channels, dim, tokenizer.patch_size, stride=tokenizer.patch_size)

    def forward(self, x: Tensor) -> Tensor:
        return self.proj(x).flatten(2).transpose(1, 2)  # [B, D, rows, cols] -> [B, N, D]


class TubeletEmbed(nn.Module):
    """Boxes to tokens, time first, then rows, then columns: [B, T, C, height, width] -> [B, N, D]."""

    def __init__(self, tokenizer: TubeletTokenizer, dim: int):
        super().__init__()
        self.proj = nn.Conv3d(tokenizer.in_channels, dim, tokenizer.tubelet_size, stride=tokenizer.tubelet_size)

    def forward(self, x: Tensor) -> Tensor:
        return self.proj(x.transpose(1, 2)).flatten(2).transpose(1, 2)


class GroupEmbed(nn.Module):
    """A small PointNet on every group: relative points [B, G, K, 3] -> [B, G, D].

    Point-MAE's 1 x 1 convolutions are linear layers here and keep their names: `first_conv.0`, `.1` (norm), `.3`.
    """

    def __init__(self, tokenizer: PointTokenizer, dim: int):
        super().__init__()
        first, local, hidden = tokenizer.widths
        self.first_conv = nn.Sequential(
            nn.Linear(3, first), nn.LayerNorm(first, eps=LAYER_NORM_EPS), nn.ReLU(), nn.Linear(first, local)
        )
        self.second_conv = nn.Sequential(
            nn.Linear(2 * local, hidden), nn.LayerNorm(hidden, eps=LAYER_NORM_EPS), nn.ReLU(), nn.Linear(hidden, dim)
        )

    def hidden(self, near: Tensor) -> Tensor:
        """Of the second half, before its norm: [B, G, K, hidden].

        The layer reads [the group's maximum, each point's own features] side by side; as two products, nothing is copied.
        """
        own = self.first_conv(near)  # [B, G, K, local]
        layer = self.second_conv[0]
        of_group, of_point = layer.weight.chunk(2, dim=1)
        whole = F.linear(own.amax(dim=2, keepdim=True), of_group, layer.bias)
        return F.linear(own, of_point) + whole

    def forward(self, near: Tensor) -> Tensor:
        return self.second_conv[1:](self.hidden(near)).amax(dim=2)


def build_embed(tokenizer: Tokenizer, dim: int) -> PatchEmbed | TubeletEmbed | GroupEmbed:
    """The module `patch_embed` of an encoder."""
    if isinstance(tokenizer, PatchTokenizer):
        return PatchEmbed(tokenizer, dim)
    return TubeletEmbed(tokenizer, dim) if isinstance(tokenizer, TubeletTokenizer) else GroupEmbed(tokenizer, dim)


def to_json(tokenizer: Tokenizer) -> dict:
    """`tokenizer` of config.json."""
    if isinstance(tokenizer, PointTokenizer):
        sizes = {"groups": tokenizer.groups, "neighbours": tokenizer.neighbours}
        return {"kind": "points", **sizes, "norm": "layer", "widths": list(tokenizer.widths)}
    size = {"inputSize": list(tokenizer.input_size)}
    channels = {"inChannels": tokenizer.in_channels}
    if isinstance(tokenizer, TubeletTokenizer):
        return {"kind": "tubelet", "frames": tokenizer.frames, **size, "tubeletSize": list(tokenizer.tubelet_size), **channels}
    return {"kind": "patch", **size, "patchSize": list(tokenizer.patch_size), **channels}


def from_json(tokenizer: dict) -> Tokenizer:
    """The reverse of `to_json`."""
    names = {"inputSize": "input_size", "patchSize": "patch_size", "tubeletSize": "tubelet_size", "inChannels": "in_channels"}
    kinds = {"patch": PatchTokenizer, "tubelet": TubeletTokenizer, "points": PointTokenizer}
    kind = kinds[tokenizer["kind"]]
    values = {names.get(k, k): tuple(v) if isinstance(v, list) else v for k, v in tokenizer.items()}
    return kind(**{k: v for k, v in values.items() if k in asdict(kind())})
