// The clients' half of the Course: makes requests, chooses the replica to ask, judges answers.
#include "core/course/course.hpp"

#include <charconv>

#include "core/base/check.hpp"
#include "core/base/hash.hpp"
#include "core/course/md5.hpp"

namespace whitewater::course {

namespace {

constexpr std::uint64_t stray_stream = stream("course/stray");
constexpr std::uint64_t again_stream = stream("course/again");

template <std::size_t n>
std::string_view view(const std::array<char, n>& text) {
  return {text.data(), n};
}

// The name of one attempt: "r12", and "r12.1", "r12.2" for its retries.
class Mid {
 public:
  Mid(std::uint32_t number, std::uint32_t attempt) {
    text_[0] = 'r';
    char* end = std::to_chars(text_.data() + 1, text_.data() + text_.size(), number).ptr;
    if (attempt > 0) {
      *end++ = '.';
      end = std::to_chars(end, text_.data() + text_.size(), attempt).ptr;
    }
    bytes_ = static_cast<std::size_t>(end - text_.data());
  }
  std::string_view text() const { return {text_.data(), bytes_}; }

 private:
  std::array<char, 24> text_{};
  std::size_t bytes_ = 0;
};

}  // namespace

void Course::reset(const Rules& rules, std::uint64_t seed) {
  check(rules.replicas + clients <= NodeSet::nodes_max, "replicas and clients fit into a node set");
  release();
  rules_ = rules;
  seed_ = seed;
  workload_.reset(rules, seed);
  living_ = NodeSet::first(rules.replicas);
  acknowledged_.resize(rules.shared_keys);
  latest_.resize(rules.requests, RequestRecord::none);
  records_.reserve(rules.requests);
  latencies_.reserve(rules.requests);
  ok_latencies_.reserve(rules.requests);
  ok_latencies_from_first_.reserve(rules.requests);
  counts_.generated_get = workload_.generated_get();
  counts_.generated_put = workload_.generated_put();
}

void Course::release() {
  living_ = {};
  leader_ = no_node;
  majority_.reset();
  crashed_ = false;
  may_restart_ = false;
  restarted_ = 0;
  last_wake_ = {};
  for (Client& client : clients_) {
    client.leader = no_node;
    client.rolling = 0;
    client.keys.clear();
  }
  acknowledged_.clear();
  records_.clear();
  read_values_.clear();
  latest_.clear();
  latencies_.clear();
  ok_latencies_.clear();
  ok_latencies_from_first_.clear();
  silence_ = {};
  counts_ = {};
  refused_answer_.reset();
}

unsigned Course::index_of(NodeId client) const {
  check(is_client(client), "only the eight clients make requests and receive answers");
  return client.value - rules_.replicas;
}

Time Course::leaves_at(Time due) const {
  const Duration wait = rules_.loop_wait;
  if (wait == Duration{} || last_wake_ >= due) return due;
  const std::int64_t sleeps = ((due - last_wake_).ns + wait.ns - 1) / wait.ns;
  return last_wake_ + wait * sleeps;
}

std::optional<Outgoing> Course::fire(std::uint32_t request, Time now, PayloadPool& pool) {
  check(request < latest_.size() && latest_[request] == RequestRecord::none, "a request of the plan fires once");
  if (living_.empty()) return std::nullopt;
  const unsigned index = workload_.client_of(request);

  RequestRecord record;
  record.number = request;
  record.to = destination(index, request, 0);
  if (rules_.shared_keys > 0) {
    record.key_number = workload_.shared_key(request, rules_.shared_keys);
    record.payload = make_shared(record, client_node(index), pool);
  } else {
    record.payload = make_request(record, client_node(index), pool);
  }
  return send(std::move(record), now);
}

PayloadRef Course::make_request(RequestRecord& record, NodeId node, PayloadPool& pool) {
  const std::uint32_t request = record.number;
  const Client& client = clients_[index_of(node)];
  const auto key_count = static_cast<std::uint32_t>(client.keys.size());
  if (workload_.is_get(request) && key_count > 0) {
    record.key_number = client.keys[workload_.pick_key(request, key_count)];
    const auto& put = *acknowledged_[record.key_number].get_if<client::Request>();
    return client::make_get(pool, node, client.leader, Mid(request, 0).text(), put.key());
  }
  if (workload_.is_get(request)) ++counts_.failed_to_generate_get;
  return make_put(request, node, client.leader, pool, record.key_number);
}

// Makes a request for a key that all clients share. The value of a put is the name of the attempt, which no other put
// writes: each attempt needs its own value, because a refused put may still have taken effect.
PayloadRef Course::make_shared(RequestRecord& record, NodeId node, PayloadPool& pool) const {
  const Mid mid(record.number, record.attempt);
  std::array<char, 16> text{'k'};
  const char* end = std::to_chars(text.data() + 1, text.data() + text.size(), record.key_number).ptr;
  const std::string_view key(text.data(), static_cast<std::size_t>(end - text.data()));
  const NodeId leader = clients_[index_of(node)].leader;
  if (workload_.is_get(record.number)) return client::make_get(pool, node, leader, mid.text(), key);
  return client::make_put(pool, node, leader, mid.text(), key, mid.text());
}

std::optional<Outgoing> Course::again(std::uint32_t record, std::uint32_t time) const {
  const RequestRecord& asked = records_[record];
  if (asked.state != RequestRecord::State::outstanding || living_.empty()) return std::nullopt;
  const std::uint64_t identity = hash_words(asked.number, asked.attempt, time);
  const NodeId to = highest_node(living_, hash_words(seed_, again_stream, identity), rules_.numbers);
  return Outgoing{asked.client(), to, asked.payload, identity, record};
}

PayloadRef Course::make_put(std::uint32_t request, NodeId node, NodeId leader, PayloadPool& pool,
                            std::uint32_t& key_number) {
  const std::vector<std::uint32_t>& keys = clients_[index_of(node)].keys;
  const Mid mid(request, 0);
  if (keys.empty() || workload_.wants_new_key(request)) {
    key_number = static_cast<std::uint32_t>(acknowledged_.size());
    acknowledged_.emplace_back();
    const Workload::KeyText key = workload_.new_key(request);
    return client::make_put(pool, node, leader, mid.text(), view(key), view(md5_hex(view(key))));
  }
  // The value follows from the last acknowledged value: concurrent puts of one key carry equal values.
  key_number = keys[workload_.pick_key(request, static_cast<std::uint32_t>(keys.size()))];
  const auto& put = *acknowledged_[key_number].get_if<client::Request>();
  return client::make_put(pool, node, leader, mid.text(), put.key(), view(md5_hex(put.value())));
}

// The leader that this client was last told of, if that replica lives. Otherwise the client forgets that leader and
// asks a random living replica.
NodeId Course::destination(unsigned client, std::uint32_t request, std::uint32_t attempt) {
  NodeId& leader = clients_[client].leader;
  if (!rules_.stray.never() && happens(hash_words(seed_, stray_stream, request, attempt), rules_.stray))
    return workload_.pick_replica(request, attempt, living_);
  if (living_.contains(leader)) return leader;
  leader = no_node;
  return workload_.pick_replica(request, attempt, living_);
}

Outgoing Course::send(RequestRecord record, Time now) {
  record.sent = now;
  record.previous = latest_[record.number];
  latest_[record.number] = static_cast<std::uint32_t>(records_.size());
  ++counts_.requests;
  if (record.attempt == 0) {
    record.first_sent = now;
    ++counts_.begun;
    silence_.asked(now);
  }
  ++(record.is_get() ? counts_.unanswered_get : counts_.unanswered_put);

  Outgoing outgoing{record.client(), record.to, record.payload, hash_words(record.number, record.attempt),
                    static_cast<std::uint32_t>(records_.size())};
  Client& client = clients_[index_of(outgoing.client)];
  client.rolling =
      hash_words(client.rolling, outgoing.identity, record.to.value, record.key_number, client.leader.value);
  records_.push_back(std::move(record));
  return outgoing;
}

std::uint32_t Course::find(std::string_view mid) const {
  if (mid.size() < 2 || mid.front() != 'r') return RequestRecord::none;
  std::uint32_t number = 0;
  std::uint32_t attempt = 0;
  const char* end = mid.data() + mid.size();
  auto parsed = std::from_chars(mid.data() + 1, end, number);
  if (parsed.ec != std::errc{} || number >= latest_.size()) return RequestRecord::none;
  if (parsed.ptr != end) {
    if (*parsed.ptr != '.') return RequestRecord::none;
    parsed = std::from_chars(parsed.ptr + 1, end, attempt);
    if (parsed.ec != std::errc{} || parsed.ptr != end) return RequestRecord::none;
  }
  for (std::uint32_t at = latest_[number]; at != RequestRecord::none; at = records_[at].previous) {
    // Compare the text too: "r07" is not the MID of request 7.
    if (records_[at].attempt == attempt) return records_[at].mid() == mid ? at : RequestRecord::none;
  }
  return RequestRecord::none;
}

// The order of the checks is the course's. A MID that was answered ok before, to any client, is a duplicate, even if it
// is another client's; only after that check must the MID be outstanding for this client. The client learns nothing
// from a refused answer.
std::optional<Outgoing> Course::answer(NodeId client, NodeId from, const client::Reply& reply, Time now,
                                       PayloadPool& pool) {
  Client& asker = clients_[index_of(client)];
  asker.rolling = hash_words(asker.rolling, hash_bytes(reply.mid()), static_cast<std::uint64_t>(reply.outcome),
                             reply.leader.value, from.value);
  const std::uint32_t found = find(reply.mid());
  RequestRecord* const record = found == RequestRecord::none ? nullptr : &records_[found];
  if (record != nullptr && record->state == RequestRecord::State::ok) {
    ++counts_.duplicates;
    ++record->duplicates;
    return std::nullopt;
  }
  if (record == nullptr || record->client() != client || record->state != RequestRecord::State::outstanding) {
    // A request that was sent twice may be refused twice.
    if (rules_.shared_keys > 0 && record != nullptr && record->client() == client) return std::nullopt;
    ++counts_.incorrect;
    if (!refused_answer_) note_refusal(client, from, reply, record, now);
    if (record != nullptr) ++record->refused;
    return std::nullopt;
  }
  asker.leader = reply.leader;
  record->answered = now;
  record->answered_by = from;
  latencies_.push_back((now - record->sent).ns);
  --(record->is_get() ? counts_.unanswered_get : counts_.unanswered_put);
  if (reply.outcome == client::Reply::Outcome::ok) {
    accept(asker, *record, reply);
    return std::nullopt;
  }
  const bool failed = reply.outcome == client::Reply::Outcome::fail;
  record->state = failed ? RequestRecord::State::failed : RequestRecord::State::redirected;
  if (failed) ++counts_.failures;
  ++counts_.redirects;
  if (living_.empty()) return std::nullopt;
  if (rules_.shared_keys > 0 && record->attempt >= Rules::patience_max) {
    silence_.given_up();
    return std::nullopt;
  }
  return retry(found, now, pool);
}

void Course::note_refusal(NodeId client, NodeId from, const client::Reply& reply, const RequestRecord* record,
                          Time now) {
  using Why = RefusedAnswer::Why;
  const NodeId asker = record != nullptr ? record->client() : no_node;
  const Why why = record == nullptr ? Why::unknown_mid : asker != client ? Why::another_clients : Why::retried;
  refused_answer_ = {why, from, client, asker, now, std::string(reply.mid())};
}

void Course::accept(Client& client, RequestRecord& record, const client::Reply& reply) {
  record.state = RequestRecord::State::ok;
  ok_latencies_.push_back(latencies_.back());
  ok_latencies_from_first_.push_back((record.answered - record.first_sent).ns);
  silence_.answered_ok(record.answered);
  if (record.is_get() && reply.has_value) {
    check(read_values_.size() + reply.value().size() < RequestRecord::none, "a run reads less than 4 GiB of values");
    record.read_a_value = true;
    record.read_begin = static_cast<std::uint32_t>(read_values_.size());
    record.read_bytes = static_cast<std::uint32_t>(reply.value().size());
    read_values_.append(reply.value());
  }
  PayloadRef& acknowledged = acknowledged_[record.key_number];
  if (rules_.shared_keys > 0) {
    // Other clients may have written meanwhile: only the whole history can say whether the answer is right.
    if (!record.is_get() && !acknowledged) ++counts_.keys;
    if (!record.is_get()) acknowledged = record.payload;
    return;
  }
  if (record.is_get()) {
    // Judged by the value that is acknowledged now, not by the value when the get was sent.
    const auto& put = *acknowledged.get_if<client::Request>();
    record.wrong_value = !reply.has_value || reply.value() != put.value();
    if (record.wrong_value) ++counts_.incorrect;
    return;
  }
  if (!acknowledged) {
    client.keys.push_back(record.key_number);
    ++counts_.keys;
  }
  acknowledged = record.payload;
}

// Sends the same request under a new MID.
Outgoing Course::retry(std::uint32_t record, Time now, PayloadPool& pool) {
  const RequestRecord& old = records_[record];
  const client::Request& asked = old.request();
  const unsigned index = index_of(asked.client);

  RequestRecord again;
  again.number = old.number;
  again.attempt = old.attempt + 1;
  again.first_sent = old.first_sent;
  again.key_number = old.key_number;
  again.to = destination(index, again.number, again.attempt);
  const NodeId leader = clients_[index].leader;
  const Mid mid(again.number, again.attempt);
  if (rules_.shared_keys > 0) {
    again.payload = make_shared(again, asked.client, pool);
    return send(std::move(again), now);
  }
  again.payload = old.is_get() ? client::make_get(pool, asked.client, leader, mid.text(), asked.key())
                               : client::make_put(pool, asked.client, leader, mid.text(), asked.key(), asked.value());
  return send(std::move(again), now);
}

}  // namespace whitewater::course
