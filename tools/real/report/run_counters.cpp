// Counts during the run; computes the latencies by kind of answer at the end.
#include "tools/real/report/run_counters.hpp"

#include <algorithm>

#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "simnet/faults/kinds.hpp"
#include "simnet/faults/words.hpp"

namespace whitewater::tools::real {

namespace {

// What a step did to whom; of a begin that did nothing to nodes, what it is about.
std::string effect_text(const EpisodeSeen& seen, unsigned replicas) {
  const simnet::EpisodeRecord& record = seen.record;
  std::string text;
  const auto add = [&](std::string_view before, NodeSet nodes, std::string_view after) {
    if (!nodes.empty()) text += concat({text.empty() ? "" : "; ", before, nodes_text(nodes, replicas), after});
  };
  add("killed ", record.died, " (SIGKILL)");
  add("started ", record.started, " again");
  add("stopped ", record.paused, " (SIGSTOP)");
  add("", record.resumed, record.resumed.size() == 1 ? " goes on" : " go on");
  if (!text.empty() || record.episode == nullptr) return text;
  if (record.what == simnet::EpisodeRecord::What::ends) return "";
  const simnet::faults::FaultKind& kind = simnet::faults::kind_of(record.episode->what);
  if (kind.links)
    return seen.from.empty() || seen.to.empty()
               ? "no replica had this role"
               : concat({"from ", nodes_text(seen.from, replicas), " to ", nodes_text(seen.to, replicas)});
  if (record.episode->manner == simnet::faults::Manner::ends && seen.from.empty()) return "";
  if (seen.from.empty()) return "no replica had this role";
  if (!kind.changes_nodes)
    return concat({nodes_text(seen.from, replicas), " | ", nodes_text(NodeSet::first(replicas) - seen.from, replicas)});
  return concat({"no effect on ", nodes_text(seen.from, replicas)});
}

}  // namespace

void RunCounters::on_message(const MessageSeen& seen) {
  ++links_[seen.from.value][seen.to.value];
  auto type = types_.find(seen.type);
  if (type == types_.end()) {
    const bool room = types_.size() < types_max;
    type = types_.emplace(room ? std::string(seen.type.substr(0, 60)) : "(other types)", 0).first;
  }
  ++type->second;
  switch (seen.fate) {
    case Passage::lost:
      ++lost_;
      break;
    case Passage::dead:
      ++dead_;
      break;
    case Passage::cut:
      ++cut_;
      // The current partition is the last one that struck.
      for (auto fault = faults_.rbegin(); fault != faults_.rend(); ++fault) {
        if (fault->seen.type == course::EventType::part_end) break;  // a fault of the file cut it
        if (fault->seen.type != course::EventType::part_easy && fault->seen.type != course::EventType::part_hard)
          continue;
        ++fault->stopped;
        break;
      }
      break;
    default:
      break;
  }
}

void RunCounters::on_request(const RequestSeen& seen) {
  if (seen.fate == Passage::dead) ++dead_;
}

void RunCounters::on_fault(const FaultSeen& seen) {
  faults_.push_back({seen, 0, 0});
}

void RunCounters::on_episode(const EpisodeSeen& seen) {
  const simnet::EpisodeRecord& record = seen.record;
  const auto replicas = static_cast<unsigned>(links_.size());
  EpisodeReport& episode = episodes_.emplace_back();
  episode.time = record.time;
  episode.word = simnet::faults::fault_word(record);
  episode.number = record.episode != nullptr ? simnet::faults::shown_number(*record.episode) : 0;
  episode.name =
      concat({episode.number == 0 ? "" : concat({"fault ", std::to_string(episode.number), ", "}), episode.word});
  episode.ends = record.what == simnet::EpisodeRecord::What::ends;
  episode.targets = record.targets;
  episode.effect = effect_text(seen, replicas);
}

std::vector<scenarios::MessageCount> RunCounters::messages_by_type() const {
  std::vector<scenarios::MessageCount> counts;
  for (const auto& [type, count] : types_) counts.push_back({type, count});
  return counts;
}

void RunCounters::fill(RealReport& report, std::span<const course::RequestRecord> requests) const {
  using State = course::RequestRecord::State;
  report.links = links_;
  report.lost_by_drops = lost_;
  report.cut_by_partitions = cut_;
  report.sent_to_dead = dead_;
  report.faults = faults_;
  report.episodes = episodes_;
  std::vector<std::int64_t> gets, puts, refusals;
  for (const course::RequestRecord& record : requests) {
    const std::int64_t took = (record.answered - record.sent).ns;
    if (record.state == State::ok) (record.is_get() ? gets : puts).push_back(took);
    if (record.state == State::redirected || record.state == State::failed) refusals.push_back(took);
    if (record.state != State::outstanding) continue;
    for (FaultReport& fault : report.faults) {
      const bool kill =
          fault.seen.type == course::EventType::kill_leader || fault.seen.type == course::EventType::kill_non_leader;
      if (kill && fault.seen.was_alive && fault.seen.targets.contains(record.to) && record.sent <= fault.seen.time)
        ++fault.lost_requests;
    }
  }
  report.ok_gets = summarize(std::move(gets));
  report.ok_puts = summarize(std::move(puts));
  report.refusals = summarize(std::move(refusals));
}

LatencySamples summarize(std::vector<std::int64_t> samples) {
  if (samples.empty()) return {};
  std::sort(samples.begin(), samples.end());
  const auto percentile = [&](std::size_t percent) {
    return Duration{samples[(samples.size() * percent + 99) / 100 - 1]};
  };
  return {samples.size(), {percentile(50), percentile(90), percentile(99), Duration{samples.back()}}};
}

}  // namespace whitewater::tools::real
