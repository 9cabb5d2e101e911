// Finds the catalogue relative to the running program, or in the sources that the program was built from.
#include "tools/runs/catalogue.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "tools/terminal/suggestions.hpp"

namespace whitewater::tools {

namespace {

namespace fs = std::filesystem;

// Among names with the same stem, shorter names come first: natural order for our names.
bool before(const CatalogueEntry& a, const CatalogueEntry& b) {
  const auto stem = [](const std::string& name) { return name.substr(0, name.find_last_not_of("0123456789") + 1); };
  const std::string stem_a = stem(a.name), stem_b = stem(b.name);
  if (stem_a != stem_b) return stem_a < stem_b;
  return a.name.size() != b.name.size() ? a.name.size() < b.name.size() : a.name < b.name;
}

fs::path folder() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (!error) {
    const fs::path installed = program.parent_path().parent_path() / WHITEWATER_DATA_FOLDER / "scenarios/course";
    if (fs::is_directory(installed, error)) return installed;
  }
  return WHITEWATER_SOURCE_FOLDER "/scenarios/course";
}

}  // namespace

std::vector<CatalogueEntry> catalogue() {
  std::vector<CatalogueEntry> entries;
  std::error_code error;
  for (fs::directory_iterator file(folder(), error), end; !error && file != end; file.increment(error)) {
    if (file->path().extension() == ".json") entries.push_back({file->path().stem().string(), file->path().string()});
  }
  std::sort(entries.begin(), entries.end(), before);
  return entries;
}

Result<std::string> scenario_path(const std::string& word) {
  if (word.empty())
    return Error{"", "an empty name is not a scenario: expected a file, '-', or a name that 'scenario list' shows"};
  std::error_code error;
  const fs::file_type type = fs::status(word, error).type();
  const bool folder = type == fs::file_type::directory;
  const bool file = !folder && type != fs::file_type::not_found && type != fs::file_type::none;
  if (word == "-" || word.find_first_of("/.") != std::string::npos || file) return word;
  std::vector<std::string> names;
  for (CatalogueEntry& entry : catalogue()) {
    if (entry.name == word) return entry.path;
    names.push_back(std::move(entry.name));
  }
  if (folder) return word;  // the reader of the path reports what is wrong with a folder
  return Error{word, "no such file, and no scenario of the catalogue has this name" + did_you_mean(word, names)};
}

}  // namespace whitewater::tools
