#include "imageio/writer.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <mutex>
#include <optional>
#include <string>

#include "imageio/input_file.h"
#include "imageio/vips_runtime.h"

namespace mote::imageio {
namespace {

constexpr int kJpegQuality = 92;
constexpr int kWebpQuality = 90;
constexpr uint32_t kJpegMaxSide = 65500;
constexpr uint32_t kWebpMaxSide = 16383;
// A preview is smooth: one cheap filter and a middling deflate level give the size of the default ones in a third of
// the time.
constexpr int kPngCompression = 4;

// Where libvips's bytes go, and the first thing that went wrong there.
struct Sink {
  int descriptor;
  std::optional<Error> error;
};

gint64 TakeBytes(VipsTargetCustom*, const void* data, gint64 size, void* user_data) {
  auto& sink = *static_cast<Sink*>(user_data);
  const Status status = WriteAll(sink.descriptor, static_cast<const uint8_t*>(data), static_cast<size_t>(size));
  if (status.ok()) return size;
  if (!sink.error) sink.error = status.error();
  return -1;
}

int Save(VipsImage* image, VipsTarget* target, OutputFormat format) {
  switch (format) {
    case OutputFormat::kJpeg:
      return Vips().vips_jpegsave_target(image, target, "Q", kJpegQuality, "strip", TRUE, nullptr);
    case OutputFormat::kWebp:
      return Vips().vips_webpsave_target(image, target, "Q", kWebpQuality, "strip", TRUE, nullptr);
    default:
      return Vips().vips_pngsave_target(image, target, "compression", kPngCompression, "filter",
                                        VIPS_FOREIGN_PNG_FILTER_UP, "strip", TRUE, nullptr);
  }
}

Status SaveWithVips(PlaneView<const uint8_t> rgb, OutputFormat format, int descriptor) {
  // libvips only reads from the pixels.
  const ImagePointer image(Vips().vips_image_new_from_memory(rgb.data, rgb.samples_per_row() * rgb.size.height,
                                                             static_cast<int>(rgb.size.width),
                                                             static_cast<int>(rgb.size.height), 3, VIPS_FORMAT_UCHAR));
  const TargetPointer target(Vips().vips_target_custom_new());
  if (image == nullptr || target == nullptr) return Fail(ErrorCode::kOutOfMemory, TakeVipsError("not enough memory"));
  image->Type = VIPS_INTERPRETATION_sRGB;
  Sink sink = {descriptor, std::nullopt};
  Vips().g_signal_connect_data(target.get(), "write", G_CALLBACK(TakeBytes), &sink, nullptr, GConnectFlags{});
  if (Save(image.get(), &target->parent_object, format) == 0 && !sink.error) return {};
  const std::string reason = TakeVipsError("the image library failed");
  if (sink.error) return *sink.error;
  return Fail(ErrorCode::kInternal, "cannot write the picture: ", reason);
}

Status SavePpm(PlaneView<const uint8_t> rgb, int descriptor) {
  const std::string header =
      "P6\n" + std::to_string(rgb.size.width) + " " + std::to_string(rgb.size.height) + "\n255\n";
  MOTE_RETURN_IF_ERROR(WriteAll(descriptor, reinterpret_cast<const uint8_t*>(header.data()), header.size()));
  return WriteAll(descriptor, rgb.data, rgb.samples_per_row() * rgb.size.height);
}

Status CheckSide(const char* format, uint32_t longest, Size size) {
  if (std::max(size.width, size.height) <= longest) return {};
  return Fail(ErrorCode::kInvalidArgument, format, " holds at most ", longest, " pixels a side but the picture has ",
              size.width, "x", size.height);
}

}  // namespace

Status WriteAll(int descriptor, const uint8_t* data, size_t size) {
  while (size > 0) {
    const ssize_t written = write(descriptor, data, size);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return Fail(ErrorCode::kInvalidArgument, SystemErrorText(errno));
    data += written;
    size -= static_cast<size_t>(written);
  }
  return {};
}

Status WritePicture(PlaneView<const uint8_t> rgb, OutputFormat format, int descriptor) {
  if (format == OutputFormat::kPpm) return SavePpm(rgb, descriptor);
  if (format == OutputFormat::kJpeg) MOTE_RETURN_IF_ERROR(CheckSide("JPEG", kJpegMaxSide, rgb.size));
  if (format == OutputFormat::kWebp) MOTE_RETURN_IF_ERROR(CheckSide("WebP", kWebpMaxSide, rgb.size));
  MOTE_RETURN_IF_ERROR(StartVips());
  const std::shared_lock<std::shared_mutex> lock(VipsMutex());
  return SaveWithVips(rgb, format, descriptor);
}

}  // namespace mote::imageio
