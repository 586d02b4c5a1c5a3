#include "apps/mote/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "apps/mote/cleanup.h"
#include "apps/mote/naming.h"

namespace mote::app {
namespace {

using imageio::Descriptor;
using imageio::SystemErrorText;

Error CannotWrite(const std::string& path, int error_number) {
  return Fail(ErrorCode::kInvalidArgument, "cannot write ", Printable(path), ": ", SystemErrorText(error_number));
}

Error AlreadyThere(const std::string& path) {
  return Fail(ErrorCode::kInvalidArgument, Printable(path), " already exists (--overwrite replaces it)");
}

// Like `mkdir -p`.
Status MakeDirectories(const std::string& directory) {
  struct stat facts = {};
  if (stat(directory.c_str(), &facts) == 0) {
    if (S_ISDIR(facts.st_mode)) return {};
    return Fail(ErrorCode::kInvalidArgument, Printable(directory), " is not a directory");
  }
  if (errno != ENOENT) return CannotWrite(directory, errno);
  const std::string parent = ParentOf(directory);
  if (parent != directory) MOTE_RETURN_IF_ERROR(MakeDirectories(parent));
  if (mkdir(directory.c_str(), 0777) == 0 || errno == EEXIST) return {};
  return Fail(ErrorCode::kInvalidArgument, "cannot make the directory ", Printable(directory), ": ",
              SystemErrorText(errno));
}

// rename() that fails with EEXIST if the target is there. Returns an errno value or 0.
int RenameToNew(const std::string& from, const std::string& to) {
  if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  // A file system without that flag: a hard link is as exclusive.
  if (link(from.c_str(), to.c_str()) != 0) return errno;
  unlink(from.c_str());
  return 0;
}

}  // namespace

Status CheckReplaceable(const std::string& path, bool overwrite) {
  struct stat facts = {};
  if (lstat(path.c_str(), &facts) != 0) return {};  // whatever else is wrong, Create will find
  if (!overwrite) return AlreadyThere(path);
  if (stat(path.c_str(), &facts) == 0 && S_ISREG(facts.st_mode)) return {};
  return Fail(ErrorCode::kInvalidArgument, Printable(path), " is no regular file and is not replaced");
}

OutputFile::OutputFile(std::string path, bool overwrite, std::string temporary, Descriptor descriptor)
    : path_(std::move(path)),
      overwrite_(overwrite),
      temporary_(std::move(temporary)),
      descriptor_(std::move(descriptor)) {}

OutputFile::~OutputFile() {
  if (temporary_.empty()) return;
  unlink(temporary_.c_str());
  ForgetTemporary(temporary_);
}

Result<OutputFile> OutputFile::Create(const std::string& requested_path, bool overwrite) {
  MOTE_RETURN_IF_ERROR(CheckReplaceable(requested_path, overwrite));
  std::string path = requested_path;
  if (overwrite) {
    // What a symbolic link points to is replaced, not the link.
    if (char* const resolved = realpath(requested_path.c_str(), nullptr); resolved != nullptr) {
      path = resolved;
      std::free(resolved);
    }
  }
  const std::string directory = ParentOf(path);
  MOTE_RETURN_IF_ERROR(MakeDirectories(directory));
  static std::atomic<uint64_t> next_number = 0;
  while (true) {
    const std::string temporary =
        Join(directory, ".mote-" + std::to_string(getpid()) + "-" + std::to_string(next_number++) + ".tmp");
    int number = -1;
    int error_number = 0;
    CreateTemporary(temporary, [&] {
      number = open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
      error_number = errno;
      return number >= 0;
    });
    if (number >= 0) return OutputFile(std::move(path), overwrite, temporary, Descriptor(number));
    if (error_number != EEXIST) return CannotWrite(requested_path, error_number);
  }
}

uint64_t OutputFile::bytes_written() const {
  struct stat facts = {};
  return fstat(descriptor(), &facts) == 0 ? static_cast<uint64_t>(facts.st_size) : 0;
}

Status OutputFile::Commit() {
  int error_number = 0;
  if (overwrite_) {
    if (rename(temporary_.c_str(), path_.c_str()) != 0) error_number = errno;
  } else {
    error_number = RenameToNew(temporary_, path_);
  }
  if (error_number == EEXIST) return AlreadyThere(path_);
  if (error_number != 0) return CannotWrite(path_, error_number);
  ForgetTemporary(temporary_);
  temporary_.clear();
  return {};
}

}  // namespace mote::app
