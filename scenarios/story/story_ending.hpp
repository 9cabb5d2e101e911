// The last line of a story: answered, and how often; or never answered, and what the messages say about the reason.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "scenarios/story/story.hpp"

namespace whitewater::scenarios {

// The attempts of one planned request, in order.
using StoryChain = std::vector<const ReportedRequest*>;

// The last line, with colors, without its line feed.
std::string story_ending(const RunLog& log, std::span<const StoryEvent> events, const StoryChain& chain,
                         const StoryForm& form);

// Explains a wrong value: which put wrote the value that came, and which value was expected.
std::string about_value(const RunLog& log, const RunRecord& answer);

}  // namespace whitewater::scenarios
