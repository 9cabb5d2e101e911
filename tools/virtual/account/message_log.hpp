// MessageLog: the messages between the replicas of one run, as its log has them, for sentences about them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/story/run_log.hpp"
#include "tools/virtual/host/datagram.hpp"
#include "tools/virtual/judge/fields.hpp"

namespace whitewater::tools::virtual_time {

// What an append brings, and behind which index.
struct Append {
  std::uint64_t prev = 0;
  std::vector<json::Value> entries;

  std::uint64_t end() const { return prev + entries.size(); }
};

struct Message {
  const scenarios::RunRecord* sent = nullptr;
  const scenarios::RunRecord* arrived = nullptr;  // null: it did not, or not yet
  const Datagram* datagram = nullptr;

  NodeId from() const { return sent->node; }
  NodeId to() const { return sent->peer; }
  std::string_view type() const;
  // Of its sender, also in a field that no run is judged by.
  std::optional<std::uint64_t> term() const;
  // Nothing: it says of no list of entries behind which index they stand.
  std::optional<Append> append() const;
  // It arrived before that record.
  bool known_at(std::uint32_t record) const { return arrived != nullptr && arrived->number < record; }
};

class MessageLog {
 public:
  explicit MessageLog(const scenarios::RunLog& log);

  const std::vector<Message>& all() const { return all_; }  // as they were sent
  const scenarios::RunLog& log() const { return log_; }
  unsigned replicas() const { return log_.replicas(); }
  unsigned majority() const { return replicas() / 2 + 1; }

  std::string name(NodeId node) const;
  std::string names(NodeSet nodes) const;  // "0001, 0002"; "nobody"
  // "vote (term 3, granted true)"
  std::string content(const Message& message) const;
  // "sent at 1.2 s, received at 1.3 s"; "sent at 1.2 s, lost".
  static std::string way(const Message& message);

 private:
  const scenarios::RunLog& log_;
  std::vector<Message> all_;
};

// "1.234567 s", and "at 1.234567 s".
std::string moment(Time time);
std::string at(Time time);

}  // namespace whitewater::tools::virtual_time
