// A bug has the verdict of its schedule.
#include <algorithm>

#include "core/base/check.hpp"
#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/report/json_members.hpp"
#include "tools/known_bugs/staging.hpp"

namespace whitewater::tools {

namespace {

using Verdict = StagedSchedule::Verdict;

const StagedSchedule* schedule_of(const StagedBug& bug, const std::vector<StagedSchedule>& schedules) {
  const auto found = std::find_if(schedules.begin(), schedules.end(),
                                  [&](const StagedSchedule& schedule) { return schedule.name == bug.schedule; });
  return found == schedules.end() ? nullptr : &*found;
}

std::string_view verdict_word(Verdict verdict) {
  switch (verdict) {
    case Verdict::survived:
      return "survived";
    case Verdict::fell:
      return "fell";
    case Verdict::unknown:
      break;
  }
  return "unknown";
}

std::string verdict_text(const StagedSchedule& schedule) {
  std::string text(verdict_word(schedule.verdict));
  if (schedule.verdict == Verdict::survived) return text;
  return text + concat({", seed ", std::to_string(schedule.seed), ": ", schedule.finding});
}

}  // namespace

std::string staging_text(const std::vector<StagedSchedule>& schedules, std::string_view system) {
  std::string text = concat({"Known bugs, staged against ", system, "\n\n"});
  text += concat({"  ", pad_right("bug", 30), pad_right("schedule", 22), "verdict\n"});
  std::size_t survived = 0, fell = 0, unknown = 0, unstaged = 0;
  for (const StagedBug& bug : staged_bugs()) {
    const StagedSchedule* const schedule = schedule_of(bug, schedules);
    text += concat({"  ", pad_right(bug.bug, 30), pad_right(schedule == nullptr ? "-" : bug.schedule, 22)});
    text += schedule == nullptr ? concat({"not staged: ", bug.why}) : verdict_text(*schedule);
    text += "\n";
    if (schedule == nullptr)
      ++unstaged;
    else
      ++(schedule->verdict == Verdict::survived ? survived : schedule->verdict == Verdict::fell ? fell : unknown);
  }
  text +=
      concat({"\n",
              fell > 0      ? "FAIL"
              : unknown > 0 ? "UNKNOWN"
                            : "PASS",
              "  of ", std::to_string(staged_bugs().size()), " known bugs ", std::to_string(survived), " survived, ",
              std::to_string(fell), " fell, ", unknown > 0 ? std::to_string(unknown) + " without a verdict, " : "",
              std::to_string(unstaged), " not staged\n"});
  return text;
}

std::string staging_json(const std::vector<StagedSchedule>& schedules) {
  std::string text;
  for (const StagedBug& bug : staged_bugs()) {
    const StagedSchedule* const schedule = schedule_of(bug, schedules);
    {
      json::Writer writer(text);
      scenarios::Members members(writer);
      members.string("schema", "whitewater-known-bug-1");
      members.string("bug", bug.bug);
      if (schedule == nullptr) {
        members.string("verdict", "not_staged");
        members.string("reason", bug.why);
      } else {
        members.string("verdict", verdict_word(schedule->verdict));
        members.string("schedule", bug.schedule);
        members.count("runs", schedule->runs);
        if (schedule->verdict != Verdict::survived) {
          members.string("seed", std::to_string(schedule->seed));
          if (!schedule->property.empty()) members.string("property", schedule->property);
          members.string(schedule->verdict == Verdict::fell ? "finding" : "reason", schedule->finding);
        }
        if (!schedule->file.empty()) members.string("failure", schedule->file);
      }
    }
    text += "\n";
  }
  return text;
}

ExitCode staging_exit_code(const std::vector<StagedSchedule>& schedules) {
  ExitCode code = ExitCode::fine;
  for (const StagedSchedule& schedule : schedules) {
    if (schedule.verdict == Verdict::fell) return ExitCode::violated;
    if (schedule.verdict == Verdict::unknown) code = ExitCode::inconclusive;
  }
  return code;
}

}  // namespace whitewater::tools
