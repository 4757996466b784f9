"""Golden names and shapes of what timm and transformers publish, and tables of positions as timm resamples them.

Writes `test/fixtures/safetensors/published-names.json` and `positions.safetensors`, which the tests of
`src/core/checkpoint` read. Run from the repository root: `python3 -m reference.published_names`. Models are tiny: names
do not depend on width. `file` are names as `save_pretrained` writes them, `memory` those of the state dict.
"""

import json
import tempfile
from pathlib import Path

from . import torchvision_ops  # noqa: F401  isort: skip  (before timm and transformers)

import timm
import torch
import transformers
from safetensors import safe_open
from safetensors.torch import save_file
from timm.layers import resample_abs_pos_embed
from torch import nn

FIXTURES = Path(__file__).parent.parent / "test" / "fixtures" / "safetensors"
BODY = {"hidden_size": 24, "num_hidden_layers": 2, "num_attention_heads": 3, "intermediate_size": 48, "patch_size": 8}
PICTURE = BODY | {"image_size": 24}
SOUND = BODY | {"max_length": 40, "num_mel_bins": 24}
CLIP = PICTURE | {"num_frames": 4}
LABELS = {"num_labels": 5}
DECODER = {
    "decoder_hidden_size": 16,
    "decoder_num_hidden_layers": 1,
    "decoder_num_attention_heads": 2,
    "decoder_intermediate_size": 32,
}
TIMM = {"img_size": 24, "patch_size": 8, "embed_dim": 24, "depth": 2, "num_heads": 3, "num_classes": 5}


def huggingface_models() -> dict[str, nn.Module]:
    """Base, classifying and pretraining models of each type."""
    t = transformers
    return {
        "ViTModel": t.ViTModel(t.ViTConfig(**PICTURE)),
        "ViTForImageClassification": t.ViTForImageClassification(t.ViTConfig(**PICTURE, **LABELS)),
        "ViTWithoutBias": t.ViTForImageClassification(t.ViTConfig(**PICTURE, **LABELS, qkv_bias=False)),
        "DeiTModel": t.DeiTModel(t.DeiTConfig(**PICTURE)),
        "DeiTForImageClassification": t.DeiTForImageClassification(t.DeiTConfig(**PICTURE, **LABELS)),
        "DeiTWithTeacher": t.DeiTForImageClassificationWithTeacher(t.DeiTConfig(**PICTURE, **LABELS)),
        "ViTMAEModel": t.ViTMAEModel(t.ViTMAEConfig(**PICTURE)),
        "ViTMAEForPreTraining": t.ViTMAEForPreTraining(t.ViTMAEConfig(**PICTURE, **DECODER)),
        "ASTModel": t.ASTModel(t.ASTConfig(**SOUND)),
        "ASTForAudioClassification": t.ASTForAudioClassification(t.ASTConfig(**SOUND, **LABELS)),
        "VideoMAEModel": t.VideoMAEModel(t.VideoMAEConfig(**CLIP, use_mean_pooling=False)),
        "VideoMAEForPreTraining": t.VideoMAEForPreTraining(t.VideoMAEConfig(**CLIP, **DECODER)),
        "VideoMAEForVideoClassification": t.VideoMAEForVideoClassification(t.VideoMAEConfig(**CLIP, **LABELS)),
        "VideoMAEFirstToken": t.VideoMAEForVideoClassification(t.VideoMAEConfig(**CLIP, **LABELS, use_mean_pooling=False)),
    }


def timm_models() -> dict[str, nn.Module]:
    """Plain ones, and at the end two that this engine must refuse."""
    return {
        "vit_tiny_patch16_224": timm.create_model("vit_tiny_patch16_224", **TIMM),
        "deit_tiny_distilled_patch16_224": timm.create_model("deit_tiny_distilled_patch16_224", **TIMM),
        "layer_scale": timm.create_model("vit_tiny_patch16_224", **TIMM, init_values=1e-5),
        "registers": timm.create_model("vit_tiny_patch16_224", **TIMM, reg_tokens=4),
        "qk_norm": timm.create_model("vit_tiny_patch16_224", **TIMM, qk_norm=True),
    }


def shapes(state: dict[str, torch.Tensor]) -> dict[str, list[int]]:
    """Names and shapes of a state dict."""
    return {name: list(tensor.shape) for name, tensor in state.items()}


def huggingface_names(model: nn.Module) -> dict:
    """Config, names in the file and names in memory."""
    with tempfile.TemporaryDirectory() as folder:
        model.save_pretrained(folder)
        with safe_open(Path(folder) / "model.safetensors", "pt") as file:
            saved = {name: file.get_slice(name).get_shape() for name in file.keys()}
        config = json.loads((Path(folder) / "config.json").read_text())
    return {"config": config, "file": saved, "memory": shapes(model.state_dict())}


def positions() -> dict[str, torch.Tensor]:
    """`table` has two prefix rows and a grid of 7×7, `wide` one and 5×9; the others are their resampled forms."""
    torch.manual_seed(3)
    table = torch.randn(1, 2 + 49, 8)
    wide = torch.randn(1, 1 + 45, 8)
    out = {"table": table, "wide": wide}
    for rows, columns in [(14, 14), (3, 3), (4, 9), (1, 1), (7, 8), (24, 5)]:
        out[f"table.{rows}.{columns}"] = resample_abs_pos_embed(table, [rows, columns], num_prefix_tokens=2)
    for rows, columns in [(9, 5), (2, 12), (10, 18)]:
        out[f"wide.{rows}.{columns}"] = resample_abs_pos_embed(wide, [rows, columns], [5, 9], num_prefix_tokens=1)
    return out


def main() -> None:
    """Writes both fixtures."""
    transformers.logging.set_verbosity_error()
    names = {
        "huggingface": {name: huggingface_names(model) for name, model in huggingface_models().items()},
        "timm": {name: shapes(model.state_dict()) for name, model in timm_models().items()},
        "sources": {"timm": timm.__version__, "transformers": transformers.__version__},
    }
    lines = json.dumps(names, separators=(",", ":")).replace('},"', '},\n"')
    (FIXTURES / "published-names.json").write_text(lines + "\n")
    save_file({name: tensor.contiguous() for name, tensor in positions().items()}, FIXTURES / "positions.safetensors")


if __name__ == "__main__":
    main()
