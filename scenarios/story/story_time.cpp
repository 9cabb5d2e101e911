// Six digits, as in reports.
#include "scenarios/story/story_time.hpp"

#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"

namespace whitewater::scenarios {

namespace {

constexpr std::size_t column_width = 12;  // "+99.999999 s"

}  // namespace

std::string run_time_text(Time time) {
  return concat({"t=", microsecond_seconds(time - Time{}), "s"});
}

std::string rough_text(Duration duration) {
  const auto tenths = [](std::int64_t n, std::int64_t unit) {
    const std::int64_t t = n * 10 / unit;
    return std::to_string(t / 10) + "." + std::to_string(t % 10);
  };
  return duration < seconds(1) ? tenths(duration.ns, 1'000'000) + " ms" : tenths(duration.ns, 1'000'000'000) + " s";
}

std::string StoryClock::text(Time time) const {
  return time < first_ ? run_time_text(time) : concat({"+", microsecond_seconds(time - first_), " s"});
}

std::string StoryClock::column(Time time) const {
  return pad_left(text(time), column_width);
}

}  // namespace whitewater::scenarios
