// What clients ask of a program in a drawn plan. In most plans it is a list, written around the strikes: a rush of
// requests when one begins, so that whoever is struck has heard of puts that the others have not; some while another
// one leads; and at the end, or already in the midst of the last strikes, a get of every key. A mistake spoils a log
// long before anybody reads what became of it. In the other plans requests come evenly.
#pragma once

#include <vector>

#include "core/base/time.hpp"
#include "scenarios/format/choices.hpp"
#include "scenarios/format/scenario.hpp"

namespace whitewater::tools::virtual_time {

// Every program may take its time to begin, as in the course.
inline constexpr Duration load_begins = seconds(5);

// When a strike begins, and when the next one may.
struct Struck {
  Duration at;
  Duration next;
};

// end: of strikes and weather.
void draw_load(scenarios::Scenario& scenario, const scenarios::Choices& choices, const std::vector<Struck>& strikes,
               Duration end);

}  // namespace whitewater::tools::virtual_time
