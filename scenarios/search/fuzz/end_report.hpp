// EndReport: what a campaign came to, in words: what was exercised and what never was, by name, and how likely a
// further run shows something new. What was not checked at all is said in the last lines, so that nobody takes it for
// passed.
#pragma once

#include <string>
#include <vector>

#include "core/text/number_text.hpp"
#include "core/wire/json_writer.hpp"
#include "scenarios/search/fuzz/campaign.hpp"

namespace whitewater::scenarios::fuzz {

// Cells that no fault has reached, by name; without those of phases that this system never says it is in.
std::vector<std::string> cells_never_reached(const Tally& tally);

// The chance that another run of those that are drawn from their seeds alone shows a new state, in a sentence.
std::string novelty_text(const Novelty& novelty);

// A sentence each: checks that never ran, kinds of faults that were never drawn, never met anybody, or never had an
// effect.
std::vector<std::string> what_is_missing(const Campaign& campaign);

std::string end_report_text(const Campaign& campaign, const TextStyle& style);

// Members of an open object.
void write_end_report(const Campaign& campaign, json::Writer& writer);

}  // namespace whitewater::scenarios::fuzz
