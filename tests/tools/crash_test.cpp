// A crash names the run that it struck, and is still a death by its signal.
#include <csignal>

#include "tests/tools/shell.hpp"

using namespace whitewater::tools::testing;

namespace {

void dies(const std::string& how, int signal, const std::string& name) {
  const Outcome outcome = shell("ulimit -c 0; '" WHITEWATER_CRASHER "' " + how);
  INFO(how << "\n" << outcome.err);
  CHECK(outcome.code == 128 + signal);
  CHECK(mentions(outcome.err, "crashed (" + name + ") while these runs were under way:\n  fragile-1  seed 42\n"));
}

}  // namespace

TEST_CASE("a crash in a sweep prints scenario and seed before the process dies by the signal") {
  dies("segv", SIGSEGV, "SIGSEGV");
  dies("abort", SIGABRT, "SIGABRT");
  dies("fpe", SIGFPE, "SIGFPE");
  dies("throw", SIGABRT, "SIGABRT");
}

TEST_CASE("so does a thread that has used up its stack") {
  dies("overflow", SIGSEGV, "SIGSEGV");
}

TEST_CASE("who does not crash says nothing") {
  const Outcome outcome = shell("'" WHITEWATER_CRASHER "' no");
  CHECK(outcome.code == 0);
  CHECK(outcome.err.empty());
}
