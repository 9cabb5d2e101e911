// The committed digests: every scenario of the catalogue × 3 seeds, the second protocol, and two dozen drawn scenarios
// must give the digest in digests.txt, plainly, through the real codecs, and on a second thread in a reused world. This
// program is built by every compiler and sanitizer that we support: equality with one file is equality
// among them all. `test_digests --rewrite` replaces the file and prints what changed.
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "core/text/number_text.hpp"
#include "scenarios/experiment/runner.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/determinism/catalogue.hpp"

using namespace whitewater;

namespace {

constexpr const char* golden_path = "tests/determinism/digests.txt";

struct Case {
  std::string name;
  scenarios::Scenario scenario = scenarios::standard_scenario();
  std::uint64_t seed = 1;
};

std::vector<Case> cases() {
  std::vector<Case> all;
  std::vector<scenarios::Scenario> catalogue = tests::read_catalogue();
  catalogue.push_back(tests::read_scenario_file("scenarios/course/unreliable-2.json", {"protocol=primary-backup"}));
  catalogue.back().name = "unreliable-2 protocol=primary-backup";
  for (const scenarios::Scenario& scenario : catalogue)
    for (const std::uint64_t seed : {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{0xFEDCBA9876543210u}})
      all.push_back({scenario.name + " seed " + std::to_string(seed), scenario, seed});
  for (std::uint64_t seed = 1; seed <= 24; ++seed) {
    const scenarios::Scenario scenario = scenarios::random_raft_scenario(seed);
    all.push_back({scenario.name, scenario, seed});
  }
  return all;
}

std::string line_of(const Case& one, std::uint64_t digest) {
  return one.name + ": " + digest_text(digest);
}

std::vector<std::string> run_all(const std::vector<Case>& all, bool wire) {
  scenarios::Runner runner;
  scenarios::RunOptions options;
  options.wire = wire;
  std::vector<std::string> lines;
  for (const Case& one : all) lines.push_back(line_of(one, runner.run(one.scenario, one.seed, options).digest));
  return lines;
}

// How many lines differ; prints each.
int compare(const char* what, const std::vector<std::string>& expected, const std::vector<std::string>& found) {
  int differences = 0;
  for (std::size_t i = 0; i < std::max(expected.size(), found.size()); ++i) {
    const std::string left = i < expected.size() ? expected[i] : "(nothing)";
    const std::string right = i < found.size() ? found[i] : "(nothing)";
    if (left == right) continue;
    ++differences;
    std::printf("%s: expected  %s\n%*s  found     %s\n", what, left.c_str(), static_cast<int>(std::strlen(what)) - 1,
                "", right.c_str());
  }
  return differences;
}

std::vector<std::string> read_golden() {
  std::ifstream file(golden_path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<Case> all = cases();
  const std::vector<std::string> plain = run_all(all, false);
  if (argc > 1 && std::string_view(argv[1]) == "--rewrite") {
    const int changed = compare("rewritten", read_golden(), plain);
    std::ofstream file(golden_path);
    for (const std::string& line : plain) file << line << '\n';
    std::printf("%d of %zu digests changed\n", changed, plain.size());
    return file ? 0 : 1;
  }

  // Two threads at once, each with a runner of its own, one through the codecs.
  std::vector<std::string> wired;
  std::vector<std::string> beside;
  std::thread first([&] { wired = run_all(all, true); });
  std::thread second([&] { beside = run_all(all, false); });
  first.join();
  second.join();

  int differences = compare("digests.txt", read_golden(), plain);
  differences += compare("through the codecs", plain, wired);
  differences += compare("on another thread", plain, beside);
  if (differences == 0) std::printf("%zu digests as committed, three ways\n", plain.size());
  if (differences != 0) std::printf("If the change is meant: bin/test_digests --rewrite\n");
  return differences == 0 ? 0 : 1;
}
