// Writes golden files and their manifest again: mote_make_golden tests/golden [PREFIX]
//
// With a prefix only the files whose names begin with it are written: "neural-" after its weights were replaced.
//
// accept/ holds streams of synthetic pictures; reject/ the same with one thing wrong each. What method neural shows
// though it is damaged is in accept/. Other files that lie in the two folders (inputs that once broke something) are
// kept and described anew.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/golden/golden_files.h"

namespace mote_test {
namespace {

namespace fs = std::filesystem;

bool WriteFile(const fs::path& path, const void* data, size_t size) {
  std::ofstream file(path, std::ios::binary);
  file.write(static_cast<const char*>(data), static_cast<std::streamsize>(size));
  file.close();
  if (file.fail()) std::fprintf(stderr, "cannot write %s\n", path.c_str());
  return !file.fail();
}

bool WriteFile(const fs::path& path, const Bytes& bytes) { return WriteFile(path, bytes.data(), bytes.size()); }

Bytes EncodeOrNothing(const GoldenSource& source) {
  const EncodeResult encoded = Encode(source.Render().image(), source.options());
  if (encoded.status == MOTE_OK) return encoded.bytes();
  std::fprintf(stderr, "%s: %s\n", source.file_name().c_str(), encoded.message.c_str());
  return {};
}

Bytes With(Bytes bytes, size_t at, uint8_t value) {
  bytes.at(at) = value;
  return bytes;
}

Bytes Cut(Bytes bytes, size_t length) {
  bytes.resize(std::min(bytes.size(), length));
  return bytes;
}

Bytes Without(Bytes bytes, size_t at) {
  bytes.erase(bytes.begin() + static_cast<ptrdiff_t>(at));
  return bytes;
}

Bytes Inserted(Bytes bytes, size_t at, const Bytes& values) {
  bytes.insert(bytes.begin() + static_cast<ptrdiff_t>(at), values.begin(), values.end());
  return bytes;
}

using NamedStreams = std::vector<std::pair<std::string, Bytes>>;

// Byte offsets: spec/format.md, section 3.
NamedStreams DamagedLanczos(const Bytes& good) {
  return {{"lanczos-cut-within-dimensions", Cut(good, 5)},
          {"lanczos-cut-within-ppm-header", Cut(good, 12)},
          {"lanczos-cut-last-byte", Cut(good, good.size() - 1)},
          {"lanczos-byte-too-many", Inserted(good, good.size(), {0})},
          {"lanczos-width-zero", With(With(good, 0, 0), 1, 0)},
          {"lanczos-height-zero", With(With(good, 2, 0), 3, 0)},
          {"lanczos-thumbnail-sizes-differ", With(good, 5, static_cast<uint8_t>(good[5] + 1))},
          {"lanczos-magic-p7", With(good, 9, '7')},
          {"lanczos-crlf-in-ppm", Inserted(good, 10, {'\r'})}};
}

// `good` is a picture of sides up to 128, so that its header has three bytes: spec/format.md, section 2.
NamedStreams DamagedPatches(const Bytes& good) {
  const size_t middle = good.size() / 2;
  return {{"patches-header-only", Cut(good, 3)},
          {"patches-cut-within-dimensions", Cut(good, 2)},
          {"patches-cut-in-the-middle", Cut(good, middle)},
          {"patches-cut-last-byte", Cut(good, good.size() - 1)},
          {"patches-byte-too-many", Inserted(good, good.size(), {0})},
          {"patches-byte-lost", Without(good, middle)},
          {"patches-version-0", With(good, 0, static_cast<uint8_t>(good[0] & 0x3f))},
          {"patches-version-2", With(good, 0, static_cast<uint8_t>(good[0] ^ 0xc0))},
          {"patches-method-unknown", With(good, 0, static_cast<uint8_t>(good[0] | 0x38))},
          {"patches-alpha-plane", With(good, 0, static_cast<uint8_t>(good[0] | 0x04))},
          {"patches-reserved-bit", With(good, 0, static_cast<uint8_t>(good[0] | 0x01))},
          {"patches-width-not-shortest", Inserted(With(good, 1, static_cast<uint8_t>(good[1] | 0x80)), 2, {0})},
          {"patches-width-65536", Inserted(Without(good, 1), 1, {0xff, 0xff, 0x03})},
          {"patches-height-of-four-groups", Inserted(Without(good, 2), 2, {0xff, 0xff, 0xff, 0x01})}};
}

// Likewise; then come raster and level, a byte each.
NamedStreams DamagedNeural(const Bytes& good) {
  return {{"neural-header-only", Cut(good, 3)},
          {"neural-cut-before-the-level", Cut(good, 4)},
          {"neural-alpha-plane", With(good, 0, static_cast<uint8_t>(good[0] | 0x04))},
          {"neural-reserved-bit", With(good, 0, static_cast<uint8_t>(good[0] | 0x01))},
          {"neural-24576-positions", With(With(With(good, 1, 127), 2, 47), 3, 255)}};
}

// What method neural reads all the same.
NamedStreams AcceptedNeural(const Bytes& good) {
  return {{"neural-cut-after-the-level", Cut(good, 5)},
          {"neural-cut-in-the-middle", Cut(good, good.size() / 2)},
          {"neural-cut-last-byte", Cut(good, good.size() - 1)},
          {"neural-bytes-after-the-end", Inserted(good, good.size(), {0, 255, 1, 254})},
          {"neural-byte-changed", With(good, good.size() / 2, static_cast<uint8_t>(good[good.size() / 2] ^ 0xff))}};
}

bool WriteStreams(const fs::path& root, const std::string& prefix) {
  for (const GoldenSource& source : GoldenSources()) {
    if (!source.file_name().starts_with(prefix)) continue;
    const Bytes bytes = EncodeOrNothing(source);
    if (bytes.empty() || !WriteFile(root / "accept" / source.file_name(), bytes)) return false;
  }
  NamedStreams rejected = {{"empty", {}}, {"one-zero-byte", {0}}, {"all-ones", Bytes(64, 0xff)}};
  const Bytes lanczos = EncodeOrNothing({MOTE_METHOD_LANCZOS, Scene::kDiscs, 24, 16, 3, 120});
  const Bytes patches = EncodeOrNothing({MOTE_METHOD_PATCHES, Scene::kDiscs, 24, 16, 3, 120});
  const Bytes neural = EncodeOrNothing({MOTE_METHOD_NEURAL, Scene::kDiscs, 24, 16, 3, 120});
  if (lanczos.empty() || patches.empty() || neural.empty()) return false;
  for (const NamedStreams& damaged : {DamagedLanczos(lanczos), DamagedPatches(patches), DamagedNeural(neural)}) {
    rejected.insert(rejected.end(), damaged.begin(), damaged.end());
  }
  const auto write_all = [&](const char* folder, const NamedStreams& streams) {
    return std::all_of(streams.begin(), streams.end(), [&](const auto& stream) {
      return !stream.first.starts_with(prefix) || WriteFile(root / folder / (stream.first + ".mote"), stream.second);
    });
  };
  return write_all("accept", AcceptedNeural(neural)) && write_all("reject", rejected);
}

// A file in the wrong folder is an error: an accepted stream that is refused, or a rejected one that decodes.
bool WriteManifest(const fs::path& root) {
  std::vector<GoldenEntry> entries;
  for (const char* folder : {"accept", "reject"}) {
    for (const auto& file : fs::directory_iterator(root / folder)) {
      const auto bytes = ReadBytes(file.path());
      if (!bytes) return false;
      const std::string name = std::string(folder) + "/" + file.path().filename().string();
      entries.push_back(DescribeStream(name, *bytes));
      if ((entries.back().status == MOTE_OK) != (std::string(folder) == "accept")) {
        std::fprintf(stderr, "%s: %s\n", name.c_str(), mote_status_text(entries.back().status));
        return false;
      }
    }
  }
  std::sort(entries.begin(), entries.end(), [](const GoldenEntry& a, const GoldenEntry& b) { return a.file < b.file; });
  const std::string text = FormatManifest(entries);
  return WriteFile(root / kManifestName, text.data(), text.size());
}

}  // namespace
}  // namespace mote_test

int main(int argc, char** argv) {
  if (argc != 2 && argc != 3) {
    std::fprintf(stderr, "usage: mote_make_golden DIRECTORY [PREFIX]\n");
    return 2;
  }
  const std::filesystem::path root = argv[1];
  std::filesystem::create_directories(root / "accept");
  std::filesystem::create_directories(root / "reject");
  return mote_test::WriteStreams(root, argc == 3 ? argv[2] : "") && mote_test::WriteManifest(root) ? 0 : 1;
}
