// A message is judged when it leaves, a request when it arrives.
#include "tools/virtual/judge/message_judge.hpp"

#include <algorithm>
#include <utility>

#include "core/base/hash.hpp"
#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/report/text_lines.hpp"
#include "simnet/faults/kinds.hpp"
#include "tools/virtual/host/datagram.hpp"
#include "tools/virtual/judge/fields.hpp"
#include "tools/virtual/judge/message_words.hpp"

namespace whitewater::tools::virtual_time {

namespace {

// A message that takes longer than this between two replicas is late.
constexpr Duration in_time = milliseconds(25);
// So long before an election without cause nothing went wrong.
constexpr Duration calm = seconds(2);
// Where messages are lost by chance: so many of a link's latest 20, two fifths, and a patience so many times as long.
// At a loss of 15 % a link exceeds it in one of a thousand windows; and with two fifths lost an election of a right
// program still succeeds every few attempts.
constexpr unsigned lost_max = 8;
constexpr int lossy_patience = 3;

// All attempts of a request have this name: "r12" and "r12.1".
std::uint64_t chain_name(NodeId client, std::string_view mid) {
  return hash_words(client.value, hash_bytes(mid.substr(0, mid.find('.'))));
}

}  // namespace

void MessageJudge::reset(simnet::World& world, Setup setup) {
  world_ = &world;
  setup_ = std::move(setup);
  terms_.reset();
  followings_.reset(setup_.replicas);
  health_.reset(setup_.replicas, setup_.replicas / 2 + 1);
  lossy_health_.reset(setup_.replicas, setup_.replicas / 2 + 1, lost_max);
  service_.reset(setup_.patience);
  lossy_service_.reset(setup_.patience * lossy_patience);
  change_health([&](checks::Health& health) { health.trouble(setup_.clocks_run_off, {}); });
  refusals_.reset();
  in_flight_.assign(in_flight_max, {});
  slow_.clear();
  violation_.reset();
  given_up_.clear();
  term_found_.clear();
  latest_ = {};
  uncaused_.clear();
  last_uncaused_ = {};
}

void MessageJudge::violates(std::string property, std::string shape, std::string text, NodeId node, Time now) {
  violation_ = scenarios::Violation{std::move(property), std::move(text), now, world_->events(), node, {}};
  violation_->shape = std::move(shape);
  latest_ = {};
  world_->stop();
}

void MessageJudge::on_sends(const simnet::SendBatch& batch) {
  if (over() || batch.from.value >= setup_.replicas) return;
  std::uint64_t sequence = batch.first_sequence;
  for (std::size_t i = 0; i < batch.sends.size() && !over(); ++i) {
    const simnet::SendBatch::Fate fate = batch.fate(i);
    sent(batch.from, batch.sends[i], fate, sequence, batch.time);
    if (fate.outcome == simnet::SendOutcome::delivered) sequence += fate.copies;
  }
}

void MessageJudge::sent(NodeId from, const Effects::Send& send, simnet::SendBatch::Fate fate, std::uint64_t sequence,
                        Time now) {
  if (send.kind == SendKind::reply) {
    if (const auto* const reply = send.payload.get_if<client::Reply>()) answered(from, send.to, *reply, now);
    return;
  }
  const auto* const datagram = send.payload.get_if<Datagram>();
  if (send.kind != SendKind::message || datagram == nullptr) return;
  names(from, datagram->leader, now);
  claims(from, send, now);
  using Outcome = simnet::SendOutcome;
  if (fate.outcome == Outcome::delivered) in_flight_[sequence % in_flight_max] = {sequence, now, from, send.to};
  if (fate.outcome == Outcome::delivered || fate.outcome == Outcome::receiver_dead)
    return change_health([&](checks::Health& health) { health.sent(from, send.to, false, now); });
  followings_.stopped(send.to, from);
  const bool lost = fate.outcome == Outcome::lost;
  change_health([&](checks::Health& health) {
    if (lost)
      health.sent(from, send.to, true, now);
    else
      health.missed(from, send.to, now);
  });
}

void MessageJudge::claims(NodeId from, const Effects::Send& send, Time now) {
  if (latest_.get_if<Datagram>() == send.payload.get_if<Datagram>()) return;
  latest_ = send.payload;
  const Datagram& datagram = *send.payload.get_if<Datagram>();
  const bool itself = datagram.leader == from;
  if (itself && datagram.term && term_found_.empty())
    if (const auto said = term_of(datagram.bytes(), setup_.types->term_field())) term_found_ = said->field;
  const auto two = terms_.sent(from, setup_.types->type_names()[datagram.type], itself, datagram.term, now);
  if (!two) return;
  const auto said = term_of(datagram.bytes(), setup_.types->term_field());
  violates("two_leaders", "two replicas say that they lead one term",
           two_leaders_text(*two, terms_, said ? said->field : term_found_, send.to, setup_.replicas), from, now);
}

void MessageJudge::names(NodeId replica, NodeId leader, Time now) {
  const checks::Departure* const left = followings_.names(replica, leader, now);
  if (left == nullptr || left->leader_dead || left->leader_paused || left->stopped > 0 || !left->since_heard) return;
  if (health_.troubled() || now - health_.calm_since() < calm || setup_.ended().contains(left->leader)) return;
  // Those who follow the first one have a cause.
  if (uncaused_.empty() || now - last_uncaused_ >= calm) uncaused_.push_back(*left);
  last_uncaused_ = now;
}

void MessageJudge::answered(NodeId from, NodeId client, const client::Reply& reply, Time now) {
  names(from, reply.leader, now);
  const std::uint64_t name = chain_name(client, reply.mid());
  if (reply.outcome == client::Reply::Outcome::ok) {
    service_.done(name, now);
    lossy_service_.done(name, now);
    if (const auto refused = refusals_.done(client::request_name(client, reply.mid()))) {
      violates("refused_put", "a put is acknowledged that had been redirected",
               refused_text(*refused, reply.mid(), client, from, now, setup_.replicas), from, now);
      violation_->put = client::request_name(client, reply.mid());
    }
    return;
  }
  if (reply.outcome != client::Reply::Outcome::redirect) return;
  refusals_.redirected(client::request_name(client, reply.mid()), from, reply.leader, now);
  const auto storm = service_.redirected(name, from, reply.leader, now, health_, setup_.ended());
  if (storm)
    return violates("redirect_storm", "a request is redirected again and again by a healthy majority",
                    storm_text(*storm, reply.mid(), client, now, setup_.ended(), setup_.replicas), from, now);
  if (service_.redirects() <= setup_.redirects_max) return;
  given_up_ =
      concat({"The run was given up at ", microsecond_seconds(now - Time{}),
              " s: the replicas have redirected clients more than ", grouped(setup_.redirects_max),
              " times, the last time ", redirect_text(from, reply.leader, setup_.ended(), setup_.replicas), "."});
  world_->stop();
}

void MessageJudge::on_event(const simnet::EventRecord& record) {
  if (over() || record.node.value >= setup_.replicas) return;
  if (std::holds_alternative<Started>(record.event))
    return change_health([&](checks::Health& health) { health.up(record.node, record.time); });
  if (const auto* const message = std::get_if<MessageArrived>(&record.event)) return arrived(record, message->from);
  if (const auto* const request = std::get_if<RequestArrived>(&record.event)) asked(record, *request);
}

void MessageJudge::look_at_messages_on_their_way(Time now) {
  for (const InFlight& flight : in_flight_)
    if (flight.to != no_node && now - flight.sent > in_time)
      change_health([&](checks::Health& health) { health.late(flight.from, flight.to, now); });
}

void MessageJudge::asked(const simnet::EventRecord& record, const RequestArrived& arrived) {
  const NodeId replica = record.node;
  const Time now = record.time;
  const auto* const request = arrived.payload.get_if<client::Request>();
  if (request != nullptr && request->operation == client::Request::Operation::put) refusals_.arrived(request->name());
  if (service_.due(now) || lossy_service_.due(now)) look_at_messages_on_their_way(now);
  auto silence = service_.requested(replica, now, health_, setup_.ended());
  const auto lossy = lossy_service_.requested(replica, now, lossy_health_, setup_.ended());
  if (!silence && !lossy) return;
  violates("silence", "a healthy majority serves no request",
           silence_text(silence ? *silence : *lossy, now, setup_.replicas, silence ? 0 : lost_max), replica, now);
}

void MessageJudge::arrived(const simnet::EventRecord& record, NodeId from) {
  followings_.heard(record.node, from, record.time);
  InFlight& flight = in_flight_[record.sequence % in_flight_max];
  if (flight.sequence != record.sequence) return;
  flight.to = no_node;
  if (record.time - flight.sent > in_time)
    change_health([&](checks::Health& health) { health.late(from, record.node, record.time); });
}

void MessageJudge::on_episode(const simnet::EpisodeRecord& record) {
  using What = simnet::EpisodeRecord::What;
  for (const NodeId node : record.died) {
    followings_.died(node);
    for (InFlight& flight : in_flight_)
      if (flight.to == node) flight.to = no_node;
    change_health([&](checks::Health& health) { health.down(node, record.time); });
  }
  for (const NodeId node : record.paused) {
    followings_.paused(node);
    change_health([&](checks::Health& health) { health.down(node, record.time); });
  }
  for (const NodeId node : record.resumed) {
    followings_.resumed(node, record.time);
    change_health([&](checks::Health& health) { health.up(node, record.time); });
  }
  const bool slows = record.episode != nullptr && record.episode->what.kind == simnet::faults::KindId::slow;
  if (record.what == What::heals) slow_.clear();
  if (slows && record.what == What::begins) slow_.push_back(record.place);
  if (slows && record.what == What::ends) std::erase(slow_, record.place);
  change_health([&](checks::Health& health) { health.trouble(setup_.clocks_run_off || !slow_.empty(), record.time); });
  look_at_links(record.time);
}

void MessageJudge::look_at_links(Time now) {
  for (const NodeId from : NodeSet::first(setup_.replicas))
    for (const NodeId to : NodeSet::first(setup_.replicas))
      if (from != to) {
        const bool cut = world_->links().link(SendKind::message, from, to).cut();
        change_health([&](checks::Health& health) { health.cut(from, to, cut, now); });
      }
}

AppliedCheck MessageJudge::terms_check() const {
  AppliedCheck check{"two_leaders", terms_.claims() > 0, ""};
  if (check.judged)
    check.text =
        concat({"no term has two leaders: ", scenarios::count_of(terms_.claims(), "message claims ", "messages claim "),
                scenarios::count_of(terms_.terms(), "term", "terms"), " (field ", term_found_, ")"});
  else
    check.text = "two leaders of a term were not looked for: no message of a leader says a term";
  return check;
}

// A time without an ok that was long enough, and through which no majority was healthy, is no silence, and no proof of
// the contrary.
AppliedCheck MessageJudge::silence_check() const {
  if (service_.requests() == 0 || setup_.clocks_run_off)
    return {"silence", false, "silence was not looked for: the replicas' clocks run off, or no request arrived"};
  const std::string waited = microsecond_seconds(service_.longest_wait()) + " s";
  const bool open = service_.unjudged_silences() > 0 && (lossy_service_.unjudged_silences() > 0 ||
                                                         service_.longest_wait() < setup_.patience * lossy_patience);
  if (open)
    return {"silence", false,
            concat({"silence was not judged: clients waited up to ", waited,
                    " for any ok, and no majority was healthy all that time and asked enough"})};
  return {"silence", true,
          concat({"a healthy majority is never silent for ", exact_seconds(setup_.patience),
                  " s: clients waited at most ", waited, " for any ok"})};
}

AppliedCheck MessageJudge::storm_check() const {
  if (service_.redirects() == 0)
    return {"redirect_storm", false, "redirect storms were not looked for: no client was redirected"};
  const std::string seen = concat(
      {grouped(service_.redirects()), " redirects, at most ", grouped(service_.most_redirects()), " of one request"});
  if (service_.unjudged_storms() > 0)
    return {"redirect_storm", false,
            concat({"redirect storms were not judged: ", seen, ", and no majority was healthy all that time"})};
  return {"redirect_storm", true, concat({"no redirect storm in a healthy majority: ", seen})};
}

AppliedCheck MessageJudge::refusals_check() const {
  if (refusals_.count() == 0)
    return {"refused_put", false,
            "acknowledged puts that had been redirected were not looked for: no put was redirected"};
  return {"refused_put", true,
          concat({"no put that was redirected is acknowledged: ",
                  scenarios::count_of(refusals_.count(), "put was redirected", "puts were redirected")})};
}

void MessageJudge::report(MessageSection& section) const {
  section.replicas = setup_.replicas;
  if (!violation_ || violation_->property != "two_leaders") section.checks.push_back(terms_check());
  if (!violation_ || violation_->property != "silence") section.checks.push_back(silence_check());
  if (!violation_ || violation_->property != "redirect_storm") section.checks.push_back(storm_check());
  if (!violation_ || violation_->property != "refused_put") section.checks.push_back(refusals_check());
  if (!uncaused_.empty())
    section.findings.push_back({"election_without_cause", uncaused_.front().replica, uncaused_.front().time,
                                uncaused_.size(), departure_text(uncaused_.front(), setup_.replicas)});
}

}  // namespace whitewater::tools::virtual_time
