// The format of a line: seconds since the start, the node, what happened.
#include "replica/recorder.hpp"

#include <array>
#include <cstdio>

#include "core/client/request.hpp"
#include "core/course/message_json.hpp"
#include "replica/note_words.hpp"
#include "replica/posix/clock.hpp"

namespace whitewater::replica {

namespace {

std::string since(Time start, Time now) {
  std::array<char, 40> text{};
  const std::int64_t ns = (now - start).ns;
  std::snprintf(text.data(), text.size(), "%lld.%06lld", static_cast<long long>(ns / 1'000'000'000),
                static_cast<long long>(ns % 1'000'000'000 / 1'000));
  return text.data();
}

constexpr std::string_view level_names[] = {"", "error", "warning", "info", "debug"};

std::string request_text(const client::Request& request) {
  const bool put = request.operation == client::Request::Operation::put;
  return (put ? "put MID=" : "get MID=") + std::string(request.mid()) + " key=" + std::string(request.key());
}

std::string reply_text(const client::Reply& reply) {
  using Outcome = client::Reply::Outcome;
  const char* const outcome = reply.outcome == Outcome::ok         ? "ok"
                              : reply.outcome == Outcome::redirect ? "redirect"
                                                                   : "fail";
  return outcome + std::string(" MID=") + std::string(reply.mid());
}

}  // namespace

Recorder::Recorder(NodeId self, unsigned replicas, const BodyCodec& bodies, LogLevel level, LineSink log,
                   std::optional<LineSink> trace)
    : self_(self),
      replicas_(replicas),
      bodies_(bodies),
      level_(level),
      log_(std::move(log)),
      trace_(std::move(trace)),
      started_(monotonic_now()) {}

std::string Recorder::node(NodeId id) const {
  return course::id_text(id, replicas_);
}

void Recorder::log(LogLevel level, std::string_view text) {
  if (!logs(level)) return;
  std::string line = "whitewater-replica " + node(self_) + " " + since(started_, monotonic_now()) + " ";
  line.append(level_names[static_cast<std::size_t>(level)]).append(": ").append(text);
  log_.line(line);
}

void Recorder::trace(Time now, std::string_view text) {
  // Uses the machine's monotonic clock, so that the traces of several processes can be merged.
  trace_->line(since(Time{}, now).append(" ").append(node(self_)).append(" ").append(text));
}

void Recorder::summary(const HostCounters& counters) {
  log(LogLevel::info, "received " + std::to_string(counters.received) + " messages, ignored " +
                          std::to_string(counters.ignored) + " inputs, sent " + std::to_string(counters.sent) +
                          ", could not send " + std::to_string(counters.unsent));
}

std::string Recorder::described(const PayloadRef& payload) const {
  if (const auto* request = payload.get_if<client::Request>()) return request_text(*request);
  if (const auto* reply = payload.get_if<client::Reply>()) return reply_text(*reply);
  return std::string(bodies_.type_names()[bodies_.type(payload)]);
}

void Recorder::on_arrival(Time now, const Arrival& arrival) {
  if (trace_) trace(now, "in from=" + node(arrival.from) + " " + described(arrival.payload));
}

void Recorder::on_ignored(std::string_view why) {
  if (trace_) trace(monotonic_now(), "ignored " + std::string(why));
  if (++ignored_ != ignored_next_) return;
  ignored_next_ *= 10;
  log(LogLevel::warning, "ignored " + std::to_string(ignored_) +
                             " inputs that are not messages for this replica; the " + "latest: " + std::string(why));
}

void Recorder::on_sent(Time now, const Codec::Address& address, const PayloadRef& payload, Sent sent) {
  const bool lost = sent == Sent::too_long || sent == Sent::dropped;
  const char* const fate = sent == Sent::too_long  ? " (too long: not sent)"
                           : sent == Sent::dropped ? " (too much is waiting: not sent)"
                                                   : "";
  if (trace_) trace(now, "out to=" + node(address.to) + " " + described(payload) + fate);
  if (lost && ++unsent_ == 1)
    log(LogLevel::warning, "could not send to " + node(address.to) + ": " + described(payload) + fate);
}

void Recorder::on_note(Time now, const Effects::Note& note) {
  if (trace_) trace(now, note_text(note, replicas_));
  const LogLevel level = is_milestone(note) ? LogLevel::info : LogLevel::debug;
  if (logs(level)) log(level, note_text(note, replicas_));
}

}  // namespace whitewater::replica
