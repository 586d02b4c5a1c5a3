"""Differentiable distortions. Pictures are float tensors [batch, 3, height, width], sRGB in 0..1; results are one number a picture.

Rasters are mostly enlarged before anybody sees them, and then a metric's first scales have next to nothing that a raster could hold.
`octaves` tells how often a raster is doubled on the way to the picture that is judged: its own pixels are then that picture's scale
number `octaves`, and scales are weighted so. It stands for enlarging both, which would cost 4^octaves as much."""

import torch
import torch.nn.functional as F

from .colour import rgb_to_ycc, srgb_to_linear

_C1 = 0.01**2
_C2 = 0.03**2
_SCALE_WEIGHTS = (0.0448, 0.2856, 0.3001, 0.2363)  # of DSSIM-2016
_XYZ_OVER_WHITE = torch.tensor(
    [
        [0.4124 / 0.9505, 0.3576 / 0.9505, 0.1805 / 0.9505],
        [0.2126, 0.7152, 0.0722],
        [0.0193 / 1.089, 0.1192 / 1.089, 0.9505 / 1.089],
    ]
)


def _blur(planes: torch.Tensor) -> torch.Tensor:
    """A 3x3 box twice, edge pixels repeated. By slices: several times as fast as pooling on a CPU."""
    for _ in range(2):
        padded = F.pad(planes, (1, 1, 1, 1), mode="replicate")
        rows = padded[..., :-2] + padded[..., 1:-1] + padded[..., 2:]
        planes = (rows[..., :-2, :] + rows[..., 1:-1, :] + rows[..., 2:, :]) * (1 / 9)
    return planes


def _ssim(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Mean SSIM index a plane: [batch, planes]."""
    mean_x, mean_y = _blur(x), _blur(y)
    product = mean_x * mean_y
    means = mean_x * mean_x + mean_y * mean_y
    covariance = _blur(x * y) - product
    variances = _blur(x * x + y * y) - means
    index = ((2 * product + _C1) * (2 * covariance + _C2)) / ((means + _C1) * (variances + _C2))
    return index.mean(dim=(2, 3))


def _lab(rgb: torch.Tensor) -> torch.Tensor:
    linear = srgb_to_linear(rgb.clamp(0, 1))
    xyz = torch.einsum("oc,bchw->bohw", _XYZ_OVER_WHITE.to(rgb), linear)
    epsilon = 216 / 24389
    f = torch.where(
        xyz > epsilon, xyz.clamp(min=epsilon) ** (1 / 3) - 16 / 116, xyz * (24389 / 27 / 116)
    )
    fx, fy, fz = f.unbind(1)
    return torch.stack(
        [1.16 * fy, 86.2 / 220 + 500 / 220 * (fx - fy), 107.9 / 220 + 200 / 220 * (fy - fz)], dim=1
    )


def _scales(planes: torch.Tensor, first: int = 0):
    """Scales from number `first` on, each half of the one before; one counts if its own half would be at least 8 on both sides."""
    for weight in _SCALE_WEIGHTS[first:]:
        if min(planes.shape[2:]) // 2 < 8:
            return
        yield weight, planes
        planes = F.avg_pool2d(planes, 2)


def _chroma_scales(planes: torch.Tensor, octaves: int):
    """Both metrics see colour at half the size: once doubled, that is the raster's own."""
    return _scales(F.avg_pool2d(planes, 2)) if octaves == 0 else _scales(planes, octaves - 1)


def dssim2016(reference: torch.Tensor, test: torch.Tensor, octaves: int = 0) -> torch.Tensor:
    """DSSIM 1.3 (metrics/dssim2016.h) in differentiable form, [batch]. Sides of at least 16. `octaves`: 0..3."""
    reference_lab, test_lab = _lab(reference), _lab(test)
    total = torch.zeros(reference.shape[0], device=reference.device)
    weights = 0.0
    for weight, x, y in (
        (w, x, y)
        for (w, x), (_, y) in zip(
            _scales(reference_lab[:, :1], octaves), _scales(test_lab[:, :1], octaves), strict=True
        )
    ):
        total = total + weight * _ssim(x, y)[:, 0]
        weights += weight
    chroma = zip(
        _chroma_scales(reference_lab[:, 1:], octaves), _chroma_scales(test_lab[:, 1:], octaves), strict=True
    )
    for (weight, x), (_, y) in chroma:
        total = total + 0.95 * weight * _ssim(_blur(x), _blur(y)).sum(dim=1)
        weights += 2 * 0.95 * weight
    return 1 / (total / weights).clamp(min=0.05, max=1.0) - 1


def multiscale_dissimilarity(reference: torch.Tensor, test: torch.Tensor, octaves: int = 0) -> torch.Tensor:
    """1 - multi-scale SSIM on luma and halved chroma (weights .8 .1 .1), [batch]: the balance to DSSIM-2016, which overspends on colour."""
    x, y = rgb_to_ycc(reference) + 0.5, rgb_to_ycc(test) + 0.5
    total = torch.zeros(x.shape[0], device=x.device)
    weights = 0.0
    for (weight, x_scale), (_, y_scale) in zip(_scales(x[:, :1], octaves), _scales(y[:, :1], octaves), strict=True):
        total = total + 0.8 * weight * _ssim(x_scale, y_scale)[:, 0]
        weights += 0.8 * weight
    chroma = zip(_chroma_scales(x[:, 1:], octaves), _chroma_scales(y[:, 1:], octaves), strict=True)
    for (weight, x_scale), (_, y_scale) in chroma:
        total = total + 0.1 * weight * _ssim(x_scale, y_scale).sum(dim=1)
        weights += 2 * 0.1 * weight
    return 1 - total / weights


def distortion(
    reference: torch.Tensor, test: torch.Tensor, weights: dict, octaves: int = 0
) -> dict[str, torch.Tensor]:
    """The training objective's parts and their weighted sum ("total"), each [batch]. `weights` has dssim, ms_ssim, mse."""
    parts = {
        "dssim": dssim2016(reference, test, octaves),
        "ms_ssim": multiscale_dissimilarity(reference, test, octaves),
        "mse": (reference - test).square().mean(dim=(1, 2, 3)),
    }
    parts["total"] = sum(weights[name] * value for name, value in parts.items())
    return parts
