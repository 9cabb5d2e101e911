// Times are seconds, as in reports.
#include "core/wire/json_writer.hpp"
#include "scenarios/report/json_members.hpp"
#include "scenarios/search/explain/explanation_text.hpp"

namespace whitewater::scenarios {

namespace {

void write_strings(json::Writer& writer, const std::vector<std::string>& lines) {
  writer.begin_array();
  for (const std::string& line : lines) writer.string(line);
  writer.end_array();
}

template <class List, class Write>
void write_list(Members& members, std::string_view name, const List& list, Write write) {
  json::Writer& writer = members.key(name);
  writer.begin_array();
  for (const auto& one : list) {
    Members object(writer);
    write(object, one);
  }
  writer.end_array();
}

void write_step(Members& members, const Step& step) {
  members.count("number", step.number);
  members.seconds("time", step.time - Time{});
  members.string("sentence", step.sentence);
  members.boolean("fault", step.fault);
  json::Writer& because = members.key("because");
  because.begin_array();
  for (const unsigned number : step.because) because.unsigned_integer(number);
  because.end_array();
  if (step.message.empty()) return;
  members.string("from", step.from);
  members.string("to", step.to);
  members.string("message", step.message);
}

void write_opinion(Members& members, const Explanation& explained) {
  using Says = SecondOpinion::Says;
  const SecondOpinion& second = explained.second;
  Members object(members.key("second_judge"));
  object.string("says", second.says == Says::agrees           ? "agrees"
                        : second.says == Says::does_not_agree ? "does_not_agree"
                                                              : "no_opinion");
  object.string("judge", second.judge);
  object.string("text", second.text);
}

void write_window(Members& members, const StrikeWindow& window) {
  members.string("of", window.piece);
  members.seconds("first", window.first);
  members.seconds("last", window.last);
  members.boolean("from_start", window.from_start);
  members.boolean("to_end", window.to_end);
}

void write_point(Members& members, const CurvePoint& point) {
  members.seconds("time", point.time - Time{});
  members.count("failed", point.failed);
  members.count("tried", point.tried);
  members.count("low_ppm", point.low_ppm);
  members.count("high_ppm", point.high_ppm);
}

}  // namespace

std::string explanation_json(const Explanation& explained) {
  std::string text;
  json::Writer writer(text);
  {
    Members members(writer);
    members.string("schema", "whitewater-explanation-1");
    members.string("property", explained.kind.property);
    members.string("shape", explained.kind.shape);
    members.string("sentence", explained.sentence);
    members.seconds("violation", explained.violation - Time{});
    members.count("replicas", explained.replicas);
    write_opinion(members, explained);
    write_strings(members.key("account"), explained.account);
    write_list(members, "needs", explained.necessities, [](Members& object, const Necessity& one) {
      object.string("piece", one.piece);
      object.boolean("needed", one.needed);
      object.string("without_it", one.instead);
    });
    write_list(members, "windows", explained.windows, write_window);
    write_list(members, "steps", explained.steps, write_step);
    members.count("steps_left_out", explained.left_out);
    members.count("messages_tried", explained.messages_tried);
    members.count("messages_in_past", explained.messages_past);
    if (explained.nearest) {
      Members nearest(members.key("nearest_pass"));
      nearest.string("change", explained.nearest->change);
      nearest.seconds("parts_at", explained.nearest->time - Time{});
      write_strings(nearest.key("this_run"), explained.nearest->here);
      write_strings(nearest.key("passing_run"), explained.nearest->there);
    }
    if (!explained.curve.empty()) write_list(members, "curve", explained.curve, write_point);
    if (explained.inevitable) members.seconds("inevitable_from", *explained.inevitable - Time{});
    members.count("runs", explained.runs);
    members.boolean("cut_short", explained.cut_short);
  }
  return text += '\n';
}

}  // namespace whitewater::scenarios
