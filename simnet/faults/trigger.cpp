// Counts notes for each episode that waits for one.
#include "simnet/faults/trigger.hpp"

#include <utility>
#include <vector>

#include "simnet/faults/starter.hpp"

namespace whitewater::simnet::faults {

namespace {

class TriggerStarter final : public Starter {
 public:
  Watches watches() const override { return {.sends = false, .events = true, .notes = true, .writes = false}; }

  void reset(Begin begin) override {
    begin_ = std::move(begin);
    waiting_.clear();
  }
  void add(std::size_t place, const When& when) override { waiting_.push_back({place, std::get<Trigger>(when), 0}); }

  void on_event(const EventRecord& record) override {
    for (const Effects::Note& note : record.effects.notes)
      for (Waiting& waiting : waiting_) {
        const Trigger& trigger = waiting.trigger;
        if (note.code != trigger.note || (trigger.on.valid() && trigger.on != record.node)) continue;
        if (++waiting.seen == trigger.nth) begin_(waiting.place, record.time + trigger.after);
      }
  }

 private:
  struct Waiting {
    std::size_t place;
    Trigger trigger;
    std::uint32_t seen;
  };

  Begin begin_;
  std::vector<Waiting> waiting_;
};

}  // namespace

std::unique_ptr<Starter> make_trigger_starter() {
  return std::make_unique<TriggerStarter>();
}

}  // namespace whitewater::simnet::faults
