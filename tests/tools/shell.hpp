// Runs the built program from a shell, and looks at what it printed and how it ended.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/catch.hpp"
#include "tests/tools/golden.hpp"

namespace whitewater::tools::testing {

namespace fs = std::filesystem;

struct Outcome {
  int code = -1;
  std::string out;
  std::string err;
};

// A folder of its own for each test, removed afterwards.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "whitewater-test-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() { fs::remove_all(path_); }
  std::string file(const std::string& name) const { return (path_ / name).string(); }
  std::string with(const std::string& name, const std::string& text) const {
    std::ofstream(file(name), std::ios::binary) << text;
    return file(name);
  }

 private:
  fs::path path_;
};

// command: of a shell; $W is the program.
inline Outcome shell(const std::string& command) {
  const Folder folder;
  const std::string whole = "W='" WHITEWATER_PROGRAM "'; unset NO_COLOR CLICOLOR_FORCE; { " + command + "; } >" +
                            folder.file("out") + " 2>" + folder.file("err");
  const int status = std::system(whole.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), file_text(folder.file("out")),
          file_text(folder.file("err"))};
}

// Runs a command that takes long, sends it the signal as soon as it listens to signals, and ends with its exit code.
inline Outcome signalled(const Folder& folder, const std::string& signal, const std::string& command) {
  return shell("cd " + folder.file("") + "; { exec " + command + "; } & pid=$!; " +
               // The program blocks the signals that it waits for; the lowest digit holds SIGINT.
               "while [ -d /proc/$pid ] && ! grep -qsE '^(SigBlk:.*[2367abef]|State:.Z.*)$' /proc/$pid/status; do " +
               "sleep 0.02; done; kill -" + signal + " $pid; wait $pid");
}

inline bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// How often, without overlaps.
inline std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++found;
  return found;
}

inline std::size_t lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

inline void refuses(const std::string& command, const std::string& reason) {
  const Outcome outcome = shell(command);
  INFO(command << "\n" << outcome.out << outcome.err.substr(0, 2'000));
  CHECK(outcome.code == 2);
  CHECK(outcome.out.empty());
  CHECK(mentions(outcome.err, reason));
  CHECK(outcome.err.rfind("whitewater: ", 0) == 0);
}

}  // namespace whitewater::tools::testing
