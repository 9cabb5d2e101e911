// A lock on a ring, and all that is needed to test it: a protocol, its users, their scenario fields, a checker and
// words. One token goes round. Who holds it lets one waiting visitor in. A token that is not acknowledged is sent
// again, so a node must remember which rounds it has seen. The field "forgetful" plants the mistake of not doing so.
#include <array>

#include "core/base/number_payload.hpp"
#include "core/text/node_text.hpp"
#include "scenarios/experiment/clients_of.hpp"
#include "scenarios/experiment/cluster_of.hpp"
#include "scenarios/format/field_rows.hpp"
#include "scenarios/story/vocabulary.hpp"
#include "tools/verbs/cli.hpp"

using namespace whitewater;
using namespace whitewater::scenarios;

// --- what travels, and its words ---
using Token = NumberPayload<1000, "token">;        // the number is its round
using Received = NumberPayload<1001, "received">;  // "I have the token of that round"
using Visit = NumberPayload<1002, "visit">;        // a visitor asks to be let in, and is answered with the same

enum Note : std::uint32_t { took_token = 1, let_in = 2 };
constexpr std::array notes{
    note_row(took_token, "took_token", NoteWords::Number::plain, "round", "{node} takes the token of round {a}"),
    note_row(let_in, "let_in", NoteWords::Number::request, "visit", "{node} lets {request} in")};
constexpr std::span<const NoteWords> note_tables[] = {notes};
constexpr PayloadWords payloads[] = {request_words<Visit>};
constexpr Vocabulary words{payloads, note_tables};

// --- the protocol: an actor ---
struct RingOptions {
  Duration hold = milliseconds(5);
  bool forgetful = false;
  friend bool operator==(const RingOptions&, const RingOptions&) = default;
};

class RingNode final : public Actor {
 public:
  RingNode(NodeId self, const Scenario& scenario, std::uint64_t)
      : next_{static_cast<std::uint16_t>((self.value + 1u) % scenario.replicas)},
        first_(self.value == 0),
        options_(scenario.system_options.get<RingOptions>()) {}

  void handle(const Event& event, Time now, Effects& effects) override {
    if (const auto* started = std::get_if<Started>(&event)) start(started->recovered, now, effects);
    if (const auto* message = std::get_if<MessageArrived>(&event)) hear(*message, now, effects);
    if (const auto* visit = std::get_if<RequestArrived>(&event)) waiting_.emplace_back(visit->from, visit->payload);
    if (std::holds_alternative<TimerFired>(event)) pass_on(now, effects);
  }
  std::uint64_t fingerprint() const override {
    return hash_words(round_, attempt_, holds_ ? 1 : 0, passing_ ? 1 : 0, waiting_.size());
  }
  bool holds() const { return holds_; }
  std::string text() const {
    return (holds_ ? "holds the token of round " : "waits, last round ") + std::to_string(round_);
  }

 private:
  // All that is left after a crash is the round on the disk. Perhaps the token was here: then it goes on from here.
  void start(const Recovered& recovered, Time now, Effects& effects) {
    waiting_.clear();
    holds_ = passing_ = false;
    const Token* const saved = recovered.slots.empty() ? nullptr : recovered.slots[0].get_if<Token>();
    round_ = saved != nullptr ? saved->number : 0;
    if (saved != nullptr) return pass_on(now, effects);
    if (first_) take(1, now, effects);
  }
  void hear(const MessageArrived& message, Time now, Effects& effects) {
    if (const auto* token = message.payload.get_if<Token>()) {
      if (token->number > round_ || options_.forgetful) take(token->number, now, effects);
      effects.send_message(message.from, effects.make<Received>(token->number));
    } else if (const auto* received = message.payload.get_if<Received>(); received->number == round_ + 1 && passing_) {
      passing_ = false;
      effects.cancel_timer(TimerId{0});
    }
  }
  // What is sent behind a write leaves when it is durable.
  void take(std::uint64_t round, Time now, Effects& effects) {
    round_ = round;
    holds_ = true;
    effects.replace(SlotId{0}, effects.make<Token>(round));
    effects.note(took_token, round);
    effects.set_timer(TimerId{0}, now + options_.hold);
    if (waiting_.empty()) return;
    const auto& [visitor, visit] = waiting_.front();
    effects.note(let_in, visit.get_if<Visit>()->number);
    effects.send_reply(visitor, visit);
    waiting_.pop_front();
  }
  void pass_on(Time now, Effects& effects) {
    holds_ = false;
    passing_ = true;
    // The identity names a message for the network's dice: each attempt has a fate of its own.
    effects.send_message(next_, effects.make<Token>(round_ + 1), hash_words(round_ + 1, ++attempt_));
    effects.set_timer(TimerId{0}, now + milliseconds(20));
  }

