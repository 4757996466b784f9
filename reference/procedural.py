"""Seeded pictures and sounds made from formulas, mixed into pretraining so that the small real sets are not learned by heart.

Pictures [3, 64, 64] uint8: fractal noise, gradients, shapes, stripes and checkers, iterated function systems.
Sounds [16000] float32: harmonic tones, chirps, frequency modulation, noise bursts, clicks. No outside data is used.
"""

import numpy as np
from PIL import Image, ImageDraw

SIZE = 64


def spectral_noise(rng: np.random.Generator, size: int = SIZE) -> np.ndarray:
    """Noise whose amplitude falls as frequency^-a, a in 0.8 .. 2.2; [size, size] in 0 .. 1."""
    fy, fx = np.meshgrid(np.fft.fftfreq(size), np.fft.rfftfreq(size), indexing="ij")
    amplitude = np.maximum(np.hypot(fy, fx), 1 / size) ** -rng.uniform(0.8, 2.2)
    phase = rng.normal(size=amplitude.shape) + 1j * rng.normal(size=amplitude.shape)
    field = np.fft.irfft2(amplitude * phase, s=(size, size))
    low, high = np.percentile(field, (2, 98))
    return np.clip((field - low) / (high - low + 1e-9), 0, 1)


def colour_map(rng: np.random.Generator, field: np.ndarray) -> np.ndarray:
    """Field [H, W] in 0 .. 1 -> colours [H, W, 3] along a random path of three colours."""
    stops = rng.uniform(0, 1, (3, 3))
    return np.stack([np.interp(field, (0, 0.5, 1), stops[:, channel]) for channel in range(3)], axis=-1)


def fractal_noise(rng):
    return colour_map(rng, spectral_noise(rng))


def gradient(rng):
    y, x = np.mgrid[0:SIZE, 0:SIZE] / (SIZE - 1)
    if rng.random() < 0.5:
        angle = rng.uniform(0, 2 * np.pi)
        field = 0.5 + 0.5 * (np.cos(angle) * (x - 0.5) + np.sin(angle) * (y - 0.5)) * rng.uniform(0.7, 2)
    else:
        field = np.hypot(x - rng.uniform(0, 1), y - rng.uniform(0, 1)) * rng.uniform(0.7, 1.8)
    return colour_map(rng, np.clip(field + 0.1 * rng.random() * (spectral_noise(rng) - 0.5), 0, 1))


def stripes(rng):
    y, x = np.mgrid[0:SIZE, 0:SIZE] / SIZE
    angle, waves = rng.uniform(0, np.pi), rng.uniform(2, 12)
    bend = rng.uniform(0, 0.25) * spectral_noise(rng)
    u = np.cos(angle) * x + np.sin(angle) * y + bend
    v = -np.sin(angle) * x + np.cos(angle) * y
    field = np.sin(2 * np.pi * waves * u)
    if rng.random() < 0.4:
        field = field * np.sin(2 * np.pi * waves * rng.uniform(0.5, 1.5) * v)
    return colour_map(rng, 0.5 + 0.5 * np.tanh(rng.uniform(1, 6) * field))


def shapes(rng):
    """Overlapping ellipses, polygons, lines and arcs on a plain, graded or noisy ground; drawn at twice the size."""
    ground = [gradient, fractal_noise, lambda r: np.ones((SIZE, SIZE, 3)) * r.uniform(0, 1, 3)][rng.integers(3)](rng)
    image = Image.fromarray((ground * 255).astype(np.uint8)).resize((2 * SIZE, 2 * SIZE))
    draw = ImageDraw.Draw(image)
    for _ in range(rng.integers(1, 9)):
        colour = tuple(int(c) for c in rng.integers(0, 256, 3))
        centre, radius = rng.uniform(0, 2 * SIZE, 2), rng.uniform(6, 50)
        kind = rng.integers(4)
        box = [*(centre - radius), *(centre + radius * rng.uniform(0.4, 1))]
        box = [min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])]
        if kind == 0:
            draw.ellipse(box, fill=colour)
        elif kind == 1:
            angles = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 8)))
            draw.polygon([(centre[0] + radius * np.cos(a), centre[1] + radius * np.sin(a)) for a in angles], fill=colour)
        elif kind == 2:
            points = [tuple(rng.uniform(0, 2 * SIZE, 2)) for _ in range(rng.integers(2, 6))]
            draw.line(points, fill=colour, width=int(rng.integers(1, 9)), joint="curve")
        else:
            start = rng.uniform(0, 360)
            draw.arc(box, start, start + rng.uniform(60, 300), fill=colour, width=int(rng.integers(2, 9)))
    return np.asarray(image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)) / 255


