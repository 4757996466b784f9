"""Writes test/fixtures/video: one small scene in every container and codec that people have, by FFmpeg and Pillow.

Run from the repository root: `python -m reference.video_goldens` (numpy, av, pillow). Everything is made from formulas; no
outside data. Matroska files carry random numbers and so differ from run to run.

The scene: 16 frames, 64 wide, 48 high, 8 a second. Frame i is grey of level 20 + 13 i; the outer 8 columns on either side are
black, so that they are seen where the middle is not cut out; a white square of 12 by 12 stands at its upper left.
- clip.*, clip-*: the scene. fragments.mp4, live.webm: as a browser records it. alpha.*: right half transparent.
- rotated.mp4: to be shown turned by 90 degrees clockwise. aspect.mp4: pixels twice as wide as high.
- variable.mp4, variable.gif: frame 0 lasts as long as all others together. one-frame.mp4: nothing moves in it.
- detail.mp4: colours that move; detail.bin: its record [8, 32, 32, 3] as FFmpeg decodes and Pillow scales it.
"""

import io
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image

FOLDER = Path("test/fixtures/video")
FRAMES, WIDTH, HEIGHT, RATE = 16, 64, 48, 8


def scene(at: int) -> np.ndarray:
    picture = np.full((HEIGHT, WIDTH, 3), 20 + 13 * at, np.uint8)
    picture[:, :8] = picture[:, -8:] = 0
    picture[:12, 8:20] = 255
    return picture


