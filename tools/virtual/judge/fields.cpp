// What cannot say a term is not searched for one.
#include "tools/virtual/judge/fields.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/text/lower_case.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr auto known = std::to_array<Spelling>({
    {"term", Meaning::term},
    {"currentterm", Meaning::term},
    {"leaderterm", Meaning::term},
    {"termid", Meaning::term},
    {"termnumber", Meaning::term},
    {"termnum", Meaning::term},
    {"termno", Meaning::term},
    {"myterm", Meaning::term},
    {"epoch", Meaning::term},
    {"raftterm", Meaning::term},
    {"candidateterm", Meaning::term, true},
    {"electionterm", Meaning::term, true},
    {"voteterm", Meaning::term, true},
    {"t", Meaning::term, true},
    {"lastterm", Meaning::term_of_last},
    {"lastlogterm", Meaning::term_of_last},
    {"lastentryterm", Meaning::term_of_last},
    {"prevterm", Meaning::term_of_prev},
    {"prevlogterm", Meaning::term_of_prev},
    {"previouslogterm", Meaning::term_of_prev},
    {"preventryterm", Meaning::term_of_prev},
    {"candidate", Meaning::candidate},
    {"candidateid", Meaning::candidate},
    {"cid", Meaning::candidate},
    {"votefor", Meaning::candidate},
    {"votedfor", Meaning::candidate},
    {"granted", Meaning::granted},
    {"grant", Meaning::granted},
    {"votegranted", Meaning::granted},
    {"grantvote", Meaning::granted},
    {"vote", Meaning::granted},
    {"voted", Meaning::granted},
    {"voteresult", Meaning::granted},
    {"last", Meaning::last_index},
    {"lastindex", Meaning::last_index},
    {"lastlogindex", Meaning::last_index},
    {"lastlogidx", Meaning::last_index},
    {"loglength", Meaning::last_index},
    {"loglen", Meaning::last_index},
    {"prev", Meaning::prev_index},
    {"previndex", Meaning::prev_index},
    {"prevlogindex", Meaning::prev_index},
    {"prevlogidx", Meaning::prev_index},
    {"previouslogindex", Meaning::prev_index},
    {"entries", Meaning::entries},
    {"entry", Meaning::entries},
    {"log", Meaning::entries},
    {"logentries", Meaning::entries},
    {"newentries", Meaning::entries},
    {"commit", Meaning::commit},
    {"commitindex", Meaning::commit},
    {"commitidx", Meaning::commit},
    {"leadercommit", Meaning::commit},
    {"leadercommitindex", Meaning::commit},
    {"committed", Meaning::commit},
    {"match", Meaning::match},
    {"matchindex", Meaning::match},
    {"matchidx", Meaning::match},
    {"ackindex", Meaning::match},
    {"success", Meaning::success},
    {"succeeded", Meaning::success},
    {"ok", Meaning::success},
    {"accepted", Meaning::success},
    {"mid", Meaning::mid},
    {"key", Meaning::key},
    {"value", Meaning::value},
});

constexpr unsigned depth_max = 2;  // of objects in the message that are read
constexpr json::ParseOptions lenient{std::size_t{1} << 20, 64, json::DuplicateKeys::last_wins};

std::string plain(std::string_view name) {
  std::string text;
  for (const char c : name)
    if (c != '_' && c != '-') text += lower_case(c);
  return text;
}

bool judged_term(std::string_view name) {
  const Spelling* const spelling = spelling_of(name);
  return spelling != nullptr && spelling->meaning == Meaning::term && !spelling->only_told;
}

// The term in such an object is that of an entry.
bool of_an_entry(std::string_view name) {
  const std::string text = plain(name);
  return text.starts_with("last") || text.starts_with("prev") || text.find("entr") != std::string::npos ||
         text.find("log") != std::string::npos;
}

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || number == UINT64_MAX)
    return std::nullopt;
  return number;
}
std::optional<std::uint64_t> whole_number(const json::Value& value) {
  if (value.is(json::Kind::number)) return whole_number(value.number_text());
  return value.is(json::Kind::string) ? whole_number(value.as_string()) : std::nullopt;
}

std::optional<TermSaid> detected(const json::Value& object, const std::string& before, unsigned depth) {
  for (const json::Member& member : object.members())
    if (judged_term(member.name))
      if (const auto number = whole_number(member.value)) return TermSaid{*number, before + member.name};
  if (depth == 0) return std::nullopt;
  for (const json::Member& member : object.members())
    if (member.value.is(json::Kind::object) && !of_an_entry(member.name))
      if (auto found = detected(member.value, before + member.name + ".", depth - 1)) return found;
  return std::nullopt;
}

std::optional<TermSaid> at_path(const json::Value& object, std::string_view path) {
  const json::Value* value = &object;
  for (std::string_view rest = path; value != nullptr && !rest.empty();) {
    const std::size_t dot = std::min(rest.find('.'), rest.size());
    value = value->find(rest.substr(0, dot));
    rest.remove_prefix(std::min(dot + 1, rest.size()));
  }
  if (value == nullptr) return std::nullopt;
  const auto number = whole_number(*value);
  return number ? std::optional(TermSaid{*number, std::string(path)}) : std::nullopt;
}

