// The folder of a corpus from outside: what it holds, and that the next campaign begins with it.
#include "core/wire/json.hpp"
#include "tests/tools/shell.hpp"

using namespace whitewater;
using namespace whitewater::tools::testing;

namespace {

std::size_t files_in(const std::string& folder, const std::string& ending) {
  std::size_t count = 0;
  for (const auto& file : fs::directory_iterator(folder)) count += file.path().string().ends_with(ending) ? 1u : 0u;
  return count;
}

}  // namespace

TEST_CASE("a corpus keeps which of its scenarios ran over the wire, and the next campaign begins with them") {
  const Folder folder;
  const std::string fuzz = "cd " + folder.file("") + " && $W fuzz --seeds 100 -j2 --corpus corpus --json --seed ";
  CHECK(shell(fuzz + "7").code == 0);
  const std::string corpus = folder.file("corpus");
  const std::size_t all = files_in(corpus, ".json");
  const std::size_t wired = files_in(corpus, ".wire.json");
  CHECK(wired > 0);
  CHECK(wired < all);
  // A further campaign runs them again, and writes none of them under its other name.
  CHECK(shell(fuzz + "8").code == 0);
  for (const auto& file : fs::directory_iterator(corpus)) {
    const std::string name = file.path().string();
    if (!name.ends_with(".wire.json")) continue;
    INFO(name);
    CHECK_FALSE(fs::exists(name.substr(0, name.size() - std::string("wire.json").size()) + "json"));
  }
}
