"""The encoder every modality shares: samples in, logits out.

Parameter names and shapes are timm's (`blocks.3.attn.qkv.weight`), so one state dict serves PyTorch, the checkpoint
files and the browser engine. Dimension letters: B batch, N tokens, D embed_dim, H heads, Dh head width, C classes.
Sources: ViT (Dosovitskiy et al. 2021, eq. 1-4), pre-norm blocks; mean-pool fine-tuning head as in MAE (He et al. 2022,
appendix A.1); M2PT (Zhang et al. 2024, section 3.2) uses the same body for all modalities.
"""

import math
from dataclasses import dataclass

from torch import Tensor, nn

from .positions import sincos_2d, sinusoid_table
from .tokenizers import GroupEmbed, PatchTokenizer, PointTokenizer, Tokenizer, TubeletTokenizer, build_embed

POSITION_MLP_WIDTH = 128  # hidden width of the points' position MLP, Point-MAE's


@dataclass(frozen=True)
class EncoderConfig:
    """Shape of one encoder."""

    embed_dim: int = 128
    depth: int = 6
    num_heads: int = 4
    mlp_ratio: int = 4
    layer_norm_eps: float = 1e-6
    tokenizer: Tokenizer = PatchTokenizer()

    @property
    def num_tokens(self) -> int:
        return math.prod(self.tokenizer.grid)

    @property
    def positions(self) -> str:
        """EncoderConfig's word: a learned table, VideoMAE's fixed one, or an MLP over the centres before every block."""
        if isinstance(self.tokenizer, PointTokenizer):
            return "mlp"
        return "sinusoid" if isinstance(self.tokenizer, TubeletTokenizer) else "learned"


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
    """Tokenizer, positions and blocks; what pretraining and fine-tuning have in common.

    A sample is what its tokenizer takes: pictures and log-mel [C, height, width], clips [T, C, height, width], points as
    groups [G, 1 + K, 3] (`group_points.py`); normalised.
    """

    def __init__(self, config: EncoderConfig):
        super().__init__()
        self.config = config
        D = config.embed_dim
        self.patch_embed = build_embed(config.tokenizer, D)
        match config.positions:
            case "learned":
                self.pos_embed = nn.Parameter(sincos_2d(D, *config.tokenizer.grid))  # [1, N, D]
            case "sinusoid":
                table = sinusoid_table(config.num_tokens, D).float()[None]  # [1, N, D]
                self.register_buffer("position_table", table, persistent=False)
            case "mlp":
                self.pos_embed = nn.Sequential(nn.Linear(3, POSITION_MLP_WIDTH), nn.GELU(), nn.Linear(POSITION_MLP_WIDTH, D))
        self.blocks = nn.ModuleList(
            Block(D, config.num_heads, config.mlp_ratio, config.layer_norm_eps) for _ in range(config.depth)
        )
        self.apply(init_linear)
        if isinstance(self.patch_embed, GroupEmbed):
            init_points(self.patch_embed)
            init_points(self.pos_embed)

    def place(self, x: Tensor) -> tuple[Tensor, Tensor | None]:
        """Samples [B, ...] -> tokens [B, N, D], and what is to be added before every block [B, N, D] (points only)."""
        match self.config.positions:
            case "learned":
                return self.patch_embed(x) + self.pos_embed, None
            case "sinusoid":
                return self.patch_embed(x) + self.position_table, None
            case _:
                return self.patch_embed(x[:, :, 1:]), self.pos_embed(x[:, :, 0])

    def body(self, tokens: Tensor, again: Tensor | None = None) -> Tensor:
        """All blocks, without a final norm: [B, N, D] -> [B, N, D]; `again` is added before each."""
        for block in self.blocks:
            tokens = block(tokens if again is None else tokens + again)
        return tokens


class Classifier(Encoder):
    """Encoder, mean over tokens, norm, linear head (MAE appendix A.1, global pooling variant)."""

    def __init__(self, config: EncoderConfig, num_classes: int):
        super().__init__(config)
        self.fc_norm = nn.LayerNorm(config.embed_dim, eps=config.layer_norm_eps)
        self.head = nn.Linear(config.embed_dim, num_classes)
        init_linear(self.head)

    def forward(self, x: Tensor) -> Tensor:
        """Samples [B, ...] -> logits [B, C]."""
        pooled = self.body(*self.place(x)).mean(dim=1)  # [B, D]
        return self.head(self.fc_norm(pooled))


def init_linear(module: nn.Module) -> None:
    """Truncated normal 0.02 for linears, Xavier for the patch projection seen as a linear, zero biases."""
    if isinstance(module, nn.Linear):
        nn.init.trunc_normal_(module.weight, std=0.02)
        nn.init.zeros_(module.bias)
    elif isinstance(module, nn.Conv2d | nn.Conv3d):
        nn.init.xavier_uniform_(module.weight.view(module.weight.shape[0], -1))
        nn.init.zeros_(module.bias)


def init_points(layers: nn.Module) -> None:
    """Normal matrices of the size that ReLU and GELU keep, for the MLPs that see coordinates. Biases of what sees them
    first are drawn too: behind them a layer norm would else forget how far a point is from its centre."""
    for layer in layers.modules():
        if isinstance(layer, nn.Linear):
            nn.init.trunc_normal_(layer.weight, std=(2 / layer.in_features) ** 0.5)
            if layer.in_features == 3:
                nn.init.trunc_normal_(layer.bias, std=0.2)
