// What is wrong, what it needs, when, how it comes about, and what would have gone well.
#include "scenarios/search/explain/explanation_text.hpp"

#include <algorithm>
#include <utility>

#include "core/text/concat.hpp"
#include "scenarios/report/text_lines.hpp"

namespace whitewater::scenarios {

namespace {

constexpr Duration race_max = milliseconds(1);
constexpr Duration state_min = seconds(1);

std::string time_text(Time time) {
  return microsecond_seconds(time - Time{}) + " s";
}

// In the largest unit in which it is at least one, with three digits behind the point.
std::string length_text(Duration length) {
  const auto [unit, name] = length >= seconds(1)        ? std::pair(seconds(1).ns, " s")
                            : length >= milliseconds(1) ? std::pair(milliseconds(1).ns, " ms")
                                                        : std::pair(microseconds(1).ns, " us");
  std::string fraction = std::to_string(length.ns % unit * 1'000 / unit);
  fraction.insert(0, 3 - fraction.size(), '0');
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  return concat({std::to_string(length.ns / unit), fraction.empty() ? "" : ".", fraction, name});
}

template <class List, class Words>
std::size_t widest(const List& list, Words words) {
  std::size_t width = 0;
  for (const auto& one : list) width = std::max(width, words(one).size());
  return width;
}

void add_account(std::string& text, const Explanation& explained, const TextStyle& style) {
  if (explained.account.empty()) return;
  heading(text, "In words", style);
  for (const std::string& line : explained.account) text += concat({"  ", line, "\n"});
}

void add_necessities(std::string& text, const Explanation& explained, const TextStyle& style) {
  if (explained.necessities.empty()) return;
  heading(text, "What it needs", style);
  const std::size_t width = widest(explained.necessities, [](const Necessity& one) { return one.piece; });
  for (const Necessity& one : explained.necessities)
    text += concat({"  ", pad_right(one.piece, width), "  without it ", one.instead, "\n"});
}

void add_windows(std::string& text, const Explanation& explained, const TextStyle& style) {
  if (explained.windows.empty()) return;
  heading(text, "When each may strike, so that it still fails", style);
  const std::size_t width = widest(explained.windows, [](const StrikeWindow& one) { return one.piece; });
  for (const StrikeWindow& one : explained.windows)
    text += concat({"  ", pad_right(one.piece, width), "  ", window_words(one), "\n"});
}

// "the latest 24 of 310 messages in the past of the violation were tried: earlier ones may be needed, too"
std::string tried_words(const Explanation& explained) {
  const std::string all = count_of(explained.messages_past, "message", "messages");
  if (explained.messages_tried == 0)
    return concat({"none of ", all, " in the past of the violation was tried: some may be needed"});
  return concat({"the latest ", grouped(explained.messages_tried), " of ", all, " in the past of the violation ",
                 explained.messages_tried == 1 ? "was" : "were", " tried: earlier ones may be needed, too"});
}

void add_steps(std::string& text, const Explanation& explained, const TextStyle& style) {
  const bool untried = explained.messages_tried < explained.messages_past;
  if (explained.steps.empty() && !untried) return;
  heading(text, "How it comes about", style);
  if (untried) text += concat({"  (", tried_words(explained), ")\n"});
  if (explained.steps.empty()) return;
  if (explained.left_out > 0)
    text += concat({"  (", count_of(explained.left_out, "earlier step is", "earlier steps are"), " left out)\n"});
  const std::size_t width = std::to_string(explained.steps.size()).size();
  for (const Step& step : explained.steps) {
    std::string because;
    for (const unsigned number : step.because)
      because += concat({because.empty() ? "  <- " : ", ", std::to_string(number)});
    text += concat({"  ", pad_left(std::to_string(step.number), width), "  ", pad_left(time_text(step.time), 12), "  ",
                    step.sentence, because, "\n"});
  }
  text += concat({"  ", std::string(width, ' '), "  ", pad_left(time_text(explained.violation), 12), "  ",
                  style.paint(TextStyle::Tone::bad, explained.sentence), "\n"});
}

void add_nearest(std::string& text, const Explanation& explained, const TextStyle& style) {
  if (!explained.nearest) return;
  const NearestPass& pass = *explained.nearest;
  heading(text, concat({"The nearest run that passes: ", pass.change}), style);
  text += concat({"  both runs are the same until ", time_text(pass.time), "; then\n"});
  for (const bool here : {true, false}) {
    text += here ? "  this run\n" : "  the run that passes\n";
    for (const std::string& line : here ? pass.here : pass.there) text += concat({"    ", line, "\n"});
    if ((here ? pass.here : pass.there).empty()) text += "    ends\n";
  }
}

std::string percent(std::uint32_t ppm) {
  return std::to_string(ppm / 10'000) + " %";
}

void add_curve(std::string& text, const Explanation& explained, const TextStyle& style) {
  if (explained.curve.empty()) return;
  heading(text, "When it became inevitable: all chance from then on drawn anew", style);
  for (const CurvePoint& point : explained.curve) {
    const auto share = static_cast<std::uint32_t>(std::uint64_t{point.failed} * 1'000'000 / point.tried);
    text += concat({"  ", pad_left(time_text(point.time), 12), "  ", pad_left(percent(share), 5),
                    " fail  (95 %: ", percent(point.low_ppm), " to ", percent(point.high_ppm), ")  ",
                    std::string(share / 50'000, '#'), "\n"});
  }
  text += explained.inevitable ? concat({"  inevitable from ", time_text(*explained.inevitable), "\n"})
                               : std::string("  at no time before the end was it inevitable\n");
}

}  // namespace

std::string window_words(const StrikeWindow& window) {
  if (window.from_start && window.to_end) return "at any time";
  if (window.from_start) return concat({"at any time up to ", time_text(Time{} + window.last)});
  if (window.to_end) return concat({"at any time from ", time_text(Time{} + window.first), " on"});
  const Duration length = window.last - window.first;
  const std::string_view what = length <= race_max ? ": a race" : length >= state_min ? ": a state" : "";
  return concat({"from ", time_text(Time{} + window.first), " to ", time_text(Time{} + window.last), " (",
                 length_text(length), what, ")"});
}

std::string opinion_words(const Explanation& explained) {
  const SecondOpinion& second = explained.second;
  switch (second.says) {
    case SecondOpinion::Says::agrees:
      return concat({"a second judge (", second.judge, ") agrees: ", second.text});
    case SecondOpinion::Says::does_not_agree:
      return concat(
          {"A SECOND JUDGE (", second.judge, ") DOES NOT AGREE: ", second.text, ". One of the two judges is wrong."});
    case SecondOpinion::Says::no_opinion:
      break;
  }
  if (second.judge.empty()) return concat({"no second judge knows ", explained.kind.property});
  return concat({"the second judge (", second.judge, ") has no opinion: ", second.text});
}

std::string explanation_text(const Explanation& explained, const TextStyle& style) {
  std::string text = concat({style.paint(TextStyle::Tone::bad, "FAIL"), "  ", explained.kind.property, "  at ",
                             time_text(explained.violation), "  ", count_of(explained.replicas, "replica", "replicas"),
                             "\n  ", explained.sentence, "\n"});
  text += concat({"  ", opinion_words(explained), "\n"});
  add_account(text, explained, style);
  add_necessities(text, explained, style);
  add_windows(text, explained, style);
  add_steps(text, explained, style);
  add_nearest(text, explained, style);
  add_curve(text, explained, style);
  text += concat({"\n", grouped(explained.runs), explained.runs == 1 ? " run" : " runs",
                  explained.cut_short ? "; cut short: there was no time for more\n" : "\n"});
  return text;
}

}  // namespace whitewater::scenarios
