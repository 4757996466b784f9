"""Objects from formulas, for pretraining on points without any licence: drawn anew from a seed, nothing stored.

Superquadrics (Barr 1981), surfaces of revolution, extruded outlines, bent tubes, and combinations of them with mirrored or
turned copies, each in a random aspect. All are triangles, sampled by area like real objects. y is up.
"""

import numpy as np

from .point_data import POINTS, sample_surface, unit_sphere

Mesh = tuple[np.ndarray, np.ndarray]


def grid_mesh(surface: np.ndarray, closed: bool) -> Mesh:
    """[rows, columns, 3] -> corners and triangles; `closed` joins the last column to the first."""
    rows, columns, _ = surface.shape
    r, c = np.meshgrid(np.arange(rows - 1), np.arange(columns if closed else columns - 1), indexing="ij")
    a, b = r * columns + c, r * columns + (c + 1) % columns
    quads = np.stack([a, b, b + columns, a + columns], -1).reshape(-1, 4)
    return surface.reshape(-1, 3), np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])


def smooth_profile(rng: np.random.Generator, rows: int, low: float, high: float) -> np.ndarray:
    """A curve through a few random heights, [rows]: straight, stepped or smooth."""
    knots = rng.uniform(low, high, rng.integers(2, 7))
    at = np.linspace(0, len(knots) - 1, rows)
    if rng.random() < 0.3:
        return knots[np.minimum(at.astype(int), len(knots) - 1)]
    floor = np.minimum(at.astype(int), len(knots) - 2) if len(knots) > 1 else at.astype(int)
    t = at - floor
    t = t * t * (3 - 2 * t) if rng.random() < 0.6 else t
    return knots[floor] * (1 - t) + knots[floor + 1] * t


def superquadric(rng: np.random.Generator) -> Mesh:
    """From box over ball to octahedron."""
    e1, e2 = rng.choice([0.1, 0.3, 1.0, 1.6, 2.0], 2)
    eta, omega = np.meshgrid(
        np.linspace(-np.pi / 2, np.pi / 2, 25), np.linspace(0, 2 * np.pi, 32, endpoint=False), indexing="ij"
    )

    def power(x: np.ndarray, e: float) -> np.ndarray:
        return np.sign(x) * np.abs(x) ** e

    x = power(np.cos(eta), e1) * power(np.cos(omega), e2)
    z = power(np.cos(eta), e1) * power(np.sin(omega), e2)
    return grid_mesh(np.stack([x, power(np.sin(eta), e1), z], -1), True)


def outline(rng: np.random.Generator, columns: int) -> np.ndarray:
    """A closed curve in the plane, [columns, 2]: polygon, star, gear or blob."""
    angle = np.linspace(0, 2 * np.pi, columns, endpoint=False)
    corners = int(rng.integers(3, 9))
    kind = rng.integers(4)
    if kind == 0:  # regular polygon
        radius = np.cos(np.pi / corners) / np.cos((angle + np.pi / corners) % (2 * np.pi / corners) - np.pi / corners)
    elif kind == 1:  # star
        radius = 1 - rng.uniform(0.3, 0.7) * np.abs((angle * corners / (2 * np.pi)) % 1 * 2 - 1)
    elif kind == 2:  # gear
        radius = 1 - rng.uniform(0.1, 0.4) * (np.sin(corners * angle) > 0)
    else:
        radius = 1 + sum(rng.normal(0, 0.25 / k) * np.cos(k * angle + rng.uniform(0, 6)) for k in range(2, 6))
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], -1)


def capped(surface: np.ndarray) -> np.ndarray:
    """Adds a ring of one point at both ends, which closes a tube."""
    ends = [np.repeat(ring.mean(0, keepdims=True), len(ring), 0) for ring in (surface[0], surface[-1])]
    return np.concatenate([ends[0][None], surface, ends[1][None]])


def revolution(rng: np.random.Generator) -> Mesh:
    """A profile turned about y: bottles, discs, bowls, columns."""
    rows = 32
    angle = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    radius = smooth_profile(rng, rows, 0.05, 1.0)
    height = np.linspace(-1, 1, rows)
    ring = np.stack([np.cos(angle), 0 * angle, np.sin(angle)], -1)
    surface = radius[:, None, None] * ring + height[:, None, None] * np.array([0, 1, 0])
    return grid_mesh(capped(surface) if rng.random() < 0.7 else surface, True)


