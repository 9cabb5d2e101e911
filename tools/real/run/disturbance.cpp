// KIND:WHO@TIME[+FOR], times in seconds.
#include "tools/real/run/disturbance.hpp"

#include <charconv>

#include "core/course/message_json.hpp"

namespace whitewater::tools::real {

namespace {

// "12" or "2.5".
std::optional<Duration> seconds_in(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  std::int64_t s = 0, thousandths = 0;
  if (std::from_chars(whole.data(), whole.data() + whole.size(), s).ptr != whole.data() + whole.size() ||
      whole.empty() || s < 0 || s > 1'000'000)
    return std::nullopt;
  if (point != std::string_view::npos) {
    std::string fraction(text.substr(point + 1));
    if (fraction.empty() || fraction.size() > 3) return std::nullopt;
    fraction.append(3 - fraction.size(), '0');
    if (std::from_chars(fraction.data(), fraction.data() + 3, thousandths).ptr != fraction.data() + 3)
      return std::nullopt;
  }
  return seconds(s) + milliseconds(thousandths);
}

}  // namespace

std::optional<Error> parse_disturbance(const std::string& text, std::vector<Disturbance>& disturbances) {
  const Error wrong{"",
                    "--disturb: expected kill:WHO@SECONDS or stop:WHO@SECONDS+SECONDS, where WHO is an ID or leader, "
                    "found '" +
                        text + "'"};
  const std::size_t colon = text.find(':');
  const std::size_t at = text.find('@');
  if (colon == std::string::npos || at == std::string::npos || at < colon) return wrong;
  const std::string kind = text.substr(0, colon);
  const std::string who = text.substr(colon + 1, at - colon - 1);
  const std::string_view when = std::string_view(text).substr(at + 1);
  const std::size_t plus = when.find('+');
  if ((kind != "kill" && kind != "stop") || (kind == "stop") != (plus != std::string::npos)) return wrong;

  Disturbance disturbance;
  disturbance.kind = kind == "kill" ? Disturbance::Kind::kill : Disturbance::Kind::stop;
  if (who != "leader") {
    const std::optional<NodeId> node = course::node_of(who, NodeSet::nodes_max);
    if (!node || !node->valid()) return wrong;
    disturbance.replica = *node;
  }
  const std::optional<Duration> time = seconds_in(when.substr(0, plus));
  if (!time) return wrong;
  disturbance.time = *time;
  disturbances.push_back(disturbance);
  if (plus == std::string::npos) return std::nullopt;
  const std::optional<Duration> length = seconds_in(when.substr(plus + 1));
  if (!length) return wrong;
  Disturbance end = disturbance;
  end.kind = Disturbance::Kind::go_on;
  end.time = disturbance.time + *length;
  end.stop = disturbances.size() - 1;
  disturbances.push_back(end);
  return std::nullopt;
}

}  // namespace whitewater::tools::real
