// What --help says beyond the list of options.
#ifndef MOTE_APPS_MOTE_HELP_TEXT_H_
#define MOTE_APPS_MOTE_HELP_TEXT_H_

#include <string>

namespace mote::app {

[[nodiscard]] std::string MainDescription();
[[nodiscard]] std::string MainHelp();
[[nodiscard]] std::string EncodeHelp();  // with the typical time of each effort
[[nodiscard]] std::string DecodeHelp();
[[nodiscard]] std::string InfoHelp();
[[nodiscard]] std::string ScoreHelp();

}  // namespace mote::app

#endif  // MOTE_APPS_MOTE_HELP_TEXT_H_
