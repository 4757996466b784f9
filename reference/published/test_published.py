"""The clean modules against the libraries that have the same model, and the grouping of points against a plain search."""

import pytest
import torch

from .. import torchvision_ops  # noqa: F401  before timm and transformers
from .point_mae import farthest_points, group
from .shapes import Shape
from .video_mae import VideoMaeClassifier
from .vit import PlainVit
from .write_goldens import randomise

timm = pytest.importorskip("timm")
transformers = pytest.importorskip("transformers")


def seeded(model: torch.nn.Module) -> torch.nn.Module:
    """Random weights without zeros and ones."""
    randomise(model, torch.Generator().manual_seed(3))
    return model.eval()


def test_audio_mae_is_timms_vit_on_one_channel() -> None:
    """AudioMAE's fine-tuning model: timm's `global_pool='avg'`, equal names."""
    ours = seeded(PlainVit(Shape(24, 2, 3, 2, 5), (64, 32), 16, 1))
    sizes = {"img_size": (64, 32), "in_chans": 1, "embed_dim": 24, "depth": 2, "num_heads": 3, "mlp_ratio": 2.0}
    theirs = timm.create_model("vit_base_patch16_224", global_pool="avg", num_classes=5, **sizes).eval()
    theirs.load_state_dict(ours.state_dict(), strict=True)
    x = torch.randn(2, 1, 64, 32)
    torch.testing.assert_close(ours(x), theirs(x), rtol=1e-5, atol=1e-5)


def test_mae_features_are_timms() -> None:
    """MAE's encoder without a head: norm, then the cls token."""
    ours = seeded(PlainVit(Shape(24, 2, 3, 2, 0), (24, 24), 8, 3))
    sizes = {"img_size": 24, "patch_size": 8, "embed_dim": 24, "depth": 2, "num_heads": 3, "mlp_ratio": 2.0}
    theirs = timm.create_model("vit_base_patch16_224", num_classes=0, **sizes).eval()
    theirs.load_state_dict(ours.state_dict(), strict=True)
    x = torch.randn(2, 3, 24, 24)
    torch.testing.assert_close(ours(x), theirs(x), rtol=1e-5, atol=1e-5)


def test_video_mae_is_that_of_transformers() -> None:
    """VideoMAE's authors' names against transformers' model with the same numbers; its final norm has another epsilon."""
    ours = seeded(VideoMaeClassifier(Shape(24, 2, 3, 2, 5, eps=1e-12), 4, 16, 8))
    ours.fc_norm.eps = 1e-5
    sizes = {"hidden_size": 24, "num_hidden_layers": 2, "num_attention_heads": 3, "intermediate_size": 48}
    config = transformers.VideoMAEConfig(image_size=16, patch_size=8, num_frames=4, num_labels=5, **sizes)
    theirs = transformers.VideoMAEForVideoClassification(config).eval()
    state = {
        "videomae.embeddings.patch_embeddings.projection": ours.patch_embed.proj,
        "fc_norm": ours.fc_norm,
        "classifier": ours.head,
    }
    for i, block in enumerate(ours.blocks):
        layer = f"videomae.encoder.layer.{i}"
        state |= {
            f"{layer}.layernorm_before": block.norm1,
            f"{layer}.attention.output.dense": block.attn.proj,
            f"{layer}.layernorm_after": block.norm2,
            f"{layer}.intermediate.dense": block.mlp.fc1,
            f"{layer}.output.dense": block.mlp.fc2,
        }
    tensors = {f"{name}.{leaf}": value for name, module in state.items() for leaf, value in module.state_dict().items()}
    for i, block in enumerate(ours.blocks):
        attention = f"videomae.encoder.layer.{i}.attention.attention"
        query, key, value = block.attn.qkv.weight.detach().chunk(3)
        tensors |= {f"{attention}.query.weight": query, f"{attention}.key.weight": key, f"{attention}.value.weight": value}
        tensors |= {
            f"{attention}.query.bias": block.attn.q_bias.detach(),
            f"{attention}.value.bias": block.attn.v_bias.detach(),
        }
    theirs.load_state_dict(tensors, strict=True)
    x = torch.randn(2, 4, 3, 16, 16)
    torch.testing.assert_close(ours(x), theirs(x).logits, rtol=1e-5, atol=1e-5)


def test_groups_hold_the_nearest_points() -> None:
    """Every point in a group is at most as far as every point outside; centres spread over the cloud."""
    clouds = torch.randn(2, 50, 3, generator=torch.Generator().manual_seed(1))
    near, centres = group(clouds, 6, 5)
    assert near.shape == (2, 6, 5, 3) and torch.equal(centres[:, 0], clouds[:, 0])
    for points, groups, middle in zip(clouds, near, centres, strict=True):
        distances = torch.cdist(middle.double(), points.double())  # [6, 50]
        wanted = distances.sort(dim=1).values[:, :5]
        torch.testing.assert_close(groups.double().norm(dim=2).sort(dim=1).values, wanted, rtol=1e-5, atol=1e-6)
    assert farthest_points(torch.tensor([[0.0, 0, 0], [1, 0, 0], [0, 10, 0], [10, 0, 0]]), 3) == [0, 2, 3]
