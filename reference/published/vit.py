"""MAE and AudioMAE in their authors' names: a ViT with a cls token on pictures or spectrograms, and MAE's decoder tensors.

Sources: He et al. 2022 (MAE), Huang et al. 2022 (AudioMAE); `../shared/reference/m2pt.md` sections 2.1, 2.2 and 3.1.
"""

import torch
from torch import Tensor, nn

from .blocks import Block
from .shapes import Shape, own_config


class PatchEmbed(nn.Module):
    """Patches through one convolution, [B, C, H, W] -> [B, N, D]."""

    def __init__(self, channels: int, patch: int, dim: int):
        super().__init__()
        self.proj = nn.Conv2d(channels, dim, patch, stride=patch)

    def forward(self, x: Tensor) -> Tensor:
        """Row-major over the grid."""
        return self.proj(x).flatten(2).transpose(1, 2)


class PlainVit(nn.Module):
    """cls token, learned positions, blocks. With classes: mean of the patch tokens, fc_norm, head. Without: norm, cls."""

    def __init__(self, shape: Shape, size: tuple[int, int], patch: int, channels: int):
        super().__init__()
        D = shape.embed_dim
        self.patch_embed = PatchEmbed(channels, patch, D)
        self.cls_token = nn.Parameter(torch.zeros(1, 1, D))
        self.pos_embed = nn.Parameter(torch.zeros(1, 1 + (size[0] // patch) * (size[1] // patch), D))
        self.blocks = nn.ModuleList(Block(D, shape.num_heads, shape.mlp_ratio, shape.eps) for _ in range(shape.depth))
        if shape.num_classes:
            self.fc_norm = nn.LayerNorm(D, eps=shape.eps)
            self.head = nn.Linear(D, shape.num_classes)
        else:
            self.norm = nn.LayerNorm(D, eps=shape.eps)

    def forward(self, x: Tensor) -> Tensor:
        """[B, C, H, W] -> logits [B, classes], or features [B, D]."""
        x = self.patch_embed(x)
        x = torch.cat([self.cls_token.expand(len(x), -1, -1), x], dim=1) + self.pos_embed
        for block in self.blocks:
            x = block(x)
        if hasattr(self, "head"):
            return self.head(self.fc_norm(x[:, 1:].mean(dim=1)))
        return self.norm(x)[:, 0]


class MaePretraining(PlainVit):
    """The encoder beside the decoder that a pretraining file also holds; only the encoder computes here."""

    def __init__(self, shape: Shape, size: tuple[int, int], patch: int, decoder_dim: int, decoder_heads: int):
        super().__init__(shape, size, patch, 3)
        self.mask_token = nn.Parameter(torch.zeros(1, 1, decoder_dim))
        self.decoder_embed = nn.Linear(shape.embed_dim, decoder_dim)
        self.decoder_pos_embed = nn.Parameter(torch.zeros(1, self.pos_embed.shape[1], decoder_dim))
        self.decoder_blocks = nn.ModuleList([Block(decoder_dim, decoder_heads, shape.mlp_ratio, shape.eps)])
        self.decoder_norm = nn.LayerNorm(decoder_dim, eps=shape.eps)
        self.decoder_pred = nn.Linear(decoder_dim, patch * patch * 3)


def vit_config(name: str, modality: str, shape: Shape, size: tuple[int, int], patch: int, channels: int) -> dict:
    """`config.json` of a PlainVit."""
    tokenizer = {
        "kind": "patch",
        "inputSize": list(size),
        "patchSize": [patch, patch],
        "stride": [patch, patch],
        "inChannels": channels,
        "transposed": False,
    }
    pooling = ("mean", "fc_norm") if shape.num_classes else ("cls", "norm")
    return own_config(
        name,
        modality,
        shape,
        tokenizer,
        channels,
        prefixTokens=["cls"],
        positions="learned",
        pooling=pooling[0],
        finalNorm=pooling[1],
        head="linear",
    )
