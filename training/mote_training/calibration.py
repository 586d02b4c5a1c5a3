"""The float model as layers between streams (tensors that share one Q-format), and what runs over crops tell of them: the largest values of
each stream, and mean and covariance of each layer's inputs."""

import dataclasses

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from .model import Codec
from .transform_init import STRIDE
from .weights_file import CAUSAL_PLACES, layer_names

_SAMPLES = 16384  # of a layer's inputs that its rounding is fitted to


class Moments:
    """Mean and covariance of rows gathered over calls."""

    def __init__(self):
        self._count, self._sum, self._products = 0, 0.0, 0.0

    def add(self, rows: torch.Tensor) -> None:
        """`rows`: [count, width]."""
        rows = rows.double()
        self._count += len(rows)
        self._sum = self._sum + rows.sum(dim=0)
        self._products = self._products + rows.t() @ rows

    def mean_and_covariance(self) -> tuple[np.ndarray, np.ndarray]:
        mean = self._sum / self._count
        return mean.numpy(), (self._products / self._count - torch.outer(mean, mean)).numpy()


@dataclasses.dataclass
class Connection:
    """A float layer, and the streams that it reads and writes."""

    name: str
    kernel: int
    weights: np.ndarray  # [outputs, places, inputs]
    biases: np.ndarray  # [outputs]
    reads: str
    writes: str
    moments: Moments  # of what the weights of one output are multiplied with, [places x inputs]


def _weights(module: nn.Module) -> torch.Tensor:
    """As the file has them: places before inputs, the linear transforms as kernels of 1, and of a causal kernel what is decoded."""
    weight = module.weight.detach().double()
    if isinstance(module, nn.ConvTranspose2d):
        return weight.permute(1, 2, 3, 0).flatten(0, 2).unsqueeze(1)
    if module.kernel_size[0] == STRIDE:
        return weight.flatten(1).unsqueeze(1)
    places = weight.permute(0, 2, 3, 1).flatten(1, 2)
    return places[:, :CAUSAL_PLACES] if hasattr(module, "mask") else places


def _patches(module: nn.Module, x: torch.Tensor) -> torch.Tensor:
    """What the weights of `_weights` are multiplied with at each position of x [1, channels, height, width]:
    [positions, places x inputs]."""
    if isinstance(module, nn.ConvTranspose2d):
        return x[0].flatten(1).t()
    patches = F.unfold(x, module.kernel_size, padding=module.padding, stride=module.stride)[0]
    if module.kernel_size[0] == STRIDE:
        return patches.t()
    places = patches.view(x.shape[1], -1, patches.shape[1]).permute(2, 1, 0)
    return (places[:, :CAUSAL_PLACES] if hasattr(module, "mask") else places).flatten(1)


