#include "entropy/byte_io.h"

#include <gtest/gtest.h>

namespace mote {
namespace {

TEST(ByteIo, ReaderAndWriterTallyAlike) {
  ByteWriter writer;
  writer.Byte(1, "first");
  writer.Bytes(std::vector<uint8_t>{2, 3, 4}, "second");
  writer.Byte(5, "first");
  ByteReader reader(writer.bytes());
  EXPECT_EQ(reader.Byte("first").value(), 1);
  reader.Consume(3, "second");
  EXPECT_EQ(reader.Byte("first").value(), 5);
  const std::vector<Part> expected = {{"first", 16}, {"second", 24}};
  EXPECT_EQ(writer.tally().parts(), expected);
  EXPECT_EQ(reader.tally().parts(), expected);
  EXPECT_EQ(reader.tally().total_bits(), 8 * writer.bytes().size());
}

TEST(ByteIo, ReadingPastTheEndNamesWhatIsMissing) {
  ByteReader reader({});
  const Result<uint8_t> byte = reader.Byte("dimensions");
  ASSERT_FALSE(byte.ok());
  EXPECT_EQ(byte.error().code, ErrorCode::kTruncated);
  EXPECT_EQ(byte.error().message, "the stream ends where its dimensions should be");
}

}  // namespace
}  // namespace mote
