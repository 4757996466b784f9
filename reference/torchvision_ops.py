"""Import this before timm and transformers; see the module of the exported project that does the work."""

from .project import torchvision_ops  # noqa: F401