  NodeId next_;
  bool first_;
  RingOptions options_;
  std::deque<std::pair<NodeId, PayloadRef>> waiting_;  // visitors, with what they sent
  std::uint64_t round_ = 0;
  std::uint64_t attempt_ = 0;
  bool holds_ = false;
  bool passing_ = false;
};

// --- the system: its actors, and what must hold after every event ---
class Ring final : public ClusterOf<RingNode> {
  NodeSet leaders() const override {
    return nodes_that([](const RingNode& node) { return node.holds(); });
  }
  std::optional<Broken> broken() const override {
    if (leaders().size() < 2) return std::nullopt;
    return Broken{"one_holder", nodes_text(leaders(), 64) + " hold the token at the same time"};
  }
};

// --- the workload: who uses it, and what it makes of a run ---
struct Visits {
  unsigned visitors = 3;
  Duration pause = milliseconds(50);
  Duration until = seconds(5);
  Duration patience = seconds(1);
  friend bool operator==(const Visits&, const Visits&) = default;
};

class Visitor final : public Actor {
 public:
  Visitor(NodeId self, const Scenario& scenario, std::uint64_t)
      : self_(self),
        door_{static_cast<std::uint16_t>(self.value % scenario.replicas)},
        pause_(scenario.workload_options.get<Visits>().pause) {}

  void handle(const Event& event, Time now, Effects& effects) override {
    if (const auto* reply = std::get_if<ReplyArrived>(&event)) {
      if (inside() || reply->payload.get_if<Visit>()->number != visits_.back().name) return;
      visits_.back().state = ReportedRequest::State::ok;
      visits_.back().answered = now;
      effects.set_timer(TimerId{0}, now + pause_);
      return;
    }
    if (inside()) begin_visit(now);
    effects.send_request(door_, effects.make<Visit>(visits_.back().name));
    effects.set_timer(TimerId{0}, now + milliseconds(300));  // a node that died has forgotten who waited
  }
  std::uint64_t fingerprint() const override { return hash_words(visits_.size(), inside() ? 1 : 0); }
  const std::vector<ReportedRequest>& requests() const { return visits_; }

 private:
  bool inside() const { return visits_.empty() || visits_.back().state == ReportedRequest::State::ok; }
  void begin_visit(Time now) {
    ReportedRequest& visit = visits_.emplace_back();
    visit.name = hash_words(self_.value, visits_.size());
    visit.mid = "v" + std::to_string(self_.value) + "." + std::to_string(visits_.size());
    visit.operation = "visit";
    visit.client = self_;
    visit.to = door_;
    visit.sent = now;
  }

  std::vector<ReportedRequest> visits_;
  NodeId self_;
  NodeId door_;
  Duration pause_;
};

class Visitors final : public ClientsOf<Visitor> {
  unsigned count(const Scenario& scenario) const override { return scenario.workload_options.get<Visits>().visitors; }
  Time end() const override { return Time{} + options<Visits>().until; }
  bool report(RunReport& report) override {
    Duration longest;
    for (const ReportedRequest& visit : all_requests()) {
      const bool answered = visit.state == ReportedRequest::State::ok;
      longest = std::max(longest, (answered ? visit.answered : Time{} + report.virtual_time) - visit.sent);
    }
    report.figures = {{"longest_wait", "longest wait", static_cast<std::uint64_t>(longest.ns), true, "longest"}};
    if (longest > options<Visits>().patience) report.failed_checks = {"patience"};
    return report.failed_checks.empty();
  }
};

// --- the toolbox, with the fields of scenario files ---
using namespace field_rows;
constexpr std::array ring_fields{duration("hold", at<&RingOptions::hold>, "How long a node keeps the token"),
                                 never_drawn(plain("forgetful", field_types::flag, at<&RingOptions::forgetful>,
                                                   "Whether nodes take a token that they had"))};
constexpr std::array visit_fields{
    ranged("visitors", field_types::integer<unsigned>, 1, 20, at<&Visits::visitors>, "How many clients there are"),
    duration("pause", at<&Visits::pause>, "How long a visitor stays away after a visit"),
    duration("until", at<&Visits::until>, "How long the run is"),
    duration("patience", at<&Visits::patience>, "How long a visitor waits at most, or the run fails")};

constexpr System systems[] = {system_of<Ring, RingOptions>("lock-ring", ring_fields, 2, 9, &words)};
constexpr Workload workloads[] = {workload_of<Visitors, Visits>("visits", visit_fields)};

int main(int argc, char** argv) {
  return cli::run(argc, argv, {systems, workloads});
}
