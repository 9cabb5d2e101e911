// ReplicaProcess: one traced process in virtual time, with those that it makes. It runs in turns: from an instant of
// the world until all its threads wait, or until it has used the longest turn; a turn takes as long as its calls cost.
// Between turns nothing of it runs. What it does is a function of its program, its seed and what it was handed when.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/time.hpp"
#include "tools/real/process/child_process.hpp"
#include "tools/virtual/kernel/census.hpp"
#include "tools/virtual/kernel/handlers.hpp"
#include "tools/virtual/kernel/process.hpp"
#include "tools/virtual/kernel/wakeups.hpp"
#include "tools/virtual/trace/clock_page.hpp"
#include "tools/virtual/trace/code_patch.hpp"
#include "tools/virtual/trace/launch.hpp"
#include "tools/virtual/trace/tracer.hpp"
#include "tools/virtual/trace/watchdog.hpp"

namespace whitewater::tools::virtual_time {

// Why a process runs no more.
struct Ending {
  enum class Kind : std::uint8_t {
    exited,   // or was ended by a signal: `status`
    refused,  // it made a call that is not supported: the run says nothing about it
    stuck,    // it computed for longer than the watchdog allows, without a call
    lost,     // somebody else ended it: the run says nothing about it
  };
  Kind kind = Kind::exited;
  Time at;
  real::ExitStatus status{};
  std::string call{};   // what is not supported: "fork of a second process …"
  std::string where{};  // it stood: "in its process 1, thread 4 (worker)"
  bool began = true;    // its program could be executed

  std::string words() const;  // "exited with status 1"
};

class ReplicaProcess {
 public:
  struct Setup {
    Launch launch;
    std::string unique;       // a word that no other process of this machine uses
    std::string random_file;  // stands for /dev/urandom
    std::uint64_t seed = 0;
    std::uint16_t simulator_port = 0;
    std::shared_ptr<CodePatch> patch = std::make_shared<CodePatch>();
    Time started;  // the instant of its first instruction
    real::Variant variant = real::Variant::udp;
    std::string id{};                            // of the replica
    ReplicaOutput* output = nullptr;             // outlives the process
    Census* census = nullptr;                    // counts calls there; null: nobody wants to know
    std::vector<std::string>* opened = nullptr;  // gets the paths of files that it opens; null: likewise
  };
  static Result<std::unique_ptr<ReplicaProcess>> start(const Setup& setup, Watchdog& watchdog);
  // Ends the process and whatever it made.
  ~ReplicaProcess();
  ReplicaProcess(const ReplicaProcess&) = delete;
  ReplicaProcess& operator=(const ReplicaProcess&) = delete;

  // A datagram arrives at a socket. False: it is closed.
  bool deliver(ino_t socket, std::string_view datagram) { return machine_.sockets.deliver(socket, datagram); }
  // One turn, from then on.
  void run(Time now);
  // The end of the turn: the process is busy until then.
  Time busy_until() const { return machine_.now; }
  // When it wants its next turn, if nothing arrives. time_never: it waits.
  Time next_turn() const { return ending_ ? time_never : next_wakeup(machine_); }
  // What left it in its latest turn, in order.
  std::vector<Departed>& departed() { return machine_.departed; }

  const std::optional<Ending>& ending() const { return ending_; }
  const Machine& machine() const { return machine_; }

 private:
  ReplicaProcess(const Setup& setup, Launched launched, Watchdog& watchdog);

  void slice(Thread& thread, Time until);
  Stop run_to_stop(Thread& thread, Time until, int signal);
  bool take(Thread& thread, const Stop& stop, int& signal);
  bool created(Thread& thread, const Stop& stop);
  bool take_call(Thread& thread, const Call& call);
  bool carry_out(Thread& thread);
  void count(const Call& call, const Outcome& outcome);
  void note_memory();
  bool give(Thread& thread, const Handler& handler, const NewDescriptor& descriptor);
  bool replaced(Thread& thread);
  bool patches_code() const { return sees_generator_ || patch_->clock(); }
  void watch_code(const Thread& thread);
  bool fault(Thread& thread, int& signal);
  std::uint64_t& generator();
  bool comes_signal(Thread& thread);
  bool signalled(const Thread& thread, int& signal);
  bool exited(Thread& thread, int status);
  bool ended(Process& process, int status);
  void end_doomed();
  static bool handles(const Process& process, int signal);
  bool refuse(const Thread& thread, const std::string& what);
  void end(Ending ending);

  Machine machine_;
  Census* census_;
  std::uint64_t memory_bytes_;
  std::unique_ptr<Tracer> tracer_;
  std::unique_ptr<ClockPage> clock_;  // null: each read of a clock is a call
  bool clock_calls_;
  std::optional<Ending> ending_;
  std::shared_ptr<CodePatch> patch_;
  bool began_ = false;           // its program was executed
  bool sees_generator_ = false;  // the program would find the processor's random generator: see code_patch.hpp
  bool loads_code_ = false;
  std::uint64_t generator_ = 0;  // the state of that generator, for a process without a page
};

}  // namespace whitewater::tools::virtual_time
