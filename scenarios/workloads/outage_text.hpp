// What an outage was, in a sentence: nobody led, or somebody led and nobody was answered.
#pragma once

#include <string>
#include <string_view>

#include "core/client/silence.hpp"
#include "core/text/concat.hpp"
#include "scenarios/report/report.hpp"
#include "scenarios/report/text_lines.hpp"

namespace whitewater::scenarios {

// Shorter ones are elections as usual.
inline constexpr Duration outage_told_min = seconds(3);

// "no leader for 28.1 s (from 8.1 s to 36.2 s)" if that covers half of the silence; otherwise "no request was answered
// ok for 21.3 s (from …)". Empty: neither was long.
inline std::string outage_text(const RunReport& report, const client::Silence& silence) {
  const auto span = [](Time from, Duration length) {
    return concat({short_seconds(length), " (from ", short_time(from), " to ", short_time(from + length), ")"});
  };
  if (report.leadership) {
    const LeadershipReport::Span& nobody = report.leadership->leaderless;
    if (nobody.length >= outage_told_min && nobody.length * 2 >= silence.length)
      return concat({"no leader for ", span(nobody.from, nobody.length)});
  }
  if (silence.length < outage_told_min) return "";
  return concat({"no request was answered ok for ", span(silence.began, silence.length)});
}

// "no leader" -> "No leader."; empty stays empty.
inline std::string as_sentence(std::string_view words) {
  if (words.empty()) return "";
  const bool small = words.front() >= 'a' && words.front() <= 'z';
  const char first = small ? static_cast<char>(words.front() - 'a' + 'A') : words.front();
  return concat({std::string_view(&first, 1), words.substr(1), "."});
}

}  // namespace whitewater::scenarios
