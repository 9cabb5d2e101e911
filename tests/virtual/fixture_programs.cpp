// The build knows which interpreters and compilers this machine has: an empty path says that it has none.
#include "tests/virtual/fixture_programs.hpp"

#include <filesystem>

namespace whitewater::tools::virtual_time {

namespace {

const std::string fixtures = WHITEWATER_VIRTUAL_FIXTURES "/";

std::vector<FixtureProgram> all() {
  const std::string python = WHITEWATER_VIRTUAL_PYTHON;
  std::vector<FixtureProgram> programs{
      {"python-select", python, {fixtures + "select_replica.py"}, "Python 3"},
      {"python-threads", python, {fixtures + "thread_replica.py"}, "Python 3"},
      {"python-asyncio", python, {fixtures + "asyncio_replica.py"}, "Python 3"},
      {"python-busy", python, {fixtures + "busy_replica.py"}, "Python 3"},
      {"node", WHITEWATER_VIRTUAL_NODE, {fixtures + "replica.js"}, "Node"},
      {"go", WHITEWATER_VIRTUAL_GO, {}, "Go compiler"},
      {"rust", WHITEWATER_VIRTUAL_RUST, {}, "Rust compiler"},
      {"cpp", WHITEWATER_VIRTUAL_REPLICA, {}, "C++ replica"},
      {"cpp-static", WHITEWATER_VIRTUAL_STATIC_REPLICA, {}, "static C library"},
      {"cpp-wrapped", fixtures + "shim", {WHITEWATER_VIRTUAL_REPLICA}, "bash"},
      {"java", WHITEWATER_VIRTUAL_JAVA, {"-cp", WHITEWATER_VIRTUAL_CLASSES, "Replica"}, "Java compiler"},
      {"3700kvstore", WHITEWATER_VIRTUAL_KVSTORE, {}, "3700kvstore"},
  };
  for (FixtureProgram& program : programs)
    if (!program.path.empty() && std::filesystem::exists(program.path)) program.lacks.clear();
  return programs;
}

}  // namespace

const std::vector<FixtureProgram>& fixture_programs() {
  static const std::vector<FixtureProgram> programs = all();
  return programs;
}

}  // namespace whitewater::tools::virtual_time
