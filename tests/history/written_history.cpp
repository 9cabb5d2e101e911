// A history is drawn first; then its calls and returns are put into one order, given to processes, and spelled.
#include "tests/history/written_history.hpp"

#include <algorithm>
#include <array>

#include "core/base/hash.hpp"
#include "core/base/random.hpp"
#include "core/text/concat.hpp"
#include "tests/check/random_history.hpp"

namespace whitewater::tools::testing {

namespace {

using checks::History;
using checks::Operation;

struct Moment {
  std::int64_t time = 0;
  bool is_return = false;
  std::uint64_t tie = 0;
  std::size_t key = 0;
  std::size_t operation = 0;
};

enum class End : std::uint8_t { ok, fail, info, none };

// An event in the words of all formats that know processes.
struct Event {
  std::string type, f, process, key, value, time;  // value: empty: none
};

class Writer {
 public:
  Writer(Form form, std::uint64_t seed) : form_(form), seed_(seed) {}

  WrittenHistory write();

 private:
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(scale(hash_words(seed_, draws_++), bound)); }
  bool maybe(std::size_t one_of) { return below(one_of) == 0; }
  template <std::size_t n>
  std::string any(const std::array<const char*, n>& list) {
    return list[below(n)];
  }
  bool typed() const { return form_ != Form::whitewater; }
  bool json() const { return form_ == Form::json; }

  void draw_histories();
  std::vector<Moment> moments();
  void take(const Moment& moment);
  void emit(const Operation& operation, std::size_t key, End end, const std::string& process, bool invoke);
  std::string value(const std::string& text);
  std::string edn_value(const std::string& digits);
  std::string json_value(const std::string& digits);
  std::string event_value(const Operation& operation, std::size_t key, bool invoke);
  std::string time();
  std::string process_name(std::size_t number) const;
  void our_line(const Operation& operation, std::size_t key, End end, std::size_t number, bool invoke);
  std::string spelled(const Event& event);
  void enclose();

