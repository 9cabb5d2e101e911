// A step of a run in words, and the names of what two steps differ in. Of a payload whose type it does not know
// it gives the payload's own name.
#pragma once

#include "scenarios/report/nondeterminism.hpp"
#include "scenarios/story/vocabulary.hpp"
#include "simnet/step.hpp"

namespace whitewater::scenarios {

// replicas: nodes are spelt as the course does.
StepInWords step_in_words(const simnet::Step& step, unsigned replicas, const Vocabulary& vocabulary);

// The first difference of two runs; null: that run was over.
Parting parting_in_words(const simnet::Step* one, const simnet::Step* other, unsigned replicas,
                         const Vocabulary& vocabulary);

}  // namespace whitewater::scenarios
