// Clock readings are kept only where they differ from the moment: a file whose times increase costs no memory.
#include "tools/history/history_event.hpp"

#include <algorithm>

#include "core/text/lower_case.hpp"

namespace whitewater::tools {

std::string_view bare_word(std::string_view text) {
  if (text.starts_with(':')) text.remove_prefix(1);
  if (text.size() >= 2 && text.starts_with('"') && text.ends_with('"')) text = text.substr(1, text.size() - 2);
  if (text.starts_with(':')) text.remove_prefix(1);
  return text;
}

bool same_word(std::string_view text, std::string_view word) {
  return std::equal(text.begin(), text.end(), word.begin(), word.end(),
                    [&](char a, char b) { return lower_case(a) == b; });
}

std::optional<HistoryEvent::Type> HistoryEvent::type_of(std::string_view word) {
  constexpr std::pair<std::string_view, Type> words[] = {
      {"invoke", Type::invoke}, {"ok", Type::ok}, {"fail", Type::fail}, {"info", Type::info}};
  for (const auto& [name, type] : words)
    if (same_word(bare_word(word), name)) return type;
  return std::nullopt;
}

std::int64_t EventClock::next(std::optional<std::int64_t> read) {
  using Clock = checks::History::Clock;
  ++events_;
  if (events_ == 1 && !read) history_.clock = Clock::events;
  if (history_.clock == Clock::events) return now_ = events_;
  // Leaves room for ties behind the latest time, and for the difference of two readings.
  constexpr std::int64_t reach = std::int64_t{1} << 61;
  const std::int64_t said = std::clamp(read.value_or(read_), -reach, reach);
  if (events_ > 1 && said < read_) {
    ++steps_back_;
    longest_step_ = std::max(longest_step_, read_ - said);
  }
  read_ = said;
  now_ = events_ == 1 ? said : std::max(said, now_ + 1);
  if (now_ != said) history_.clock_readings.push_back({now_, said});
  return now_;
}

}  // namespace whitewater::tools
