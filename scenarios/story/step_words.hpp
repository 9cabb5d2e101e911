// A step of a run in words, and the names of the aspects in which two steps differ. A payload that the vocabulary does
// not know is called by its own name.
#pragma once

#include "scenarios/report/nondeterminism.hpp"
#include "scenarios/story/vocabulary.hpp"
#include "simnet/step.hpp"

namespace whitewater::scenarios {

// replicas: needed for the spelling of nodes.
StepInWords step_in_words(const simnet::Step& step, unsigned replicas, const Vocabulary& vocabulary);

// Describes the first step in which two runs differ. Null: that run had ended.
Parting parting_in_words(const simnet::Step* one, const simnet::Step* other, unsigned replicas,
                         const Vocabulary& vocabulary);

}  // namespace whitewater::scenarios
