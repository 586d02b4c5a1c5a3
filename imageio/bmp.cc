#include "imageio/bmp.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace mote::imageio {
namespace {

constexpr uint32_t kFileHeaderBytes = 14;
constexpr uint32_t kOs2HeaderBytes = 12;
constexpr uint32_t kInfoHeaderBytes = 40;
constexpr uint32_t kMaxHeaderBytes = 124;

enum Compression : uint32_t { kPlain = 0, kRle8 = 1, kRle4 = 2, kBitMasks = 3, kAlphaBitMasks = 6 };

uint32_t Little16(const uint8_t* bytes) { return bytes[0] | bytes[1] << 8; }
uint32_t Little32(const uint8_t* bytes) { return Little16(bytes) | Little16(bytes + 2) << 16; }

Error Truncated() { return Fail(ErrorCode::kTruncated, "the BMP file ends too early"); }

Status ReadExactly(const ReadBytes& read, uint8_t* data, size_t count) {
  if (read(data, count) != count) return Truncated();
  return {};
}

Status Skip(const ReadBytes& read, uint64_t count) {
  std::array<uint8_t, 4096> ignored;
  while (count > 0) {
    const size_t step = std::min<uint64_t>(count, ignored.size());
    MOTE_RETURN_IF_ERROR(ReadExactly(read, ignored.data(), step));
    count -= step;
  }
  return {};
}

// The masked bits of a pixel as 0..255.
uint8_t Sample(uint32_t pixel, uint32_t mask) {
  if (mask == 0) return 0;
  const int shift = std::countr_zero(mask);
  const uint64_t maximum = mask >> shift;
  return static_cast<uint8_t>(((pixel & mask) >> shift) * uint64_t{255} / maximum);
}

// One row of a picture that is not run-length coded.
void ExpandRow(const BmpHeader& header, const uint8_t* stored, uint8_t* row) {
  const uint32_t channels = header.channels();
  for (uint32_t x = 0; x < header.size.width; ++x, row += channels) {
    if (header.bits == 24) {
      row[0] = stored[3 * size_t{x} + 2];
      row[1] = stored[3 * size_t{x} + 1];
      row[2] = stored[3 * size_t{x}];
    } else if (header.bits > 8) {
      const uint32_t pixel = header.bits == 16 ? Little16(stored + 2 * size_t{x}) : Little32(stored + 4 * size_t{x});
      for (uint32_t c = 0; c < channels; ++c) row[c] = Sample(pixel, header.masks[c]);
    } else {
      const uint32_t first_bit = x * header.bits;
      const uint32_t index = stored[first_bit / 8] >> (8 - header.bits - first_bit % 8) & ((1u << header.bits) - 1);
      std::memcpy(row, header.palette[index].data(), 3);
    }
  }
}

// Puts palette indices where the run-length codes say; places that the codes skip keep index 0.
class RunLengthDecoder {
 public:
  RunLengthDecoder(const BmpHeader& header, const ReadBytes& read, PlaneView<uint8_t> pixels)
      : header_(header), read_(read), pixels_(pixels) {}

  Status Decode() {
    for (uint32_t y = 0; y < pixels_.size.height; ++y) {
      for (uint32_t x = 0; x < pixels_.size.width; ++x) Paint(x, y, 0);
    }
    while (true) {
      std::array<uint8_t, 2> code;
      MOTE_RETURN_IF_ERROR(ReadExactly(read_, code.data(), 2));
      if (code[0] > 0) {
        for (uint32_t i = 0; i < code[0]; ++i) Put(Index(&code[1], i & 1));
      } else if (code[1] == 0) {
        x_ = 0;
        ++y_;
      } else if (code[1] == 1) {
        return {};
      } else if (code[1] == 2) {
        MOTE_RETURN_IF_ERROR(ReadExactly(read_, code.data(), 2));
        x_ += code[0];
        y_ += code[1];
      } else {
        MOTE_RETURN_IF_ERROR(CopyLiteral(code[1]));
      }
      if (y_ > header_.size.height) return Fail(ErrorCode::kCorrupt, "the BMP file's runs leave the picture");
    }
  }

 private:
  Status CopyLiteral(uint32_t count) {
    std::array<uint8_t, 256> literal;
    const uint32_t bytes = header_.run_length_bits == 8 ? count : (count + 1) / 2;
    MOTE_RETURN_IF_ERROR(ReadExactly(read_, literal.data(), (bytes + 1) / 2 * 2));  // padded to 16 bits
    for (uint32_t i = 0; i < count; ++i) {
      Put(header_.run_length_bits == 8 ? literal[i] : Index(&literal[i / 2], i & 1));
    }
    return {};
  }

  uint32_t Index(const uint8_t* byte, uint32_t odd) const {
    if (header_.run_length_bits == 8) return *byte;
    return odd ? *byte & 15 : *byte >> 4;
  }

  void Put(uint32_t index) {
    if (x_ < header_.size.width && y_ < header_.size.height) Paint(x_, y_, index);
    if (x_ < header_.size.width) ++x_;
  }

  // `y` counts in the file's order.
  void Paint(uint32_t x, uint32_t y, uint32_t index) {
    const uint32_t row = header_.top_down ? y : header_.size.height - 1 - y;
    std::memcpy(pixels_.row(row) + 3 * size_t{x}, header_.palette[index].data(), 3);
  }

