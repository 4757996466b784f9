"""The shape of a module of this package, and its `config.json` in the app's own format (`m2pt-encoder`)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """What all clean modules share."""

    embed_dim: int
    depth: int
    num_heads: int
    mlp_ratio: float
    num_classes: int
    eps: float = 1e-6


def own_config(name: str, modality: str, shape: Shape, tokenizer: dict, channels: int, **parts: object) -> dict:
    """`config.json`; the names are those of EncoderConfig in src/core/m2pt/encoder-config.ts."""
    return {
        "format": "m2pt-encoder",
        "version": 1,
        "name": name,
        "modality": modality,
        "embedDim": shape.embed_dim,
        "depth": shape.depth,
        "numHeads": shape.num_heads,
        "mlpRatio": shape.mlp_ratio,
        "layerNormEps": shape.eps,
        "qkvBias": True,
        "tokenizer": tokenizer,
        "finalNormEps": shape.eps,
        "normalization": {"mean": [0.0] * channels, "std": [1.0] * channels},
        "pretraining": {"data": "Random weights for tests; never trained."},
        "license": "Apache-2.0",
        **parts,
    }
