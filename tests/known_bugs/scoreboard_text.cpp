// How the scoreboard reads.
#include <initializer_list>

#include "core/text/number_text.hpp"
#include "core/wire/json_writer.hpp"
#include "tests/known_bugs/scoreboard.hpp"

namespace whitewater::known_bugs {

namespace {

// Columns: what they say, and how wide they are; those that are less than 0 are aligned to the right.
struct Column {
  std::string text;
  int width;
};

std::string line(std::initializer_list<Column> columns) {
  std::string text;
  for (const Column& column : columns)
    text += column.width < 0 ? pad_left(column.text, static_cast<std::size_t>(-column.width))
                             : pad_right(column.text, static_cast<std::size_t>(column.width));
  return text + "\n";
}

constexpr int name_width = 30, kind_width = 17, caught_width = 9, property_width = 24, number_width = -10;

std::string decimal(std::int64_t value, std::int64_t unit) {
  const std::int64_t tenths = (value * 10 + unit / 2) / unit;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

struct Words {
  std::string caught, property, runs, cpu_ms, seconds;
};
Words words_of(const Row& row) {
  Words words;
  words.caught = std::to_string(row.caught()) + "/" + std::to_string(row.hunts.size());
  words.property = row.caught() > 0 ? row.property() : "-";
  const bool median_known = row.mostly_caught();
  words.runs = median_known ? std::to_string(row.median_runs()) : "-";
  words.cpu_ms = median_known ? decimal(row.median_cpu_ns(), 1'000'000) : "-";
  words.seconds = median_known ? decimal(row.median_time_ns(), 1'000'000'000) : "-";
  return words;
}

}  // namespace

std::string table(std::span<const Row> rows) {
  std::string text = line({{"bug", name_width},
                           {"kind", kind_width},
                           {"caught", caught_width},
                           {"mostly by", property_width},
                           {"runs", number_width},
                           {"ms", number_width},
                           {"alarms", number_width}});
  for (const Row& row : rows) {
    const Words words = words_of(row);
    text += line({{std::string(row.bug->name), name_width},
                  {std::string(kind_name(row.bug->kind)), kind_width},
                  {words.caught, caught_width},
                  {words.property, property_width},
                  {words.runs, number_width},
                  {words.cpu_ms, number_width},
                  {std::to_string(row.alarms()), number_width}});
  }
  return text;
}

std::string table_of_times(std::span<const Row> rows) {
  std::string text = line({{"bug", name_width},
                           {"kind", kind_width},
                           {"caught", caught_width},
                           {"seconds", number_width},
                           {"runs", number_width},
                           {"  property", property_width}});
  for (const Row& row : rows) {
    const Words words = words_of(row);
    text += line({{std::string(row.bug->name), name_width},
                  {std::string(kind_name(row.bug->kind)), kind_width},
                  {words.caught, caught_width},
                  {words.seconds, number_width},
                  {words.runs, number_width},
                  {"  " + words.property, property_width}});
  }
  return text;
}

std::string as_json(std::span<const Row> rows) {
  std::string text;
  json::Writer out(text, 1);
  out.begin_object().key("bugs").begin_array();
  for (const Row& row : rows) {
    out.begin_object();
    out.key("bug").string(row.bug->name).key("kind").string(kind_name(row.bug->kind));
    out.key("caught").unsigned_integer(row.caught()).key("campaigns").unsigned_integer(row.hunts.size());
    out.key("property").string(row.property()).key("alarms").unsigned_integer(row.alarms());
    const bool median_known = row.mostly_caught();
    if (median_known) out.key("median_runs").unsigned_integer(row.median_runs());
    if (median_known) out.key("median_cpu_ns").integer(row.median_cpu_ns());
    if (median_known) out.key("median_ns").integer(row.median_time_ns());
    out.key("hunts").begin_array();
    for (const Hunt& hunt : row.hunts) {
      out.begin_object().key("caught").boolean(hunt.caught).key("seed").unsigned_integer(hunt.seed);
      out.key("runs").unsigned_integer(hunt.runs).key("cpu_ns").integer(hunt.cpu_ns).key("ns").integer(hunt.time.ns);
      out.key("alarms").unsigned_integer(hunt.alarms).key("crashes").unsigned_integer(hunt.crashes);
      out.key("property").string(hunt.property).key("text").string(hunt.text).end_object();
    }
    out.end_array().end_object();
  }
  out.end_array().key("summary").string(summary(rows)).end_object();
  return text + "\n";
}

}  // namespace whitewater::known_bugs
