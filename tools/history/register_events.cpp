// The first operation of a client decides how a file says keys: not at all, as [key value], or by name.
#include "tools/history/register_events.hpp"

#include <algorithm>
#include <array>

#include "core/text/concat.hpp"
#include "tools/history/edn_value.hpp"
#include "tools/history/transactions.hpp"
#include "tools/history/utf8_text.hpp"

namespace whitewater::tools {

namespace {

using checks::Operation;
using Type = HistoryEvent::Type;

// A few elements, without memory of their own.
class Elements {
 public:
  static constexpr std::size_t max = 4;

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const EdnElement& operator[](std::size_t i) const { return list_[i]; }
  void push_back(const EdnElement& element) { list_[size_++] = element; }
  void set(std::size_t i, const EdnElement& element) {
    list_[i] = element;
    size_ = std::max(size_, i + 1);
  }
  void drop_first() {
    std::move(list_.begin() + 1, list_.end(), list_.begin());
    --size_;
  }

 private:
  std::array<EdnElement, max> list_{};
  std::size_t size_ = 0;
};

constexpr std::size_t shown = 60;  // bytes of a text that an error quotes

std::optional<Operation::Kind> kind_of(std::string_view f) {
  using Kind = Operation::Kind;
  constexpr std::pair<std::string_view, Kind> words[] = {{"read", Kind::get},
                                                         {"write", Kind::put},
                                                         {"cas", Kind::cas},
                                                         {"get", Kind::get},
                                                         {"put", Kind::put},
                                                         {"append", Kind::append},
                                                         {"r", Kind::get},
                                                         {"w", Kind::put},
                                                         {"set", Kind::put},
                                                         {"compare-and-set", Kind::cas},
                                                         {"compare_and_set", Kind::cas},
                                                         {"compareandset", Kind::cas},
                                                         {"compare-and-swap", Kind::cas},
                                                         {"compare_and_swap", Kind::cas},
                                                         {"compareandswap", Kind::cas}};
  for (const auto& [word, kind] : words)
    if (same_word(f, word)) return kind;
  return std::nullopt;
}

// The elements of a vector or list, at most four. Empty: the element is another one, or malformed.
Elements parts_of(const EdnElement& element) {
  Elements parts;
  if (!element.sequence()) return parts;
  EdnCursor cursor(element.inner);
  while (const auto part = cursor.next()) {
    parts.push_back(*part);
    if (parts.size() == Elements::max) break;
  }
  return cursor.wrong() ? Elements() : parts;
}

// {:from 1 :to 2}, in that order or the other one.
Elements swap_of_map(const EdnElement& element) {
  if (element.kind != EdnElement::Kind::map) return {};
  Elements parts;
  unsigned found = 0;
  EdnCursor cursor(element.inner);
  while (const auto name = cursor.next()) {
    const auto value = cursor.next();
    if (!value) return {};
    const std::string_view word = bare_word(name->text);
    const bool from = word == "from" || word == "old" || word == "expected";
    if (!from && word != "to" && word != "new") return {};
    parts.set(from ? 0 : 1, *value);
    found |= from ? 1u : 2u;
  }
  return found == 3 ? parts : Elements();
}

bool is_tuple(const EdnElement& value, Operation::Kind kind) {
  const Elements parts = parts_of(value);
  if (kind != Operation::Kind::cas) return parts.size() == 2;
  return parts.size() == 3 ||
         (parts.size() == 2 && (parts_of(parts[1]).size() == 2 || swap_of_map(parts[1]).size() == 2));
}

// {:key "x" :value 1} names the key of an operation; a register that holds such maps would be a rare one.
bool holds_key(const EdnElement& element) {
  if (element.kind != EdnElement::Kind::map) return false;
  EdnCursor cursor(element.inner);
  while (const auto name = cursor.next()) {
    const std::string_view word = bare_word(name->text);
    if (word == "key" || word == "k" || !cursor.next()) return word == "key" || word == "k";
  }
  return false;
}

std::string quoted_from(const EdnElement& element) {
  return one_line(element.text, shown);
}

}  // namespace

bool names_register_operation(std::string_view f) {
  return kind_of(f).has_value();
}

bool names_swap(std::string_view f) {
  return kind_of(f) == Operation::Kind::cas;
}

bool RegisterEvents::is_nil(const EdnElement& element) const {
  return element.tag.empty() &&
         (element.kind == EdnElement::Kind::nil || (dialect_.null_is_nil && element.text == "null"));
}

// Spells a value as checks::History::Values::typed says.
Complaint RegisterEvents::spell(const EdnElement& element, std::string& out) const {
  out.clear();
  if (dialect_.nil_is_empty_text && keys_ == Keys::named && is_nil(element)) return std::nullopt;
  if (element.kind == EdnElement::Kind::string && element.tag.empty()) {
    const bool plain = std::all_of(element.inner.begin(), element.inner.end(), [](char c) {
      return static_cast<unsigned char>(c) >= ' ' && c != '\x7F' && c != '\\';
    });
    out = plain ? std::string(element.inner) : edn_string_content(element.inner);
    return std::nullopt;
  }
  out += checks::History::other_type;
  if (is_nil(element)) {
    out += dialect_.null_is_nil ? "null" : "nil";
    return std::nullopt;
  }
  if (!append_edn_value(element, out)) return "expected a value, found " + quoted_from(element);
  return std::nullopt;
}

Complaint RegisterEvents::set_initial(std::string_view text) {
  const auto element = only_element(text);
  if (!element || spell(*element, value_)) return "expected one value, found '" + one_line(text, shown) + "'";
  initial_ = std::string(text);
  return std::nullopt;
}

void RegisterEvents::fault(const HistoryEvent& event, std::int64_t time) {
  const bool told = event.value && !is_nil(*event.value);
  book_.fault(event.f, told ? event.value->text : std::string_view(), time);
}

Complaint RegisterEvents::take(const HistoryEvent& event, std::int64_t time) {
  if (event.nemesis) return fault(event, time), std::nullopt;
  std::optional<Kind> kind = kind_of(event.f);
  // A completion may leave out what it completes.
  const Operation* const open = event.f.empty() && event.type != Type::invoke ? book_.open(event.process) : nullptr;
  if (open != nullptr) kind = open->kind;
  if (names_transaction(event.f) || (event.value && holds_transaction(*event.value)))
    return transaction_refused(event.f, event.value ? event.value->text : "");
  // Whoever only tells of things that no client does is the nemesis, by another name.
  if (!kind && event.type == Type::info && book_.open(event.process) == nullptr)
    return fault(event, time), std::nullopt;
  if (!kind)
    return concat({"expected :f :read, :write, :cas or :append, found ", event.f.empty() ? "none" : ":",
                   one_line(event.f, shown)});
  if (keys_ == Keys::undecided)
    if (auto wrong = begin_history(event, *kind)) return wrong;
  Found found{*kind, event.value.has_value(), {EdnElement::Kind::nil, "nil", {}, {}}};
  if (event.value) found.value = *event.value;
  if (auto wrong = find_key(event, found)) return wrong;
  return event.type == Type::invoke ? invoke(event, found, time) : complete(event, found, time);
}

Complaint RegisterEvents::begin_history(const HistoryEvent& event, Kind kind) {
  keys_ = event.key ? Keys::named : event.value && is_tuple(*event.value, kind) ? Keys::tuples : Keys::none;
  decided_in_line_ = event.line;
  file_.history.value_form = checks::History::Values::typed;
  const std::string_view spelled = initial_ ? std::string_view(*initial_) : dialect_.null_is_nil ? "null" : "nil";
  if (auto wrong = spell(*only_element(spelled), value_)) return wrong;
  file_.history.values.clear();
  file_.history.values.number(value_);
  return std::nullopt;
}

// Leaves the key in key_, if the event says one.
Complaint RegisterEvents::find_key(const HistoryEvent& event, Found& found) {
  has_key_ = true;
  if (keys_ == Keys::tuples) return unpack(event, found);
  if (keys_ == Keys::none) {
    if (event.key)
      return "expected no key, as in the operation of line " + std::to_string(decided_in_line_) + ", found " +
             quoted_from(*event.key);
    const bool may_say_key = event.type == Type::invoke || (event.type == Type::ok && found.kind == Kind::get);
    if (may_say_key && found.kind != Kind::cas && parts_of(found.value).size() == 2)
      return concat({"expected a value without a key, as in line ", std::to_string(decided_in_line_), ", found ",
                     quoted_from(found.value), ", which may be [key value]"});
    if (may_say_key && holds_key(found.value))
      return concat({"expected the key beside the value, found both in one map: ", quoted_from(found.value)});
    key_ = "register";
    return std::nullopt;
  }
  has_key_ = event.key && !is_nil(*event.key);
  if (!has_key_ && event.type == Type::invoke) return std::string("expected a key in every operation");
  key_.clear();
  if (has_key_ && !append_edn_value(*event.key, key_)) return "expected a key, found " + quoted_from(*event.key);
  return std::nullopt;
}

// [key value], for a compare-and-set [key [from to]] or [key from to].
Complaint RegisterEvents::unpack(const HistoryEvent& event, Found& found) {
  has_key_ = false;
  if (event.type == Type::fail || event.type == Type::info) return std::nullopt;  // they may tell an error instead
  const Elements parts = parts_of(found.value);
  const bool flat_swap = found.kind == Kind::cas && parts.size() == 3;
  if (parts.size() != 2 && !flat_swap) {
    if (event.type == Type::ok && found.kind != Kind::get) return std::nullopt;  // a result of the write
    return concat({"expected [key value], as in line ", std::to_string(decided_in_line_), ", found ",
                   found.has_value ? quoted_from(found.value) : "no value"});
  }
  has_key_ = true;
  key_.clear();
  if (!append_edn_value(parts[0], key_)) return "expected a key, found " + quoted_from(parts[0]);
  if (flat_swap) return std::nullopt;  // swap_values() takes the rest
  found.value = parts[1];
  return std::nullopt;
}

Complaint RegisterEvents::swap_values(const Found& found) {
  Elements parts = found.value.kind == EdnElement::Kind::map ? swap_of_map(found.value) : parts_of(found.value);
  if (keys_ == Keys::tuples && parts.size() == 3) parts.drop_first();
  if (parts.size() != 2)
    return concat(
        {"expected [from to] as the value of a cas, found ", found.has_value ? quoted_from(found.value) : "none"});
  if (auto wrong = spell(parts[0], from_)) return wrong;
  return spell(parts[1], value_);
}

Complaint RegisterEvents::invoke(const HistoryEvent& event, const Found& found, std::int64_t time) {
  if (dialect_.keys_required && keys_ != Keys::named) return std::string("expected :key in every operation");
  HistoryBook::Call call{found.kind, key_, {}, {}};
  if (found.kind == Kind::get) {
    call.value = file_.history.values.text(checks::History::initial);
  } else if (found.kind == Kind::cas) {
    if (auto wrong = swap_values(found)) return wrong;
    call.from = from_;
    call.value = value_;
  } else {
    if (!found.has_value) return concat({"expected the value of the ", kind_word(found.kind), ", found none"});
    if (found.kind == Kind::append && found.value.kind != EdnElement::Kind::string)
      return concat(
          {"expected a string to append, found ", quoted_from(found.value), ": lists and counters are not judged"});
    if (found.kind == Kind::append &&
        file_.history.values.text(checks::History::initial).starts_with(checks::History::other_type))
      return std::string(R"(expected keys that begin with a string, since strings are appended: say --initial '""')");
    if (auto wrong = spell(found.value, value_)) return wrong;
    call.value = value_;
  }
  return book_.call(event.process, call, {time, event.line});
}

Complaint RegisterEvents::judge_key(const HistoryEvent& event) const {
  const Operation* const open = book_.open(event.process);
  if (!has_key_ || open == nullptr || book_.key_of(*open) == key_) return std::nullopt;
  return concat({"process ", one_line(event.process, shown), " ends an operation on key ", one_line(key_, shown),
                 ", but had begun one on key ", one_line(book_.key_of(*open), shown)});
}

// The value of a completed write is mostly the one that it began with. Any other one is told: whoever wrote the file
// may have meant something by it.
void RegisterEvents::compare_value(const HistoryEvent& event, const Found& found) {
  const Operation* const open = found.kind == Kind::put ? book_.open(event.process) : nullptr;
  if (open == nullptr || !found.has_value || is_nil(found.value) || spell(found.value, value_)) return;
  if (file_.history.values.text(open->value) == value_) return;
  if (other_values_++ == 0) other_value_line_ = event.line;
}

void RegisterEvents::add_remarks() {
  if (other_values_ == 0) return;
  file_.remarks.push_back(
      concat({other_values_ == 1 ? "a write" : std::to_string(other_values_) + " writes",
              " completed with another value than at the invocation, in line ", std::to_string(other_value_line_),
              other_values_ == 1 ? "" : " first", ": the value of the invocation counts"}));
}

Complaint RegisterEvents::complete(const HistoryEvent& event, const Found& found, std::int64_t time) {
  if (auto wrong = judge_key(event)) return wrong;
  switch (event.type) {
    case Type::fail:
      return dialect_.failed_swap_saw_another && found.kind == Kind::cas && !parts_of(found.value).empty()
                 ? book_.swap_failed(event.process, {time, event.line})
                 : book_.did_nothing(event.process, found.kind, {time, event.line});
    case Type::info:
      return book_.unknown(event.process, found.kind, {time, event.line});
    case Type::invoke:
    case Type::ok:
      break;
  }
  compare_value(event, found);
  value_.clear();
  if (found.kind == Kind::get) {
    if (auto wrong = spell(found.value, value_)) return wrong;
  }
  return book_.done(event.process, found.kind, value_, {time, event.line});
}

}  // namespace whitewater::tools
