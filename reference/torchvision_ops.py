"""Lets timm and transformers import where torch is the CPU build and torchvision's compiled part does not load.

torchvision's Python side describes its two operators to torch at import and stops when the compiled part did not
register them. Nothing here uses these operators: naming them is enough. Import this module before timm or transformers.
"""

import torch

_LIBRARY = torch.library.Library("torchvision", "FRAGMENT")

for _signature in (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
):
    if not hasattr(torch.ops.torchvision, _signature.split("(")[0]):
        _LIBRARY.define(_signature)
