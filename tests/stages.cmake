# Each stage of tests/run is a CTest test. It installs and builds what it needs, so you can run it
# in any build directory. Its label is the name of the test preset that runs it: ctest --preset dev
set(stages_of_dev unit compile_fail style)
set(stages_of_release servers faults install browser)
set(stages_of_asan asan)
set(stages_of_tsan tsan)
set(stages_of_fuzz fuzz)

set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS run)
execute_process(COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/run --list OUTPUT_VARIABLE stages
  COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "[a-z_]+" stages "${stages}")

foreach(preset dev release asan tsan fuzz)
  foreach(stage ${stages_of_${preset}})
    list(REMOVE_ITEM stages ${stage})
    add_test(NAME ${stage} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/run ${stage})
    # Each stage uses all processors, and some measure time.
    set_tests_properties(${stage} PROPERTIES LABELS ${preset} RUN_SERIAL ON TIMEOUT 3600)
  endforeach()
endforeach()
if(stages)
  message(FATAL_ERROR "No test preset runs these stages of tests/run: ${stages}. Add them to tests/stages.cmake.")
endif()
