"""Checkpoints of the sizes that people download, random weights in each one's own naming, through the browser's engine.

The engine runs in Node on WebAssembly. Skipped without Node. AST and VideoMAE base are left to people: one forward pass of
1,214 or 1,568 tokens takes tens of seconds there (`python -m reference.published.write_goldens --full DIR`, then
PUBLISHED_FULL).
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CASES = (
    "vit_tiny_patch16_224",
    "vit_small_patch16_224",
    "deit_tiny_distilled_patch16_224",
    "vit_base_patch16_224-mae",
    "hf-vit-mae-base",
    "point-mae-384",
)


@pytest.mark.skipif(shutil.which("npx") is None, reason="needs Node")
def test_logits_and_gradients_at_full_size(tmp_path):
    write = [sys.executable, "-m", "reference.published.write_goldens", "--full", str(tmp_path), *CASES]
    subprocess.run(write, cwd=ROOT, check=True, timeout=600)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(CASES)
    run = ["npx", "vitest", "run", "--project", "node", "src/core/m2pt/published-full.test.ts"]
    environment = {**os.environ, "PUBLISHED_FULL": str(tmp_path)}
    done = subprocess.run(run, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900)
    shutil.rmtree(tmp_path)
    assert done.returncode == 0, done.stdout[-4000:]
    assert f"{len(CASES)} passed" in done.stdout
