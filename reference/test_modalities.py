"""Points and clips: tokenizers against the modules of `published/`, objectives, data. Run: `python -m pytest reference -q`."""

import io

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from . import point_data, procedural_scenes, procedural_shapes, video_data
from .augment import augment_points
from .checkpoint import load_checkpoint, save_checkpoint
from .encoder import Classifier, Encoder, EncoderConfig
from .evaluate import histograms
from .group_points import farthest_points, group_points
from .masked_clips import MaskedClipAutoencoder, pick_boxes, tubes
from .masked_points import MaskedPointAutoencoder, chamfer
from .modality_fixtures import CONFIGS
from .plans import PLANS
from .published import point_mae, video_mae
from .published.shapes import Shape
from .tokenizers import GroupEmbed, PointTokenizer, TubeletTokenizer

SMALL_POINTS = EncoderConfig(32, 2, 2, tokenizer=PointTokenizer(groups=16, neighbours=8, widths=(8, 16, 16)))
SMALL_CLIPS = EncoderConfig(32, 2, 2, tokenizer=TubeletTokenizer(4, (16, 24), (2, 8, 8), 3))


class ChannelNorm(nn.LayerNorm):
    """A layer norm where the published module has a batch norm: over the channels of [B, C, K]."""

    def forward(self, x):
        return super().forward(x.transpose(1, 2)).transpose(1, 2)


def noise(*shape: int) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(7))


def test_batched_groups_are_those_of_the_plain_search():
    clouds = noise(3, 200, 3)
    near, centres = point_mae.group(clouds, 12, 9)
    ours = group_points(clouds, 12, 9)
    assert [point_mae.farthest_points(c, 12) for c in clouds] == farthest_points(clouds, 12).tolist()
    assert torch.equal(ours[:, :, 0], centres)
    order = near.norm(dim=3).argsort(dim=2)
    torch.testing.assert_close(ours[:, :, 1:].norm(dim=3).sort(dim=2).values, near.norm(dim=3).gather(2, order))


def test_group_embed_is_the_published_point_net_with_layer_norms():
    theirs = point_mae.GroupEncoder(48)
    theirs.first_conv[1], theirs.second_conv[1] = ChannelNorm(128, eps=1e-6), ChannelNorm(512, eps=1e-6)
    for p in theirs.parameters():
        p.data += 0.1 * torch.randn_like(p)
    ours = GroupEmbed(PointTokenizer(4, 6, (128, 256, 512)), 48)
    ours.load_state_dict({name: value.squeeze(-1) for name, value in theirs.state_dict().items()})
    near = noise(2, 4, 6, 3)
    torch.testing.assert_close(ours(near), theirs(near), rtol=1e-5, atol=1e-5)


def test_video_classifier_is_the_published_one():
    theirs = video_mae.VideoMaeClassifier(Shape(32, 2, 2, 4, 5), 4, 16, 8)
    for p in theirs.parameters():
        p.data += 0.1 * torch.randn_like(p)
    state = theirs.state_dict()
    for i in range(2):
        q, v = state.pop(f"blocks.{i}.attn.q_bias"), state.pop(f"blocks.{i}.attn.v_bias")
        state[f"blocks.{i}.attn.qkv.bias"] = torch.cat([q, torch.zeros(32), v])
    ours = Classifier(EncoderConfig(32, 2, 2, tokenizer=TubeletTokenizer(4, (16, 16), (2, 8, 8), 3)), 5)
    ours.load_state_dict(state)
    clips = noise(2, 4, 3, 16, 16)
    torch.testing.assert_close(ours(clips), theirs(clips), rtol=1e-5, atol=1e-5)


def test_positions_of_points_are_added_before_every_block():
    model = Encoder(SMALL_POINTS)
    x = group_points(noise(2, 64, 3), 16, 8)
    tokens, places = model.place(x)
    expected = model.blocks[1](model.blocks[0](tokens + places) + places)
    torch.testing.assert_close(model.body(tokens, places), expected)


def test_the_order_of_points_behind_the_first_does_not_matter():
    model = Classifier(SMALL_POINTS, 3)
    cloud = noise(1, 64, 3)
    shuffled = cloud[:, torch.cat([torch.zeros(1, dtype=torch.long), 1 + torch.randperm(63)])]
    torch.testing.assert_close(model(group_points(cloud, 16, 8)), model(group_points(shuffled, 16, 8)), rtol=1e-4, atol=1e-6)