  const BmpHeader& header_;
  const ReadBytes& read_;
  PlaneView<uint8_t> pixels_;
  uint32_t x_ = 0;
  uint32_t y_ = 0;
};

// What the header's compression field and bit depth say together.
Status ApplyCompression(uint32_t compression, BmpHeader& header) {
  switch (compression) {
    case kPlain:
      if (header.bits == 16) header.masks = {0x7c00, 0x03e0, 0x001f, 0};
      if (header.bits == 32) header.masks = {0xff0000, 0xff00, 0xff, 0};
      return {};
    case kRle8:
    case kRle4:
      header.run_length_bits = compression == kRle8 ? 8 : 4;
      if (header.bits == header.run_length_bits) return {};
      break;
    case kBitMasks:
    case kAlphaBitMasks:
      if (header.bits == 16 || header.bits == 32) return {};
      break;
    default:
      return Fail(ErrorCode::kUnsupportedVersion, "BMP compression ", compression, " is not supported");
  }
  return Fail(ErrorCode::kCorrupt, "BMP compression ", compression, " does not go with ", header.bits, " bits a pixel");
}

}  // namespace

Result<BmpHeader> ReadBmpHeader(const ReadBytes& read) {
  std::array<uint8_t, kFileHeaderBytes + kMaxHeaderBytes> bytes = {};
  uint64_t position = kFileHeaderBytes + 4;
  MOTE_RETURN_IF_ERROR(ReadExactly(read, bytes.data(), position));
  const uint32_t pixels_position = Little32(&bytes[10]);
  const uint8_t* info = &bytes[kFileHeaderBytes];
  const uint32_t info_bytes = Little32(info);
  if (info_bytes != kOs2HeaderBytes && info_bytes != 16 &&
      (info_bytes < kInfoHeaderBytes || info_bytes > kMaxHeaderBytes)) {
    return Fail(ErrorCode::kCorrupt, "a BMP header of ", info_bytes, " bytes is not known");
  }
  MOTE_RETURN_IF_ERROR(ReadExactly(read, &bytes[position], info_bytes - 4));
  position += info_bytes - 4;

  BmpHeader header;
  int64_t height = 0;
  uint32_t compression = kPlain;
  uint32_t colours = 0;
  if (info_bytes == kOs2HeaderBytes) {
    header.size.width = Little16(info + 4);
    height = Little16(info + 6);
    header.bits = Little16(info + 10);
  } else {
    header.size.width = Little32(info + 4);
    height = static_cast<int32_t>(Little32(info + 8));
    header.bits = Little16(info + 14);
    compression = Little32(info + 16);  // 0 in a header of 16 bytes, whose array ends in zeros
    colours = Little32(info + 32);
  }
  header.top_down = height < 0;
  header.size.height = static_cast<uint32_t>(height < 0 ? -height : height);
  constexpr uint32_t kDepths[] = {1, 4, 8, 16, 24, 32};
  if (std::find(std::begin(kDepths), std::end(kDepths), header.bits) == std::end(kDepths)) {
    return Fail(ErrorCode::kCorrupt, "BMP pixels of ", header.bits, " bits are not known");
  }
  MOTE_RETURN_IF_ERROR(ApplyCompression(compression, header));
  if (compression == kBitMasks || compression == kAlphaBitMasks) {
    // The masks follow a version 1 header and are part of the later ones.
    const uint32_t mask_count = info_bytes >= 56 || compression == kAlphaBitMasks ? 4 : 3;
    const uint32_t masks_end = kInfoHeaderBytes + 4 * mask_count;
    if (masks_end > info_bytes) {
      MOTE_RETURN_IF_ERROR(ReadExactly(read, &bytes[position], masks_end - info_bytes));
      position += masks_end - info_bytes;
    }
    for (uint32_t c = 0; c < mask_count; ++c) header.masks[c] = Little32(info + kInfoHeaderBytes + 4 * c);
  }
  if (header.bits <= 8) {
    const uint32_t all = 1u << header.bits;
    const uint32_t stored = colours == 0 ? all : std::min(colours, all);
    header.palette.resize(all);
    for (uint32_t i = 0; i < stored; ++i) {
      std::array<uint8_t, 4> entry = {};
      const size_t entry_bytes = info_bytes == kOs2HeaderBytes ? 3 : 4;
      if (pixels_position != 0 && position + entry_bytes > pixels_position) break;  // a palette cut short by the pixels
      MOTE_RETURN_IF_ERROR(ReadExactly(read, entry.data(), entry_bytes));
      position += entry_bytes;
      header.palette[i] = {entry[2], entry[1], entry[0]};
    }
  }
  if (pixels_position > position) MOTE_RETURN_IF_ERROR(Skip(read, pixels_position - position));
  return header;
}

Status ReadBmpPixels(const BmpHeader& header, const ReadBytes& read, PlaneView<uint8_t> pixels) {
  if (header.run_length_bits != 0) return RunLengthDecoder(header, read, pixels).Decode();
  std::vector<uint8_t> stored((uint64_t{header.size.width} * header.bits + 31) / 32 * 4);
  for (uint32_t y = 0; y < header.size.height; ++y) {
    MOTE_RETURN_IF_ERROR(ReadExactly(read, stored.data(), stored.size()));
    ExpandRow(header, stored.data(), pixels.row(header.top_down ? y : header.size.height - 1 - y));
  }
  return {};
}

}  // namespace mote::imageio
