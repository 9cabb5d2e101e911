// The rows, and the two field types that only fates have: a node that may be a client, and 64 bits.
#include "scenarios/format/fate_fields.hpp"

#include <charconv>
#include <string>

#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "core/text/number_text.hpp"
#include "core/wire/json.hpp"
#include "scenarios/format/fate.hpp"
#include "scenarios/format/field_rows.hpp"
#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios {

namespace {

using namespace field_rows;
namespace types = field_types;
using types::parts::Refusal;

template <auto Member>
void* of_fate(void* scenario, std::size_t index) {
  return &(static_cast<Scenario*>(scenario)->fates[index].*Member);
}

// Nothing if the text is not all digits of that base.
template <class Integer>
std::optional<Integer> hexadecimal(std::string_view text) {
  Integer number{};
  const char* const end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, number, 16);
  if (text.empty() || problem != std::errc() || stop != end) return std::nullopt;
  return number;
}

std::string node_words(const Field&, const Scenario*) {
  return "the id of a replica or of a client, like \"0003\"";
}
Refusal read_node(const Field& field, const json::Value& value, const Scenario& scenario, void* slot) {
  const bool four = value.is(json::Kind::string) && value.as_string().size() == 4 &&
                    value.as_string().find_first_not_of("0123456789ABCDEF") == std::string::npos;
  if (!four) return node_words(field, &scenario);
  *static_cast<NodeName*>(slot) = NodeName{*hexadecimal<std::uint16_t>(value.as_string())};
  return std::nullopt;
}
std::string node_spelling(const Field&, const void* slot) {
  return concat({"\"", node_text(NodeId{static_cast<const NodeName*>(slot)->id}), "\""});
}
constexpr FieldType node{FieldType::Shape::value, read_node, node_spelling, node_words, types::parts::replica_schema};

std::string bits_words(const Field&, const Scenario*) {
  return "a hexadecimal number of at most 64 bits, like \"0x2a\"";
}
Refusal read_bits(const Field& field, const json::Value& value, const Scenario& scenario, void* slot) {
  const bool marked = value.is(json::Kind::string) && value.as_string().starts_with("0x");
  const std::optional<std::uint64_t> number =
      marked ? hexadecimal<std::uint64_t>(std::string_view(value.as_string()).substr(2)) : std::nullopt;
  if (!number) return bits_words(field, &scenario);
  *static_cast<std::uint64_t*>(slot) = *number;
  return std::nullopt;
}
std::string bits_spelling(const Field&, const void* slot) {
  return concat({"\"0x", digest_text(*static_cast<const std::uint64_t*>(slot)), "\""});
}
std::string bits_schema(const Field&) {
  return R"("type": "string", "pattern": "^0x[0-9a-f]{1,16}$")";
}
constexpr FieldType bits{FieldType::Shape::value, read_bits, bits_spelling, bits_words, bits_schema};

// A day and a night longer than any delay of a link, which is drawn.
constexpr std::int64_t longest = 48 * hour;

template <const FieldType& Type, class Value, auto Member>
Field optional(std::string_view path, std::int64_t low, std::int64_t high, std::string_view meaning) {
  return ranged(path, types::optional_of<Type, Value>, low, high, of_fate<Member>, meaning);
}
template <auto Member>
Field time(std::string_view path, std::string_view meaning) {
  return optional<types::duration, Duration, Member>(path, 0, longest, meaning);
}

}  // namespace

FateFields::FateFields(const System& system) : messages_(message_words(system)), writes_(write_words()) {
  Field message = plain("fates[].message", types::optional_of<types::choice<FatedMessage>, FatedMessage>,
                        of_fate<&Fate::message>, "The type of the message");
  message.choices = messages_;
  Field write = plain("fates[].write", types::optional_of<types::choice<WriteKind>, WriteKind>, of_fate<&Fate::write>,
                      "Or the kind of the durable write, where writes take time");
  write.choices = writes_;
  rows_ = {
      message,
      write,
      optional<node, NodeName, &Fate::from>("fates[].from", 0, 0, "Of a message: its sender"),
      optional<node, NodeName, &Fate::to>("fates[].to", 0, 0, "Of a message: its receiver"),
      optional<types::replica, NodeId, &Fate::node>("fates[].node", 0, 0, "Of a write: who writes"),
      optional<types::integer<std::uint32_t>, std::uint32_t, &Fate::life>(
          "fates[].life", 0, 1'000'000'000,
          "How often the sender, or who writes, was started again before. Without it: 0"),
      optional<types::integer<std::uint64_t>, std::uint64_t, &Fate::term>(
          "fates[].term", 0, INT64_MAX, "The term that names the message; see *Fates*"),
      optional<types::integer<std::uint64_t>, std::uint64_t, &Fate::index>(
          "fates[].index", 0, INT64_MAX, "The index that names the message, or the first index of the write"),
      optional<types::integer<std::uint8_t>, std::uint8_t, &Fate::slot>("fates[].slot", 0, UINT8_MAX,
                                                                        "The slot of the write. Without it: 0"),
      optional<bits, std::uint64_t, &Fate::identity>(
          "fates[].identity", 0, 0,
          "Instead of `term` and `index`: the identity of the message, or the fold of what is sent or written"),
      time<&Fate::first_from>(
          "fates[].first_from",
          "Instead of a name: the first message of this type, or write of this kind, from this time on"),
      ranged("fates[].occurrence", types::integer<std::uint32_t>, 1, 1'000'000'000, of_fate<&Fate::occurrence>,
             "Which of several that are equal in all of this"),
      plain("fates[].lost", types::flag, of_fate<&Fate::lost>, "Whether the message is lost"),
      time<&Fate::delay>("fates[].delay",
                         "How long the message or the write takes. Without it: as long as its link or disk says"),
      time<&Fate::again>("fates[].again", "The message arrives twice; how long the second copy takes"),
      plain("fates[].says", types::optional_of<types::text, std::string>, of_fate<&Fate::says>,
            "For people: what the message said when the fate was written down. It decides nothing"),
  };
}

}  // namespace whitewater::scenarios
