#include "tests/raft/paper_fixture.hpp"

#include <algorithm>

#include "core/base/hash.hpp"

namespace whitewater::raft::paper {

namespace {

struct Command {
  static constexpr PayloadKind payload_kind{901, "paper_command"};
  std::uint64_t number = 0;
  std::uint64_t fold() const { return hash_words(payload_kind.number, number); }
  std::uint32_t wire_bytes() const { return 8; }
};

NodeId id(unsigned node) {
  return NodeId{static_cast<std::uint16_t>(node)};
}

}  // namespace

Entry entry_at(PayloadPool& pool, std::uint64_t index, std::uint64_t term) {
  return {Term{term}, make_payload<Command>(pool, index * 1'000 + term)};
}

AppendEntries message(PayloadPool& pool, const Append& append) {
  std::vector<Entry> entries;
  for (const std::uint64_t term : append.entries)
    entries.push_back(entry_at(pool, append.prev_index + entries.size() + 1, term));
  AppendEntries built;
  built.term = Term{append.term};
  built.prev_log_index = Index{append.prev_index};
  built.prev_log_term = Term{append.prev_term};
  built.leader_commit = Index{append.commit};
  if (!entries.empty()) built.entries = make_batch(pool, entries.data(), static_cast<std::uint32_t>(entries.size()));
  return built;
}

std::uint32_t entry_count(const AppendEntries& append) {
  const auto* batch = append.entries.get_if<EntryBatch>();
  return batch == nullptr ? 0 : batch->count;
}

Subject::Subject(PayloadPool& pool, const Setup& setup) : pool_(pool), output_(pool) {
  config_.self = id(setup.self);
  config_.replicas = setup.replicas;
  config_.seed = setup.seed;
  config_.prevote = false;
  config_.check_quorum = false;
  config_.snapshot_chunk_bytes = setup.chunk_bytes;
  config_.snapshot_keeps = setup.keeps;
  hard_state_ = {Term{setup.current_term}, setup.voted_for};
  for (const std::uint64_t term : setup.log) disk_.push_back(entry_at(pool, disk_.size() + 1, term));
  if (!setup.log.empty()) hard_state_.current_term = std::max(hard_state_.current_term, Term{setup.log.back()});
  restart();
}

void Subject::restart() {
  ++config_.incarnation;
  mail_.clear();
  output_.clear();
  node_.reset(config_);
  const std::vector<Entry> recovered = disk_;
  node_.start(now_, Durable{hard_state_, snapshot_, {disk_first_}, recovered}, output_);
  finish();
}

void Subject::receive(unsigned from, const Message& message) {
  output_.clear();
  node_.step(now_, id(from), message, output_);
  finish();
}

void Subject::wake() {
  output_.clear();
  now_ = std::max(now_, node_.next_deadline());
  node_.tick(now_, output_);
  finish();
}

void Subject::campaign() {
  const Term before = node_.current_term();
  while (node_.current_term() == before) wake();
}

void Subject::become_leader() {
  campaign();
  for (unsigned voter = 0, granted = 1; granted <= config_.replicas / 2; ++voter) {
    if (id(voter) == config_.self) continue;
    receive(voter, VoteGranted{node_.current_term(), Index{0}});
    ++granted;
  }
}

std::optional<Index> Subject::propose(std::uint64_t number) {
  output_.clear();
  const std::optional<Index> index = node_.propose(now_, make_payload<Command>(pool_, number), output_);
  finish();
  return index;
}

bool Subject::read(std::uint64_t token) {
  output_.clear();
  const bool leading = node_.read(now_, token, output_);
  finish();
  return leading;
}

void Subject::take_snapshot(std::uint64_t index, std::string_view state) {
  output_.clear();
  node_.take_snapshot(now_, Index{index}, state, output_);
  finish();
}

void Subject::acknowledge(unsigned follower) {
  for (auto mail = mail_.rbegin(); mail != mail_.rend(); ++mail) {
    const auto* append = std::get_if<AppendEntries>(&mail->message);
    if (append == nullptr || mail->to != id(follower)) continue;
    const AppendAccepted accepted{append->term, append->prev_log_index + entry_count(*append), append->round};
    receive(follower, accepted);
    return;
  }
}

void Subject::acknowledge_up_to(unsigned follower, std::uint64_t index) {
  receive(follower, AppendAccepted{node_.current_term(), Index{index}, 0});
}

Terms Subject::log() const {
  Terms terms;
  for (std::uint64_t i = node_.first_index().value; i <= last(); ++i) terms.push_back(node_.entry(Index{i}).term.value);
  return terms;
}

Terms Subject::durable_log() const {
  Terms terms;
  for (const Entry& entry : disk_) terms.push_back(entry.term.value);
  return terms;
}

bool Subject::wrote_hard_state() const {
  return std::any_of(output_.writes.begin(), output_.writes.end(),
                     [](const Output::Write& write) { return write.kind == Output::Write::Kind::hard_state; });
}

void Subject::finish() {
  for (const Output::Write& write : output_.writes) perform(write);
  for (const Output::Send& send : output_.sends)
    for (const NodeId to : send.to) mail_.push_back({to, send.message()});
}

void Subject::perform(const Output::Write& write) {
  switch (write.kind) {
    case Output::Write::Kind::hard_state:
      hard_state_ = *write.payload.get_if<HardState>();
      break;
    case Output::Write::Kind::truncate:
      disk_.resize(write.index.value - disk_first_);
      break;
    case Output::Write::Kind::append: {
      check(write.index.value == disk_first_ + disk_.size(), "a log is appended to at its end");
      const EntryBatch& batch = *write.payload.get_if<EntryBatch>();
      for (std::uint32_t i = 0; i < batch.count; ++i) disk_.push_back(batch[i]);
      break;
    }
    case Output::Write::Kind::snapshot:
      snapshot_ = write.payload;
      break;
    case Output::Write::Kind::trim: {
      const std::uint64_t gone = std::min<std::uint64_t>(write.index.value - disk_first_, disk_.size());
      disk_.erase(disk_.begin(), disk_.begin() + static_cast<std::ptrdiff_t>(gone));
      disk_first_ = write.index.value;
      break;
    }
  }
}

Subject* Network::subject(NodeId node) const {
  for (Subject* candidate : subjects_)
    if (candidate->config_.self == node) return candidate;
  return nullptr;
}

void Network::settle() {
  for (bool busy = true; busy;) {
    busy = false;
    for (Subject* from : subjects_) {
      if (from->mail_.empty()) continue;
      busy = true;
      const Subject::Mail mail = from->mail_.front();
      from->mail_.pop_front();
      Subject* to = subject(mail.to);
      if (to == nullptr) continue;
      ++delivered;
      if (std::holds_alternative<AppendRejected>(mail.message)) ++rejections;
      to->now_ = std::max(to->now_, from->now_);
      to->receive(from->config_.self.value, mail.message);
    }
  }
}

void Network::step() {
  Subject* due = subjects_.front();
  for (Subject* other : subjects_)
    if (other->node_.next_deadline() < due->node_.next_deadline()) due = other;
  due->wake();
  settle();
}

}  // namespace whitewater::raft::paper
