// Whole encodes and decodes through the C API, without files, on one core: what a program that links mote waits for.
// Arguments: the method (mote_method), width and height in pixels.
#include <benchmark/benchmark.h>

#include <cstdint>

#include "mote/mote.h"
#include "textured_picture.h"

namespace mote {
namespace {

struct Encoded {
  Image picture;
  mote_stream* stream = nullptr;
  explicit Encoded(const benchmark::State& state)
      : picture(
            bench::TexturedPicture({static_cast<uint32_t>(state.range(1)), static_cast<uint32_t>(state.range(2))}, 3)),
        method(static_cast<mote_method>(state.range(0))) {}
  Encoded(const Encoded&) = delete;
  Encoded& operator=(const Encoded&) = delete;
  ~Encoded() { mote_stream_free(stream); }

  bool Encode(benchmark::State& state) {
    const auto view = picture.view();
    const mote_image image{view.data, view.size.width, view.size.height, static_cast<size_t>(view.stride),
                           MOTE_PIXELS_RGB8};
    mote_encode_options options;
    mote_encode_options_init(&options);
    options.method = method;
    options.threads = 1;
    mote_stream_free(stream);
    stream = nullptr;
    mote_error error;
    if (mote_encode(&image, &options, &stream, &error) == MOTE_OK) return true;
    state.SkipWithError(error.message);
    return false;
  }

 private:
  mote_method method;
};

void BM_ApiEncode(benchmark::State& state) {
  Encoded encoded(state);
  for (auto _ : state) {
    if (!encoded.Encode(state)) break;
  }
  state.counters["bytes"] = encoded.stream == nullptr ? 0.0 : static_cast<double>(mote_stream_size(encoded.stream));
}

void BM_ApiDecode(benchmark::State& state) {
  Encoded encoded(state);
  if (!encoded.Encode(state)) return;
  for (auto _ : state) {
    mote_picture* picture = nullptr;
    mote_error error;
    if (mote_decode(mote_stream_data(encoded.stream), mote_stream_size(encoded.stream), nullptr, &picture, &error) !=
        MOTE_OK) {
      state.SkipWithError(error.message);
      break;
    }
    benchmark::DoNotOptimize(mote_picture_pixels(picture));
    mote_picture_free(picture);
  }
}

void Sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgNames({"method", "w", "h"})->Unit(benchmark::kMillisecond);
  for (const int method : {MOTE_METHOD_LANCZOS, MOTE_METHOD_PATCHES, MOTE_METHOD_NEURAL}) {
    benchmark->Args({method, 768, 512})->Args({method, 4000, 3000});
  }
}

BENCHMARK(BM_ApiEncode)->Apply(Sizes);
BENCHMARK(BM_ApiDecode)->Apply(Sizes);

}  // namespace
}  // namespace mote
