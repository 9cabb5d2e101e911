// Points are taken as the run goes by, until there are enough.
#include "scenarios/search/trail.hpp"

#include <algorithm>
#include <charconv>

#include "core/base/check.hpp"

namespace whitewater::scenarios {

namespace {

constexpr std::size_t digits = 4;  // of a point

}  // namespace

std::uint64_t trail_step(std::uint64_t events) {
  return std::max<std::uint64_t>(1, (events + Trail::points_max - 1) / Trail::points_max);
}

std::string trail_text(const Trail& trail) {
  constexpr std::string_view hexadecimal = "0123456789abcdef";
  std::string text;
  for (const std::uint16_t point : trail.points)
    for (int shift = 12; shift >= 0; shift -= 4) text += hexadecimal[(point >> shift) & 15u];
  return text;
}

std::optional<std::vector<std::uint16_t>> trail_points(std::string_view text) {
  if (text.size() % digits != 0 || text.size() / digits > Trail::points_max) return std::nullopt;
  std::vector<std::uint16_t> points;
  for (; !text.empty(); text.remove_prefix(digits)) {
    std::uint16_t point = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + digits, point, 16);
    if (wrong != std::errc() || end != text.data() + digits) return std::nullopt;
    points.push_back(point);
  }
  return points;
}

TrailWatch::TrailWatch(const Runner& runner, std::uint64_t every, std::uint64_t until)
    : runner_(runner), until_(until) {
  check(every > 0, "the points of a trail lie at least one event apart");
  trail_.every = every;
}

void TrailWatch::on_event(const simnet::EventRecord& record) {
  ++events_;
  if (events_ == until_) digest_then_ = runner_.digest();
  if (events_ % trail_.every != 0 || trail_.points.size() == Trail::points_max) return;
  trail_.points.push_back(static_cast<std::uint16_t>(runner_.digest()));
  times_.push_back(record.time);
}

}  // namespace whitewater::scenarios
