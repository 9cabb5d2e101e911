// Machine: what the processes of one replica share, as if each replica had a machine of its own: a clock, sockets,
// randomness, the table of its processes, and the queue of threads that may run.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "replica/posix/descriptor.hpp"
#include "tools/virtual/kernel/replica_output.hpp"
#include "tools/virtual/kernel/sockets.hpp"
#include "tools/virtual/kernel/thread.hpp"

namespace whitewater::tools::virtual_time {

class Process;
struct SeenFile;

// A datagram that left the replica.
struct Departed {
  Time at;
  std::uint16_t port = 0;  // to which it was addressed; 0: to no port of IPv4
  ino_t socket = 0;        // it left from
  std::string bytes;
};

class Machine {
 public:
  struct Start {
    std::string unique;       // see Sockets
    std::uint64_t seed = 0;   // of all its randomness
    std::string random_file;  // where a file that stands for /dev/urandom may be written
    std::uint16_t simulator_port = 0;
    ReplicaOutput* output = nullptr;  // outlives the machine
    real::Variant variant = real::Variant::udp;
    std::string id{};  // of the replica: the name of the socket that it connects to, but for UDP
    std::vector<std::string>* opened = nullptr;  // gets the paths of files that it opens; null: nobody wants to know
  };
  explicit Machine(Start start);
  ~Machine();
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  Time now;  // its own: where the world's clock was when its turn began, and the cost of its calls since
  // What arrived until then was handed over. Behind `now` during a turn: so nobody is told yet that nothing came.
  Time heard_until;
  Sockets sockets;
  std::vector<Departed> departed;
  // What it did that a user should know, once each: "uses TCP sockets, which do not exist here".
  std::vector<std::string> remarks;
  bool polls = false;  // it is known to poll without blocking
  std::uint64_t idle_waits = 0;
  std::uint64_t calls = 0;
  std::uint16_t next_port = 40'000;

  std::uint16_t simulator_port() const { return start_.simulator_port; }
  real::Variant variant() const { return start_.variant; }
  const std::string& id() const { return start_.id; }
  ReplicaOutput& output() const { return *start_.output; }
  void note_opened(const std::string& path) const {
    if (start_.opened != nullptr) start_.opened->push_back(path);
  }
  void remark(std::string sentence);

  // --- processes ---
  // parent: null: nobody waits for it.
  Process& add_process(pid_t id, Process* parent);
  Process& first() { return *processes_.front(); }
  const Process& first() const { return *processes_.front(); }
  // Those that ended stay until the replica does.
  const std::vector<std::unique_ptr<Process>>& processes() const { return processes_; }
  // By the number that programs know. Null: there is none, or nobody waits for it any more.
  Process* named(pid_t number);
  std::size_t alive() const;
  // Killed by another process: they end when the call under way is done.
  std::vector<Process*> doomed;
  std::uint64_t ends = 0;

  // --- threads ---
  void enqueue(Thread& thread);
  // Removes and returns the thread whose turn it is. Null: all wait.
  Thread* next_to_run();

  // --- randomness ---
  std::uint64_t random();
  // The path of the file that stands for /dev/urandom. It is written when it is first asked for: few programs do.
  const std::string& random_file();
  // The path of a file with the content that programs see.
  std::string file_of(const SeenFile& seen) const;
  // The root folder of its processes, which none of them can change (chroot is refused): opened when first asked for.
  // Negative: it cannot be opened.
  int root() const;

 private:
  Start start_;
  std::vector<std::unique_ptr<Process>> processes_;
  std::deque<Thread*> runnable_;
  mutable replica::Descriptor root_;
  std::uint64_t draws_ = 0;
  bool random_file_written_ = false;
};

}  // namespace whitewater::tools::virtual_time
