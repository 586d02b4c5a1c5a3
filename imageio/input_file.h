// Opens what the user names: regular files only, without ever blocking, each refusal with its reason.
#ifndef MOTE_IMAGEIO_INPUT_FILE_H_
#define MOTE_IMAGEIO_INPUT_FILE_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace mote::imageio {

// Owns a descriptor; -1 owns nothing.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

// The system's text for an errno value, thread-safe.
[[nodiscard]] std::string SystemErrorText(int error_number);

// Opens a regular file for reading (symbolic links are followed). Directories, FIFOs, devices and sockets are errors at
// once. Messages do not repeat the path.
[[nodiscard]] Result<Descriptor> OpenRegularFile(const std::string& path);

// All that is left to read, at most `limit_bytes`; more is an error before it is read.
[[nodiscard]] Result<std::vector<uint8_t>> ReadAll(int descriptor, uint64_t limit_bytes);

}  // namespace mote::imageio

#endif  // MOTE_IMAGEIO_INPUT_FILE_H_
