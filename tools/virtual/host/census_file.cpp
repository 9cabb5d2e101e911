// The table has a row for each call and a column for each replica; a call whose fate differs has a row for each fate.
#include "tools/virtual/host/census_file.hpp"

#include <array>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "core/course/message_json.hpp"
#include "core/text/number_text.hpp"
#include "core/wire/json_writer.hpp"
#include "tools/runs/output_file.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr std::array<std::string_view, 3> fates{"handled", "native", "refused"};

// How often each replica made a call that had one fate.
using Row = std::vector<std::uint64_t>;
using Table = std::map<std::pair<std::string, std::size_t>, Row>;

Table table_of(std::span<const Census> censuses) {
  Table table;
  for (std::size_t i = 0; i < censuses.size(); ++i)
    for (const Census::Row& row : censuses[i].rows())
      for (std::size_t fate = 0; fate < fates.size(); ++fate) {
        if (row.times.at(fate) == 0) continue;
        Row& counts = table[{row.call, fate}];
        counts.resize(censuses.size());
        counts[i] = row.times.at(fate);
      }
  return table;
}

std::string id(std::size_t replica, std::size_t replicas) {
  return course::id_text(NodeId{static_cast<std::uint16_t>(replica)}, static_cast<unsigned>(replicas));
}

constexpr std::size_t name_width = 24, fate_width = 9, count_width = 10;

}  // namespace

std::string census_table(std::span<const Census> censuses, std::uint64_t seed) {
  std::string text = "System calls that stopped the replicas, seed " + std::to_string(seed) + "\n" +
                     pad_right("call", name_width) + pad_right("became", fate_width);
  for (std::size_t i = 0; i < censuses.size(); ++i) text += pad_left(id(i, censuses.size()), count_width);
  text += '\n';
  for (const auto& [key, counts] : table_of(censuses)) {
    text += pad_right(key.first, name_width) + pad_right(fates.at(key.second), fate_width);
    for (const std::uint64_t count : counts) text += pad_left(std::to_string(count), count_width);
    text += '\n';
  }
  return text;
}

std::string census_json(std::span<const Census> censuses, std::uint64_t seed) {
  std::string text = R"({"schema": "whitewater-syscalls/1", "seed": ")" + std::to_string(seed) + R"(", "calls": [)";
  bool first = true;
  for (const auto& [key, counts] : table_of(censuses)) {
    text += std::exchange(first, false) ? "\n  {\"call\": " : ",\n  {\"call\": ";
    json::append_string(text, key.first);
    text += R"(, "became": ")" + std::string(fates.at(key.second)) + R"(", "times": {)";
    for (std::size_t i = 0; i < counts.size(); ++i)
      text += std::string(i == 0 ? "" : ", ") + '"' + id(i, censuses.size()) + "\": " + std::to_string(counts[i]);
    text += "}}";
  }
  return text + "\n]}\n";
}

std::optional<Error> write_census(const std::string& path, std::span<const Census> censuses, std::uint64_t seed) {
  return write_file(path, path.ends_with(".json") ? census_json(censuses, seed) : census_table(censuses, seed));
}

}  // namespace whitewater::tools::virtual_time
