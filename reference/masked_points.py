"""Masked autoencoding of point clouds: the encoder sees some groups, a small decoder guesses the others' points.

Source: Point-MAE (Pang et al. 2022, arXiv 2203.06604), sections 3.2 and 3.3: random masking of groups, mini-PointNet and
encoder on the visible ones only, decoder with positions of all centres, Chamfer distance (squared) between guessed and true
points relative to their centre. Letters: V visible groups, M hidden groups, Dd decoder width.
"""

import torch
from torch import Tensor, nn

from .encoder import POSITION_MLP_WIDTH, Block, Encoder, EncoderConfig, init_linear, init_points


def chamfer(guess: Tensor, truth: Tensor) -> Tensor:
    """[M, K, 3] twice -> [M]: mean squared distance to the nearest point of the other set, both ways."""
    one = torch.ones_like(guess[..., :1])
    lengths = [x.pow(2) @ x.new_ones(3, 1) for x in (guess, truth)]  # [M, K, 1]
    squares = torch.cat([-2 * guess, lengths[0], one], 2) @ torch.cat([truth, one, lengths[1]], 2).transpose(1, 2)  # [M, K, K]
    return squares.amin(2).mean(1) + squares.amin(1).mean(1)


def pick(x: Tensor, indices: Tensor) -> Tensor:
    """[B, N, ...] and [B, V] -> [B, V, ...]."""
    return x[torch.arange(len(x))[:, None], indices]


class MaskedPointAutoencoder(Encoder):
    """Encoder with its final `norm` and a throw-away decoder (all decoder parameters start with `decoder_`).

    scaled: each group's points are divided by their own spread before they are compared, as MAE normalises each patch, so
    that sparse groups do not outweigh dense ones. guessed: how many of the hidden groups are asked for in a step; the others
    are left out of the decoder, which makes a step cheaper.
    """

    def __init__(
        self,
        config: EncoderConfig,
        mask_ratio: float,
        decoder_dim: int = 64,
        decoder_depth: int = 2,
        scaled: bool = True,
        guessed: int = 16,
    ):
        super().__init__(config)
        self.mask_ratio, self.scaled, self.guessed = mask_ratio, scaled, guessed
        self.norm = nn.LayerNorm(config.embed_dim, eps=config.layer_norm_eps)
        self.decoder_embed = nn.Linear(config.embed_dim, decoder_dim)
        self.decoder_mask_token = nn.Parameter(0.02 * torch.randn(1, 1, decoder_dim))
        width = POSITION_MLP_WIDTH
        self.decoder_positions = nn.Sequential(nn.Linear(3, width), nn.GELU(), nn.Linear(width, decoder_dim))
        self.decoder_blocks = nn.ModuleList(
            Block(decoder_dim, config.num_heads, config.mlp_ratio, config.layer_norm_eps) for _ in range(decoder_depth)
        )
        self.decoder_norm = nn.LayerNorm(decoder_dim, eps=config.layer_norm_eps)
        self.decoder_head = nn.Linear(decoder_dim, 3 * config.tokenizer.neighbours)
        for module in self.children():
            if module is not self.patch_embed and module is not self.pos_embed:
                module.apply(init_linear)
        init_points(self.decoder_positions)

    def reconstruct(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Groups [B, G, 1 + K, 3] -> guessed and true points of the groups asked for, both [B M, K, 3]."""
        B, G = x.shape[:2]
        order = torch.rand(B, G).argsort(dim=1)
        num_visible = round(G * (1 - self.mask_ratio))
        visible, hidden = order[:, :num_visible], order[:, num_visible : num_visible + self.guessed]  # [B, V], [B, M]
        centres = x[:, :, 0]
        encoded = self.decoder_embed(self.norm(self.body(*self.place(pick(x, visible)))))  # [B, V, Dd]
        canvas = torch.cat([encoded, self.decoder_mask_token.to(encoded.dtype).expand(B, hidden.shape[1], -1)], dim=1)
        places = self.decoder_positions(torch.cat([pick(centres, visible), pick(centres, hidden)], dim=1))
        for block in self.decoder_blocks:
            canvas = block(canvas + places)
        truth = pick(x[:, :, 1:], hidden).flatten(0, 1)
        if self.scaled:
            truth = truth / (truth.square().mean((1, 2), keepdim=True).sqrt() + 1e-6)
        guess = self.decoder_head(self.decoder_norm(canvas[:, num_visible:])).float()  # [B, M, 3 K]
        return guess.view(truth.shape), truth

    def forward(self, x: Tensor) -> Tensor:
        """Groups [B, G, 1 + K, 3] -> mean Chamfer distance over the groups asked for, a scalar."""
        guess, truth = self.reconstruct(x)
        with torch.autocast("cpu", enabled=False):
            return chamfer(guess, truth).mean()
