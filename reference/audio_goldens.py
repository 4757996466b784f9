"""Writes test/fixtures/audio: what independent programs make of the same sounds.

Run from the repository root: `python -m reference.audio_goldens` (numpy, scipy, transformers, av, soundfile; Python 3.11
for audioop, which knows A-law and mu-law). Everything is made from formulas; no outside data. Ogg and WebM files carry
random serial numbers and so differ from run to run.

- kaldi-*.f32: ASTFeatureExtractor's numpy path on a chirp with noise; the povey window by `window_function`.
- log-mel-float64.f32: log_mel.py on the wave of ../log-mel.safetensors in float64. The float32 golden there differs from it by
  1e-3 where bands are quiet beside loud ones, which is the rounding of a float32 Fourier transform.
- resample-*.f32: scipy.signal.resample_poly with a filter designed by scipy.signal.firwin.
- laws.json: all 256 codes of A-law and mu-law by audioop, as 16-bit integers.
- clip*.*, *.wav: one sound in each format, by FFmpeg, and by libsndfile for Vorbis; no-sound.mp4: a video without sound.
"""

import json
import warnings
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import soundfile
import torch
from safetensors.torch import load_file
from scipy import signal
from transformers import ASTFeatureExtractor
from transformers.audio_utils import spectrogram, window_function
from transformers.models.audio_spectrogram_transformer import feature_extraction_audio_spectrogram_transformer as ast

from . import log_mel

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import audioop

FOLDER = Path("test/fixtures/audio")
RATE = 16_000
HALF_WIDTH, ATTENUATION_DB, PASS_BAND = 34, 70, 0.87


def write(name: str, values: np.ndarray) -> None:
    (FOLDER / f"{name}.f32").write_bytes(np.ascontiguousarray(values, "<f4").tobytes())


def sound(rate: int, seconds: float, seed: int = 7) -> np.ndarray:
    """A chirp, a decaying tone, an offset and some noise, in [-1, 1], float32."""
    t = np.arange(int(rate * seconds)) / rate
    noise = np.random.default_rng(seed).normal(0, 0.01, len(t))
    wave = 0.4 * signal.chirp(t, 100, seconds, 3800) + 0.3 * np.exp(-3 * t) * np.sin(2 * np.pi * 440 * t) + 0.02 + noise
    return wave.astype(np.float32)


def kaldi() -> None:
    wave = sound(RATE, 0.25)
    wave[2000:2800] = 0  # true silence reaches the floor
    write("kaldi-wave", wave)
    ast.is_speech_available = lambda: False  # the numpy path, whether or not torchaudio is there
    raw = ASTFeatureExtractor(max_length=28, do_normalize=False)
    write("kaldi-hann", raw(wave, sampling_rate=RATE)["input_values"][0])
    write("kaldi-normal", ASTFeatureExtractor(max_length=28)(wave, sampling_rate=RATE)["input_values"][0][:2])
    povey = spectrogram(
        wave,
        window_function(400, "povey", periodic=False),
        frame_length=400,
        hop_length=160,
        fft_length=512,
        power=2.0,
        center=False,
        preemphasis=0.97,
        mel_filters=raw.mel_filters,
        log_mel="log",
        mel_floor=1.192092955078125e-07,
        remove_dc_offset=True,
    ).T
    write("kaldi-povey", povey[:4])


def nano() -> None:
    torch.set_default_dtype(torch.float64)
    single = log_mel.mel_filters
    log_mel.mel_filters = lambda: single().double()
    wave = load_file("test/fixtures/log-mel.safetensors")["wave"].double()
    write("log-mel-float64", log_mel.log_mel(wave[None])[0].numpy())


def resampled() -> None:
    for rate in (8_000, 11_025, 44_100, 48_000, 96_000):
        wave = sound(rate, 0.05)
        ratio = Fraction(RATE, rate)
        up, down = ratio.numerator, ratio.denominator
        longest = max(up, down)
        half = HALF_WIDTH * longest
        beta = 0.1102 * (ATTENUATION_DB - 8.7)
        taps = signal.firwin(2 * half + 1, (1 + PASS_BAND) / 2 / longest, window=("kaiser", beta))
        write(f"resample-{rate}-in", wave)
        write(f"resample-{rate}-out", signal.resample_poly(wave.astype(np.float64), up, down, window=taps))


def laws() -> None:
    codes = bytes(range(256))
    tables = {
        "aLaw": np.frombuffer(audioop.alaw2lin(codes, 2), "<i2").tolist(),
        "muLaw": np.frombuffer(audioop.ulaw2lin(codes, 2), "<i2").tolist(),
    }
    (FOLDER / "laws.json").write_text(json.dumps(tables) + "\n")


def two_tones(rate: int) -> np.ndarray:
    """0.6 s: 440 Hz, from 0.3 s on 1,200 Hz, half of full scale."""
    t = np.arange(int(rate * 0.6)) / rate
    return (0.5 * np.sin(2 * np.pi * np.where(t < 0.3, 440, 1200) * t)).astype(np.float32)


def encode(name: str, codec: str, rate: int, layout: str, bit_rate: int | None = None, container: str | None = None) -> None:
    """The two tones in one format; left and right alike."""
    planes = np.tile(two_tones(rate), (2 if layout == "stereo" else 1, 1))
    with av.open(str(FOLDER / name), "w", format=container) as output:
        stream = output.add_stream(codec, rate=rate, layout=layout)
        if bit_rate:
            stream.bit_rate = bit_rate
        frame = av.AudioFrame.from_ndarray(planes, format="fltp", layout=layout)
        frame.sample_rate = rate
        frame.time_base = Fraction(1, rate)
        frame.pts = 0
        converter = av.AudioResampler(format=stream.codec_context.format, layout=layout, rate=rate, frame_size=0)
        fifo = av.AudioFifo()
        for piece in converter.resample(frame) + converter.resample(None):
            fifo.write(piece)
        size = stream.codec_context.frame_size or 1024
        while (piece := fifo.read(size, partial=True)) is not None:
            for packet in stream.encode(piece):
                output.mux(packet)
        for packet in stream.encode(None):
            output.mux(packet)


def clips() -> None:
    encode("clip.mp3", "libmp3lame", 22_050, "mono", 32_000)
    encode("clip-stereo.mp3", "libmp3lame", 44_100, "stereo", 64_000)
    encode("clip.flac", "flac", 8_000, "mono")
    encode("clip-opus.ogg", "libopus", 48_000, "mono", 24_000)
    soundfile.write(FOLDER / "clip-vorbis.ogg", two_tones(22_050), 22_050, format="OGG", subtype="VORBIS")
    encode("clip.m4a", "aac", 22_050, "mono", 32_000, "ipod")
    encode("clip.aac", "aac", 22_050, "mono", 32_000, "adts")
    encode("clip.webm", "libopus", 48_000, "mono", 16_000)
    encode("adpcm.wav", "adpcm_ima_wav", 8_000, "mono")
    encode("mulaw.wav", "pcm_mulaw", 8_000, "mono")
    encode("clip.aiff", "pcm_s16be", 8_000, "mono")
    encode("clip-alac.m4a", "alac", 8_000, "mono", None, "ipod")
    with av.open(str(FOLDER / "no-sound.mp4"), "w") as output:
        stream = output.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 32
        stream.pix_fmt = "yuv420p"
        for _ in range(3):
            for packet in stream.encode(av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")):
                output.mux(packet)
        for packet in stream.encode(None):
            output.mux(packet)


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    nano()
    kaldi()
    resampled()
    laws()
    clips()
