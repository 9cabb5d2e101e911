// A run is a function of its scenario, its seed and the program: not of who starts it, where and with what around.
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "tests/tools/shell.hpp"
#include "tests/virtual/fixture_programs.hpp"

namespace whitewater::tools::virtual_time {
namespace {

using testing::Folder;
using testing::Outcome;

constexpr const char* short_scenario = R"({"lifetime": 5, "requests": 40, "mix": 0.2, "replicas": 3})";

// Program, scenario and replica in a folder that everybody may read: builds may stand where others may not look.
class Place {
 public:
  Place() : scenario_(folder_.with("short.json", short_scenario)) {
    chmod(folder_.file("").c_str(), 0755);
    chmod(scenario_.c_str(), 0644);
    for (const char* program : {WHITEWATER_PROGRAM, WHITEWATER_VIRTUAL_REPLICA})
      std::filesystem::copy(program, folder_.file(""));
    replica_ = folder_.file(std::filesystem::path(WHITEWATER_VIRTUAL_REPLICA).filename());
  }
  const std::string& replica() const { return replica_; }
  std::string file(const std::string& name) const { return folder_.file(name); }

  // before: words in front of the command, or commands before it.
  std::string digest(const std::string& before, const FixtureProgram& program, const std::string& behind = "") const {
    std::string command = "cd '" + folder_.file("") + "'; " + before + " '" + folder_.file("whitewater") + "' run '" +
                          scenario_ + "' --seed 7 --replica '" + program.path + "'";
    for (const std::string& word : program.arguments) command += " --replica-arg '" + word + "'";
    const Outcome outcome = testing::shell(command + " " + behind);
    INFO(command << "\n" << outcome.out << outcome.err);
    const std::size_t line = outcome.out.find("\n  digest ");
    REQUIRE(line != std::string::npos);
    const std::size_t end = outcome.out.find_first_of("\r\n", line + 1);
    return outcome.out.substr(end - 16, 16);
  }

 private:
  Folder folder_;
  std::string scenario_;
  std::string replica_;
};

struct Change {
  const char* what;
  const char* before;
  const char* needs = "true";  // a command that fails where this cannot be tried
};

const std::vector<Change> changes{
    {"the address space is not randomised", "setarch -R"},
    {"the environment is empty", "env -i"},
    {"the environment is large and odd",
     "env BIG=$(head -c 100000 /dev/zero | tr '\\0' x) ODD='a  b' LD_LIBRARY_PATH=. LD_BIND_NOW=1 PYTHONHASHSEED=3 "
     "NODE_OPTIONS=--no-warnings MALLOC_ARENA_MAX=1"},
    {"language and time zone", "env LANG=de_DE.UTF-8 LC_ALL=de_DE.UTF-8 TZ=Asia/Tokyo"},
    {"another folder", "mkdir -p deep/er && cd deep/er &&"},
    {"umask", "umask 077;"},
    {"limits", "ulimit -s 4096; ulimit -n 256; ulimit -c unlimited;"},
    {"no limit of the stack", "ulimit -s unlimited;", "ulimit -s unlimited"},
    {"priority", "nice -n 5"},
    {"the first processor", "taskset -c 0"},
    {"the second processor", "taskset -c 1", "taskset -c 1 true"},
    {"no input", "exec <&-;"},
    {"open files", "exec 7</dev/null 9</etc/passwd;"},
    {"ignored signals", "trap '' PIPE USR1 CHLD;"},
    {"a session of its own", "setsid -w"},
    {"another user", "setpriv --reuid=65534 --regid=65534 --clear-groups",
     "setpriv --reuid=65534 --regid=65534 --clear-groups true"},
    {"no privileges", "setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs --bounding-set=-all",
     "setpriv --reuid=65534 --regid=65534 --clear-groups true"},
    {"file times", "touch -d 2001-02-03 *;"},
};

TEST_CASE("A run does not depend on who starts its program, where and how") {
  const Place place;
  const FixtureProgram program{"cpp", place.replica(), {}, ""};
  const std::string expected = place.digest("", program);
  for (const Change& change : changes) {
    CAPTURE(change.what);
    if (testing::shell(change.needs).code != 0) {
      WARN("SKIPPED: this cannot be tried here: " << change.what);
      continue;
    }
    CHECK(place.digest(change.before, program) == expected);
  }
}

TEST_CASE("A run does not depend on a terminal, nor on how many runs are made at once") {
  const Place place;
  const FixtureProgram program{"cpp", place.replica(), {}, ""};
  const std::string expected = place.digest("", program);
  CHECK(place.digest("", program, "--jobs 3") == expected);
  const std::string command =
      place.file("whitewater") + " run " + place.file("short.json") + " --seed 7 --replica " + place.replica();
  const Outcome terminal = testing::shell("script -qec '" + command + "' /dev/null </dev/null");
  CAPTURE(terminal.out, terminal.err);
  CHECK(testing::mentions(terminal.out, expected));
}

TEST_CASE("A run does not depend on what else the machine does") {
  const Place place;
  const FixtureProgram program{"cpp", place.replica(), {}, ""};
  const std::string expected = place.digest("", program);
  const std::string busy =
      "for i in 1 2 3 4; do (while :; do :; done) & busy=\"$busy $!\"; done; trap 'kill $busy' EXIT;";
  for (int i = 0; i < 3; ++i) CHECK(place.digest(busy, program) == expected);
}

TEST_CASE("A run does not depend on what surrounds its interpreter") {
  const Place place;
  for (const FixtureProgram& program : fixture_programs()) {
    if (program.name != "python-select" && program.name != "node" && program.name != "go" && program.name != "java")
      continue;
    if (!program.lacks.empty()) {
      WARN("SKIPPED: this machine has no " << program.lacks << ", so " << program.name << " was not run");
      continue;
    }
    CAPTURE(program.name);
    const std::string everything =
        "mkdir -p deep/er && cd deep/er && umask 077; ulimit -s 4096; ulimit -n 1024; exec <&- 7</etc/passwd; env -i "
        "PATH=$PATH TZ=Asia/Tokyo LANG=de_DE.UTF-8 HOME=/nonexistent BIG=$(head -c 50000 /dev/zero | tr '\\0' x) "
        "nice -n 5 setarch -R taskset -c 0";
    CHECK(place.digest(everything, program) == place.digest("", program));
  }
}

TEST_CASE("Java does not leave files that its next run finds") {
  for (const FixtureProgram& program : fixture_programs()) {
    if (program.name != "java" || !program.lacks.empty()) continue;
    const Place place;
    std::string user = testing::shell("id -un").out;
    user.pop_back();
    const auto file = std::filesystem::temp_directory_path() / ("hsperfdata_" + user) / "1";
    if (std::filesystem::exists(file)) std::filesystem::remove(file);
    place.digest("", program);
    CHECK(!std::filesystem::exists(file));
  }
}

}  // namespace
}  // namespace whitewater::tools::virtual_time
