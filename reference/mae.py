"""Masked autoencoding: the encoder sees a few patches, a small decoder guesses the others.

Source: MAE (He et al. 2022, arXiv 2111.06377), section 3 and appendix A.1: random masking without replacement, encoder on
visible tokens only, mask token and positions in the decoder, mean squared error on the masked patches, each target
patch normalised by its own mean and variance. AudioMAE (Huang et al. 2022, section 3) does the same on log-mel, VideoMAE
(Tong et al. 2022, section 3.3) on clips, whose tubelets are hidden at the same places in all frames. Points: `masked_points.py`.
Letters: V visible tokens, Dd decoder width.
"""

import torch
from torch import Tensor, nn

from .encoder import Block, Encoder, EncoderConfig, init_linear
from .positions import sincos_2d, sinusoid_table
from .tokenizers import PatchTokenizer, TubeletTokenizer


def random_visible(batch: int, num_tokens: int, mask_ratio: float) -> tuple[Tensor, Tensor]:
    """Returns the visible token indices [B, V] and a mask [B, N] that is 1 where a token is hidden."""
    num_visible = round(num_tokens * (1 - mask_ratio))
    visible = torch.rand(batch, num_tokens).argsort(dim=1)[:, :num_visible]
    mask = torch.ones(batch, num_tokens).scatter_(1, visible, 0.0)
    return visible, mask


def tube_visible(batch: int, steps: int, places: int, mask_ratio: float) -> tuple[Tensor, Tensor]:
    """As `random_visible` for steps x places tokens, time first: the same places are visible at every step."""
    visible, mask = random_visible(batch, places, mask_ratio)  # [B, v], [B, places]
    at = torch.arange(steps)[:, None] * places  # [T, 1]
    return (visible[:, None] + at).flatten(1), mask.repeat(1, steps)


def patch_targets(x: Tensor, tokenizer: PatchTokenizer | TubeletTokenizer) -> Tensor:
    """[B, C, height, width] or [B, T, C, height, width] -> patches [B, N, values], each with mean 0 and variance 1."""
    if isinstance(tokenizer, PatchTokenizer):
        B, C = x.shape[:2]
        (rows, columns), (Ph, Pw) = tokenizer.grid, tokenizer.patch_size
        patches = x.view(B, C, rows, Ph, columns, Pw).permute(0, 2, 4, 1, 3, 5).reshape(B, rows * columns, C * Ph * Pw)
    else:
        B, _, C = x.shape[:3]
        (steps, rows, columns), (t, Ph, Pw) = tokenizer.grid, tokenizer.tubelet_size
        boxes = x.view(B, steps, t, C, rows, Ph, columns, Pw).permute(0, 1, 4, 6, 3, 2, 5, 7)
        patches = boxes.reshape(B, steps * rows * columns, C * t * Ph * Pw)
    mean, variance = patches.mean(-1, keepdim=True), patches.var(-1, keepdim=True)
    return (patches - mean) / (variance + 1e-6).sqrt()


class MaskedAutoencoder(Encoder):
    """Encoder with its final `norm` and a throw-away decoder (all decoder parameters start with `decoder_`).

    tubes: clips only, hide the same places in all frames.
    """

    def __init__(
        self, config: EncoderConfig, mask_ratio: float, decoder_dim: int = 64, decoder_depth: int = 2, tubes: bool = False
    ):
        super().__init__(config)
        tokenizer = config.tokenizer
        self.mask_ratio, self.tubes = mask_ratio, tubes
        self.norm = nn.LayerNorm(config.embed_dim, eps=config.layer_norm_eps)
        self.decoder_embed = nn.Linear(config.embed_dim, decoder_dim)
        self.decoder_mask_token = nn.Parameter(0.02 * torch.randn(1, 1, decoder_dim))
        flat = isinstance(tokenizer, PatchTokenizer)
        places = (
            sincos_2d(decoder_dim, *tokenizer.grid) if flat else sinusoid_table(config.num_tokens, decoder_dim).float()[None]
        )
        self.register_buffer("decoder_positions", places, persistent=False)
        self.decoder_blocks = nn.ModuleList(
            Block(decoder_dim, config.num_heads, config.mlp_ratio, config.layer_norm_eps) for _ in range(decoder_depth)
        )
        self.decoder_norm = nn.LayerNorm(decoder_dim, eps=config.layer_norm_eps)
        self.decoder_head = nn.Linear(decoder_dim, self.patch_embed.proj.weight[0].numel())
        self.apply(init_linear)
        if config.positions == "learned":
            self.pos_embed.requires_grad_(False)  # fixed in pretraining, trainable in fine-tuning

    def encode(self, tokens: Tensor) -> Tensor:
        """[B, V, D] -> [B, V, D], normalised."""
        return self.norm(self.body(tokens))

    def reconstruct(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Samples -> guessed patches [B, N, values] and the mask [B, N]."""
        tokens, _ = self.place(x)
        B, N, D = tokens.shape
        if self.tubes:
            steps = self.config.tokenizer.grid[0]
            visible, mask = tube_visible(B, steps, N // steps, self.mask_ratio)
        else:
            visible, mask = random_visible(B, N, self.mask_ratio)
        seen = tokens.gather(1, visible[..., None].expand(-1, -1, D))  # [B, V, D]
        encoded = self.decoder_embed(self.encode(seen))  # [B, V, Dd]
        canvas = self.decoder_mask_token.to(encoded.dtype).expand(B, N, -1)
        hidden = canvas.scatter(1, visible[..., None].expand_as(encoded), encoded) + self.decoder_positions
        for block in self.decoder_blocks:
            hidden = block(hidden)
        return self.decoder_head(self.decoder_norm(hidden)), mask

    def forward(self, x: Tensor) -> Tensor:
        """Mean squared error over the hidden patches, a scalar (MAE section 3, "reconstruction target")."""
        guess, mask = self.reconstruct(x)
        error = (guess.float() - patch_targets(x, self.config.tokenizer)).square().mean(dim=-1)  # [B, N]
        return (error * mask).sum() / mask.sum()
