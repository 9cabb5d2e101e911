// The sentences of the judge of messages.
#pragma once

#include <string>
#include <string_view>

#include "core/check/messages/followings.hpp"
#include "core/check/messages/service.hpp"
#include "core/check/messages/term_leaders.hpp"
#include "tools/virtual/judge/refusals.hpp"

namespace whitewater::tools::virtual_time {

std::string two_leaders_text(const checks::TermLeaders::Two& two, const checks::TermLeaders& terms,
                             std::string_view field, NodeId to, unsigned replicas);
// lost_max: so many of a link's latest messages may have been lost; 0: none.
std::string silence_text(const checks::Service::Silence& silence, Time now, unsigned replicas, unsigned lost_max);
std::string storm_text(const checks::Service::Storm& storm, std::string_view mid, NodeId client, Time now,
                       NodeSet ended, unsigned replicas);
// A put that was redirected, and that `from` acknowledges.
std::string refused_text(const Refusals::Done& refused, std::string_view mid, NodeId client, NodeId from, Time now,
                         unsigned replicas);
// "from 0001 to 0002, which is dead": of one redirect.
std::string redirect_text(NodeId by, NodeId to, NodeSet ended, unsigned replicas);
std::string departure_text(const checks::Departure& departure, unsigned replicas);

}  // namespace whitewater::tools::virtual_time
