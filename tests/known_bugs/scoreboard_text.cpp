// How the scoreboard reads.
#include "core/wire/json_writer.hpp"
#include "tests/known_bugs/scoreboard.hpp"

namespace whitewater::known_bugs {

namespace {

std::string padded(std::string text, std::size_t width, bool right) {
  const std::size_t fill = width > text.size() ? width - text.size() : 0;
  return right ? std::string(fill, ' ') + text : text + std::string(fill, ' ');
}

std::string line(const std::string& bug, const std::string& kind, const std::string& caught, const std::string& check,
                 const std::string& seeds, const std::string& ms, const std::string& unmutated) {
  return padded(bug, 30, false) + padded(kind, 17, false) + padded(caught, 9, false) + padded(check, 24, false) +
         padded(seeds, 8, true) + padded(ms, 10, true) + "  " + unmutated + "\n";
}

std::string milliseconds_text(std::int64_t ns) {
  const std::int64_t tenths = (ns + 50'000) / 100'000;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

std::string unmutated_text(const Row& row) {
  if (row.innocent.empty()) return "passes";
  return "fails " + std::to_string(row.innocent.size()) + ", seed " + std::to_string(row.innocent.front());
}

}  // namespace

std::string table(std::span<const Row> rows) {
  std::string text = line("bug", "kind", "caught", "mostly by", "seeds", "ms", "unmutated");
  for (const Row& row : rows) {
    const bool median_known = row.caught() * 2 > row.hunts.size();
    text += line(std::string(row.bug->name), std::string(kind_name(row.bug->kind)),
                 std::to_string(row.caught()) + "/" + std::to_string(row.hunts.size()),
                 row.caught() > 0 ? row.property() : "-", median_known ? std::to_string(row.median_seeds()) : "-",
                 median_known ? milliseconds_text(row.median_ns()) : "-", unmutated_text(row));
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
    out.key("caught").unsigned_integer(row.caught()).key("ranges").unsigned_integer(row.hunts.size());
    out.key("property").string(row.property());
    const bool median_known = row.caught() * 2 > row.hunts.size();
    if (median_known) out.key("median_seeds").unsigned_integer(row.median_seeds());
    if (median_known) out.key("median_ns").integer(row.median_ns());
    out.key("unmutated_failures").begin_array();
    for (const std::uint64_t seed : row.innocent) out.unsigned_integer(seed);
    out.end_array().key("hunts").begin_array();
    for (const Hunt& hunt : row.hunts) {
      out.begin_object().key("caught").boolean(hunt.caught).key("first_seed").unsigned_integer(hunt.first_seed);
      out.key("seeds").unsigned_integer(hunt.seeds).key("cpu_ns").integer(hunt.cpu_ns);
      out.key("property").string(hunt.property).key("text").string(hunt.text).end_object();
    }
    out.end_array().end_object();
  }
  out.end_array().key("summary").string(summary(rows)).end_object();
  return text + "\n";
}

}  // namespace whitewater::known_bugs
