// The parts of the driver that concern processes: how it learns of an end, and what the course would have read of their
// output.
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <string>
#include <thread>

#include "tests/catch.hpp"
#include "tools/real/process/output_capture.hpp"
#include "tools/real/process/replica_processes.hpp"
#include "tools/real/transport/udp_transport.hpp"

using namespace whitewater;
using namespace whitewater::tools::real;

namespace {

constexpr NodeId r0{0};

Command shell(const std::string& script) {
  Command command;
  command.program = "/bin/sh";
  command.arguments = {"-c", script};
  return command;
}

std::unique_ptr<DriverTransport> udp() {
  Result<std::unique_ptr<DriverTransport>> opened = DriverTransport::open({Variant::udp, 1, "", false});
  REQUIRE(opened.ok());
  return std::move(opened.value());
}

// What the course would have seen of that output: pieces of so many bytes, with so many turns of its loop after each.
Time full(std::size_t pieces, std::size_t bytes, int turns) {
  const RunClock clock;
  OutputCapture capture(clock, {1, "", false});
  Result<OutputCapture::Ends> ends = capture.open(r0);
  REQUIRE(ends.ok());
  capture.start();
  const std::string piece(bytes, 'x');
  for (std::size_t i = 0; i < pieces; ++i) {
    for (std::size_t at = 0; at < piece.size();) {
      const ssize_t written = write(ends.value().out.get(), piece.data() + at, piece.size() - at);
      REQUIRE(written > 0);
      at += static_cast<std::size_t>(written);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    for (int turn = 0; turn < turns; ++turn) capture.loop_turned();
  }
  capture.stop();
  CHECK(capture.out(r0).bytes() == pieces * bytes);
  return capture.full(r0, false);
}

}  // namespace

TEST_CASE("the end of a process wakes the driver, which sleeps on its sockets") {
  ReplicaProcesses processes(1, seconds(1));
  if (processes.wake_descriptor() < 0) return;
  const std::unique_ptr<DriverTransport> transport = udp();
  REQUIRE_FALSE(processes.start(r0, shell("sleep 0.1; exit 3"), 1, 2));
  const RunClock clock;
  CHECK_FALSE(transport->wait(Duration{}, processes.wake_descriptor()).woken);
  CHECK(transport->wait(seconds(20), processes.wake_descriptor()).woken);
  CHECK(clock.now() < Time{} + seconds(10));
  const std::vector<ReplicaProcesses::Ended> ended = processes.poll(Time{});
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].status == ExitStatus{3, 0});
  CHECK_FALSE(ended[0].asked);
  CHECK_FALSE(transport->wait(Duration{}, processes.wake_descriptor()).woken);
}

TEST_CASE("a process that was killed has ended, and another one takes its place") {
  ReplicaProcesses processes(1, seconds(1));
  REQUIRE_FALSE(processes.start(r0, shell("sleep 100"), 1, 2));
  processes.kill(r0);
  std::vector<ReplicaProcesses::Ended> ended = processes.poll(Time{});
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].asked);
  CHECK(ended[0].status == ExitStatus{0, SIGKILL});
  REQUIRE_FALSE(processes.start(r0, shell("exit 4"), 1, 2));
  for (ended.clear(); ended.empty(); ended = processes.poll(Time{}))
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  CHECK(ended[0].status == ExitStatus{4, 0});
}

TEST_CASE("a stopped process ends when it is told to") {
  ReplicaProcesses processes(1, seconds(100));
  REQUIRE_FALSE(processes.start(r0, shell("sleep 100"), 1, 2));
  processes.signal(r0, SIGSTOP);
  processes.terminate(r0, Time{});
  std::vector<ReplicaProcesses::Ended> ended;
  while (ended.empty()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    ended = processes.poll(Time{});
  }
  CHECK_FALSE(ended[0].late);
}

TEST_CASE("a socket that is opened again knows nothing of the one before") {
  const std::unique_ptr<DriverTransport> transport = udp();
  transport->learn_address(r0);
  CHECK(transport->has_address(r0));
  transport->close(r0);
  CHECK(transport->send(r0, "x", false) == Sent::closed);
  REQUIRE_FALSE(transport->reopen(r0));
  CHECK(transport->send(r0, "x", false) == Sent::no_address);
}

TEST_CASE("much output does harm only if it comes faster than the course reads") {
  CHECK(full(1, 100'000, 0) != time_never);
  CHECK(full(10, 9'000, 0) != time_never);  // the course's loop sleeps
  CHECK(full(10, 9'000, 6) == time_never);  // it reads 1,500 bytes in each turn
}

TEST_CASE("a replica that is started again goes on with its log") {
  const RunClock clock;
  OutputCapture capture(clock, {1, "", false});
  for (const char* const words : {"first\n", "second\n"}) {
    Result<OutputCapture::Ends> ends = capture.open(r0);
    REQUIRE(ends.ok());
    REQUIRE(write(ends.value().out.get(), words, std::char_traits<char>::length(words)) > 0);
  }
  capture.stop();
  const std::vector<OutputLines::Line> lines = capture.out(r0).tail(5);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].text == "first");
  CHECK(lines[1].text == "second");
}
