// The golden files decode to the pixels that the manifest tells, or fail with its status, on every machine and in every
// build; and the encoder of method lanczos, which is integer throughout, still writes its files byte for byte.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

#include "tests/golden/golden_files.h"
#include "tests/golden/sha256.h"
#include "tests/support/stream_contract.h"

namespace mote_test {
namespace {

namespace fs = std::filesystem;

const fs::path kGoldenDirectory = MOTE_GOLDEN_DIRECTORY;

Bytes FromText(const std::string& text) { return Bytes(text.begin(), text.end()); }

TEST(Sha256Test, AgreesWithThePublishedExamples) {
  EXPECT_EQ(Sha256({}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha256(FromText("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256(FromText("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(Sha256(Bytes(1000000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(GoldenTest, EveryFileGivesWhatTheManifestTells) {
  const auto entries = ReadManifest(kGoldenDirectory / kManifestName);
  ASSERT_TRUE(entries.has_value());
  for (const GoldenEntry& entry : *entries) {
    const auto bytes = ReadBytes(kGoldenDirectory / entry.file);
    ASSERT_TRUE(bytes.has_value()) << entry.file;
    EXPECT_EQ(DecodeViolation(*bytes, DecodeOptions(1 << 20)), "") << entry.file;
    const GoldenEntry now = DescribeStream(entry.file, *bytes);
    EXPECT_EQ(now.status, entry.status) << entry.file;
    EXPECT_EQ(now.width, entry.width) << entry.file;
    EXPECT_EQ(now.height, entry.height) << entry.file;
    EXPECT_EQ(now.pixels_sha256, entry.pixels_sha256) << entry.file;
    EXPECT_EQ(now.cut, entry.cut) << entry.file;
    EXPECT_EQ(entry.status == MOTE_OK, entry.file.starts_with("accept/")) << entry.file;
  }
}

TEST(GoldenTest, ManifestAndFoldersNameTheSameFiles) {
  const auto entries = ReadManifest(kGoldenDirectory / kManifestName);
  ASSERT_TRUE(entries.has_value());
  std::set<std::string> listed, present;
  for (const GoldenEntry& entry : *entries) listed.insert(entry.file);
  for (const char* folder : {"accept", "reject"}) {
    for (const auto& file : fs::directory_iterator(kGoldenDirectory / folder)) {
      present.insert(std::string(folder) + "/" + file.path().filename().string());
    }
  }
  EXPECT_EQ(listed, present);
  EXPECT_EQ(listed.size(), entries->size());
}

TEST(GoldenTest, LanczosStreamsAreWrittenAgain) {
  size_t compared = 0;
  for (const GoldenSource& source : GoldenSources()) {
    if (source.method != MOTE_METHOD_LANCZOS) continue;
    const auto golden = ReadBytes(kGoldenDirectory / "accept" / source.file_name());
    ASSERT_TRUE(golden.has_value()) << source.file_name();
    const EncodeResult encoded = Encode(source.Render().image(), source.options());
    ASSERT_EQ(encoded.status, MOTE_OK) << encoded.message;
    EXPECT_EQ(encoded.bytes(), *golden) << source.file_name();
    ++compared;
  }
  EXPECT_GT(compared, 0U);
}

}  // namespace
}  // namespace mote_test
