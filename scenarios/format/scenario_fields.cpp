// The table itself. To add a field, add a member to Scenario and a row here; then run the test executable
// rewrite_scenario_docs and put what it prints into docs/.
#include "scenarios/format/scenario_fields.hpp"

#include <array>

#include "core/base/check.hpp"

namespace whitewater::scenarios {
namespace {

using course::Benchmarks;
using course::Rules;
using course::TimedEvent;
using raft::Timing;
using simnet::DelayModel;
using Kind = FieldKind;

// Accessors: a path of members from the scenario, from an event, from a link …
template <auto... Members>
Slot at(Scenario& s, std::size_t) {
  return &(s.*....*Members);
}
template <auto... Members>
Slot rule(Scenario& s, std::size_t) {
  return &(s.rules.*....*Members);
}
template <auto Member>
Slot tiers(Scenario& s, std::size_t) {
  return &(*s.rules.benchmarks.*Member);
}
template <auto Member>
Slot event(Scenario& s, std::size_t index) {
  return &(s.rules.events[index].*Member);
}
template <auto Member>
Slot link(Scenario& s, std::size_t index) {
  return &(s.network.links[index].*Member);
}
template <auto Member>
Slot fault(Scenario& s, std::size_t index) {
  return &(s.faults[index].*Member);
}
template <auto Member>
Slot timing(Scenario& s, std::size_t) {
  return &(s.replica.timing.*Member);
}
Slot election_timeout(Scenario& s, std::size_t) {
  return DurationRange{&s.replica.timing.election_timeout_min, &s.replica.timing.election_timeout_max};
}

constexpr std::array<std::string_view, 2> protocol_names{"raft", "primary-backup"};
constexpr std::array<std::string_view, 2> replication_names{"broadcast", "thrifty"};
constexpr std::array<std::string_view, 2> read_names{"read_index", "lease"};
constexpr std::array<std::string_view, 2> heartbeat_names{"always", "suppressed"};

constexpr std::int64_t ppm_max = Probability::ppm_max;
constexpr std::int64_t tier_max = 1'000'000'000 * std::int64_t{1'000'000};
constexpr std::int64_t second = seconds(1).ns;
constexpr std::int64_t hour = seconds(3'600).ns;
constexpr auto lifetime_max = 1'000'000 * second;

using Access = Slot (*)(Scenario&, std::size_t);

constexpr Field plain(std::string_view path, Kind kind, Access slot, std::string_view meaning) {
  return {path, kind, 0, 0, {}, false, slot, meaning};
}
constexpr Field ranged(std::string_view path, Kind kind, std::int64_t low, std::int64_t high, Access slot,
                       std::string_view meaning) {
  return {path, kind, low, high, {}, false, slot, meaning};
}
constexpr Field fraction(std::string_view path, Access slot, std::string_view meaning) {
  return ranged(path, Kind::fraction, 0, ppm_max, slot, meaning);
}
constexpr Field duration(std::string_view path, Access slot, std::string_view meaning) {
  return ranged(path, Kind::duration, 0, hour, slot, meaning);
}
constexpr Field choice(std::string_view path, std::span<const std::string_view> choices, Access slot,
                       std::string_view meaning) {
  return {path, Kind::choice, 0, 0, choices, false, slot, meaning};
}
constexpr Field required(Field field) {
  field.required = true;
  return field;
}
constexpr Field tier(std::string_view path, Access slot, std::string_view meaning) {
  return required(ranged(path, Kind::tiers, 0, tier_max, slot, meaning));
}
constexpr Field object(std::string_view path, std::string_view meaning) {
  return plain(path, Kind::object, nullptr, meaning);
}

constexpr std::array table{
    plain("$schema", Kind::ignored, nullptr, "Where editors find the schema of this format. Ignored"),
    required(ranged("lifetime", Kind::whole_seconds, 5 * second, lifetime_max, rule<&Rules::lifetime>,
                    "Seconds during which clients send requests")),
    required(ranged("replicas", Kind::integer, 3, 21, rule<&Rules::replicas>, "How many replicas")),
    required(ranged("requests", Kind::integer, 0, 900'000, rule<&Rules::requests>,
                    "How many requests, spread evenly over the lifetime. 0: no load")),
    fraction("mix", rule<&Rules::mix>, "Fraction of requests that are gets"),
    fraction("drops", rule<&Rules::drops>, "Fraction of the messages between replicas that are lost"),
    plain("start_wait", Kind::seconds, rule<&Rules::start_wait>, "Seconds before the first request"),
    plain("end_wait", Kind::seconds, rule<&Rules::end_wait>, "Seconds after the lifetime, for late answers"),
    ranged("max_packets", Kind::integer, 0, 900'000, rule<&Rules::max_packets>,
           "The run ends after so many messages between replicas"),
    plain("seed", Kind::seed, at<&Scenario::seed>,
          "Seed of the whole run: a number, or a decimal or hexadecimal string. Without one: 1"),
    choice("protocol", protocol_names, at<&Scenario::protocol>, "What the replicas speak"),
    plain("delay", Kind::delay, at<&Scenario::network, &Network::delay>, "Delay of a message between replicas"),
    plain("client_delay", Kind::delay, at<&Scenario::network, &Network::client_delay>,
          "Delay between client and replica, each way"),
    fraction("duplication", at<&Scenario::network, &Network::duplication>,
             "Fraction of the messages between replicas that arrive twice"),
    plain("disk_delay", Kind::delay, at<&Scenario::network, &Network::disk>,
          "Time until a write is durable. Zero: at once"),
    duration("loop_wait", rule<&Rules::loop_wait>,
             "While replicas say nothing, requests leave together so far apart, as in the course's loop (`\"100ms\"`). "
             "Zero: "
             "each when it is due"),
    fraction("client_duplication", at<&Scenario::network, &Network::client_duplication>,
             "Fraction of the requests and answers that arrive twice"),
    plain("links", Kind::list, at<&Scenario::network, &Network::links>,
          "One-way links between replicas that differ from the rest"),
    required(plain("links[].from", Kind::replica, link<&LinkOverride::from>, "The sender")),
    required(plain("links[].to", Kind::replica, link<&LinkOverride::to>, "The receiver")),
    plain("links[].delay", Kind::delay, link<&LinkOverride::delay>, "Instead of `delay`"),
    fraction("links[].loss", link<&LinkOverride::loss>, "Instead of `drops`"),
    fraction("links[].duplication", link<&LinkOverride::duplication>, "Instead of `duplication`"),
    plain("links[].cut", Kind::flag, link<&LinkOverride::cut>, "Whether nothing at all passes"),
    plain("events", Kind::list, rule<&Rules::events>, "What goes wrong, and when"),
    required(choice("events[].type", course::event_type_names, event<&TimedEvent::type>, "What happens")),
    required(plain("events[].time", Kind::seconds, event<&TimedEvent::time>, "Seconds after the end of `start_wait`")),
    plain("faults", Kind::list, at<&Scenario::faults>, "What else goes wrong, and when; see *Faults*"),
    required(choice("faults[].type", fault_kind_names, fault<&ScheduledFault::kind>, "What happens")),
    required(duration("faults[].at", fault<&ScheduledFault::at>, "When, from the start of the run")),
    plain("faults[].replicas", Kind::replica_set, fault<&ScheduledFault::replicas>,
          "`kill`, `restart`, `partition`: whom it strikes"),
    plain("faults[].from", Kind::replica_set, fault<&ScheduledFault::from>,
          "`cut`, `heal_cut`, `loss`, `duplication`, `delay`: the senders"),
    plain("faults[].to", Kind::replica_set, fault<&ScheduledFault::to>, "Likewise: the receivers"),
    fraction("faults[].probability", fault<&ScheduledFault::probability>,
             "`loss`, `duplication`: the fraction of messages, from then on"),
    plain("faults[].delay", Kind::delay, fault<&ScheduledFault::delay>, "`delay`: of a message, from then on"),
    duration(
        "heal", at<&Scenario::heal>,
        "From the start of the run: all faults end, and the cluster must come to rest. Not before the last request"),
    ranged("heal_within", Kind::integer, 8, 1'000, at<&Scenario::heal_within>,
           "How long that may take, in longest election timeouts"),
    object("load", "What lets clients see more of each other than in the course"),
    ranged("load.shared_keys", Kind::integer, 0, 100'000, rule<&Rules::shared_keys>,
           "So many keys are shared by all clients, every put writes a value of its own, and after six refusals a "
           "request is "
           "given up. 0: each client has its keys"),
    fraction("load.stray", rule<&Rules::stray>,
             "Fraction of requests that go to any living replica, not to the leader"),
    duration("load.ask_again", rule<&Rules::ask_again>,
             "A request without an answer is sent again, to any living replica, so far apart, six times. Zero: never"),
    object("replica", "How the replicas are configured"),
    duration("replica.heartbeat_interval", timing<&Timing::heartbeat_interval>,
             "How often a leader makes itself heard"),
    ranged("replica.election_timeout", Kind::duration_range, 0, hour, election_timeout,
           "A follower that heard no leader for a time drawn from this range campaigns"),
    duration("replica.retransmit_after", timing<&Timing::retransmit_after>, "When an unanswered append is sent again"),
    duration("replica.hedge_after", timing<&Timing::hedge_after>,
             "`thrifty`: when an uncommitted append goes to the other followers too"),
    duration("replica.commit_notice_after", timing<&Timing::commit_notice_after>,
             "When a follower is told of a commit that nothing else told it. Zero: never"),
    ranged("replica.clock_drift_ppm", Kind::integer, 0, 100'000, timing<&Timing::clock_drift_ppm>,
           "Bound on how far the rates of two clocks differ, in parts per million; shortens leases"),
    duration("replica.first_election_delay", timing<&Timing::first_election_delay>,
             "Added to the first election timeout after a start"),
    choice("replica.replication", replication_names, at<&Scenario::replica, &ReplicaOptions::replication>,
           "Whom an entry is sent to first: all, or a bare quorum"),
    choice("replica.reads", read_names, at<&Scenario::replica, &ReplicaOptions::reads>,
           "How a leader makes sure that it leads before it answers a get"),
    choice("replica.heartbeats", heartbeat_names, at<&Scenario::replica, &ReplicaOptions::heartbeats>,
           "When heartbeats go out: always, or only to whom nothing else was sent"),
    plain("replica.prevote", Kind::flag, at<&Scenario::replica, &ReplicaOptions::prevote>,
          "Whether a candidate asks for a trial vote first"),
    plain("replica.check_quorum", Kind::flag, at<&Scenario::replica, &ReplicaOptions::check_quorum>,
          "Whether a leader that hears no quorum steps down"),
    ranged("replica.append_bytes_max", Kind::integer, 1, 16 << 20,
           at<&Scenario::replica, &ReplicaOptions::append_bytes_max>,
           "Size of one append message; at least one entry always goes"),
    ranged("replica.inflight_max", Kind::integer, 1, 1'024, at<&Scenario::replica, &ReplicaOptions::inflight_max>,
           "Unanswered appends per follower"),
    duration("replica.redirect_freshness", at<&Scenario::replica, &ReplicaOptions::redirect_freshness>,
             "Clients are redirected only to a leader heard from within this time; else their requests are held"),
    plain("replica.gather_puts", Kind::flag, at<&Scenario::replica, &ReplicaOptions::gather_puts>,
          "Whether puts that arrive at the same moment are replicated together"),
    object("tests", "How the run is judged"),
    fraction("tests.maximum_get_fail_fraction", rule<&Rules::get_fail_max>, "Gets that may stay unanswered"),
    fraction("tests.maximum_put_fail_fraction", rule<&Rules::put_fail_max>, "Puts that may stay unanswered"),
    fraction("tests.maximum_get_generation_fail_fraction", rule<&Rules::get_generation_fail_max>,
             "Gets that may be impossible for want of an acknowledged key"),
    fraction("tests.maximum_appends_batched_fraction", rule<&Rules::appends_batched_max>,
             "Puts whose replication may be saved by batching, in the floor of `total_msgs`"),
    plain("tests.benchmarks", Kind::object, rule<&Rules::benchmarks>,
          "Limits for bonus, full and partial credit: a value below the limit earns it"),
    tier("tests.benchmarks.total_msgs", tiers<&Benchmarks::total_msgs>, "Messages between replicas"),
    tier("tests.benchmarks.failures", tiers<&Benchmarks::failures>, "`fail` answers and unanswered requests"),
    tier("tests.benchmarks.duplicates", tiers<&Benchmarks::duplicates>, "Second answers to one request"),
    tier("tests.benchmarks.median_latency", tiers<&Benchmarks::median_latency>, "Seconds from request to answer"),
    plain("maximum_get_generation_fail_fraction", Kind::misplaced, nullptr,
          "Ignored with a warning, for some files of the course carry it here. It belongs into `tests`"),
};

}  // namespace

std::span<const Field> fields() {
  return table;
}

std::size_t list_size(const Slot& list) {
  return std::visit(
      [](const auto& slot) -> std::size_t {
        if constexpr (requires { slot->emplace_back(); })
          return slot->size();
        else
          fail_check("a list is asked for its size");
      },
      list);
}

void resize_list(const Slot& list, std::size_t size) {
  std::visit(
      [size](const auto& slot) {
        if constexpr (requires { slot->emplace_back(); })
          slot->resize(size);
        else
          fail_check("a list is resized");
      },
      list);
}

const Field* find_field(std::string_view parent, std::string_view key) {
  for (const Field& field : table)
    if (field.key() == key && field.parent() == parent) return &field;
  return nullptr;
}

}  // namespace whitewater::scenarios
