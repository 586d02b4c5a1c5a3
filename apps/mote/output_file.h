// Outputs that appear whole or not at all: written to a hidden temporary file in the same directory, then renamed.
#ifndef MOTE_APPS_MOTE_OUTPUT_FILE_H_
#define MOTE_APPS_MOTE_OUTPUT_FILE_H_

#include <cstdint>
#include <string>

#include "base/result.h"
#include "imageio/input_file.h"

namespace mote::app {

// Fails, naming the path, if something is there that `overwrite` does not allow to be replaced. Only regular files ever
// are.
[[nodiscard]] Status CheckReplaceable(const std::string& path, bool overwrite);

class OutputFile {
 public:
  // Opens the temporary file, making the directories above it first. Messages name `path`.
  [[nodiscard]] static Result<OutputFile> Create(const std::string& path, bool overwrite);

  OutputFile(OutputFile&&) = default;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();  // removes what was not committed

  [[nodiscard]] int descriptor() const { return descriptor_.number(); }
  [[nodiscard]] uint64_t bytes_written() const;

  // Gives the file its name. Without `overwrite` nothing that is there is replaced, even if it came in the meantime.
  [[nodiscard]] Status Commit();

 private:
  OutputFile(std::string path, bool overwrite, std::string temporary, imageio::Descriptor descriptor);

  std::string path_;
  bool overwrite_;
  std::string temporary_;  // empty once committed or moved from
  imageio::Descriptor descriptor_;
};

}  // namespace mote::app

#endif  // MOTE_APPS_MOTE_OUTPUT_FILE_H_
