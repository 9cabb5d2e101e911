// Sets of replicas in a file: "leader", "random(2)", ["0001", "0003"], ["leader", "0003"].
#include <algorithm>
#include <charconv>

#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "core/wire/json.hpp"
#include "scenarios/format/field_types.hpp"
#include "scenarios/format/replica_set.hpp"
#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios::field_types::parts {

namespace {

constexpr std::string_view drawn_begin = "random(";

// Of "random(2)"; 0: it is none.
unsigned drawn_of(std::string_view word) {
  if (!word.starts_with(drawn_begin) || !word.ends_with(')')) return 0;
  word.remove_prefix(drawn_begin.size());
  word.remove_suffix(1);
  unsigned count = 0;
  const auto [stop, problem] = std::from_chars(word.data(), word.data() + word.size(), count);
  return problem == std::errc() && stop == word.data() + word.size() && word.front() != '0' ? count : 0;
}

// Adds a role, or replicas that are drawn.
bool add_word(ReplicaSet& set, std::string_view word, unsigned replicas) {
  const auto row =
      std::find_if(replica_roles.begin(), replica_roles.end(), [&](const RoleRow& r) { return r.name == word; });
  if (row != replica_roles.end()) {
    set.insert(static_cast<ReplicaRole>(row - replica_roles.begin()));
    return true;
  }
  const unsigned drawn = drawn_of(word);
  if (drawn == 0 || drawn > replicas || set.random != 0) return false;
  set.random = static_cast<std::uint16_t>(drawn);
  return true;
}

std::string last_id(const Scenario* scenario) {
  return scenario == nullptr
             ? "the last one"
             : concat({"\"", node_text(NodeId{static_cast<std::uint16_t>(scenario->replicas - 1)}), "\""});
}

}  // namespace

Refusal read_replica_set(const Field& field, const json::Value& value, const Scenario& scenario, void* slot) {
  ReplicaSet set;
  bool right = false;
  if (value.is(json::Kind::string)) {
    right = add_word(set, value.as_string(), scenario.replicas);
  } else if (value.is(json::Kind::array)) {
    right = !value.elements().empty() &&
            std::all_of(value.elements().begin(), value.elements().end(), [&](const json::Value& element) {
              if (const std::optional<NodeId> id = replica_of(element, scenario)) {
                set.nodes.insert(*id);
                return true;
              }
              return element.is(json::Kind::string) && add_word(set, element.as_string(), scenario.replicas);
            });
  }
  if (!right) return replica_set_words(field, &scenario);
  *static_cast<ReplicaSet*>(slot) = set;
  return std::nullopt;
}

// Nothing for nobody.
std::string replica_set_text(const Field&, const void* slot) {
  const ReplicaSet& set = *static_cast<const ReplicaSet*>(slot);
  std::string words;
  std::size_t count = 0;
  const auto add = [&](const std::string& word) { words += concat({count++ == 0 ? "" : ", ", "\"", word, "\""}); };
  for (std::size_t i = 0; i < replica_roles.size(); ++i)
    if (set.has(static_cast<ReplicaRole>(i))) add(std::string(replica_roles[i].name));
  if (set.random != 0) add(concat({drawn_begin, std::to_string(set.random), ")"}));
  for (const NodeId node : set.nodes) add(node_text(node));
  if (count == 0) return "";
  return count == 1 && set.nodes.empty() ? words : concat({"[", words, "]"});
}

// All roles only where somebody has to choose among them.
std::string replica_set_words(const Field&, const Scenario* scenario) {
  std::string words = concat({"a role, or a list of roles and of ids of replicas, \"0000\" to ", last_id(scenario)});
  if (scenario == nullptr) return words;
  words += "; roles are ";
  for (const RoleRow& row : replica_roles) words += concat({"\"", row.name, "\", "});
  return words + "\"random(k)\"";
}

std::string replica_set_schema(const Field&) {
  std::string roles;
  for (const RoleRow& row : replica_roles) roles += concat({roles.empty() ? "\"" : ", \"", row.name, "\""});
  const std::string word =
      concat({R"({"enum": [)", roles, R"(]}, {"type": "string", "pattern": "^random\\([1-9][0-9]*\\)$"})"});
  return concat({R"("anyOf": [)", word, R"(, {"type": "array", "minItems": 1, "items": {"anyOf": [)", word,
                 R"(, {"type": "string", "pattern": "^[0-9A-F]{4}$"}]}}])"});
}

}  // namespace whitewater::scenarios::field_types::parts
