// The requests of the course's judge, as stories want them.
#pragma once

#include <span>
#include <vector>

#include "core/course/request_record.hpp"
#include "scenarios/story/story_request.hpp"

namespace whitewater::scenarios {

std::vector<StoryRequest> story_requests(std::span<const course::RequestRecord> records);

}  // namespace whitewater::scenarios
