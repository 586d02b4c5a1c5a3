// Reads and writes what the commands share: motes and pictures, by path or through a standard stream.
#ifndef MOTE_APPS_MOTE_FILES_H_
#define MOTE_APPS_MOTE_FILES_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "imageio/reader.h"

namespace mote::app {

// A mote's bytes; `path` may be kStandardStream. Nothing of more than 256 MiB is one.
[[nodiscard]] Result<std::vector<uint8_t>> ReadMote(const std::string& path);

// The header of a picture; `path` may be kStandardStream.
[[nodiscard]] Result<imageio::PictureReader> OpenPicture(const std::string& path, uint64_t max_pixels);

// Has `write` write to `path` (which appears whole or not at all), or to standard output for kStandardStream. Returns
// the number of bytes written to a file, 0 for standard output. Messages name the output.
[[nodiscard]] Result<uint64_t> WriteOutput(const std::string& path, bool overwrite,
                                           const std::function<Status(int descriptor)>& write);

}  // namespace mote::app

#endif  // MOTE_APPS_MOTE_FILES_H_
