// A fault begins at an occurrence of the run instead of at a time: that says why it strikes then, and stays true when
// the code that is tested takes more or less time for it.
#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

#include "scenarios/search/shrink_passes.hpp"

namespace whitewater::scenarios {

namespace {

// What happened longer before a fault has little to do with it.
constexpr Duration near = milliseconds(300);
constexpr std::size_t occurrences_tried = 3;
// Behind the tenth occurrence of something lies the whole run, which then has to stay.
constexpr std::uint32_t nth_max = 3;
constexpr std::array round_waits{Duration{},       milliseconds(1),   milliseconds(5),  milliseconds(10),
                                 milliseconds(50), milliseconds(100), milliseconds(200)};

struct Noted {
  Time time;
  std::uint32_t code = 0;
  std::uint32_t nth = 0;
};

class Notes final : public simnet::Observer {
 public:
  Watches watches() const override { return {.sends = false, .events = true, .notes = true, .writes = false}; }
  void on_event(const simnet::EventRecord& record) override {
    for (const Effects::Note& note : record.effects.notes)
      noted_.push_back({record.time, note.code, ++count_[note.code]});
  }
  // The rarest kinds of notes within `near` before, the latest of each.
  std::vector<Noted> before(Time time) const {
    std::map<std::uint32_t, Noted> latest;
    for (const Noted& one : noted_)
      if (one.nth <= nth_max && one.time <= time && one.time >= time - near) latest[one.code] = one;
    std::vector<Noted> found;
    for (const auto& [code, one] : latest) found.push_back(one);
    std::stable_sort(found.begin(), found.end(), [](const Noted& a, const Noted& b) { return a.nth < b.nth; });
    if (found.size() > occurrences_tried) found.resize(occurrences_tried);
    return found;
  }

 private:
  std::vector<Noted> noted_;
  std::map<std::uint32_t, std::uint32_t> count_;
};

const NoteWords* words_of(const System& system, std::uint32_t code) {
  for (const std::span<const NoteWords> table : system.notes)
    if (const NoteWords* const words = find_note(table, code)) return words;
  return nullptr;
}

bool trigger(Shrinking& shrinking, std::size_t place, const Noted& noted, Duration at) {
  const NoteWords* const words = words_of(*shrinking.best().system, noted.code);
  if (words == nullptr) return false;
  const Duration waited = Time{} + at - noted.time;
  for (const Duration wait : round_waits) {
    if (wait > waited * 2 + milliseconds(1)) break;
    Scenario candidate = shrinking.best();
    ScheduledFault& fault = candidate.faults[place];
    // It comes back until a time of the run: that stays with a time.
    if (fault.until) return false;
    fault.at = Trigger{words, noted.nth, no_node, wait};
    if (is_valid(candidate) && shrinking.accepts(std::move(candidate))) return true;
  }
  return false;
}

}  // namespace

void trigger_faults(Shrinking& shrinking) {
  if (shrinking.best().system->notes.empty()) return;
  for (std::size_t place = 0; place < shrinking.best().faults.size() && !shrinking.spent(); ++place) {
    const std::optional<Duration> at = time_of(shrinking.best().faults[place].at);
    if (!at) continue;
    Notes notes;
    if (!shrinking.watch_best(notes)) return;
    for (const Noted& noted : notes.before(Time{} + *at))
      if (trigger(shrinking, place, noted, *at)) break;
  }
}

}  // namespace whitewater::scenarios
