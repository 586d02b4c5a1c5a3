#include "imageio/format.h"

#include <algorithm>
#include <string>

namespace mote::imageio {
namespace {

using std::string_view_literals::operator""sv;

bool IsHeifBrand(std::string_view brand) {
  constexpr std::string_view kBrands[] = {"avif", "avis", "heic", "heix", "heim",
                                          "heis", "hevc", "hevx", "mif1", "msf1"};
  return std::find(std::begin(kBrands), std::end(kBrands), brand) != std::end(kBrands);
}

bool IsNetpbm(std::string_view start) {
  // P1 to P6 are bit, grey and colour maps; a separator must follow.
  return start.size() >= 3 && start[0] == 'P' && start[1] >= '1' && start[1] <= '6' &&
         " \t\n\v\f\r#"sv.find(start[2]) != std::string_view::npos;
}

bool IsBmp(std::string_view start) {
  // The signature is only two letters, so the size of the second header must be a known one as well.
  if (start.size() < 18 || !start.starts_with("BM"sv)) return false;
  if (start[15] != 0 || start[16] != 0 || start[17] != 0) return false;
  const auto header_bytes = static_cast<uint8_t>(start[14]);
  constexpr uint8_t kKnown[] = {12, 16, 40, 52, 56, 64, 108, 124};
  return std::find(std::begin(kKnown), std::end(kKnown), header_bytes) != std::end(kKnown);
}

}  // namespace

std::optional<InputFormat> SniffFormat(std::span<const uint8_t> first_bytes) {
  const std::string_view start(reinterpret_cast<const char*>(first_bytes.data()), first_bytes.size());
  if (start.starts_with("\x89PNG\r\n\x1a\n"sv)) return InputFormat::kPng;
  if (start.starts_with("\xff\xd8\xff"sv)) return InputFormat::kJpeg;
  if (start.starts_with("RIFF"sv) && start.size() >= 12 && start.substr(8, 4) == "WEBP"sv) return InputFormat::kWebp;
  if (start.starts_with("GIF87a"sv) || start.starts_with("GIF89a"sv)) return InputFormat::kGif;
  if (start.starts_with("II\x2a\0"sv) || start.starts_with("MM\0\x2a"sv)) return InputFormat::kTiff;
  if (start.starts_with("II\x2b\0"sv) || start.starts_with("MM\0\x2b"sv)) return InputFormat::kTiff;  // BigTIFF
  if (start.starts_with("\xff\x0a"sv) || start.starts_with("\0\0\0\x0cJXL \r\n\x87\n"sv)) return InputFormat::kJxl;
  if (start.size() >= 12 && start.substr(4, 4) == "ftyp"sv && IsHeifBrand(start.substr(8, 4)))
    return InputFormat::kHeif;
  if (IsBmp(start)) return InputFormat::kBmp;
  if (IsNetpbm(start)) return InputFormat::kNetpbm;
  return std::nullopt;
}

uint32_t NetpbmMaximum(std::span<const uint8_t> first_bytes) {
  constexpr uint32_t kUsual = 255;
  if (first_bytes.size() < 2 || first_bytes[1] == '1' || first_bytes[1] == '4') return kUsual;  // bit maps have none
  int numbers = 0;  // width, height, maximum
  uint32_t number = 0;
  bool in_number = false;
  bool in_comment = false;
  for (const uint8_t byte : first_bytes.subspan(2)) {
    if (in_comment) {
      in_comment = byte != '\n' && byte != '\r';
    } else if (byte >= '0' && byte <= '9') {
      number = std::min<uint32_t>(number * 10 + (byte - '0'), 100000);
      in_number = true;
    } else {
      if (in_number && ++numbers == 3) return number >= 1 && number <= 65535 ? number : kUsual;
      in_comment = byte == '#';
      in_number = false;
      number = 0;
    }
  }
  return kUsual;
}

const char* FormatName(InputFormat format) {
  switch (format) {
    case InputFormat::kPng:
      return "PNG";
    case InputFormat::kJpeg:
      return "JPEG";
    case InputFormat::kWebp:
      return "WebP";
    case InputFormat::kGif:
      return "GIF";
    case InputFormat::kBmp:
      return "BMP";
    case InputFormat::kTiff:
      return "TIFF";
    case InputFormat::kNetpbm:
      return "PPM/PGM";
    case InputFormat::kHeif:
      return "HEIC/AVIF";
    case InputFormat::kJxl:
      return "JPEG XL";
  }
  return "picture";
}

std::optional<OutputFormat> OutputFormatOfName(std::string_view name) {
  const size_t slash = name.rfind('/');
  if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
  const size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  std::string extension(name.substr(dot + 1));
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (extension == "png") return OutputFormat::kPng;
  if (extension == "ppm") return OutputFormat::kPpm;
  if (extension == "jpg" || extension == "jpeg") return OutputFormat::kJpeg;
  if (extension == "webp") return OutputFormat::kWebp;
  return std::nullopt;
}

}  // namespace mote::imageio
