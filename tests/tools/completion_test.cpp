// The completion scripts: what bash offers, by calling the function that it would call.
#include "tests/tools/shell.hpp"

using namespace whitewater::tools::testing;

namespace {

// What the words of a command line, the last of them being typed, are completed to.
std::string offered(const std::string& words) {
  const Outcome outcome =
      shell("PATH=$(dirname $W):$PATH; bash -c 'source <(whitewater completion bash); COMP_WORDS=(" + words +
            "); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); _whitewater; echo \"${COMPREPLY[*]}\"'");
  INFO(outcome.err);
  CHECK(outcome.code == 0);
  CHECK(outcome.err.empty());
  return outcome.out;
}

}  // namespace

TEST_CASE("the script for bash is valid, and offers verbs, flags, choices, files and scenarios") {
  CHECK(shell("$W completion bash | bash -n").code == 0);
  CHECK(offered("whitewater \"\"") ==
        "run fuzz replay shrink explain scenario check real store doctor bench completion help --help --version "
        "--color\n");
  CHECK(offered("whitewater sc") == "scenario\n");
  CHECK(offered("whitewater --color al") == "always\n");
  CHECK(offered("whitewater --color always sc") == "scenario\n");
  CHECK(offered("whitewater help be") == "bench\n");
  CHECK(offered("whitewater run --se") == "--seed --seeds --set\n");
  CHECK(offered("whitewater run crash-") == "crash-1 crash-2 crash-3 crash-4\n");
  CHECK(offered("whitewater run --seed \"\"") == "\n");
  CHECK(offered("whitewater run crash-3 --trace docs/cli.m") == "docs/cli.md\n");
  CHECK(offered("whitewater run crash-3 --trace = docs/cli.m") == "docs/cli.md\n");
  CHECK(offered("whitewater real --variant \"\"") == "udp stream seqpacket\n");
  CHECK(offered("whitewater real --logs doc") == "docs\n");
  CHECK(offered("whitewater scenario \"\"") == "validate list schema\n");
  CHECK(offered("whitewater scenario validate READ") == "README.md\n");
  CHECK(offered("whitewater completion f") == "fish\n");
  CHECK(offered("whitewater store ve") == "verify\n");
  CHECK(offered("whitewater store verify tes") == "tests\n");
}

TEST_CASE("every flag of a verb's help is in each script") {
  for (const std::string verb : {"run", "real", "check", "store", "doctor", "bench", "scenario"}) {
    const std::string help = shell("$W " + verb + " --help").out;
    for (const std::string name : {"bash", "zsh", "fish"}) {
      const std::string script = shell("$W completion " + name).out;
      std::size_t flags = 0;
      for (std::size_t at = help.find("\n  -"); at != std::string::npos; at = help.find("\n  -", at + 1)) {
        const std::size_t begin = help.find("--", at);
        const std::string flag = help.substr(begin, help.find_first_of(" \n", begin) - begin);
        INFO(verb << " " << name << " " << flag);
        CHECK(mentions(script, name == "fish" ? "-l " + flag.substr(2) : flag));
        ++flags;
      }
      CHECK(flags >= 2);
    }
  }
}

TEST_CASE("the scripts for zsh and fish are valid, where those shells are") {
  for (const std::string name : {"zsh", "fish"})
    if (shell("command -v " + name).code == 0) CHECK(shell("$W completion " + name + " | " + name + " -n").code == 0);
}

TEST_CASE("completion wants the name of a shell") {
  refuses("$W completion", "bash, zsh or fish");
  refuses("$W completion tcsh", "bash, zsh or fish");
  refuses("$W completion bash --jsno", "unknown flag '--jsno'");
}
