// The rows of the workload registers, the one field type that only it has, and how its options are drawn.
#include "scenarios/workloads/registers_options.hpp"

#include <array>
#include <utility>

#include "core/text/concat.hpp"
#include "core/text/duration_text.hpp"
#include "core/text/number_text.hpp"
#include "core/wire/json.hpp"
#include "core/wire/json_writer.hpp"
#include "scenarios/format/choices.hpp"
#include "scenarios/format/field_rows.hpp"
#include "scenarios/workloads/registers_list.hpp"

namespace whitewater::scenarios {
namespace {

using namespace field_rows;
namespace types = field_types;

// --- sizes: [16, 4096], two members of Registers, which is the slot ---

std::string sizes_words(const Field& field, const Scenario*) {
  return concat(
      {"two integers like [16, 64], ascending, from ", std::to_string(field.low), " to ", std::to_string(field.high)});
}

std::optional<std::string> read_sizes(const Field& field, const json::Value& value, const Scenario& scenario,
                                      void* slot) {
  std::array<std::int64_t, 2> read{};
  bool good = value.is(json::Kind::array) && value.elements().size() == read.size();
  for (std::size_t i = 0; good && i < read.size(); ++i) {
    const std::optional<std::int64_t> number = types::parts::integer_of(field, value.elements()[i], scenario);
    good = number.has_value();
    if (good) read.at(i) = *number;
  }
  if (!good || read[0] > read[1]) return sizes_words(field, &scenario);
  auto& options = *static_cast<Registers*>(slot);
  options.value_bytes_min = static_cast<std::uint32_t>(read[0]);
  options.value_bytes_max = static_cast<std::uint32_t>(read[1]);
  return std::nullopt;
}

std::string sizes_text(const Field&, const void* slot) {
  const auto& options = *static_cast<const Registers*>(slot);
  return concat({"[", std::to_string(options.value_bytes_min), ", ", std::to_string(options.value_bytes_max), "]"});
}

std::string sizes_schema(const Field& field) {
  return concat({R"("type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "integer", "minimum": )",
                 std::to_string(field.low), R"(, "maximum": )", std::to_string(field.high), "}"});
}

constexpr FieldType sizes_type{FieldType::Shape::value, read_sizes, sizes_text, sizes_words, sizes_schema};

// --- rows ---

constexpr std::array<std::string_view, 2> kind_names{"get", "put"};

template <class Value>
constexpr FieldType maybe = types::optional_of<types::integer<Value>, Value>;

template <auto Member>
constexpr Access of_request = optional_element<&Registers::requests, Member>;

// From 0 up to below what another field says.
constexpr Field below(Field field, FieldBound bound) {
  field.high_bound = bound;
  return field;
}
constexpr Field with_choices(Field field, std::span<const std::string_view> choices) {
  field.choices = choices;
  return field;
}

void* whole(void* owner, std::size_t) {
  return owner;
}

template <auto Member>
constexpr Field count(std::string_view path, std::int64_t low, std::int64_t high, std::string_view meaning) {
  return ranged(path, types::integer<std::uint32_t>, low, high, at<Member>, meaning);
}
constexpr Field read_only(std::string_view meaning) {
  Field field = count<&Registers::read_only_clients>("read_only_clients", 0, 31, meaning);
  field.high_bound = {[](const Scenario& scenario) { return std::int64_t{registers(scenario).clients}; }, "clients"};
  return field;
}

constexpr std::array rows{
    ordered(10, duration("lifetime", at<&Registers::lifetime>, "How long clients begin operations")),
    // Replicas, these, and one that looks whether a healed cluster serves, fit into one set of nodes.
    ordered(30, count<&Registers::clients>("clients", 1, 31, "How many clients")),
    ordered(30, count<&Registers::keys>("keys", 1, 100'000, "How many keys, shared by all clients")),
    read_only("So many of the clients, the last ones, only get"),
    object("operations", "What is asked how often: weights, of which not all are 0"),
    count<&Registers::gets>("operations.get", 0, 1'000, "Weight of gets"),
    count<&Registers::puts>("operations.put", 0, 1'000, "Weight of puts"),
    count<&Registers::values>(
        "values", 0, 1'000'000,
        "So many different values are put. 0: every put writes a value of its own, which is the easiest to judge"),
    ranged("value_bytes", sizes_type, 0, 65'536, whole,
           "Size of a value, at least and at most. A value is no shorter than its name"),
    plain("initial_value", types::text, at<&Registers::initial>,
          "What every key holds before its first put, if the system begins with another value than the empty string"),
    duration("start_wait", at<&Registers::start_wait>, "Time before the first operation"),
    duration("end_wait", at<&Registers::end_wait>, "Time after the lifetime, for late answers"),
    count<&Registers::outstanding>("outstanding", 1, 256, "Operations that a client has open at most"),
    plain("think", types::delay, at<&Registers::think>,
          "After the end of an operation its client begins the next one so much later, at least a microsecond"),
    duration("interval", at<&Registers::interval>,
             "Instead of `think`: each client begins an operation so far apart, unless `outstanding` are open. Zero: "
             "as `think` says"),
    fraction("stray", at<&Registers::stray>, "Fraction of requests that go to any replica, not to the leader"),
    fraction("send_twice", at<&Registers::send_twice>, "Fraction of requests that are sent to a second replica, too"),
    duration("ask_again", at<&Registers::ask_again>,
             "A request without an answer is sent again, to any replica, so far apart. Zero: never"),
    count<&Registers::attempts>("attempts", 1, 100,
                                "A refused operation is asked anew, under a new name, so often in all"),
    duration("patience", at<&Registers::patience>,
             "An operation without an answer is given up after this time: it stays open, and its client goes on. Zero: "
             "never"),
    ranged("max_packets", types::integer<std::uint64_t>, 1, 1'000'000'000, at<&Registers::max_packets>,
           "The run is ended, and its verdict is unknown, after so many messages between replicas"),
    fraction("unanswered_max", at<&Registers::unanswered_max>, "Fraction of operations that may stay unanswered"),
    plain("requests", types::optional_list<ListedOperation>, at<&Registers::requests>,
          "The operations that clients begin, instead of drawn ones; an empty list: none; see *Requests as a list*"),
    required(below(plain("requests[].client", types::integer<unsigned>, of_request<&ListedOperation::client>,
                         "The client that asks, from 0"),
                   {[](const Scenario& s) { return std::int64_t{registers(s).clients} - 1; }, "clients - 1"})),
    ranged("requests[].number", maybe<std::uint32_t>, 0, listed_number_max, of_request<&ListedOperation::number>,
           "Which operation of its client it is: all that is drawn for it is drawn by this number. Without one: its "
           "place in the list, from 0"),
    required(duration("requests[].time", of_request<&ListedOperation::time>,
                      "From the start of the run; it begins no earlier. Within the lifetime, no earlier than the one "
                      "before in the list")),
    with_choices(
        plain("requests[].operation", types::optional_of<types::choice<ListedOperation::Kind>, ListedOperation::Kind>,
              of_request<&ListedOperation::kind>, "Without one it is drawn"),
        kind_names),
    below(plain("requests[].key", maybe<std::uint32_t>, of_request<&ListedOperation::key>,
                "The 2 of `k2`. Without one it is drawn"),
          {[](const Scenario& s) { return std::int64_t{registers(s).keys} - 1; }, "keys - 1"}),
    ranged("requests[].value", maybe<std::uint32_t>, 0, 999'999, of_request<&ListedOperation::value>,
           "Only with `values`, and of a put: what its first attempt puts, the 3 of `v3`. Without one it is drawn"),
};

}  // namespace

std::span<const Field> registers_fields() {
  return rows;
}

void draw_registers(Scenario& scenario, const Choices& choices) {
  Registers& load = registers(scenario);
  load = {};
  load.start_wait = milliseconds(700);
  load.lifetime = seconds(5);
  load.end_wait = milliseconds(500);
  load.clients = choices.one_of<unsigned>(stream("clients"), {3, 5, 8});
  load.read_only_clients = choices.one_of<unsigned>(stream("read_only"), {0, 0, 1});
  load.keys = choices.one_of<std::uint32_t>(stream("keys"), {1, 1, 2, 4});
  load.gets = choices.one_of<std::uint32_t>(stream("gets"), {3, 5, 7});
  load.puts = 10 - load.gets;
  load.value_bytes_max = choices.one_of<std::uint32_t>(stream("value_bytes"), {16, 16, 200});
  const auto operations = choices.one_of<std::int64_t>(stream("operations"), {40, 80, 150, 300});
  const Duration apart = load.lifetime * load.clients / operations;
  load.outstanding = choices.one_of<std::uint32_t>(stream("outstanding"), {1, 4, 64});
  if (load.outstanding == 64)
    load.interval = apart;
  else
    load.think = uniform_delay({}, apart * 2 * load.outstanding);
  load.stray = choices.probability(stream("stray"), {50'000, 200'000, 500'000});
  load.send_twice = choices.probability(stream("send_twice"), {0, 100'000, 300'000});
  load.ask_again = choices.one_of(stream("ask_again"), {Duration{}, milliseconds(120), milliseconds(250)});
  load.patience = choices.one_of(stream("patience"), {milliseconds(400), seconds(1), seconds(3)});
  load.max_packets = 900'000;
  scenario.heal = load.end() - Time{};
}

std::string registers_summary(const Scenario& scenario) {
  const Registers& load = registers(scenario);
  return concat({std::to_string(load.clients), load.clients == 1 ? " client, " : " clients, ", grouped(load.keys),
                 load.keys == 1 ? " key, " : " keys, ", duration_text(load.lifetime)});
}

std::optional<Error> invalid_registers(const Scenario& scenario) {
  const Registers& load = registers(scenario);
  if (load.gets == 0 && load.puts == 0)
    return Error{"operations.put", "expected a weight above 0, for operations.get is 0"};
  if (load.gets == 0 && load.read_only_clients > 0)
    return Error{"operations.get", "expected a weight above 0, for there are read_only_clients"};
  if (scenario.heal && Time{} + *scenario.heal < load.load_end())
    return Error{"heal", concat({"expected no less than start_wait and lifetime together, ",
                                 duration_text(load.load_end() - Time{})})};
  return invalid_listed_operations(load);
}

}  // namespace whitewater::scenarios
