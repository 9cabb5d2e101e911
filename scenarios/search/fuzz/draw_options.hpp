// draw_options: options of a system or a workload, drawn by their rows of fields: a row says how it may be drawn
// (Field::draws), and without a word the spelling of its value does. So a system of the user's own is fuzzed without a
// line of code.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/search/fuzz/frame.hpp"

namespace whitewater::scenarios::fuzz {

// Draws what the owner's rows allow; each field keeps its value in half of the seeds. Only rows of a system are drawn
// by their types; those of a workload must say how they may be drawn, for among them are the limits by which it judges.
void draw_options(const Frame& frame, Scenario& drawn, std::uint64_t seed, FieldOwner owner);

// The values that a field with this spelling may take, by its type, as JSON; empty: it is not drawn.
std::vector<std::string> drawn_by_type(const Field& field, const std::string& text);

}  // namespace whitewater::scenarios::fuzz
