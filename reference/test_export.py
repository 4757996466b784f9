"""The app's exports in the hands of programs we did not write: timm, onnx and onnxruntime.

The exports are made fresh by the app's own test (src/core/export/model-files.test.ts) together with the logits that the
engine gives for them: eight micro models, one for each encoder shape that the page can train.
"""

import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from . import torchvision_ops  # noqa: F401  before timm

timm = pytest.importorskip("timm")
safetensors_torch = pytest.importorskip("safetensors.torch")

ROOT = Path(__file__).parent.parent
VITEST = ROOT / "node_modules" / "vitest" / "vitest.mjs"
SHAPES = 8
# Every second one has a λ each for q, k and v.
NAMES = ["0", "0-split", *(f"{i}-split" if i % 2 else str(i) for i in range(1, SHAPES))]
CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="session")
def exports(tmp_path_factory) -> Path:
    """Folder with one sub-folder per model: golden.json and the unpacked exports."""
    if not shutil.which("node") or not VITEST.exists():
        pytest.skip("Node and the app's packages are not installed (npm ci)")
    folder = tmp_path_factory.mktemp("exports")
    command = ["node", str(VITEST), "run", "--project", "node", "src/core/export/model-files.test.ts"]
    environment = {**os.environ, "M2PT_EXPORTS": str(folder)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for archive in folder.glob("*/*.zip"):
        with zipfile.ZipFile(archive) as opened:
            assert opened.testzip() is None
            opened.extractall(archive.with_suffix(""))
    torch.set_num_threads(1)
    return folder


@pytest.fixture(params=NAMES)
def model(request, exports) -> Path:
    """Folder of one model."""
    return exports / request.param


def config_of(folder: Path) -> dict:
    """config.json as a dict."""
    return json.loads((folder / "config.json").read_text())


def golden_of(model: Path) -> tuple[Tensor, Tensor]:
    """Pixels and the engine's logits for them."""
    golden = json.loads((model / "golden.json").read_text())
    return torch.tensor(golden["pixels"]).reshape(golden["shape"]), torch.tensor(golden["logits"])


def with_own_eps(module: torch.nn.Module, config: dict) -> torch.nn.Module:
    """timm's arguments cannot say an epsilon, so config.json says it beside them."""
    for name, part in module.named_modules():
        if isinstance(part, torch.nn.LayerNorm):
            part.eps = config["m2pt"]["layer_norm_eps" if name.startswith("blocks.") else "final_norm_eps"]
    return module.eval()


def built(folder: Path) -> torch.nn.Module:
    """The network by timm's registry and arguments, weights loaded with nothing missing and nothing left."""
    config = config_of(folder)
    network = timm.create_model(config["architecture"], **config["model_args"], num_classes=config["num_classes"])
    network.load_state_dict(safetensors_torch.load_file(folder / "model.safetensors"), strict=True)
    return with_own_eps(network, config)


def relative(found: Tensor, expected: Tensor) -> float:
    """Norm of the difference over the norm of what is expected."""
    return float((found - expected).norm() / expected.norm())


@torch.inference_mode()
def test_timm_gives_the_engines_logits(model):
    pixels, logits = golden_of(model)
    assert relative(built(model / "merged")(pixels), logits) < 1e-5


@torch.inference_mode()
def test_timm_opens_the_folder_by_itself(model):
    folder = model / "merged"
    network = timm.create_model(f"local-dir:{folder}", pretrained=True)
    pixels, logits = golden_of(model)
    assert relative(with_own_eps(network, config_of(folder))(pixels), logits) < 1e-5
    data = timm.data.resolve_model_data_config(network)
    assert tuple(data["input_size"]) == tuple(pixels.shape[1:])
    assert list(data["mean"]) == [0.5] * 3 and list(data["std"]) == [0.25] * 3


def test_the_unmerged_run_folds_into_the_merged_model(model):
    merged = safetensors_torch.load_file(model / "merged" / "model.safetensors")
    parts = safetensors_torch.load_file(model / "un-merged" / "model.safetensors")
    scales = [name for name in parts if name.endswith(".cross_modal_scale")]
    largest = 0.0
    for name in scales:
        layer = name.removesuffix(".cross_modal_scale")
        aux = parts.pop(f"{layer}.aux_weight")
        scale = parts.pop(name)
        assert scale.shape == (3 if model.name.endswith("split") and layer.endswith("qkv") else 1,)
        groups = [part * value for part, value in zip(aux.chunk(len(scale)), scale, strict=True)]
        largest = max(largest, float(torch.cat(groups).abs().max()))
        parts[f"{layer}.weight"] = parts[f"{layer}.weight"] + torch.cat(groups)
    assert largest > 1e-2  # the pathway does something
    assert parts.keys() == merged.keys()
    for name, value in merged.items():
        torch.testing.assert_close(parts[name], value, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("kind", ["merged", "un-merged"])
def test_the_snippet_in_the_card_runs_as_it_stands(model, kind, monkeypatch, capsys):
    image = pytest.importorskip("PIL.Image")
    folder = model / kind
    config = config_of(folder)
    _, height, width = config["pretrained_cfg"]["input_size"]
    bytes_ = np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)
    image.fromarray(bytes_).save(folder / "picture.png")
    (code,) = CODE.findall((folder / "README.md").read_text())
    monkeypatch.chdir(folder)
    scope: dict = {}
    exec(code, scope)  # noqa: S102  it is our own text
    pixels = (torch.from_numpy(bytes_).permute(2, 0, 1)[None] / 255 - 0.5) / 0.25
    with torch.inference_mode():
        expected = built(model / "merged")(pixels).softmax(-1)[0]
    torch.testing.assert_close(scope["scores"], expected, rtol=1e-4, atol=1e-6)
    assert len(capsys.readouterr().out.splitlines()) == config["num_classes"]


def test_onnx_is_valid_and_gives_the_engines_logits(model):
    onnx = pytest.importorskip("onnx")
    onnxruntime = pytest.importorskip("onnxruntime")
    path = model / "onnx" / "onnx" / "model.onnx"
    onnx.checker.check_model(onnx.load(path), full_check=True)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    (given,) = session.get_inputs()
    assert given.name == "pixel_values" and given.shape[0] == "batch"
    pixels, logits = golden_of(model)
    for count in (1, 2):
        (found,) = session.run(["logits"], {"pixel_values": pixels[:count].numpy()})
        assert relative(torch.from_numpy(found), logits[:count]) < 1e-5
    metadata = session.get_modelmeta().custom_metadata_map
    assert json.loads(metadata["class_names"]) == config_of(model / "onnx")["pretrained_cfg"]["label_names"]
    assert metadata["license"] == "cc-by-nc-4.0"


def test_the_front_matter_is_yaml_with_the_strictest_licence(model):
    yaml = pytest.importorskip("yaml")
    for kind in ("merged", "un-merged", "onnx"):
        _, front, _ = (model / kind / "README.md").read_text().split("---\n", 2)
        card = yaml.safe_load(front)
        assert card["license"] == "cc-by-nc-4.0"
        assert card["model-index"][0]["results"][0]["metrics"] == [{"type": "accuracy", "value": 0.75}]
