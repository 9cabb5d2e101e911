// The catalogue as the tables of docs/known-bugs.md.
#pragma once

#include <string>

namespace whitewater::known_bugs {

std::string planted_table();
std::string absent_table();

}  // namespace whitewater::known_bugs
