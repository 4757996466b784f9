"""Measures a model of this project, compares it with the browser, or compares both arms over seeds.

python eval.py --golden                        logits of the exported step against the browser's
python eval.py --weights outputs/last          loss and accuracy on the test pictures
python eval.py --paired outputs                pathway minus baseline for every seed that has both
"""

import argparse
import json
from pathlib import Path
from statistics import mean, stdev

import numpy as np
import torch
from m2pt import build_model, merge
from pictures import Pictures
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F

ROOT = Path(__file__).resolve().parent


def load_merged(folder: Path) -> nn.Module:
    """A plain model from un-merged or merged weights."""
    model = build_model(ROOT / "weights/target", start=False)
    model.load_state_dict(merge(load_file(folder / "model.safetensors")), strict=True)
    return model.eval()


@torch.no_grad()
def golden_difference() -> float:
    """Largest difference to the browser's logits, over their largest magnitude."""
    model = load_merged(ROOT / "weights/resume")
    x = torch.from_numpy(np.load(ROOT / "golden/input.npy"))
    expected = torch.from_numpy(np.load(ROOT / "golden/logits.npy"))
    return ((model(x) - expected).abs().max() / expected.abs().max()).item()


@torch.no_grad()
def measure(model: nn.Module, pictures: Pictures, batch: int = 64) -> dict:
    """Mean cross-entropy and accuracy."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model.to(device)
    loss, right = 0.0, 0
    for start in range(0, len(pictures), batch):
        x, labels = pictures.batch(range(start, min(start + batch, len(pictures))))
        logits, labels = model(x.to(device)), labels.to(device)
        loss += F.cross_entropy(logits, labels, reduction="sum").item()
        right += (logits.argmax(1) == labels).sum().item()
    return {"samples": len(pictures), "loss": loss / len(pictures), "accuracy": right / len(pictures)}


def paired(outputs: Path) -> dict:
    """Test accuracies by seed and arm, from every metrics.jsonl below a folder; the last finished run of each counts."""
    found: dict[int, dict[str, float]] = {}
    for file in sorted(outputs.rglob("metrics.jsonl")):
        for row in map(json.loads, file.read_text().splitlines()):
            if row["event"] == "finished":
                found.setdefault(row["seed"], {})[row["arm"]] = row["accuracy"]
    gains = {seed: arms["pathway"] - arms["baseline"] for seed, arms in sorted(found.items()) if len(arms) == 2}
    values = list(gains.values())
    return {
        "runs": dict(sorted(found.items())),
        "gains": gains,
        "meanGain": mean(values) if values else None,
        "deviation": stdev(values) if len(values) > 1 else None,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--golden", action="store_true")
    parser.add_argument("--tolerance", type=float, default=1e-4, help="largest difference that --golden lets pass")
    parser.add_argument("--weights", type=Path, default=ROOT / "weights/resume")
    parser.add_argument("--part", choices=("train", "validation", "test"), default="test")
    parser.add_argument("--paired", type=Path, metavar="OUTPUTS")
    args = parser.parse_args()
    if args.paired:
        print(json.dumps(paired(args.paired), indent=2))
    elif args.golden:
        difference = golden_difference()
        print(json.dumps({"relativeLogitDifference": difference, "tolerance": args.tolerance}))
        if not difference <= args.tolerance:
            raise SystemExit("The logits differ from the browser's.")
    else:
        normalization = json.loads((ROOT / "configs/run.json").read_text())["data"]["normalization"]
        print(json.dumps(measure(load_merged(args.weights), Pictures(ROOT / "data" / args.part, normalization))))


if __name__ == "__main__":
    main()
