"""VideoMAE, fine-tuned, in its authors' names: q_bias and v_bias beside qkv.weight, fixed positions, mean, fc_norm, head.

Sources: Tong et al. 2022 (VideoMAE); `../shared/reference/m2pt.md` sections 2.3 and 3.2.
"""

from torch import Tensor, nn

from ..positions import sinusoid_table
from .blocks import Block
from .shapes import Shape, own_config


class TubeletEmbed(nn.Module):
    """Boxes of frames x height x width through one 3-D convolution: [B, T, C, H, W] -> [B, N, D]."""

    def __init__(self, patch: int, frames: int, dim: int):
        super().__init__()
        self.proj = nn.Conv3d(3, dim, (frames, patch, patch), stride=(frames, patch, patch))

    def forward(self, x: Tensor) -> Tensor:
        """Time first, then rows, then columns."""
        return self.proj(x.transpose(1, 2)).flatten(2).transpose(1, 2)


class VideoMaeClassifier(nn.Module):
    """Tokens plus fixed positions, blocks, mean over tokens, fc_norm, head."""

    def __init__(self, shape: Shape, frames: int, size: int, patch: int):
        super().__init__()
        D = shape.embed_dim
        self.patch_embed = TubeletEmbed(patch, 2, D)
        self.tokens = (frames // 2) * (size // patch) ** 2
        self.blocks = nn.ModuleList(Block(D, shape.num_heads, shape.mlp_ratio, shape.eps, "split") for _ in range(shape.depth))
        self.fc_norm = nn.LayerNorm(D, eps=shape.eps)
        self.head = nn.Linear(D, shape.num_classes)

    def forward(self, x: Tensor) -> Tensor:
        """[B, T, 3, H, W] -> logits [B, classes]."""
        x = self.patch_embed(x)
        x = x + sinusoid_table(self.tokens, x.shape[2]).to(x.dtype)
        for block in self.blocks:
            x = block(x)
        return self.head(self.fc_norm(x.mean(dim=1)))


def video_mae_config(name: str, shape: Shape, frames: int, size: int, patch: int) -> dict:
    """`config.json` of a VideoMaeClassifier."""
    tokenizer = {
        "kind": "tubelet",
        "frames": frames,
        "inputSize": [size, size],
        "tubeletSize": [2, patch, patch],
        "inChannels": 3,
    }
    return own_config(
        name,
        "video",
        shape,
        tokenizer,
        3,
        prefixTokens=[],
        positions="sinusoid",
        pooling="mean",
        finalNorm="fc_norm",
        head="linear",
    )
