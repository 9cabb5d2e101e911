// An entry is known to be in a replica's log if the replica sent it to others.
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/text/concat.hpp"
#include "scenarios/story/payload_text.hpp"
#include "tools/virtual/account/accounts.hpp"

namespace whitewater::tools::virtual_time {

namespace {

// One that a message carries.
struct Entry {
  json::Value value;
  const Message* message = nullptr;

  // Null: it has no such member.
  const json::Value* member(Meaning meaning) const {
    if (!value.is(json::Kind::object)) return nullptr;
    for (const json::Member& each : value.members())
      if (const Spelling* const spelling = spelling_of(each.name); spelling != nullptr && spelling->meaning == meaning)
        return &each.value;
    return nullptr;
  }
  std::string text(Meaning meaning) const {
    const json::Value* const found = member(meaning);
    if (found == nullptr) return "";
    if (found->is(json::Kind::number)) return found->number_text();
    return found->is(json::Kind::string) ? scenarios::shown_bytes(found->as_string(), 24) : "";
  }
  // "an entry of term 1, put c0-7 of key k3"
  std::string words() const {
    const std::string term = text(Meaning::term), mid = text(Meaning::mid), key = text(Meaning::key);
    return concat({"an entry", term.empty() ? "" : " of term ", term, mid.empty() ? "" : ", put ", mid,
                   mid.empty() || key.empty() ? "" : " of key ", mid.empty() ? "" : key});
  }
  // Entries at one index are the same if their terms are; of a program that does not say them, if all else is.
  bool contradicts(const Entry& other) const {
    const std::string term = text(Meaning::term), of_other = other.text(Meaning::term);
    return term.empty() || of_other.empty() ? !(value == other.value) : term != of_other;
  }
};

std::optional<Entry> entry_at(const Message& message, std::uint64_t index) {
  const std::optional<Append> append = message.append();
  if (!append || index <= append->prev || index - append->prev > append->entries.size()) return std::nullopt;
  return Entry{append->entries[index - append->prev - 1], &message};
}

struct Brought {
  Entry entry;
  std::uint64_t index = 0;
};
std::optional<Brought> brought(const Message& message, const std::set<std::string>& mids) {
  const std::optional<Append> append = message.append();
  for (std::size_t i = 0; append && i < append->entries.size(); ++i) {
    Entry entry{append->entries[i], &message};
    if (mids.contains(entry.text(Meaning::mid))) return Brought{std::move(entry), append->prev + i + 1};
  }
  return std::nullopt;
}

}  // namespace

void account_of_conflict(scenarios::Account& account, const MessageLog& messages, const std::set<std::string>& mids,
                         NodeId node, std::uint32_t until) {
  std::optional<Brought> put;
  for (const Message& message : messages.all()) {
    if (message.to() != node || !message.known_at(until)) continue;
    if (put && put->entry.message->arrived->number < message.arrived->number) continue;
    if (std::optional<Brought> here = brought(message, mids)) put = std::move(here);
  }
  if (!put) return;
  const Message& bringer = *put->entry.message;
  std::optional<Entry> before, after;
  const Message* answer = nullptr;
  for (const Message& message : messages.all()) {
    if (message.from() != node || message.sent->number > until) continue;
    const bool later = message.sent->number > bringer.arrived->number;
    if (later && answer == nullptr && message.to() == bringer.from()) answer = &message;
    std::optional<Entry> own = entry_at(message, put->index);
    if (!own || !own->contradicts(put->entry)) continue;
    (later ? after : before) = std::move(own);
  }
  if (!before) return;
  account.push_back(concat({messages.name(node), " had ", before->words(), ", at index ", std::to_string(put->index),
                            ": it sent that itself, by ", messages.content(*before->message), " to ",
                            messages.name(before->message->to()), ", ", MessageLog::way(*before->message)}));
  account.push_back(concat({"  ", messages.content(bringer), " from ", messages.name(bringer.from()), ", ",
                            MessageLog::way(bringer), ", brought ", put->entry.words(),
                            ", for the same index: a follower cuts its log off at an entry that "
                            "the leader's contradicts, and takes the leader's (Raft §5.3)"}));
  if (answer != nullptr)
    account.push_back(concat({"  its answer: ", messages.content(*answer), ", ", MessageLog::way(*answer)}));
  if (after)
    account.push_back(concat({"  later it still had the old entry: it sent it by ", messages.content(*after->message),
                              " to ", messages.name(after->message->to()), ", ", MessageLog::way(*after->message)}));
}

}  // namespace whitewater::tools::virtual_time
