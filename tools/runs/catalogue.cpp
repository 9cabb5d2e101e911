// Lists the files of a folder.
#include "tools/runs/catalogue.hpp"

#include <fnmatch.h>

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

}  // namespace

std::vector<CatalogueEntry> catalogue(const std::string& folder) {
  std::vector<CatalogueEntry> entries;
  std::error_code error;
  for (fs::directory_iterator file(folder, error), end; !error && file != end; file.increment(error)) {
    if (file->path().extension() == ".json") entries.push_back({file->path().stem().string(), file->path().string()});
  }
  std::sort(entries.begin(), entries.end(), before);
  return entries;
}

const char* what_a_scenario_is(const std::string& catalogue_folder) {
  return catalogue_folder.empty() ? "a file, or '-' for standard input"
                                  : "a file, '-', or a name that 'scenario list' shows";
}

Result<std::string> scenario_path(const std::string& word, const std::string& catalogue_folder) {
  if (word.empty())
    return Error{"", std::string("an empty name is not a scenario: expected ") + what_a_scenario_is(catalogue_folder)};
  std::error_code error;
  const fs::file_type type = fs::status(word, error).type();
  const bool is_folder = type == fs::file_type::directory;
  const bool file = !is_folder && type != fs::file_type::not_found && type != fs::file_type::none;
  if (word == "-" || word.find_first_of("/.") != std::string::npos || file) return word;
  std::vector<std::string> names;
  for (CatalogueEntry& entry : catalogue(catalogue_folder)) {
    if (entry.name == word) return entry.path;
    names.push_back(std::move(entry.name));
  }
  if (is_folder) return word;  // the reader of the path reports what is wrong with a folder
  if (catalogue_folder.empty()) return Error{word, "no such file"};
  return Error{word, "no such file, and no scenario of the catalogue has this name" + did_you_mean(word, names)};
}

Result<std::vector<std::string>> scenario_words(const std::vector<std::string>& words,
                                                const std::string& catalogue_folder) {
  std::vector<std::string> all;
  for (const std::string& word : words) {
    std::error_code error;
    const bool pattern = word.find_first_of("*?[") != std::string::npos;
    if ((word != "all" && !pattern) || catalogue_folder.empty() || fs::exists(word, error)) {
      all.push_back(word);
      continue;
    }
    const std::size_t before = all.size();
    for (const CatalogueEntry& entry : catalogue(catalogue_folder))
      if (!pattern || fnmatch(word.c_str(), entry.name.c_str(), 0) == 0) all.push_back(entry.name);
    if (all.size() == before) return Error{word, "no file, and no scenario of the catalogue fits this pattern"};
  }
  return all;
}

}  // namespace whitewater::tools
