// What faults do to the processes of a run.
#include <chrono>
#include <csignal>
#include <thread>

#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"
#include "tools/real/run/run_session.hpp"

namespace whitewater::tools::real {

// Closes the socket first: unread messages of the replica are lost. Returns false if it had ended before.
bool RunSession::close(NodeId replica, const std::string& why, Time now) {
  note_drops(replica, now);
  transport_->close(replica);
  ReplicaReport& end = ends_[replica.value];
  if (end.ended != time_never) return false;
  end.ended = now;
  end.end = why;
  killed_.insert(replica);
  return true;
}

void RunSession::end(NodeId replica, const std::string& why, Time now) {
  if (!close(replica, why, now)) return;
  processes_.terminate(replica, now);
  if (plan_.compat) wait_for_end(replica);
}

// Waits for the end as the course's simulator does, but only for a limited time.
void RunSession::wait_for_end(NodeId replica) {
  while (processes_.running().contains(replica)) {
    look_after_processes(clock_.now());
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  look_after_processes(clock_.now());
}

void RunSession::crash(NodeId replica, const std::string& why, Time now) {
  if (!close(replica, why, now)) return;
  processes_.kill(replica);
  look_after_processes(clock_.now());
}

bool RunSession::start_again(NodeId replica, Time now) {
  // A replica that was told to end may take its time; its successor needs the name.
  processes_.kill(replica);
  look_after_processes(now);
  std::optional<Error> error = transport_->reopen(replica);
  if (!error) error = start_replica(replica);
  if (error) {
    transport_->close(replica);
    findings_.add(FindingKind::trouble, no_node, now, "a replica could not be started again: " + error->text());
    return false;
  }
  connected_.erase(replica);
  core_->router().forgive(replica);
  ReplicaReport& end = ends_[replica.value];
  end.ended = time_never;
  end.end = concat({"alive at the end, started again at t=", microsecond_seconds(now - Time{}), "s"});
  return true;
}

void RunSession::stop(NodeId replica) {
  processes_.signal(replica, SIGSTOP);
}

void RunSession::go_on(NodeId replica) {
  processes_.signal(replica, SIGCONT);
}

}  // namespace whitewater::tools::real