bool may_say(std::string_view message, std::string_view field) {
  const auto holds = [&](std::string_view part) { return message.find(part) != std::string_view::npos; };
  if (!field.empty()) return holds(field.substr(field.rfind('.') == std::string_view::npos ? 0 : field.rfind('.') + 1));
  return holds("erm") || holds("ERM") || holds("poch") || holds("POCH");
}

Field field_of(std::string path, std::string_view name, const json::Value& value) {
  Field field;
  field.path = std::move(path);
  const Spelling* const spelling = spelling_of(name);
  field.meaning = spelling != nullptr ? spelling->meaning : Meaning::unknown;
  field.kind = value.kind();
  if (value.is(json::Kind::boolean)) field.text = value.as_boolean() ? "true" : "false";
  if (value.is(json::Kind::number)) field.text = value.number_text();
  if (value.is(json::Kind::string)) field.text = value.as_string();
  if (value.is(json::Kind::array)) field.elements = value.elements();
  field.length = value.is(json::Kind::array) ? field.elements.size() : field.text.size();
  return field;
}

// "term=3 granted=true", "term: 3, granted: yes": at least one word of which is known.
std::vector<std::pair<std::string, std::string>> words_of(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> words;
  bool any_known = false;
  constexpr std::string_view between = " ,;&|\n\t";
  for (std::size_t at = text.find_first_not_of(between); at != std::string_view::npos;) {
    const std::size_t sign = text.find_first_of("=:", at);
    if (sign == std::string_view::npos || sign == at) break;
    const std::size_t begin = text.find_first_not_of(' ', sign + 1);
    if (begin == std::string_view::npos) break;
    const std::size_t end = std::min(text.find_first_of(between, begin), text.size());
    words.emplace_back(text.substr(at, sign - at), text.substr(begin, end - begin));
    any_known = any_known || spelling_of(words.back().first) != nullptr;
    at = text.find_first_not_of(between, end);
  }
  return any_known ? words : std::vector<std::pair<std::string, std::string>>{};
}

// Level by level: what the message says itself stands before what its objects say.
void gather(std::vector<Field>& all, const json::Value& object, const std::string& before, unsigned depth) {
  std::vector<std::pair<std::string, json::Value>> inner;
  for (const json::Member& member : object.members()) {
    if (member.value.is(json::Kind::object)) {
      inner.emplace_back(before + member.name + ".", member.value);
      continue;
    }
    if (member.value.is(json::Kind::string)) {
      const std::string& text = member.value.as_string();
      if (text.starts_with('{')) {
        if (Result<json::Value> held = json::parse(text, lenient); held && held.value().is(json::Kind::object)) {
          inner.emplace_back(before + member.name + ".", std::move(held.value()));
          continue;
        }
      }
      if (const auto words = words_of(text); !words.empty()) {
        for (const auto& [name, value] : words)
          all.push_back(field_of(before + member.name + "." + name, name, json::Value::string(value)));
        continue;
      }
    }
    all.push_back(field_of(before + member.name, member.name, member.value));
  }
  if (depth == 0) return;
  for (const auto& [path, value] : inner) gather(all, value, path, depth - 1);
}

}  // namespace

std::span<const Spelling> spellings() {
  return known;
}

const Spelling* spelling_of(std::string_view name) {
  const std::string text = plain(name);
  const auto found = std::find_if(known.begin(), known.end(), [&](const Spelling& each) { return each.name == text; });
  return found == known.end() ? nullptr : &*found;
}

std::optional<std::uint64_t> Field::number() const {
  return kind == json::Kind::number || kind == json::Kind::string ? whole_number(std::string_view(text)) : std::nullopt;
}

std::optional<bool> Field::truth() const {
  const std::string word = plain(text);
  if (word == "true" || word == "yes" || word == "1" || word == "granted") return true;
  if (word == "false" || word == "no" || word == "0" || word == "denied") return false;
  return std::nullopt;
}

Fields Fields::read(std::string_view message) {
  Fields fields;
  const Result<json::Value> parsed = json::parse(message, lenient);
  if (parsed && parsed.value().is(json::Kind::object)) gather(fields.all_, parsed.value(), "", depth_max);
  return fields;
}

const Field* Fields::find(Meaning meaning) const {
  const auto found = std::find_if(all_.begin(), all_.end(), [&](const Field& each) { return each.meaning == meaning; });
  return found == all_.end() ? nullptr : &*found;
}

std::optional<TermSaid> term_of(std::string_view message, const json::Value& parsed, std::string_view field) {
  if (!may_say(message, field) || !parsed.is(json::Kind::object)) return std::nullopt;
  return field.empty() ? detected(parsed, "", 1) : at_path(parsed, field);
}

std::optional<TermSaid> term_of(std::string_view message, std::string_view field) {
  if (!may_say(message, field)) return std::nullopt;
  const Result<json::Value> parsed = json::parse(message, lenient);
  return parsed ? term_of(message, parsed.value(), field) : std::nullopt;
}

}  // namespace whitewater::tools::virtual_time
