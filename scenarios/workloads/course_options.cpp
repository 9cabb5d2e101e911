// The rows of an exercise, and the one field type that only the course has.
#include "scenarios/workloads/course_options.hpp"

#include <array>

#include "core/text/concat.hpp"
#include "core/text/decimal.hpp"
#include "core/text/duration_text.hpp"
#include "core/text/number_text.hpp"
#include "core/wire/json.hpp"
#include "scenarios/format/field_rows.hpp"
#include "scenarios/workloads/course_list.hpp"

namespace whitewater::scenarios {
namespace {

using namespace field_rows;
namespace types = field_types;
using course::Benchmarks;
using course::Exercise;
using course::ListedRequest;
using course::Tiers;
using course::TimedEvent;

// --- tiers: [1200, 3000, 5000], kept in millionths ---

std::string tiers_words(const Field& field, const Scenario*) {
  return "three numbers from " + unscaled(field.low, 6) + " to " + unscaled(field.high, 6);
}

std::optional<std::string> read_tiers(const Field& field, const json::Value& value, const Scenario& scenario,
                                      void* slot) {
  Tiers read{};
  const bool three = value.is(json::Kind::array) && value.elements().size() == read.size();
  for (std::size_t i = 0; three && i < read.size(); ++i) {
    const json::Value& element = value.elements()[i];
    const Result<std::int64_t> limit =
        element.is(json::Kind::number) ? scaled(element.number_text(), 6) : Result<std::int64_t>(Error{"", ""});
    if (!limit || limit.value() < field.low || limit.value() > field.high) return tiers_words(field, &scenario);
    read[i] = limit.value();
  }
  if (!three) return tiers_words(field, &scenario);
  *static_cast<Tiers*>(slot) = read;
  return std::nullopt;
}

std::string tiers_text(const Field&, const void* slot) {
  const Tiers& tiers = *static_cast<const Tiers*>(slot);
  return '[' + unscaled(tiers[0], 6) + ", " + unscaled(tiers[1], 6) + ", " + unscaled(tiers[2], 6) + ']';
}

std::string tiers_schema(const Field& field) {
  return concat({R"("type": "array", "minItems": 3, "maxItems": 3, "items": {"type": "number", "minimum": )",
                 unscaled(field.low, 6), R"(, "maximum": )", unscaled(field.high, 6), "}"});
}

constexpr FieldType tiers_type{FieldType::Shape::value, read_tiers, tiers_text, tiers_words, tiers_schema};

// --- rows ---

constexpr FieldType ignored_with_a_warning() {
  FieldType type = types::ignored;
  type.warning = "ignored, as the course's simulator does; it belongs into \"tests\"";
  return type;
}
constexpr FieldType misplaced = ignored_with_a_warning();

constexpr std::array<std::string_view, 2> kind_names{"get", "put"};
constexpr FieldType maybe_integer = types::optional_of<types::integer<std::uint32_t>, std::uint32_t>;
template <auto Member>
constexpr Access of_request = optional_element<&Exercise::request_list, Member>;
constexpr Field with_choices(Field field, std::span<const std::string_view> choices) {
  field.choices = choices;
  return field;
}

template <auto Member>
void* limit_of(void* exercise, std::size_t) {
  return &(*static_cast<Exercise*>(exercise)->benchmarks.*Member);
}

constexpr std::int64_t tier_max = 1'000'000'000 * std::int64_t{1'000'000};
constexpr std::int64_t second = seconds(1).ns;
constexpr auto lifetime_max = 1'000'000 * second;

constexpr Field tier(std::string_view path, Access slot, std::string_view meaning) {
  return required(ranged(path, tiers_type, 0, tier_max, slot, meaning));
}
// A time within the lifetime.
constexpr Field until_the_end(std::string_view path, Access slot, std::string_view meaning) {
  Field field = plain(path, types::seconds_or_duration, slot, meaning);
  field.high_bound = {[](const Scenario& scenario) { return exercise(scenario).lifetime.ns; }, "lifetime"};
  return field;
}
constexpr Field max_packets(std::string_view meaning) {
  Field field = ranged("max_packets", types::integer<std::uint64_t>, 0, 900'000, at<&Exercise::max_packets>, meaning);
  field.low_bound = {[](const Scenario& scenario) { return std::int64_t{exercise(scenario).requests}; }, "requests"};
  return field;
}

constexpr std::array rows{
    ordered(10, required(ranged("lifetime", types::whole_seconds, 5 * second, lifetime_max, at<&Exercise::lifetime>,
                                "Seconds during which clients send requests"))),
    ordered(30, required(ranged("requests", types::integer<std::uint32_t>, 0, 900'000, at<&Exercise::requests>,
                                "How many requests, spread evenly over the lifetime. 0: no load"))),
    ordered(40, fraction("mix", at<&Exercise::mix>, "Fraction of requests that are gets")),
    until_the_end("start_wait", at<&Exercise::start_wait>, "Seconds before the first request"),
    until_the_end("end_wait", at<&Exercise::end_wait>, "Seconds after the lifetime, for late answers"),
    max_packets("The run ends after this many messages between replicas"),
    duration("loop_wait", at<&Exercise::loop_wait>,
             "While replicas are silent, due requests are sent together once per this time, as in the course's loop "
             "(`\"100ms\"`). Zero: each request is sent when it is due"),
    plain("events", types::list<TimedEvent>, at<&Exercise::events>, "What goes wrong, and when"),
    required(choice<course::EventType>("events[].type", course::event_type_names,
                                       element<&Exercise::events, &TimedEvent::type>, "What happens")),
    required(until_the_end("events[].time", element<&Exercise::events, &TimedEvent::time>,
                           "Seconds after the end of `start_wait`")),
    ranged("events[].number", maybe_integer, 0, 899'999, element<&Exercise::events, &TimedEvent::number>,
           "By which its replicas are drawn. Without one: its place in the list, from 0"),
    object("load", "Additions to the course's load, by which clients affect each other"),
    ranged("load.shared_keys", types::integer<std::uint32_t>, 0, 100'000, at<&Exercise::shared_keys>,
           "How many keys all clients share; each put then writes a unique value, and a request is given up after "
           "six refusals. 0: each client has its own keys"),
    fraction("load.stray", at<&Exercise::stray>,
             "Fraction of requests that go to any living replica, not to the leader"),
    duration("load.ask_again", at<&Exercise::ask_again>,
             "A request without an answer is sent again to any living replica, at this interval, at most six times. "
             "Zero: never"),
    object("tests", "How the run is judged"),
    fraction("tests.maximum_get_fail_fraction", at<&Exercise::get_fail_max>, "Gets that may stay unanswered"),
    fraction("tests.maximum_put_fail_fraction", at<&Exercise::put_fail_max>, "Puts that may stay unanswered"),
    fraction("tests.maximum_get_generation_fail_fraction", at<&Exercise::get_generation_fail_max>,
             "Gets that may have no acknowledged key to ask for"),
    fraction("tests.maximum_appends_batched_fraction", at<&Exercise::appends_batched_max>,
             "Puts whose replication may be saved by batching, in the floor of `total_msgs`"),
    plain("tests.benchmarks", types::optional_object<Benchmarks>, at<&Exercise::benchmarks>,
          "Limits for bonus, full and partial credit: a value below the limit earns it"),
    tier("tests.benchmarks.total_msgs", limit_of<&Benchmarks::total_msgs>, "Messages between replicas"),
    tier("tests.benchmarks.failures", limit_of<&Benchmarks::failures>, "`fail` answers and unanswered requests"),
    tier("tests.benchmarks.duplicates", limit_of<&Benchmarks::duplicates>, "Second answers to one request"),
    tier("tests.benchmarks.median_latency", limit_of<&Benchmarks::median_latency>, "Seconds from request to answer"),
    plain("request_list", types::optional_list<ListedRequest>, at<&Exercise::request_list>,
          "Just these of the `requests`; an empty list: none; see *Requests as a list*"),
    required(ranged("request_list[].client", types::integer<unsigned>, 0, course::clients - 1,
                    of_request<&ListedRequest::client>, "The client that asks, from 0")),
    ranged("request_list[].number", maybe_integer, 0, 899'999, of_request<&ListedRequest::number>,
           "Which of the `requests` it is: all that is drawn for it is drawn by this number. Without one: its place in "
           "the list, from 0"),
    required(duration("request_list[].time", of_request<&ListedRequest::time>,
                      "When it is due, from the start of the run; no earlier than the one before in the list")),
    with_choices(
        plain("request_list[].operation", types::optional_of<types::choice<ListedRequest::Kind>, ListedRequest::Kind>,
              of_request<&ListedRequest::kind>, "Without one it is drawn"),
        kind_names),
    ranged("request_list[].key", maybe_integer, 0, 99'999, of_request<&ListedRequest::key>,
           "Only with `load.shared_keys`: the 2 of `k2`. Without one it is drawn"),
    plain("maximum_get_generation_fail_fraction", misplaced, nullptr,
          "Ignored with a warning, for some files of the course carry it here. It belongs into `tests`"),
};

}  // namespace

std::span<const Field> course_fields() {
  return rows;
}

std::string exercise_summary(const Scenario& scenario) {
  const Exercise& rules = exercise(scenario);
  std::string text =
      concat({grouped(rules.requests), " requests (", millionths_text(std::int64_t{rules.mix.ppm} * 100), " % gets)"});
  for (const TimedEvent& event : rules.events)
    text +=
        concat({", ", course::event_type_names[static_cast<std::size_t>(event.type)], "@", exact_seconds(event.time)});
  return text;
}

std::optional<Error> invalid_exercise(const Scenario& scenario) {
  const Exercise& run = exercise(scenario);
  if (!scenario.heal || *scenario.heal >= run.start_wait + run.load_time()) return invalid_listed_requests(run);
  return Error{"heal", concat({"expected no less than start_wait and lifetime together, ",
                               duration_text(run.start_wait + run.load_time())})};
}

}  // namespace whitewater::scenarios
