// Signals, alarms and timers of a program, in virtual time.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string>

#include "tests/catch.hpp"
#include "tests/virtual/run_alone.hpp"

namespace whitewater::tools::virtual_time {
namespace {

std::string signals(const std::string& how, const std::string& word = "", Backend backend = best_backend()) {
  return run_alone(WHITEWATER_VIRTUAL_SIGNALS, {how, word}, backend).words();
}
void works(const std::string& how) {
  const std::string words = signals(how);
  CAPTURE(how, words);
  REQUIRE(words.starts_with("exited with status 0"));
  REQUIRE(signals(how, "", Backend::ptrace) == words);
}

TEST_CASE("A timer of the process ends a wait at its virtual instant") {
  works("timer");
}

TEST_CASE("A read that a signal ended begins again if its handler asked for that") {
  works("restart");
}

TEST_CASE("A blocked signal stays pending until a mask or a call lets it through") {
  works("masks");
}

TEST_CASE("Timers by number tell their signal, their value, their rest, and call functions in threads") {
  works("numbered");
}

TEST_CASE("A signal reaches a thread that waits, with its value, and what is ignored reaches nobody") {
  works("sends");
}

TEST_CASE("A lock goes on waiting behind a handler") {
  works("lock");
}

TEST_CASE("Processor time passes only while a program makes calls, and its timers go by it") {
  works("processor");
  works("works-while");
}

TEST_CASE("A signal without a handler ends the process") {
  REQUIRE(signals("ends").starts_with("was ended by signal 14 (Alarm clock) at 2.0"));
  REQUIRE(signals("ends-itself").starts_with("was ended by signal 9 (Killed) at 0.1"));
}

TEST_CASE("No signal leaves a replica") {
  const pid_t bystander = fork();
  if (bystander == 0) {
    pause();
    _exit(0);
  }
  REQUIRE(signals("strikes", std::to_string(bystander)).starts_with("exited with status 0"));
  REQUIRE(signals("strikes", std::to_string(getpid())).starts_with("exited with status 0"));
  int status = 0;
  REQUIRE(waitpid(bystander, &status, WNOHANG) == 0);
  kill(bystander, SIGKILL);
  waitpid(bystander, &status, 0);
}

}  // namespace
}  // namespace whitewater::tools::virtual_time
