"""Golden files of the point and the video tokenizer: `micro-point`, `micro-video` and their cases.

As small as a fixture must be: D 32, depth 2, and sizes that tell the axes apart. Parameters and inputs are rounded to float16
and stored so. The auxiliary of the pathway cases is that of `micro-base`: blocks of the same shape, from another modality.
"""

import platform

import torch
from torch import Tensor

from . import tokenizers
from .encoder import Classifier, EncoderConfig
from .golden_case import FOLDER, SEED, SMOOTHING, Case, randomise, write_case, write_json, write_tensors
from .group_points import group_points
from .tokenizers import GroupEmbed, PointTokenizer, TubeletTokenizer

BATCH, CLASSES, POINTS = 3, 4, 96
KINK = 1e-4  # a hundred roundings of a value near 1
CONFIGS = {
    "point": EncoderConfig(32, 2, 2, tokenizer=PointTokenizer(groups=10, neighbours=6, widths=(8, 16, 24))),
    "video": EncoderConfig(32, 2, 2, tokenizer=TubeletTokenizer(frames=8, input_size=(32, 24), tubelet_size=(2, 8, 6))),
}
CASES = (
    Case("baseline-tune", layers=(), with_steps=True),
    Case("pathway-fix", mode="fix", with_steps=True),
)


def kink_margin(embed: GroupEmbed, grouped: Tensor) -> float:
    """Smallest distance of any ReLU's input from 0 and of any maximum from its runner-up.

    There the function has a kink: two right computations that round otherwise may take different sides.
    """

    def runner_up(x: Tensor) -> float:
        best = x.topk(2, dim=2).values
        return (best[:, :, 0] - best[:, :, 1]).min().item()

    with torch.no_grad():
        near = grouped[:, :, 1:]
        normed = embed.second_conv[1](embed.hidden(near))
        kinks = [embed.first_conv[:2](near).abs().min().item(), normed.abs().min().item()]
        return min(*kinks, runner_up(embed.first_conv(near)), runner_up(embed.second_conv[2:](normed)))


def draw(config: EncoderConfig, seed: int) -> tuple[Classifier, Tensor, Tensor, Tensor]:
    """Target, samples as they are stored, samples as the encoder takes them, labels."""
    generator = torch.Generator().manual_seed(seed)
    target = Classifier(config, CLASSES)
    randomise(target, generator)
    for p in target.parameters():  # not the fixed position table, which no file holds
        p.data = p.data.half().float()
    tokenizer = config.tokenizer
    labels = torch.randint(CLASSES, (BATCH,), generator=generator)
    if isinstance(tokenizer, PointTokenizer):
        clouds = (0.5 * torch.randn(BATCH, POINTS, 3, generator=generator)).half().float()
        return target, clouds, group_points(clouds, tokenizer.groups, tokenizer.neighbours), labels
    shape = (BATCH, tokenizer.frames, tokenizer.in_channels, *tokenizer.input_size)
    clips = torch.randn(shape, generator=generator).half().float()
    return target, clips, clips, labels


def write_base(modality: str, config: EncoderConfig, seed: int, target: Classifier, samples: Tensor, labels: Tensor) -> None:
    tensors = {"input": samples} | {f"target.{name}": value for name, value in target.state_dict().items()}
    write_tensors(FOLDER / f"micro-{modality}.safetensors", {name: value.half() for name, value in tensors.items()})
    description = {
        "format": "m2pt-encoder",
        "version": 1,
        "name": f"micro-{modality}",
        "modality": modality,
        "embedDim": config.embed_dim,
        "depth": config.depth,
        "numHeads": config.num_heads,
        "mlpRatio": config.mlp_ratio,
        "layerNormEps": config.layer_norm_eps,
        "qkvBias": True,
        "tokenizer": tokenizers.to_json(config.tokenizer),
        "positions": config.positions,
        "normalization": {"mean": [0.0] * 3, "std": [1.0] * 3},
    }
    record = {
        "config": description,
        "numClasses": CLASSES,
        "labels": labels.tolist(),
        "labelSmoothing": SMOOTHING,
        "cases": [f"{modality}-{case.name}" for case in CASES],
        "seed": seed,
        "torch": torch.__version__,
        "machine": platform.machine(),
        "command": "python -m reference.write_fixtures",
    }
    write_json(FOLDER / f"micro-{modality}.json", record)


def write(aux: dict[str, Tensor]) -> None:
    """Both modalities. aux: `blocks.i.<layer>.weight` of the auxiliary, from `micro-base`."""
    for modality, config in CONFIGS.items():
        seed = SEED
        target, samples, x, labels = draw(config, seed)
        while isinstance(target.patch_embed, GroupEmbed) and kink_margin(target.patch_embed, x) < KINK:
            seed += 1
            target, samples, x, labels = draw(config, seed)
        write_base(modality, config, seed, target, samples, labels)
        for case in CASES:
            write_case(case, target, aux, x, labels, prefix=f"{modality}-")
