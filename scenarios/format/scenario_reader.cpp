// Walks the table of fields over the document. Structure and relations are judged here, single values in
// field_reader.cpp. Stops at the first error.
#include "scenarios/format/scenario_reader.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "core/text/concat.hpp"
#include "core/text/nearest_name.hpp"
#include "core/wire/json.hpp"
#include "scenarios/format/field_types.hpp"
#include "scenarios/format/scenario_fields.hpp"
#include "scenarios/format/value_text.hpp"

namespace whitewater::scenarios {
namespace {

using json::Value;
using Shape = FieldType::Shape;

constexpr std::size_t file_bytes_max = std::size_t{16} << 20;

// "crash-3" of "scenarios/course/crash-3.json".
std::string name_of_file(std::string_view file_name) {
  const std::size_t slash = file_name.rfind('/');
  if (slash != std::string_view::npos) file_name.remove_prefix(slash + 1);
  const std::size_t dot = file_name.rfind('.');
  return std::string(dot == std::string_view::npos || dot == 0 ? file_name : file_name.substr(0, dot));
}

// What an unknown key was probably meant to be: a neighbour with a typing error, or a field of another object.
std::string suggestion(const FieldTable& table, std::string_view parent, std::string_view key) {
  std::vector<std::string_view> siblings;
  const Field* elsewhere = nullptr;
  for (const FieldRow& row : table.rows()) {
    if (row.field.parent() == parent) siblings.push_back(row.field.key());
    if (row.field.key() == key) elsewhere = &row.field;
  }
  const std::string_view nearest = elsewhere != nullptr ? elsewhere->path : nearest_name(key, siblings);
  return nearest.empty() ? "" : "; did you mean \"" + std::string(nearest) + "\"?";
}

// What a mistyped word in a value was probably meant to be.
std::string meant(const Field& field, const Value& value) {
  if (value.is(json::Kind::array)) {
    for (const Value& element : value.elements())
      if (std::string word = meant(field, element); !word.empty()) return word;
    return "";
  }
  if (value.is(json::Kind::object)) {
    for (const json::Member& member : value.members())
      if (std::string word = meant(field, member.value); !word.empty()) return word;
    return "";
  }
  if (!value.is(json::Kind::string)) return "";
  const std::string_view nearest = nearest_name(value.as_string(), field.choices);
  return nearest.empty() || nearest == value.as_string() ? "" : concat({"; did you mean \"", nearest, "\"?"});
}

// "expected "raft" or "primary-backup"", for the names of systems or workloads.
template <class Part>
std::string names_text(std::span<const Part> parts) {
  std::vector<std::string_view> names;
  for (const Part& part : parts) names.push_back(part.name);
  Field field;
  field.choices = names;
  return field_types::parts::choice_words(field, nullptr);
}

class Reader {
 public:
  Reader(std::string_view text, std::string_view file_name, const Toolbox& toolbox)
      : text_(text), file_(printable(file_name, 200)), name_(name_of_file(file_name)), toolbox_(toolbox) {}

  Result<ReadScenario> read(std::span<const Override> overrides) {
    if (text_.find_first_not_of(" \t\r\n") == std::string_view::npos)
      return Error{file_, "expected a scenario, found an empty file"};
    Result<Value> document = json::parse(text_, {.bytes_max = file_bytes_max});
    if (!document) return syntax_error(document.error());
    for (const Override& change : overrides) {
      Result<JsonPath> path = apply_override(document.value(), change);
      if (!path) return path.error();
      overridden_.push_back({path.value(), change.text()});
    }
    if (!choose(document.value()) || !read_object(document.value(), "", 0) || !relations_hold()) return *error_;
    return std::move(read_);
  }

 private:
  struct Overridden {
    JsonPath path;
    std::string text;
  };

  Error syntax_error(const Error& error) const {
    // "line 3, column 7" becomes what editors jump to: "crash-3.json:3:7".
    constexpr std::string_view line = "line ";
    constexpr std::string_view column = ", column ";
    const std::string where = printable(error.where, 100);
    const std::string message = printable(error.message, 300);
    if (where.empty()) return {file_, message};
    const std::size_t comma = where.find(column);
    if (!where.starts_with(line) || comma == std::string::npos) return {concat({file_, ": ", where}), message};
    const std::string_view place = where;
    return {
        concat({file_, ":", place.substr(line.size(), comma - line.size()), ":", place.substr(comma + column.size())}),
        message};
  }

  // Says what is wrong at path_. A value from outside has no place in the file.
  bool fail(const std::string& message) {
    const auto outside = std::find_if(overridden_.rbegin(), overridden_.rend(),
                                      [&](const Overridden& o) { return o.path.contains(path_); });
    std::string where;
    if (outside == overridden_.rend())
      where = file_ + ":" + std::to_string(path_.line_in(text_)) + ": " + path_.text();
    else
      where = outside->path.contains(path_) && path_.contains(outside->path) ? outside->text
                                                                             : outside->text + ": " + path_.text();
    error_ = Error{std::move(where), message};
    return false;
  }

