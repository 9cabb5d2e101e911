// Runs of the built program with replicas of the tests' own, several at a time, and what they printed.
#pragma once

#include <string>
#include <vector>

#include "core/wire/json.hpp"

namespace whitewater::tools::real::testing {

struct ProcessRun {
  std::string name;
  std::string arguments;  // behind "whitewater real"; $PY is the Python interpreter with the replica's file, $FIXTURES
                          // its folder
  bool command = false;   // the arguments are a whole shell command, in which $W is the program
  int code = -1;
  std::string out = {}, err = {};

  json::Value report() const;                                             // the first line of out, which is JSON
  bool found(const std::string& kind, const std::string& replica) const;  // a finding of the report
  std::string finding(const std::string& kind) const;                     // its text
};

// Runs all of them, so many at a time, in their order; fills in what came out. A run mostly sleeps.
void run_all(std::vector<ProcessRun>& runs, unsigned at_a_time);

// How many processes have that word among their arguments.
int processes_with(const std::string& word);

// A shell command; its exit code (128 and the signal, when it was killed).
int shell(const std::string& command, std::string& out, std::string& err);

}  // namespace whitewater::tools::real::testing
