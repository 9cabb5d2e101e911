// What happened to one request, in order, in words that a student understands: who was asked, who logged it,
// who was killed or cut off meanwhile, who answered. A retry is told together with what it repeats.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/course/request_record.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/story/story_recorder.hpp"

namespace whitewater::scenarios {

inline constexpr std::string_view all_unanswered = "all-unanswered";

// subject: a MID, of any attempt, or all_unanswered. requests: of the same run, in the order of sending.
// An Error when there is no such request.
Result<std::string> tell_story(const StoryRecorder& recorder, std::span<const course::RequestRecord> requests,
                               std::string_view subject, const TextStyle& style);

}  // namespace whitewater::scenarios
