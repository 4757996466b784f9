"""The models of which goldens are written: each built, run and saved by its own library where it has one.

`micro_cases` are small enough for the repository; `full_cases` have the sizes that people download. Weights are random.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import timm
import torch
import transformers
from safetensors.torch import save_file
from timm.models._hub import save_for_hf
from torch import Tensor, nn

from .point_mae import PointMaeClassifier, kink_margin, point_mae_config
from .shapes import Shape
from .video_mae import VideoMaeClassifier, video_mae_config
from .vit import MaePretraining, PlainVit, vit_config

Forward = Callable[[nn.Module, Tensor], Tensor]
Save = Callable[[nn.Module, Path], object]


@dataclass
class Case:
    """One golden: a model, what it is asked, and how its library saves it."""

    name: str
    model: nn.Module
    input_shape: tuple[int, ...]
    save: Save
    forward: Forward = field(default=lambda model, x: model(x))
    classes: int = 5
    half: bool = False  # weights rounded to float16 and saved so, which halves the file
    gradients: bool = True
    margin: Callable[[nn.Module, Tensor], float] | None = (
        None  # distance from kinks of the function; inputs near one are redrawn
    )
    sampled: tuple[str, ...] = ()  # gradients too large to keep: every 16th row, row sums and column sums are kept


def save_timm(model: nn.Module, folder: Path) -> None:
    """timm's own layout for the Hub."""
    save_for_hf(model, folder, safe_serialization=True)


def save_pretrained(model: nn.Module, folder: Path) -> None:
    """transformers' own layout and names."""
    model.save_pretrained(folder)


