// The words are those of traces.
#include "scenarios/search/spoken_name.hpp"

#include <string>

#include "core/text/concat.hpp"
#include "scenarios/story/payload_text.hpp"
#include "scenarios/story/vocabulary.hpp"

namespace whitewater::scenarios {

Fate spoken_name(const simnet::MessageFate& recorded, const Scenario& scenario) {
  Fate fate = name_of(recorded, scenario);
  const System& system = *scenario.system;
  if (system.messages != nullptr || system.words == nullptr || recorded.name.kind != SendKind::message) return fate;
  const Vocabulary& words = *system.words;
  const std::string details = payload_details(recorded.payload, scenario.replicas, words);
  fate.says =
      concat({payload_type(recorded.payload, words), details.empty() ? "" : " (", details, details.empty() ? "" : ")"});
  return fate;
}

}  // namespace whitewater::scenarios
