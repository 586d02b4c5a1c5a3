#include "tests/golden/golden_files.h"

#include <fstream>
#include <iterator>
#include <sstream>

#include "tests/golden/sha256.h"

namespace mote_test {
namespace {

constexpr const char* kHeading = "file\tstatus\twidth\theight\tpixels_sha256\tcut";

}  // namespace

std::string GoldenSource::file_name() const {
  std::ostringstream name;
  name << MethodName(method) << '-' << SceneName(scene) << '-' << width << 'x' << height
       << (channels == 4 ? "-rgba-" : "-rgb-") << max_bytes << ".mote";
  return name.str();
}

std::vector<GoldenSource> GoldenSources() {
  std::vector<GoldenSource> sources;
  for (const mote_method method : {MOTE_METHOD_LANCZOS, MOTE_METHOD_PATCHES}) {
    sources.push_back({method, Scene::kFlat, 1, 1, 3, 64});
    sources.push_back({method, Scene::kGradient, 20, 15, 3, 4096});
    sources.push_back({method, Scene::kDiscs, 64, 48, 3, 600});
    sources.push_back({method, Scene::kDiscs, 61, 97, 4, 300});
    sources.push_back({method, Scene::kStripes, 400, 9, 3, 340});
    sources.push_back({method, Scene::kNoise, 33, 31, 3, 230});
    sources.push_back({method, Scene::kGradient, 1, 500, 3, 100});
  }
  const mote_method neural = MOTE_METHOD_NEURAL;
  sources.push_back({neural, Scene::kFlat, 1, 1, 3, 64});
  sources.push_back({neural, Scene::kGradient, 1, 300, 3, 100});
  sources.push_back({neural, Scene::kGradient, 333, 222, 3, 40});
  sources.push_back({neural, Scene::kDiscs, 64, 48, 3, 600});
  sources.push_back({neural, Scene::kDiscs, 61, 97, 4, 300});
  sources.push_back({neural, Scene::kStripes, 400, 9, 3, 40});
  sources.push_back({neural, Scene::kNoise, 33, 31, 3, 230});
  sources.push_back({neural, Scene::kDiscs, 199, 151, 3, 1024});
  sources.push_back({neural, Scene::kNoise, 160, 120, 3, 4096});
  return sources;
}

GoldenEntry DescribeStream(const std::string& file, const Bytes& bytes) {
  const DecodeResult decoded = Decode(bytes, DecodeOptions(1 << 20));
  if (decoded.status != MOTE_OK) return {file, decoded.status, 0, 0, "-", false};
  return {file, MOTE_OK, decoded.width(), decoded.height(), Sha256(decoded.pixels()), decoded.cut()};
}

std::string FormatManifest(const std::vector<GoldenEntry>& entries) {
  std::ostringstream text;
  text << kHeading << '\n';
  for (const GoldenEntry& entry : entries) {
    text << entry.file << '\t' << entry.status << '\t' << entry.width << '\t' << entry.height << '\t'
         << entry.pixels_sha256 << '\t' << entry.cut << '\n';
  }
  return text.str();
}

std::optional<std::vector<GoldenEntry>> ReadManifest(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line) || line != kHeading) return std::nullopt;
  std::vector<GoldenEntry> entries;
  while (std::getline(file, line)) {
    std::istringstream fields(line);
    GoldenEntry entry;
    int status = 0;
    fields >> entry.file >> status >> entry.width >> entry.height >> entry.pixels_sha256 >> entry.cut;
    if (!fields) return std::nullopt;
    entry.status = static_cast<mote_status>(status);
    entries.push_back(entry);
  }
  return entries;
}

std::optional<Bytes> ReadBytes(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return Bytes(std::istreambuf_iterator<char>(file), {});
}

}  // namespace mote_test