def save_own(config: dict) -> Save:
    """The state dict under the module's names beside a config of the app's own format."""

    def save(model: nn.Module, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        save_file({name: value.contiguous() for name, value in model.state_dict().items()}, folder / "model.safetensors")
        (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")

    return save


def logits_of(model: nn.Module, x: Tensor) -> Tensor:
    """Logits of a transformers classifier."""
    return model(x).logits


def mae_features(model: nn.Module, x: Tensor) -> Tensor:
    """ViTMAEModel with nothing masked: noise that rises keeps the order. cls behind the final norm, [B, D]."""
    tokens = model.config.image_size**2 // model.config.patch_size**2
    noise = torch.arange(tokens, dtype=torch.float32).expand(len(x), -1)
    return model(x, noise=noise).last_hidden_state[:, 0]


def micro_cases() -> Iterator[Case]:
    """Width 16 or 24, two blocks, a few tokens; all but two in float16, so that the folder stays small."""
    image = (3, 3, 24, 24)
    small = {"img_size": 24, "patch_size": 8, "embed_dim": 16, "depth": 2, "num_heads": 2, "mlp_ratio": 2.0, "num_classes": 5}
    wide = {"img_size": 48, "embed_dim": 24, "depth": 2, "num_heads": 3, "num_classes": 5}
    yield Case("timm-vit", timm.create_model("vit_tiny_patch16_224", **wide), (3, 3, 48, 48), save_timm, half=True)
    yield Case("timm-vit-avg", timm.create_model("vit_tiny_patch16_224", global_pool="avg", **small), image, save_timm)
    distilled = timm.create_model("deit_tiny_distilled_patch16_224", **small)
    yield Case("timm-deit-distilled", distilled, image, save_timm, half=True)
    headless = small | {"num_classes": 0}
    yield Case("timm-mae", timm.create_model("vit_base_patch16_224", **headless), image, save_timm, classes=16, half=True)

    shape = Shape(24, 2, 3, 2, 0)
    mae = MaePretraining(shape, (24, 24), 8, 16, 2)
    yield Case("mae", mae, image, save_own(vit_config("mae", "image", shape, (24, 24), 8, 3)), classes=24, half=True)

    body = {"hidden_size": 24, "num_hidden_layers": 2, "num_attention_heads": 3, "intermediate_size": 48, "num_labels": 5}
    picture = body | {"image_size": 24, "patch_size": 8}
    vit = transformers.ViTForImageClassification(transformers.ViTConfig(**picture))
    yield Case("hf-vit", vit, image, save_pretrained, logits_of)
    thin = picture | {"hidden_size": 16, "num_attention_heads": 2, "intermediate_size": 32}
    deit = transformers.DeiTForImageClassification(transformers.DeiTConfig(**thin))
    yield Case("hf-deit", deit, image, save_pretrained, logits_of, half=True)
    teacher = transformers.DeiTForImageClassificationWithTeacher(transformers.DeiTConfig(**thin))
    yield Case("hf-deit-teacher", teacher, image, save_pretrained, logits_of, half=True)
    mae = transformers.ViTMAEModel(transformers.ViTMAEConfig(mask_ratio=0.0, **picture))
    yield Case("hf-vit-mae", mae, image, save_pretrained, mae_features, classes=24, half=True)
    ast = transformers.ASTForAudioClassification(transformers.ASTConfig(max_length=48, num_mel_bins=32, **body))
    yield Case("hf-ast", ast, (3, 48, 32), save_pretrained, logits_of, half=True)
    clip = body | {"image_size": 16, "patch_size": 8, "num_frames": 4}
    video = transformers.VideoMAEForVideoClassification(transformers.VideoMAEConfig(**clip))
    yield Case("hf-videomae", video, (3, 4, 3, 16, 16), save_pretrained, logits_of, half=True)

    shape = Shape(24, 2, 3, 2, 5)
    video = VideoMaeClassifier(shape, 4, 8, 4)
    yield Case("videomae", video, (3, 4, 3, 8, 8), save_own(video_mae_config("videomae", shape, 4, 8, 4)), half=True)
    audio = PlainVit(shape, (64, 32), 16, 1)
    yield Case("audiomae", audio, (3, 1, 64, 32), save_own(vit_config("audiomae", "audio", shape, (64, 32), 16, 1)), half=True)
    shape = Shape(24, 2, 3, 2, 5, eps=1e-5)
    yield Case(
        "point-mae",
        PointMaeClassifier(shape, 8, 6),
        (3, 64, 3),
        save_own(point_mae_config("point-mae", shape, 8, 6)),
        half=True,
        margin=kink_margin,
        sampled=(
            *("encoder.first_conv.3.weight", "encoder.second_conv.0.weight", "encoder.second_conv.3.weight"),
            *("cls_head_finetune.0.weight", "cls_head_finetune.4.weight"),
        ),
    )


def full_cases() -> Iterator[Case]:
    """The sizes that people download; gradients where one sample's fit into memory easily."""
    image = (1, 3, 224, 224)
    for name in ("vit_tiny_patch16_224", "vit_small_patch16_224", "deit_tiny_distilled_patch16_224"):
        yield Case(name, timm.create_model(name), (2, 3, 224, 224), save_timm, classes=1000)
    headless = timm.create_model("vit_base_patch16_224", num_classes=0)
    yield Case("vit_base_patch16_224-mae", headless, image, save_timm, classes=768)
    shape = Shape(768, 12, 12, 4, 0)
    config = vit_config("mae_pretrain_vit_base", "image", shape, (224, 224), 16, 3)
    mae = MaePretraining(shape, (224, 224), 16, 512, 16)
    yield Case("mae-original", mae, image, save_own(config), classes=768)
    mae = transformers.ViTMAEModel(transformers.ViTMAEConfig(mask_ratio=0.0))
    yield Case("hf-vit-mae-base", mae, image, save_pretrained, mae_features, classes=768, gradients=False)
    ast = transformers.ASTForAudioClassification(transformers.ASTConfig(num_labels=527))
    yield Case("hf-ast-base", ast, (1, 1024, 128), save_pretrained, logits_of, classes=527, gradients=False)
    video = transformers.VideoMAEForVideoClassification(transformers.VideoMAEConfig(num_labels=400))
    yield Case("hf-videomae-base", video, (1, 16, 3, 224, 224), save_pretrained, logits_of, classes=400, gradients=False)
    shape = Shape(384, 12, 6, 4, 40, eps=1e-5)
    point = PointMaeClassifier(shape, 64, 32)
    save = save_own(point_mae_config("point-mae-384", shape, 64, 32))
    yield Case("point-mae-384", point, (1, 1024, 3), save, classes=40, margin=kink_margin)
