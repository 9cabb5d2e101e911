// The loop of the host, and how effects are performed.
#include "replica/host.hpp"

#include <sys/epoll.h>
#include <time.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "core/base/check.hpp"
#include "replica/posix/clock.hpp"

namespace whitewater::replica {

namespace {

constexpr std::uint32_t transport_word = 0;
constexpr std::uint32_t stop_word = 1;

void watch(int epoll, int operation, int descriptor, std::uint32_t events, std::uint32_t word) {
  epoll_event event{};
  event.events = events;
  event.data.u32 = word;
  check(epoll_ctl(epoll, operation, descriptor, &event) == 0, "a descriptor can be watched");
}

// Waits with nanosecond precision if the system supports it; otherwise in milliseconds, rounded up.
int wait_for(int epoll, epoll_event* events, int count, std::optional<Duration> time) {
  if (!time) return epoll_wait(epoll, events, count, -1);
  const std::int64_t ns = std::max<std::int64_t>(time->ns, 0);
  const timespec limit{ns / 1'000'000'000, ns % 1'000'000'000};
  const int found = epoll_pwait2(epoll, events, count, &limit, nullptr);
  if (found >= 0 || errno != ENOSYS) return found;
  return epoll_wait(epoll, events, count, static_cast<int>(std::min<std::int64_t>((ns + 999'999) / 1'000'000, 60'000)));
}

}  // namespace

Host::Host(const HostConfig& config, Actor& actor, PayloadPool& pool, MessageFormat& format, Transport& transport,
           Storage& storage, Watcher* watcher)
    : config_(config),
      actor_(actor),
      pool_(pool),
      format_(format),
      transport_(transport),
      storage_(storage),
      watcher_(watcher),
      epoll_(epoll_create1(EPOLL_CLOEXEC)),
      effects_(pool) {
  effects_.want_notes(watcher != nullptr && watcher->wants_notes() ? NoteFilter::all() : NoteFilter());
  check(epoll_.valid(), "descriptors can be waited for");
  watch(epoll_.get(), EPOLL_CTL_ADD, transport_.descriptor(), EPOLLIN, transport_word);
  if (config_.stop_descriptor >= 0) watch(epoll_.get(), EPOLL_CTL_ADD, config_.stop_descriptor, EPOLLIN, stop_word);
}

Host::Ending Host::run(Time until) {
  if (!std::exchange(started_, true)) start();
  while (!ending_) {
    wait(until);
    if (stop_asked_) {
      end(Ending::stopped, {});
      break;
    }
    take_input();
    if (monotonic_now() >= greet_at_) greet();
    fire_due_timers();
    make_durable();
    if (monotonic_now() >= until) return ending_.value_or(Ending::time);
  }
  return *ending_;
}

void Host::start() {
  greet();
  hand(Started{storage_.recovered()});
  make_durable();
}

void Host::end(Ending ending, Error failure) {
  if (ending_) return;
  ending_ = ending;
  failure_ = std::move(failure);
}

void Host::wait(Time until) {
  if (transport_.waits_to_write() != watches_writing_) {
    watches_writing_ = !watches_writing_;
    watch(epoll_.get(), EPOLL_CTL_MOD, transport_.descriptor(), watches_writing_ ? EPOLLIN | EPOLLOUT : EPOLLIN,
          transport_word);
  }
  Time wake = std::min(until, greet_at_);
  if (const Timer* timer = next_timer()) wake = std::min(wake, timer->deadline);
  std::optional<Duration> time;
  if (wake != time_never) time = std::max(wake - monotonic_now(), Duration{});
  std::array<epoll_event, 2> events{};
  const int count = wait_for(epoll_.get(), events.data(), static_cast<int>(events.size()), time);
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    if (event.data.u32 == stop_word) stop_asked_ = true;
    if (event.data.u32 == transport_word && (event.events & EPOLLOUT) != 0) transport_.write_waiting();
  }
}

// --- input -------------------------------------------------------------------------------------------

void Host::take_input() {
  for (unsigned i = 0; i < config_.input_max && !ending_; ++i)
    if (!take(transport_.receive())) return;
}

// Returns true if there may be more input.
bool Host::take(const Received& received) {
  switch (received.kind) {
    case Received::Kind::nothing:
      return false;
    case Received::Kind::closed:
      end(Ending::peer_lost, {"", "the simulator has closed the connection"});
      return false;
    case Received::Kind::refused:
      refused();
      return true;
    case Received::Kind::unfit:
      ignore(received.why);
      return true;
    case Received::Kind::message:
      break;
  }
  ++counters_.received;
  refused_since_ = time_never;
  greet_at_ = time_never;
  Result<Arrival> decoded = format_.decode(received.bytes, pool_);
  if (!decoded) {
    ignore(decoded.error().text());
    return true;
  }
  const Arrival& arrival = decoded.value();
  if (watcher_ != nullptr) watcher_->on_arrival(monotonic_now(), arrival);
  if (arrival.kind == SendKind::message)
    hand(MessageArrived{arrival.from, arrival.payload});
  else if (arrival.kind == SendKind::request)
    hand(RequestArrived{arrival.from, arrival.payload});
  else
    hand(ReplyArrived{arrival.from, arrival.payload});
  return true;
}

void Host::ignore(std::string_view why) {
  ++counters_.ignored;
  if (watcher_ != nullptr) watcher_->on_ignored(why);
}

// A single refusal means nothing: it may be about a datagram that was sent before the other end was started.
void Host::refused() {
  const Time now = monotonic_now();
  if (refused_since_ == time_never) {
    refused_since_ = now;
    if (!config_.greeting.empty()) greet_at_ = std::min(greet_at_, now + config_.greeting_interval);
  } else if (now - refused_since_ >= config_.refusal_patience) {
    end(Ending::peer_lost, {"", "nobody listens at the simulator's port any more"});
  }
}

void Host::greet() {
  if (config_.greeting.empty()) return;
  transport_.send(config_.greeting);
  transport_.flush();
  greet_at_ = monotonic_now() + config_.greeting_interval;
}

// --- timers ------------------------------------------------------------------------------------------

// Among the timers that are set, the one with the earliest deadline; among equal deadlines, the one that was set first.
const Host::Timer* Host::next_timer() const {
  const Timer* next = nullptr;
  for (const Timer& timer : timers_) {
    if (timer.deadline == time_never) continue;
    if (next == nullptr || timer.deadline < next->deadline ||
        (timer.deadline == next->deadline && timer.order < next->order))
      next = &timer;
  }
  return next;
}

// Fires at most as many timers as a node has: an actor that keeps setting a timer that is due at once must not keep
// input waiting.
void Host::fire_due_timers() {
  for (unsigned i = 0; i < timers_max && !ending_; ++i) {
    const Timer* timer = next_timer();
    if (timer == nullptr || timer->deadline > monotonic_now()) return;
    const auto number = static_cast<std::uint8_t>(timer - timers_.data());
    timers_[number].deadline = time_never;
    hand(TimerFired{TimerId{number}});
  }
}

// --- effects -----------------------------------------------------------------------------------------

void Host::hand(const Event& event) {
  const Time now = monotonic_now();
  effects_.begin(writes_issued_);
  actor_.handle(event, now, effects_);
  perform(now);
}

void Host::perform(Time now) {
  if (effects_.takes_time()) return refuse_time();
  for (const Effects::Write& write : effects_.writes) {
    ++writes_issued_;
    if (std::optional<Error> failed = storage_.write(write)) return end(Ending::storage_failed, std::move(*failed));
  }
  if (storage_.durable_at_once()) writes_durable_ = writes_issued_;
  for (Effects::Send& send : effects_.sends) {
    if (send.after_write <= writes_durable_)
      release(now, send);
    else
      waiting_.push_back(std::move(send));
  }
  if (!effects_.sends.empty()) transport_.flush();
  for (const Effects::TimerChange& change : effects_.timers) {
    check(change.timer.value < timers_max, "a timer is one of the eight that a node has");
    timers_[change.timer.value] = {change.deadline, ++timer_calls_};
  }
  if (watcher_ == nullptr) return;
  for (const Effects::Note& note : effects_.notes) watcher_->on_note(now, note);
}

// On this host time passes by itself: what takes long takes long.
void Host::refuse_time() {
  const bool busy = effects_.busy() > Duration{};
  end(Ending::effect_refused,
      {"", std::string(busy ? "Effects::busy_for" : "Effects::send with `after`") +
               ": this host runs in real time, so an actor cannot tell it how much time an event takes"});
}

// One sync for all writes of a turn.
void Host::make_durable() {
  if (writes_durable_ == writes_issued_ || ending_) return;
  if (std::optional<Error> failed = storage_.sync()) return end(Ending::storage_failed, std::move(*failed));
  writes_durable_ = writes_issued_;
  const Time now = monotonic_now();
  for (const Effects::Send& send : waiting_) release(now, send);
  waiting_.clear();
  transport_.flush();
}

void Host::release(Time now, const Effects::Send& send) {
  const Codec::Address address{config_.self, send.to, send.kind};
  out_.clear();
  format_.encode(address, send.payload, out_);
  const Sent sent = transport_.send(out_);
  ++(sent == Sent::yes ? counters_.sent : counters_.unsent);
  if (watcher_ != nullptr) watcher_->on_sent(now, address, send.payload, sent);
}

}  // namespace whitewater::replica
