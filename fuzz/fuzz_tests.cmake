# Adds the ctest entries of the fuzz targets whose programs lie in `program_dir`; label `fuzz`. New inputs gather beside
# the programs, in corpus/, and so does an input that breaks a promise, in findings/: keep it under tests/golden once
# the defect is mended.
set(MOTE_FUZZ_SECONDS 20 CACHE STRING "Seconds that ctest gives each fuzz target")
set(MOTE_FUZZ_TARGETS header lanczos_decoder patches_decoder neural_decoder neural_layer decode info encode)

function(mote_add_fuzz_tests program_dir)
  math(EXPR limit_seconds "${MOTE_FUZZ_SECONDS} * 2 + 60")
  file(MAKE_DIRECTORY ${program_dir}/findings)
  foreach(target ${MOTE_FUZZ_TARGETS})
    file(MAKE_DIRECTORY ${program_dir}/corpus/${target})
    add_test(NAME fuzz.${target}
             COMMAND ${program_dir}/mote_fuzz_${target} -max_total_time=${MOTE_FUZZ_SECONDS} -timeout=10
                     -rss_limit_mb=2048 -print_final_stats=1 -verbosity=0 -artifact_prefix=${program_dir}/findings/${target}-
                     ${program_dir}/corpus/${target} ${PROJECT_SOURCE_DIR}/fuzz/seeds/${target})
    set_tests_properties(fuzz.${target} PROPERTIES LABELS fuzz TIMEOUT ${limit_seconds})
  endforeach()
endfunction()
