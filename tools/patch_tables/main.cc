// Draws the sample images, cuts and clusters the patches, and prints the source of src/methods/patches/tables_data.inc.
#include <cstdio>
#include <string>

#include "methods/patches/generator/generate.h"

int main() {
  const std::string text = mote::patches::TablesSource(mote::patches::GenerateTables());
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0 ? 0 : 1;
}