class Network:
    """Watches the model from when it is made until `stop`."""

    def __init__(self, model: Codec):
        self.largest: dict[str, float] = {}
        self._connections: dict[str, Connection] = {}
        self._handles: list = []
        self._random = torch.Generator().manual_seed(1)
        self._add_synthesis(model.synthesis)
        for group, context in enumerate(model.context.contexts):
            self._add_context(f"context.{group}", context)
        self._add_analysis(model.analysis)
        self.depths = tuple(len(stage) for stage in self._stages(model.synthesis))
        self.connections = [self._connections[name] for name in layer_names(self.depths, len(model.context.groups))]

    def stop(self) -> None:
        for handle in self._handles:
            handle.remove()

    def see(self, stream: str, tensor: torch.Tensor) -> None:
        self.largest[stream] = max(self.largest.get(stream, 0.0), tensor.detach().abs().max().item())

    def _watch(self, module: nn.Module, stream: str) -> None:
        self._handles.append(module.register_forward_hook(lambda _, __, output: self.see(stream, output)))

    def _watch_input(self, module: nn.Module, stream: str) -> None:
        self._handles.append(module.register_forward_pre_hook(lambda _, inputs: self.see(stream, inputs[0])))

    def _sample(self, module: nn.Module, x: torch.Tensor, moments: Moments) -> None:
        for picture in x.detach().split(1):
            rows = _patches(module, picture)
            moments.add(rows[torch.randperm(len(rows), generator=self._random)[: _SAMPLES // len(x)]])

    def _connect(self, name: str, module: nn.Module, reads: str, writes: str) -> None:
        """A layer whose own output is not a whole value of its stream."""
        kernel = 1 if module.kernel_size[0] == STRIDE else module.kernel_size[0]
        if hasattr(module, "mask") and kernel != 5:
            raise SystemExit(f"{name}: the file has causal kernels of 5 only, not of {kernel}")
        weights = _weights(module).numpy()
        biases = np.zeros(len(weights)) if module.bias is None else module.bias.detach().double().numpy()
        moments = Moments()
        self._connections[name] = Connection(name, kernel, weights, biases, reads, writes, moments)
        self._handles.append(module.register_forward_pre_hook(lambda _, inputs: self._sample(module, inputs[0], moments)))

    def _add(self, name: str, module: nn.Module, reads: str, writes: str) -> None:
        self._connect(name, module, reads, writes)
        self._watch(module, writes)

    def _add_residuals(self, stage: str, residuals: list) -> None:
        for index, residual in enumerate(residuals):
            inner = f"{stage}.{index}.inner"
            self._add(f"{stage}.{index}.first", residual.first, stage, inner)
            self._connect(f"{stage}.{index}.second", residual.second, inner, stage)
            self._watch(residual, stage)

    @staticmethod
    def _stages(synthesis) -> list[list]:
        """The residuals at 1/16, 1/8, 1/4 and 1/2 of the raster."""
        sequences = (synthesis.trunk, synthesis.trunk[-2], synthesis.trunk[-1], synthesis.head)
        return [[module for module in sequence if hasattr(module, "second")] for sequence in sequences]

    def _add_synthesis(self, synthesis) -> None:
        self._add("synthesis.linear", synthesis.linear, "z", "raster")
        self._watch_input(synthesis.linear, "z")
        stage = "synthesis.stage{}".format
        self._add("synthesis.first", synthesis.trunk[0], "z", stage(0))
        self._add("synthesis.climb1", synthesis.trunk[-2][0], stage(0), stage(1))
        self._add("synthesis.climb2", synthesis.trunk[-1][0], stage(1), stage(2))
        self._add("synthesis.climb3", synthesis.climb[0], stage(2), stage(3))
        self._connect("synthesis.join", synthesis.join, "raster", stage(3))
        self._watch_input(synthesis.head, stage(3))
        for index, residuals in enumerate(self._stages(synthesis)):
            self._add_residuals(stage(index), residuals)
        self._add("synthesis.head", synthesis.head[-2], stage(3), "raster")

    def _add_context(self, name: str, context) -> None:
        features = f"{name}.features"
        self._connect(f"{name}.own", context.own, "latents", features)
        self._add(f"{name}.earlier", context.earlier, "latents", features)
        self._watch_input(context.mix, features)
        self._add(f"{name}.mix1", context.mix[1], features, f"{name}.mixed1")
        self._add(f"{name}.mix2", context.mix[3], f"{name}.mixed1", f"{name}.mixed2")
        self._connect(f"{name}.mix3", context.mix[5], f"{name}.mixed2", "parameters")
        self._handles.append(context.mix.register_forward_hook(lambda _, __, output: self.see("parameters", output.chunk(2, dim=1)[0])))

    def _add_analysis(self, analysis) -> None:
        self._add("analysis.linear", analysis.linear, "raster", "scaled")
        network, stage = analysis.network, "analysis.stage{}".format
        for index, place in enumerate((1, 4, 7)):
            self._add(f"analysis.entry{index}", network[place], stage(index - 1) if index else "raster", stage(index))
            self._add_residuals(stage(index), [network[place + 1]])
        self._add("analysis.last", network[10], stage(2), "scaled")


@torch.no_grad()
def calibrate(model: Codec, crops: np.ndarray) -> Network:
    """Runs uint8 crops [count, side, side, 3] through the float model, at levels spread over 0..1, with latents as decoders have them."""
    raster = torch.from_numpy(crops).permute(0, 3, 1, 2).float() / 255
    level = torch.linspace(0, 1, len(crops))
    latents, _ = model.quantise(raster, level)
    network = Network(model)
    network.see("latents", latents)
    model.analyse(raster, level)
    model.context(latents, level)
    model.synthesise(latents, level)
    network.stop()
    return network
