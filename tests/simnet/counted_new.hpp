// Counts every operator new of an executable that links counted_new.cpp.
#pragma once

#include <cstddef>

namespace whitewater::simnet::test {

// Calls so far, of all threads.
std::size_t allocations();

}  // namespace whitewater::simnet::test
