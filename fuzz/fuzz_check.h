// How a fuzz target says that a promise is broken: a line on stderr, then abort, which libFuzzer reports with the
// input.
#ifndef MOTE_FUZZ_FUZZ_CHECK_H_
#define MOTE_FUZZ_FUZZ_CHECK_H_

#include <cstdio>
#include <cstdlib>
#include <string>

namespace mote_fuzz {

// Stops unless `violation` is "".
inline void ExpectNone(const std::string& violation) {
  if (violation.empty()) return;
  std::fprintf(stderr, "promise broken: %s\n", violation.c_str());
  std::abort();
}

inline void Expect(bool holds, const char* promise) {
  if (!holds) ExpectNone(promise);
}

}  // namespace mote_fuzz

#endif  // MOTE_FUZZ_FUZZ_CHECK_H_
