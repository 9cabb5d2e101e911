// plant [--unchecked] ROOT COPY PATCHES FOLDER…: copies the folders of the source tree at ROOT to COPY with every patch
// of the folder PATCHES in it. A patched file includes the switch, tests/known_bugs/planted.hpp. A copy that is as it
// should be is not written again, so nothing is compiled for it. With --unchecked every check() of the copy is compiled
// to nothing (tests/known_bugs/unchecked.hpp). Exit code 2: a patch does not fit, and the line says which.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/known_bugs/patch.hpp"

namespace {

namespace fs = std::filesystem;
using namespace whitewater;
using namespace whitewater::known_bugs;

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// Sorted, so that what is made does not depend on the order of a folder.
std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::exists(folder)) return files;
  for (const auto& file : fs::recursive_directory_iterator(folder))
    if (file.is_regular_file()) files.push_back(file.path());
  std::sort(files.begin(), files.end());
  return files;
}

int failed(const Error& error) {
  std::fprintf(stderr, "error: tests/known_bugs/patches/%s\n", error.text().c_str());
  return 2;
}

void write_if_new(const fs::path& path, const std::string& text) {
  if (fs::exists(path) && text_of(path) == text) return;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace

int main(int argc, char** argv) {
  const bool unchecked = argc > 1 && std::string_view(argv[1]) == "--unchecked";
  if (unchecked) --argc, ++argv;
  if (argc < 5) {
    std::fprintf(stderr, "usage: plant [--unchecked] ROOT COPY PATCHES FOLDER...\n");
    return 2;
  }
  const fs::path root = argv[1];
  const fs::path copy = argv[2];
  std::vector<Hunk> hunks;
  for (const fs::path& path : files_in(argv[3])) {
    const Result<std::vector<Hunk>> more = read_patch(path.filename().string(), text_of(path));
    if (!more) return failed(more.error());
    hunks.insert(hunks.end(), more.value().begin(), more.value().end());
  }

  std::set<fs::path> made;
  std::set<std::string> sources;
  for (int i = 4; i < argc; ++i) {
    for (const fs::path& path : files_in(root / argv[i])) {
      if (path.extension() != ".hpp" && path.extension() != ".cpp") continue;
      const std::string source = fs::relative(path, root).generic_string();
      const std::string original = text_of(path);
      const Result<std::string> planted = planted_source(source, original, hunks);
      if (!planted) return failed(planted.error());
      const bool patched = planted.value() != original;
      const std::string text = unchecked ? without_checks(planted.value()) : planted.value();
      write_if_new(copy / source, (patched ? "#include \"tests/known_bugs/planted.hpp\"\n" : "") + text);
      made.insert(copy / source);
      sources.insert(source);
    }
  }
  for (const Hunk& hunk : hunks)
    if (sources.count(hunk.source) == 0)
      return failed({hunk.patch + ":" + std::to_string(hunk.line),
                     "expected a source of the folders that are copied, found " + hunk.source});
  // A header that is gone from the source would still be found in the copy.
  for (const fs::path& path : files_in(copy))
    if (made.count(path) == 0) fs::remove(path);
  return 0;
}
