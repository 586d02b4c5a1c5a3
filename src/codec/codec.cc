#include "codec/codec.h"

#include <algorithm>

#include "colour/alpha.h"
#include "methods/lanczos/decoder.h"
#include "methods/lanczos/encoder.h"
#include "methods/lanczos/layout.h"
#include "methods/neural/decoder.h"
#include "methods/neural/encoder.h"
#include "methods/neural/geometry.h"
#include "methods/patches/decoder.h"
#include "methods/patches/encoder.h"
#include "resample/lanczos.h"

namespace mote {
namespace {

// A stream taken apart, before any pixel is made; header.method says which of the contents it has.
struct ParsedStream {
  Header header;
  Size raster;
  lanczos::Stream lanczos;
  patches::Symbols patches;
  neural::Payload neural;  // borrows the stream
  PartTally tally;
};

// Whether a damaged stream is more likely a lanczos file than anything else.
bool HasPpmMagic(std::span<const uint8_t> stream) {
  return stream.size() >= lanczos::kDimensionBytes + 2 && stream[lanczos::kDimensionBytes] == 'P' &&
         (stream[lanczos::kDimensionBytes + 1] == '6' || stream[lanczos::kDimensionBytes + 1] == '5');
}

Result<ParsedStream> ParseLanczos(std::span<const uint8_t> stream) {
  ByteReader reader(stream);
  ParsedStream parsed;
  MOTE_ASSIGN_OR_RETURN(parsed.lanczos, lanczos::ReadStream(reader));
  parsed.header = {.version = 0, .method = Method::kLanczos, .alpha = Alpha::kOpaque, .size = parsed.lanczos.original};
  parsed.raster = parsed.lanczos.thumbnail;
  parsed.tally = reader.tally();
  return parsed;
}

Result<ParsedStream> Parse(std::span<const uint8_t> stream) {
  if (stream.empty()) return Fail(ErrorCode::kTruncated, "the stream is empty");
  if (lanczos::LooksLikeLanczos(stream)) return ParseLanczos(stream);
  ByteReader reader(stream);
  const Result<Header> header = ReadHeader(reader);
  if (!header.ok()) {
    if (HasPpmMagic(stream)) return ParseLanczos(stream);
    return header.error();
  }
  ParsedStream parsed;
  parsed.header = header.value();
  if (parsed.header.method == Method::kNeural) {
    MOTE_ASSIGN_OR_RETURN(parsed.neural, neural::ReadPayload(parsed.header.size, reader));
    parsed.raster = neural::RasterFor(parsed.neural.positions);
  } else {
    MOTE_ASSIGN_OR_RETURN(parsed.patches, patches::ReadSymbols(parsed.header.size, reader));
    parsed.raster = parsed.patches.raster;
  }
  parsed.tally = reader.tally();
  return parsed;
}

DecodedPicture RenderRaster(const ParsedStream& parsed) {
  switch (parsed.header.method) {
    case Method::kLanczos:
      return {lanczos::Render(parsed.lanczos)};
    case Method::kPatches:
      return {patches::Render(parsed.patches)};
    case Method::kNeural:
      break;
  }
  neural::Rendered rendered = neural::Render(parsed.neural);
  return {std::move(rendered.raster), rendered.cut};
}

// `original` shrunk, if need be, so that neither side passes max_side (0: no bound); sides to nearest, at least 1.
Size OutputSize(Size original, uint32_t max_side) {
  const uint64_t longest = std::max(original.width, original.height);
  if (max_side == 0 || longest <= max_side) return original;
  const auto shrink = [&](uint64_t side) {
    return static_cast<uint32_t>(std::max<uint64_t>(1, (2 * side * max_side + longest) / (2 * longest)));
  };
  return {shrink(original.width), shrink(original.height)};
}

Status WriteContainer(PlaneView<const uint8_t> rgb, Alpha alpha, const EncodeSettings& settings, StopSource& stop,
                      ByteWriter& writer) {
  WriteHeader({.method = settings.method, .alpha = alpha, .size = rgb.size}, writer);
  const size_t header_bytes = writer.bytes().size();
  const bool is_neural = settings.method == Method::kNeural;
  const size_t least_bytes =
      header_bytes + (is_neural ? neural::kLeastPayloadBytes : patches::LeastPayloadBytes(rgb.size));
  if (settings.max_bytes < least_bytes) {
    return Fail(ErrorCode::kBudgetTooSmall, "method ", is_neural ? "neural" : "patches", " needs at least ",
                least_bytes, " bytes for this picture but was given ", settings.max_bytes);
  }
  const size_t payload_bytes = settings.max_bytes - header_bytes;
  if (is_neural) {
    const neural::EncodeSettings choices = {settings.effort, settings.tune, settings.threads};
    MOTE_RETURN_IF_ERROR(neural::Encode(rgb, payload_bytes, choices, stop, writer));
  } else {
    MOTE_RETURN_IF_ERROR(patches::Encode(rgb, payload_bytes, settings.effort, stop, writer));
  }
  // A lanczos file is told apart by at least 11 bytes of text: see spec/format.md, section 1.
  if (lanczos::LooksLikeLanczos(writer.bytes())) {
    return Fail(ErrorCode::kInternal, "the stream happens to look like one of method lanczos");
  }
  return {};
}

}  // namespace

Result<EncodedPicture> Encode(PlaneView<const uint8_t> pixels, const EncodeSettings& settings) {
  MOTE_RETURN_IF_ERROR(CheckPictureSize(pixels.size, settings.limits));
  StopSource stop(settings.progress, settings.time_limit_seconds);
  MOTE_RETURN_IF_ERROR(stop.Poll(0));
  EncodedPicture picture;
  Image opaque;
  PlaneView<const uint8_t> rgb = pixels;
  if (pixels.channels == 4) {
    if (!IsOpaque(pixels)) picture.alpha = Alpha::kOnWhite;
    opaque = CompositeOnWhite(pixels);
    rgb = opaque.view();
  }
  ByteWriter writer;
  if (settings.method == Method::kLanczos) {
    MOTE_RETURN_IF_ERROR(lanczos::Encode(rgb, settings.max_bytes, writer));
  } else {
    MOTE_RETURN_IF_ERROR(WriteContainer(rgb, picture.alpha, settings, stop, writer));
  }
  if (writer.bytes().size() > settings.max_bytes) {
    return Fail(ErrorCode::kInternal, "the stream has ", writer.bytes().size(), " bytes, more than ",
                settings.max_bytes);
  }
  MOTE_RETURN_IF_ERROR(stop.Poll(1));
  picture.bytes = std::move(writer).Take();
  return picture;
}

Result<DecodedPicture> Decode(std::span<const uint8_t> stream, const DecodeSettings& settings) {
  MOTE_RETURN_IF_ERROR(Report(settings.progress, 0));
  MOTE_ASSIGN_OR_RETURN(const ParsedStream parsed, Parse(stream));
  const Size size = OutputSize(parsed.header.size, settings.max_side);
  MOTE_RETURN_IF_ERROR(CheckPictureSize(size, settings.limits));
  DecodedPicture picture = RenderRaster(parsed);
  MOTE_RETURN_IF_ERROR(Report(settings.progress, 0.5));
  picture.pixels = ResizeLanczos(picture.pixels.view(), size);
  MOTE_RETURN_IF_ERROR(Report(settings.progress, 1));
  return picture;
}

Result<StreamInfo> Inspect(std::span<const uint8_t> stream) {
  MOTE_ASSIGN_OR_RETURN(const ParsedStream parsed, Parse(stream));
  return StreamInfo{parsed.header, parsed.raster, parsed.tally.parts()};
}

}  // namespace mote
