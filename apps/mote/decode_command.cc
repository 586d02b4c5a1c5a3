#include <algorithm>

#include "apps/mote/commands.h"
#include "apps/mote/files.h"
#include "apps/mote/handles.h"
#include "apps/mote/jobs.h"
#include "apps/mote/naming.h"
#include "imageio/format.h"
#include "imageio/writer.h"

namespace mote::app {
namespace {

Status DecodeFile(const Task& task, const Arguments& arguments, imageio::OutputFormat format, PixelGate& gate,
                  Outcome& outcome) {
  MOTE_ASSIGN_OR_RETURN(const std::vector<uint8_t> bytes, ReadMote(task.input));
  mote_stream_info info = {};
  info.struct_size = sizeof(info);
  mote_error error = {};
  mote_status status = mote_info(bytes.data(), bytes.size(), &info, &error);
  if (status != MOTE_OK) return AsError(status, error);
  outcome.method = info.method;
  outcome.alpha = info.alpha;
  uint64_t pixels = uint64_t{info.width} * info.height;
  if (arguments.max_side > 0) pixels = std::min(pixels, uint64_t{arguments.max_side} * arguments.max_side);
  if (pixels > arguments.max_pixels) {
    return Fail(ErrorCode::kLimitExceeded, "a picture of ", info.width, "x", info.height, " has more than ",
                arguments.max_pixels, " pixels (--max-pixels; --max-side decodes it smaller)");
  }

  const PixelGate::Pass pass(gate, pixels);
  mote_decode_options options;
  mote_decode_options_init(&options);
  options.max_side = arguments.max_side;
  options.max_pixels = arguments.max_pixels;
  mote_picture* decoded = nullptr;
  status = mote_decode(bytes.data(), bytes.size(), &options, &decoded, &error);
  if (status != MOTE_OK) return AsError(status, error);
  const PicturePointer picture(decoded);
  outcome.cut = mote_picture_cut(decoded) != 0;
  const Size size = {mote_picture_width(decoded), mote_picture_height(decoded)};
  outcome.width = size.width;
  outcome.height = size.height;
  const PlaneView<const uint8_t> view = {mote_picture_pixels(decoded), size, 3, static_cast<ptrdiff_t>(size.width) * 3};
  MOTE_ASSIGN_OR_RETURN(const uint64_t written, WriteOutput(task.output, arguments.overwrite, [&](int descriptor) {
                          return imageio::WritePicture(view, format, descriptor);
                        }));
  if (task.output != kStandardStream) outcome.bytes = written;
  return {};
}

}  // namespace

int RunDecode(const Arguments& arguments) {
  const bool names_file = !arguments.output.empty() && arguments.output != kStandardStream &&
                          arguments.inputs.size() == 1 && arguments.output.back() != '/' &&
                          !IsDirectory(arguments.output) && !IsDirectory(arguments.inputs.front());
  if (names_file && !imageio::OutputFormatOfName(arguments.output) &&
      BaseName(arguments.output).find('.') != std::string::npos) {
    return ReportUsage(arguments.command, "-o " + arguments.output + ": expected a name in .png, .ppm, .jpg or .webp");
  }
  PixelGate gate(kPixelsAtATime);
  const Naming naming = {DecodedNameBeside, DecodedNameInDirectory};
  return RunTasks(arguments, naming, [&](const Task& task, unsigned /*threads*/, Outcome& outcome) {
    const auto format = imageio::OutputFormatOfName(task.output).value_or(imageio::OutputFormat::kPng);
    return DecodeFile(task, arguments, format, gate, outcome);
  });
}

}  // namespace mote::app
