#include "imageio/reader.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <optional>
#include <span>
#include <utility>

#include "imageio/bmp.h"
#include "imageio/colour.h"
#include "imageio/format.h"
#include "imageio/input_file.h"
#include "imageio/orientation.h"
#include "imageio/vips_runtime.h"

namespace mote::imageio {
namespace {

using Loader = int (*)(VipsSource* source, VipsImage** out, ...);

struct LoaderEntry {
  InputFormat format;
  Loader VipsFunctions::*load;
  const char* operation;  // libvips's name of it, to ask whether this build has it
};

constexpr LoaderEntry kLoaders[] = {
    {InputFormat::kPng, &VipsFunctions::vips_pngload_source, "pngload_source"},
    {InputFormat::kJpeg, &VipsFunctions::vips_jpegload_source, "jpegload_source"},
    {InputFormat::kWebp, &VipsFunctions::vips_webpload_source, "webpload_source"},
    {InputFormat::kGif, &VipsFunctions::vips_gifload_source, "gifload_source"},
    {InputFormat::kTiff, &VipsFunctions::vips_tiffload_source, "tiffload_source"},
    {InputFormat::kNetpbm, &VipsFunctions::vips_ppmload_source, "ppmload_source"},
    {InputFormat::kHeif, &VipsFunctions::vips_heifload_source, "heifload_source"},
    {InputFormat::kJxl, &VipsFunctions::vips_jxlload_source, "jxlload_source"},
};

// Warnings of libjpeg about files that are whole: padding, and markers that later programs invented. Their neighbours
// ("premature end of data segment", "bad Huffman code") tell of lost pixels.
bool IsHarmless(const std::string& message) {
  constexpr const char* kHarmless[] = {"extraneous bytes before marker", "Unknown Adobe color transform",
                                       "unknown JFIF revision"};
  return std::any_of(std::begin(kHarmless), std::end(kHarmless),
                     [&](const char* text) { return message.find(text) != std::string::npos; });
}

// Where sink strips go.
struct Destination {
  PlaneView<uint8_t> pixels;
  Placement placement;
  Bands bands;           // colour 4: CMYK
  uint32_t white = 255;  // the value of a full sample in what is stored; 65535 means the high 8 bits
};

// product / 255, rounded.
uint32_t DivideBy255(uint32_t product) {
  product += 128;
  return (product + (product >> 8)) >> 8;
}

// Inks without a profile: what is left after the black, less the colour's share of it.
void StoreCmykRow(const uint8_t* stored, uint32_t width, const Destination& destination, uint8_t* first) {
  const ptrdiff_t step = destination.placement.step_x * static_cast<ptrdiff_t>(destination.pixels.channels);
  for (uint32_t x = 0; x < width; ++x, stored += 4, first += step) {
    const uint32_t left = 255u - stored[3];
    for (int c = 0; c < 3; ++c) first[c] = static_cast<uint8_t>(left - DivideBy255(stored[c] * left));
  }
}

// Copies a row of samples as 8-bit ones.
template <typename Sample>
void StoreRow(const Sample* stored, int stored_bands, uint32_t width, const Destination& destination, uint8_t* first) {
  const uint32_t white = destination.white;
  const auto narrow = [white](Sample sample) {
    if (sizeof(Sample) == 1 && white == 255) return static_cast<uint8_t>(sample);
    if (sizeof(Sample) == 2 && white == 65535) return static_cast<uint8_t>(sample >> 8);
    return static_cast<uint8_t>((std::min<uint32_t>(sample, white) * 255 + white / 2) / white);
  };
  const ptrdiff_t step = destination.placement.step_x * static_cast<ptrdiff_t>(destination.pixels.channels);
  const bool grey = destination.bands.colour == 1;
  const int alpha_band = destination.bands.colour;
  for (uint32_t x = 0; x < width; ++x, stored += stored_bands, first += step) {
    first[0] = narrow(stored[0]);
    first[1] = narrow(stored[grey ? 0 : 1]);
    first[2] = narrow(stored[grey ? 0 : 2]);
    if (destination.bands.alpha) first[3] = narrow(stored[alpha_band]);
  }
}

int StoreStrip(VipsRegion* region, VipsRect* area, void* user_data) {
  const auto& destination = *static_cast<const Destination*>(user_data);
  const auto channels = static_cast<ptrdiff_t>(destination.pixels.channels);
  const auto width = static_cast<uint32_t>(area->width);
  const int bands = region->im->Bands;
  const ptrdiff_t pixel_bytes = ptrdiff_t{bands} * (region->im->BandFmt == VIPS_FORMAT_USHORT ? 2 : 1);
  for (int y = area->top; y < area->top + area->height; ++y) {
    const VipsPel* const stored = region->data + (y - region->valid.top) * ptrdiff_t{region->bpl} +
                                  (area->left - region->valid.left) * pixel_bytes;
    const ptrdiff_t place =
        destination.placement.origin + area->left * destination.placement.step_x + y * destination.placement.step_y;
    uint8_t* const first = destination.pixels.data + place * channels;
    if (destination.bands.colour == 4) {
      StoreCmykRow(stored, width, destination, first);
    } else if (region->im->BandFmt == VIPS_FORMAT_USHORT) {
      StoreRow(reinterpret_cast<const uint16_t*>(stored), bands, width, destination, first);
    } else if (bands == 3 && destination.placement.step_x == 1 && destination.white == 255) {
      std::memcpy(first, stored, 3 * size_t{width});
    } else {
      StoreRow(stored, bands, width, destination, first);
    }
  }
  return 0;
}

}  // namespace

struct PictureReader::State {
  Descriptor owned;                 // of a file that this reader opened
  int descriptor = -1;              // to read from
  off_t start = 0;                  // where the file begins
  std::span<const uint8_t> memory;  // all of the file instead, if it came through a pipe
  SourcePointer pipe;               // what owns that memory
  bool is_lenient = false;          // after a harmless warning
  Limits limits;
  InputFormat format = InputFormat::kPng;
  Size size;  // oriented
  uint32_t channels = 3;
  int orientation = 1;
  uint32_t netpbm_maximum = 255;
  SourcePointer source;
  ImagePointer image;  // unset for BMP
  std::optional<BmpHeader> bmp;
  bool blame_library = false;  // whether the last failure's reason is in libvips's error text

