// Prints what the documentation holds of the table of fields:
//   rewrite_scenario_docs schema > docs/scenario.schema.json
//   rewrite_scenario_docs fields       the first table of docs/scenario-format.md
//   rewrite_scenario_docs faults       the table of types of faults there
//   rewrite_scenario_docs roles        the table of roles there
#include <iostream>
#include <string_view>

#include "scenarios/format/fault_fields.hpp"
#include "scenarios/format/scenario_reference.hpp"
#include "tools/whitewater/toolbox.hpp"

int main(int argc, char** argv) {
  const std::string_view what = argc == 2 ? argv[1] : "";
  if (what == "schema") {
    std::cout << whitewater::scenarios::scenario_schema(whitewater::tools::program_toolbox());
  } else if (what == "fields") {
    std::cout << whitewater::scenarios::field_reference(whitewater::tools::program_toolbox());
  } else if (what == "faults") {
    std::cout << whitewater::scenarios::fault_reference();
  } else if (what == "roles") {
    std::cout << whitewater::scenarios::role_reference();
  } else {
    std::cerr << "usage: rewrite_scenario_docs schema|fields|faults|roles\n";
    return 2;
  }
  return 0;
}
