// How a story ends: answered, and how often; or never answered, and what a watcher from outside can conclude.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "scenarios/story/story.hpp"

namespace whitewater::scenarios {

// The attempts of one planned request, in order.
using StoryChain = std::vector<const ReportedRequest*>;

// The last line, painted, without its line feed.
std::string story_ending(const RunLog& log, std::span<const StoryEvent> events, const StoryChain& chain,
                         const StoryForm& form);

// Of an answer judged to have a wrong value: which put wrote what came, and which put the client had been told of.
std::string about_value(const RunLog& log, const RunRecord& answer);

}  // namespace whitewater::scenarios
