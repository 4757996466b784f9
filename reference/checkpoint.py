"""Checkpoint folders: config.json + model.safetensors (encoder only: patch_embed, pos_embed, blocks, norm).

The layout the browser app reads. `sha256` in config.json is that of model.safetensors.
"""

import hashlib
import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from . import tokenizers
from .encoder import EncoderConfig

ENCODER_KEYS = ("patch_embed.", "pos_embed", "blocks.", "norm.")


def encoder_state(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """Only the tensors that belong into a checkpoint file."""
    return {name: value for name, value in state.items() if name.startswith(ENCODER_KEYS)}


def save_checkpoint(
    folder: Path,
    state: dict[str, Tensor],
    config: EncoderConfig,
    *,
    name: str,
    modality: str,
    mean: list[float],
    std: list[float],
    pretraining: dict,
    dtype: torch.dtype = torch.float16,
) -> dict:
    """Writes both files and returns the config as written."""
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {key: value.detach().to(dtype).contiguous() for key, value in encoder_state(state).items()}
    path = folder / "model.safetensors"
    save_file(tensors, path, metadata={"format": "pt"})
    path.chmod(0o644)
    description = {
        "format": "m2pt-encoder",
        "version": 1,
        "name": name,
        "modality": modality,
        "embedDim": config.embed_dim,
        "depth": config.depth,
        "numHeads": config.num_heads,
        "mlpRatio": config.mlp_ratio,
        "layerNormEps": config.layer_norm_eps,
        "qkvBias": True,
        "tokenizer": tokenizers.to_json(config.tokenizer),
        **({} if config.positions == "learned" else {"positions": config.positions}),
        "normalization": {"mean": mean, "std": std},
        "pretraining": pretraining,
        "license": "Apache-2.0",
        "parameters": sum(value.numel() for value in tensors.values()),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }
    (folder / "config.json").write_text(json.dumps(description, indent=2) + "\n")
    return description


def load_checkpoint(folder: Path) -> tuple[dict, EncoderConfig, dict[str, Tensor]]:
    """Folder -> (config.json as a dict, EncoderConfig, float32 state dict). Raises ValueError when the hash differs."""
    description = json.loads((folder / "config.json").read_text())
    path = folder / "model.safetensors"
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != description["sha256"]:
        raise ValueError(f"{path}: expected sha256 {description['sha256']}, got {found}; fetch the file again.")
    config = EncoderConfig(
        embed_dim=description["embedDim"],
        depth=description["depth"],
        num_heads=description["numHeads"],
        mlp_ratio=description["mlpRatio"],
        layer_norm_eps=description["layerNormEps"],
        tokenizer=tokenizers.from_json(description["tokenizer"]),
    )
    return description, config, {key: value.float() for key, value in load_file(path).items()}
