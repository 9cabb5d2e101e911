// whitewater: the command line of our own toolbox, with four verbs of its own. Finds the catalogue where it is
// installed, beside the running program, or in the sources that the program was built from.
#include <array>
#include <filesystem>
#include <string>
#include <system_error>

#include "tools/known_bugs/staging.hpp"
#include "tools/real/run/real_arguments.hpp"
#include "tools/verbs/cli.hpp"
#include "tools/virtual/host/dependences.hpp"
#include "tools/virtual/host/replica_shorthands.hpp"
#include "tools/whitewater/own_verbs.hpp"
#include "tools/whitewater/toolbox.hpp"

namespace whitewater::tools {

namespace {

namespace fs = std::filesystem;

constexpr std::array own_verbs{Verb{&real::real_table, real_verb}, Verb{&store_table, store_verb},
                               Verb{&doctor_table, doctor_verb}, Verb{&bench_table, bench_verb}};

std::string catalogue_folder() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (!error) {
    const fs::path installed = program.parent_path().parent_path() / WHITEWATER_DATA_FOLDER / "scenarios/course";
    if (fs::is_directory(installed, error)) return installed;
    const fs::path beside = program.parent_path() / "scenarios/course";
    if (fs::is_directory(beside, error)) return beside;
  }
  return WHITEWATER_SOURCE_FOLDER "/scenarios/course";
}

constexpr const char* examples =
    "  {program} real crash-3 --replica ./3700kvstore\n"
    "  {program} run known-bugs --replica ./3700kvstore\n"
    "  {program} check history.jsonl\n";

}  // namespace

}  // namespace whitewater::tools

int main(int argc, char** argv) {
  using namespace whitewater;
  cli::Extras extras;
  extras.verbs = tools::own_verbs;
  extras.depends = tools::virtual_time::program_dependences;
  extras.shorthands = tools::virtual_time::replica_shorthands();
  extras.suite = {tools::known_bugs_word, tools::run_known_bugs};
  extras.version = WHITEWATER_VERSION;
  extras.examples = tools::examples;
  extras.catalogue_folder = tools::catalogue_folder();
  extras.example = "crash-3";
  return cli::run(argc, argv, tools::program_toolbox(), extras);
}
