#include "imageio/input_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace mote::imageio {
namespace {

const char* KindOfFile(mode_t mode) {
  if (S_ISDIR(mode)) return "a directory";
  if (S_ISFIFO(mode)) return "a FIFO";
  if (S_ISSOCK(mode)) return "a socket";
  if (S_ISCHR(mode) || S_ISBLK(mode)) return "a device";
  return "no regular file";
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

Descriptor::~Descriptor() {
  if (number_ >= 0) close(number_);
}

std::string SystemErrorText(int error_number) { return std::generic_category().message(error_number); }

Result<Descriptor> OpenRegularFile(const std::string& path) {
  // Looked at before it is opened, since opening a device can act on it; and again after, since it may have been
  // exchanged.
  struct stat facts = {};
  if (stat(path.c_str(), &facts) != 0) return Fail(ErrorCode::kInvalidArgument, SystemErrorText(errno));
  if (!S_ISREG(facts.st_mode)) {
    return Fail(ErrorCode::kInvalidArgument, "expected a regular file but it is ", KindOfFile(facts.st_mode));
  }
  Descriptor descriptor(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (descriptor.number() < 0) return Fail(ErrorCode::kInvalidArgument, SystemErrorText(errno));
  if (fstat(descriptor.number(), &facts) != 0) return Fail(ErrorCode::kInvalidArgument, SystemErrorText(errno));
  if (!S_ISREG(facts.st_mode)) {
    return Fail(ErrorCode::kInvalidArgument, "expected a regular file but it is ", KindOfFile(facts.st_mode));
  }
  return descriptor;
}

Result<std::vector<uint8_t>> ReadAll(int descriptor, uint64_t limit_bytes) {
  struct stat facts = {};
  if (fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode) && static_cast<uint64_t>(facts.st_size) > limit_bytes) {
    return Fail(ErrorCode::kLimitExceeded, facts.st_size, " bytes are more than the limit of ", limit_bytes);
  }
  constexpr size_t kFirstBytes = 16384;  // more than an ordinary stream
  std::vector<uint8_t> bytes(kFirstBytes);
  size_t filled = 0;
  while (true) {
    if (filled == bytes.size()) bytes.resize(2 * bytes.size());
    const ssize_t got = read(descriptor, bytes.data() + filled, bytes.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Fail(ErrorCode::kInvalidArgument, SystemErrorText(errno));
    if (got == 0) break;
    filled += static_cast<size_t>(got);
    if (filled > limit_bytes) return Fail(ErrorCode::kLimitExceeded, "more than the limit of ", limit_bytes, " bytes");
  }
  bytes.resize(filled);
  return bytes;
}

}  // namespace mote::imageio
