// Each run is a shell of its own, in a thread of its own.
#include "tests/real/process_runs.hpp"

#include <dirent.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "tests/tools/golden.hpp"

namespace whitewater::tools::real::testing {

namespace fs = std::filesystem;
using tools::testing::file_text;

json::Value ProcessRun::report() const {
  const Result<json::Value> value = json::parse(out.substr(0, out.find('\n')));
  INFO(name << ": " << err);
  REQUIRE(value.ok());
  return value.value();
}

bool ProcessRun::found(const std::string& kind, const std::string& replica) const {
  const json::Value whole = report();
  for (const json::Value& each : whole.find("findings")->elements()) {
    const json::Value* const who = each.find("replica");
    const std::string id = who->is(json::Kind::string) ? who->as_string() : "";
    if (each.find("kind")->as_string() == kind && id == replica) return true;
  }
  return false;
}

std::string ProcessRun::finding(const std::string& kind) const {
  const json::Value whole = report();
  for (const json::Value& each : whole.find("findings")->elements())
    if (each.find("kind")->as_string() == kind) return each.find("text")->as_string();
  return "";
}

int shell(const std::string& command, std::string& out, std::string& err) {
  std::string folder = (fs::temp_directory_path() / "whitewater-test-XXXXXX").string();
  REQUIRE(mkdtemp(folder.data()) != nullptr);
  const std::string whole = "W='" WHITEWATER_PROGRAM "'; FIXTURES=\"$PWD/tests/real/fixtures\"; SOLO='" WHITEWATER_SOLO
                            "'; PY='--replica " WHITEWATER_PYTHON
                            " --replica-arg='\"$FIXTURES\"'/replica.py'; "
                            "unset NO_COLOR CLICOLOR_FORCE; export PYTHONIOENCODING=utf8; { " +
                            command + "; } >" + folder + "/out 2>" + folder + "/err";
  const int status = std::system(whole.c_str());
  out = file_text(folder + "/out");
  err = file_text(folder + "/err");
  fs::remove_all(folder);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void run_all(std::vector<ProcessRun>& runs, unsigned at_a_time) {
  std::atomic<std::size_t> next{0};
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < at_a_time; ++i)
    threads.emplace_back([&, i] {
      // Interpreters that all start at once are late with their hello.
      std::this_thread::sleep_for(std::chrono::milliseconds(200) * i);
      for (std::size_t mine; (mine = next++) < runs.size();)
        runs[mine].code =
            shell((runs[mine].command ? "" : "$W real ") + runs[mine].arguments, runs[mine].out, runs[mine].err);
    });
  for (std::thread& thread : threads) thread.join();
}

int processes_with(const std::string& word) {
  int count = 0;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    std::ifstream file(entry.path() / "cmdline", std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    if (text.find(std::string(1, '\0') + word + std::string(1, '\0')) != std::string::npos) ++count;
  }
  return count;
}

}  // namespace whitewater::tools::real::testing
