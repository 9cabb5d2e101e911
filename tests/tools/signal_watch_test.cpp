// SignalWatch: what it watches is noticed and does no harm, a second signal is no longer held back, and nothing stays
// blocked behind it.
#include "tools/terminal/signal_watch.hpp"

#include <unistd.h>

#include <thread>

#include "tests/catch.hpp"

namespace whitewater::tools {
namespace {

bool blocked(int signal) {
  sigset_t mask;
  sigemptyset(&mask);
  pthread_sigmask(SIG_BLOCK, nullptr, &mask);
  return sigismember(&mask, signal) == 1;
}

}  // namespace

TEST_CASE("each signal that is watched is noticed, and the next one would end the program") {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    INFO(signal);
    SignalWatch watch{SIGINT, SIGTERM, SIGHUP};
    CHECK_FALSE(watch.poll());
    CHECK(blocked(signal));
    raise(signal);
    CHECK_FALSE(watch.arrived());
    CHECK(watch.poll());
    CHECK(watch.arrived());
    CHECK(watch.poll());
    CHECK_FALSE(blocked(signal));
  }
}

TEST_CASE("only what is named is watched, and only as long as the watch lives") {
  {
    const SignalWatch watch{SIGINT};
    CHECK(blocked(SIGINT));
    CHECK_FALSE(blocked(SIGTERM));
  }
  CHECK_FALSE(blocked(SIGINT));
}

TEST_CASE("a signal to the program is noticed when other threads run") {
  SignalWatch watch{SIGINT};
  std::thread other([&] { kill(getpid(), SIGINT); });
  other.join();
  CHECK(watch.poll());
}

}  // namespace whitewater::tools