  [[nodiscard]] Status TakePipe();
  [[nodiscard]] Status ReadHeader();
  [[nodiscard]] Status ReadHeaderWithVips();
  [[nodiscard]] Result<Picture> ReadPixels();
  [[nodiscard]] Error LibraryError();
  [[nodiscard]] Status CheckSize(Size stored) const;
  [[nodiscard]] ReadBytes Reading();

  // Does `work` beside others; if libvips fails, again alone, to learn why; and if the reason is harmless, once more
  // without minding.
  template <typename Outcome, typename Work>
  [[nodiscard]] Outcome Attempt(const Work& work) {
    {
      const std::shared_lock<std::shared_mutex> lock(VipsMutex());
      Outcome outcome = work();
      if (outcome.ok() || !blame_library) return outcome;
    }
    const std::unique_lock<std::shared_mutex> lock(VipsMutex());
    Vips().vips_error_clear();
    Outcome outcome = work();
    if (outcome.ok() || !IsHarmless(outcome.error().message)) return outcome;
    is_lenient = true;
    Vips().vips_error_clear();
    return work();
  }
};

Error PictureReader::State::LibraryError() {
  blame_library = true;
  return Fail(ErrorCode::kCorrupt, "cannot decode the ", FormatName(format),
              " data: ", TakeVipsError("it is damaged or cut short"));
}

Status PictureReader::State::CheckSize(Size stored) const {
  Status status = CheckPictureSize(stored, limits);
  if (!status.ok() && status.error().code == ErrorCode::kLimitExceeded) {
    return Fail(ErrorCode::kLimitExceeded, status.error().message, " (--max-pixels)");
  }
  return status;
}

ReadBytes PictureReader::State::Reading() {
  return [this](uint8_t* data, size_t count) {
    size_t filled = 0;
    while (filled < count) {
      const gint64 got = Vips().vips_source_read(source.get(), data + filled, count - filled);
      if (got <= 0) break;
      filled += static_cast<size_t>(got);
    }
    return filled;
  };
}

// A pipe is read whole, if it begins like a picture, so that it can be read again.
Status PictureReader::State::TakePipe() {
  pipe.reset(Vips().vips_source_new_from_descriptor(descriptor));
  if (pipe == nullptr) return LibraryError();
  unsigned char* first_bytes = nullptr;
  const gint64 got = Vips().vips_source_sniff_at_most(pipe.get(), &first_bytes, kSniffBytes);
  if (got < 0) return LibraryError();
  if (got == 0) return Fail(ErrorCode::kInvalidArgument, "the file is empty");
  const std::optional<InputFormat> sniffed = SniffFormat({first_bytes, static_cast<size_t>(got)});
  if (!sniffed) return Fail(ErrorCode::kInvalidArgument, "not a picture of any supported format");
  format = *sniffed;
  size_t bytes = 0;
  const void* const data = Vips().vips_source_map(pipe.get(), &bytes);
  if (data == nullptr) return LibraryError();
  memory = {static_cast<const uint8_t*>(data), bytes};
  return {};
}

Status PictureReader::State::ReadHeader() {
  blame_library = false;
  image.reset();
  bmp.reset();
  if (memory.data() == nullptr && lseek(descriptor, start, SEEK_SET) < 0) {
    return Fail(ErrorCode::kInvalidArgument, SystemErrorText(errno));
  }
  source.reset(memory.data() == nullptr ? Vips().vips_source_new_from_descriptor(descriptor)
                                        : Vips().vips_source_new_from_memory(memory.data(), memory.size()));
  if (source == nullptr) return LibraryError();
  unsigned char* first_bytes = nullptr;
  const gint64 got = Vips().vips_source_sniff_at_most(source.get(), &first_bytes, kSniffBytes);
  if (got < 0) return LibraryError();
  if (got == 0) return Fail(ErrorCode::kInvalidArgument, "the file is empty");
  const std::optional<InputFormat> sniffed = SniffFormat({first_bytes, static_cast<size_t>(got)});
  if (!sniffed) return Fail(ErrorCode::kInvalidArgument, "not a picture of any supported format");
  format = *sniffed;
  if (format == InputFormat::kNetpbm) netpbm_maximum = NetpbmMaximum({first_bytes, static_cast<size_t>(got)});
  if (format != InputFormat::kBmp) return ReadHeaderWithVips();

  if (Vips().vips_source_rewind(source.get()) != 0) return LibraryError();
  MOTE_ASSIGN_OR_RETURN(bmp, ReadBmpHeader(Reading()));
  size = bmp->size;
  channels = bmp->channels();
  return CheckSize(size);
}

Status PictureReader::State::ReadHeaderWithVips() {
  const LoaderEntry* loader = nullptr;
  for (const LoaderEntry& entry : kLoaders) {
    if (entry.format == format) loader = &entry;
  }
  if (loader == nullptr || Vips().vips_type_find("VipsOperation", loader->operation) == 0) {
    return Fail(ErrorCode::kUnsupportedVersion, "the image library of this machine does not read ", FormatName(format));
  }
  VipsImage* loaded = nullptr;
  // Lost pixels are only a warning to libjpeg.
  const VipsFailOn fail_on = format == InputFormat::kJpeg && !is_lenient ? VIPS_FAIL_ON_WARNING : VIPS_FAIL_ON_ERROR;
  if ((Vips().*loader->load)(source.get(), &loaded, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, nullptr) !=
      0) {
    return LibraryError();
  }
  image.reset(loaded);
  const Size stored = {static_cast<uint32_t>(loaded->Xsize), static_cast<uint32_t>(loaded->Ysize)};
  MOTE_RETURN_IF_ERROR(CheckSize(stored));
  orientation = Vips().vips_image_get_orientation(loaded);
  size = OrientedSize(stored, orientation);
  channels = BandsOf(loaded).alpha ? 4 : 3;
  return {};
}

Result<Picture> PictureReader::State::ReadPixels() {
  blame_library = false;
  Picture picture(size, channels);
  if (!picture.ok()) {
    return Fail(ErrorCode::kOutOfMemory, "not enough memory for ", size.width, "x", size.height, " pixels");
  }
  if (bmp) {
    MOTE_RETURN_IF_ERROR(ReadBmpPixels(*bmp, Reading(), picture.view()));
    return picture;
  }
  const ImagePointer srgb = ToSrgb(image.get());
  if (srgb == nullptr) return LibraryError();
  const Bands bands = BandsOf(srgb.get());
  const bool is_16_bit = srgb->BandFmt == VIPS_FORMAT_USHORT;
  const Size stored = {static_cast<uint32_t>(image->Xsize), static_cast<uint32_t>(image->Ysize)};
  Destination destination = {picture.view(), PlacementOf(stored, orientation), bands, is_16_bit ? 65535u : 255u};
  // libvips hands a PPM's samples on as they are, whatever its maximum; a 16-bit file with an 8-bit maximum has 8-bit
  // samples.
  if (format == InputFormat::kNetpbm && (netpbm_maximum > 255) == is_16_bit) destination.white = netpbm_maximum;
  if (bands.alpha != (channels == 4)) return Fail(ErrorCode::kInternal, "the alpha channel was lost");
  if (Vips().vips_sink_disc(srgb.get(), StoreStrip, &destination) != 0) return LibraryError();
  return picture;
}

PictureReader::PictureReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
PictureReader::PictureReader(PictureReader&&) noexcept = default;
PictureReader& PictureReader::operator=(PictureReader&&) noexcept = default;
PictureReader::~PictureReader() = default;

Size PictureReader::size() const { return state_->size; }
uint32_t PictureReader::channels() const { return state_->channels; }

Result<PictureReader> PictureReader::OpenFile(const std::string& path, const Limits& limits) {
  auto state = std::make_unique<State>();
  MOTE_ASSIGN_OR_RETURN(state->owned, OpenRegularFile(path));
  state->descriptor = state->owned.number();
  state->limits = limits;
  return Open(std::move(state));
}

Result<PictureReader> PictureReader::OpenDescriptor(int descriptor, const Limits& limits) {
  auto state = std::make_unique<State>();
  state->descriptor = descriptor;
  state->limits = limits;
  state->start = lseek(descriptor, 0, SEEK_CUR);
  return Open(std::move(state));
}

Result<PictureReader> PictureReader::Open(std::unique_ptr<State> state) {
  MOTE_RETURN_IF_ERROR(StartVips());
  if (state->start < 0) {
    const std::shared_lock<std::shared_mutex> lock(VipsMutex());
    MOTE_RETURN_IF_ERROR(state->TakePipe());
  }
  const Status status = state->Attempt<Status>([&] { return state->ReadHeader(); });
  if (!status.ok()) return status.error();
  return PictureReader(std::move(state));
}

Result<Picture> PictureReader::Decode() {
  bool is_first = true;
  return state_->Attempt<Result<Picture>>([&]() -> Result<Picture> {
    if (!std::exchange(is_first, false)) MOTE_RETURN_IF_ERROR(state_->ReadHeader());
    return state_->ReadPixels();
  });
}

}  // namespace mote::imageio
