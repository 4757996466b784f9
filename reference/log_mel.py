"""Waveform to log-mel picture: one second of 16 kHz mono becomes [F = 64, T = 64].

Definition (the browser engine does the same):
- take 16,000 samples in [-1, 1]; pad 131 zeros on both sides, so that frame t is centred on its hop;
- frames of 512 samples every 250 samples (64 frames), periodic Hann window, zero-padded to an FFT of 1,024;
- power spectrum |X|^2, 513 bins of 15.625 Hz;
- 64 triangular filters of height 1, edges equally spaced on the HTK mel scale m = 2595 log10(1 + f / 700), 0 to 8,000 Hz;
- natural logarithm of (energy + 1e-6): silence is -13.8155.
Row 0 is the lowest band, column 0 the earliest frame. Model input is [B, 1, F, T] after (x - mean) / std.
"""

import numpy as np
import torch
from torch import Tensor

SAMPLE_RATE_HZ = 16_000
NUM_SAMPLES, NUM_MELS, NUM_FRAMES = 16_000, 64, 64
WINDOW, HOP, FFT_SIZE = 512, 250, 1024
PADDING = (WINDOW - HOP) // 2
FLOOR = 1e-6


def mel_filters() -> Tensor:
    """Triangles [64, 513], float32."""

    def to_mel(hz):
        return 2595.0 * np.log10(1.0 + hz / 700.0)

    mel_edges = np.linspace(0.0, to_mel(SAMPLE_RATE_HZ / 2), NUM_MELS + 2)
    edges = 700.0 * (10.0 ** (mel_edges / 2595.0) - 1.0)  # Hz, [66]
    bins = np.arange(FFT_SIZE // 2 + 1) * SAMPLE_RATE_HZ / FFT_SIZE  # Hz, [513]
    low, centre, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    rising, falling = (bins - low) / (centre - low), (high - bins) / (high - centre)
    return torch.from_numpy(np.maximum(0.0, np.minimum(rising, falling))).float()


def log_mel(waves: Tensor) -> Tensor:
    """Waves [B, 16000] in [-1, 1] -> [B, 64 mel, 64 frames], natural logarithm."""
    if waves.shape[-1] != NUM_SAMPLES:
        raise ValueError(f"log_mel: expected {NUM_SAMPLES} samples (1 s at 16 kHz), got {waves.shape[-1]}")
    frames = torch.nn.functional.pad(waves, (PADDING, PADDING)).unfold(-1, WINDOW, HOP)  # [B, T, 512]
    spectrum = torch.fft.rfft(frames * torch.hann_window(WINDOW), n=FFT_SIZE)
    power = spectrum.real.square() + spectrum.imag.square()  # [B, T, 513]
    return (power @ mel_filters().T + FLOOR).log().transpose(1, 2)
