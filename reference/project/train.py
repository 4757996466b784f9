# /// script
# requires-python = ">=3.10"
# dependencies = ["torch>=2.6", "timm>=1.0.9", "accelerate>=1.2", "safetensors>=0.4", "pillow>=10", "numpy>=1.26"]
# ///
"""Continues a run of the M2PT playground, or starts one like it, on one process or many.

    python train.py --resume weights/resume
    accelerate launch --config_file configs/accelerate/ddp.yaml --num_processes 8 train.py --arm pathway --seed 3
    torchrun --standalone --nproc_per_node 8 train.py --resume outputs/checkpoints/checkpoint_3

A global batch is the same whatever the number of processes: it is divided among them and, with --per-device-batch, into parts
that are trained one after another. Loss and gradient are means over the global batch, also where it cannot be divided evenly.
"""

import argparse
import json
import math
import os
import sys
from contextlib import nullcontext
from pathlib import Path

import torch
from accelerate import Accelerator
from accelerate.utils import ProjectConfiguration, set_seed
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional as F

EXPORTED = "weights/resume"


def project_folder() -> Path:
    """Where the project lies: beside this file, in --project, or in a repository of the Hugging Face Hub, which is fetched."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--project")
    named = parser.parse_known_args()[0].project
    if named is None:
        return Path(__file__).resolve().parent
    if Path(named).is_dir():
        return Path(named).resolve()
    from huggingface_hub import snapshot_download

    return Path(snapshot_download(named))


ROOT = project_folder()
sys.path.insert(0, str(ROOT))

from browser_random import BrowserRandom  # noqa: E402
from pictures import Pictures, epoch_batches, steps_per_epoch  # noqa: E402
from run_state import (  # noqa: E402
    Progress,
    build_optimizer,
    check_streams,
    learning_rate,
    load_moments,
    set_trained,
    start_model,
)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--project", help="folder or Hub repository of the project; default: beside this file")
    parser.add_argument("--config", default="configs/run.json", help="settings of the run")
    parser.add_argument("--arm", choices=("baseline", "pathway"), help="default: the exported one")
    parser.add_argument("--seed", type=int, help="default: the exported one")
    parser.add_argument("--resume", help="weights/resume, or outputs/checkpoints/checkpoint_N")
    parser.add_argument("--epochs", type=int, help="of the whole run; a longer one has a longer learning-rate curve")
    parser.add_argument("--max-steps", type=int, help="end after this many steps of this call")
    parser.add_argument("--batch-size", type=int, help="global batch, over all processes")
    parser.add_argument("--per-device-batch", type=int, help="most pictures that one process takes at once")
    parser.add_argument("--learning-rate", type=float, help="peak")
    parser.add_argument("--mixed-precision", choices=("no", "fp16", "bf16"), help="default: Accelerate's setting, else no")
    parser.add_argument("--cpu", action="store_true", help="even where there is a GPU")
    parser.add_argument("--output", default="outputs", help="folder for metrics, checkpoints and the last weights")
    parser.add_argument("--log-every", type=int, default=10, help="steps between two writes of metrics.jsonl")
    parser.add_argument("--push", help="Hub repository that receives the output folder at the end")
    return parser.parse_args()


class Run:
    """One training run on all processes."""

    def __init__(self, args: argparse.Namespace):
        self.args = args
        self.run = run = json.loads((ROOT / args.config).read_text())
        self.settings = run["settings"]
        given = {"epochs": args.epochs, "batchSize": args.batch_size, "learningRate": args.learning_rate}
        self.settings.update({key: value for key, value in given.items() if value is not None})
        self.progress = Progress(args.arm or run["arm"], run["seed"] if args.seed is None else args.seed)
        self.output = Path(args.output)
        self.accelerator = Accelerator(
            cpu=args.cpu or not torch.accelerator.is_available(),  # else Accelerate leaves CPU processes by themselves
            mixed_precision=args.mixed_precision,
            project_config=ProjectConfiguration(str(self.output), automatic_checkpoint_naming=True, total_limit=3),
        )
        if self.accelerator.num_processes != int(os.environ.get("WORLD_SIZE", "1")):
            raise SystemExit("The launcher started several processes, but they do not find each other. On a CPU give --cpu.")
        set_seed(self.progress.seed)
        self.parts = {
            name: Pictures(ROOT / "data" / name, run["data"]["normalization"]) for name in ("train", "validation", "test")
        }
        count = len(self.parts["train"])
        self.batch = min(self.settings["batchSize"], count)
        self.per_epoch = steps_per_epoch(count, self.settings["batchSize"])
        self.total = self.per_epoch * self.settings["epochs"]
        self.warmup = math.floor(self.settings["warmup"] * self.total + 0.5)
        self._start()
        self.waiting: list[dict] = []

    def _start(self) -> None:
        """Builds the model, or brings it back, with its optimizer."""
        resume = self.args.resume
        exported = resume is not None and (ROOT / resume).resolve() == (ROOT / EXPORTED).resolve()
        if resume and not exported and not Path(resume).is_dir():
            raise SystemExit(f"There is no folder {resume} to resume from; {self.output}/checkpoints holds what there is.")
        if not resume and (self.output / "checkpoints").exists():
            raise SystemExit(f"{self.output} holds a run already: give another --output, or --resume one of its checkpoints.")
        progress = self.progress
        model = start_model(ROOT, self.run, progress.arm, progress.seed, self.parts["train"])
        if exported:
            progress.load_state_dict({**self.run, "step": self.run["step"]})
            model.load_state_dict(load_file(ROOT / EXPORTED / "model.safetensors"), strict=True)
        set_trained(model, self.settings)
        self.scales = [name for name, _ in model.named_parameters() if name.endswith("cross_modal_scale")]
        self.model, self.optimizer = self.accelerator.prepare(model, build_optimizer(model, self.run))
        self.accelerator.register_for_checkpointing(progress)
        if exported:
            load_moments(self.optimizer, ROOT / EXPORTED, progress.step)
        elif resume:
            self.accelerator.load_state(resume)
            there = [path.name.removeprefix("checkpoint_") for path in (self.output / "checkpoints").glob("checkpoint_*")]
            self.accelerator.project_configuration.iteration = 1 + max([int(n) for n in there if n.isdigit()], default=-1)
        self.exported = exported

    def train(self) -> None:
        """From where the run stands to its end, or until --max-steps."""
        progress, settings = self.progress, self.settings
        if progress.step >= self.total:
            raise SystemExit(f"The run is complete at step {progress.step} of {self.total}: give more --epochs to go on.")
        last = min(self.total, progress.step + self.args.max_steps) if self.args.max_steps else self.total
        self.say(f"{progress.arm}, seed {progress.seed}: step {progress.step} of {self.total}; {self.share()}")
        while progress.step < last:
            epoch, skipped = divmod(progress.step, self.per_epoch)
            batches = epoch_batches(len(self.parts["train"]), settings["batchSize"], epoch, progress.seed, settings["flip"])
            for at, (positions, mirrored, flips) in enumerate(batches):
                if at < skipped:
                    continue
                if self.exported:
                    check_streams(ROOT / EXPORTED, flips, BrowserRandom(progress.seed, f"order:{epoch}").state())
                    self.exported = False
                self.step(positions, mirrored)
                if progress.step == last:
                    break
            if progress.step % self.per_epoch == 0:
                figures = self.evaluate("validation")
                self.note({"event": "epoch", "epoch": epoch + 1, "step": progress.step, **figures})
                self.say(f"epoch {epoch + 1}: validation loss {figures['loss']:.4f}, accuracy {figures['accuracy']:.3f}")
            self.write()
            self.accelerator.save_state()
        if progress.step == self.total:
            figures = self.evaluate("test")
            self.note({"event": "finished", "arm": progress.arm, "seed": progress.seed, "step": progress.step, **figures})
            self.say(f"test accuracy {figures['accuracy']:.3f}")
        self.write()
        self.save_last()

    def share(self) -> str:
        """How the global batch is divided, in words."""
        world, parts = self.accelerator.num_processes, self.accumulated()
        return f"global batch {self.batch} = {world} process(es) x {parts} part(s) x about {self.batch / (world * parts):g}"

    def accumulated(self) -> int:
        """Parts that every process trains one after another."""
        most = self.args.per_device_batch or self.batch
        return max(self.accelerator.gradient_accumulation_steps, -(-self.batch // (most * self.accelerator.num_processes)))

    def own_parts(self, items: list) -> list[list]:
        """This process's parts of a list; every process gets as many parts, the last ones may be empty."""
        count, world = self.accumulated(), self.accelerator.num_processes
        cuts = [len(items) * i // (count * world) for i in range(count * world + 1)]
        first = self.accelerator.process_index * count
        return [items[cuts[i] : cuts[i + 1]] for i in range(first, first + count)]

    def step(self, positions: list[int], mirrored: list[bool]) -> None:
        """One update of the model from one global batch."""
        self.model.train()
        self.optimizer.zero_grad()
        # Accelerate means over processes and over its own accumulation steps; the loss here is a sum over the global batch.
        undo = self.accelerator.num_processes * self.accelerator.gradient_accumulation_steps
        parts = list(zip(self.own_parts(positions), self.own_parts(mirrored), strict=True))
        loss = torch.zeros((), device=self.accelerator.device)
        for at, (chosen, flipped) in enumerate(parts):
            with self.accelerator.no_sync(self.model) if at < len(parts) - 1 else nullcontext():
                part = self.loss_sum("train", chosen, flipped, self.settings["labelSmoothing"])[0] / len(positions)
                self.accelerator.backward(part * undo)
            loss += part.detach()
        clip = self.settings["clipNorm"] or math.inf
        norm = self.accelerator.clip_grad_norm_(self.model.parameters(), clip)
        schedule = self.run["schedule"]
        peak = self.settings["learningRate"]
        rate = learning_rate(self.progress.step, self.total, self.warmup, peak, schedule["finalFraction"])
        for group in self.optimizer.param_groups:
            group["lr"] = rate * group["factor"]
        self.optimizer.step()
        self.progress.step += 1
        self.note({"event": "step", "step": self.progress.step, "rate": rate, "loss": loss, "norm": norm})

    def loss_sum(self, part: str, positions: list[int], mirrored: list[bool], smoothing: float) -> tuple[Tensor, Tensor]:
        """Summed cross-entropy and number of right answers of some pictures; without pictures, 0 through the whole model."""
        x, labels = self.parts[part].batch(positions or [0], mirrored)
        labels = labels.to(self.accelerator.device)
        logits = self.model(x.to(self.accelerator.device)).float()
        loss = F.cross_entropy(logits, labels, reduction="sum", label_smoothing=smoothing)
        right = (logits.argmax(1) == labels).sum()
        return (loss, right) if positions else (loss * 0, right * 0)

    @torch.no_grad()
    def evaluate(self, part: str, batch: int = 64) -> dict:
        """Mean cross-entropy (no smoothing) and accuracy over one part of the data, from all processes."""
        self.model.eval()
        accelerator, count = self.accelerator, len(self.parts[part])
        own = list(range(accelerator.process_index, count, accelerator.num_processes))
        rounds = -(-count // (batch * accelerator.num_processes))  # as many for every process
        sums = torch.zeros(2, device=accelerator.device)
        for at in range(rounds):
            sums += torch.stack(self.loss_sum(part, own[at * batch : (at + 1) * batch], [], 0.0))
        loss, right = accelerator.reduce(sums, "sum").tolist()
        return {"loss": loss / max(1, count), "accuracy": right / max(1, count)}

    def note(self, row: dict) -> None:
        """Keeps one line of metrics; losses stay on the device until they are written."""
        self.waiting.append(row)
        if len(self.waiting) >= self.args.log_every:
            self.write()

    def write(self) -> None:
        """Appends what waits to metrics.jsonl, and stops on a loss that is no number."""
        rows, self.waiting = self.waiting, []
        steps = [row for row in rows if row["event"] == "step"]
        if steps:
            losses = self.accelerator.reduce(torch.stack([row["loss"] for row in steps]), "sum").tolist()
            for row, loss in zip(steps, losses, strict=True):
                row["loss"], row["norm"] = loss, float(row["norm"])
        if self.accelerator.is_main_process and rows:
            self.output.mkdir(parents=True, exist_ok=True)
            with open(self.output / "metrics.jsonl", "a") as file:
                file.writelines(json.dumps(row) + "\n" for row in rows)
        lost = next((row["step"] for row in steps if not math.isfinite(row["loss"])), None)
        if lost is not None:
            raise SystemExit(f"The loss is no longer a number at step {lost}. A lower --learning-rate may help.")

    def save_last(self) -> None:
        """outputs/last: the un-merged weights with what is needed to read them; pushed where asked."""
        state = self.accelerator.get_state_dict(self.model)
        if self.accelerator.is_main_process:
            folder = self.output / "last"
            folder.mkdir(parents=True, exist_ok=True)
            save_file({name: value.contiguous().cpu() for name, value in state.items()}, folder / "model.safetensors")
            facts = {**self.progress.state_dict(), "scales": self.scales}
            (folder / "run.json").write_text(json.dumps(facts, indent=2) + "\n")
            if self.args.push:
                from huggingface_hub import HfApi

                HfApi().upload_folder(repo_id=self.args.push, folder_path=str(self.output), path_in_repo="outputs")
        self.accelerator.wait_for_everyone()

    def say(self, text: str) -> None:
        self.accelerator.print(text, flush=True)


def main() -> None:
    run = Run(parse())
    try:
        run.train()
    finally:
        run.accelerator.end_training()


if __name__ == "__main__":
    main()
