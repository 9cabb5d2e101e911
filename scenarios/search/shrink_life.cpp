// The run ends soon after it fails.
#include <algorithm>
#include <utility>

#include "scenarios/format/field_types.hpp"
#include "scenarios/format/scenario_fields.hpp"
#include "scenarios/search/shrink_passes.hpp"

namespace whitewater::scenarios {

namespace {

constexpr Duration second = seconds(1);

bool is_duration(const Field& field) {
  return field.type == &field_types::duration || field.type == &field_types::seconds_or_duration ||
         field.type == &field_types::whole_seconds;
}

Duration rounded_up(Duration duration, Duration unit) {
  return unit * ((duration.ns + unit.ns - 1) / unit.ns);
}

// Durations of the workload that the run becomes shorter with, each cut by what lies behind the failure.
void cut_load(Shrinking& shrinking, Runner& ahead) {
  const FieldTable table(shrinking.best());
  for (const FieldRow& row : table.rows()) {
    if (row.owner != FieldOwner::workload || !is_duration(row.field) || row.field.slot == nullptr) continue;
    if (row.field.path.find("[]") != std::string_view::npos) continue;
    Scenario candidate = shrinking.best();
    const Duration end = ahead.look_ahead(candidate).end;
    Duration& length = *static_cast<Duration*>(row.slot(candidate, 0));
    const Duration unit = row.field.type == &field_types::whole_seconds ? second : milliseconds(100);
    const Duration least{limits(row.field, candidate).low};
    const Duration shorter = std::max(least, rounded_up(length - (end - shrinking.at()), unit));
    if (shorter >= length || shorter.ns < 0) continue;
    length = shorter;
    if (is_valid(candidate) && ahead.look_ahead(candidate).end < end) shrinking.accepts(std::move(candidate));
  }
}

// The load may be much shorter, if what fails is that the cluster does not come to rest.
void halve_load(Shrinking& shrinking, Runner& ahead) {
  const FieldTable table(shrinking.best());
  for (const FieldRow& row : table.rows()) {
    if (row.owner != FieldOwner::workload || !is_duration(row.field) || row.field.slot == nullptr) continue;
    if (row.field.path.find("[]") != std::string_view::npos) continue;
    for (const std::int64_t part : {0, 1, 2, 4, 6}) {
      Scenario candidate = shrinking.best();
      const Duration end = ahead.look_ahead(candidate).end;
      Duration& length = *static_cast<Duration*>(row.slot(candidate, 0));
      const Duration unit = row.field.type == &field_types::whole_seconds ? second : milliseconds(100);
      const Duration shorter =
          std::max(Duration{limits(row.field, candidate).low}, rounded_up(length * part / 8, unit));
      if (shorter >= length) continue;
      length = shorter;
      if (!is_valid(candidate) || ahead.look_ahead(candidate).end >= end) continue;
      if (shrinking.accepts(std::move(candidate))) break;
    }
  }
}

// No earlier than the load ends, which its workload says.
void heal_earlier(Shrinking& shrinking) {
  if (!shrinking.best().heal) return;
  for (const std::int64_t part : {0, 1, 2, 4, 6}) {
    Scenario candidate = shrinking.best();
    candidate.heal = rounded_up(*candidate.heal * part / 8, milliseconds(100));
    if (*candidate.heal >= *shrinking.best().heal || !is_valid(candidate)) continue;
    if (shrinking.accepts(std::move(candidate))) return;
  }
}

}  // namespace

void shorten_life(Shrinking& shrinking) {
  Runner ahead;
  if (!shrinking.of_liveness() && shrinking.best().heal) {
    Scenario candidate = shrinking.best();
    candidate.heal.reset();
    shrinking.accepts(std::move(candidate));
  }
  if (shrinking.of_liveness()) {
    halve_load(shrinking, ahead);
    heal_earlier(shrinking);
  } else {
    cut_load(shrinking, ahead);
  }
}

}  // namespace whitewater::scenarios
