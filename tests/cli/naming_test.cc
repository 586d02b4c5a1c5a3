#include "apps/mote/naming.h"

#include <gtest/gtest.h>

namespace mote::app {
namespace {

TEST(Naming, SplitsAndJoinsPaths) {
  EXPECT_EQ(BaseName("a/b/c.png"), "c.png");
  EXPECT_EQ(BaseName("c.png"), "c.png");
  EXPECT_EQ(ParentOf("a/b/c.png"), "a/b");
  EXPECT_EQ(ParentOf("c.png"), ".");
  EXPECT_EQ(ParentOf("/c.png"), "/");
  EXPECT_EQ(Join("a", "b"), "a/b");
  EXPECT_EQ(Join("a/", "b"), "a/b");
}

TEST(Naming, EncodedFilesKeepTheirWholeName) {
  EXPECT_EQ(EncodedName("photo.jpg"), "photo.jpg.mote");
  EXPECT_EQ(EncodedName("photo"), "photo.mote");
}

TEST(Naming, DecodedFilesLieBesideTheMote) {
  EXPECT_EQ(DecodedNameBeside("photo.jpg.mote"), "photo.jpg.out.png");
  EXPECT_EQ(DecodedNameBeside("d/photo.jpg.MOTE"), "d/photo.jpg.out.png");
  EXPECT_EQ(DecodedNameBeside("photo"), "photo.out.png");
  EXPECT_EQ(DecodedNameBeside("d/.mote"), "d/.mote.out.png");
}

TEST(Naming, DecodedFilesInADirectoryPairWithTheOriginals) {
  EXPECT_EQ(DecodedNameInDirectory("1 - starry.png.mote"), "1 - starry.png");
  EXPECT_EQ(DecodedNameInDirectory("A.PNG.mote"), "A.PNG");
  EXPECT_EQ(DecodedNameInDirectory("photo.jpg.mote"), "photo.jpg.png");
  EXPECT_EQ(DecodedNameInDirectory("photo.mote"), "photo.png");
  EXPECT_EQ(DecodedNameInDirectory("photo"), "photo.png");
  EXPECT_EQ(DecodedNameInDirectory(".png"), ".png.png");
  EXPECT_NE(DecodedNameInDirectory("a.png.mote"), DecodedNameInDirectory("a.jpg.mote"));
}

TEST(Naming, PreviewNamesBeginWithTheReferences) {
  EXPECT_EQ(PreviewNames("a.png"), (std::vector<std::string>{"a.png", "a.png.out.png"}));
  EXPECT_EQ(PreviewNames("a.jpg"), (std::vector<std::string>{"a.jpg", "a.jpg.png", "a.jpg.out.png"}));
}

TEST(Naming, PrintableIsOneLine) {
  EXPECT_EQ(Printable("plain name.png"), "plain name.png");
  EXPECT_EQ(Printable("Z\u00fcrich \u2013 \U0001F600.png"), "Z\u00fcrich \u2013 \U0001F600.png");
  EXPECT_EQ(Printable("a\nb\tc\rd"), "a\\nb\\tc\\rd");
  EXPECT_EQ(Printable(std::string_view("\0\x1b[31m\x7f", 7)), "\\x00\\x1b[31m\\x7f");
  EXPECT_EQ(Printable("\xff\xc3"), "\\xff\\xc3");
  EXPECT_EQ(Printable("\xc0\x8a"), "\\xc0\\x8a");
  EXPECT_EQ(Printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");
  EXPECT_EQ(Printable("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");
  EXPECT_EQ(Printable("\u0085"), "\\xc2\\x85");
  EXPECT_EQ(Printable("\u2028"), "\\xe2\\x80\\xa8");
}

}  // namespace
}  // namespace mote::app
