"""Clips to records [8, 3, 64, 64]: decoded by FFmpeg (PyAV), frames at the centre of eight equal spans, as src/core/data/video does.

Held out from pretraining: subject 2 of GMDCSA24 (`s2_...`, `s2/...`), in the long videos and in the labelled clips made of
them. asl-gestures and ice_climb.gif have no classes to test on. Labels are read for the evaluation only.
"""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import torch
from PIL import Image

from .data import Collection

FRAMES, SIZE = 8, 64
HELD_OUT_SUBJECT = "s2"
WINDOWS_A_VIDEO = 60
SHORTEST_S, LONGEST_S = 0.7, 4.0


@dataclass
class Video:
    """frames [n, 64, width, 3] uint8, width at least 64; times [n] in seconds, rising; length in seconds."""

    frames: np.ndarray
    times: np.ndarray
    seconds: float


def read_video(data: bytes) -> Video:
    """Every frame, scaled so that the shorter side has 64 pixels, turned upright videos lying as they are."""
    frames, times = [], []
    with av.open(io.BytesIO(data)) as container:
        for frame in container.decode(video=0):
            short = min(frame.width, frame.height)
            size = (round(frame.width * SIZE / short), round(frame.height * SIZE / short))
            picture = frame.to_image().resize(size, Image.Resampling.LANCZOS)
            top = (picture.height - SIZE) // 2
            frames.append(np.asarray(picture.crop((0, top, picture.width, top + SIZE))))
            times.append(frame.time if frame.time is not None else len(times) / 25)
    at = np.array(times) - times[0]
    step = float(np.median(np.diff(at))) if len(at) > 1 else 1.0
    return Video(np.stack(frames), at, float(at[-1]) + step)


def record(video: Video, start: float, seconds: float, place: float = 0.5) -> np.ndarray:
    """Eight frames of a window, [8, 3, 64, 64]; place 0 .. 1 moves the square from left to right."""
    wanted = start + (np.arange(FRAMES) + 0.5) / FRAMES * seconds
    shown = np.clip(np.searchsorted(video.times, wanted, side="right") - 1, 0, len(video.times) - 1)
    left = round(place * (video.frames.shape[2] - SIZE))
    return video.frames[shown][:, :, left : left + SIZE].transpose(0, 3, 1, 2)


def windows(video: Video, count: int, rng: np.random.Generator) -> list[np.ndarray]:
    """Random spans of 0.7 to 4 seconds, random squares along the longer side."""
    found = []
    for _ in range(count):
        seconds = min(video.seconds, float(np.exp(rng.uniform(np.log(SHORTEST_S), np.log(LONGEST_S)))))
        found.append(record(video, rng.uniform(0, video.seconds - seconds), seconds, rng.random()))
    return found


def files_of(path: Path, endings: tuple[str, ...]) -> list[tuple[str, bytes]]:
    """Members of a zip, or the one file."""
    if path.suffix != ".zip":
        return [(path.name, path.read_bytes())]
    archive = zipfile.ZipFile(path)
    return [(name, archive.read(name)) for name in sorted(archive.namelist()) if name.endswith(endings)]


def load_windows(folder: Path, seed: int) -> Collection:
    """Inputs for pretraining, [n, 8, 3, 64, 64] uint8, from the long videos; names are file names, labels are empty."""
    rng = np.random.default_rng(seed)
    inputs, names, held_out = [], [], []
    for source in ("gmdcsa24-source.zip", "asl-gestures.zip", "ice_climb.gif"):
        for name, data in files_of(folder / "video" / source, (".mp4", ".mkv")):
            cut = windows(read_video(data), WINDOWS_A_VIDEO, rng)
            inputs += cut
            names += [name] * len(cut)
            held_out += [name.startswith(HELD_OUT_SUBJECT + "/")] * len(cut)
    return Collection(torch.from_numpy(np.stack(inputs)), [""] * len(names), names, np.array(held_out))


def load_clips(folder: Path) -> Collection:
    """The labelled clips of GMDCSA24, each whole: inputs [n, 8, 3, 64, 64] uint8."""
    files = files_of(folder / "video" / "gmdcsa24-clips.zip", (".mp4",))
    videos = [read_video(data) for _, data in files]
    inputs = np.stack([record(video, 0.0, video.seconds) for video in videos])
    names = [name for name, _ in files]
    held_out = np.array([subject(name) == HELD_OUT_SUBJECT for name in names])
    return Collection(torch.from_numpy(inputs), [name.split("/")[0] for name in names], names, held_out)


def subject(name: str) -> str:
    """`falling/s1_Fall_13_0_0.mp4` -> `s1`."""
    return name.split("/")[-1].split("_")[0]
