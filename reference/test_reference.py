"""Properties of the method that need no golden file. Run: `python -m pytest reference -q` from the repository root."""

import copy
import re

import pytest
import torch
from torch.nn import functional as F

from .checkpoint import load_checkpoint, save_checkpoint
from .cross_modal import LINKED_LAYERS, CrossModalLinear, PathwayError, attach_auxiliary, cross_modal_scales
from .encoder import Classifier, Encoder, EncoderConfig
from .golden_case import Case, build, forward_backward, randomise
from .log_mel import log_mel, mel_filters
from .mae import MaskedAutoencoder, patch_targets, random_visible
from .merge import merge_state
from .optim import AdamWSettings, build_adamw, layer_id, learning_rate_at, set_trainable
from .tokenizers import PatchTokenizer
from .write_fixtures import CASES, CLASSES, MICRO, base


@pytest.fixture()
def parts():
    torch.set_num_threads(1)
    return base()


def case(name: str) -> Case:
    return next(c for c in CASES if c.name == name)


def test_lambda_zero_is_the_plain_target(parts):
    target, aux, x, _ = parts
    model = copy.deepcopy(target)
    attach_auxiliary(model, aux, MICRO)
    assert torch.equal(model(x), target(x))


@pytest.mark.parametrize("chosen", [c for c in CASES if c.layers], ids=lambda c: c.name)
def test_merged_model_gives_the_same_logits(parts, chosen):
    target, aux, x, _ = parts
    model = build(chosen, target, aux)
    plain = Classifier(MICRO, CLASSES)
    plain.load_state_dict(merge_state(model.state_dict()))
    difference = (plain(x) - model(x)).norm() / model(x).norm()
    assert difference < 1e-5
    assert sum(p.numel() for p in plain.parameters()) == sum(p.numel() for p in target.parameters())
    assert (model(x) - target(x)).abs().max() > 1e-2  # the pathway did something


def test_lambda_gradient_is_the_finite_difference(parts):
    target, aux, x, labels = parts
    model = build(case("pathway-split"), target, aux).double()
    x = x.double()
    _, _, gradients = forward_backward(model, x, labels)
    h = 1e-5
    for name, scale in cross_modal_scales(model).items():
        for index in range(scale.numel()):
            losses = []
            for sign in (1, -1):
                scale.data[index] += sign * h
                losses.append(F.cross_entropy(model(x), labels, label_smoothing=0.1).item())
                scale.data[index] -= sign * h
            assert gradients[name][index].item() == pytest.approx((losses[0] - losses[1]) / (2 * h), rel=1e-5, abs=1e-9)


def test_three_gradients_of_the_efficient_form():
    """dW = G, dW_aux = lambda G, dlambda = <G, W_aux>, with G = dy^T x."""
    torch.manual_seed(0)
    layer = CrossModalLinear(torch.nn.Linear(5, 7), torch.randn(7, 5)).double()
    layer.cross_modal_scale.data.fill_(0.3)
    x, dy = torch.randn(11, 5).double(), torch.randn(11, 7).double()
    layer(x).backward(dy)
    G = dy.T @ x
    torch.testing.assert_close(layer.weight.grad, G)
    torch.testing.assert_close(layer.aux_weight.grad, 0.3 * G)
    torch.testing.assert_close(layer.cross_modal_scale.grad[0], (G * layer.aux_weight).sum())


def test_two_branches_equal_the_summed_weight():
    torch.manual_seed(0)
    layer = CrossModalLinear(torch.nn.Linear(5, 7), torch.randn(7, 5))
    layer.cross_modal_scale.data.fill_(-0.7)
    x = torch.randn(11, 5)
    two_branches = F.linear(x, layer.weight, layer.bias) - 0.7 * F.linear(x, layer.aux_weight)
    torch.testing.assert_close(layer(x), two_branches)


def test_auxiliary_bias_never_matters(parts):
    target, _, x, _ = parts
    torch.manual_seed(3)
    auxiliary = Encoder(MICRO)
    logits = []
    for bias in (0.0, 100.0):
        for name, p in auxiliary.named_parameters():
            if name.endswith("bias"):
                p.data.fill_(bias)
        model = copy.deepcopy(target)
        attach_auxiliary(model, auxiliary.state_dict(), MICRO)
        for scale in cross_modal_scales(model).values():
            scale.data.fill_(0.5)
        logits.append(model(x))
    assert torch.equal(*logits)


def test_at_lambda_zero_the_auxiliary_gets_no_gradient_but_lambda_does(parts):
    target, aux, x, labels = parts
    model = copy.deepcopy(target)
    attach_auxiliary(model, aux, MICRO)
    _, _, gradients = forward_backward(model, x, labels)
    for name, gradient in gradients.items():
        if name.endswith("aux_weight"):
            assert gradient.abs().max() == 0
        if name.endswith("cross_modal_scale"):
            assert gradient.abs().max() > 0


def test_split_lambda_with_equal_values_is_the_fused_one(parts):
    target, aux, x, labels = parts
    fused, split = build(case("pathway-tune"), target, aux), build(case("pathway-split"), target, aux)
    for name, scale in cross_modal_scales(split).items():
        scale.data.copy_(cross_modal_scales(fused)[name].data.expand_as(scale))
    fused_logits, _, fused_gradients = forward_backward(fused, x, labels)
    split_logits, _, split_gradients = forward_backward(split, x, labels)
    assert torch.equal(fused_logits, split_logits)
    for name in cross_modal_scales(fused):
        torch.testing.assert_close(split_gradients[name].sum(), fused_gradients[name].sum(), rtol=1e-4, atol=1e-5)


