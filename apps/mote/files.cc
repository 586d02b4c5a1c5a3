#include "apps/mote/files.h"

#include <unistd.h>

#include "apps/mote/arguments.h"
#include "apps/mote/naming.h"
#include "apps/mote/output_file.h"
#include "imageio/input_file.h"

namespace mote::app {
namespace {

constexpr uint64_t kMaxMoteBytes = uint64_t{1} << 28;

Error CannotWrite(const std::string& name, const Error& error) {
  return Fail(error.code, "cannot write ", name, ": ", error.message);
}

}  // namespace

Result<std::vector<uint8_t>> ReadMote(const std::string& path) {
  if (path == kStandardStream) return imageio::ReadAll(STDIN_FILENO, kMaxMoteBytes);
  MOTE_ASSIGN_OR_RETURN(const imageio::Descriptor descriptor, imageio::OpenRegularFile(path));
  return imageio::ReadAll(descriptor.number(), kMaxMoteBytes);
}

Result<imageio::PictureReader> OpenPicture(const std::string& path, uint64_t max_pixels) {
  const Limits limits = {max_pixels};
  if (path == kStandardStream) return imageio::PictureReader::OpenDescriptor(STDIN_FILENO, limits);
  return imageio::PictureReader::OpenFile(path, limits);
}

Result<uint64_t> WriteOutput(const std::string& path, bool overwrite,
                             const std::function<Status(int descriptor)>& write) {
  if (path == kStandardStream) {
    if (const Status status = write(STDOUT_FILENO); !status.ok()) return CannotWrite("standard output", status.error());
    return uint64_t{0};
  }
  MOTE_ASSIGN_OR_RETURN(OutputFile file, OutputFile::Create(path, overwrite));
  if (const Status status = write(file.descriptor()); !status.ok()) return CannotWrite(Printable(path), status.error());
  const uint64_t bytes = file.bytes_written();
  MOTE_RETURN_IF_ERROR(file.Commit());
  return bytes;
}

}  // namespace mote::app
