"""Lets timm import where torch is a CPU build and torchvision's compiled part, made for CUDA, does not load.

torchvision then stops at its import, because its operators are not registered with torch. Nothing here uses them: naming
them is enough. Where torchvision loads as it should, nothing is changed. Import this module before timm.
"""

import sys

import torch

OPERATORS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)

try:
    import torchvision  # noqa: F401
except ImportError:
    pass  # timm says what is missing
except RuntimeError as error:
    if "does not exist" not in str(error):
        raise
    LIBRARY = torch.library.Library("torchvision", "FRAGMENT")  # lives as long as this module
    for signature in OPERATORS:
        LIBRARY.define(signature)
    for name in [name for name in sys.modules if name.split(".")[0] == "torchvision"]:
        del sys.modules[name]
    import torchvision  # noqa: F401
