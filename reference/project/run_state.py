"""How a run starts, what is trained at which rate, and how the browser's optimizer state comes back.

Rules are the browser's: AdamW; layer-wise learning-rate decay (BEiT, MAE); no decay for one-dimensional parameters, prefix
tokens and positions; lambda faster by a factor; a straight rise, then half a cosine.
"""

import json
import math
import re
from dataclasses import dataclass
from pathlib import Path

import torch
from browser_random import BrowserRandom
from m2pt import AUX, SCALE, attach, build_model
from pictures import Pictures
from safetensors.torch import load_file
from torch import Tensor, nn

HEAD_DEVIATION = 0.02
START_SAMPLES, START_BATCH, FLOOR, IMPRINT = 256, 64, 1e-3, 0.1
TOKENS_AND_POSITIONS = re.compile(r"((cls|dist|reg)_(token|pos)$|pos_embed(\.|$))")


@dataclass
class Progress:
    """What a checkpoint remembers beside model and optimizer."""

    arm: str
    seed: int
    step: int = 0

    def state_dict(self) -> dict:
        return {"arm": self.arm, "seed": self.seed, "step": self.step}

    def load_state_dict(self, state: dict) -> None:
        if (state["arm"], state["seed"]) != (self.arm, self.seed):
            raise SystemExit(
                f"This checkpoint is of --arm {state['arm']} --seed {state['seed']}, not {self.arm} and {self.seed}."
            )
        self.step = state["step"]


def start_model(root: Path, run: dict, arm: str, seed: int, train: Pictures) -> nn.Module:
    """The model before its first step. The exported seed starts from weights/target; another one draws its own head."""
    fresh_body = run["target"]["random"] and seed != run["seed"]
    if fresh_body:
        torch.manual_seed(seed)
    model = build_model(root / "weights/target", start=not fresh_body)
    if seed != run["seed"]:
        start_head(model, seed, train)
    if arm == "pathway":
        settings = run["settings"]
        auxiliary = root / "weights/aux/model.safetensors"
        if not auxiliary.exists():
            raise SystemExit("This export holds no auxiliary, so only --arm baseline can be trained.")
        attach(
            model,
            load_file(auxiliary),
            run["linears"],
            settings["lambdaInit"],
            settings["splitQkv"],
            settings["depthOrder"] == "reversed",
        )
    return model


