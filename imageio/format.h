// Which picture formats are read and written. Reading goes by content, never by name; only what is listed here reaches
// a decoder.
#ifndef MOTE_IMAGEIO_FORMAT_H_
#define MOTE_IMAGEIO_FORMAT_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace mote::imageio {

enum class InputFormat { kPng, kJpeg, kWebp, kGif, kBmp, kTiff, kNetpbm, kHeif, kJxl };

// The bytes that SniffFormat wants to see, if the file has as many.
inline constexpr size_t kSniffBytes = 4096;

// By signature; nullopt for everything else (SVG, PDF, archives, text).
[[nodiscard]] std::optional<InputFormat> SniffFormat(std::span<const uint8_t> first_bytes);

// The sample value that a PPM, PGM or PBM header calls white, 1..65535; 255 where it says nothing of use.
[[nodiscard]] uint32_t NetpbmMaximum(std::span<const uint8_t> first_bytes);

// "JPEG", for messages.
[[nodiscard]] const char* FormatName(InputFormat format);

enum class OutputFormat { kPng, kPpm, kJpeg, kWebp };

// By the extension of a file name, in any case: png, ppm, jpg or jpeg, webp. nullopt for others and none.
[[nodiscard]] std::optional<OutputFormat> OutputFormatOfName(std::string_view name);

}  // namespace mote::imageio

#endif  // MOTE_IMAGEIO_FORMAT_H_
