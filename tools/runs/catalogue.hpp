// The catalogue: the scenario files that come with the program, installed beside it or in the sources that it was built
// from. With the catalogue, a scenario can be named without its path.
#pragma once

#include <string>
#include <vector>

#include "core/base/error.hpp"

namespace whitewater::tools {

struct CatalogueEntry {
  std::string name;  // "crash-3"
  std::string path;
};

// Sorted in natural order: crash-2 before crash-10. Empty if there is no catalogue.
std::vector<CatalogueEntry> catalogue();

// The file that a word of the command line means: the word itself ("-", an existing file, or a word with a slash or an
// extension), otherwise the catalogue's scenario of that name; a folder of the same name does not hide the scenario.
// The error for an unknown name suggests a similar name.
Result<std::string> scenario_path(const std::string& word);

}  // namespace whitewater::tools
