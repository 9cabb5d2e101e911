// The start, and the course's loop: wait up to 100 ms, read once from each replica in the order of their ids, route,
// then set the clock and fire everything that is strictly earlier.
#include "tools/real/run/run_session.hpp"

#include <algorithm>
#include <cstdlib>

#include "core/course/message_json.hpp"
#include "scenarios/workloads/course_options.hpp"
#include "tools/real/process/orphans.hpp"
#include "tools/real/process/system_error.hpp"
#include "tools/real/run/bounce.hpp"
#include "tools/real/run/replica_words.hpp"

namespace whitewater::tools::real {

namespace {

// An end of a process wakes the loop; those that ignore SIGTERM must be looked for.
constexpr Duration look_interval = milliseconds(10);
constexpr std::size_t course_output_bytes = 1'500;
constexpr std::uint64_t peer_stream = stream("real/peer_order");

Duration thread_cpu() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return Duration{std::int64_t{t.tv_sec} * 1'000'000'000 + t.tv_nsec};
}

// The other replicas, in a random order that depends on the seed.
std::vector<NodeId> peers_of(NodeId replica, unsigned replicas, std::uint64_t seed) {
  std::vector<NodeId> peers;
  NodeSet rest = NodeSet::first(replicas);
  rest.erase(replica);
  while (!rest.empty()) {
    const NodeId next =
        course::nth_node(rest, scale(hash_words(seed, peer_stream, replica.value, rest.size()), rest.size()));
    peers.push_back(next);
    rest.erase(next);
  }
  return peers;
}

}  // namespace

RunSession::RunSession(const scenarios::Scenario& scenario, std::uint64_t seed, const RunPlan& plan,
                       const std::atomic<bool>& stop, RunProgress& progress)
    : scenario_(scenario),
      seed_(seed),
      plan_(plan),
      stop_(stop),
      progress_(progress),
      replicas_(scenario.replicas),
      counters_(replicas_),
      recorder_(replicas_),
      acknowledgements_(replicas_),
      activity_(replicas_),
      answers_(replicas_),
      leadership_(replicas_),
      processes_(replicas_, plan.grace) {
  for (std::uint16_t i = 0; i < replicas_; ++i)
    ends_.push_back({NodeId{i}, "alive at the end", false, time_never, {}, 0, 0, {}});
  watchers_.add(counters_);
  watchers_.add(recorder_);
  watchers_.add(acknowledgements_);
  watchers_.add(activity_);
  watchers_.add(answers_);
  watchers_.add(leadership_);
  watchers_.add(*this);
}

RunSession::~RunSession() {
  if (capture_) capture_->stop();
}

std::optional<Error> RunSession::start() {
  Result<RunFolder> folder = RunFolder::make();
  if (!folder) return folder.error();
  folder_.emplace(std::move(folder.value()));
  add_bounces();
  Result<std::unique_ptr<DriverTransport>> transport =
      DriverTransport::open({plan_.variant, replicas_, folder_->path(), plan_.compat});
  if (!transport) return transport.error();
  transport_ = std::move(transport.value());
  ProcessControl& processes = *this;
  core_.emplace(scenario_, seed_, RunCore::Parts{course_, *transport_, processes, watchers_, findings_, pool_},
                Router::Config{plan_.variant, plan_.compat});
  capture_.emplace(clock_,
                   OutputCapture::Config{replicas_, plan_.log_folder, plan_.compat && plan_.variant == Variant::udp});
  if (std::optional<Error> error = guard_.start()) return error;
  for (std::uint16_t i = 0; i < replicas_ && !stop_; ++i)
    if (std::optional<Error> error = start_replica(NodeId{i})) return error;
  clock_.start();
  capture_->start();
  cpu_before_ = thread_cpu();
  return std::nullopt;
}

// Called before the replicas start and after they have ended, because the machine's speed changes.
void RunSession::add_bounces() {
  if (!plan_.bounce || stop_) return;
  const Result<RunFolder> aside = RunFolder::make();
  if (!aside) return;
  const Result<std::vector<Duration>> bounces = measure_bounces(plan_.variant, aside.value().path(), stop_);
  if (bounces) bounces_.insert(bounces_.end(), bounces.value().begin(), bounces.value().end());
}

std::optional<Error> RunSession::start_replica(NodeId replica) {
  Result<OutputCapture::Ends> ends = capture_->open(replica);
  if (!ends) return ends.error();
  Command command;
  command.program = plan_.program;
  command.arguments = replica_words(plan_.arguments, course::id_text(replica, replicas_), folder_->path());
  for (std::string& word : transport_->first_arguments(replica)) command.arguments.push_back(std::move(word));
  command.arguments.push_back(course::id_text(replica, replicas_));
  for (const NodeId peer : peers_of(replica, replicas_, seed_))
    command.arguments.push_back(course::id_text(peer, replicas_));
  // On sockets, a replica looks for its socket in the working directory. On UDP, it starts in the driver's working
  // directory, as with the course's simulator.
  if (plan_.variant != Variant::udp) command.folder = folder_->path();
  command.environment.push_back(plan_.token);
  // Python keeps what it prints in a buffer, which is lost when the replica is killed.
  if (std::getenv("PYTHONUNBUFFERED") == nullptr) command.environment.emplace_back("PYTHONUNBUFFERED=1");
  std::optional<Error> error = processes_.start(replica, command, ends.value().out.get(), ends.value().err.get());
  if (!error) guard_.entrust(processes_.pid(replica));
  return error;
}

void RunSession::loop() {
  Time now = clock_.now();
  while (!stop_ && hung_.empty() && !core_->over(now)) {
    wait_and_read();
    const bool by_hand = plan_.compat && plan_.variant == Variant::udp;
    capture_->loop_turned();
    if (by_hand && !capture_->read_some(course_output_bytes)) course_.saw_crash();
    for (const NodeId replica : core_->router().take_condemned())
      end(replica, "killed for what it sent (--compat)", clock_.now());
    now = clock_.now();
    core_->fire(now);
    progress_.position_ns = now.ns;
    progress_.leader = course_.leader().value;
    progress_.requests = course_.counts().requests;
    progress_.messages = course_.counts().total_msgs;
  }
  end_ = now;
  cpu_ = thread_cpu() - cpu_before_;
}

// Sleeps until something can be read, or for loop_wait. What the course does not know (faults of the file, what is on
// its way, requests that are asked again) happens meanwhile, without waking the course's loop.
void RunSession::wait_and_read() {
  const Time limit = core_->sleeps_until(clock_.now());
  NodeSet readable;
  do {
    const Time now = clock_.now();
    const Duration left = std::min(limit, core_->next_step()) - now;
    const DriverTransport::Waited waited = transport_->wait(std::max(left, Duration{}), processes_.wake_descriptor());
    readable = waited.readable;
    if (waited.woken || clock_.now() >= next_look_) look_after_processes(clock_.now());
    core_->take_steps(clock_.now());
  } while (readable.empty() && !stop_ && !course_.over() && clock_.now() < limit);
  if (plan_.variant != Variant::udp) note_connections(clock_.now());
  for (const NodeId replica : readable) {
    transport_->receive(replica, read_);
    const Time now = clock_.now();
    if (read_.kind == Read::Kind::closed) {
      transport_->close(replica);
      if (course_.living().contains(replica)) died(replica, "closed its connection", now);
    } else if (read_.kind != Read::Kind::nothing) {
      core_->router().take(replica, read_, now);
    }
    if (course_.over()) break;
  }
}

void RunSession::note_connections(Time now) {
  for (const NodeId replica : NodeSet::first(replicas_) - connected_) {
    if (!transport_->has_address(replica)) continue;
    connected_.insert(replica);
    watchers_.on_reachable(now, replica);
  }
}

void RunSession::look_after_processes(Time now) {
  next_look_ = now + look_interval;
  for (const ReplicaProcesses::Ended& ended : processes_.poll(now)) process_ended(ended, now);
}

void RunSession::process_ended(const ReplicaProcesses::Ended& ended, Time now) {
  ends_[ended.replica.value].cpu = ends_[ended.replica.value].cpu + ended.cpu;
  if (ended.late) {
    findings_.add(FindingKind::ignored_sigterm, ended.replica, now);
    if (plan_.compat) hung_ = course::id_text(ended.replica, replicas_) + " did not end after SIGTERM";
  }
  guard_.release(processes_.pid(ended.replica));
  watchers_.on_end({now, ended.replica, ended.status.words(), ended.asked});
  if (ended.asked || finishing_) return;
  died(ended.replica, ended.status.words(), now);
}

// The replica ended by itself: its process ended, or it closed its connection; whichever is seen first.
void RunSession::died(NodeId replica, const std::string& words, Time now) {
  ReplicaReport& end = ends_[replica.value];
  const bool first = end.ended == time_never;
  if (!first && !end.by_itself) return;
  end.by_itself = true;
  end.end = first ? words : end.end + ", " + words;
  if (!first) return;
  end.ended = now;
  const bool udp = plan_.variant == Variant::udp;
  findings_.add(udp ? FindingKind::unnoticed_death : FindingKind::died, replica, now, words);
  if (udp && plan_.compat) return;
  note_drops(replica, now);
  transport_->close(replica);
  course_.saw_death(replica);
}

}  // namespace whitewater::tools::real
