// A list that does not fit the number of replicas is refused as a whole.
#include "scenarios/format/replica_numbers.hpp"

#include <cstdint>
#include <vector>

#include "core/text/concat.hpp"
#include "core/wire/json.hpp"
#include "scenarios/format/field_types.hpp"
#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios::field_types::parts {

Refusal read_numbers(const Field& field, const json::Value& value, const Scenario& scenario, void* slot) {
  std::vector<std::uint16_t> numbers;
  bool good = value.is(json::Kind::array) && value.elements().size() == scenario.replicas;
  for (std::size_t i = 0; good && i < value.elements().size(); ++i) {
    const std::optional<std::int64_t> number = integer_of(field, value.elements()[i], scenario);
    good = number && (numbers.empty() || *number > numbers.back());
    if (good) numbers.push_back(static_cast<std::uint16_t>(*number));
  }
  if (!good) return numbers_words(field, &scenario);
  *static_cast<std::vector<std::uint16_t>*>(slot) = numbers;
  return std::nullopt;
}

std::string numbers_text(const Field&, const void* slot) {
  std::string text;
  for (const std::uint16_t number : *static_cast<const std::vector<std::uint16_t>*>(slot))
    text += concat({text.empty() ? "[" : ", ", std::to_string(number)});
  return text.empty() ? text : text + ']';
}

std::string numbers_words(const Field& field, const Scenario* scenario) {
  return concat({"a list of ", scenario != nullptr ? std::to_string(scenario->replicas) : "as many",
                 scenario != nullptr ? " integers, one for each replica" : " integers as there are replicas",
                 ", ascending, from ", std::to_string(field.low), " to ", std::to_string(field.high)});
}

std::string numbers_schema(const Field& field) {
  return concat({R"("type": "array", "uniqueItems": true, "items": {"type": "integer", "minimum": )",
                 std::to_string(field.low), R"(, "maximum": )", std::to_string(field.high), "}"});
}

}  // namespace whitewater::scenarios::field_types::parts
