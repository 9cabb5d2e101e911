// The census of a run's system calls as a file: a table, or JSON if its name ends with ".json".
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "core/base/error.hpp"
#include "tools/virtual/kernel/census.hpp"

namespace whitewater::tools::virtual_time {

// censuses: of the replicas, in order.
std::string census_table(std::span<const Census> censuses, std::uint64_t seed);
std::string census_json(std::span<const Census> censuses, std::uint64_t seed);
// Nothing: it was written.
std::optional<Error> write_census(const std::string& path, std::span<const Census> censuses, std::uint64_t seed);

}  // namespace whitewater::tools::virtual_time
