// Fates: what becomes of single messages and writes, as data that was made before the run. A fate decides instead of
// the draws of its link or disk, also while an open fault changes the link; but not instead of a cut, and not for a
// receiver that is dead. What no fate names is drawn as ever. Keeps its memory from run to run.
// Must not know what a message means: its type is a number that a function of the user says.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "core/actor/effects.hpp"
#include "core/base/ids.hpp"
#include "core/base/name_table.hpp"
#include "core/base/node_numbers.hpp"
#include "core/base/payload.hpp"
#include "core/base/time.hpp"

namespace whitewater::simnet {

class Links;

// One message by its name. All kinds but `message` are of the client plane.
struct MessageName {
  SendKind kind = SendKind::message;
  NodeId from;
  NodeId to;
  std::uint32_t life = 0;        // the sender's: how often it was started again before
  std::uint64_t identity = 0;    // of a message without one: the fold of its payload
  std::uint64_t occurrence = 0;  // how many equal ones the life sent on this link before
  friend bool operator==(const MessageName&, const MessageName&) = default;
};

// The nth message of this type that leaves from a time on, and that is not stopped by a cut or a dead receiver.
struct MessageAim {
  SendKind kind = SendKind::message;
  NodeId from;
  NodeId to;
  std::uint32_t type = 0;  // of kind `message`: as MessageType says
  Time first_from;
  std::uint64_t occurrence = 0;  // how many of them pass before
  friend bool operator==(const MessageAim&, const MessageAim&) = default;
};

// One durable write, where writes take time.
struct WriteName {
  NodeId node;
  std::uint32_t life = 0;
  Effects::Write::Kind kind = Effects::Write::Kind::append;
  SlotId slot;
  std::uint64_t content = 0;     // replace: the fold of the payload; others: the index
  std::uint64_t occurrence = 0;  // how many equal ones the life wrote before
  friend bool operator==(const WriteName&, const WriteName&) = default;
};

// The nth write of this kind and slot that its node issues from a time on.
struct WriteAim {
  NodeId node;
  Effects::Write::Kind kind = Effects::Write::Kind::append;
  SlotId slot;
  Time first_from;
  std::uint64_t occurrence = 0;  // how many of them pass before
  friend bool operator==(const WriteAim&, const WriteAim&) = default;
};

struct Fate {
  std::variant<MessageName, MessageAim, WriteName, WriteAim> of;
  bool lost = false;
  std::optional<Duration> delay{};  // nothing: as the link or the disk draws it
  std::optional<Duration> again{};  // a second copy arrives after so long; nothing: there is none
  friend bool operator==(const Fate&, const Fate&) = default;
};

// The type of a message of the message plane.
using MessageType = std::uint32_t (*)(const PayloadRef&);

class Fates {
 public:
  void clear();
  bool empty() const { return fates_.empty(); }
  // Of two fates with one name the first one counts. type may be null: then all messages are of type 0.
  void set(std::span<const Fate> fates, MessageType type, const Links& links, std::uint64_t seed);

  // Null: there is none. word: see message_word().
  const Fate* of_message(std::uint64_t word, NodeId from, const Effects::Send& send, Time now);
  const Fate* of_write(std::uint64_t word, const WriteName& name, Time now);
  // By place in the list: how many messages or writes it decided on.
  std::span<const std::uint32_t> met() const { return met_; }

  // base: Link::name() of the identity, or write_word() without its occurrence.
  static std::uint64_t with_occurrence(std::uint64_t base, std::uint64_t occurrence);
  static std::uint64_t write_base(std::uint64_t seed, const WriteName& name, const NodeNumbers& numbers);

 private:
  struct Aimed {
    std::uint32_t place;   // in fates_
    std::uint64_t passed;  // messages that it could have meant
  };

  const Fate* of_name(std::uint64_t word);
  const Fate* decides(std::uint32_t place) {
    ++met_[place];
    return &fates_[place];
  }
  bool aims_at(const MessageAim& aim, NodeId from, const Effects::Send& send, Time now) const;

  std::vector<Fate> fates_;
  std::vector<std::uint32_t> met_;
  NameTable<std::uint32_t> named_;  // places
  std::vector<Aimed> aimed_;        // at messages
  std::vector<Aimed> aimed_at_writes_;
  MessageType type_ = nullptr;
};

}  // namespace whitewater::simnet
