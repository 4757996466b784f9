"""Clips to records [8, 3, 64, 64]: decoded by FFmpeg (PyAV), frames at the centre of eight equal spans, as
src/core/data/video does.

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
SHORT = 96  # pixels of the shorter side in memory
HELD_OUT_SUBJECT = "s2"
WINDOWS_A_VIDEO = 60
SHORTEST_S, LONGEST_S = 0.7, 4.0


@dataclass
class Video:
    """Pictures whose shorter side has `SHORT` pixels; times [n] in seconds, rising; length in seconds."""

    frames: list[Image.Image]
    times: np.ndarray
    seconds: float


def read_video(data: bytes) -> Video:
    """Every frame, scaled down."""
    frames, times = [], []
    with av.open(io.BytesIO(data)) as container:
        for frame in container.decode(video=0):
            short = min(frame.width, frame.height)
            size = (round(frame.width * SHORT / short), round(frame.height * SHORT / short))
            frames.append(frame.to_image().resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0))
            times.append(frame.time if frame.time is not None else len(times) / 25)
    at = np.array(times) - times[0]
    step = float(np.median(np.diff(at))) if len(at) > 1 else 1.0
    return Video(frames, at, float(at[-1]) + step)


def record(
    video: Video, start: float, seconds: float, zoom: float = 1.0, place: tuple[float, float] = (0.5, 0.5)
) -> np.ndarray:
    """Eight frames of a window, [8, 3, 64, 64]: a square of zoom times the shorter side; place 0 .. 1 from left and top."""
    wanted = start + (np.arange(FRAMES) + 0.5) / FRAMES * seconds
    shown = np.clip(np.searchsorted(video.times, wanted, side="right") - 1, 0, len(video.times) - 1)
    width, height = video.frames[0].size
    side = zoom * SHORT
    left, top = place[0] * (width - side), place[1] * (height - side)
    box = (left, top, left + side, top + side)
    squares = {i: np.asarray(video.frames[i].resize((SIZE, SIZE), Image.Resampling.BILINEAR, box=box)) for i in set(shown)}
    return np.stack([squares[i] for i in shown]).transpose(0, 3, 1, 2)


def windows(video: Video, count: int, rng: np.random.Generator) -> list[np.ndarray]:
    """Random spans of 0.7 to 4 seconds, random squares of 60 to 100 % of the shorter side."""
    found = []
    for _ in range(count):
        seconds = min(video.seconds, float(np.exp(rng.uniform(np.log(SHORTEST_S), np.log(LONGEST_S)))))
        place = (rng.random(), rng.random())
        found.append(record(video, rng.uniform(0, video.seconds - seconds), seconds, rng.uniform(0.6, 1.0), place))
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
