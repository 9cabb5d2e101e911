// Says in one sentence where two runs first differ. If the first different steps are not the same event, shows both.
#include "scenarios/report/nondeterminism.hpp"

#include <string_view>

#include "core/text/number_text.hpp"

namespace whitewater::scenarios {

namespace {

std::string number_and_time(const StepInWords& step) {
  return (step.node.empty() ? "after event " : "event ") + grouped(step.event) + ", at " +
         exact_seconds(Duration{step.time.ns}) + " s";
}

// "its time, its content and what the node did about it"
std::string aspects_text(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string_view name = names[i];
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    if (name == "state")
      text += "the state afterwards";
    else if (name == "effects")
      text += "what the node sends, writes or sets timers for";
    else
      text += name;
  }
  return text;
}

std::string one_of_both(std::string_view which, const std::optional<StepInWords>& step) {
  if (!step) return "    " + std::string(which) + "  has ended\n";
  return "    " + std::string(which) + "  " + number_and_time(*step) + ": " + step->sentence() + "\n";
}

std::string parting_text(const Parting& parting) {
  const auto& [one, other] = parting.steps;
  if (one && other && *one == *other)
    return "  They first differ at " + number_and_time(*one) + ": " + one->sentence() +
           "\n  The event is the same in both runs; what differs is " + aspects_text(parting.differs) + ".\n";
  if (!one || !other)
    return "  One run ends before the other:\n" + one_of_both("one run  ", one) + one_of_both("the other", other);
  return "  The first steps that differ, in " + aspects_text(parting.differs) + ":\n" + one_of_both("one run  ", one) +
         one_of_both("the other", other);
}

std::string headline(const Nondeterminism& found) {
  if (found.digests[0] == found.digests[1])
    return "two runs gave the same digest " + digest_text(found.digests[0]) + ", but different results";
  return "two runs gave the digests " + digest_text(found.digests[0]) + " and " + digest_text(found.digests[1]);
}

}  // namespace

std::string StepInWords::sentence() const {
  if (node.empty()) return what + " " + type + ": " + details;
  std::string text = node + " " + what;
  if (!type.empty()) text += " " + type;
  if (!peer.empty()) text += " from " + peer;
  if (!details.empty()) text += " (" + details + ")";
  return text;
}

std::string nondeterminism_text(const Nondeterminism& found) {
  std::string text = headline(found) + "\n";
  if (found.parting)
    text += parting_text(*found.parting);
  else
    text += "  It did not happen again: in " + grouped(found.repetitions) +
            (found.repetitions == 1 ? " more pair" : " more pairs") +
            " of runs, made side by side, every step was the same.\n";
  text.pop_back();
  return text;
}

}  // namespace whitewater::scenarios
