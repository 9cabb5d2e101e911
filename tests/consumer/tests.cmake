# The installed package as an outsider uses it. Sanitized builds would ask the outsider for their flags.
if(NOT WHITEWATER_SANITIZE)
  add_test(NAME consumer COMMAND "${PROJECT_SOURCE_DIR}/tests/consumer/run.sh"
    "${PROJECT_BINARY_DIR}" "${PROJECT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}/tests/consumer/expected.txt" "${CMAKE_CXX_COMPILER}")
  set_tests_properties(consumer PROPERTIES LABELS process)
endif()
add_test(NAME docs_own_actor COMMAND "${PROJECT_SOURCE_DIR}/tests/consumer/docs_match.sh" "${PROJECT_SOURCE_DIR}")
set_tests_properties(docs_own_actor PROPERTIES LABELS unit)

# The program of docs/linearizability.md within the tree, in every build.
add_executable(check_history "${PROJECT_SOURCE_DIR}/tests/consumer/check_history/check_history.cpp")
target_link_libraries(check_history PRIVATE whitewater_options whitewater::linearizability)
add_test(NAME docs_check_history COMMAND bash -c
  "diff '${PROJECT_SOURCE_DIR}/tests/consumer/check_history/expected.txt' <('$<TARGET_FILE:check_history>')")
set_tests_properties(docs_check_history PROPERTIES LABELS unit)

# The program of docs/own-system.md within the tree, in every build. It must need nothing but the command line's library.
add_executable(lock_ring "${PROJECT_SOURCE_DIR}/tests/consumer/lock_ring/lock_ring.cpp")
target_link_libraries(lock_ring PRIVATE whitewater_options whitewater::cli)
add_test(NAME lock_ring COMMAND "${PROJECT_SOURCE_DIR}/tests/consumer/lock_ring/check.sh"
  "$<TARGET_FILE:lock_ring>" "${PROJECT_SOURCE_DIR}/tests/consumer/lock_ring" "$<TARGET_FILE:whitewater>")
set_tests_properties(lock_ring PROPERTIES LABELS process)
