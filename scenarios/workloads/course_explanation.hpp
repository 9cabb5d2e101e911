// Why a run of the course failed: by chance, which is decided by the ideal system of core/course/ideal.hpp, or what
// really happened. For simulated and real runs.
#pragma once

#include <cstdint>
#include <span>

#include "core/course/course.hpp"
#include "core/course/ideal.hpp"
#include "scenarios/report/report.hpp"

namespace whitewater::scenarios {

// Fills in chance, explanation and remark of a report whose other parts are known, its section of the course and its
// leadership among them. course: of that run, until its end.
void explain_course_run(RunReport& report, const course::Course& course, std::uint64_t seed,
                        std::span<const course::Casualties> others = {});

}  // namespace whitewater::scenarios
