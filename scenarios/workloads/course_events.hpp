// The course's events as a list, for the searches that take them away one by one.
#pragma once

#include "scenarios/format/event_list.hpp"

namespace whitewater::scenarios {

extern const EventList course_events;

}  // namespace whitewater::scenarios
