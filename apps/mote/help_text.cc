#include "apps/mote/help_text.h"

namespace mote::app {
namespace {

// Processor time of `mote encode -j 1 -e N` for a photograph of 768x512 at 4096 bytes, on one busy core of a 2020s
// server, to two figures at most; from effort 5 on method neural spends it on all cores that there are. Method lanczos
// takes no notice of effort.
constexpr const char* kEffortTimes[] = {
    "   neural  patches", "1  0.2 s   0.2 s", "2  0.2 s   0.3 s", "3  0.3 s   0.3 s", "4  0.5 s   0.6 s",
    "5  2 s     1 s",     "6  4 s     1.5 s", "7  11 s    2.5 s", "8  21 s    5 s",   "9  51 s    20 s",
};

}  // namespace

std::string MainDescription() { return "mote: the best recognisable preview of a picture in at most 4096 bytes."; }

std::string MainHelp() {
  return "Exit status: 0 all done, 1 at least one input failed (the others are done), 2 bad arguments.\n"
         "Failures are one line each on standard error. Each command has its own --help.";
}

std::string EncodeHelp() {
  std::string text =
      "Reads PNG, JPEG, WebP, GIF (first frame), BMP, TIFF and PPM/PGM, and HEIC, AVIF and JPEG XL where libvips "
      "does.\n"
      "The mote is never larger than --max-bytes. Pictures with alpha are composited on white; --json says so.\n"
      "\n"
      "Names: photo.jpg becomes photo.jpg.mote beside it; a directory D becomes D/out/NAME.mote for each file directly "
      "in it\n"
      "(no hidden files, no sub-directories); with -o DIR, DIR/NAME.mote. - writes to standard output unless -o says "
      "where.\n"
      "\n"
      "Effort and its typical time for a photograph of 768x512:\n";
  for (const char* line : kEffortTimes) text += std::string("  ") + line + "\n";
  text +=
      "\n"
      "The same picture and options give the same mote, whatever --jobs; with --time-limit, a faster machine finds a "
      "better one.\n"
      "A search looks at the clock between attempts, and makes one at least.\n";
  return text;
}

std::string DecodeHelp() {
  return "Names: photo.jpg.mote becomes photo.jpg.out.png beside it; a directory D becomes D/out/NAME; with -o DIR, "
         "DIR/NAME.\n"
         "There NAME is the mote's without .mote, and with .png added unless it ends so: '1 - starry.png.mote' "
         "becomes\n"
         "'1 - starry.png' and 'photo.jpg.mote' becomes 'photo.jpg.png', which is what 'mote score' looks for.\n"
         "The extension of -o FILE chooses png, ppm, jpg or webp; without one, and on standard output, it is PNG.";
}

std::string InfoHelp() { return "Prints version, method, dimensions, the raster that was coded, and bytes by part."; }

std::string ScoreHelp() {
  return "Prints 'Comparing REFERENCE to TEST... SCORE' for each pair, and 'Average score: ...' for directories. The "
         "score is\n"
         "DSSIM as of 2016: 0 is identical, lower is better. Files of two directories are paired by name; a reference\n"
         "'photo.jpg' is also paired with 'photo.jpg.png' or 'photo.jpg.out.png', as 'mote decode' names its previews.";
}

}  // namespace mote::app
