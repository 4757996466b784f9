"""What each nano encoder is pretrained on and how: data, augmentation, objective. The loop is in `pretrain.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from . import data, point_data, procedural, procedural_scenes, procedural_shapes, video_data
from .augment import augment_clips, augment_pictures, augment_points, augment_sounds
from .encoder import Encoder, EncoderConfig
from .log_mel import log_mel
from .mae import MaskedAutoencoder
from .masked_clips import MaskedClipAutoencoder
from .masked_points import MaskedPointAutoencoder
from .tokenizers import PatchTokenizer, PointTokenizer, Tokenizer, TubeletTokenizer


@dataclass(frozen=True)
class Plan:
    """One pretraining. `load` takes the data folder and a seed; samples are [n, ...] as they are kept in memory."""

    modality: str
    tokenizer: Tokenizer
    mask_ratio: float
    data: str
    load: Callable[[Path, int], tuple[Tensor, Tensor]]
    augment: Callable[[Tensor], Tensor]
    objective: Callable[[EncoderConfig, float], Encoder] = MaskedAutoencoder
    scale: float = 1.0  # of stored values: bytes to 0 .. 1
    channel_axis: int = 1  # of stored samples; normalised each for itself
    batch: int = 128

    @property
    def config(self) -> EncoderConfig:
        return EncoderConfig(tokenizer=self.tokenizer)

    def normalisation(self, inputs: Tensor) -> tuple[list[float], list[float]]:
        """Mean and standard deviation of each channel, rounded to 4 digits. Points are normalised as records already."""
        if self.modality == "point":
            return [0.0] * 3, [1.0] * 3
        sample = inputs[torch.randperm(len(inputs), generator=torch.Generator().manual_seed(0))[:4000]]
        flat = sample.movedim(self.channel_axis, 0).flatten(1)
        parts = [(c.float() * self.scale) for c in flat]
        return [round(c.mean().item(), 4) for c in parts], [round(c.std().item(), 4) for c in parts]

    def normalise(self, x: Tensor, mean: list[float], std: list[float]) -> Tensor:
        """Floats on the scale of `normalisation` -> what the encoder takes."""
        if self.modality == "point":
            return x
        shape = [-1 if axis == self.channel_axis else 1 for axis in range(x.ndim)]
        return (x - torch.tensor(mean).view(shape)) / torch.tensor(std).view(shape)


def split(collection: data.Collection, name: str) -> tuple[Tensor, Tensor]:
    """Inputs for training and held-out inputs."""
    mask = torch.from_numpy(collection.held_out)
    print(f"{name}: {int((~mask).sum())} for training, {int(mask.sum())} held out", flush=True)
    return collection.inputs[~mask], collection.inputs[mask]


def load_pictures(folder: Path, seed: int) -> tuple[Tensor, Tensor]:
    """Two small sets are counted twice."""
    training, held_out = [], []
    for dataset in data.IMAGE_SETS:
        kept, held = split(data.load_images(folder, dataset), dataset)
        training += [kept] * (2 if dataset in ("sign-digits", "blood-cells") else 1)
        held_out.append(held)
    training.append(torch.from_numpy(procedural.pictures(12_000, seed)))
    return torch.cat(training), torch.cat(held_out)


def load_sounds(folder: Path, seed: int) -> tuple[Tensor, Tensor]:
    parts = [split(data.load_sounds(folder, dataset), dataset) for dataset in data.AUDIO_SETS]
    waves = torch.from_numpy(procedural.sounds(3_000, seed))
    training = [kept for kept, _ in parts] + [log_mel(part)[:, None] for part in waves.split(500)]
    return torch.cat(training), torch.cat([held for _, held in parts])


def load_points(folder: Path, seed: int) -> tuple[Tensor, Tensor]:
    """Each real object eight times, with other points each time; held out objects once. Groups, not clouds."""
    kaykit, held = split(point_data.load_objects(folder, "kaykit-objects", 8, seed), "kaykit-objects")
    other, _ = split(point_data.load_objects(folder, "odedstein-meshes", 8, seed), "odedstein-meshes")
    made = torch.from_numpy(procedural_shapes.objects(6_000, seed))
    tokenizer = PLANS["nano-point"].tokenizer
    return point_data.grouped(torch.cat([kaykit, other, made]), tokenizer), point_data.grouped(held[::8], tokenizer)


def load_clips(folder: Path, seed: int) -> tuple[Tensor, Tensor]:
    real, held = split(video_data.load_windows(folder, seed), "real windows")
    return torch.cat([real, torch.from_numpy(procedural_scenes.clips(3_000, seed))]), held


PLANS = {
    "nano-image": Plan(
        modality="image",
        tokenizer=PatchTokenizer(),
        mask_ratio=0.75,
        data=(
            "sign-digits, hand-gestures, blood-cells and omniglot without their held-out parts, and procedurally generated "
            "pictures; no labels; input [B, 3, 64, 64], rows top to bottom"
        ),
        load=load_pictures,
        augment=augment_pictures,
        scale=1 / 255,
    ),
    "nano-audio": Plan(
        modality="audio",
        tokenizer=PatchTokenizer(in_channels=1),
        mask_ratio=0.8,
        data=(
            "Arabic speech commands, ESC-10 and Sonic Pi samples without their held-out parts, and synthesised sounds; "
            "no labels; input [B, 1, 64 mel bins (low to high), 64 frames (early to late)]"
        ),
        load=load_sounds,
        augment=augment_sounds,
    ),
    "nano-point": Plan(
        modality="point",
        tokenizer=PointTokenizer(),
        mask_ratio=0.65,
        data=(
            "KayKit objects without every fifth, odedstein-meshes without one share-alike object, and procedurally generated "
            "shapes; no labels; input [B, 1024, 3], y up, mean 0, largest distance 1"
        ),
        load=load_points,
        augment=augment_points,
        objective=MaskedPointAutoencoder,
        channel_axis=3,
        batch=64,
    ),
    "nano-video": Plan(
        modality="video",
        tokenizer=TubeletTokenizer(),
        mask_ratio=0.75,
        data=(
            "GMDCSA24 daily activities without subject 2, ASL gestures and one clip of AViD, and procedurally generated moving "
            "scenes; no labels; input [B, 8 frames, 3, 64, 64], frames in order, rows top to bottom"
        ),
        load=load_clips,
        augment=augment_clips,
        objective=MaskedClipAutoencoder,
        scale=1 / 255,
        channel_axis=2,
        batch=64,
    ),
}
