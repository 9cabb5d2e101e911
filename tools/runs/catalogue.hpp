// The catalogue: a folder of scenario files that come with the program. With it, a scenario can be named without its
// path.
#pragma once

#include <string>
#include <vector>

#include "core/base/error.hpp"

namespace whitewater::tools {

struct CatalogueEntry {
  std::string name;  // "crash-3"
  std::string path;
};

// Sorted in natural order: crash-2 before crash-10. Empty if there is no such folder.
std::vector<CatalogueEntry> catalogue(const std::string& folder);

// For messages: "a file, '-', or a name that 'scenario list' shows".
const char* what_a_scenario_is(const std::string& catalogue_folder);

// The file that a word of the command line means: the word itself ("-", an existing file, or a word with a slash or an
// extension), otherwise the catalogue's scenario of that name; a folder of the same name does not hide the scenario.
// The error for an unknown name suggests a similar name.
// catalogue_folder: empty if the program has none.
Result<std::string> scenario_path(const std::string& word, const std::string& catalogue_folder);

// The words with `all`, and patterns such as 'crash-*', replaced by the names of the catalogue that they mean; a file
// of that name comes first. An Error for a pattern that no name fits.
Result<std::vector<std::string>> scenario_words(const std::vector<std::string>& words,
                                                const std::string& catalogue_folder);

}  // namespace whitewater::tools
