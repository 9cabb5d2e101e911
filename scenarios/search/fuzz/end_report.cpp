// Counts of the tally, as columns and sentences.
#include "scenarios/search/fuzz/end_report.hpp"

#include <algorithm>

#include "core/text/concat.hpp"
#include "simnet/faults/kinds.hpp"

namespace whitewater::scenarios::fuzz {

namespace {

constexpr std::size_t label_width = 34;
constexpr std::size_t number_width = 14;

std::string line(std::string_view label, std::string_view value) {
  return concat({"  ", pad_right(label, label_width), pad_left(value, number_width), "\n"});
}
std::string count_line(std::string_view label, std::uint64_t count) {
  return line(label, grouped(count));
}

std::string reasons_text(const Tally& tally) {
  std::string text;
  for (const auto& [reason, runs] : tally.reasons)
    text += concat({"    ", grouped(runs), runs == 1 ? " run: " : " runs: ", reason, "\n"});
  return text;
}

std::string runs_text(const Tally& tally) {
  const auto of = [&](Draft::Origin origin) { return tally.by_origin[static_cast<std::size_t>(origin)]; };
  std::string text = count_line("runs", tally.runs);
  if (of(Draft::Origin::corpus) > 0) text += count_line("  of scenarios handed in", of(Draft::Origin::corpus));
  if (of(Draft::Origin::mutated) > 0) {
    text += count_line("  drawn from their seeds", of(Draft::Origin::drawn));
    text += count_line("  changed from earlier runs", of(Draft::Origin::mutated));
  }
  text += count_line("passed", tally.passed);
  text += count_line("failed", tally.failed);
  if (tally.by_chance > 0) text += count_line("  as an ideal system would", tally.by_chance);
  if (tally.unknown > 0) text += count_line("without a verdict", tally.unknown) + reasons_text(tally);
  if (tally.nondeterministic > 0) text += count_line("not deterministic", tally.nondeterministic);
  text += count_line("events", tally.events);
  text +=
      line("virtual time", concat({grouped(static_cast<std::uint64_t>(tally.virtual_time.ns / 1'000'000'000)), " s"}));
  return text;
}

std::string checks_text(const Tally& tally) {
  std::string text;
  for (std::size_t i = 0; i < checks_count; ++i)
    if (tally.check_applies[i] > 0) text += count_line(check_rows.at(i).name, tally.check_ran[i]);
  return text;
}

std::string faults_text(const Tally& tally) {
  std::string text = concat({"  ", pad_right("", label_width - number_width), pad_left("planned", number_width),
                             pad_left("struck", number_width), pad_left("had an effect", number_width + 2), "\n"});
  for (std::size_t i = 0; i < fault_kinds; ++i) {
    const Tally::FaultTotals& totals = tally.faults[i];
    text += concat({"  ", pad_right(simnet::faults::kinds[i]->name, label_width - number_width),
                    pad_left(grouped(totals.planned), number_width), pad_left(grouped(totals.struck), number_width),
                    pad_left(grouped(totals.effects), number_width + 2), "\n"});
  }
  return text;
}

std::string list_text(const std::vector<std::string>& names) {
  constexpr std::size_t most = 24;
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i) text += concat({"  ", names[i], "\n"});
  if (names.size() > most) text += concat({"  and ", std::to_string(names.size() - most), " more\n"});
  return text;
}

std::string states_line(const Campaign& campaign) {
  const Tally& tally = campaign.tally();
  const bool states = campaign.frame().facts().words == WordSource::states;
  std::string text =
      count_line(states ? "different states of the cluster" : "kinds of messages by leaders", tally.words());
  if (!states) text += "  (the system does not say its states: Cluster::coverage)\n";
  if (tally.words_full()) text += "  (no more than these are counted)\n";
  if (campaign.plan().guided) text += count_line("scenarios kept to be changed", campaign.corpus().size());
  return text;
}

}  // namespace

std::vector<std::string> cells_never_reached(const Tally& tally) {
  // A phase in which no fault struck at all may be one that this system is never in.
  std::vector<std::string> names;
  for (std::size_t leading = 0; leading < leading_words.size(); ++leading) {
    bool reached = false;
    for (std::size_t cell = 0; cell < cells_count; ++cell)
      reached = reached || (cell / 2 % leading_words.size() == leading && tally.cells.test(cell));
    if (!reached) continue;
    for (std::size_t cell = 0; cell < cells_count; ++cell) {
      if (cell / 2 % leading_words.size() != leading || tally.cells.test(cell)) continue;
      if (tally.faults[cell / 2 / leading_words.size()].planned > 0) names.push_back(cell_text(cell));
    }
  }
  return names;
}

std::string novelty_text(const Novelty& novelty) {
  if (novelty.runs == 0) return "No run was drawn from its seed alone, so nothing can be said of what is left.";
  const std::string of =
      concat({" (from ", grouped(novelty.runs), novelty.runs == 1 ? " drawn run)." : " drawn runs)."});
  if (novelty.alone == 0)
    return concat({"Another drawn run hardly shows a new state: the chance is below 1 in ",
                   grouped(std::max<std::uint64_t>(novelty.runs / 3, 1)), of});
  const std::uint64_t one_in = novelty.runs / novelty.alone;
  if (one_in <= 1) return concat({"Nearly every further drawn run shows a new state: the search has only begun", of});
  return concat({"About 1 in ", grouped(one_in), " further drawn runs shows a new state", of});
}

std::vector<std::string> what_is_missing(const Campaign& campaign) {
  const Tally& tally = campaign.tally();
  std::vector<std::string> missing;
  if (tally.runs == 0) return {"no run was made"};
  if (tally.passed + tally.failed == 0)
    missing.emplace_back(tally.reasons.empty() ? "no run has a verdict"
                                               : concat({"no run has a verdict: ", tally.reasons.begin()->first}));
  const auto ran = [&](Check check) { return tally.check_ran[static_cast<std::size_t>(check)]; };
  for (std::size_t i = 0; i < checks_count; ++i)
    if (tally.check_applies[i] > 0 && tally.check_ran[i] == 0) missing.emplace_back(check_rows.at(i).never);
  if (ran(Check::properties) == 0 && ran(Check::linearizability) == 0 && tally.check_applies[0] == 0)
    missing.emplace_back("neither properties of the system nor a history were checked");
  std::uint64_t planned = 0;
  for (const Tally::FaultTotals& totals : tally.faults) planned += totals.planned;
  if (planned == 0) missing.emplace_back("no run had any fault");
  for (std::size_t i = 0; i < fault_kinds; ++i) {
    const Tally::FaultTotals& totals = tally.faults[i];
    const std::string_view kind = simnet::faults::kinds[i]->name;
    if (planned > 0 && totals.planned == 0 && !campaign.frame().fixes("faults"))
      missing.push_back(concat({"no fault was a ", kind}));
    if (totals.planned > 0 && totals.struck == 0)
      missing.push_back(concat({"no ", kind, " met a replica: its time or its role never came"}));
    else if (totals.planned > 0 && totals.effects == 0)
      missing.push_back(concat({"no ", kind, " had any effect"}));
  }
  return missing;
}

std::string end_report_text(const Campaign& campaign, const TextStyle& style) {
  const Tally& tally = campaign.tally();
  std::string text =
      concat({"Campaign\n", line("seed", std::to_string(campaign.plan().seed)), runs_text(tally), states_line(campaign),
              "\nChecks                                  runs in which they ran\n", checks_text(tally), "\nFaults\n",
              faults_text(tally)});
  if (const std::vector<std::string> cells = cells_never_reached(tally); !cells.empty())
    text += concat({"\nNever reached\n", list_text(cells)});
  text += concat({"\nWhat is left\n  ", novelty_text(tally.novelty()), "\n"});
  const std::vector<std::string> missing = what_is_missing(campaign);
  if (!missing.empty()) text += "\n";
  for (const std::string& sentence : missing)
    text += concat({style.paint(TextStyle::Tone::bad, "NOT EXERCISED"), "  ", sentence, "\n"});
  return text;
}

void write_end_report(const Campaign& campaign, json::Writer& writer) {
  const Tally& tally = campaign.tally();
  const auto number = [&](std::string_view key, std::uint64_t value) {
    writer.key(key).integer(static_cast<std::int64_t>(value));
  };
  writer.key("seed").string(std::to_string(campaign.plan().seed));
  writer.key("guided").boolean(campaign.plan().guided);
  number("runs", tally.runs);
  number("passed", tally.passed);
  number("failed", tally.failed);
  number("failed_by_chance", tally.by_chance);
  number("unknown", tally.unknown);
  writer.key("undecided").begin_object();
  for (const auto& [reason, runs] : tally.reasons) number(reason, runs);
  writer.end_object();
  number("nondeterministic", tally.nondeterministic);
  number("events", tally.events);
  writer.key("virtual_time").string(concat({std::to_string(tally.virtual_time.ns / 1'000'000'000), "s"}));
  number("states", tally.words());
  number("kept", campaign.corpus().size());
  writer.key("checks").begin_object();
  for (std::size_t i = 0; i < checks_count; ++i)
    if (tally.check_applies[i] > 0) number(check_rows.at(i).name, tally.check_ran[i]);
  writer.end_object().key("faults").begin_object();
  for (std::size_t i = 0; i < fault_kinds; ++i) {
    writer.key(simnet::faults::kinds[i]->name).begin_object();
    number("planned", tally.faults[i].planned);
    number("struck", tally.faults[i].struck);
    number("effects", tally.faults[i].effects);
    writer.end_object();
  }
  writer.end_object().key("never_reached").begin_array();
  for (const std::string& cell : cells_never_reached(tally)) writer.string(cell);
  writer.end_array().key("novelty").begin_object();
  number("runs", tally.novelty().runs);
  number("alone", tally.novelty().alone);
  writer.end_object().key("not_exercised").begin_array();
  for (const std::string& sentence : what_is_missing(campaign)) writer.string(sentence);
  writer.end_array();
}

}  // namespace whitewater::scenarios::fuzz
