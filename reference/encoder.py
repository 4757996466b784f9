"""The encoder every modality shares: patches in, logits out.

Parameter names and shapes are timm's (`blocks.3.attn.qkv.weight`), so one state dict serves PyTorch, the checkpoint
files and the browser engine. Dimension letters: B batch, N tokens, D embed_dim, H heads, Dh head width, C classes.
Sources: ViT (Dosovitskiy et al. 2021, eq. 1-4), pre-norm blocks; mean-pool fine-tuning head as in MAE (He et al. 2022,
appendix A.1); M2PT (Zhang et al. 2024, section 3.2) uses the same body for all modalities.
"""

from dataclasses import dataclass

from torch import Tensor, nn

from .positions import sincos_2d


@dataclass(frozen=True)
class EncoderConfig:
    """Shape of one encoder; sizes are (height, width) in input cells (pixels, or mel bins by frames)."""

    embed_dim: int = 128
    depth: int = 6
    num_heads: int = 4
    mlp_ratio: int = 4
    layer_norm_eps: float = 1e-6
    input_size: tuple[int, int] = (64, 64)
    patch_size: tuple[int, int] = (8, 8)
    in_channels: int = 3

    @property
    def grid(self) -> tuple[int, int]:
        """Rows and columns of the token grid."""
        return self.input_size[0] // self.patch_size[0], self.input_size[1] // self.patch_size[1]

    @property
    def num_tokens(self) -> int:
        return self.grid[0] * self.grid[1]


class PatchEmbed(nn.Module):
    """Non-overlapping patches to tokens, row-major: [B, C, height, width] -> [B, N, D] (ViT eq. 1)."""

    def __init__(self, config: EncoderConfig):
        super().__init__()
        self.proj = nn.Conv2d(config.in_channels, config.embed_dim, config.patch_size, stride=config.patch_size)

    def forward(self, x: Tensor) -> Tensor:
        return self.proj(x).flatten(2).transpose(1, 2)  # [B, D, rows, cols] -> [B, N, D]


class Attention(nn.Module):
    """Multi-head softmax attention with one fused projection; scale Dh^-0.5 (ViT appendix A, eq. 5-8)."""

    def __init__(self, dim: int, num_heads: int):
        super().__init__()
        self.num_heads = num_heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x: Tensor) -> Tensor:
        B, N, D = x.shape
        Dh = D // self.num_heads
        q, k, v = self.qkv(x).view(B, N, 3, self.num_heads, Dh).permute(2, 0, 3, 1, 4)  # each [B, H, N, Dh]
        weights = (q @ k.transpose(-2, -1) * Dh**-0.5).softmax(dim=-1)  # [B, H, N, N]
        return self.proj((weights @ v).transpose(1, 2).reshape(B, N, D))


class Mlp(nn.Module):
    """Two linears around an exact (erf) GELU: [B, N, D] -> [B, N, D]."""

    def __init__(self, dim: int, hidden: int):
        super().__init__()
        self.fc1 = nn.Linear(dim, hidden)
        self.act = nn.GELU(approximate="none")
        self.fc2 = nn.Linear(hidden, dim)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc2(self.act(self.fc1(x)))


class Block(nn.Module):
    """Pre-norm transformer block (ViT eq. 2-3): [B, N, D] -> [B, N, D]."""

    def __init__(self, dim: int, num_heads: int, mlp_ratio: int, eps: float):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim, eps=eps)
        self.attn = Attention(dim, num_heads)
        self.norm2 = nn.LayerNorm(dim, eps=eps)
        self.mlp = Mlp(dim, mlp_ratio * dim)

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class Encoder(nn.Module):
    """Tokenizer, positions and blocks; what pretraining and fine-tuning have in common."""

    def __init__(self, config: EncoderConfig):
        super().__init__()
        self.config = config
        self.patch_embed = PatchEmbed(config)
        self.pos_embed = nn.Parameter(sincos_2d(config.embed_dim, *config.grid))  # [1, N, D]
        self.blocks = nn.ModuleList(
            Block(config.embed_dim, config.num_heads, config.mlp_ratio, config.layer_norm_eps) for _ in range(config.depth)
        )
        self.apply(init_linear)

    def tokens(self, x: Tensor) -> Tensor:
        """Input [B, C, height, width] (normalised) -> tokens with positions [B, N, D]."""
        return self.patch_embed(x) + self.pos_embed

    def body(self, tokens: Tensor) -> Tensor:
        """All blocks, without a final norm: [B, N, D] -> [B, N, D]."""
        for block in self.blocks:
            tokens = block(tokens)
        return tokens


class Classifier(Encoder):
    """Encoder, mean over tokens, norm, linear head (MAE appendix A.1, global pooling variant)."""

    def __init__(self, config: EncoderConfig, num_classes: int):
        super().__init__(config)
        self.fc_norm = nn.LayerNorm(config.embed_dim, eps=config.layer_norm_eps)
        self.head = nn.Linear(config.embed_dim, num_classes)
        init_linear(self.head)

    def forward(self, x: Tensor) -> Tensor:
        """Input [B, channels, height, width] -> logits [B, C]."""
        pooled = self.body(self.tokens(x)).mean(dim=1)  # [B, D]
        return self.head(self.fc_norm(pooled))


def init_linear(module: nn.Module) -> None:
    """Truncated normal 0.02 for linears, Xavier for the patch projection seen as a linear, zero biases."""
    if isinstance(module, nn.Linear):
        nn.init.trunc_normal_(module.weight, std=0.02)
        nn.init.zeros_(module.bias)
    elif isinstance(module, nn.Conv2d):
        nn.init.xavier_uniform_(module.weight.view(module.weight.shape[0], -1))
        nn.init.zeros_(module.bias)