def extrusion(rng: np.random.Generator) -> Mesh:
    """An outline drawn along y, tapered and twisted."""
    rows, flat = 16, outline(rng, 48)
    scale = smooth_profile(rng, rows, 0.4, 1.0) if rng.random() < 0.5 else np.ones(rows)
    twist = np.linspace(0, rng.choice([0, 0, 0.8, 1.6]), rows)
    x = scale[:, None] * (np.cos(twist)[:, None] * flat[:, 0] - np.sin(twist)[:, None] * flat[:, 1])
    z = scale[:, None] * (np.sin(twist)[:, None] * flat[:, 0] + np.cos(twist)[:, None] * flat[:, 1])
    y = np.broadcast_to(np.linspace(-1, 1, rows)[:, None], x.shape)
    surface = np.stack([x, y, z], -1)
    return grid_mesh(capped(surface) if rng.random() < 0.8 else surface, True)


def tube(rng: np.random.Generator) -> Mesh:
    """A ring or arc with a round section, or a spring."""
    turns, thick = rng.choice([0.25, 0.5, 1.0, 1.0, 3.0]), rng.uniform(0.05, 0.4)
    along = np.linspace(0, 2 * np.pi * turns, 64)[:, None]
    angle = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    rise = rng.uniform(0.1, 0.4) if turns > 1 else 0.0
    radius = 1 + thick * np.cos(angle)
    surface = np.stack([radius * np.cos(along), thick * np.sin(angle) + rise * along, radius * np.sin(along)], -1)
    return grid_mesh(surface, True)


def plate(rng: np.random.Generator) -> Mesh:
    """A thin box or sheet, curved at times."""
    x, z = np.meshgrid(np.linspace(-1, 1, 12), np.linspace(-1, 1, 12), indexing="ij")
    y = rng.choice([0, 0, 0.5]) * x * x + rng.choice([0, 0, 0.2]) * np.sin(rng.uniform(2, 6) * z)
    return grid_mesh(np.stack([x, y, z], -1), False)


def turned(corners: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Upright, lying along an axis, or (rarely) anyhow."""
    if rng.random() < 0.15:
        q, _ = np.linalg.qr(rng.normal(size=(3, 3)))
        return corners @ q
    return corners[:, rng.permutation(3)]


def part(rng: np.random.Generator) -> Mesh:
    kinds = (superquadric, revolution, extrusion, tube, plate)
    corners, triangles = kinds[rng.choice(len(kinds), p=[0.3, 0.2, 0.25, 0.1, 0.15])](rng)
    return turned(corners, rng) * np.exp(rng.uniform(-1.2, 0.5, 3)), triangles


def copies(mesh: Mesh, rng: np.random.Generator) -> list[Mesh]:
    """One part somewhere, mirrored, at four corners, around the vertical, or in a row."""
    corners, triangles = mesh
    corners = corners * rng.uniform(0.2, 0.7) + rng.uniform(-1, 1, 3)
    kind = rng.integers(5)
    signs = {0: [(1, 1, 1)], 1: [(1, 1, 1), (-1, 1, 1)], 2: [(x, 1, z) for x in (1, -1) for z in (1, -1)]}
    if kind in signs:
        return [(corners * np.array(s), triangles) for s in signs[kind]]
    count = int(rng.integers(3, 7))
    if kind == 3:
        angles = 2 * np.pi * np.arange(count) / count
        turns = [np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]]) for a in angles]
        return [(corners @ turn, triangles) for turn in turns]
    step = rng.normal(0, 0.5, 3) * rng.permutation([1, 0, 0])
    return [(corners + i * step, triangles) for i in range(count)]


def one_object(rng: np.random.Generator) -> np.ndarray:
    """[P, 3], normalised."""
    meshes = [part(rng)]
    for _ in range(rng.choice([0, 1, 2, 3, 4], p=[0.3, 0.25, 0.2, 0.15, 0.1])):
        meshes += copies(part(rng), rng)
    corners = np.concatenate([m[0] for m in meshes])
    offsets = np.cumsum([0] + [len(m[0]) for m in meshes[:-1]])
    triangles = np.concatenate([m[1] + offset for m, offset in zip(meshes, offsets, strict=True)])
    return unit_sphere(sample_surface(corners, triangles, POINTS, rng))


def objects(count: int, seed: int) -> np.ndarray:
    """[count, P, 3] float32."""
    rng = np.random.default_rng(seed)
    return np.stack([one_object(rng) for _ in range(count)])
