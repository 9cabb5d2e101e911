// What a number of clean runs proves, in numbers: for people, never for a run.
#pragma once

#include <cstdint>
#include <string>

namespace whitewater::tools {

// The lower end of the one-sided 95 % interval (Clopper and Pearson) for a share of which `failed` of `tried` were
// seen. 0 of any: 0.
double lower_bound_of_share(std::uint64_t failed, std::uint64_t tried);

// With what probability `clean` runs, of which each would show a mistake with at least this probability, would have
// shown the mistake: 1 − (1 − share)^clean.
double confidence_of(double share, std::uint64_t clean);

// How many clean runs it takes for that confidence. The share is above 0.
std::uint64_t runs_for(double share, double confidence);

// "98.27 %", never rounded up: "99.99 %" for all that is more.
std::string percent_of(double probability);

}  // namespace whitewater::tools
