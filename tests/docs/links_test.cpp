// The pages: every link leads to a file, every path of the tree that a page names exists, and the reading order names
// every page. The functions that docs/raft.md names stand in the files that it names.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

#include "tests/catch.hpp"

namespace {

namespace fs = std::filesystem;

struct Page {
  fs::path path;
  std::string text;
};

std::vector<Page> read_pages() {
  std::vector<fs::path> paths{"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"};
  for (const auto& file : fs::directory_iterator("docs"))
    if (file.path().extension() == ".md") paths.push_back(file.path());
  std::sort(paths.begin(), paths.end());
  std::vector<Page> pages;
  for (const fs::path& path : paths) {
    std::ifstream file(path);
    pages.push_back({path, std::string(std::istreambuf_iterator<char>(file), {})});
  }
  return pages;
}

std::vector<std::string> matches(const std::string& text, const char* pattern) {
  const std::regex expression(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator it(text.begin(), text.end(), expression), end; it != end; ++it) found.push_back((*it)[1]);
  return found;
}

// The page without the programs that it shows: a lambda looks like a link.
std::string without_programs(std::string text) {
  for (const char* const fence : {"\n```cpp\n", "\n```c++\n"})
    for (std::size_t at = 0; (at = text.find(fence, at)) != std::string::npos;)
      text.erase(at, text.find("\n```", at + 1) - at);
  return text;
}

// What a page shows in backticks and what looks like a path of the tree: `core/base/check.hpp`, `scenarios/course`.
std::vector<std::string> named_paths(const std::string& text) {
  return matches(text, "`((?:core|simnet|scenarios|replica|tools|tests|docs|\\.ci)/[A-Za-z0-9_./-]+)`");
}

// A page may name a header and its source at once, without extension, or a folder.
bool exists(const std::string& path) {
  return fs::exists(path) || fs::exists(path + ".hpp") || fs::exists(path + ".cpp");
}

}  // namespace

TEST_CASE("every link of a page leads to a file") {
  const std::vector<Page> pages = read_pages();
  REQUIRE(pages.size() > 10);
  std::size_t links = 0;
  for (const Page& page : pages) {
    for (const std::string& link : matches(without_programs(page.text), "\\]\\(([^)#:]+)[)#]")) {
      INFO(page.path << " links " << link);
      CHECK(fs::exists(page.path.parent_path() / link));
      ++links;
    }
  }
  CHECK(links > 50);
}

TEST_CASE("every path that a page names is there") {
  std::size_t paths = 0;
  for (const Page& page : read_pages()) {
    for (const std::string& path : named_paths(page.text)) {
      INFO(page.path << " names " << path);
      CHECK(exists(path));
      ++paths;
    }
  }
  CHECK(paths > 50);
}

TEST_CASE("a path that is not there is noticed") {
  CHECK(named_paths("see `core/base/nowhere.hpp` and `core/base`").size() == 2);
  CHECK_FALSE(exists("core/base/nowhere.hpp"));
}

TEST_CASE("the reading order names every page and schema of docs/") {
  std::ifstream file("docs/README.md");
  const std::string order(std::istreambuf_iterator<char>(file), {});
  for (const auto& entry : fs::directory_iterator("docs")) {
    if (entry.path().filename() == "README.md") continue;
    INFO(entry.path());
    CHECK(order.find("(" + entry.path().filename().string() + ")") != std::string::npos);
  }
}

TEST_CASE("every function that the page on Raft names stands in the file that it names") {
  std::ifstream page("docs/raft.md");
  std::size_t functions = 0;
  const std::regex row("\\| `([a-z_/.]+)` \\| (`.*`) \\|$");
  for (std::string line; std::getline(page, line);) {
    std::smatch found;
    if (!std::regex_search(line, found, row)) continue;
    const std::string named = found[1];
    const std::string path = named.rfind("core/", 0) == 0 ? named : "core/raft/" + named;
    INFO(path);
    REQUIRE(fs::exists(path));
    std::ifstream file(path);
    const std::string source(std::istreambuf_iterator<char>(file), {});
    for (const std::string& function : matches(found[2], "`([A-Za-z_]+)`")) {
      INFO(function);
      CHECK(std::regex_search(source, std::regex("\\b" + function + "\\b")));
      ++functions;
    }
  }
  CHECK(functions > 25);
}