def with_alpha(picture: np.ndarray) -> np.ndarray:
    alpha = np.full((*picture.shape[:2], 1), 255, np.uint8)
    alpha[:, picture.shape[1] // 2 :] = 0
    return np.concatenate([picture, alpha], axis=2)


def encode(
    name, codec, pictures=None, *, pixels="yuv420p", times=None, container, file=None, aspect=None, is709=False, **options
) -> bytes:
    """One video; `times` in units of 1/RATE seconds, evenly spaced where none are given."""
    pictures = [scene(at) for at in range(FRAMES)] if pictures is None else pictures
    times = range(len(pictures)) if times is None else times
    with av.open(str(FOLDER / name), "w", format=container, options=file or {}) as out:
        stream = out.add_stream(codec, rate=RATE, options={key.replace("_", "-"): value for key, value in options.items()})
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = pixels
        stream.thread_count = 1
        if is709:
            stream.codec_context.colorspace = stream.codec_context.color_primaries = stream.codec_context.color_trc = 1
        if aspect:
            stream.codec_context.sample_aspect_ratio = aspect
        for time, picture in zip(times, pictures, strict=True):
            frame = av.VideoFrame.from_ndarray(picture, format="rgba" if picture.shape[2] == 4 else "rgb24")
            if is709:
                frame = frame.reformat(format=pixels, dst_colorspace="ITU709")
            frame.pts, frame.time_base = time, Fraction(1, RATE)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return (FOLDER / name).read_bytes()


def rotated(data: bytes) -> bytes:
    """Sets the matrix of the track's header to a quarter turn clockwise."""
    at = data.index(b"tkhd") + 4 + 4 + 20 + 16
    matrix = [0, 1 << 16, 0, -(1 << 16), 0, 0, HEIGHT << 16, 0, 1 << 30]
    return data[:at] + b"".join(value.to_bytes(4, "big", signed=True) for value in matrix) + data[at + 36 :]


def animations() -> None:
    pictures = [Image.fromarray(scene(at)) for at in range(FRAMES)]
    times = [1000 // RATE] * FRAMES
    rest = {"save_all": True, "append_images": pictures[1:], "loop": 0}
    pictures[0].save(FOLDER / "clip.gif", duration=times, **rest)
    pictures[0].save(FOLDER / "clip.png", duration=times, **rest)
    pictures[0].save(FOLDER / "clip.webp", duration=times, lossless=True, **rest)
    pictures[0].save(FOLDER / "variable.gif", duration=[100 * (FRAMES - 1)] + [100] * (FRAMES - 1), **rest)
    pictures[0].save(FOLDER / "still.gif")
    pictures[0].save(FOLDER / "still.png")
    pictures[0].save(FOLDER / "still.webp", lossless=True)
    clear = [Image.fromarray(with_alpha(scene(at))) for at in range(4)]
    clear[0].save(FOLDER / "alpha.png", save_all=True, append_images=clear[1:], duration=100, loop=0)


def detail() -> None:
    y, x = np.mgrid[:72, :128].astype(np.float32)
    frames = [
        np.stack([128 + 100 * np.sin((x + 4 * at) / 9), 128 + 100 * np.cos((y - 3 * at) / 11), 2 * x], axis=2)
        .clip(0, 255)
        .astype(np.uint8)
        for at in range(24)
    ]
    data = encode("detail.mp4", "libx264", frames, container="mp4", is709=True, crf="12", g="10")
    with av.open(io.BytesIO(data)) as file:
        decoded = [frame.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray() for frame in file.decode(video=0)]
    chosen = [decoded[int((at + 0.5) * len(decoded) / 8)] for at in range(8)]
    record = [Image.fromarray(frame[:, 28:100]).resize((32, 32), Image.Resampling.BOX) for frame in chosen]
    (FOLDER / "detail.bin").write_bytes(np.stack([np.asarray(frame) for frame in record]).tobytes())


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    h264 = {"crf": "16", "g": "6", "bf": "2"}
    mp4 = encode("clip.mp4", "libx264", container="mp4", file={"movflags": "faststart"}, **h264)
    (FOLDER / "rotated.mp4").write_bytes(rotated(mp4))
    encode("clip-end.mp4", "libx264", container="mp4", **h264)  # the table of contents at the end
    encode("clip.mov", "libx264", container="mov", **h264)
    encode("clip.mkv", "libx264", container="matroska", **h264)
    encode("fragments.mp4", "libx264", container="mp4", file={"movflags": "frag_keyframe+empty_moov+default_base_moof"}, **h264)
    encode("aspect.mp4", "libx264", container="mp4", aspect=Fraction(2, 1), **h264)
    encode("variable.mp4", "libx264", container="mp4", times=[0, *range(15, 30)], **h264)
    encode("one-frame.mp4", "libx264", [scene(5)], container="mp4", **h264)
    encode("clip.webm", "libvpx-vp9", container="webm", g="6", crf="20", b="0")
    encode("clip-vp8.webm", "libvpx", container="webm", g="6", crf="10", b="400k")
    encode("live.webm", "libvpx", container="webm", file={"live": "1"}, g="6", crf="10", b="400k")
    encode(
        "alpha.webm",
        "libvpx-vp9",
        [with_alpha(scene(at)) for at in range(4)],
        pixels="yuva420p",
        container="webm",
        crf="10",
        b="0",
    )
    encode("clip-av1.mp4", "libsvtav1", container="mp4", crf="20", preset="10")
    encode("clip-hevc.mp4", "libx265", container="mp4", crf="20", x265_params="log-level=none")
    encode("clip-prores.mov", "prores_ks", [scene(0), scene(1)], pixels="yuv422p10le", container="mov", profile="0")
    encode("clip-mjpeg.mov", "mjpeg", [scene(0), scene(1)], pixels="yuvj420p", container="mov")
    encode("clip-mpeg4.mp4", "mpeg4", container="mp4")
    encode("clip-ffv1.mkv", "ffv1", [scene(0), scene(1)], container="matroska")
    encode("clip.avi", "mpeg4", [scene(0), scene(1)], container="avi")
    encode("clip.mpg", "mpeg2video", [scene(0), scene(1)], container="mpeg")
    encode("clip.m2ts", "libx264", [scene(0), scene(1)], container="mpegts", **h264)
    encode("clip.wmv", "wmv2", [scene(0), scene(1)], container="asf")
    encode("clip.flv", "flv", [scene(0), scene(1)], container="flv")
    animations()
    detail()
    print(sum(path.stat().st_size for path in FOLDER.iterdir()), "bytes")


if __name__ == "__main__":
    main()
