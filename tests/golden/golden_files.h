// The golden files: which pictures they come from, and their manifest (README.md in this folder).
#ifndef MOTE_TESTS_GOLDEN_GOLDEN_FILES_H_
#define MOTE_TESTS_GOLDEN_GOLDEN_FILES_H_

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/api_calls.h"
#include "tests/support/synthetic_picture.h"

namespace mote_test {

// A stream of accept/ and the picture that it was encoded from.
struct GoldenSource {
  mote_method method;
  Scene scene;
  uint32_t width, height, channels;
  size_t max_bytes;
  [[nodiscard]] std::string file_name() const;  // "lanczos-discs-64x48-rgb-600.mote"
  [[nodiscard]] SyntheticPicture Render() const { return RenderScene(scene, width, height, channels); }
  [[nodiscard]] mote_encode_options options() const { return EncodeOptions(method, max_bytes); }
};

[[nodiscard]] std::vector<GoldenSource> GoldenSources();

// A line of the manifest: what mote_decode makes of a file.
struct GoldenEntry {
  std::string file;  // relative to this folder
  mote_status status = MOTE_OK;
  uint32_t width = 0, height = 0;  // 0 for rejected files
  std::string pixels_sha256;       // "-" for rejected files
  bool cut = false;                // the stream's end is missing, as far as its method can tell
};

// Decodes `bytes` and describes the result.
[[nodiscard]] GoldenEntry DescribeStream(const std::string& file, const Bytes& bytes);

[[nodiscard]] std::string FormatManifest(const std::vector<GoldenEntry>& entries);
[[nodiscard]] std::optional<std::vector<GoldenEntry>> ReadManifest(const std::filesystem::path& path);

[[nodiscard]] std::optional<Bytes> ReadBytes(const std::filesystem::path& path);

inline constexpr const char* kManifestName = "manifest.tsv";

}  // namespace mote_test

#endif  // MOTE_TESTS_GOLDEN_GOLDEN_FILES_H_
