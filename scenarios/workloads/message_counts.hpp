// Messages between replicas by type, as reports show them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace whitewater::scenarios {

struct MessageCount {
  std::string type;  // "append_entries"
  std::uint64_t count = 0;
  friend bool operator==(const MessageCount&, const MessageCount&) = default;
};

// By name, ascending; types that did not occur are left out. counts: in the order of the names.
inline std::vector<MessageCount> message_counts(std::span<const std::string_view> names,
                                                std::span<const std::uint64_t> counts) {
  std::vector<MessageCount> named;
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (counts[i] > 0) named.push_back({std::string(names[i]), counts[i]});
  std::sort(named.begin(), named.end(), [](const MessageCount& a, const MessageCount& b) { return a.type < b.type; });
  return named;
}

}  // namespace whitewater::scenarios
