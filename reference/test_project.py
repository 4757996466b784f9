"""“Export to PyTorch”, seen from PyTorch: exported projects continue the browser's runs, on one process and on two.

The projects are written by src/worker/export-project.test.ts, whose runs go on for ten steps after the export on the engine's
cpu backend; their losses are what `train.py` is compared with. The main case runs as people run it (python, torchrun,
accelerate launch); the others in processes forked from one that has torch and timm already: importing them takes most of the
time.
"""

import contextlib
import json
import math
import multiprocessing
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

for module in ("torch", "timm", "accelerate", "safetensors"):
    if module == "timm":
        from . import torchvision_ops  # noqa: F401
    pytest.importorskip(module)
if shutil.which("npx") is None:
    pytest.skip("Node is not installed", allow_module_level=True)

REPOSITORY = Path(__file__).resolve().parent.parent
CONTINUED = ("pathway", "frozen", "fix", "cls-token", "dist-token", "scratch")
RESUME = ("train.py", "--resume", "weights/resume", "--max-steps", "10")
TWO = ("-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2")


@pytest.fixture(scope="session")
def projects(tmp_path_factory) -> Path:
    """A folder with one folder a case: the project, and expected.json with what the browser's engine did next."""
    root = tmp_path_factory.mktemp("projects")
    command = ["npx", "vitest", "run", "--project", "node", "src/worker/export-project.test.ts"]
    done = subprocess.run(
        command, cwd=REPOSITORY, env={**os.environ, "M2PT_PROJECTS": str(root)}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return root


def expected(projects: Path, case: str) -> dict:
    return json.loads((projects / case / "expected.json").read_text())


def python(projects: Path, case: str, *arguments: str, **variables: str) -> str:
    """Runs Python inside a project, which must succeed, and returns what it printed. variables: of the environment."""
    own = {"OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    env = {**os.environ, **own, **variables}
    folder = expected(projects, case)["project"]
    done = subprocess.run([sys.executable, *arguments], cwd=folder, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def script(projects: Path, case: str, *arguments: str, fails: bool = False) -> str:
    """The same for `train.py …` or `-c CODE` in a forked process; with fails=True it must end with an error."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["reference.torchvision_ops", "torch", "timm", "accelerate", "PIL.Image"])
    folder = expected(projects, case)["project"]
    said = projects / "said.txt"
    process = context.Process(target=in_project, args=(folder, arguments, said))
    process.start()
    process.join(300)
    text = said.read_text()
    assert (process.exitcode != 0) == fails, text[-3000:]
    return text


def in_project(folder: str, arguments: tuple[str, ...], said: Path) -> None:
    """The forked process: as if Python had been started in the folder."""
    import torch

    torch.set_num_threads(1)
    sys.dont_write_bytecode = True
    os.chdir(folder)
    sys.path.insert(0, folder)
    sys.argv = list(arguments)
    with open(said, "w") as file, contextlib.redirect_stdout(file), contextlib.redirect_stderr(file):
        try:
            if arguments[0] == "-c":
                exec(arguments[1], {"__name__": "__main__"})
            else:
                runpy.run_path(arguments[0], run_name="__main__")
        except SystemExit as end:
            file.write(f"{end}\n")
            raise


def rows(projects: Path, case: str, output: str = "outputs", event: str = "step") -> list[dict]:
    file = Path(expected(projects, case)["project"]) / output / "metrics.jsonl"
    return [row for row in map(json.loads, file.read_text().splitlines()) if row["event"] == event]


def furthest(losses: list[float], others: list[float]) -> float:
    """Largest relative difference of two equally long lists."""
    assert len(losses) == len(others) > 0
    return max(abs(a - b) / abs(b) for a, b in zip(losses, others, strict=True))


def losses(projects: Path, case: str, output: str = "outputs") -> list[float]:
    return [row["loss"] for row in rows(projects, case, output)]


@pytest.fixture(scope="session")
def continued(projects) -> Path:
    """The main case, continued by a single process."""
    python(projects, "pathway", *RESUME)
    return projects


def test_random_numbers_and_batches_are_the_browsers(projects):
    code = """
import json
from browser_random import BrowserRandom
from pictures import epoch_batches
uniform, head, x = BrowserRandom(-3, "flip-2"), BrowserRandom(7, "init-head"), BrowserRandom(2**40 + 5, "x")
drawn = {"uniform": [uniform.uniform() for _ in range(5)], "integers": [x.integer(n) for n in (1, 2, 3, 10, 2**31, 2**32)]}
drawn["normal"] = [head.normal() for _ in range(200)]
drawn["state"] = head.state()
drawn["batches"] = [positions for positions, _, _ in epoch_batches(51, 8, 2, 4, False)]
print(json.dumps(drawn))
"""
    assert json.loads(script(projects, "pathway", "-c", code)) == expected(projects, "pathway")["random"]


@pytest.mark.parametrize("case", [*CONTINUED, "ended"])
def test_the_check_passes_and_needs_nothing_but_python(projects, case):
    assert "as it was written" in python(projects, case, "-S", "check_export.py")


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("weights/target/model.safetensors", lambda data: data[:-1] + bytes([data[-1] ^ 1]), "another SHA-256"),
        ("weights/resume/rng.json", lambda data: data[:-2], "bytes instead of"),
        ("golden/input.npy", None, "is missing"),
        ("data/train/00-red-left/9999.png", lambda _: b"more", "not in manifest.json"),
    ],
)
def test_the_check_names_what_was_changed(projects, tmp_path, name, change, told):
    copy = tmp_path / "project"
    shutil.copytree(expected(projects, "fix")["project"], copy)
    path = copy / name
    if change is None:
        path.unlink()
    else:
        path.write_bytes(change(path.read_bytes() if path.exists() else b""))
    done = subprocess.run([sys.executable, "-S", "check_export.py"], cwd=copy, capture_output=True, text=True)
    assert done.returncode == 1
    assert name in done.stdout and told in done.stdout


def test_the_check_compares_tensors_with_the_configuration(projects, tmp_path):
    """Files that agree with a manifest made anew, but not with each other."""
    import hashlib

    copy = tmp_path / "project"
    shutil.copytree(expected(projects, "pathway")["project"], copy)
    run = json.loads((copy / "configs/run.json").read_text())
    run["settings"]["splitQkv"] = False
    text = json.dumps(run).encode()
    (copy / "configs/run.json").write_bytes(text)
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["files"]["configs/run.json"] = {"bytes": len(text), "sha256": hashlib.sha256(text).hexdigest()}
    (copy / "manifest.json").write_text(json.dumps(manifest))
    done = subprocess.run([sys.executable, "-S", "check_export.py"], cwd=copy, capture_output=True, text=True)
    assert done.returncode == 1 and "blocks.0.attn.qkv.cross_modal_scale is [3], expected [1]" in done.stdout


@pytest.mark.parametrize("case", [*CONTINUED, "ended"])
def test_logits_are_the_browsers(projects, case):
    found = json.loads(script(projects, case, "eval.py", "--golden"))
    assert found["relativeLogitDifference"] < 1e-4
    assert np.abs(np.load(Path(expected(projects, case)["project"]) / "golden/logits.npy")).max() > 0.1


@pytest.mark.parametrize("case", CONTINUED)
def test_the_next_ten_losses_follow_the_browsers(continued, case):
    if case != "pathway":
        script(continued, case, *RESUME)
    then = expected(continued, case)
    assert furthest(losses(continued, case), then["losses"][then["at"] :]) < 1e-3
    assert [row["step"] for row in rows(continued, case)] == list(range(then["at"] + 1, then["at"] + 11))


@pytest.mark.parametrize("case", ["pathway", "frozen", "fix", "cls-token", "dist-token"])
def test_the_same_parameters_are_trained_at_the_same_rates(projects, case):
    """Rules of run_state.py against the list that the browser wrote."""
    code = """
import json
from pathlib import Path
from pictures import Pictures
from run_state import build_optimizer, set_trained, start_model
run = json.loads(Path("configs/run.json").read_text())
model = start_model(Path("."), run, run["arm"], run["seed"], Pictures(Path("data/train"), run["data"]["normalization"]))
set_trained(model, run["settings"])
groups = build_optimizer(model, run).param_groups
print(json.dumps({name: [g["factor"], g["weight_decay"]] for g in groups for name in g["names"]}))
"""
    found = json.loads(script(projects, case, "-c", code))
    run = json.loads((Path(expected(projects, case)["project"]) / "configs/run.json").read_text())
    stated = {name: (factor, decay) for name, factor, decay in run["optimizer"]["groups"]}
    assert found.keys() == stated.keys()
    for name, (factor, decay) in stated.items():
        assert found[name] == [pytest.approx(factor, rel=1e-12), decay], name


def test_two_processes_give_the_losses_of_one(continued):
    """A global batch of seven: it cannot be divided evenly."""
    said = python(continued, "pathway", *TWO, *RESUME, "--output", "two")
    assert "2 process(es)" in said
    assert furthest(losses(continued, "pathway", "two"), losses(continued, "pathway")) < 1e-5
    one, two = (rows(continued, "pathway", output, "epoch") for output in ("outputs", "two"))
    assert [row["accuracy"] for row in one] == [row["accuracy"] for row in two]
    assert furthest([row["loss"] for row in two], [row["loss"] for row in one]) < 1e-5


def test_parts_that_are_accumulated_give_the_same_losses(continued):
    """Two processes with four parts each for seven pictures: one part is empty."""
    python(continued, "pathway", *TWO, *RESUME, "--per-device-batch", "1", "--output", "parts")
    assert furthest(losses(continued, "pathway", "parts"), losses(continued, "pathway")) < 1e-5


def test_accelerate_launch_runs_it_too(continued):
    config = ("--config_file", "configs/accelerate/single.yaml")
    python(continued, "pathway", "-m", "accelerate.commands.launch", *config, *RESUME, "--output", "launched")
    assert losses(continued, "pathway", "launched") == losses(continued, "pathway")


def test_a_model_divided_among_processes_gives_the_same_losses(continued):
    """FSDP2 as configs/accelerate/fsdp.yaml sets it up, with DTensors. Accelerate divides models on accelerators only, so it is
    told that its two CPU processes are some."""
    site = continued / "divided"
    site.mkdir()
    (site / "sitecustomize.py").write_text(
        """
import torch, accelerate.state as state
torch.accelerator.is_available = lambda: True
state.PartialState._prepare_backend = lambda *_: ("gloo", state.DistributedType.MULTI_XPU)
"""
    )
    settings = {"VERSION": "2", "AUTO_WRAP_POLICY": "TRANSFORMER_BASED_WRAP", "TRANSFORMER_CLS_TO_WRAP": "Block"}
    settings |= {"RESHARD_AFTER_FORWARD": "true", "STATE_DICT_TYPE": "FULL_STATE_DICT", "CPU_RAM_EFFICIENT_LOADING": "false"}
    env = {"ACCELERATE_USE_FSDP": "true", "ACCELERATE_TORCH_DEVICE": "cpu", "PYTHONPATH": str(site)}
    env |= {f"FSDP_{name}": value for name, value in settings.items()}
    python(continued, "pathway", *TWO, *RESUME, "--output", "divided", **env)
    assert furthest(losses(continued, "pathway", "divided"), losses(continued, "pathway")) < 1e-5
    kept = Path(expected(continued, "pathway")["project"]) / "divided"
    assert (kept / "checkpoints/checkpoint_0/pytorch_model_fsdp.bin").exists()  # it really was divided
    again = script(continued, "pathway", "eval.py", "--weights", "divided/last")
    assert json.loads(again) == pytest.approx(json.loads(script(continued, "pathway", "eval.py", "--weights", "outputs/last")))


@pytest.mark.parametrize("name", ["single", "ddp", "fsdp", "multi_node"])
def test_accelerate_reads_its_configurations(projects, name):
    code = f"""
from accelerate.commands.config.config_args import load_config_from_file
print(load_config_from_file("configs/accelerate/{name}.yaml").distributed_type.value)
"""
    kinds = {"single": "NO", "ddp": "MULTI_GPU", "fsdp": "FSDP", "multi_node": "MULTI_GPU"}
    assert script(projects, "fix", "-c", code).strip() == kinds[name]


def test_the_script_alone_finds_its_project(projects, tmp_path):
    """As a Hugging Face job has it: train.py somewhere else, the project named."""
    project = expected(projects, "fix")["project"]
    shutil.copyfile(Path(project) / "train.py", tmp_path / "train.py")
    alone = str(tmp_path / "train.py")
    script(projects, "fix", alone, "--project", project, *RESUME[1:], "--output", str(tmp_path / "outputs"))
    assert (tmp_path / "outputs/last/model.safetensors").exists()


def test_a_checkpoint_continues_as_if_never_stopped(continued):
    """Five steps, then from Accelerate's checkpoint with two processes, against ten steps at once."""
    script(continued, "pathway", *RESUME[:-1], "5", "--output", "halves")
    checkpoint = "halves/checkpoints/checkpoint_1"
    python(continued, "pathway", *TWO, "train.py", "--resume", checkpoint, "--max-steps", "5", "--output", "halves")
    assert furthest(losses(continued, "pathway", "halves"), losses(continued, "pathway")) < 1e-5
    folder = Path(expected(continued, "pathway")["project"]) / "halves"
    assert [path.name for path in sorted((folder / "checkpoints").iterdir())] == [f"checkpoint_{n}" for n in (1, 2, 3)]
    said = script(continued, "pathway", "train.py", "--resume", checkpoint, "--seed", "5", "--output", "halves", fails=True)
    assert "is of --arm pathway --seed 0" in said


def test_a_run_from_the_start_repeats_the_browsers_from_its_first_step(projects):
    """weights/target, the auxiliary and every setting: not only what was resumed."""
    then = expected(projects, "pathway")
    script(projects, "pathway", "train.py", "--max-steps", "8", "--output", "again")
    assert furthest(losses(projects, "pathway", "again"), then["losses"][:8]) < 1e-3


@pytest.mark.parametrize("case", ["fix", "cls-token"])
def test_another_seed_draws_the_head_that_the_browser_draws(projects, case):
    """Against the same experiment with seed 1 in the browser's engine; a norm behind pooling, and one before it."""
    script(projects, case, "train.py", "--seed", "1", "--max-steps", "6", "--output", "other")
    then = expected(projects, f"{case}-seed-1")["losses"]
    assert furthest(losses(projects, case, "other"), then[:6]) < 1e-3
    assert furthest(expected(projects, case)["losses"][:6], then[:6]) > 1e-2  # seed 0 is another run


def test_a_complete_run_says_so_and_goes_on_with_more_epochs(projects):
    assert "is complete" in script(projects, "ended", "train.py", "--resume", "weights/resume", fails=True)
    script(projects, "ended", "train.py", "--resume", "weights/resume", "--epochs", "2", "--output", "longer")
    finished = rows(projects, "ended", "longer", "finished")
    assert len(finished) == 1 and finished[0]["accuracy"] > 0.5  # chance is a third


def test_a_damaged_optimizer_state_is_refused(projects, tmp_path):
    import torch
    from safetensors.torch import load_file, save_file

    folder = Path(expected(projects, "fix")["project"]) / "weights/resume"
    kept = (folder / "optimizer.safetensors").read_bytes()
    moments = load_file(folder / "optimizer.safetensors")
    moments["exp_avg.head.bias"] = torch.zeros(7)
    save_file(moments, folder / "optimizer.safetensors")
    try:
        assert "head.bias" in script(projects, "fix", *RESUME, "--output", "damaged", fails=True)
    finally:
        (folder / "optimizer.safetensors").write_bytes(kept)


def test_merging_gives_a_model_that_timm_opens(continued, tmp_path):
    import timm
    import torch

    folder = Path(expected(continued, "pathway")["project"])
    script(continued, "pathway", "merge.py", "--out", str(tmp_path / "merged"))
    model = timm.create_model(f"local-dir:{tmp_path / 'merged'}", pretrained=True).eval()
    x, logits = (torch.from_numpy(np.load(folder / f"golden/{name}.npy")) for name in ("input", "logits"))
    with torch.no_grad():
        assert (model(x) - logits).abs().max() / logits.abs().max() < 1e-4
    measured = json.loads(script(continued, "pathway", "eval.py", "--weights", "outputs/last"))
    assert measured["samples"] == 12 and math.isfinite(measured["loss"])
