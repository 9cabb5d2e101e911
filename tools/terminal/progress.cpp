// The rate is that of the whole run so far.
#include "tools/terminal/progress.hpp"

#include "core/text/number_text.hpp"

namespace whitewater::tools {

namespace {

std::string two_digits(std::uint64_t n) {
  return std::string(n < 10 ? "0" : "") + std::to_string(n);
}

}  // namespace

std::string rough_time(std::uint64_t seconds) {
  if (seconds < 60) return std::to_string(seconds) + " s";
  if (seconds < 3600) return std::to_string(seconds / 60) + " min " + two_digits(seconds % 60) + " s";
  return grouped(seconds / 3600) + " h " + two_digits(seconds % 3600 / 60) + " min";
}

std::string progress_text(std::uint64_t done, std::uint64_t total, Duration elapsed) {
  std::string text = grouped(done) + "/" + grouped(total) + " runs  " + percent_text(done, total);
  if (done == 0 || elapsed.ns <= 0) return text;
  __extension__ using Wide = unsigned __int128;
  const auto ns = static_cast<std::uint64_t>(elapsed.ns);
  const auto tenths_a_second = static_cast<std::uint64_t>(Wide{done} * 10'000'000'000u / ns);
  text.append("  ") += grouped(tenths_a_second / 10);
  if (tenths_a_second < 100) text.append(".") += std::to_string(tenths_a_second % 10);
  text += " runs/s";
  const auto left = static_cast<std::uint64_t>(Wide{total - done} * ns / done / 1'000'000'000u);
  return text + "  ETA " + rough_time(left);
}

}  // namespace whitewater::tools
