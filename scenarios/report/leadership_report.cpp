// The same figures as text, as JSON, and as rows of a sweep.
#include "scenarios/report/leadership_report.hpp"

#include <algorithm>

#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "scenarios/report/json_members.hpp"
#include "scenarios/report/text_lines.hpp"

namespace whitewater::scenarios {

namespace {

constexpr std::size_t leaders_shown_max = 8;

// "0001, 0004, 0001": the latest ones, if there were too many.
std::string leaders_text(const std::vector<LeadershipReport::Reign>& reigns, unsigned replicas) {
  if (reigns.empty()) return "nobody";
  const std::size_t skipped = reigns.size() > leaders_shown_max ? reigns.size() - leaders_shown_max : 0;
  std::string text = skipped > 0 ? concat({grouped(skipped), " more, then "}) : "";
  for (std::size_t i = skipped; i < reigns.size(); ++i)
    text.append(i == skipped ? "" : ", ") += node_text(reigns[i].node, replicas);
  return text;
}

}  // namespace

std::uint64_t LeadershipReport::terms() const {
  std::vector<std::uint64_t> all;
  for (const Reign& reign : reigns) all.push_back(reign.term);
  std::sort(all.begin(), all.end());
  return static_cast<std::uint64_t>(std::unique(all.begin(), all.end()) - all.begin());
}

std::uint64_t LeadershipReport::changes() const {
  std::uint64_t count = 0;
  for (std::size_t i = 1; i < reigns.size(); ++i) count += reigns[i].node != reigns[i - 1].node ? 1u : 0u;
  return count;
}

void LeadershipReport::add_text(std::string& text, unsigned replicas, const TextStyle& style) const {
  heading(text, "Leadership", style);
  line(text, "elections", grouped(elections));
  line(text, "terms with a leader / highest term", concat({grouped(terms()), " / ", grouped(highest_term)}));
  line(text, "leaders, in this order", leaders_text(reigns, replicas));
  span_line(text, "longest time without a leader", leaderless.from, leaderless.length);
}

void LeadershipReport::write_json(json::Writer& writer) const {
  Members members(writer);
  members.count("elections", elections);
  members.count("terms", terms());
  members.count("highest_term", highest_term);
  members.count("changes", changes());
  members.seconds("longest_leaderless_s", leaderless.length);
  members.seconds("leaderless_from_s", leaderless.from - Time{});
  json::Writer& leaders = members.key("leaders").begin_array();
  for (const Reign& reign : reigns) {
    Members one(leaders);
    one.count("node", reign.node.value);
    one.count("term", reign.term);
    one.seconds("from_s", reign.begin - Time{});
    one.seconds("until_s", reign.end - Time{});
  }
  leaders.end_array();
}

void LeadershipReport::add_figures(std::vector<Figure>& figures) const {
  figures.push_back({"elections", "elections", elections, false});
  figures.push_back({"terms", "terms with a leader", terms(), false});
  figures.push_back({"leader_changes", "changes of the leader", changes(), false});
  figures.push_back({"longest_leaderless", "longest without a leader",
                     static_cast<std::uint64_t>(std::max<std::int64_t>(leaderless.length.ns, 0)), true});
}

LeadershipReport::Span longest_leaderless(const std::vector<LeadershipReport::Reign>& reigns, Time from, Time until) {
  LeadershipReport::Span longest{from, {}};
  Time led_until = from;
  const auto gap = [&](Time next) {
    if (next - led_until > longest.length) longest = {led_until, next - led_until};
  };
  for (const LeadershipReport::Reign& reign : reigns) {
    gap(std::min(reign.begin, until));
    led_until = std::max(led_until, reign.end);
  }
  gap(until);
  return longest;
}

}  // namespace whitewater::scenarios
