// An explanation for people, as JSON, and as a Mermaid sequence diagram.
#pragma once

#include <string>

#include "core/text/number_text.hpp"
#include "scenarios/search/explain/explanation.hpp"

namespace whitewater::scenarios {

std::string explanation_text(const Explanation& explanation, const TextStyle& style = {});

// One object on one line, with its schema "whitewater-explanation-1" and a line feed.
std::string explanation_json(const Explanation& explanation);

// ```mermaid … ```: the messages of the steps between the nodes, with faults and roles as notes.
std::string explanation_diagram(const Explanation& explanation);

// What the second judge says, in one line.
std::string opinion_words(const Explanation& explained);

// "3.2 ms: a race"; nothing to add for lengths between a race and a state.
std::string window_words(const StrikeWindow& window);

}  // namespace whitewater::scenarios
