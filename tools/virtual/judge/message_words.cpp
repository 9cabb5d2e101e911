// Each sentence names the message, who sent it and when.
#include "tools/virtual/judge/message_words.hpp"

#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "core/text/number_text.hpp"

namespace whitewater::tools::virtual_time {

namespace {

std::string at(Time time) {
  return concat({"at ", microsecond_seconds(time - Time{}), " s"});
}

}  // namespace

std::string two_leaders_text(const checks::TermLeaders::Two& two, const checks::TermLeaders& terms,
                             std::string_view field, NodeId to, unsigned replicas) {
  const std::string before = node_text(two.before.leader, replicas);
  return concat({node_text(two.now.leader, replicas), " says in ", terms.type(two.now.type), " to ",
                 node_text(to, replicas), " that it leads term ", std::to_string(two.now.term), " (", field, "), but ",
                 before, " has said so of itself in ", terms.type(two.before.type), " ", at(two.before.first),
                 "; a term has at most one leader (Raft §5.2)"});
}

std::string silence_text(const checks::Service::Silence& silence, Time now, unsigned replicas, unsigned lost_max) {
  return concat({"no request was done from ", microsecond_seconds(silence.since - Time{}), " s to ",
                 microsecond_seconds(now - Time{}), " s, although ", grouped(silence.requests),
                 " were delivered to the majority ", nodes_text(silence.majority, replicas),
                 ", whose replicas lived and reached each other all that time",
                 lost_max == 0 ? std::string()
                               : concat({"; of any ", std::to_string(checks::Health::messages_counted),
                                         " messages of a link at most ", std::to_string(lost_max), " were lost"})});
}

std::string redirect_text(NodeId by, NodeId to, NodeSet ended, unsigned replicas) {
  return concat({"from ", node_text(by, replicas), " to ", to.valid() ? node_text(to, replicas) : "nobody",
                 ended.contains(to) ? ", which is dead" : ""});
}

std::string storm_text(const checks::Service::Storm& storm, std::string_view mid, NodeId client, Time now,
                       NodeSet ended, unsigned replicas) {
  std::string text =
      concat({"the request ", mid.substr(0, mid.find('.')), " of client ", node_text(client, replicas),
              " was redirected ", grouped(storm.redirects), " times from ", microsecond_seconds(storm.since - Time{}),
              " s to ", microsecond_seconds(now - Time{}), " s, although the replicas of the majority ",
              nodes_text(storm.majority, replicas), " lived and reached each other; "});
  if (storm.each_other)
    text +=
        concat({node_text(storm.by, replicas), " and ", node_text(storm.to, replicas), " name each other as leader"});
  else
    text += "the last redirect goes " + redirect_text(storm.by, storm.to, ended, replicas);
  return text;
}

std::string refused_text(const Refusals::Done& refused, std::string_view mid, NodeId client, NodeId from, Time now,
                         unsigned replicas) {
  return concat({node_text(from, replicas), " acknowledged the put ", mid, " of client ", node_text(client, replicas),
                 " ", at(now), ", but ", refused.by == from ? std::string("it") : node_text(refused.by, replicas),
                 " had redirected the client ", at(refused.when), refused.to == no_node ? "" : " to ",
                 refused.to == no_node ? "" : node_text(refused.to, replicas),
                 ": the client asks again for what is done"});
}

std::string departure_text(const checks::Departure& departure, unsigned replicas) {
  const std::string leader = node_text(departure.leader, replicas);
  return concat({node_text(departure.replica, replicas), " left its leader ", leader, " ", at(departure.time), ", ",
                 milli_seconds(*departure.since_heard), " s after it last heard ", leader,
                 ", which lived; in the two seconds before, no message was lost, late or cut off"});
}

}  // namespace whitewater::tools::virtual_time
