// The driver from outside: logs of killed replicas, hints for beginners, and a scenario in a hurry.
#include "tests/catch.hpp"
#include "tests/real/process_runs.hpp"

using namespace whitewater;
using namespace whitewater::tools::real::testing;

namespace {

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("what a killed replica printed is kept, and an empty log is noticed") {
  const std::string run =
      "$W real $FIXTURES/faults.json --no-bounce $PY --replica-arg=--behaviour --replica-arg=prints ";
  std::string out, err;
  shell("unset PYTHONUNBUFFERED; D=$(mktemp -d); " + run + "--logs $D; grep -c handles $D/0001.stdout; rm -r $D", out,
        err);
  INFO(out << err);
  CHECK_FALSE(mentions(out, "nothing that it printed had arrived"));
  CHECK_FALSE(out.ends_with("\n0\n"));
  // Whoever sets the variable decides. Empty, it lets Python keep what it prints.
  shell("export PYTHONUNBUFFERED=; D=$(mktemp -d); " + run + "--logs $D; rm -r $D", out, err);
  INFO(out);
  CHECK(mentions(out, "0001 was killed, and nothing that it printed had arrived"));
}

TEST_CASE("a program for another transport is told so") {
  std::string out, err;
  shell("$W real $FIXTURES/quick.json --no-bounce --replica sleep", out, err);
  INFO(out << err);
  CHECK(mentions(out,
                 "no replica could be reached in the whole run: nobody said hello; replicas for UNIX sockets need "
                 "--variant stream or --variant seqpacket"));
}

TEST_CASE("--quick says that the scenario is not the course's") {
  std::string out, err;
  const int code =
      shell("$W real crash-4 --quick --no-bounce $PY --replica-arg=--behaviour --replica-arg=honest", out, err);
  INFO(out << err);
  CHECK(code == 1);
  CHECK(mentions(out, "FAIL  crash-4-quick  seed 1"));
  CHECK(mentions(out, "(--quick: not the course's scenario)"));
  CHECK(mentions(out, "kill_leader at t=7."));
}
