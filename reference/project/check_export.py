"""Is this project as it was written? Needs nothing but Python.

    python check_export.py

Compares every file with manifest.json (size, SHA-256), reads the header of every safetensors file by the rules of the format,
and compares names and shapes of all tensors with what config.json and run.json say. Ends with 0, or with 1 and a list.
"""

import csv
import hashlib
import json
import math
import struct
import sys
from pathlib import Path

MAX_HEADER = 100_000_000
BYTES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2}
WATCHED = {"configs", "data", "golden", "weights"}  # a file too many would be read here


def sha256(path: Path) -> str:
    """Hexadecimal, read in parts."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while part := file.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()


def check_manifest(root: Path) -> list[str]:
    """Missing, changed and unknown files."""
    files = json.loads((root / "manifest.json").read_text())["files"]
    problems = []
    for name, stated in files.items():
        path = root / name
        if not path.is_file():
            problems.append(f"{name} is missing")
        elif path.stat().st_size != stated["bytes"]:
            problems.append(f"{name} has {path.stat().st_size} bytes instead of {stated['bytes']}")
        elif sha256(path) != stated["sha256"]:
            problems.append(f"{name} was changed: another SHA-256")
    there = (path for folder in WATCHED for path in (root / folder).rglob("*") if path.is_file())
    names = sorted(path.relative_to(root).as_posix() for path in there)
    return problems + [f"{name} is not in manifest.json" for name in names if name not in files]


def no_duplicates(pairs: list) -> dict:
    """For json: an object that names a key twice is refused."""
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def read_header(path: Path) -> dict[str, list[int]]:
    """Shapes by name. Raises ValueError saying which rule of the format is broken."""
    size = path.stat().st_size
    with open(path, "rb") as file:
        start = file.read(8)
        if len(start) < 8:
            raise ValueError("is shorter than 8 bytes")
        length = struct.unpack("<Q", start)[0]
        if length > min(MAX_HEADER, size - 8):
            raise ValueError(f"states a header of {length} bytes")
        header = json.loads(file.read(length).decode(), object_pairs_hook=no_duplicates)
    header.pop("__metadata__", None)
    at = 0
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        begin, end = entry["data_offsets"]
        if begin != at or end - begin != BYTES[entry["dtype"]] * math.prod(entry["shape"]):
            raise ValueError(f"gives {name} bytes that do not fit its place, type and shape")
        at = end
    if 8 + length + at != size:
        raise ValueError(f"describes {at} bytes of data and holds {size - 8 - length}")
    return {name: entry["shape"] for name, entry in header.items()}


def pair(size: int | list[int]) -> list[int]:
    """timm writes one number for a square."""
    return size if isinstance(size, list) else [size, size]


def block_shapes(index: int, width: int, hidden: int, qkv_bias: bool) -> dict[str, list[int]]:
    """One transformer block under timm's names."""
    block = f"blocks.{index}"
    linears = {
        "attn.qkv": (3 * width, width),
        "attn.proj": (width, width),
        "mlp.fc1": (hidden, width),
        "mlp.fc2": (width, hidden),
    }
    shapes = {f"{block}.norm{n}.{kind}": [width] for n in (1, 2) for kind in ("weight", "bias")}
    for path, (out, inner) in linears.items():
        shapes[f"{block}.{path}.weight"] = [out, inner]
        if path != "attn.qkv" or qkv_bias:
            shapes[f"{block}.{path}.bias"] = [out]
    return shapes


