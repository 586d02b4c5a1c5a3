# Writes a file's bytes as a C++ source: cmake -DINPUT=file -DOUTPUT=source.cc -P embed.cmake
file(READ ${INPUT} bytes HEX)
string(REGEX REPLACE "(................................................................)" "\\1\n" bytes "${bytes}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
file(WRITE ${OUTPUT} "// Generated from ${INPUT}.
#include \"methods/neural/network.h\"

namespace mote::neural {
namespace {
constexpr uint8_t kWeights[] = {
${bytes}};
}  // namespace

std::span<const uint8_t> WeightsFile() { return kWeights; }

}  // namespace mote::neural
")