  // System and workload decide which fields there are.
  bool choose(const Value& document) {
    const System* system = &toolbox_.systems.front();
    const Workload* workload = &toolbox_.workloads.front();
    if (document.is(json::Kind::object)) {
      if (!choose_part(document, "protocol", toolbox_.systems, system) ||
          !choose_part(document, "system", toolbox_.systems, system) ||
          !choose_part(document, "workload", toolbox_.workloads, workload))
        return false;
      if (document.find("protocol") != nullptr && document.find("system") != nullptr) {
        path_.enter("protocol");
        return fail("expected nothing here, for \"system\" says it already");
      }
    }
    read_.scenario = make_scenario(toolbox_, *system, *workload);
    read_.scenario.name = name_;
    table_.emplace(toolbox_, *system, *workload);
    return true;
  }

  // A name, or an object that has one.
  template <class Part>
  bool choose_part(const Value& document, std::string_view key, std::span<const Part> parts, const Part*& chosen) {
    const Value* value = document.find(key);
    if (value == nullptr) return true;
    path_.enter(key);
    if (value->is(json::Kind::object)) {
      for (const json::Member& member : value->members()) {
        if (member.name == "name") continue;
        path_.enter(member.name);
        return fail("unknown field");
      }
      path_.enter("name");
      value = value->find("name");
      if (value == nullptr) return fail("expected " + names_text(parts) + ", found nothing");
    }
    const auto named = std::find_if(parts.begin(), parts.end(), [&](const Part& part) {
      return value->is(json::Kind::string) && value->as_string() == part.name;
    });
    if (named == parts.end()) return fail("expected " + names_text(parts) + ", found " + found_text(*value));
    chosen = &*named;
    path_ = {};
    return true;
  }

  // The fields in the order of the table, so that those that bound others are known first.
  bool read_object(const Value& object, const std::string& parent, std::size_t index) {
    if (!object.is(json::Kind::object)) return fail("expected an object, found " + found_text(object));
    if (!keys_are_known(object, parent)) return false;
    for (const FieldRow& row : table_->rows()) {
      const Field& field = row.field;
      if (field.parent() != parent) continue;
      path_.enter(field.key());
      const Value* value = object.find(field.key());
      if (value != nullptr) {
        read_.given.push_back({std::string(field.path), path_.text(), index});
        if (!read_value(row, *value, index)) return false;
      }
      if (value == nullptr && field.required)
        return fail("expected " + expectation(field, &read_.scenario) + ", found nothing");
      path_.leave();
    }
    return true;
  }

  bool keys_are_known(const Value& object, const std::string& parent) {
    for (const json::Member& member : object.members()) {
      if (table_->find(parent, member.name) != nullptr) continue;
      path_.enter(member.name);
      const std::string owner = owner_text(parent, member.name);
      return fail("unknown field" + (owner.empty() ? suggestion(*table_, parent, member.name) : owner));
    }
    return true;
  }

  // A field of a part that was not chosen.
  std::string owner_text(const std::string& parent, const std::string& key) const {
    const auto told = [](std::string_view part, std::string_view owner, std::string_view chosen) {
      return concat({"; it belongs to the ", part, " \"", owner, "\", and this scenario's is \"", chosen, "\""});
    };
    const System& system = *read_.scenario.system;
    const Workload& workload = *read_.scenario.workload;
    for (const System& other : toolbox_.systems)
      if (FieldTable(toolbox_, other, workload).find(parent, key) != nullptr)
        return told("system", other.name, system.name);
    for (const Workload& other : toolbox_.workloads)
      if (FieldTable(toolbox_, system, other).find(parent, key) != nullptr)
        return told("workload", other.name, workload.name);
    return "";
  }

  bool read_value(const FieldRow& row, const Value& value, std::size_t index) {
    const Field& field = row.field;
    switch (field.type->shape) {
      case Shape::ignored:
        if (!field.type->warning.empty())
          read_.warnings.push_back(file_ + ":" + std::to_string(path_.line_in(text_)) + ": " + path_.text() + ": " +
                                   std::string(field.type->warning));
        return true;
      case Shape::list:
        return read_list(row, value);
      case Shape::object:
        // An object that a scenario may lack exists as soon as the file has it.
        if (field.type->resize != nullptr) field.type->resize(row.slot(read_.scenario, 0), 1);
        return read_object(value, std::string(field.path) + ".", index);
      case Shape::value:
        break;
    }
    const std::optional<std::string> expected =
        field.type->read(field, value, read_.scenario, row.slot(read_.scenario, index));
    return !expected || fail(concat({"expected ", *expected, ", found ", found_text(value), meant(field, value)}));
  }