def target_shapes(config: dict) -> dict[str, list[int]]:
    """All tensors of the plain target, from config.json."""
    args = config["model_args"]
    width, patch, image = args["embed_dim"], pair(args["patch_size"]), pair(args["img_size"])
    patches = math.prod(side // step for side, step in zip(image, patch, strict=True))
    registers = args.get("reg_tokens", 0)  # DeiT's second token, which no head reads any more, is one
    norm = "fc_norm" if args["fc_norm"] else "norm"
    shapes = {
        "patch_embed.proj.weight": [width, args["in_chans"], *patch],
        "patch_embed.proj.bias": [width],
        "pos_embed": [1, args["class_token"] + registers + patches, width],
        f"{norm}.weight": [width],
        f"{norm}.bias": [width],
        "head.weight": [config["num_classes"], width],
        "head.bias": [config["num_classes"]],
    }
    if args["class_token"]:
        shapes["cls_token"] = [1, 1, width]
    if registers:
        shapes["reg_token"] = [1, registers, width]
    for index in range(args["depth"]):
        shapes |= block_shapes(index, width, int(args["mlp_ratio"] * width), args["qkv_bias"])
    return shapes


def joined_shapes(run: dict, target: dict[str, list[int]]) -> dict[str, list[int]]:
    """The target's tensors and, in the pathway arm, `aux_weight` and `cross_modal_scale` beside them."""
    shapes = dict(target)
    if run["arm"] == "pathway":
        for name, shape in target.items():
            path = name.removesuffix(".weight")
            if name.startswith("blocks.") and path.split(".", 2)[2] in run["linears"] and len(shape) == 2:
                split = run["settings"]["splitQkv"] and path.endswith("attn.qkv")
                shapes |= {f"{path}.aux_weight": shape, f"{path}.cross_modal_scale": [3 if split else 1]}
    return shapes


def differences(found: dict, expected: dict) -> list[str]:
    """Names and shapes that are not as expected, at most six."""
    names = sorted(found.keys() | expected.keys())
    wrong = [name for name in names if found.get(name) != expected.get(name)]
    told = [f"{name} is {found.get(name, 'missing')}, expected {expected.get(name, 'nothing')}" for name in wrong[:6]]
    return told + ([f"and {len(wrong) - 6} more"] if len(wrong) > 6 else [])


def check_tensors(root: Path) -> list[str]:
    """Every safetensors file against the configuration."""
    run = json.loads((root / "configs/run.json").read_text())
    target = target_shapes(json.loads((root / "weights/target/config.json").read_text()))
    joined = joined_shapes(run, target)
    trained = {name: joined.get(name) for name, _, _ in run["optimizer"]["groups"]}
    moments = {f"{kind}.{name}": shape for name, shape in trained.items() for kind in ("exp_avg", "exp_avg_sq")}
    expected = {"target/model": target, "resume/model": joined, "resume/optimizer": moments}
    problems = []
    for name, shapes in expected.items():
        try:
            wrong = differences(read_header(root / f"weights/{name}.safetensors"), shapes)
        except (ValueError, KeyError, TypeError, OSError) as error:
            wrong = [str(error)]
        problems += [f"weights/{name}.safetensors: {what}" for what in wrong]
    auxiliary = root / "weights/aux/model.safetensors"
    if auxiliary.exists():
        wanted = {name: shape for name, shape in joined.items() if name.endswith(".aux_weight")}
        shapes = read_header(auxiliary)
        have = {name: shapes.get(name.replace(".aux_weight", ".weight")) for name in wanted}
        problems += [f"weights/aux/model.safetensors: {what}" for what in differences(have, wanted)]
    return problems


def check_data(root: Path) -> list[str]:
    """Every picture of metadata.csv is there, in as many as run.json says."""
    run, problems = json.loads((root / "configs/run.json").read_text()), []
    for part, count in run["data"]["counts"].items():
        with open(root / "data" / part / "metadata.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        if len(rows) != count:
            problems.append(f"data/{part}/metadata.csv has {len(rows)} rows instead of {count}")
        missing = [row["file_name"] for row in rows if not (root / "data" / part / row["file_name"]).is_file()]
        problems += [f"data/{part}/{name} is missing" for name in missing[:6]]
    return problems


def main() -> int:
    root = Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
    root = root if root.is_dir() else root.parent
    problems = check_manifest(root)
    if not problems:
        problems = check_tensors(root) + check_data(root)
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problem(s)" if problems else "Everything is as it was written.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
