// ProcessActor: a replica program as an actor. An event hands the process what arrived and gives it a turn; what it
// sent leaves at the instants of its own clock, and the node is busy until the turn ends. Its messages are read by the
// course's rules (docs/course.md): bytes that break them go nowhere and are counted.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/actor/actor.hpp"
#include "core/course/incoming.hpp"
#include "tools/real/report/finding.hpp"
#include "tools/virtual/host/claims.hpp"
#include "tools/virtual/host/message_types.hpp"
#include "tools/virtual/judge/finding.hpp"
#include "tools/virtual/run/replica_process.hpp"

namespace whitewater::tools::virtual_time {

class ProcessActor final : public Actor {
 public:
  struct Config {
    NodeId self;
    unsigned replicas = 0;
    unsigned nodes = 0;  // replicas and clients
    ReplicaProcess::Setup setup;
    MessageTypes* types = nullptr;
    Claims* claims = nullptr;
    real::Findings* findings = nullptr;
    Watchdog* watchdog = nullptr;          // null: nothing is started
    std::function<void()> broke_off;       // called once, when the run cannot go on
    std::function<std::string()> overdue;  // why the run takes too long; empty: it does not
  };

  void reset(Config config);
  void release() { process_.reset(); }

  void handle(const Event& event, Time now, Effects& effects) override;
  std::uint64_t fingerprint() const override { return fingerprint_; }

  std::uint64_t malformed() const { return malformed_; }
  std::uint64_t strangers() const { return strangers_; }  // datagrams to a port where nobody is
  // Why the run says nothing: the program cannot be run, or made a call that is not supported. Empty: it does.
  const std::string& refusal() const { return refusal_; }
  // Its process has ended by itself.
  bool died() const {
    return process_ != nullptr && process_->ending() && process_->ending()->kind == Ending::Kind::exited;
  }
  // What a person should know of it, although the run does not fail by it.
  void add_findings(std::vector<ProgramFinding>& findings) const;
  // What became of the process, what it did that surprises, in one line. Empty: nothing to say.
  std::string text() const;

 private:
  void start(Time now);
  void hand_over(const Event& event, Time now);
  void deliver(std::string_view bytes, Time now);
  void note_ending();
  std::string last_line() const;
  ProgramFinding death(const std::string& id) const;
  void route(const Departed& departed, Duration after, Effects& effects);
  void reply(const course::Incoming& read, NodeId leader, Time at, Duration after, Effects& effects);

  Config config_;
  std::unique_ptr<ReplicaProcess> process_;
  std::optional<ino_t> socket_;  // it said hello from
  std::uint64_t lives_ = 0;
  std::uint64_t fingerprint_ = 0;
  std::uint64_t malformed_ = 0;
  std::uint64_t strangers_ = 0;
  std::string refusal_;
  std::string request_;  // buffers
  std::string line_;
};

}  // namespace whitewater::tools::virtual_time