  bool read_list(const FieldRow& row, const Value& value) {
    const Field& field = row.field;
    if (!value.is(json::Kind::array)) return fail("expected " + expectation(field) + ", found " + found_text(value));
    const std::size_t count = value.elements().size();
    field.type->resize(row.slot(read_.scenario, 0), count);
    const std::string parent = std::string(field.path) + "[].";
    for (std::size_t i = 0; i < count; ++i) {
      path_.enter(i);
      if (!read_object(value.elements()[i], parent, i)) return false;
      path_.leave();
    }
    return true;
  }

  // What no single field can break.
  bool relations_hold() {
    const Scenario& scenario = read_.scenario;
    return links_are_distinct() && clocks_are_distinct() && faults_are_whole() && fates_are_whole() &&
           part_agrees(scenario.workload->invalid) && part_agrees(scenario.system->invalid);
  }

  // Every fault has what its kind needs, and nothing else, and a number of its own.
  bool faults_are_whole() {
    const std::vector<ScheduledFault>& faults = read_.scenario.faults;
    std::vector<std::uint32_t> numbers;
    path_.enter("faults");
    for (std::size_t i = 0; i < faults.size(); ++i) {
      path_.enter(i);
      if (const std::optional<FaultComplaint> wrong = complaint(faults[i], read_.scenario.heal)) {
        path_.enter(wrong->field);
        return fail(wrong->message);
      }
      const std::uint32_t number = number_of(faults, i);
      const auto same = std::find(numbers.begin(), numbers.end(), number);
      if (same != numbers.end()) {
        path_.enter("number");
        return fail(concat({"expected a number of its own, found ", std::to_string(number), ", that of faults[",
                            std::to_string(same - numbers.begin()), "]"}));
      }
      numbers.push_back(number);
      path_.leave();
    }
    path_.leave();
    return true;
  }

  // Every fate names one message or write, and no other fate names it too.
  bool fates_are_whole() {
    const std::vector<Fate>& fates = read_.scenario.fates;
    std::map<FateKey, std::size_t> seen;
    path_.enter("fates");
    for (std::size_t i = 0; i < fates.size(); ++i) {
      path_.enter(i);
      if (const std::optional<FateComplaint> wrong = complaint(fates[i], read_.scenario)) {
        path_.enter(wrong->field);
        return fail(wrong->message);
      }
      const auto [same, fresh] = seen.emplace(key_of(simulated(fates[i], read_.scenario)), i);
      if (!fresh)
        return fail(concat({"expected one fate of each message and write, found that of fates[",
                            std::to_string(same->second), "] again"}));
      path_.leave();
    }
    path_.leave();
    return true;
  }

  bool links_are_distinct() {
    const std::vector<LinkOverride>& links = read_.scenario.network.links;
    std::vector<std::pair<NodeId, NodeId>> seen;
    path_.enter("links");
    for (std::size_t i = 0; i < links.size(); ++i) {
      const std::pair<NodeId, NodeId> link{links[i].from, links[i].to};
      path_.enter(i);
      if (link.first == link.second) return fail("expected two different replicas, found one twice");
      // At most 21 * 20 are distinct, so this search is short.
      const auto same = std::find(seen.begin(), seen.end(), link);
      if (same != seen.end())
        return fail("expected every link once, found that of links[" + std::to_string(same - seen.begin()) + "] again");
      seen.push_back(link);
      path_.leave();
    }
    path_.leave();
    return true;
  }

  bool clocks_are_distinct() {
    NodeSet seen;
    path_.enter("clocks");
    for (std::size_t i = 0; i < read_.scenario.clocks.size(); ++i) {
      path_.enter(i);
      if (seen.contains(read_.scenario.clocks[i].replica)) return fail("expected every replica once, found one again");
      seen.insert(read_.scenario.clocks[i].replica);
      path_.leave();
    }
    path_.leave();
    return true;
  }

  // What the owner of the fields finds wrong with them, taken together.
  bool part_agrees(std::optional<Error> (*invalid)(const Scenario&)) {
    const std::optional<Error> error = invalid != nullptr ? invalid(read_.scenario) : std::nullopt;
    if (!error) return true;
    path_ = JsonPath::parse(error->where).value_or(JsonPath{});
    const FieldRow* const row = table_->find(error->where);
    const std::string found = row != nullptr ? value_text(*row, read_.scenario, 0).value_or("nothing") : "";
    return fail(found.empty() ? error->message : concat({error->message, ", found ", found}));
  }

  std::string_view text_;
  std::string file_;
  std::string name_;
  const Toolbox& toolbox_;
  std::optional<FieldTable> table_;  // once system and workload are known
  JsonPath path_;
  std::vector<Overridden> overridden_;
  ReadScenario read_;
  std::optional<Error> error_;
};

}  // namespace

Result<ReadScenario> read_scenario(std::string_view text, std::string_view file_name, const Toolbox& toolbox,
                                   std::span<const Override> overrides) {
  return Reader(text, file_name, toolbox).read(overrides);
}

}  // namespace whitewater::scenarios
