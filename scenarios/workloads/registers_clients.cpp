// Translates between the book and the world.
#include "scenarios/workloads/registers_clients.hpp"

#include <algorithm>
#include <utility>

#include "core/base/check.hpp"
#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/experiment/liveness.hpp"
#include "scenarios/workloads/history_violation.hpp"
#include "scenarios/workloads/outage_text.hpp"
#include "scenarios/workloads/registers_list.hpp"

namespace whitewater::scenarios {

namespace {

// So many requests in one run fill some gigabytes: whoever asks for more has made a mistake.
constexpr std::uint64_t requests_max = 5'000'000;

}  // namespace

void RegistersClients::reset(const Stage& stage) {
  const Scenario& scenario = stage.scenario;
  const Registers& load = registers(scenario);
  check(scenario.replicas + count(scenario) <= NodeSet::nodes_max, "replicas and clients fit into a node set");
  book_.reset(load, scenario.replicas, stage.seed, {.on = stage.checks}, numbers_of(scenario));
  world_ = &stage.world;
  cluster_ = &stage.cluster;
  bodies_ = stage.cluster.bodies();
  codec_.reset();
  counts_.clear();
  if (bodies_ != nullptr) {
    codec_.emplace(scenario.replicas, *bodies_);
    counts_.assign(bodies_->type_names().size(), 0);
  }
  states_.clear();
  debts_.reset(scenario.replicas, load.clients);
  probe_requests_ = messages_ = drops_ = leaders_ = 0;
  leader_ = no_node;
  if (clients_.size() < load.clients) clients_.resize(load.clients);
  for (unsigned i = 0; i < load.clients; ++i) clients_[i].reset(book_, i);
  probing_ = scenario.heal.has_value();
  if (probing_) {
    const NodeId node{static_cast<std::uint16_t>(scenario.replicas + load.clients)};
    probe_.reset(node, scenario.replicas, stage.cluster.settle_time(), *this);
    probe_starts_ = quarter_end(scenario, stage.cluster, 2);
  }
  stage.world.add_observer(*this);
}

Actor& RegistersClients::client(unsigned i) {
  if (i < options().clients) return clients_[i];
  return probe_;
}

std::optional<std::string> RegistersClients::waits_for() const {
  if (!probing_) return std::nullopt;
  if (!probe_.done()) return probe_.waits_for();
  return debts_.owed(book_.requests(), world_->now() - cluster_->settle_time() * 2);
}

std::optional<NodeSet> RegistersClients::named_leader() const {
  if (bodies_ == nullptr) return std::nullopt;
  return NodeSet::of(leader_);
}

void RegistersClients::saw_leader(NodeId leader) {
  if (leader == leader_) return;
  leader_ = leader;
  if (leader.value < book_.load().replicas()) ++leaders_;
}

// What leaves a node in one step is mostly one message, to one replica or to several.
void RegistersClients::on_sends(const simnet::SendBatch& batch) {
  for (std::size_t i = 0; i < batch.sends.size(); ++i) {
    const Effects::Send& send = batch.sends[i];
    if (send.kind == SendKind::message) {
      ++messages_;
      const simnet::SendOutcome outcome = batch.fate(i).outcome;
      if (outcome == simnet::SendOutcome::lost || outcome == simnet::SendOutcome::cut) ++drops_;
      if (bodies_ == nullptr) continue;
      const BodyCodec::Summary summary = bodies_->summary(send.payload);
      ++counts_[summary.type];
      saw_leader(summary.leader);
    } else if (send.kind == SendKind::reply) {
      const auto* const reply = send.payload.get_if<client::Reply>();
      debts_.answers(batch.from, send.to, batch.time);
      if (reply != nullptr && bodies_ != nullptr) saw_leader(reply->leader);
      if (reply != nullptr && reply->outcome == client::Reply::Outcome::ok) saw_state();
    } else if (is_probe(batch.from)) {
      ++probe_requests_;
    } else {
      book_.saw_request(batch.from, send.payload);
      if (book_.counts().sent > requests_max) world_->stop();
    }
  }
  if (messages_ > options().max_packets) [[unlikely]]
    world_->stop();
  // Clients cannot end a run: it ends with the next thing that anybody sends.
  if (book_.contradicted()) [[unlikely]]
    world_->stop();
}

void RegistersClients::on_episode(const simnet::EpisodeRecord& record) {
  debts_.note(record);
  saw_state();
}

// The first get of the probe is part of what was judged.
std::optional<std::vector<ReportedRequest>> RegistersClients::requests() const {
  std::vector<ReportedRequest> all = book_.reported();
  if (!probing_) return all;
  for (const ReportedRequest& get : probe_.gets()) {
    all.push_back(get);
    all.back().number = static_cast<std::uint32_t>(book_.counts().operations);
  }
  return all;
}

// Those that had begun, and those that clients would have begun next: the timers of these are set already.
bool RegistersClients::pin_requests(Options& pinned) const {
  std::optional<std::vector<ListedOperation>>& list = pinned.get<Registers>().requests;
  list = options().requests;
  if (list) return true;
  std::vector<std::pair<PlannedOperation, Time>> asked;
  for (const RegistersRequest& request : book_.requests())
    if (request.attempt == 0) asked.emplace_back(request.operation, request.sent);
  for (unsigned i = 0; i < options().clients; ++i) clients_[i].append_planned(asked);
  std::stable_sort(asked.begin(), asked.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  if (std::any_of(asked.begin(), asked.end(), [](const auto& a) { return a.first.number > listed_number_max; }))
    return false;
  list.emplace();
  for (const auto& [operation, time] : asked) list->push_back(listed(book_.load(), operation, time));
  return true;
}

std::string RegistersClients::undecided(const RunReport& report) const {
  const RegistersCounts& counts = book_.counts();
  if (counts.sent > requests_max)
    return "The run was ended after " + grouped(counts.sent) + " requests: it asks for more than can be judged.";
  if (messages_ > options().max_packets)
    return concat({"The run was ended after ", grouped(messages_), " messages between replicas (max_packets), when ",
                   grouped(counts.operations), " operations had begun."});
  if (!report.failed_checks.empty()) return "";
  if (counts.ok() == 0) return "No operation was answered, so there was nothing to judge.";
  return book_.linearizable() == checks::Answer::unknown ? book_.why_unknown() : "";
}

void RegistersClients::judge_history(std::span<const FaultStrike> strikes, RunReport& report) {
  book_.finish();
  LinearizabilityReport& said = report.linearizability.emplace();
  const checks::History& seen = book_.checker().history();
  said.keys = seen.keys.size();
  said.operations = static_cast<std::uint32_t>(seen.operations.size());
  if (book_.linearizable() == checks::Answer::unknown) said.answer = LinearizabilityReport::Answer::unknown;
  if (!book_.contradicted()) return;
  said.answer = LinearizabilityReport::Answer::no;
  checks::History history = seen;
  report.violation = history_violation(history, book_.checker().contradictions().front(), strikes,
                                       book_.load().replicas(), options().clients + (probing_ ? 1 : 0),
                                       [this](std::uint32_t checked) { return book_.checked_as(checked); });
  report.violation->event = report.events;
}

bool RegistersClients::report(RunReport& report) {
  RegistersReport section;
  section.options = options();
  section.counts = book_.counts();
  section.ok_latency = latencies_of({book_.latencies().begin(), book_.latencies().end()});
  section.silence = book_.silence(world_->now());
  section.messages = messages_;
  section.drops = drops_;
  section.leaders = leaders_;
  if (bodies_ != nullptr) section.messages_by_type = message_counts(bodies_->type_names(), counts_);
  if (!states_.empty()) {
    std::sort(states_.begin(), states_.end());
    section.cluster_states = static_cast<std::uint64_t>(std::unique(states_.begin(), states_.end()) - states_.begin());
  }
  const client::Silence silence = section.silence;
  set_registers_report(report, std::move(section));
  report.explanation = report.failed_checks.empty() ? "" : as_sentence(outage_text(report, silence));
  return report.failed_checks.empty();
}

std::unique_ptr<Clients> make_registers_clients() {
  return std::make_unique<RegistersClients>();
}

}  // namespace whitewater::scenarios