def test_names_and_shapes_are_those_of_the_engine():
    def tokenizer_part(name: str) -> dict[str, list[int]]:
        state = Encoder(PLANS[name].config).state_dict()
        assert sum(k.startswith("blocks.") for k in state) == 72
        return {k: list(v.shape) for k, v in state.items() if not k.startswith("blocks.")}

    assert tokenizer_part("nano-video") == {"patch_embed.proj.weight": [128, 3, 2, 16, 16], "patch_embed.proj.bias": [128]}
    shapes = {"first_conv.0": [32, 3], "first_conv.1": [], "first_conv.3": [64, 32]}
    shapes |= {"second_conv.0": [64, 128], "second_conv.1": [], "second_conv.3": [128, 64]}
    norms = {"first_conv.1": 32, "second_conv.1": 64}
    expected = {f"patch_embed.{k}.weight": v or [norms[k]] for k, v in shapes.items()}
    expected |= {f"patch_embed.{k}.bias": [v[0] if v else norms[k]] for k, v in shapes.items()}
    expected |= {"pos_embed.0.weight": [128, 3], "pos_embed.0.bias": [128]}
    expected |= {"pos_embed.2.weight": [128, 128], "pos_embed.2.bias": [128]}
    assert tokenizer_part("nano-point") == expected


@pytest.mark.parametrize("modality", CONFIGS)
def test_checkpoint_keeps_the_tokenizer(tmp_path, modality):
    config = CONFIGS[modality]
    meta = dict(name="x", modality=modality, mean=[0.0] * 3, std=[1.0] * 3, pretraining={})
    written = save_checkpoint(tmp_path, Encoder(config).state_dict(), config, **meta)
    description, loaded, state = load_checkpoint(tmp_path)
    assert loaded == config and description == written
    assert description["positions"] == {"point": "mlp", "video": "sinusoid"}[modality]
    Encoder(loaded).load_state_dict(state)


def test_chamfer_is_the_mean_of_both_nearest_distances():
    a, b = noise(3, 5, 3), noise(3, 5, 3).flip(0) + 0.1
    squares = (a[:, :, None] - b[:, None]).square().sum(-1)
    torch.testing.assert_close(chamfer(a, b), squares.min(2).values.mean(1) + squares.min(1).values.mean(1))
    assert chamfer(a, a[:, torch.randperm(5)]).abs().max() < 1e-5


def test_hidden_groups_are_not_seen():
    model = MaskedPointAutoencoder(SMALL_POINTS, 0.5, decoder_dim=16, decoder_depth=1, guessed=8)
    x = group_points(noise(1, 64, 3), 16, 8)
    torch.manual_seed(3)
    hidden = torch.rand(1, 16).argsort(dim=1)[0, 8:]
    guesses = []
    for points in (x, x.index_fill(1, hidden, 0.0)):
        points = torch.cat([x[:, :, :1], points[:, :, 1:]], dim=2)  # centres stay known
        torch.manual_seed(3)
        guesses.append(model.reconstruct(points)[0])
    assert torch.equal(*guesses)


