#include "apps/mote/naming.h"

#include <cstdint>

namespace mote::app {
namespace {

constexpr std::string_view kMoteExtension = ".mote";
constexpr std::string_view kPngExtension = ".png";

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Whether `name` ends in `extension`, in any case, with something before it.
bool HasExtension(std::string_view name, std::string_view extension) {
  if (name.size() <= extension.size()) return false;
  const std::string_view end = name.substr(name.size() - extension.size());
  for (size_t i = 0; i < end.size(); ++i) {
    if (Lower(end[i]) != extension[i]) return false;
  }
  return true;
}

std::string_view WithoutMote(std::string_view name) {
  if (HasExtension(BaseName(name), kMoteExtension)) name.remove_suffix(kMoteExtension.size());
  return name;
}

// Length of the UTF-8 character at the start of `text`; 0 if there is none, or it is overlong, a surrogate or beyond
// Unicode.
size_t CharacterLength(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t first = byte(0);
  if (first < 0x80) return 1;
  const size_t length = first >= 0xc2 && first <= 0xdf   ? 2
                        : first >= 0xe0 && first <= 0xef ? 3
                        : first >= 0xf0 && first <= 0xf4 ? 4
                                                         : 0;
  if (length == 0 || text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  if ((first == 0xe0 && byte(1) < 0xa0) || (first == 0xed && byte(1) > 0x9f) || (first == 0xf0 && byte(1) < 0x90) ||
      (first == 0xf4 && byte(1) > 0x8f)) {
    return 0;
  }
  return length;
}

void AppendEscaped(std::string& line, uint8_t byte) {
  constexpr char kDigits[] = "0123456789abcdef";
  if (byte == '\n') {
    line += "\\n";
  } else if (byte == '\t') {
    line += "\\t";
  } else if (byte == '\r') {
    line += "\\r";
  } else {
    line += {'\\', 'x', kDigits[byte >> 4], kDigits[byte & 15]};
  }
}

}  // namespace

std::string BaseName(std::string_view path) {
  const size_t slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

std::string ParentOf(std::string_view path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return ".";
  return std::string(slash == 0 ? "/" : path.substr(0, slash));
}

std::string Join(std::string_view directory, std::string_view name) {
  std::string path(directory);
  if (!path.empty() && path.back() != '/') path += '/';
  return path.append(name);
}

std::string EncodedName(std::string_view name) { return std::string(name).append(kMoteExtension); }

std::string DecodedNameBeside(std::string_view name) { return std::string(WithoutMote(name)) + ".out.png"; }

std::string DecodedNameInDirectory(std::string_view name) {
  std::string decoded(WithoutMote(name));
  if (!HasExtension(decoded, kPngExtension)) decoded += kPngExtension;
  return decoded;
}

std::vector<std::string> PreviewNames(std::string_view reference_name) {
  std::vector<std::string> names = {std::string(reference_name)};
  for (std::string decoded : {DecodedNameInDirectory(reference_name), DecodedNameBeside(reference_name)}) {
    if (decoded != names.front()) names.push_back(std::move(decoded));
  }
  return names;
}

std::string Printable(std::string_view text) {
  std::string line;
  while (!text.empty()) {
    const size_t length = CharacterLength(text);
    const auto first = static_cast<uint8_t>(text[0]);
    // C1 controls (U+0080 to U+009F) and the line separators U+2028 and U+2029 break lines too.
    const bool is_c1 = length == 2 && first == 0xc2 && static_cast<uint8_t>(text[1]) < 0xa0;
    const bool is_separator =
        length == 3 && (text.substr(0, 3) == "\xe2\x80\xa8" || text.substr(0, 3) == "\xe2\x80\xa9");
    if (length == 0 || first < 0x20 || first == 0x7f || is_c1 || is_separator) {
      AppendEscaped(line, first);
      text.remove_prefix(1);
    } else {
      line.append(text.substr(0, length));
      text.remove_prefix(length);
    }
  }
  return line;
}

}  // namespace mote::app
