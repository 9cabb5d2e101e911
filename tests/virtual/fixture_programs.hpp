// The replica programs of these tests: one simple Raft in several languages and ways to wait.
#pragma once

#include <string>
#include <vector>

namespace whitewater::tools::virtual_time {

struct FixtureProgram {
  std::string name;  // "python-select"
  std::string path;
  std::vector<std::string> arguments;
  std::string lacks;  // what this machine lacks to run it; empty: nothing
};
const std::vector<FixtureProgram>& fixture_programs();

}  // namespace whitewater::tools::virtual_time
