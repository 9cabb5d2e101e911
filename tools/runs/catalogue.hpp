// The catalogue: the scenario files that come with the program, beside the installed program or in the
// sources that it was built from. Lets a scenario be named without its path.
#pragma once

#include <string>
#include <vector>

#include "core/base/error.hpp"

namespace whitewater::tools {

struct CatalogueEntry {
  std::string name;  // "crash-3"
  std::string path;
};

// By name, as people number: crash-2 before crash-10. Empty when there is no catalogue.
std::vector<CatalogueEntry> catalogue();

// The file that a word of the command line means: itself ("-", a file that exists, or anything with a
// slash or an extension), else the catalogue's scenario of that name, which a folder of the same name does
// not hide. An unknown name gets a suggestion.
Result<std::string> scenario_path(const std::string& word);

}  // namespace whitewater::tools
