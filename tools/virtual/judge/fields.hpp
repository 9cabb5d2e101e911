// Fields: what a message of any program says, found by the names of its fields. Programs spell them as they like
// ("term", "currentTerm", "leader_term"); one table holds the spellings that are known. Fields may stand in the
// message, in objects of it, in strings that hold such an object, and in words like "term=3".
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/wire/json.hpp"

namespace whitewater::tools::virtual_time {

enum class Meaning : std::uint8_t {
  unknown,
  term,
  term_of_last,  // of the sender's last entry
  term_of_prev,  // of the entry before those that are sent
  candidate,     // who asks for votes, or is voted for
  granted,       // the answer of a voter
  last_index,
  prev_index,
  entries,
  commit,
  match,    // up to where a follower's log is known to be the leader's
  success,  // the answer of a follower
  mid,
  key,
  value,
};

struct Spelling {
  std::string_view name;  // in lower case, without '_' and '-'
  Meaning meaning = Meaning::unknown;
  // Explanations read the field so; no run fails by it, for others mean other things by this name.
  bool only_told = false;
};
// All of them, in the order of the table.
std::span<const Spelling> spellings();
// Of a field with that name, in any case, with '_' and '-' or without.
const Spelling* spelling_of(std::string_view name);

struct Field {
  std::string path;  // "data.term"
  Meaning meaning = Meaning::unknown;
  json::Kind kind = json::Kind::null;  // of words: a string
  std::string text;                    // of a number, a string, a boolean
  std::size_t length = 0;              // of a list, of a string
  std::vector<json::Value> elements;   // of a list

  std::optional<std::uint64_t> number() const;
  // true, "yes", 1; of other texts: nothing.
  std::optional<bool> truth() const;
};

class Fields {
 public:
  // A message that is no JSON object has none.
  static Fields read(std::string_view message);

  // Those of the message before those of objects in it, in the order of the message.
  const std::vector<Field>& all() const { return all_; }
  // The first one. Null: there is none.
  const Field* find(Meaning meaning) const;

 private:
  std::vector<Field> all_;
};

struct TermSaid {
  std::uint64_t term = 0;
  std::string field;  // "data.term"
};

// The term that a message says of its sender: an integer in a field that is named so, of the message or of an object
// in it; not in one that describes an entry. field: the path of the field, names with dots between; empty: any.
// Nothing: the message says no term.
std::optional<TermSaid> term_of(std::string_view message, std::string_view field);
// The same of a message that was parsed already.
std::optional<TermSaid> term_of(std::string_view message, const json::Value& parsed, std::string_view field);

}  // namespace whitewater::tools::virtual_time
