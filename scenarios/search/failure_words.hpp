// What is said of a failure, for people, in one paragraph. Its faults have the words of fault_sentence.hpp.
#pragma once

#include <string>

#include "scenarios/search/shrink.hpp"

namespace whitewater::scenarios {

// "0001 and 0002 lead in term 3 at 2.1s, in a cluster of 3, with 1 request of 1 client, because of the partition of …."
std::string failure_description(const Failure& failure, const ShrinkSizes& sizes);

}  // namespace whitewater::scenarios
