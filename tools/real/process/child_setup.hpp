// What a program that starts others does before and after fork(2).
#pragma once

#include <string>
#include <vector>

namespace whitewater::tools::real {

// As execve(2) takes them, with a null at the end. They point into the words.
std::vector<char*> pointers(const std::vector<std::string>& words);

// Between fork and exec: every signal has its default action, and none is blocked. Calls only what a signal handler
// may.
void reset_signals();

}  // namespace whitewater::tools::real
