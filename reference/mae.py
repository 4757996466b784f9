"""Masked autoencoding: the encoder sees a few patches, a small decoder guesses the others.

Source: MAE (He et al. 2022, arXiv 2111.06377), section 3 and appendix A.1: random masking without replacement, encoder on
visible tokens only, mask token and positions in the decoder, mean squared error on the masked patches, each target
patch normalised by its own mean and variance. AudioMAE (Huang et al. 2022, section 3) does the same on log-mel. Points and
clips: `masked_points.py`, `masked_clips.py`.
Letters: V visible tokens, Dd decoder width.
"""

import torch
from torch import Tensor, nn

from .encoder import Block, Encoder, EncoderConfig, init_linear
from .positions import sincos_2d
from .tokenizers import PatchTokenizer


def random_visible(batch: int, num_tokens: int, mask_ratio: float) -> tuple[Tensor, Tensor]:
    """Returns the visible token indices [B, V] and a mask [B, N] that is 1 where a token is hidden."""
    num_visible = round(num_tokens * (1 - mask_ratio))
    visible = torch.rand(batch, num_tokens).argsort(dim=1)[:, :num_visible]
    mask = torch.ones(batch, num_tokens).scatter_(1, visible, 0.0)
    return visible, mask


def patch_targets(x: Tensor, tokenizer: PatchTokenizer) -> Tensor:
    """Input [B, C, height, width] -> patches [B, N, C * Ph * Pw], each with mean 0 and variance 1."""
    B, C = x.shape[:2]
    (rows, columns), (Ph, Pw) = tokenizer.grid, tokenizer.patch_size
    return unit_variance(x.view(B, C, rows, Ph, columns, Pw).permute(0, 2, 4, 1, 3, 5).reshape(B, rows * columns, C * Ph * Pw))


def unit_variance(patches: Tensor) -> Tensor:
    """[..., values] -> the same with mean 0 and variance 1."""
    mean, variance = patches.mean(-1, keepdim=True), patches.var(-1, keepdim=True)
    return (patches - mean) / (variance + 1e-6).sqrt()


class MaskedAutoencoder(Encoder):
    """Encoder with its final `norm` and a throw-away decoder (all decoder parameters start with `decoder_`)."""

    def __init__(self, config: EncoderConfig, mask_ratio: float, decoder_dim: int = 64, decoder_depth: int = 2):
        super().__init__(config)
        self.mask_ratio = mask_ratio
        self.norm = nn.LayerNorm(config.embed_dim, eps=config.layer_norm_eps)
        self.decoder_embed = nn.Linear(config.embed_dim, decoder_dim)
        self.decoder_mask_token = nn.Parameter(0.02 * torch.randn(1, 1, decoder_dim))
        self.register_buffer("decoder_positions", sincos_2d(decoder_dim, *config.tokenizer.grid), persistent=False)
        self.decoder_blocks = nn.ModuleList(
            Block(decoder_dim, config.num_heads, config.mlp_ratio, config.layer_norm_eps) for _ in range(decoder_depth)
        )
        self.decoder_norm = nn.LayerNorm(decoder_dim, eps=config.layer_norm_eps)
        self.decoder_head = nn.Linear(decoder_dim, self.patch_embed.proj.weight[0].numel())
        self.apply(init_linear)
        self.pos_embed.requires_grad_(False)  # fixed in pretraining, trainable in fine-tuning

    def encode(self, tokens: Tensor) -> Tensor:
        """[B, V, D] -> [B, V, D], normalised."""
        return self.norm(self.body(tokens))

    def reconstruct(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Samples -> guessed patches [B, N, values] and the mask [B, N]."""
        tokens, _ = self.place(x)
        B, N, D = tokens.shape
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
