// Names, records, and what each answer means for them.
#include "scenarios/workloads/registers_book.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/base/check.hpp"
#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"

namespace whitewater::scenarios {

namespace {

using checks::Operation;
using client::Reply;
using client::Request;
using State = RegistersRequest::State;

// "c2-17": operation 17 of client 2; "c2-17.1" after a refusal. It holds no count over all clients: an operation that
// is not asked renames no other.
class Mid {
 public:
  Mid(PlannedOperation operation, std::uint32_t attempt) {
    put('c', operation.client);
    put('-', operation.number);
    if (attempt > 0) put('.', attempt);
  }
  std::string_view text() const { return {text_.data(), bytes_}; }

 private:
  void put(char mark, std::uint32_t number) {
    text_.at(bytes_) = mark;
    char* const begin = text_.data() + bytes_ + 1;
    bytes_ = static_cast<std::size_t>(std::to_chars(begin, text_.data() + text_.size(), number).ptr - text_.data());
  }

  std::array<char, 40> text_{};
  std::size_t bytes_ = 0;
};

struct ParsedMid {
  std::uint32_t client = 0;
  std::uint32_t number = 0;
  std::uint32_t attempt = 0;
};

std::optional<ParsedMid> parsed(std::string_view mid) {
  ParsedMid found;
  const char* at = mid.data();
  const char* const end = at + mid.size();
  const auto take = [&](char mark, std::uint32_t& number) {
    if (at == end || *at != mark) return false;
    const auto read = std::from_chars(at + 1, end, number);
    at = read.ptr;
    return read.ec == std::errc{};
  };
  if (!take('c', found.client) || !take('-', found.number)) return std::nullopt;
  if (at != end && !take('.', found.attempt)) return std::nullopt;
  if (at != end) return std::nullopt;
  return found;
}

}  // namespace

void RegistersBook::reset(const Registers& options, unsigned replicas, std::uint64_t seed, const Judging& judging,
                          const NodeNumbers& numbers) {
  release();
  load_.reset(options, replicas, seed, numbers);
  judging_ = judging;
  if (latest_.size() < options.clients) latest_.resize(options.clients);
  checker_.reset(options.initial, run_budget(judging.steps_max));
}

void RegistersBook::release() {
  records_.clear();
  for (std::vector<std::uint32_t>& latest : latest_) latest.clear();
  latencies_.clear();
  counts_ = {};
  silence_ = {};
  answer_ = checks::Answer::linearizable;
  completions_.clear();
  guest_gets_.clear();
}

// --- asking ---------------------------------------------------------------------------------------------

std::uint32_t RegistersBook::begin(PlannedOperation operation, NodeId leader, Time now, PayloadPool& pool) {
  std::vector<std::uint32_t>& latest = latest_[operation.client];
  if (operation.number >= latest.size()) latest.resize(operation.number + 1, RegistersRequest::none);
  check(latest[operation.number] == RegistersRequest::none, "an operation begins once");
  RegistersRequest request;
  request.operation = operation;
  request.total = static_cast<std::uint32_t>(counts_.operations++);
  ++(load_.is_get(operation) ? counts_.gets : counts_.puts);
  silence_.asked(now);
  return ask(std::move(request), leader, now, pool);
}

std::uint32_t RegistersBook::again(std::uint32_t record, NodeId leader, Time now, PayloadPool& pool) {
  const RegistersRequest& refused = records_[record];
  RegistersRequest request;
  request.operation = refused.operation;
  request.total = refused.total;
  request.attempt = refused.attempt + 1;
  request.previous = record;
  return ask(std::move(request), leader, now, pool);
}

std::uint32_t RegistersBook::ask(RegistersRequest request, NodeId leader, Time now, PayloadPool& pool) {
  request.payload = make_request(request, leader, pool);
  request.sent = now;
  call(request);
  ++counts_.requests;
  const auto record = static_cast<std::uint32_t>(records_.size());
  latest_[request.operation.client][request.operation.number] = record;
  records_.push_back(std::move(request));
  return record;
}

// Each attempt that puts has a value of its own, as far as there are enough values: a put that was refused may have
// taken effect.
PayloadRef RegistersBook::make_request(const RegistersRequest& request, NodeId leader, PayloadPool& pool) {
  const PlannedOperation operation = request.operation;
  const Mid mid(operation, request.attempt);
  std::array<char, 16> key_text{'k'};
  const char* const end =
      std::to_chars(key_text.data() + 1, key_text.data() + key_text.size(), load_.key(operation)).ptr;
  const std::string_view key(key_text.data(), static_cast<std::size_t>(end - key_text.data()));
  const NodeId client = client_node(operation.client);
  if (load_.is_get(operation)) return client::make_get(pool, client, leader, mid.text(), key);
  value_ = load_.options().values == 0 ? std::string(mid.text())
                                       : concat({"v", std::to_string(load_.value(operation, request.attempt))});
  // Of few values each has one size, or there would be more values.
  const std::uint32_t bytes =
      load_.options().values == 0 ? load_.value_bytes(operation) : load_.options().value_bytes_max;
  if (value_.size() < bytes) value_.append(bytes - value_.size(), '.');
  return client::make_put(pool, client, leader, mid.text(), key, value_);
}

void RegistersBook::saw_request(NodeId client, const PayloadRef& payload) {
  ++counts_.sent;
  const auto* const request = payload.get_if<Request>();
  const unsigned index = client.value - load_.replicas();
  if (request != nullptr && index < load_.options().clients) {
    const std::uint32_t record = find(index, request->mid());
    if (record != RegistersRequest::none && same_object(records_[record].payload, payload)) return;
  }
  ++counts_.unaccounted;
}

// --- being answered -------------------------------------------------------------------------------------

std::uint32_t RegistersBook::find(unsigned client, std::string_view mid) const {
  const std::optional<ParsedMid> name = parsed(mid);
  if (!name || name->client != client || name->number >= latest_[client].size()) return RegistersRequest::none;
  for (std::uint32_t at = latest_[client][name->number]; at != RegistersRequest::none; at = records_[at].previous) {
    // Compare the text too: "c1-07" is not the name of operation 7.
    if (records_[at].attempt == name->attempt) return records_[at].request().mid() == mid ? at : RegistersRequest::none;
  }
  return RegistersRequest::none;
}

std::uint32_t RegistersBook::misfit(std::uint32_t record) {
  ++counts_.incorrect;
  if (record != RegistersRequest::none) records_[record].misfit = true;
  return RegistersRequest::none;
}

std::uint32_t RegistersBook::answer(NodeId client, NodeId from, const PayloadRef& payload, Time now) {
  const auto* const reply = payload.get_if<Reply>();
  if (reply == nullptr) return misfit(RegistersRequest::none);
  const std::uint32_t found = find(client.value - load_.replicas(), reply->mid());
  if (found == RegistersRequest::none) return misfit(found);
  RegistersRequest& request = records_[found];
  const bool ok = reply->outcome == Reply::Outcome::ok;
  if (ok && reply->has_value != request.is_get()) return misfit(found);
  if (request.state == State::ok) {
    ++counts_.duplicates;
    ++request.duplicates;
    return RegistersRequest::none;
  }
  if (request.state != State::outstanding) {
    ++request.late;
    return RegistersRequest::none;
  }
  request.answered = now;
  request.answered_by = from;
  if (ok) {
    accept(request, *reply, now);
  } else {
    const bool redirected = reply->outcome == Reply::Outcome::redirect;
    request.state = redirected ? State::redirected : State::failed;
    ++(redirected ? counts_.redirects : counts_.fails);
  }
  return found;
}

void RegistersBook::accept(RegistersRequest& request, const Reply& reply, Time now) {
  request.state = State::ok;
  silence_.answered_ok(now);
  ++(request.is_get() ? counts_.ok_gets : counts_.ok_puts);
  const RegistersRequest* first = &request;
  while (first->previous != RegistersRequest::none) first = &records_[first->previous];
  latencies_.push_back((now - first->sent).ns);
  if (request.is_get()) request.read = checker_.value(reply.value());
  if (judging_.on) complete({request.checked, request.read.value_or(0), request.is_get()}, now);
}

// --- of a guest -----------------------------------------------------------------------------------------

void RegistersBook::guest_asks(const Request& get, Time now) {
  if (judging_.on) guest_gets_.push_back({call(get, load_.options().clients, now), get.name()});
}

void RegistersBook::guest_reads(std::string_view value, Time now) {
  if (judging_.on) complete({guest_gets_.back().checked, checker_.value(value), true}, now);
}

std::vector<ReportedRequest> RegistersBook::reported() const {
  constexpr std::array states{ReportedRequest::State::outstanding, ReportedRequest::State::ok,
                              ReportedRequest::State::redirected, ReportedRequest::State::failed};
  std::vector<ReportedRequest> all;
  all.reserve(records_.size());
  for (const RegistersRequest& record : records_) {
    const Request& asked = record.request();
    ReportedRequest& request = all.emplace_back();
    request.name = asked.name();
    request.number = record.total;
    request.attempt = record.attempt;
    request.mid = asked.mid();
    request.key = asked.key();
    request.operation = record.is_get() ? "get" : "put";
    request.written = asked.value();
    if (record.read) request.read = read_value(record);
    request.client = asked.client;
    request.to = record.to;
    request.answered_by = record.answered_by;
    request.sent = record.sent;
    request.answered = record.answered;
    request.state = states.at(static_cast<std::size_t>(record.state));
    request.duplicates = record.duplicates;
    request.refused = record.misfit ? 1 : 0;
  }
  return all;
}

// --- judging --------------------------------------------------------------------------------------------

void RegistersBook::call(RegistersRequest& request) {
  if (judging_.on) request.checked = call(request.request(), request.operation.client, request.sent);
}

std::uint32_t RegistersBook::call(const Request& request, std::uint32_t process, Time now) {
  if (completions_at_ < now) settle_completions();
  const bool get = request.operation == Request::Operation::get;
  Operation operation;
  operation.kind = get ? Operation::Kind::get : Operation::Kind::put;
  operation.called = now.ns;
  operation.process = process;
  operation.key = checker_.key(request.key());
  if (!get) operation.value = checker_.value(request.value());
  return checker_.call(operation);
}

void RegistersBook::complete(const Completion& completion, Time now) {
  if (completions_at_ < now) settle_completions();
  completions_at_ = now;
  completions_.push_back(completion);
}

void RegistersBook::settle_completions() {
  for (const Completion& done : completions_) {
    const std::int64_t at = completions_at_.ns;
    answer_ = done.get ? checker_.complete_get(done.checked, at, done.value) : checker_.complete(done.checked, at);
  }
  completions_.clear();
}

void RegistersBook::finish() {
  if (!judging_.on) return;
  settle_completions();
  answer_ = checker_.finish();
}

std::uint64_t RegistersBook::checked_as(std::uint32_t operation) const {
  for (const GuestGet& get : guest_gets_)
    if (get.checked == operation) return get.name;
  const auto found = std::find_if(records_.begin(), records_.end(), [operation](const RegistersRequest& request) {
    return request.checked == operation;
  });
  check(found != records_.end(), "who asked is known of every operation of the history");
  return found->request().name();
}

std::string RegistersBook::why_unknown() const {
  const checks::History& history = checker_.history();
  const std::uint32_t key = checker_.undecided_key();
  const auto operations = std::count_if(history.operations.begin(), history.operations.end(),
                                        [&](const Operation& operation) { return operation.key == key; });
  return concat({"Whether what clients saw of key ", history.keys.text(key), " is linearizable was not decided within ",
                 grouped(judging_.steps_max), " steps: ", grouped(static_cast<std::uint64_t>(operations)),
                 " operations, whose values are not unique."});
}

}  // namespace whitewater::scenarios
