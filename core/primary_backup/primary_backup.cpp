// The whole protocol, as the events of the primary and of a backup: the primary orders the puts, the backups
// acknowledge them, and the primary resends what is not acknowledged.
#include "core/primary_backup/primary_backup.hpp"

#include <algorithm>

#include "core/base/check.hpp"

namespace whitewater::primary_backup {

using client::Request;

void Replica::reset(const Config& config) {
  config_ = config;
  forget();
}

void Replica::handle(const Event& event, Time now, Effects& effects) {
  std::visit([&](const auto& what) { on(what, now, effects); }, event);
}

std::string_view Replica::value(std::string_view key) const {
  const std::size_t at = position(key);
  if (at == store_.size() || store_[at].get_if<Request>()->key() != key) return {};
  return store_[at].get_if<Request>()->value();
}

// The primary's disk holds the final order, whether the puts were answered or not: gets may read all of it at once.
void Replica::on(const Started& event, Time now, Effects& effects) {
  forget();
  check(event.recovered.log_first == 1 && event.recovered.damaged == 0, "a recovered log is whole");
  for (const LogRecord& record : event.recovered.log) {
    check(record.payload.get_if<Update>() != nullptr, "the log of a replica holds updates");
    log_.push_back(record.payload);
    apply(record.payload.get_if<Update>()->request);
  }
  committed_ = log_.size();
  if (leads() && !log_.empty()) on(TimerFired{retransmit_timer}, now, effects);
}

void Replica::on(const MessageArrived& event, Time, Effects& effects) {
  if (const auto* update = event.payload.get_if<Update>(); update != nullptr && event.from == primary && !leads())
    take_update(*update, effects);
  if (const auto* acknowledge = event.payload.get_if<Acknowledge>(); acknowledge != nullptr && leads())
    take_acknowledge(event.from, acknowledge->sequence, effects);
}

void Replica::on(const TimerFired&, Time now, Effects& effects) {
  timer_set_ = false;
  for (const NodeId backup : backups()) {
    const std::uint64_t known = acknowledged_[backup.value];
    const std::uint64_t last = std::min<std::uint64_t>(log_.size(), known + config_.retransmit_max);
    for (std::uint64_t sequence = known + 1; sequence <= last; ++sequence)
      effects.send_message(backup, log_[sequence - 1]);
    if (known < log_.size()) timer_set_ = true;
  }
  if (timer_set_) effects.set_timer(retransmit_timer, now + config_.retransmit_after);
}

void Replica::on(const RequestArrived& event, Time now, Effects& effects) {
  const auto* request = event.payload.get_if<Request>();
  if (request == nullptr || !request->client.valid()) return;
  if (!leads()) {
    reply(*request, client::make_redirect(effects.pool(), primary, request->mid()), effects);
  } else if (request->operation == Request::Operation::put) {
    order_put(event.payload, now, effects);
  } else {
    reply(*request, client::make_ok_value(effects.pool(), primary, request->mid(), value(request->key())), effects);
  }
}

void Replica::forget() {
  log_.clear();
  store_.clear();
  committed_ = 0;
  acknowledged_ = {};
  timer_set_ = false;
  fingerprint_ = 0;
}

// Takes only the next update: a missing earlier one will be resent. The acknowledgement always says how many updates
// this backup has.
void Replica::take_update(const Update& update, Effects& effects) {
  if (update.sequence == log_.size() + 1 && update.request.get_if<Request>() != nullptr) {
    log_.push_back(effects.make<Update>(update));
    effects.append(update.sequence, 1, log_.back());
    commit_up_to(update.sequence, effects);
  }
  effects.send_message(primary, effects.make<Acknowledge>(log_.size()));
  fingerprint_ = combine(fingerprint_, log_.size());
}

void Replica::take_acknowledge(NodeId from, std::uint64_t sequence, Effects& effects) {
  if (!backups().contains(from) || sequence > log_.size() || sequence <= acknowledged_[from.value]) return;
  acknowledged_[from.value] = sequence;
  fingerprint_ = combine(fingerprint_, sequence * NodeSet::nodes_max + from.value);
  const auto have = [&](std::uint64_t wanted) {
    unsigned count = 1;
    for (const NodeId backup : backups()) count += acknowledged_[backup.value] >= wanted ? 1u : 0u;
    return count;
  };
  if (have(sequence) > config_.replicas / 2) commit_up_to(sequence, effects);
}

void Replica::order_put(const PayloadRef& request, Time now, Effects& effects) {
  log_.push_back(effects.make<Update>(log_.size() + 1, request));
  effects.append(log_.size(), 1, log_.back());
  for (const NodeId backup : backups()) effects.send_message(backup, log_.back());
  if (config_.replicas == 1) return commit_up_to(log_.size(), effects);
  if (timer_set_) return;
  timer_set_ = true;
  effects.set_timer(retransmit_timer, now + config_.retransmit_after);
}

void Replica::commit_up_to(std::uint64_t sequence, Effects& effects) {
  while (committed_ < sequence) {
    const PayloadRef& request = log_[committed_++].get_if<Update>()->request;
    apply(request);
    const auto* put = request.get_if<Request>();
    if (leads()) reply(*put, client::make_ok(effects.pool(), primary, put->mid()), effects);
  }
}

void Replica::apply(const PayloadRef& request) {
  const auto* put = request.get_if<Request>();
  const std::size_t at = position(put->key());
  if (at == store_.size() || store_[at].get_if<Request>()->key() != put->key())
    store_.insert(store_.begin() + static_cast<std::ptrdiff_t>(at), request);
  else
    store_[at] = request;
  fingerprint_ = combine(fingerprint_, request.fold());
}

// The position of key in store_, or where key would be inserted.
std::size_t Replica::position(std::string_view key) const {
  const auto at = std::lower_bound(store_.begin(), store_.end(), key, [](const PayloadRef& put, std::string_view k) {
    return put.get_if<Request>()->key() < k;
  });
  return static_cast<std::size_t>(at - store_.begin());
}

void Replica::reply(const Request& request, PayloadRef answer, Effects& effects) {
  fingerprint_ = combine(fingerprint_, combine(client::Reply::payload_kind.number, request.name()));
  // Without the client's id, which depends on how many replicas there are. The link says whom it is for.
  const std::uint64_t identity = combine(client::Reply::payload_kind.number, hash_bytes(request.mid()));
  effects.send_reply(request.client, std::move(answer), identity);
}

}  // namespace whitewater::primary_backup
