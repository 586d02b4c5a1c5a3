// Steps 2 to 4 of the published chain from beginning to end: the tables that method `patches` is compiled with.
#ifndef MOTE_METHODS_PATCHES_GENERATOR_GENERATE_H_
#define MOTE_METHODS_PATCHES_GENERATOR_GENERATE_H_

#include <cstdint>
#include <string>
#include <vector>

namespace mote::patches {

struct Tables {
  std::vector<int16_t> luma;    // by sample, then patch
  std::vector<int16_t> chroma;  // likewise
};

// Deterministic to the bit; takes seconds.
[[nodiscard]] Tables GenerateTables();

// The source text of tables_data.inc.
[[nodiscard]] std::string TablesSource(const Tables& tables);

}  // namespace mote::patches

#endif  // MOTE_METHODS_PATCHES_GENERATOR_GENERATE_H_
