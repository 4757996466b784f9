"""Masked autoencoding of clips: the encoder sees the same few places in all frames, a small decoder guesses others.

Sources: VideoMAE (Tong et al. 2022, arXiv 2203.12602), section 3.3: tube masking at a high ratio, each target tubelet
normalised by its own mean and variance; VideoMAE V2 (Wang et al. 2023), section 3.2: the decoder guesses a part of what is
hidden.
Letters: V visible tokens, M tokens asked for, Dd decoder width.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .encoder import Block, Encoder, EncoderConfig, init_linear
from .mae import random_visible, unit_variance
from .positions import sinusoid_table
from .tokenizers import TubeletTokenizer


def boxes(x: Tensor, tokenizer: TubeletTokenizer) -> Tensor:
    """[B, T, C, height, width] -> tubelets as a view, [B, steps, rows, columns, C, t, Ph, Pw]; nothing is copied."""
    B, _, C = x.shape[:3]
    (steps, rows, columns), (t, Ph, Pw) = tokenizer.grid, tokenizer.tubelet_size
    return x.view(B, steps, t, C, rows, Ph, columns, Pw).permute(0, 1, 4, 6, 3, 2, 5, 7)


def pick_boxes(x: Tensor, tokenizer: TubeletTokenizer, indices: Tensor) -> Tensor:
    """The tubelets of the tokens [B, V], time first: [B, V, C * t * Ph * Pw]."""
    _, rows, columns = tokenizer.grid
    batch = torch.arange(len(x))[:, None]
    step, place = indices // (rows * columns), indices % (rows * columns)
    return boxes(x, tokenizer)[batch, step, place // columns, place % columns].flatten(2)


def tubes(batch: int, steps: int, places: int, mask_ratio: float) -> tuple[Tensor, Tensor]:
    """Visible tokens [B, V] and hidden ones in random order [B, N - V]; the same places are visible at every step."""
    seen, mask = random_visible(batch, places, mask_ratio)  # [B, v], [B, places]
    visible = (seen[:, None] + torch.arange(steps)[:, None] * places).flatten(1)
    chance = torch.rand(batch, steps * places) + 2 * (1 - mask.repeat(1, steps))  # visible ones come last
    return visible, chance.argsort(dim=1)[:, : steps * places - visible.shape[1]]


class MaskedClipAutoencoder(Encoder):
    """Encoder with its final `norm` and a throw-away decoder (all decoder parameters start with `decoder_`)."""

    def __init__(
        self, config: EncoderConfig, mask_ratio: float, decoder_dim: int = 64, decoder_depth: int = 2, guessed: int = 24
    ):
        super().__init__(config)
        self.mask_ratio, self.guessed = mask_ratio, guessed
        self.norm = nn.LayerNorm(config.embed_dim, eps=config.layer_norm_eps)
        self.decoder_embed = nn.Linear(config.embed_dim, decoder_dim)
        self.decoder_mask_token = nn.Parameter(0.02 * torch.randn(1, 1, decoder_dim))
        self.register_buffer("decoder_positions", sinusoid_table(config.num_tokens, decoder_dim).float(), persistent=False)
        self.decoder_blocks = nn.ModuleList(
            Block(decoder_dim, config.num_heads, config.mlp_ratio, config.layer_norm_eps) for _ in range(decoder_depth)
        )
        self.decoder_norm = nn.LayerNorm(decoder_dim, eps=config.layer_norm_eps)
        self.decoder_head = nn.Linear(decoder_dim, self.patch_embed.proj.weight[0].numel())
        self.apply(init_linear)

    def reconstruct(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Clips [B, T, C, height, width] -> guessed and true tubelets of the tokens asked for, both [B, M, values]."""
        tokenizer = self.config.tokenizer
        steps, rows, columns = tokenizer.grid
        visible, hidden = tubes(len(x), steps, rows * columns, self.mask_ratio)
        hidden = hidden[:, : self.guessed]
        proj = self.patch_embed.proj  # the convolution, on the visible tubelets only
        tokens = (
            F.linear(pick_boxes(x, tokenizer, visible), proj.weight.flatten(1), proj.bias) + self.position_table[0][visible]
        )
        encoded = self.decoder_embed(self.norm(self.body(tokens)))  # [B, V, Dd]
        canvas = torch.cat([encoded, self.decoder_mask_token.to(encoded.dtype).expand(*hidden.shape, -1)], dim=1)
        canvas = canvas + self.decoder_positions[torch.cat([visible, hidden], dim=1)]
        for block in self.decoder_blocks:
            canvas = block(canvas)
        guess = self.decoder_head(self.decoder_norm(canvas[:, visible.shape[1] :]))
        return guess.float(), unit_variance(pick_boxes(x, tokenizer, hidden))

    def forward(self, x: Tensor) -> Tensor:
        """Mean squared error over the tubelets asked for, a scalar."""
        guess, truth = self.reconstruct(x)
        return (guess - truth).square().mean()