def test_reversed_order_joins_the_last_block_to_the_first(parts):
    target, aux, _, _ = parts
    model = build(case("pathway-reversed"), target, aux)
    assert torch.equal(model.blocks[0].mlp.fc1.aux_weight, aux["blocks.1.mlp.fc1.weight"])
    assert torch.equal(model.blocks[1].mlp.fc1.aux_weight, aux["blocks.0.mlp.fc1.weight"])


def test_misfit_is_refused_with_the_numbers(parts):
    target, aux, _, _ = parts
    with pytest.raises(PathwayError, match=r"embedDim is 32 in the target and 48 in the auxiliary; depth is 2 .* and 3"):
        attach_auxiliary(target, aux, EncoderConfig(embed_dim=48, depth=3))
    assert not cross_modal_scales(target)  # left as it was


def test_parameter_names_stay_the_targets(parts):
    target, aux, _, _ = parts
    before = set(target.state_dict())
    after = set(build(case("pathway-tune"), target, aux).state_dict())
    assert before < after
    assert {re.sub(r".*\.", "", name) for name in after - before} == {"aux_weight", "cross_modal_scale"}
    assert len(after - before) == 2 * len(LINKED_LAYERS) * MICRO.depth


def test_fix_trains_lambda_and_head_only(parts):
    target, aux, _, _ = parts
    model = build(case("pathway-fix"), target, aux)
    trained = {n for n, p in model.named_parameters() if p.requires_grad}
    assert trained == set(cross_modal_scales(model)) | {"head.weight", "head.bias"}


def test_groups_carry_layer_decay_and_the_lambda_factor(parts):
    target, aux, _, _ = parts
    model = build(case("pathway-tune"), target, aux)
    set_trainable(model, "tune")
    settings = AdamWSettings(lambda_learning_rate_factor=30.0)
    names = [n for n, _ in model.named_parameters()]
    groups = dict(zip(names, build_adamw(model, MICRO.depth, settings).param_groups, strict=True))
    assert groups["pos_embed"]["lr_factor"] == pytest.approx(0.8**3)
    assert groups["pos_embed"]["weight_decay"] == 0
    assert groups["blocks.1.attn.qkv.aux_weight"]["lr_factor"] == pytest.approx(0.8)
    assert groups["blocks.1.attn.qkv.aux_weight"]["weight_decay"] == 0.05
    assert groups["blocks.0.attn.qkv.cross_modal_scale"]["lr_factor"] == pytest.approx(30 * 0.8**2)
    assert groups["blocks.0.attn.qkv.cross_modal_scale"]["weight_decay"] == 0
    assert groups["head.weight"]["lr_factor"] == 1
    assert layer_id("fc_norm.weight", MICRO.depth) == 3


def test_schedule_warms_up_then_falls():
    settings = AdamWSettings(learning_rate=1.0, warmup_steps=4, total_steps=20)
    rates = [learning_rate_at(step, settings) for step in range(20)]
    assert rates[:4] == [0.25, 0.5, 0.75, 1.0]
    assert rates[4] == pytest.approx(1.0)
    assert all(a > b for a, b in zip(rates[4:], rates[5:], strict=False))
    assert 0.01 < rates[-1] < 0.03


def test_masking_hides_the_stated_part_and_targets_are_normalised():
    torch.manual_seed(0)
    visible, mask = random_visible(7, 64, 0.75)
    assert visible.shape == (7, 16)
    assert (mask.sum(1) == 48).all()
    assert mask.gather(1, visible).sum() == 0
    patches = patch_targets(torch.randn(2, 3, 64, 64), PatchTokenizer())
    assert patches.shape == (2, 64, 192)
    torch.testing.assert_close(patches.mean(-1), torch.zeros(2, 64), atol=1e-5, rtol=0)


def test_masked_autoencoder_learns_one_batch():
    torch.manual_seed(0)
    config = EncoderConfig(embed_dim=32, depth=2, tokenizer=PatchTokenizer((32, 32), (8, 8), 1))
    model = MaskedAutoencoder(config, 0.75, decoder_dim=32, decoder_depth=1)
    x = torch.randn(4, 1, 2, 2).repeat_interleave(16, 2).repeat_interleave(16, 3) + torch.linspace(0, 1, 32)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    losses = []
    for _ in range(60):
        loss = model(x)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.3 * losses[0]


def test_log_mel_shape_floor_and_pitch():
    silence = log_mel(torch.zeros(1, 16000))
    assert silence.shape == (1, 64, 64)
    torch.testing.assert_close(silence, torch.full_like(silence, -13.815511))
    time = torch.arange(16000) / 16000
    rows = [log_mel(torch.sin(2 * torch.pi * hz * time)[None])[0, :, 32].argmax().item() for hz in (100, 1000, 4000)]
    assert rows == sorted(rows) and len(set(rows)) == 3
    assert (mel_filters().sum(1) > 0.5).all()  # no empty filter


def test_checkpoint_round_trip_and_hash(tmp_path):
    encoder = Encoder(MICRO)
    randomise(encoder, torch.Generator().manual_seed(0))
    state = encoder.state_dict() | {"head.weight": torch.zeros(1)}
    meta = dict(name="x", modality="image", mean=[0.0] * 3, std=[1.0] * 3, pretraining={})
    save_checkpoint(tmp_path, state, MICRO, **meta)
    _, config, loaded = load_checkpoint(tmp_path)
    assert config == MICRO
    assert "head.weight" not in loaded
    torch.testing.assert_close(loaded["pos_embed"], encoder.pos_embed.data, rtol=1e-3, atol=1e-3)
    with open(tmp_path / "model.safetensors", "r+b") as file:
        file.seek(-1, 2)
        file.write(b"\x7f")
    with pytest.raises(ValueError, match="expected sha256"):
        load_checkpoint(tmp_path)