  Form form_;
  std::uint64_t seed_;
  std::uint64_t draws_ = 0;
  WrittenHistory out_;
  std::vector<std::string> events_;
  std::vector<std::vector<std::size_t>> process_of_;   // by key and operation
  std::vector<std::vector<std::uint64_t>> number_of_;  // in our own format
  std::vector<bool> busy_;
  bool keyed_ = false;  // by name
  bool tuples_ = false;
  bool flat_swaps_ = false;
  bool strings_ = false;
  std::size_t family_ = 0, names_ = 0, times_ = 0, processes_ = 0;
  std::int64_t now_ = 1'000;
};

void Writer::draw_histories() {
  constexpr checks::Mixture puts{"unique", true, false, false}, few{"few", false, false, false},
      swaps{"swaps", false, true, false}, appends{"appends", true, false, true};
  const bool can_swap = typed() && form_ != Form::key_value;
  const std::size_t kind = below(can_swap ? 3 : form_ == Form::key_value ? 3 : 2);
  const checks::Mixture& mixture = kind == 0 ? puts : kind == 1 ? few : can_swap ? swaps : appends;
  strings_ = form_ == Form::key_value && kind == 2;
  const std::size_t keys = 1 + below(2);
  keyed_ = form_ == Form::key_value || (json() && maybe(2));
  tuples_ = typed() && !keyed_ && form_ != Form::etcd && maybe(2);
  for (std::size_t key = 0; key < (keyed_ || tuples_ || !typed() ? keys : 1); ++key)
    out_.meant.push_back(checks::random_history(hash_words(seed_, 77 + key), mixture, 6));
  family_ = below(8);
  names_ = below(3);
  times_ = below(6);
  processes_ = below(4);
  flat_swaps_ = maybe(2);
}

// Calls come before the returns of their moment: what touches is concurrent.
std::vector<Moment> Writer::moments() {
  std::vector<Moment> all;
  for (std::size_t key = 0; key < out_.meant.size(); ++key)
    for (std::size_t i = 0; i < out_.meant[key].operations.size(); ++i) {
      const Operation& operation = out_.meant[key].operations[i];
      all.push_back({operation.called, false, below(1'000), key, i});
      // An operation without an answer may still have an event that says so, at any later time.
      if (!operation.pending())
        all.push_back({operation.returned, true, below(1'000), key, i});
      else if (maybe(2))
        all.push_back({operation.called + 1 + static_cast<std::int64_t>(below(20)), true, below(1'000), key, i});
    }
  std::sort(all.begin(), all.end(), [](const Moment& a, const Moment& b) {
    if (a.time != b.time) return a.time < b.time;
    return a.is_return != b.is_return ? b.is_return : a.tie < b.tie;
  });
  return all;
}

std::string Writer::process_name(std::size_t number) const {
  const std::string text = std::to_string(number);
  if (processes_ == 1 && form_ != Form::json) return ":c" + text;
  if (processes_ == 2) return concat({"\"n", text, "-1\""});
  return text;
}

// Times are for show in EDN; in JSON they increase, or are no numbers.
std::string Writer::time() {
  now_ += static_cast<std::int64_t>(below(3));
  if (times_ == 0) return "";
  if (times_ == 1) return std::to_string(now_);
  if (json())
    return times_ == 2 ? concat({std::to_string(now_), ".5"}) : times_ == 3 ? "\"12:00\"" : std::to_string(now_);
  if (times_ == 2) return std::to_string(below(100));
  if (times_ == 3) return maybe(3) ? "" : std::to_string(now_);
  if (times_ == 4) return concat({std::to_string(below(50)), ".25"});
  return "7";
}

std::string Writer::edn_value(const std::string& digits) {
  const auto in = [&](std::string_view before, std::string_view behind) { return concat({before, digits, behind}); };
  const bool other = maybe(2);
  switch (strings_ ? 7 : family_) {
    case 0:
      return other ? in("+", "") : in("", maybe(2) ? "N" : "");
    case 1:
      return other ? in("", ".0") : in("", maybe(2) ? "0e-1" : ".00");
    case 2:
      return other ? in("#{:x ", "}") : in("#{", "N, :x}");
    case 3:
      return other ? in("{:a ", " :b [1 2]}") : in("{:b (1 2), :a ", "}");
    case 4:
      return other ? in("[1 2 ", "]") : in("(1N 2 ", ")");
    case 5:
      return in(":v", "");
    case 6:
      return other ? in("#t/x ", "") : in("#t/x  +", "");
    default:
      return other ? in("\"v", "\"") : in("\"\\u0076", "\"");
  }
}

std::string Writer::json_value(const std::string& digits) {
  const auto in = [&](std::string_view before, std::string_view behind) { return concat({before, digits, behind}); };
  const bool other = maybe(2);
  switch (family_ % 5) {
    case 0:
      return other ? in("", "") : in("", maybe(2) ? ".0" : "0e-1");
    case 1:
      return other ? in("\"v", "\"") : in("\"\\u0076", "\"");
    case 2:
      return other ? in(R"({"a":)", R"(,"b":[]})") : in(R"({ "b" : [ ], "a" : )", ".0}");
    case 3:
      return in("[1, 2.0, ", "]");
    default:
      return in("-", other ? "" : ".00");
  }
}

std::string Writer::value(const std::string& text) {
  if (text.empty()) return json() ? "null" : form_ == Form::key_value && (strings_ || maybe(2)) ? "\"\"" : "nil";
  std::string digits = text;
  if (digits.back() == ' ') digits.pop_back();
  if (!strings_) return json() ? json_value(digits) : edn_value(digits);
  // Appended elements make longer texts, whose parts end with a blank.
  return maybe(2) ? concat({"\"", text, "\""}) : concat({"\"\\u003", text, "\""});
}

std::string Writer::event_value(const Operation& operation, std::size_t key, bool invoke) {
  const History& history = out_.meant[key];
  const std::string nil = json() ? "null" : "nil", comma = json() ? ", " : " ";
  const auto text = [&](std::uint32_t number) { return value(std::string(history.values.text(number))); };
  std::string plain;
  if (operation.kind == Operation::Kind::get) {
    if (!invoke)
      plain = text(operation.value);
    else if (!tuples_ && maybe(2) && (form_ == Form::jepsen || form_ == Form::key_value || json()))
      return "";
    else
      plain = nil;
  } else if (operation.kind == Operation::Kind::cas) {
    const std::string parts = concat({text(operation.from), comma, text(operation.value)});
    if (tuples_ && flat_swaps_) return concat({"[", std::to_string(key), comma, parts, "]"});
    plain = concat({"[", parts, "]"});
  } else {
    plain = text(operation.value);
  }
  return tuples_ ? concat({"[", std::to_string(key), comma, plain, "]"}) : plain;
}

std::string Writer::spelled(const Event& event) {
  if (form_ == Form::etcd || form_ == Form::log || form_ == Form::columns) {
    const std::string tab = form_ != Form::log && maybe(4) ? "   " : "\t";
    const std::string columns = concat({event.process, tab, ":", event.type, tab, ":", event.f, tab, event.value});
    if (form_ == Form::columns) return columns;
    if (form_ == Form::etcd) return concat({"INFO  jepsen.util - ", columns});
    return concat({names_ == 0 ? "INFO [2020-01-09 10:00:00,000] jepsen worker 0 - jepsen.util "
                               : "2023-01-01 00:00:00,000{UTC}\tINFO\t[jepsen worker 0] jepsen.util: ",
                   columns});
  }
  std::vector<std::string> members;
  const auto add = [&](std::string_view name, std::string_view word, bool quoted) {
    if (!word.empty())
      members.push_back(json() ? concat({"\"", name, "\": ", quoted ? "\"" : "", word, quoted ? "\"" : ""})
                               : concat({":", name, " ", quoted ? ":" : "", word}));
  };
  add("type", event.type, true);
  add(json() && names_ == 1 ? "op" : "f", event.f, true);
  add(json() && names_ != 0 ? (names_ == 1 ? "client" : "client_id") : "process", event.process, false);
  if (keyed_) add("key", event.key, false);
  add("value", event.value, false);
  add(json() && names_ == 2 ? "timestamp" : "time", event.time, false);
  add("error", json() ? "[\"}\"]" : "[:x \"}\"]", false);
  for (std::size_t i = members.size() - 1; i > 0; --i) std::swap(members[i], members[below(i + 1)]);
  std::string text = names_ == 2 && !json() ? "#jepsen.history.Op{" : "{";
  const std::string comma = json() || maybe(2) ? (maybe(4) ? ",\n " : ", ") : " ";
  for (std::size_t i = 0; i < members.size(); ++i) text.append(i == 0 ? "" : comma).append(members[i]);
  return text += "}";
}

void Writer::emit(const Operation& operation, std::size_t key, End end, const std::string& process, bool invoke) {
  using Kind = Operation::Kind;
  Event event;
  event.type = invoke ? "invoke" : end == End::ok ? "ok" : end == End::fail ? "fail" : "info";
  const bool other_words = form_ == Form::key_value || (json() && names_ == 2);
  event.f = operation.kind == Kind::get   ? (other_words ? "get" : "read")
            : operation.kind == Kind::put ? (other_words ? "put" : "write")
            : operation.kind == Kind::cas ? "cas"
                                          : "append";
  event.process = process;
  event.key = concat({"\"k", std::to_string(key), "\""});
  event.value = event_value(operation, key, invoke || end != End::ok);
  if (!invoke && end != End::ok && maybe(2) && form_ != Form::etcd) event.value = json() ? "\"timeout\"" : ":timed-out";
  event.time = time();
  events_.push_back(spelled(event));
}

void Writer::our_line(const Operation& operation, std::size_t key, End end, std::size_t number, bool invoke) {
  const bool get = operation.kind == Operation::Kind::get;
  const std::string value(out_.meant[key].values.text(operation.value));
  if (!maybe(3)) now_ += 1;
  std::string line =
      concat({R"({"type":")",
              invoke           ? "invoke"
              : end == End::ok ? "ok"
              : maybe(2)       ? "redirect"
                               : "fail",
              R"(","time_ns":)", std::to_string(now_), R"(,"op":)", std::to_string(number), R"(,"client":"0013","f":")",
              get ? "get" : "put", R"(","key":"k)", std::to_string(key), "\""});
  if (!get || (!invoke && end == End::ok && !(value.empty() && maybe(2))))
    line.append(R"(,"value":")").append(value).append("\"");
  events_.push_back(line + "}");
}

void Writer::take(const Moment& moment) {
  Operation& operation = out_.meant[moment.key].operations[moment.operation];
  std::size_t& process = process_of_[moment.key][moment.operation];
  if (!moment.is_return) {
    process = static_cast<std::size_t>(std::find(busy_.begin(), busy_.end(), false) - busy_.begin());
    if (process == busy_.size()) busy_.push_back(false);
    busy_[process] = true;
    number_of_[moment.key][moment.operation] = out_.operations++;
  }
  // A failed compare-and-set saw another value only in logs of the etcd test; elsewhere it did nothing.
  const bool failed_swap = operation.outcome == Operation::Outcome::failed;
  End end = failed_swap ? End::fail : operation.pending() ? End::info : End::ok;
  if (moment.is_return && typed() && operation.pending() && maybe(4)) {
    end = End::fail;
  }
  if (typed())
    emit(operation, moment.key, end, process_name(process), !moment.is_return);
  else
    our_line(operation, moment.key, end, number_of_[moment.key][moment.operation], !moment.is_return);
  if (!moment.is_return) return;
  busy_[process] = false;
  const bool judged = form_ == Form::etcd && operation.kind == Operation::Kind::cas;
  if (end != End::fail || !typed() || judged) {
    if (end == End::fail && judged && operation.pending()) {
      operation.outcome = Operation::Outcome::failed;
      operation.returned = moment.time;
    }
    return;
  }
  operation.kind = Operation::Kind::get;
  operation.outcome = Operation::Outcome::pending;
  operation.returned = Operation::never;
}

void Writer::enclose() {
  const std::string feed = maybe(4) ? "\r\n" : "\n";
  std::string& text = out_.text;
  if (maybe(4)) text = "\xEF\xBB\xBF";
  const bool edn = form_ == Form::jepsen || form_ == Form::key_value;
  const std::size_t shape = edn || json() ? below(3) : 0;
  if (form_ == Form::whitewater)
    text +=
        R"({"schema":"whitewater.history/1","model":"kv","scenario":"s","seed":"7","source":"x","replicas":3})" + feed;
  if (form_ == Form::log) text += "INFO [2020-01-09 10:00:00,000] main - jepsen.core Running" + feed;
  if (edn && maybe(4)) text += "; a comment }" + feed;
  if (shape == 1) text += "[" + feed;
  if (shape == 2)
    text +=
        edn ? "{:name \"a :history [\" :x {:history [1]}, :history [" : R"({"name": "\"history\": [", "history" : [)";
  const std::string between = shape != 0 && json() ? "," : "";
  for (std::size_t i = 0; i < events_.size(); ++i)
    text +=
        events_[i] + (i + 1 < events_.size() ? between : "") + (maybe(5) && shape == 0 && typed() ? feed + feed : feed);
  if (shape == 1) text += "]";
  if (shape == 2) text += edn ? "] :results {:valid? true}}" : R"(], "results": {"valid": [true]}})";
  if (form_ == Form::whitewater)
    text += concat({R"({"type":"end","time_ns":)", std::to_string(now_), R"(,"operations":)",
                    std::to_string(out_.operations), "}", feed});
}

WrittenHistory Writer::write() {
  draw_histories();
  for (const History& history : out_.meant) {
    process_of_.emplace_back(history.operations.size());
    number_of_.emplace_back(history.operations.size());
  }
  for (const Moment& moment : moments()) take(moment);
  enclose();
  return std::move(out_);
}

}  // namespace

WrittenHistory written_history(Form form, std::uint64_t seed) {
  return Writer(form, seed).write();
}

}  // namespace whitewater::tools::testing
