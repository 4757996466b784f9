"""Writes test/fixtures/points: files of points and surfaces made by programs that we did not write, and what they hold.

Run from the repository root, after `pip install trimesh==5.2.0 plyfile==1.1.5 pypcd4==1.5.1` beside requirements.txt:
`python reference/point_goldens.py`. Random numbers only; the same bytes on the same kind of machine.

- shape.*: one surface in every format that trimesh writes; shape.json holds its points and triangles.
- cloud-*.pcd (pypcd4), cloud-be.ply (plyfile), cloud.npy, cloud.xyz, cloud.csv (numpy): one cloud at UTM coordinates;
  cloud.json holds its points (float64) and the record of numpy: mean off, divided by the largest distance.
- planes.json: parallel triangles of known areas, one a plane and two without area, with the statistics of evenly drawn points:
  share of each triangle, mean, covariance, and the chi-square bound of scipy at p = 1e-6.
"""

import io
import json
from pathlib import Path

import numpy as np
import plyfile
import torch
import trimesh
from pypcd4 import Encoding, PointCloud
from scipy.stats import chi2

FOLDER = Path("test/fixtures/points")
SEED = 20240119
UTM = np.array([512_345.0, 5_412_346.0, 300.0])


def write_shape(rng: np.random.Generator) -> None:
    mesh = trimesh.creation.icosphere(subdivisions=1)
    mesh.vertices *= rng.uniform(0.6, 1.4, (len(mesh.vertices), 1))
    mesh.vertices = mesh.vertices.astype(np.float32)
    for name in ("shape.stl", "shape.off", "shape.obj"):
        mesh.export(FOLDER / name)
    mesh.export(FOLDER / "shape-ascii.stl", file_type="stl_ascii")
    mesh.export(FOLDER / "shape.ply", encoding="binary")
    mesh.export(FOLDER / "shape-ascii.ply", encoding="ascii")
    write_json("shape.json", {"points": mesh.vertices.tolist(), "faces": mesh.faces.tolist(), "area": mesh.area})


def write_cloud(rng: np.random.Generator) -> None:
    points = UTM + rng.normal(0, [3.0, 1.0, 0.5], (200, 3)).round(3)
    np.save(FOLDER / "cloud.npy", points)
    np.save(FOLDER / "cloud-columns.npy", np.asfortranarray(points.astype(">f8")))
    np.savetxt(FOLDER / "cloud.xyz", points, fmt="%.3f")
    np.savetxt(
        FOLDER / "cloud.csv",
        np.c_[np.arange(200), points],
        fmt=["%d", *["%.3f"] * 3],
        delimiter=",",
        header="id,X,Y,Z",
        comments="",
    )

    fields, types = ("x", "y", "z", "label"), (np.float64, np.float64, np.float64, np.uint16)
    labels = rng.integers(0, 9, 200)
    cloud = PointCloud.from_points([*points.T, labels], fields, types)
    for encoding in (Encoding.ASCII, Encoding.BINARY, Encoding.BINARY_COMPRESSED):
        cloud.save(FOLDER / f"cloud-{encoding.value}.pcd", encoding=encoding)

    rows = np.empty(200, dtype=[("nx", "f4"), ("z", "f8"), ("y", "f8"), ("x", "f8"), ("label", "u1")])
    rows["nx"], rows["label"] = 0, labels
    rows["x"], rows["y"], rows["z"] = points.T
    plyfile.PlyData([plyfile.PlyElement.describe(rows, "vertex")], byte_order=">").write(FOLDER / "cloud-be.ply")

    centred = points - points.mean(0)
    record = centred / np.linalg.norm(centred, axis=1).max()
    exact = torch.tensor(points, dtype=torch.float64)
    check = exact - exact.mean(0)
    assert np.abs((check / check.norm(dim=1).max()).numpy() - record).max() < 1e-8
    write_json("cloud.json", {"points": points.tolist(), "record": record.tolist()})


def write_planes(rng: np.random.Generator) -> None:
    """Triangle i lies in the plane z = i, so that a drawn point tells which triangle it is from."""
    corners = rng.uniform(-1, 1, (12, 3, 2)) * rng.uniform(0.2, 3, (12, 1, 1))
    corners[4] = corners[4, 0]  # a point
    corners[11] = [[0, 0], [1, 1], [2, 2]]  # a line
    solid = np.concatenate([corners, np.broadcast_to(np.arange(12.0)[:, None, None], (12, 3, 1))], 2).astype(np.float32)
    a, b, c = solid.astype(np.float64).transpose(1, 0, 2)
    areas = np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2
    share = areas / areas.sum()
    middles = (a + b + c) / 3
    mean = share @ middles
    # Second moment of an even triangle: (9 m mᵀ + Σ corner cornerᵀ) / 12.
    second = (9 * np.einsum("ni,nj->nij", middles, middles) + sum(np.einsum("ni,nj->nij", k, k) for k in (a, b, c))) / 12
    covariance = np.einsum("n,nij->ij", share, second) - np.outer(mean, mean)
    golden = {
        "corners": solid.reshape(-1, 3).tolist(),
        "share": share.tolist(),
        "mean": mean.tolist(),
        "covariance": covariance.tolist(),
        "chi_square": {"degrees": 9, "bound": float(chi2.ppf(1 - 1e-6, 9))},
    }
    write_json("planes.json", golden)


def write_json(name: str, value: dict) -> None:
    text = io.StringIO()
    json.dump(value, text)
    (FOLDER / name).write_text(text.getvalue() + "\n")


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(SEED)
    write_shape(rng)
    write_cloud(rng)
    write_planes(rng)


if __name__ == "__main__":
    main()
