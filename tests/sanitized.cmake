# Runs what another build tree holds, made by `cmake --preset asan` (clang, AddressSanitizer, UndefinedBehaviorSanitizer,
# libFuzzer), as tests of this one: so that one ctest run has one summary. Its programs must have been built already.
set(MOTE_ASAN_BUILD_DIR "" CACHE PATH "Build tree of the asan preset, whose tests this tree's ctest runs as well")

if(MOTE_ASAN_BUILD_DIR)
  # As many shares as keep two cores busy to the end.
  set(MOTE_ASAN_SHARES 4)
  foreach(program golden/mote_golden_tests mote_unit_tests robustness/mote_robustness_tests)
    get_filename_component(name ${program} NAME)
    string(REGEX REPLACE "^mote_(.*)_tests$" "asan.\\1" name ${name})
    foreach(share RANGE 1 ${MOTE_ASAN_SHARES})
      math(EXPR index "${share} - 1")
      add_test(NAME ${name}.${share} COMMAND ${MOTE_ASAN_BUILD_DIR}/tests/${program} --gtest_brief=1)
      set_tests_properties(${name}.${share} PROPERTIES LABELS asan TIMEOUT 900 ENVIRONMENT
                           "GTEST_TOTAL_SHARDS=${MOTE_ASAN_SHARES};GTEST_SHARD_INDEX=${index}")
    endforeach()
  endforeach()
  include(${PROJECT_SOURCE_DIR}/fuzz/fuzz_tests.cmake)
  mote_add_fuzz_tests(${MOTE_ASAN_BUILD_DIR}/fuzz)
endif()
