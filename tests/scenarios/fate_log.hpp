// What the network did with each message between replicas, and whether two runs agree about those that both sent.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <variant>

#include "core/actor/event.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "simnet/faults/episode.hpp"
#include "simnet/observer.hpp"

namespace whitewater::tests {

// What became of each message between replicas: who sent it, in which life, to whom, and its name.
struct Fate {
  bool stopped = false;  // by a cut, or its receiver was dead: not drawn
  bool lost = false;
  std::uint64_t copies = 0;
  std::optional<Duration> delay;  // of the first copy, when it arrived and was handled at once
};
using Fates = std::map<std::tuple<unsigned, unsigned, unsigned, std::uint64_t>, Fate>;

// Writes them down up to the heal, when the network becomes another one.
class FateLog final : public simnet::Observer {
 public:
  explicit FateLog(Time heal) : heal_(heal) {}

  void on_send(const simnet::SendRecord& record) override {
    using simnet::SendOutcome;
    if (record.time >= heal_ || record.kind != SendKind::message || record.identity == 0) return;
    const bool stopped = record.outcome == SendOutcome::cut || record.outcome == SendOutcome::receiver_dead;
    const Fate fate{stopped, record.outcome == SendOutcome::lost, record.copies, std::nullopt};
    const auto [at, fresh] =
        fates.try_emplace({record.from.value, record.to.value, lives_[record.from], record.identity}, fate);
    if (fresh && record.copies > 0 && clogs_ == 0) under_way_[record.sequence] = {&at->second, record.time};
  }
  void on_event(const simnet::EventRecord& record) override {
    if (record.time >= heal_) return;
    if (std::holds_alternative<Started>(record.event)) ++lives_[record.node];
    const auto arrived = under_way_.find(record.sequence);
    if (arrived != under_way_.end() && !was_slow_.contains(record.node))
      arrived->second.first->delay = record.time - arrived->second.second;
  }
  // How long a slow node lets a message wait depends on what else arrives there: it is no draw. Nor is how long a
  // clogged link does.
  void on_episode(const simnet::EpisodeRecord& record) override {
    if (record.episode == nullptr) return;
    const simnet::faults::KindId kind = record.episode->what.kind;
    if (kind == simnet::faults::KindId::slow) was_slow_ = was_slow_ | record.targets;
    if (kind == simnet::faults::KindId::clog) record.what == simnet::EpisodeRecord::What::begins ? ++clogs_ : --clogs_;
  }

  Fates fates;

 private:
  Time heal_;
  NodeSet was_slow_;
  int clogs_ = 0;  // that are open
  std::map<NodeId, unsigned> lives_;
  std::map<std::uint64_t, std::pair<Fate*, Time>> under_way_;  // by sequence number
};

struct Comparison {
  std::uint64_t both = 0;  // drawn in both runs
  std::uint64_t lost = 0;  // of those
  std::uint64_t only_one = 0;
  std::uint64_t different = 0;

  void add(const Fates& one, const Fates& other) {
    for (const auto& [message, fate] : one) {
      const auto found = other.find(message);
      if (found == other.end() || fate.stopped || found->second.stopped) {
        ++only_one;
        continue;
      }
      const Fate& again = found->second;
      ++both;
      lost += fate.lost ? 1 : 0;
      const bool same_delay = !fate.delay || !again.delay || fate.delay == again.delay;
      if (fate.lost != again.lost || fate.copies != again.copies || !same_delay) ++different;
    }
  }
};

}  // namespace whitewater::tests
