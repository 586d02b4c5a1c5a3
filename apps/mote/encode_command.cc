#include "apps/mote/commands.h"
#include "apps/mote/files.h"
#include "apps/mote/handles.h"
#include "apps/mote/jobs.h"
#include "apps/mote/naming.h"
#include "imageio/writer.h"

namespace mote::app {
namespace {

// The picture's memory is free again when this returns.
Result<StreamPointer> EncodePicture(const Task& task, const Arguments& arguments, PixelGate& gate, unsigned threads,
                                    Outcome& outcome) {
  MOTE_ASSIGN_OR_RETURN(imageio::PictureReader reader, OpenPicture(task.input, arguments.max_pixels));
  const Size size = reader.size();
  outcome.width = size.width;
  outcome.height = size.height;
  const PixelGate::Pass pass(gate, size.pixels());
  MOTE_ASSIGN_OR_RETURN(const imageio::Picture picture, reader.Decode());
  const auto view = picture.view();

  mote_image image = {};
  image.pixels = view.data;
  image.width = size.width;
  image.height = size.height;
  image.stride_bytes = static_cast<size_t>(view.stride);
  image.format = picture.channels() == 4 ? MOTE_PIXELS_RGBA8 : MOTE_PIXELS_RGB8;
  mote_encode_options options;
  mote_encode_options_init(&options);
  options.method = arguments.method;
  options.max_bytes = arguments.max_bytes;
  options.effort = arguments.effort;
  options.max_pixels = arguments.max_pixels;
  options.tune = arguments.tune;
  options.threads = static_cast<int>(threads);
  options.time_limit_seconds = arguments.time_limit_seconds;
  mote_stream* stream = nullptr;
  mote_error error = {};
  const mote_status status = mote_encode(&image, &options, &stream, &error);
  if (status != MOTE_OK) return AsError(status, error);
  return StreamPointer(stream);
}

}  // namespace

int RunEncode(const Arguments& arguments) {
  PixelGate gate(kPixelsAtATime);
  const Naming naming = {EncodedName, EncodedName};
  return RunTasks(arguments, naming, [&](const Task& task, unsigned threads, Outcome& outcome) -> Status {
    outcome.method = arguments.method;
    MOTE_ASSIGN_OR_RETURN(const StreamPointer stream, EncodePicture(task, arguments, gate, threads, outcome));
    const uint8_t* const data = mote_stream_data(stream.get());
    const size_t size = mote_stream_size(stream.get());
    MOTE_RETURN_IF_ERROR(WriteOutput(task.output, arguments.overwrite,
                                     [&](int descriptor) { return imageio::WriteAll(descriptor, data, size); }));
    outcome.bytes = size;
    outcome.alpha = mote_stream_alpha(stream.get());
    return {};
  });
}

}  // namespace mote::app
