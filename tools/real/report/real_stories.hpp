// Which requests of a real run get a story, and these stories.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/course/request_record.hpp"
#include "scenarios/story/run_log.hpp"

namespace whitewater::tools::real {

// Numbers in the plan: first requests with incorrect answers, then requests without an answer, then those with
// duplicates.
std::vector<std::uint32_t> troubled(std::span<const course::RequestRecord> requests);

// One story for each number. end: the end of the run.
std::vector<std::string> real_stories(const scenarios::RunLog& log, std::span<const course::RequestRecord> requests,
                                      std::span<const std::uint32_t> numbers, Time end);

}  // namespace whitewater::tools::real
