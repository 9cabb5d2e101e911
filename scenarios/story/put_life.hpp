// The life of the put that a wrong get missed: whom the client asked, which replicas were told of the put by which
// message, who acknowledged it, and whether the replica that answered the get had received it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "scenarios/story/story.hpp"

namespace whitewater::scenarios {

// The lines of it, to be told below the story of the get. Empty: the get missed no put.
std::vector<std::string> missed_put_lines(const RunLog& log, std::span<const StoryEvent> events,
                                          std::span<const ReportedRequest> requests, const ReportedRequest& get,
                                          const StoryForm& form);

}  // namespace whitewater::scenarios
