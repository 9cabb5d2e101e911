// A run with a wrong get, from outside: the report names the get and the put that it missed.
#include <iterator>
#include <regex>
#include <string>

#include "tests/tools/shell.hpp"

using namespace whitewater::tools::testing;

namespace {

const std::string scenario =
    R"(echo '{"system": "loners", "workload": "registers", "replicas": 5, "keys": 1, "lifetime": "4s"}' | $W run - )";

}  // namespace

TEST_CASE("a run whose history is not linearizable tells the life of the put that a get missed") {
  const Outcome plain = shell(scenario + "--seed 1");
  INFO(plain.out << plain.err);
  CHECK(plain.code == 1);
  CHECK(mentions(plain.out, "FAILED  linearizability"));
  CHECK(mentions(plain.out, "\nThe get that was wrong\n"));
  CHECK(mentions(plain.out, " missed put c"));
  CHECK(mentions(plain.out, " is told: copy from 000"));
  CHECK(mentions(plain.out, " knew of it: "));
  CHECK(mentions(plain.out, ", had not received the put: nobody had sent it a message that carries the put\n"));
  CHECK(mentions(plain.out, "FAIL  "));
}

TEST_CASE("who answered is told in the words of the system, as it stood then") {
  const Outcome plain = shell(scenario + "--seed 1");
  INFO(plain.out << plain.err);
  CHECK(mentions(plain.out, " was answered by 000"));
  const Outcome json = shell(scenario + "--seed 1 --json");
  INFO(json.out << json.err);
  // Each stands as it stood when it was asked for just that.
  const std::regex operation(R"re("operation":"[a-z]+ ([^"]+)","called_s":[0-9.]+,"answered_by":([0-9]+),)re"
                             R"re("answerer":"asked last for ([^"]+)")re");
  std::sregex_iterator told(json.out.begin(), json.out.end(), operation);
  REQUIRE(std::distance(told, std::sregex_iterator()) >= 2);
  for (; told != std::sregex_iterator(); ++told) {
    CHECK((*told)[1] == (*told)[3]);
    CHECK(
        mentions(plain.out, " was answered by 000" + (*told)[2].str() + ": asked last for " + (*told)[1].str() + "\n"));
  }
}

TEST_CASE("the words all-wrong and a number name requests") {
  const Outcome wrong = shell(scenario + "--seed 1 --story all-wrong");
  INFO(wrong.out << wrong.err);
  CHECK(wrong.code == 1);
  CHECK(mentions(wrong.out, ", had not received the put: "));
  const Outcome number = shell(scenario + "--seed 1 --story 0");
  CHECK(number.code == 1);
  CHECK(mentions(number.out, ", first asked at t="));
  CHECK(shell(scenario + "--seed 1 --story 99999").code == 2);
}
