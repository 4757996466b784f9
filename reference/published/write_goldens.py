"""Writes what the engine's published families are tested against: model, input, logits and every gradient.

Run from the repository root: `python -m reference.published.write_goldens` for test/fixtures/published, or with
`--full DIR` for the real sizes, which are not committed. Each golden is a folder: config.json and model.safetensors as the
family's own library writes them, golden.safetensors (input, labels, logits, `grad.<name in the file>` of the mean
cross-entropy) and golden.json with the distance to the same computation in float64: nobody can test below that.
"""

import argparse
import copy
import json
import platform
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional as F

from .. import torchvision_ops  # noqa: F401  before timm and transformers

FOLDER = Path("test/fixtures/published")
COMMAND = "python -m reference.published.write_goldens"
SEED = 20240118
KINK = 1e-6  # about ten roundings of a value near 1


def randomise(model: nn.Module, generator: torch.Generator) -> None:
    """Weights of realistic size, so that no term of any gradient is hidden by a zero or a one."""
    for name, p in model.named_parameters():
        p.requires_grad_(True)
        noise = torch.randn(p.shape, generator=generator)
        if p.ndim == 1:
            p.data = 1 + 0.2 * noise.clamp(-2, 2) if name.endswith("weight") else 0.1 * noise
        elif p.shape[0] == 1:  # tokens and positions
            p.data = 0.3 * noise
        else:
            p.data = noise * p[0].numel() ** -0.5
    for name, b in model.named_buffers():
        if name.endswith("running_mean"):
            b.copy_(0.2 * torch.randn(b.shape, generator=generator))
        if name.endswith("running_var"):
            b.copy_(0.5 + torch.rand(b.shape, generator=generator))


def forward_backward(case, model: nn.Module, x: Tensor, labels: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
    """Logits [B, C], and gradients under the module's own names; parameters that do not take part have none."""
    model.zero_grad(set_to_none=True)
    if not case.gradients:
        with torch.no_grad():
            return case.forward(model, x), {}
    logits = case.forward(model, x)
    F.cross_entropy(logits, labels).backward()
    return logits.detach(), {name: p.grad for name, p in model.named_parameters() if p.grad is not None}


def under_file_names(case, model: nn.Module, gradients: dict[str, Tensor]) -> dict[str, Tensor]:
    """Gradients under the names of the file: the library itself saves a copy of the model that holds them as weights."""
    holder = copy.deepcopy(model)
    for name, p in holder.named_parameters():
        p.data = gradients[name].clone() if name in gradients else torch.full_like(p, torch.nan)
    with tempfile.TemporaryDirectory() as folder:
        case.save(holder, Path(folder))
        tensors = load_file(Path(folder) / "model.safetensors")
    parameters = {name for name in tensors if not name.endswith(("running_mean", "running_var", "num_batches_tracked"))}
    return {name: tensors[name] for name in sorted(parameters) if not tensors[name].isnan().all()}


def kept(name: str, gradient: Tensor, sampled: Iterable[str]) -> dict[str, Tensor]:
    """The gradient, or of a large one what finds every wrong element in all likelihood."""
    if name not in sampled:
        return {f"grad.{name}": gradient}
    matrix = gradient.flatten(1)
    return {
        f"rows16.{name}": matrix[::16].contiguous(),
        f"rowsums.{name}": matrix.sum(dim=1),
        f"columnsums.{name}": matrix.sum(dim=0),
    }


def without_key_bias(name: str, value: Tensor) -> Tensor:
    """Softmax ignores the bias of the keys: its gradient is rounding noise and cannot be compared."""
    if name.endswith(("key.bias", "k_proj.bias")):
        return torch.zeros(1)
    if not name.endswith("attn.qkv.bias"):
        return value
    D = value.shape[0] // 3
    return torch.cat([value[:D], value[2 * D :]])


def relative_difference(a: Tensor, b: Tensor) -> float:
    """||a - b|| / ||b|| in float64."""
    return ((a.double() - b.double()).norm() / b.double().norm().clamp_min(1e-30)).item()


def write_case(case, folder: Path, full: bool) -> None:
    """One folder, written anew."""
    generator = torch.Generator().manual_seed(SEED)
    model = case.model.eval()
    randomise(model, generator)
    if case.half:
        model = model.half().float()
    x = torch.randn(case.input_shape, generator=generator)
    while case.margin and case.margin(model, x) < KINK:
        x = torch.randn(case.input_shape, generator=generator)
    labels = torch.randint(case.classes, case.input_shape[:1], generator=generator)
    logits, gradients = forward_backward(case, model, x, labels)
    logits_64, gradients_64 = forward_backward(case, copy.deepcopy(model).double(), x.double(), labels)

    path = folder / case.name
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    case.save(copy.deepcopy(model).half() if case.half else model, path)
    tensors = {"input": x, "labels": labels.float(), "logits": logits}
    for name, value in under_file_names(case, model, gradients).items() if gradients else ():
        tensors |= kept(name, value, () if full else case.sampled)
    save_file({name: value.contiguous() for name, value in tensors.items()}, path / "golden.safetensors")
    if full:
        np.save(path / "input.npy", x.numpy())
        np.save(path / "logits.npy", logits.numpy())
    pairs = {name: (without_key_bias(name, g), without_key_bias(name, gradients_64[name])) for name, g in gradients.items()}
    floor = {name: relative_difference(*pair) for name, pair in pairs.items()}
    record = {
        "case": case.name,
        "seed": SEED,
        "float64": {
            "logitsRelativeDifference": relative_difference(logits, logits_64),
            "largestGradientRelativeDifference": max(floor.values(), default=None),
        },
        "torch": torch.__version__,
        "machine": platform.machine(),
        "command": COMMAND,
    }
    (path / "golden.json").write_text(json.dumps(record, indent=2) + "\n")
    for file in path.iterdir():
        file.chmod(0o644)
    size = sum(file.stat().st_size for file in path.iterdir())
    print(f"{case.name}: {size / 1e3:.0f} kB, float64 {record['float64']}", flush=True)


def main() -> None:
    """Writes all cases, or those named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", type=Path, help="folder for the real sizes, 4 GB")
    parser.add_argument("names", nargs="*", help="cases to write; all when none is named")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(SEED)
    from .cases import full_cases, micro_cases

    for case in full_cases() if arguments.full else micro_cases():
        if not arguments.names or case.name in arguments.names:
            write_case(case, arguments.full or FOLDER, bool(arguments.full))


if __name__ == "__main__":
    main()
