# How this project defines its targets: one function for a library, one for a test executable.
# Warnings and sanitizers live in one interface target that is never exported.

add_library(whitewater_options INTERFACE)
target_compile_features(whitewater_options INTERFACE cxx_std_20)
target_compile_options(whitewater_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
  -Wold-style-cast -Wcast-align -Wunused -Wdouble-promotion -Wimplicit-fallthrough
  "-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=")
if(WHITEWATER_WARNINGS_AS_ERRORS)
  target_compile_options(whitewater_options INTERFACE -Werror)
endif()
if(WHITEWATER_SANITIZE)
  target_compile_options(whitewater_options INTERFACE
    -fsanitize=${WHITEWATER_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
  target_link_options(whitewater_options INTERFACE -fsanitize=${WHITEWATER_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # gcc 12 sees uninitialised members inside std::regex and std::variant once sanitizers are on.
    target_compile_options(whitewater_options INTERFACE -Wno-maybe-uninitialized)
  endif()
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")

find_program(WHITEWATER_CCACHE ccache)
if(WHITEWATER_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${WHITEWATER_CCACHE}")
endif()

# gcc joins two words in a vector register to store them at once, which takes more instructions than two stores.
set(WHITEWATER_HOT_OPTIONS $<$<CXX_COMPILER_ID:GNU>:-fno-tree-slp-vectorize>)

# whitewater_library(NAME [HOT] SOURCES … HEADERS … LINKS … [PRIVATE_LINKS …])
# HOT: on the path of every simulated event; its sources are compiled as one unit, so that calls between
# them are inlined.
# Defines whitewater_NAME and whitewater::NAME. Every header is installed, and compiled alone: a header with a source of
# its own by that source, which includes it first (tests/architecture), each other one by header verification.
function(whitewater_library name)
  cmake_parse_arguments(arg "HOT" "" "SOURCES;HEADERS;LINKS;PRIVATE_LINKS" ${ARGN})
  set(target whitewater_${name})
  if(arg_SOURCES)
    add_library(${target} STATIC ${arg_SOURCES})
    set(scope PUBLIC)
    target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:whitewater_options>)
    if(WHITEWATER_SANITIZE)
      target_compile_options(${target} PRIVATE -O1)
    endif()
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
  endif()
  add_library(whitewater::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  if(PROJECT_IS_TOP_LEVEL)
    set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  endif()
  set(proven ${arg_HEADERS})
  if(arg_HOT)
    set(proven "") # One unit of many sources: only one header comes first.
  endif()
  list(TRANSFORM arg_SOURCES REPLACE "\\.cpp$" ".hpp" OUTPUT_VARIABLE with_source)
  set(alone ${arg_HEADERS})
  foreach(header IN LISTS proven)
    if(header IN_LIST with_source)
      list(REMOVE_ITEM alone ${header})
    else()
      list(REMOVE_ITEM proven ${header})
    endif()
  endforeach()
  target_sources(${target} ${scope}
    FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}" FILES ${alone}
    FILE_SET proven TYPE HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}" FILES ${proven})
  set_target_properties(${target} PROPERTIES INTERFACE_HEADER_SETS_TO_VERIFY HEADERS)
  target_compile_features(${target} ${scope} cxx_std_20)
  target_link_libraries(${target} ${scope} ${arg_LINKS})
  if(arg_PRIVATE_LINKS)
    target_link_libraries(${target} PRIVATE ${arg_PRIVATE_LINKS})
  endif()
  if(arg_HOT)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 0)
    target_compile_options(${target} PRIVATE ${WHITEWATER_HOT_OPTIONS})
  endif()
  set_property(GLOBAL APPEND PROPERTY WHITEWATER_LIBRARIES ${target})
endfunction()

# whitewater_test(NAME [APART] LABELS … SOURCES … LINKS …): one Catch2 executable, one CTest test. WHITEWATER_UNITY makes its
# sources one unit; APART: two of them use one name for different things.
function(whitewater_test name)
  cmake_parse_arguments(arg "APART" "" "LABELS;SOURCES;LINKS" ${ARGN})
  add_executable(test_${name} ${arg_SOURCES})
  if(WHITEWATER_UNITY AND NOT arg_APART)
    set_target_properties(test_${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 0)
  endif()
  target_link_libraries(test_${name} PRIVATE whitewater_options whitewater_test_main ${arg_LINKS})
  # Tests spend their time in the libraries; optimising their own code would double the time of a build.
  if(WHITEWATER_SANITIZE)
    target_compile_options(test_${name} PRIVATE -O0)
  else()
    target_compile_options(test_${name} PRIVATE -O1)
  endif()
  add_test(NAME ${name} COMMAND test_${name} WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}")
endfunction()
