"""Writes test/fixtures/containers/: small containers as other programs write them, with what is inside as JSON.

Run it in the repository root with numpy, Pillow and pyarrow installed: python reference/container_goldens.py
"""

import gzip
import hashlib
import io
import json
import struct
import tarfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

FOLDER = Path(__file__).parent.parent / "test" / "fixtures" / "containers"
RNG = np.random.default_rng(20)
EXPECTED: dict = {}


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def png(seed: int) -> bytes:
    pixels = np.random.default_rng(seed).integers(0, 255, (8, 8, 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


def tars() -> None:
    long = "set/rings/" + "a long name with spaces/" * 6 + "ring 1.png"
    names = ["set/rings/1.png", long, "set/dots/\u00fc n\u00ef.png", "set/dots/empty.txt"]
    files = {name: (b"" if name.endswith("txt") else png(at)) for at, name in enumerate(names)}
    prefixed = "set/" + "a-folder-with-a-long-name/" * 5 + "x.png"  # ustar keeps it in two fields
    for kind, form in {"pax": tarfile.PAX_FORMAT, "gnu": tarfile.GNU_FORMAT, "ustar": tarfile.USTAR_FORMAT}.items():
        held = dict(files)
        if kind == "ustar":
            held = {names[0]: files[names[0]], prefixed: png(9)}
        for suffix, mode in (("tar", "w"), ("tar.gz", "w:gz")):
            path = FOLDER / f"{kind}.{suffix}"
            with tarfile.open(path, mode, format=form) as archive:
                folder = tarfile.TarInfo("set/rings")
                folder.type = tarfile.DIRTYPE
                archive.addfile(folder)
                for name, data in held.items():
                    info = tarfile.TarInfo(name)
                    info.size = len(data)
                    archive.addfile(info, io.BytesIO(data))
            EXPECTED[path.name] = {name: digest(data) for name, data in held.items()}


def idx() -> None:
    pictures = RNG.integers(0, 256, (7, 5, 4), dtype=np.uint8)
    labels = np.array([3, 1, 4, 1, 5, 9, 2], dtype=np.uint8)
    head = struct.pack(">HBB3I", 0, 8, 3, *pictures.shape)
    (FOLDER / "t-images-idx3-ubyte").write_bytes(head + pictures.tobytes())
    body = struct.pack(">HBBI", 0, 8, 1, len(labels)) + labels.tobytes()
    (FOLDER / "t-labels-idx1-ubyte.gz").write_bytes(gzip.compress(body, mtime=0))
    EXPECTED["idx"] = {"labels": labels.tolist(), "pictures": pictures.reshape(7, -1).tolist()}


def arrays() -> None:
    grey = RNG.integers(0, 256, (6, 5, 7), dtype=np.uint8)
    colour = RNG.integers(0, 256, (6, 5, 7, 3), dtype=np.uint8)
    labels = np.array([0, 1, 2, 0, 1, 2])
    np.savez_compressed(FOLDER / "keras.npz", x_train=grey, y_train=labels, x_test=grey[:2], y_test=labels[:2])
    np.savez(FOLDER / "plain.npz", colour, np.array(["cat", "dog", "\u00fc", "cat", "dog", "\u00fc"]))
    unit = (grey / 255).astype("float32")
    np.save(FOLDER / "X.npy", unit)
    np.save(FOLDER / "Y.npy", np.eye(3)[labels])
    variants = {
        "f2": unit.astype("float16"),
        "f8": unit.astype("float64"),
        "big": unit.astype(">f4"),
        "bool": grey > 127,
        "planar": colour.transpose(0, 3, 1, 2).copy(),
        "one": grey[..., None],
        "fortran": np.asfortranarray(grey),
        "int": grey.astype("int64"),
        "wide": unit * 255,
        "minus": unit * 2 - 1,
        "points": RNG.normal(size=(4, 9, 3)),
        "nan": np.where(unit > 0.99, np.nan, unit),
        "rows": grey[0],
        "zero": grey[:0],
    }
    np.savez_compressed(FOLDER / "variants.npz", **{f"x_{name}": array for name, array in variants.items()})
    EXPECTED["grey"] = grey.reshape(6, -1).tolist()
    EXPECTED["colour"] = colour.reshape(6, -1).tolist()


def parquet() -> None:
    names = ["cat", "dog", "fish"]
    rows = [{"bytes": png(at), "path": f"{at}.png"} for at in range(12)]
    labels = [at % 3 for at in range(12)]
    features = {"image": {"_type": "Image"}, "label": {"names": names, "_type": "ClassLabel"}}
    schema = pa.schema(
        [("image", pa.struct([("bytes", pa.binary()), ("path", pa.string())])), ("label", pa.int64())],
        metadata={"huggingface": json.dumps({"info": {"features": features}})},
    )
    table = pa.table({"image": rows, "label": labels}, schema=schema)
    options = {
        "snappy": {"compression": "snappy", "row_group_size": 5},
        "plain": {"compression": "none", "use_dictionary": False},
        "zstd": {"compression": "zstd", "data_page_version": "2.0", "write_page_checksum": True},
        "gzip": {"compression": "gzip", "row_group_size": 4},
        "brotli": {"compression": "brotli"},
        "lz4": {"compression": "lz4"},
        "delta": {"compression": "snappy", "use_dictionary": False, "column_encoding": {"label": "DELTA_BINARY_PACKED"}},
    }
    for name, option in options.items():
        pq.write_table(table, FOLDER / f"{name}.parquet", **option)
    EXPECTED["parquet"] = {"digests": [digest(row["bytes"]) for row in rows], "classes": [names[at] for at in labels]}
    missing = [None if at == 3 else row for at, row in enumerate(rows)]
    odd = {
        "strings": pa.table({"audio": pa.array(missing, schema.field("image").type), "category": ["a", "b", None] * 4}),
        "binary": pa.table({"img": [row["bytes"] for row in rows], "label": pa.array([-1] + labels[1:])}),
        "lists": pa.table({"image": [[row["bytes"]] for row in rows], "label": labels}),
        "no-media": pa.table({"text": ["a", "b"], "label": [0, 1]}),
        "no-rows": table.slice(0, 0),
        "wrong-label": pa.table({"image": rows[:2], "label": [0, 7]}, schema=schema),
        "float-label": pa.table({"image": rows[:2], "label": [0.5, 1.0]}),
    }
    for name, rows_of in odd.items():
        pq.write_table(rows_of, FOLDER / f"{name}.parquet")


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    tars()
    idx()
    arrays()
    parquet()
    (FOLDER / "expected.json").write_text(json.dumps(EXPECTED, ensure_ascii=True))
