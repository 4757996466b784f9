"""Reads the class-folder zips: pictures to [3, 64, 64] uint8, sounds to one-second log-mel [1, 64, 64].

A held-out part of the real data never enters pretraining and is split by what could leak: file-number blocks (people) for
sign-digits, whole alphabets for omniglot, source slides for blood-cells, speakers for commands, the fold for ESC-10.
Labels are read for the evaluation only.
"""

import io
import re
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import torch
from PIL import Image
from torch import Tensor

from .log_mel import NUM_SAMPLES, SAMPLE_RATE_HZ, log_mel

IMAGE_SETS = ("sign-digits", "hand-gestures", "blood-cells", "omniglot")
AUDIO_SETS = ("commands", "esc10", "sonicpi-samples")
HELD_OUT_ALPHABETS = 2
FIRST_HELD_OUT_SPEAKER = 25


@dataclass
class Collection:
    """inputs [n, C, 64, 64] (uint8 pictures or float32 log-mel), class names, file names, held-out flags, each of length n."""

    inputs: Tensor
    labels: list[str]
    names: list[str]
    held_out: np.ndarray


def square_picture(data: bytes, size: int = 64) -> np.ndarray:
    """Encoded picture -> centre square, [3, size, size] uint8; Lanczos with antialiasing."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    picture = picture.resize((size, size), Image.Resampling.LANCZOS, box=(left, top, left + side, top + side))
    return np.asarray(picture).transpose(2, 0, 1)


def mono_16k(data: bytes) -> np.ndarray:
    """Encoded sound (Opus, FLAC, WAV) -> mono float32 at 16 kHz.

    Decoded by FFmpeg (PyAV): libsndfile 1.2 reports 48 of the 398 ESC-10 files as malformed.
    """
    with av.open(io.BytesIO(data)) as container:
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=SAMPLE_RATE_HZ)
        frames = [out for frame in container.decode(audio=0) for out in resampler.resample(frame)]
        frames += resampler.resample(None)
    return np.concatenate([frame.to_ndarray()[0] for frame in frames]) if frames else np.zeros(NUM_SAMPLES, np.float32)


def seconds(wave: np.ndarray, hop: int = NUM_SAMPLES // 2) -> list[np.ndarray]:
    """One-second pieces every half second; the last is zero-padded; pieces that are silent throughout are left out."""
    starts = range(0, max(1, len(wave) - NUM_SAMPLES + 1), hop)
    pieces = [np.pad(w := wave[s : s + NUM_SAMPLES], (0, NUM_SAMPLES - len(w))) for s in starts]
    return [piece for piece in pieces if np.abs(piece).max() > 1e-3] or pieces[:1]


def first_number(name: str) -> int:
    """First number in the file's own name, 0 where there is none."""
    found = re.search(r"\d+", name.rsplit("/", 1)[-1])
    return int(found.group()) if found else 0


def held_out_flags(dataset: str, names: list[str]) -> np.ndarray:
    """Which files the pretraining must not see; see the file header for the rule of each data set."""
    number = [first_number(n) for n in names]
    if dataset == "sign-digits":
        by_class = defaultdict(list)
        for index, name in enumerate(names):
            by_class[name.split("/")[0]].append(index)
        flags = np.zeros(len(names), bool)
        for indices in by_class.values():
            indices.sort(key=lambda i: number[i])
            flags[indices[round(0.75 * len(indices)) :]] = True
        return flags
    if dataset == "omniglot":
        alphabets = [n.split("__")[0] for n in names]
        chosen = sorted(set(alphabets))[-HELD_OUT_ALPHABETS:]
        return np.array([a in chosen for a in alphabets])
    if dataset == "blood-cells":
        return np.array([n % 4 == 0 for n in number])
    if dataset == "commands":
        return np.array([n >= FIRST_HELD_OUT_SPEAKER for n in number])
    if dataset == "esc10":
        return np.array([n.rsplit("/", 1)[-1][0] == "5" for n in names])
    return np.zeros(len(names), bool)


def class_files(path: Path) -> tuple[zipfile.ZipFile, list[str]]:
    archive = zipfile.ZipFile(path)
    return archive, [n for n in archive.namelist() if "/" in n and not n.endswith(("/", ".txt"))]


def load_images(folder: Path, dataset: str) -> Collection:
    archive, names = class_files(folder / "images" / f"{dataset}.zip")
    inputs = torch.from_numpy(np.stack([square_picture(archive.read(n)) for n in names]))
    return Collection(inputs, [n.split("/")[0] for n in names], names, held_out_flags(dataset, names))


def load_sounds(folder: Path, dataset: str) -> Collection:
    """Long sounds give several one-second pieces; all pieces keep the name of their file."""
    archive, files = class_files(folder / "audio" / f"{dataset}.zip")
    names, pictures, pieces = [], [], []
    for file in files:
        cut = seconds(mono_16k(archive.read(file)))
        names += [file] * len(cut)
        pieces += cut
        if len(pieces) >= 512:
            pictures.append(log_mel(torch.from_numpy(np.stack(pieces))))
            pieces = []
    if pieces:
        pictures.append(log_mel(torch.from_numpy(np.stack(pieces))))
    return Collection(torch.cat(pictures)[:, None], [n.split("/")[0] for n in names], names, held_out_flags(dataset, names))
