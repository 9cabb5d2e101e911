// The names of the messages and notes of a scenario's system.
#pragma once

#include "scenarios/format/scenario.hpp"
#include "scenarios/format/toolbox.hpp"
#include "scenarios/story/vocabulary.hpp"

namespace whitewater::scenarios {

inline const Vocabulary& system_words(const Scenario& scenario) {
  return scenario.system->words != nullptr ? *scenario.system->words : client_vocabulary();
}

}  // namespace whitewater::scenarios