def function_system(rng):
    """Fractal of a random iterated function system (Barnsley 1988): 20,000 points of the chaos game, as log density."""
    maps = rng.integers(2, 5)
    matrices, shifts = rng.uniform(-1, 1, (maps, 2, 2)), rng.uniform(-1, 1, (maps, 2))
    matrices /= np.maximum(1, np.linalg.svd(matrices, compute_uv=False)[:, :1, None] / rng.uniform(0.6, 0.9))
    points = rng.uniform(-1, 1, (1000, 2))
    cloud = []
    for _ in range(30):
        choice = rng.integers(maps, size=len(points))
        points = np.einsum("nij,nj->ni", matrices[choice], points) + shifts[choice]
        cloud.append(points)
    cloud = np.concatenate(cloud[10:])
    low, high = np.percentile(cloud, (1, 99), axis=0)
    cloud = (cloud - low) / (high - low + 1e-6)
    density, _, _ = np.histogram2d(cloud[:, 1], cloud[:, 0], bins=SIZE, range=((-0.05, 1.05),) * 2)
    field = np.log1p(density)
    return colour_map(rng, field / (field.max() + 1e-9))


PICTURES = (fractal_noise, gradient, stripes, shapes, shapes, function_system)


def pictures(count: int, seed: int) -> np.ndarray:
    """[count, 3, 64, 64] uint8."""
    rng = np.random.default_rng(seed)
    out = np.empty((count, 3, SIZE, SIZE), np.uint8)
    for i in range(count):
        out[i] = (np.clip(PICTURES[i % len(PICTURES)](rng), 0, 1) * 255).round().astype(np.uint8).transpose(2, 0, 1)
    return out


def envelope(rng: np.random.Generator, time: np.ndarray) -> np.ndarray:
    """Attack and exponential decay from a random start; [samples] in 0 .. 1."""
    start, attack, decay = rng.uniform(0, 0.6), rng.uniform(0.002, 0.1), rng.uniform(0.03, 0.6)
    t = time - start
    return np.where(t < 0, 0, np.minimum(t / attack, 1) * np.exp(-np.maximum(t - attack, 0) / decay))


def one_sound(rng: np.random.Generator, time: np.ndarray) -> np.ndarray:
    kind = rng.integers(5)
    pitch = 60 * 2 ** rng.uniform(0, 5.5)
    if kind == 0:  # harmonic tone with vibrato
        phase = 2 * np.pi * pitch * time + rng.uniform(0, 3) * np.sin(2 * np.pi * rng.uniform(3, 9) * time)
        return sum(np.sin(k * phase) * k ** -rng.uniform(0.5, 2) for k in range(1, 12) if k * pitch < 7500)
    if kind == 1:  # exponential chirp
        ratio = 2 ** rng.uniform(-3, 3)
        ratio = 1.01 if abs(ratio - 1) < 0.01 else ratio
        return np.sin(2 * np.pi * pitch * (ratio**time - 1) / np.log(ratio))
    if kind == 2:  # frequency modulation
        return np.sin(2 * np.pi * pitch * time + rng.uniform(0.5, 8) * np.sin(2 * np.pi * pitch * rng.uniform(0.2, 3) * time))
    if kind == 3:  # coloured noise
        spectrum = np.fft.rfft(rng.normal(size=time.size))
        hz = np.fft.rfftfreq(time.size, 1 / 16000)
        octaves = np.log2(hz + 20) - np.log2(pitch * 4)
        noise = np.fft.irfft(spectrum * np.exp(-((octaves / rng.uniform(0.3, 3)) ** 2)), n=time.size)
        return noise / (np.abs(noise).max() + 1e-9)
    clicks = np.zeros(time.size)  # train of clicks
    clicks[:: max(40, int(16000 / rng.uniform(4, 120)))] = 1
    t = np.arange(200)
    return np.convolve(clicks, np.exp(-t / rng.uniform(3, 60)) * np.sin(t * rng.uniform(0.1, 2.5)))[: time.size]


def sounds(count: int, seed: int) -> np.ndarray:
    """[count, 16000] float32 in -1 .. 1, one to three layers each, on a faint noise floor."""
    rng = np.random.default_rng(seed)
    time = np.arange(16000) / 16000
    out = np.empty((count, 16000), np.float32)
    for i in range(count):
        mix = sum(envelope(rng, time) * one_sound(rng, time) * rng.uniform(0.2, 1) for _ in range(rng.integers(1, 4)))
        mix = mix / (np.abs(mix).max() + 1e-9) * 10 ** rng.uniform(-1.5, 0)
        out[i] = mix + rng.normal(size=16000) * 10 ** rng.uniform(-5, -2.5)
    return np.clip(out, -1, 1)
