// The toy actors of the contract suite, under the name that the simulator's own tests use.
#pragma once

#include "tests/contract/probe.hpp"

namespace whitewater::simnet::test {

using namespace whitewater::contract;

}  // namespace whitewater::simnet::test