def learns(model: nn.Module, x: torch.Tensor, rate: float) -> tuple[float, float]:
    """Mean loss of the first and of the last five of 60 steps."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate)
    losses = []
    for _ in range(60):
        loss = model(x)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return sum(losses[:5]) / 5, sum(losses[-5:]) / 5


def test_masked_points_learn_one_batch():
    torch.manual_seed(0)
    flat = noise(4, 128, 3) * torch.tensor([1.0, 0.0, 1.0])  # all on one plane
    model = MaskedPointAutoencoder(SMALL_POINTS, 0.5, decoder_dim=32, decoder_depth=1)
    first, last = learns(model, group_points(flat, 16, 8), 3e-3)
    assert last < 0.5 * first


def test_masked_clips_learn_one_batch():
    torch.manual_seed(0)
    model = MaskedClipAutoencoder(SMALL_CLIPS, 0.5, decoder_dim=32, decoder_depth=1)
    clips = torch.linspace(0, 1, 24).expand(4, 4, 3, 16, 24) * noise(4, 1, 1, 1, 1).sign()
    first, last = learns(model, clips, 3e-3)
    assert last < 0.5 * first


def test_tubes_hide_the_same_places_at_all_times():
    torch.manual_seed(0)
    visible, hidden = tubes(5, 4, 16, 0.9)
    assert visible.shape == (5, 8) and hidden.shape == (5, 56)
    assert all(sorted(v + h) == list(range(64)) for v, h in zip(visible.tolist(), hidden.tolist(), strict=True))
    assert torch.equal(visible[:, :2].repeat(1, 4) % 16, visible % 16)


def test_boxes_are_what_the_convolution_reads():
    clips = noise(2, 4, 3, 16, 24)
    picked = pick_boxes(clips, SMALL_CLIPS.tokenizer, torch.tensor([[0, 3], [11, 4]]))
    last = clips[1, 2:4, :, 8:16, 16:24].transpose(0, 1).flatten()  # second step, second row, third column
    assert torch.equal(picked[1, 0], last)
    proj = Encoder(SMALL_CLIPS).patch_embed
    tokens = proj(clips)[torch.arange(2)[:, None], torch.tensor([[0, 3], [11, 4]])]
    torch.testing.assert_close(tokens, picked @ proj.proj.weight.flatten(1).T + proj.proj.bias, rtol=1e-4, atol=1e-5)


def test_targets_have_unit_variance():
    model = MaskedClipAutoencoder(SMALL_CLIPS, 0.5, decoder_dim=16, decoder_depth=1, guessed=3)
    guess, truth = model.reconstruct(5 + 3 * noise(2, 4, 3, 16, 24))
    assert guess.shape == truth.shape == (2, 3, 3 * 2 * 8 * 8)
    torch.testing.assert_close(truth.var(-1), torch.ones(2, 3), atol=1e-4, rtol=0)


def test_obj_polygons_and_indices_from_the_end():
    corners, triangles = point_data.read_obj("v 0 0 0\nv 1 0 0\nv 1 1 0\nvn 0 0 1\nv 0 1 0\nf 1/1/1 2//1 3 4\nf -3 -2 -1\n")
    assert corners.shape == (4, 3)
    assert triangles.tolist() == [[0, 1, 2], [0, 2, 3], [1, 2, 3]]


def test_surfaces_are_sampled_by_area():
    corners = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 5], [3, 0, 5], [0, 1, 5]], float)
    points = point_data.sample_surface(corners, np.array([[0, 1, 2], [3, 4, 5]]), 20_000, np.random.default_rng(0))
    assert (points[:, 2] == 5).mean() == pytest.approx(0.75, abs=0.01)
    low = points[points[:, 2] == 0]
    assert (low[:, :2].sum(1) <= 1).all() and low[:, 0].mean() == pytest.approx(1 / 3, abs=0.01)


def test_made_objects_are_records_and_repeat():
    clouds = procedural_shapes.objects(40, 3)
    assert clouds.shape == (40, 1024, 3) and clouds.dtype == np.float32 and np.isfinite(clouds).all()
    assert np.abs(clouds.mean(1)).max() < 1e-5
    np.testing.assert_allclose(np.linalg.norm(clouds, axis=2).max(1), 1, atol=1e-6)
    assert np.array_equal(clouds, procedural_shapes.objects(40, 3))
    assert np.median(np.linalg.svd(clouds, compute_uv=False)[:, 2]) > 1  # bodies, not lines or planes


def test_augmented_points_stay_upright_records():
    x = group_points(noise(6, 96, 3), 16, 8)
    torch.manual_seed(0)
    y = augment_points(x)
    far = (y[:, :, :1] + y[:, :, 1:]).flatten(1, 2).norm(dim=2).amax(1)
    torch.testing.assert_close(far, torch.ones(6))
    height, before = y[..., 1].flatten(1), x[..., 1].flatten(1)
    for i in range(6):  # heights are scaled only
        assert torch.corrcoef(torch.stack([height[i], before[i]]))[0, 1] > 0.9999


def test_made_scenes_move_and_repeat():
    clips = procedural_scenes.clips(6, 2)
    assert clips.shape == (6, 8, 3, 64, 64) and clips.dtype == np.uint8
    assert np.array_equal(clips, procedural_scenes.clips(6, 2))
    change = np.abs(np.diff(clips.astype(int), axis=1)).mean((1, 2, 3, 4))
    assert (change > 0.3).all() and change.max() < 80


def test_frames_stand_at_the_centre_of_equal_spans():
    pictures = [Image.new("RGB", (160, 80), (10 * i, 0, 0)) for i in range(16)]
    data = io.BytesIO()
    pictures[0].save(data, "GIF", save_all=True, append_images=pictures[1:], duration=100, loop=0)
    video = video_data.read_video(data.getvalue())
    assert len(video.frames) == 16 and video.frames[0].size == (192, 96)
    assert video.seconds == pytest.approx(1.6)
    clip = video_data.record(video, 0.0, video.seconds)
    assert clip.shape == (8, 3, 64, 64)
    assert [round(v / 10) for v in clip[:, 0, 5, 5]] == [1, 3, 5, 7, 9, 11, 13, 15]


def test_histograms_are_parts_of_the_cloud():
    parts = histograms(torch.from_numpy(procedural_shapes.objects(3, 1))).view(3, 3, 16)
    torch.testing.assert_close(parts.sum(2), torch.ones(3, 3), atol=1e-3, rtol=0)
