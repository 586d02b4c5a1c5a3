"""Colour spaces of the network and of the losses. Pictures are float tensors [batch, 3, height, width] in 0..1."""

import torch

# BT.601 full range, as in JPEG (ITU-T T.871): luma in 0..1, chroma about 0.
_RGB_TO_YCC = torch.tensor(
    [[0.299, 0.587, 0.114], [-0.168736, -0.331264, 0.5], [0.5, -0.418688, -0.081312]]
)
_YCC_TO_RGB = torch.tensor([[1.0, 0.0, 1.402], [1.0, -0.344136, -0.714136], [1.0, 1.772, 0.0]])


def _mix(picture: torch.Tensor, matrix: torch.Tensor) -> torch.Tensor:
    matrix = matrix.to(device=picture.device, dtype=picture.dtype)
    return torch.einsum("oc,bchw->bohw", matrix, picture)


def rgb_to_ycc(rgb: torch.Tensor) -> torch.Tensor:
    """sRGB 0..1 to luma less 1/2 and chroma, each in -1/2..1/2."""
    ycc = _mix(rgb, _RGB_TO_YCC)
    return ycc - torch.tensor([0.5, 0.0, 0.0], device=rgb.device, dtype=rgb.dtype).view(1, 3, 1, 1)


def ycc_to_rgb(ycc: torch.Tensor) -> torch.Tensor:
    """The inverse of rgb_to_ycc; not clamped."""
    offset = torch.tensor([0.5, 0.0, 0.0], device=ycc.device, dtype=ycc.dtype).view(1, 3, 1, 1)
    return _mix(ycc + offset, _YCC_TO_RGB)


def srgb_to_linear(rgb: torch.Tensor) -> torch.Tensor:
    """IEC 61966-2-1, for values in 0..1."""
    low = rgb / 12.92
    high = ((rgb.clamp(min=0.04045) + 0.055) / 1.055) ** 2.4
    return torch.where(rgb <= 0.04045, low, high)
