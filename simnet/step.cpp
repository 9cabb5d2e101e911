// What goes into a step, and what two of them differ in.
#include "simnet/step.hpp"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/hash.hpp"
#include "simnet/event_words.hpp"
#include "simnet/faults/words.hpp"

namespace whitewater::simnet {

namespace {

std::uint64_t fold_of(const Recovered& recovered) {
  std::uint64_t word = combine(recovered.log_first, recovered.damaged);
  for (const LogRecord& record : recovered.log) word = combine(combine(word, record.payload.fold()), record.ordinal);
  for (const PayloadRef& slot : recovered.slots) word = combine(word, slot.fold());
  for (const std::vector<PayloadRef>& chunks : recovered.chunks)
    for (const PayloadRef& chunk : chunks) word = combine(word, chunk.fold());
  return word;
}

std::uint64_t fold_of(const Effects& effects) {
  std::uint64_t word = effects.last_write();
  if (effects.takes_time()) word = combine(word, static_cast<std::uint64_t>(effects.busy().ns));
  for (const Effects::Departure& departure : effects.departures)
    word = hash_words(word, departure.send, static_cast<std::uint64_t>(departure.after.ns));
  for (const Effects::Send& send : effects.sends)
    word = hash_words(word, static_cast<std::uint64_t>(send.kind), send.to.value, send.payload.fold(), send.identity,
                      send.after_write);
  for (const Effects::Write& write : effects.writes)
    word = hash_words(word, static_cast<std::uint64_t>(write.kind), write.index, write.count, write.slot.value,
                      write.payload.fold());
  for (const Effects::TimerChange& change : effects.timers)
    word = hash_words(word, change.timer.value, static_cast<std::uint64_t>(change.deadline.ns));
  return word;
}

void describe(Step& step, const Event& event) {
  struct Visitor {
    Step& step;
    void operator()(const Started& e) const { step.content = fold_of(e.recovered); }
    void operator()(const TimerFired& e) const { step.peer = NodeId{e.timer.value}; }
    void operator()(const MessageArrived& e) const { arrived(e.from, e.payload); }
    void operator()(const RequestArrived& e) const { arrived(e.from, e.payload); }
    void operator()(const ReplyArrived& e) const { arrived(e.from, e.payload); }
    void arrived(NodeId from, const PayloadRef& payload) const {
      step.peer = from;
      step.payload = payload;
      step.content = combine(payload.kind(), payload.fold());
    }
  };
  std::visit(Visitor{step}, event);
}

}  // namespace

std::array<bool, aspects> differences(const Step& a, const Step& b) {
  return {a.time != b.time,       a.node != b.node,        a.kind != b.kind,
          a.peer != b.peer,       a.content != b.content,  a.fingerprint != b.fingerprint,
          a.effects != b.effects, a.sequence != b.sequence};
}

bool same_step(const Step& a, const Step& b) {
  const std::array<bool, aspects> differ = differences(a, b);
  return std::none_of(differ.begin(), differ.end(), [](bool differs) { return differs; });
}

void StepObserver::on_event(const EventRecord& record) {
  Step step;
  step.time = record.time;
  step.sequence = record.sequence;
  step.event = ++events_;
  step.node = record.node;
  step.peer = no_node;
  step.kind = static_cast<std::uint8_t>(record.event.index());
  step.fingerprint = record.fingerprint;
  step.effects = fold_of(record.effects);
  describe(step, record.event);
  on_step(std::move(step));
}

void StepObserver::on_episode(const EpisodeRecord& record) {
  Step step;
  step.time = record.time;
  step.event = events_;
  step.node = no_node;
  step.peer = no_node;
  step.kind = static_cast<std::uint8_t>(faults::fault_number(record));
  step.content = record.targets.bits();
  step.fault = faults::fault_word(record);
  step.fault_ends = record.what == EpisodeRecord::What::ends;
  on_step(std::move(step));
}

}  // namespace whitewater::simnet
