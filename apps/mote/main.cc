// The command `mote`: parses its arguments, starts signal handling, runs the sub-command.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <exception>

#include "apps/mote/arguments.h"
#include "apps/mote/cleanup.h"
#include "apps/mote/commands.h"

namespace {

// A standard stream that the caller closed is occupied, so that no file of ours gets its number. Reading or writing it
// then fails.
void OccupyStandardStreams() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(descriptor, F_GETFD) >= 0) continue;
    const int opened = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    if (opened >= 0 && opened != descriptor) {
      dup2(opened, descriptor);
      close(opened);
    }
  }
}

int Run(const mote::app::Arguments& arguments) {
  switch (arguments.command) {
    case mote::app::Command::kEncode:
      return mote::app::RunEncode(arguments);
    case mote::app::Command::kDecode:
      return mote::app::RunDecode(arguments);
    case mote::app::Command::kInfo:
      return mote::app::RunInfo(arguments);
    case mote::app::Command::kScore:
      return mote::app::RunScore(arguments);
  }
  return mote::app::kExitUsage;
}

}  // namespace

int main(int count, char** values) {
  OccupyStandardStreams();
  try {
    const auto parsed = mote::app::ParseArguments(count, values);
    if (const int* status = std::get_if<int>(&parsed)) return *status;
    mote::app::StartSignalHandling();
    return Run(std::get<mote::app::Arguments>(parsed));
  } catch (const std::exception& exception) {
    std::fprintf(stderr, "mote: %s\n", exception.what());
    return mote::app::kExitFailed;
  }
}
