// Method `neural` in its parts, with the weights that are compiled in: a layer (`GMAC`: 10^9 multiply-accumulates, a
// second), the context model alone, the range coder alone, and what encoder and decoder make of these. Arguments:
// latent positions along the longer side of a raster of 3:2; 24 is about what 4096 bytes hold of a photograph.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "entropy/range_coder.h"
#include "methods/neural/analysis.h"
#include "methods/neural/context.h"
#include "methods/neural/decoder.h"
#include "methods/neural/encoder_symbols.h"
#include "methods/neural/geometry.h"
#include "methods/neural/layer.h"
#include "methods/neural/network.h"
#include "methods/neural/symbol_model.h"
#include "methods/neural/synthesis.h"
#include "textured_picture.h"

namespace mote::neural {
namespace {

constexpr uint8_t kMiddleLevel = 128;
constexpr double kPrice = 0.03;  // of a bit, as the encoder's default

Size PositionsOf(const benchmark::State& state) {
  const auto across = static_cast<uint32_t>(state.range(0));
  return {across, across * 2 / 3};
}

void CountEach(benchmark::State& state, const char* name, double amount) {
  state.counters[name] = benchmark::Counter(amount, benchmark::Counter::kIsIterationInvariantRate);
}

// Multiply-accumulates of one position, without the padding to whole blocks.
double MacsOf(const Layer& layer) { return double{1} * layer.places * layer.inputs * layer.outputs; }

// Features of a usual range, the same on every machine.
Tensor SomeFeatures(Size size, uint32_t channels) {
  Tensor features(size, channels);
  uint32_t random = 1;
  for (uint32_t y = 0; y < size.height; ++y) {
    for (uint32_t x = 0; x < size.width; ++x) {
      for (uint32_t channel = 0; channel < channels; ++channel) {
        random = random * 1664525 + 1013904223;
        features.at(x, y)[channel] = static_cast<int16_t>(static_cast<int32_t>(random >> 22) - 512);
      }
    }
  }
  return features;
}

struct NamedLayer {
  const char* name;
  const Layer* layer;
  uint32_t scale;  // features to a latent position, along each axis
};

// Of the synthesis: one of each kind, where it works.
std::vector<NamedLayer> SynthesisLayers() {
  const Synthesis& synthesis = TheNetwork().synthesis;
  std::vector<NamedLayer> layers{{"first", &synthesis.first, 1}};
  if (!synthesis.residuals.empty()) layers.push_back({"residual", &synthesis.residuals[0].first, 1});
  static constexpr std::array<const char*, 3> kNames{"residual at 2", "residual at 4", "residual at 8"};
  for (size_t i = 0; i < synthesis.stages.size(); ++i) {
    const std::vector<Residual>& residuals = synthesis.stages[i].residuals;
    if (!residuals.empty()) layers.push_back({kNames[i], &residuals[0].first, 2u << i});
  }
  layers.push_back({"head", &synthesis.head, 8});
  return layers;
}

// Second argument: which of SynthesisLayers; it is the label.
void BM_NeuralLayer(benchmark::State& state) {
  const std::vector<NamedLayer> layers = SynthesisLayers();
  const auto index = static_cast<size_t>(state.range(1));
  if (index >= layers.size()) {
    state.SkipWithError("the network has no such layer");
    return;
  }
  const NamedLayer& named = layers[index];
  const Size positions = PositionsOf(state);
  const Size size{positions.width * named.scale, positions.height * named.scale};
  const Tensor input = SomeFeatures(size, named.layer->inputs);
  Tensor output(size, named.layer->outputs);
  for (auto _ : state) {
    Convolve(*named.layer, input, 1, nullptr, output);
    benchmark::DoNotOptimize(output.data());
  }
  state.SetLabel(std::string(named.name) + ", " + std::to_string(named.layer->kernel) + "x" +
                 std::to_string(named.layer->kernel) + ", " + std::to_string(named.layer->inputs) + " to " +
                 std::to_string(named.layer->outputs));
  CountEach(state, "GMAC", MacsOf(*named.layer) * static_cast<double>(size.pixels()) * 1e-9);
}

// The scalar twin of what BM_NeuralLayer's first case does.
void BM_NeuralLayerScalar(benchmark::State& state) {
  const Layer& layer = TheNetwork().synthesis.first;
  const Size size = PositionsOf(state);
  const Tensor input = SomeFeatures(size, layer.inputs);
  Tensor output(size, layer.outputs);
  std::vector<ptrdiff_t> blocks;
  for (uint32_t block = 0; block < layer.output_blocks(); ++block) blocks.push_back(ptrdiff_t{block} * kOutputBlock);
  Run run;
  run.count = size.width;
  run.input_step = input.step();
  run.output_step = output.step();
  run.block_offsets = blocks.data();
  const auto reach = static_cast<ptrdiff_t>(layer.kernel / 2);
  size_t place = 0;
  for (ptrdiff_t y = -reach; y <= reach; ++y) {
    for (ptrdiff_t x = -reach; x <= reach; ++x) run.place_offsets[place++] = y * input.row_step() + x * input.step();
  }
  for (auto _ : state) {
    for (uint32_t y = 0; y < size.height; ++y) {
      run.input = input.at(0, y);
      run.output = output.at(0, y);
      ApplyLayerScalar(layer, run);
    }
    benchmark::DoNotOptimize(output.data());
  }
  state.SetLabel("first");
  CountEach(state, "GMAC", MacsOf(layer) * static_cast<double>(size.pixels()) * 1e-9);
}

// Takes the means for the latents: what is left is the context model.
class NoSymbols : public SymbolCoder {
 public:
  void Code(const Expectation& expectation, std::span<int16_t> latents) override {
    std::copy(expectation.means.begin(), expectation.means.end(), latents.begin());
  }
};

void BM_NeuralContext(benchmark::State& state) {
  const Size positions = PositionsOf(state);
  for (auto _ : state) {
    NoSymbols symbols;
    const Tensor latents = CodeLatents(TheNetwork(), positions, kMiddleLevel, symbols);
    benchmark::DoNotOptimize(latents.data());
  }
  double macs = 0;
  for (const GroupContext& group : TheNetwork().groups) {
    for (const Layer* layer : {&group.own, &group.earlier, &group.mix1, &group.mix2, &group.mix3}) {
      macs += MacsOf(*layer);
    }
  }
  CountEach(state, "positions", static_cast<double>(positions.pixels()));
  CountEach(state, "GMAC", macs * static_cast<double>(positions.pixels()) * 1e-9);
}

void BM_NeuralAnalyse(benchmark::State& state) {
  const Image raster = bench::TexturedPicture(RasterFor(PositionsOf(state)), kRasterComponents);
  for (auto _ : state) {
    const Tensor latents = Analyse(TheAnalysis(), raster.view());
    benchmark::DoNotOptimize(latents.data());
  }
  CountEach(state, "positions", static_cast<double>(PositionsOf(state).pixels()));
}

struct Written {
  Size positions;
  std::vector<uint8_t> symbols;
  Tensor latents;
  explicit Written(Size size) : positions(size), latents(size, TheNetwork().channels) {
    const Image raster = bench::TexturedPicture(RasterFor(size), kRasterComponents);
    const Tensor analysed = Analyse(TheAnalysis(), raster.view());
    const Thresholds thresholds = MakeThresholds(TheNetwork(), kPrice);
    SymbolWriter writer(TheNetwork(), thresholds, analysed, kMiddleLevel);
    latents = CodeLatents(TheNetwork(), size, kMiddleLevel, writer);
    symbols = writer.Finish().bytes;
  }
};

// Latents to symbols at one level: of this an encode has some ten, with a raster's analysis and synthesis about them.
void BM_NeuralWrite(benchmark::State& state) {
  const Size positions = PositionsOf(state);
  const Image raster = bench::TexturedPicture(RasterFor(positions), kRasterComponents);
  const Tensor analysed = Analyse(TheAnalysis(), raster.view());
  const Thresholds thresholds = MakeThresholds(TheNetwork(), kPrice);
  for (auto _ : state) {
    SymbolWriter writer(TheNetwork(), thresholds, analysed, kMiddleLevel);
    const Tensor latents = CodeLatents(TheNetwork(), positions, kMiddleLevel, writer);
    benchmark::DoNotOptimize(latents.data());
    benchmark::DoNotOptimize(writer.Finish().bytes);
  }
  CountEach(state, "positions", static_cast<double>(positions.pixels()));
}

// Symbols to latents: context model and range decoder.
void BM_NeuralRead(benchmark::State& state) {
  const Written written(PositionsOf(state));
  for (auto _ : state) {
    const Latents latents = ReadLatents(TheNetwork(), {written.positions, kMiddleLevel, written.symbols});
    benchmark::DoNotOptimize(latents.values.data());
  }
  state.counters["bytes"] = static_cast<double>(written.symbols.size());
  CountEach(state, "positions", static_cast<double>(written.positions.pixels()));
}

void BM_NeuralSynthesise(benchmark::State& state) {
  const Written written(PositionsOf(state));
  for (auto _ : state) {
    const Image raster = Synthesise(TheNetwork(), written.latents, kMiddleLevel);
    benchmark::DoNotOptimize(raster.samples().data());
  }
  CountEach(state, "positions", static_cast<double>(written.positions.pixels()));
  CountEach(state, "megapixels", static_cast<double>(RasterFor(written.positions).pixels()) * 1e-6);
}

// Payload to raster, without the enlargement to the picture's size (BM_ApiDecode has it).
void BM_NeuralRender(benchmark::State& state) {
  const Written written(PositionsOf(state));
  for (auto _ : state) {
    const Rendered rendered = Render({written.positions, kMiddleLevel, written.symbols});
    benchmark::DoNotOptimize(rendered.raster.samples().data());
  }
  CountEach(state, "positions", static_cast<double>(written.positions.pixels()));
}

// Decisions as likely as symbols' are: mostly rare ones that are not so.
struct SomeDecisions {
  static constexpr uint32_t kCount = 1 << 16;
  struct Decision {
    uint32_t probability;
    bool is_so;
  };
  std::vector<Decision> decisions;
  SomeDecisions() {
    uint32_t random = 1;
    for (uint32_t i = 0; i < kCount; ++i) {
      random = random * 1664525 + 1013904223;
      const uint32_t probability = ProbabilityOf(256 - static_cast<int64_t>(i % 1024) * 3);
      decisions.push_back({probability, random >> 16 < probability});
    }
  }
  [[nodiscard]] std::vector<uint8_t> Encode() const {
    RangeEncoder encoder;
    for (const Decision& decision : decisions) encoder.Encode(decision.is_so, decision.probability);
    return std::move(encoder).Finish();
  }
};

void BM_RangeEncode(benchmark::State& state) {
  const SomeDecisions some;
  for (auto _ : state) benchmark::DoNotOptimize(some.Encode());
  CountEach(state, "decisions", SomeDecisions::kCount);
}

void BM_RangeDecode(benchmark::State& state) {
  const SomeDecisions some;
  const std::vector<uint8_t> bytes = some.Encode();
  for (auto _ : state) {
    RangeDecoder decoder(bytes);
    for (const SomeDecisions::Decision& decision : some.decisions) {
      if (decoder.Decode(decision.probability) != decision.is_so) {
        state.SkipWithError("decoded another decision than was encoded");
        return;
      }
    }
  }
  CountEach(state, "decisions", SomeDecisions::kCount);
}

void Layers(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgNames({"positions", "layer"})->Unit(benchmark::kMicrosecond);
  const auto count = static_cast<int64_t>(SynthesisLayers().size());
  for (int64_t layer = 0; layer < count; ++layer) benchmark->Args({24, layer});
}

void Rasters(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgName("positions")->Unit(benchmark::kMillisecond)->Arg(6)->Arg(24)->Arg(96);
}

BENCHMARK(BM_NeuralLayer)->Apply(Layers);
BENCHMARK(BM_NeuralLayerScalar)->ArgName("positions")->Arg(24)->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_NeuralContext)->Apply(Rasters);
BENCHMARK(BM_NeuralAnalyse)->Apply(Rasters);
BENCHMARK(BM_NeuralWrite)->Apply(Rasters);
BENCHMARK(BM_NeuralRead)->Apply(Rasters);
BENCHMARK(BM_NeuralSynthesise)->Apply(Rasters);
BENCHMARK(BM_NeuralRender)->Apply(Rasters);
BENCHMARK(BM_RangeEncode)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_RangeDecode)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace mote::neural
