// Frame: what a campaign may vary and what stays as it is. Its base is a scenario; the fields that the scenario's file
// gives keep their values in every run, all others are drawn. FuzzFacts: what is known of all its runs beforehand.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/wire/json.hpp"
#include "scenarios/format/scenario.hpp"
#include "scenarios/format/scenario_fields.hpp"
#include "scenarios/format/scenario_reader.hpp"

namespace whitewater::scenarios::fuzz {

// What the words of a run are made of.
enum class WordSource : std::uint8_t {
  states,    // Cluster::coverage()
  messages,  // kinds of messages with how many replicas lead; the system has no coverage()
};

struct Facts {
  Duration end;              // of a run of the base
  bool has_codec = false;    // runs may go over the wire
  bool has_checker = false;  // the system checks properties of its own
  WordSource words = WordSource::states;
};
// Sets up one run, and makes none.
Facts facts_of(const Scenario& scenario);

// Without a scenario of the user's: the first system, and the first workload that draws its options.
Scenario base_scenario(const Toolbox& toolbox);

// Returns what is wrong with the scenario as a whole; nothing: it could be read from a file.
std::optional<Error> invalid(const Scenario& scenario);

class Frame {
 public:
  struct Choice {
    std::vector<std::string> vary;  // paths of fields that are drawn although they are given
    std::vector<std::string> fix;   // likewise: that keep the value of the base although they are not given
  };

  // given: the fields that stay as they are. An Error names a path that is no field.
  static Result<Frame> make(const Scenario& base, std::span<const GivenField> given, const Choice& choice);

  const Scenario& base() const { return base_; }
  const Facts& facts() const { return facts_; }
  const FieldTable& table() const { return *table_; }
  bool fixes(std::string_view path) const;
  // The paths that are fixed, in the order of the rows.
  const std::vector<std::string>& fixed() const { return fixed_; }

  // Gives the fixed fields of a drawn scenario the values of the base. If the whole is invalid then, or asks more than
  // the system promises although the base does not, clocks and options of the workload or of the system become those
  // of the base. False: it stays so, and is of no use.
  bool apply(Scenario& drawn) const;

 private:
  struct Kept {
    FieldRow row;
    std::size_t index;
    json::Value value;
  };
  struct List {
    FieldRow row;
    std::size_t size;
  };

  Frame(const Scenario& base, std::shared_ptr<const FieldTable> table) : base_(base), table_(std::move(table)) {}
  void keep(const FieldRow& row);
  bool set_fixed(Scenario& drawn) const;
  bool promised(const Scenario& drawn) const;

  Scenario base_;
  std::shared_ptr<const FieldTable> table_;
  Facts facts_;
  std::vector<std::string> fixed_;
  std::vector<List> lists_;
  std::vector<Kept> values_;
};

}  // namespace whitewater::scenarios::fuzz
