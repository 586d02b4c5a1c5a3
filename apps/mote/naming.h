// The names of outputs, as the published program chose them, and names as they are shown. Pure functions on bytes: a
// name need not be UTF-8.
//
//   encode photo.jpg           photo.jpg.mote beside it
//   encode D                   D/out/NAME.mote for each file of D
//   decode photo.jpg.mote      photo.jpg.out.png beside it
//   decode D, or with -o DIR   NAME without .mote, with .png added unless it ends so: "1 - starry.png.mote" gives "1 -
//   starry.png",
//                              "photo.jpg.mote" gives "photo.jpg.png". So a.png.mote and a.jpg.mote do not meet.
#ifndef MOTE_APPS_MOTE_NAMING_H_
#define MOTE_APPS_MOTE_NAMING_H_

#include <string>
#include <string_view>
#include <vector>

namespace mote::app {

[[nodiscard]] std::string BaseName(std::string_view path);  // what follows the last slash
[[nodiscard]] std::string ParentOf(std::string_view path);  // what precedes it; "." if there is none
[[nodiscard]] std::string Join(std::string_view directory, std::string_view name);

[[nodiscard]] std::string EncodedName(std::string_view name);
[[nodiscard]] std::string DecodedNameBeside(std::string_view name);
[[nodiscard]] std::string DecodedNameInDirectory(std::string_view name);

// The names that a decoded preview of the picture `reference_name` can have in a directory, likeliest first.
[[nodiscard]] std::vector<std::string> PreviewNames(std::string_view reference_name);

// The name on one line: control characters, backslash-escaped; bytes that are not UTF-8 as \xHH.
[[nodiscard]] std::string Printable(std::string_view text);

}  // namespace mote::app

#endif  // MOTE_APPS_MOTE_NAMING_H_
