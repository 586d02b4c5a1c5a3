"""Codecs that are not released, for ablations: other linear transforms at the start, and latents at 1/8 of the raster.

`build` takes what a preset's model has, and beside it
    start     "dct"; "klt": the principal components of training blocks, luma and chroma apart; "lapped": the DCT behind a time-domain
              filter over block boundaries, which together are an orthogonal lapped transform (Tran, Liang and Tu, "Lapped transform
              via time-domain pre- and post-filtering", 2003); "random": as PyTorch starts convolutions, the networks' last layers too
    stride    16, or 8: the same networks without their stages between 1/8 and 1/16
"""

import math
from collections.abc import Callable

import torch
from torch import nn

from .colour import rgb_to_ycc
from .model import SLOPE, Codec, Residual, _zeroed
from .transform_init import STRIDE, basis, coefficient_order, dct_matrix


def second_moments(rasters: torch.Tensor, size: int) -> torch.Tensor:
    """Of the size x size blocks of each component, [3, size^2, size^2]. `rasters`: [batch, 3, height, width] in 0..1."""
    ycc = rgb_to_ycc(rasters).double()
    batch, components, height, width = ycc.shape
    blocks = ycc.reshape(batch, components, height // size, size, width // size, size).permute(1, 0, 2, 4, 3, 5)
    blocks = blocks.reshape(components, -1, size * size)
    return blocks.transpose(1, 2) @ blocks / blocks.shape[1]


def principal_basis(moments: torch.Tensor, luma: int, chroma: int, size: int) -> torch.Tensor:
    """Like `transform_init.basis`, with each component's eigenvectors by falling eigenvalue where that has frequencies by rising one."""
    vectors = torch.linalg.eigh(moments).eigenvectors.flip(2)
    pictures = torch.zeros(luma + 2 * chroma, 3, size, size, dtype=torch.float64)
    taken = [0, 0, 0]
    for channel, (component, _, _) in enumerate(coefficient_order(luma, chroma, size)):
        pictures[channel, component] = vectors[component, :, taken[component]].view(size, size)
        taken[component] += 1
    return pictures.float()


class BoundaryFilter(nn.Module):
    """An orthogonal filter over the samples on both sides of each boundary between blocks, on both axes; as a whole it is the identity
    on even parts and a rotation on odd ones, so flat areas pass. `inverse` starts with the transposed rotation."""

    def __init__(self, size: int, inverse: bool):
        super().__init__()
        half = size // 2
        flip = torch.eye(half, dtype=torch.float64).flip(0)
        n = torch.arange(half, dtype=torch.float64)
        fourth = torch.cos(math.pi * (n.view(-1, 1) + 0.5) * (n + 0.5) / half) * math.sqrt(2 / half)  # the DCT-IV
        rotation = flip @ dct_matrix(half).t() @ fourth @ flip
        identity = torch.eye(half)
        butterfly = torch.cat([torch.cat([identity, flip.float()], 1), torch.cat([flip.float(), -identity], 1)])
        self.size = size
        self.register_buffer("butterfly", butterfly / math.sqrt(2), persistent=False)
        self.rotation = nn.Parameter((rotation.t() if inverse else rotation).float())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        with torch.autocast(x.device.type, enabled=False):
            middle = torch.block_diag(torch.eye(self.size // 2, device=x.device), self.rotation)
            matrix = self.butterfly @ middle @ self.butterfly
            return self._rows(self._rows(x.float(), matrix).transpose(2, 3), matrix).transpose(2, 3)

    def _rows(self, x: torch.Tensor, matrix: torch.Tensor) -> torch.Tensor:
        half = self.size // 2
        inside = x[..., half:-half]
        filtered = (inside.reshape(*inside.shape[:-1], -1, self.size) @ matrix.t()).reshape(inside.shape)
        return torch.cat([x[..., :half], filtered, x[..., -half:]], dim=-1)


def _random(codec: Codec) -> None:
    for layer in (codec.analysis.linear, codec.synthesis.linear, codec.analysis.network[-1], codec.synthesis.head[-2]):
        layer.reset_parameters()


def _lapped(codec: Codec, size: int) -> None:
    codec.analysis.linear = nn.Sequential(BoundaryFilter(size, inverse=False), codec.analysis.linear)
    codec.synthesis.linear = nn.Sequential(codec.synthesis.linear, BoundaryFilter(size, inverse=True))


def _to_eighth(codec: Codec, options: dict) -> None:
    """Puts the codec's latents at 1/8 of the raster."""
    start = basis(options["luma_channels"], options["chroma_channels"], 8)
    channels = start.shape[0]
    analysis, synthesis = codec.analysis, codec.synthesis
    analysis.linear = nn.Conv2d(3, channels, 8, stride=8, bias=False)
    synthesis.linear = nn.ConvTranspose2d(channels, 3, 8, stride=8, bias=False)
    for linear in (analysis.linear, synthesis.linear):
        linear.weight.data.copy_(start)
    second = options["analysis_widths"][1]
    analysis.network = nn.Sequential(*list(analysis.network)[:7], _zeroed(nn.Conv2d(second, channels, 3, padding=1)))
    eighth, depth = options["synthesis_widths"][1], options["synthesis_depths"][1]
    synthesis.trunk = nn.Sequential(
        nn.Conv2d(channels + 1, eighth, 3, padding=1),
        *(Residual(eighth) for _ in range(depth)),
        nn.LeakyReLU(SLOPE),
        synthesis.trunk[-1],
    )


def build(options: dict, moments_of: Callable[[int], torch.Tensor]) -> Codec:
    """The codec of these options. `moments_of(size)` gives `second_moments` of training rasters, asked for by "klt" alone."""
    start, size = options["start"], options["stride"]
    if start not in ("dct", "klt", "lapped", "random") or size not in (8, STRIDE):
        raise ValueError(f"start {start!r} with stride {size} is unknown")
    codec = Codec(options)
    if size == 8:
        _to_eighth(codec, options)
    if start == "klt":
        vectors = principal_basis(moments_of(size), options["luma_channels"], options["chroma_channels"], size)
        codec.analysis.linear.weight.data.copy_(vectors)
        codec.synthesis.linear.weight.data.copy_(vectors)
    elif start == "random":
        _random(codec)
    elif start == "lapped":
        _lapped(codec, size)
    return codec


@torch.no_grad()
def multiplications(module: nn.Module, run: Callable[[], object]) -> int:
    """Of all convolutions of `module` while `run()` runs; a masked window counts by what its mask leaves."""
    total = 0

    def count(layer, inputs, output):
        nonlocal total
        transposed = isinstance(layer, nn.ConvTranspose2d)
        positions = (inputs[0] if transposed else output).shape[2:].numel()
        mask = getattr(layer, "mask", None)
        total += round(layer.weight.numel() * (1.0 if mask is None else mask.mean().item())) * positions

    layers = [layer for layer in module.modules() if isinstance(layer, (nn.Conv2d, nn.ConvTranspose2d))]
    hooks = [layer.register_forward_hook(count) for layer in layers]
    try:
        run()
    finally:
        for hook in hooks:
            hook.remove()
    return total
