// A call that waits is counted once, however often it is tried.
#include "tools/virtual/kernel/census.hpp"

#include <algorithm>

#include "tools/virtual/kernel/call_names.hpp"

namespace whitewater::tools::virtual_time {

void Census::count(long number, Fate fate) {
  const bool known = number >= 0 && static_cast<std::size_t>(number) < numbers_max - 1;
  ++counts_.at(known ? static_cast<std::size_t>(number) : numbers_max - 1).at(static_cast<std::size_t>(fate));
}

std::vector<Census::Row> Census::rows() const {
  std::vector<Row> rows;
  for (std::size_t number = 0; number < counts_.size(); ++number) {
    const auto& times = counts_.at(number);
    if (std::all_of(times.begin(), times.end(), [](std::uint64_t each) { return each == 0; })) continue;
    const bool known = number < numbers_max - 1;
    rows.push_back({known ? call_name(static_cast<long>(number)) : "of unknown numbers", times});
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.call < b.call; });
  return rows;
}

}  // namespace whitewater::tools::virtual_time
