// The names of the messages and notes of a scenario's system.
#pragma once

#include "scenarios/format/scenario.hpp"
#include "scenarios/format/toolbox.hpp"
#include "scenarios/story/vocabulary.hpp"

namespace whitewater::tools {

inline const scenarios::Vocabulary& system_words(const scenarios::Scenario& scenario) {
  return scenario.system->words != nullptr ? *scenario.system->words : scenarios::client_vocabulary();
}

}  // namespace whitewater::tools
