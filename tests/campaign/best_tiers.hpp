// The table of docs/best-tiers.md: for every scenario and metric the best tier that any replica can reach.
#pragma once

#include <map>
#include <string>

#include "core/course/verdict.hpp"

namespace whitewater::tests {

// By the scenario's name. Throws when the page has no such table.
std::map<std::string, course::TierVerdict> read_best_tiers(const std::string& path);

}  // namespace whitewater::tests