@torch.no_grad()
def start_head(model: nn.Module, seed: int, train: Pictures) -> None:
    """Random head with the browser's numbers, leaning on class means; a norm behind pooling is made to standardise."""
    count, classes = min(START_SAMPLES, len(train)), model.head.out_features
    chosen = [i * len(train) // count for i in range(count)]
    standardise = isinstance(model.fc_norm, nn.LayerNorm)
    if standardise:
        nn.init.ones_(model.fc_norm.weight)
        nn.init.zeros_(model.fc_norm.bias)
    model.eval()
    parts = [chosen[at : at + START_BATCH] for at in range(0, count, START_BATCH)]
    features = torch.cat([features_of(model, train.batch(part)[0]) for part in parts]).double()  # [count, D]
    mean = features.mean(0)
    deviation = (features.square().mean(0) - mean.square()).clamp_min(0).sqrt()
    gain = 1 / (deviation + FLOOR) if standardise else torch.ones_like(mean)
    offset = -mean * gain
    drawn = BrowserRandom(seed, "init-head").truncated_normal(classes * features.shape[1], HEAD_DEVIATION)
    head = torch.tensor(drawn).view(classes, -1).double()
    labels = torch.tensor([train.labels[i] for i in chosen])
    for label in labels.unique().tolist():
        head[label] += IMPRINT * (features[labels == label] * gain + offset).mean(0)
    bias = torch.zeros(classes, dtype=torch.double)
    if standardise:
        model.fc_norm.weight.copy_(gain)
        model.fc_norm.bias.copy_(offset)
    else:
        bias = (head - torch.tensor(drawn).view(classes, -1)) @ offset
    model.head.weight.copy_(head)
    model.head.bias.copy_(bias)


def features_of(model: nn.Module, x: Tensor) -> Tensor:
    """Pooled and normed features [B, D], before the head."""
    return model.forward_head(model.forward_features(x), pre_logits=True)


def set_trained(model: nn.Module, settings: dict) -> None:
    """`tune` trains everything, `fix` lambda and the head; lambda and the auxiliary can be held still."""
    for name, parameter in model.named_parameters():
        if name.endswith(SCALE):
            trained = settings["lambdaLearnable"]
        elif settings["mode"] == "fix":
            trained = name.startswith("head.")
        else:
            trained = settings["auxiliaryTrainable"] if name.endswith(AUX) else True
        parameter.requires_grad_(trained)


def rate_and_decay(name: str, parameter: Tensor, depth: int, settings: dict) -> tuple[float, float]:
    """Factor on the scheduled rate, and weight decay, of one parameter."""
    block = re.match(r"blocks\.(\d+)\.", name)
    special = bool(TOKENS_AND_POSITIONS.match(name))
    layer = int(block[1]) + 1 if block else 0 if special or name.startswith("patch_embed.") else depth + 1
    factor = settings["layerDecay"] ** (depth + 1 - layer)
    if name.endswith(SCALE):
        factor *= settings["lambdaLearningRateFactor"]
    return factor, 0.0 if parameter.ndim <= 1 or special else settings["weightDecay"]


def build_optimizer(model: nn.Module, run: dict) -> torch.optim.AdamW:
    """One group for every pair of factor and decay; a group carries `factor` and the `names` of its parameters."""
    groups: dict[tuple[float, float], dict] = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            factor, decay = rate_and_decay(name, parameter, len(model.blocks), run["settings"])
            empty = {"params": [], "names": [], "factor": factor, "weight_decay": decay}
            group = groups.setdefault((factor, decay), empty)
            group["params"].append(parameter)
            group["names"].append(name)
    adam = run["optimizer"]
    return torch.optim.AdamW(list(groups.values()), lr=0.0, betas=(adam["beta1"], adam["beta2"]), eps=adam["epsilon"])


def learning_rate(step: int, total: int, warmup: int, peak: float, final: float) -> float:
    """Rate of the step that follows `step` done ones; `final` is the last rate over the peak."""
    if step < warmup:
        return peak * (step + 1) / warmup
    progress = min(1.0, (step - warmup) / max(1, total - warmup))
    return final * peak + 0.5 * (1 - final) * peak * (1 + math.cos(math.pi * progress))


def load_moments(optimizer: torch.optim.Optimizer, folder: Path, step: int) -> None:
    """weights/resume/optimizer.safetensors -> AdamW's state, also where parameters are sharded (FSDP2).

    Raises SystemExit naming a parameter that is missing or has another shape.
    """
    moments = load_file(folder / "optimizer.safetensors")
    for group in optimizer.param_groups:
        for name, parameter in zip(group["names"], group["params"], strict=True):
            state = {"step": torch.tensor(float(step))}
            for kind in ("exp_avg", "exp_avg_sq"):
                moment = moments.pop(f"{kind}.{name}", None)
                if moment is None or moment.shape != parameter.shape:
                    raise SystemExit(f"optimizer.safetensors has no {kind} of shape {tuple(parameter.shape)} for {name}.")
                state[kind] = like(moment, parameter)
            optimizer.state[parameter] = state
    if moments:
        raise SystemExit(
            f"optimizer.safetensors holds moments of parameters that are not trained: {', '.join(list(moments)[:4])}."
        )


def like(full: Tensor, parameter: Tensor) -> Tensor:
    """A full tensor on the device, and with the sharding, of a parameter."""
    if hasattr(parameter, "device_mesh"):
        from torch.distributed.tensor import distribute_tensor

        return distribute_tensor(full.to(parameter.device), parameter.device_mesh, parameter.placements)
    return full.to(parameter.device).clone()


def check_streams(folder: Path, flips: list[int], order: list[int]) -> None:
    """Compares the states of this epoch's random streams with those that the browser wrote down."""
    written = json.loads((folder / "rng.json").read_text())
    if written["order"]["state"] != order or (written["flip"] and written["flip"]["state"] != flips):
        raise SystemExit("The random streams differ from the browser's: the next batches would be other ones.")
