// All calls return at once; no call waits for a process.
#include "tools/real/process/replica_processes.hpp"

#include <sys/epoll.h>

#include <chrono>
#include <csignal>
#include <thread>

namespace whitewater::tools::real {

ReplicaProcesses::ReplicaProcesses(unsigned replicas, Duration grace)
    : grace_(grace), wake_(epoll_create1(EPOLL_CLOEXEC)), processes_(replicas) {}

std::optional<Error> ReplicaProcesses::start(NodeId replica, const Command& command, int out, int err) {
  Result<ChildProcess> child = ChildProcess::start(command, out, err);
  if (!child) return child.error();
  Process& process = processes_[replica.value];
  process = {};
  process.child = std::move(child.value());
  epoll_event event{};
  event.events = EPOLLIN;
  if (process.child.end_descriptor() < 0 ||
      epoll_ctl(wake_.get(), EPOLL_CTL_ADD, process.child.end_descriptor(), &event) != 0)
    wake_.reset();
  return std::nullopt;
}

void ReplicaProcesses::terminate(NodeId replica, Time now) {
  Process& process = processes_[replica.value];
  if (process.asked || !process.child.running()) return;
  process.asked = true;
  process.kill_at = now + grace_;
  process.child.signal_group(SIGTERM);
  process.child.signal_group(SIGCONT);  // if it is stopped, it ends only when it goes on
}

void ReplicaProcesses::kill(NodeId replica) {
  Process& process = processes_[replica.value];
  if (!process.child.running()) return;
  process.asked = true;
  process.child.signal_group(SIGKILL);
  for (int i = 0; i < 1'000 && !process.child.poll(); ++i) std::this_thread::sleep_for(std::chrono::microseconds(100));
}

void ReplicaProcesses::signal(NodeId replica, int signal) {
  processes_[replica.value].child.signal_group(signal);
}

NodeSet ReplicaProcesses::running() const {
  NodeSet nodes;
  for (std::uint16_t i = 0; i < processes_.size(); ++i)
    if (processes_[i].child.running()) nodes.insert(NodeId{i});
  return nodes;
}

std::vector<ReplicaProcesses::Ended> ReplicaProcesses::poll(Time now) {
  std::vector<Ended> ended;
  for (std::uint16_t i = 0; i < processes_.size(); ++i) {
    Process& process = processes_[i];
    if (process.reported || process.child.pid() == 0) continue;
    if (process.child.poll()) {
      process.reported = true;
      ended.push_back({NodeId{i}, *process.child.poll(), process.asked, process.late, process.child.cpu()});
    } else if (now >= process.kill_at && !process.late) {
      process.late = true;
      process.child.signal_group(SIGKILL);
    }
  }
  return ended;
}

}  // namespace whitewater::tools::real
