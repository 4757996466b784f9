"""Folds every W + lambda W_aux of a trained run into one matrix: a plain timm model, as large and as fast as the target alone.

python merge.py --weights outputs/last --out outputs/merged
timm.create_model("local-dir:outputs/merged", pretrained=True)
"""

import argparse
import shutil
from pathlib import Path

from m2pt import merge
from safetensors.torch import load_file, save_file

ROOT = Path(__file__).resolve().parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, default=ROOT / "weights/resume", help="folder with model.safetensors")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    merged = {name: value.contiguous() for name, value in merge(load_file(args.weights / "model.safetensors")).items()}
    save_file(merged, args.out / "model.safetensors", {"format": "pt"})
    shutil.copyfile(ROOT / "weights/target/config.json", args.out / "config.json")
    print(f"{len(merged)} tensors in {args.out}")


if __name__ == "__main__":
    main()
