// Damaged files: whatever happens to the bytes of a scenario, reading gives a scenario or one line.
#include <algorithm>
#include <string>
#include <vector>

#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/format/scenario_writer.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"
#include "tests/scenarios/generated_scenario.hpp"
#include "tests/scenarios/scenario_texts.hpp"

namespace whitewater::scenarios {
namespace {

bool is_printable(const std::string& text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

// A scenario that is the same when written and read again, or one line that begins with the file.
void require_value_or_line(const std::string& text) {
  const Result<ReadScenario> read = read_standard(text, "f.json");
  if (read) {
    const Result<ReadScenario> again = read_standard(write_scenario(read.value().scenario), "f.json");
    if (!again) RC_FAIL(again.error().text());
    RC_ASSERT(again.value().scenario == read.value().scenario);
    return;
  }
  const std::string line = read.error().text();
  RC_ASSERT(line.starts_with("f.json"));
  RC_ASSERT(line.size() < 700u);
  RC_ASSERT(is_printable(line));
  RC_ASSERT(!read.error().where.empty());
  RC_ASSERT(!read.error().message.empty());
}

std::string valid_text() {
  if (drawn_flag()) return course_text(*rc::gen::elementOf(course_names));
  return write_scenario(drawn_scenario());
}

std::size_t place_in(const std::string& text) {
  return drawn<std::size_t>(0, text.empty() ? 0 : text.size() - 1);
}

// Words, numbers, strings and signs, each a piece.
std::vector<std::string> tokens(const std::string& text) {
  std::vector<std::string> pieces;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t end = at + 1;
    if (text[at] == '"')
      end = std::min(text.find('"', at + 1), text.size() - 1) + 1;
    else if (std::string_view("{}[],:\n ").find(text[at]) == std::string_view::npos)
      end = std::min(text.find_first_of("{}[],:\n \"", at), text.size());
    pieces.push_back(text.substr(at, end - at));
    at = end;
  }
  return pieces;
}

std::string joined(const std::vector<std::string>& pieces) {
  std::string text;
  for (const std::string& piece : pieces) text += piece;
  return text;
}

}  // namespace

TEST_CASE("flipped, inserted and missing bytes give a scenario or one line") {
  tests::check_property([] {
    const std::string text = valid_text();
    for (int round = 0; round < 10; ++round) {
      std::string flipped = text;
      for (int left = drawn(1, 3); left > 0; --left) flipped[place_in(flipped)] = static_cast<char>(drawn(0, 255));
      require_value_or_line(flipped);
      std::string inserted = text;
      inserted.insert(place_in(inserted), 1, static_cast<char>(drawn(0, 255)));
      require_value_or_line(inserted);
      require_value_or_line(text.substr(0, place_in(text)));
      std::string cut = text;
      cut.erase(place_in(cut), drawn<std::size_t>(1, 20));
      require_value_or_line(cut);
    }
  });
}

TEST_CASE("swapped, repeated and foreign tokens give a scenario or one line") {
  tests::check_property([] {
    const std::vector<std::string> pieces = tokens(valid_text());
    for (int round = 0; round < 20; ++round) {
      std::vector<std::string> changed = pieces;
      for (int left = drawn(1, 3); left > 0; --left) {
        const auto a = drawn<std::size_t>(0, changed.size() - 1);
        const auto b = drawn<std::size_t>(0, changed.size() - 1);
        switch (drawn(0, 2)) {
          case 0:
            std::swap(changed[a], changed[b]);
            break;
          case 1:
            changed[a] = changed[b];
            break;
          default:
            changed[a] = *rc::gen::element<std::string>(
                "null", "true", "-1", "1e400", "1e-9", "99999999999999999999", "0.1234567", "\"\"", "[]", "{}", "NaN",
                "-0", "0.0", "1E5", "\"\\u0000\"", "\"\\ud800\"", "\"5ms\"", "\"0000\"", "[[[[", "\xef\xbb\xbf");
        }
      }
      require_value_or_line(joined(changed));
    }
  });
}

TEST_CASE("arbitrary bytes give a scenario or one line") {
  tests::check_property([](const std::string& bytes) { require_value_or_line(bytes); });
}

TEST_CASE("every field takes every kind of value or refuses it in one line") {
  tests::check_property([] {
    const std::vector<std::string> pieces = tokens(write_scenario(drawn_scenario()));
    // Values stand behind a colon and a space.
    for (std::size_t i = 2; i < pieces.size(); ++i) {
      if (pieces[i - 2] != ":") continue;
      std::vector<std::string> changed = pieces;
      changed[i] = *rc::gen::element<std::string>("null", "true", "0", "-1", "0.5", "\"1ms\"", "\"0001\"", "\"x\"",
                                                  "1e400", "123456789012345678901234567890");
      require_value_or_line(joined(changed));
    }
  });
}

}  // namespace whitewater::scenarios
