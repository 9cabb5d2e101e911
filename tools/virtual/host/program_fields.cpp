// The rows, and the field type that only programs have: a list of words.
#include "tools/virtual/host/program_fields.hpp"

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/wire/json.hpp"
#include "core/wire/json_writer.hpp"
#include "scenarios/format/field_rows.hpp"
#include "tools/virtual/host/program.hpp"

namespace whitewater::tools::virtual_time {
namespace {

using scenarios::Field;
using scenarios::FieldType;
using scenarios::Scenario;

std::string list_words(const Field&, const Scenario*) {
  return R"(a list of strings like ["--verbose"])";
}
std::optional<std::string> read_list(const Field& field, const json::Value& value, const Scenario& scenario,
                                     void* slot) {
  std::vector<std::string> words;
  bool good = value.is(json::Kind::array);
  if (good)
    for (const json::Value& each : value.elements()) {
      good &= each.is(json::Kind::string);
      if (good) words.emplace_back(each.as_string());
    }
  if (!good) return list_words(field, &scenario);
  *static_cast<std::vector<std::string>*>(slot) = std::move(words);
  return std::nullopt;
}
std::string list_text(const Field&, const void* slot) {
  std::string text = "[";
  for (const std::string& word : *static_cast<const std::vector<std::string>*>(slot)) {
    if (text.size() > 1) text += ", ";
    json::append_string(text, word);
  }
  return text + "]";
}
std::string list_schema(const Field&) {
  return R"("type": "array", "items": {"type": "string"})";
}
constexpr FieldType list_type{FieldType::Shape::value, read_list, list_text, list_words, list_schema};

using namespace scenarios::field_rows;

constexpr Field not_empty(Field field) {
  field.low = 1;
  return field;
}

constexpr std::array<std::string_view, 3> tracers{"auto", "notify", "ptrace"};
constexpr std::array<std::string_view, 2> network_names{"course", "any"};

constexpr std::array rows{
    object("program", "Whose program the replicas are"),
    required(never_drawn(
        not_empty(plain("program.path", scenarios::field_types::text, at<&Program::path>, "The file of the program")))),
    never_drawn(plain("program.arguments", list_type, at<&Program::arguments>,
                      "What stands on its command line before port and ids")),
    never_drawn(choice<ProgramNetwork>(
        "program.network", network_names, at<&Program::network>,
        "Which networks it is made for. `course`: messages between two replicas keep their order, and searches "
        "duplicate none. `any`: they may overtake each other, and arrive twice")),
    never_drawn(plain("program.folder", scenarios::field_types::text, at<&Program::folder>,
                      "In which the replicas run; by default where whitewater was started")),
    never_drawn(choice<real::Variant>("program.variant", real::variant_names, at<&Program::variant>,
                                      "How they are connected, as `real --variant`")),
    never_drawn(
        plain("program.logs", scenarios::field_types::text, at<&Program::logs>,
              "A folder for what the replicas print, with the time before each line; `{scenario}` is its name")),
    never_drawn(
        plain("program.syscalls", scenarios::field_types::text, at<&Program::syscalls>,
              "A file for a table of their system calls; JSON if its name ends so. `{scenario}` and `{seed}` are "
              "those of the run")),
    never_drawn(ranged("program.memory", scenarios::field_types::integer<std::uint32_t>, 16, 1 << 20,
                       at<&Program::memory>, "MiB of memory that each of their processes may have")),
    never_drawn(duration("program.real_time", at<&Program::real_time>,
                         "How long a run may take in real time; then it has no verdict")),
    never_drawn(choice<Program::Tracer>("program.tracer", tracers, at<&Program::tracer>,
                                        "By what its system calls are seen; runs are the same")),
    never_drawn(plain("program.clock_page", scenarios::field_types::flag, at<&Program::clock_page>,
                      "Its clocks are read without a system call; runs are the same")),
    never_drawn(plain("program.term_field", scenarios::field_types::text, at<&Program::term_field>,
                      "The field of its messages that says a term; empty: one that is named so")),
    never_drawn(duration("program.patience", at<&Program::patience>,
                         "How long a majority that lives and reaches each other may not serve")),
    never_drawn(ranged("program.redirects_max", scenarios::field_types::integer<std::uint32_t>, 1'000, 1'000'000'000,
                       at<&Program::redirects_max>, "A run in which clients are redirected more often ends")),
};

}  // namespace

std::span<const Field> program_fields() {
  return rows;
}

}  // namespace whitewater::tools::virtual_time
