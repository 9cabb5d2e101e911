// The verbs with somebody's program: --replica, what it is short for, and what is refused.
#include "tests/tools/shell.hpp"

using namespace whitewater::tools::testing;

namespace {

const std::string program = WHITEWATER_VIRTUAL_REPLICA;
const std::string short_run =
    R"({"lifetime": 5, "start_wait": 1, "end_wait": 1, "replicas": 3, "requests": 20, "mix": 0})";

// The line that holds this word.
std::string line_with(const std::string& text, const std::string& word) {
  const std::size_t at = text.find(word);
  if (at == std::string::npos) return "";
  const std::size_t begin = text.rfind('\n', at) + 1;
  return text.substr(begin, text.find('\n', at) - begin);
}

}  // namespace

TEST_CASE("--replica is short for fields of the scenario") {
  const Folder folder;
  const std::string file = folder.with("short.json", short_run);
  const Outcome shorthand = shell("$W run " + file + " --replica " + program + " --seed 7");
  INFO(shorthand.out << shorthand.err);
  REQUIRE(shorthand.code == 0);
  const Outcome fields = shell("$W run " + file + " --set system=program --set program.path=" + program + " --seed 7");
  REQUIRE(!line_with(shorthand.out, "digest").empty());
  CHECK(line_with(fields.out, "digest") == line_with(shorthand.out, "digest"));
}

TEST_CASE("--replica-arg gives the program words of its own") {
  const Folder folder;
  const std::string file = folder.with("short.json", short_run);
  const std::string script =
      folder.with("kv.sh", "#!/bin/sh\n[ \"$1\" = here ] || exit 3\nshift\nexec " + program + " \"$@\"\n");
  REQUIRE(shell("chmod +x " + script).code == 0);
  const std::string run = "cd " + folder.file("") + "; $W run short.json --seed 7 --replica ./kv.sh";
  const Outcome with = shell(run + " --replica-arg here");
  INFO(with.out << with.err);
  CHECK(with.code == 0);
  CHECK(shell(run + " --replica-arg elsewhere").code != 0);
  CHECK(shell(run).code != 0);
}

TEST_CASE("A program that cannot be run is refused in one line before any run") {
  const Folder folder;
  const std::string text = folder.with("text", "no program\n");
  for (const auto& [words, reason] : std::vector<std::pair<std::string, std::string>>{
           {"--replica ./nowhere", "--replica ./nowhere: no such program"},
           {"--replica nowhere", "no such program, neither here nor on PATH"},
           {"--replica tests", "is a directory, not a program"},
           {"--replica " + text, "cannot be executed: try 'chmod +x"},
           {"--replica ''", "a program is expected, found an empty text"},
           {"--replica " + program + " --replica " + program, "one program is expected"},
           {"--replica-arg x", "--replica-arg belongs to --replica"},
           {"--set system=program", "$.program"},
           {"--set system=program --set program.path=./nowhere", "expected a program that is there"},
           {"--set system=program --set program.path=./tests", "expected a program, not a folder"},
           {"--set system=program --set program.path=" + text, "expected a program that can be executed"},
           {"--set system=program --set program.path=nowhere",
            "expected a path with a slash, or the name of a program"},
           {"--set system=program --set program.path=sh --set program.folder=/nowhere", "expected a folder"},
           {"--set system=program --set program.path=sh --set program.arguments=7", "expected a list of strings"}}) {
    for (const std::string verb : {"run crash-3 ", "run crash-3 simple-1 --seeds 1-1000 -j 8 ", "fuzz ",
                                   "fuzz crash-3 --seeds 5 ", "scenario validate crash-3 "}) {
      if (verb.rfind("scenario", 0) == 0 && words.rfind("--set", 0) == 0) continue;
      INFO(verb << words);
      const Outcome outcome = shell("$W " + verb + words);
      CHECK(outcome.code == 2);
      CHECK(outcome.out.empty());
      CHECK(mentions(outcome.err, reason));
      CHECK(lines(outcome.err) == 1);
    }
  }
}

TEST_CASE("Words that no program can be given, and files that nothing can start, are refused") {
  const Folder folder;
  const std::string script = folder.with("script", "echo no first line\n");
  REQUIRE(shell("chmod +x " + script).code == 0);
  refuses("$W run crash-3 --replica " + script, "a script needs a first line that names its interpreter");
  const auto file = [&](const std::string& program_fields) {
    return folder.with(
        "zero.json",
        R"({"lifetime": 5, "replicas": 3, "requests": 5, "system": "program", "program": {)" + program_fields + "}}");
  };
  refuses("$W run " + file(R"("path": "a\u0000b")"), "expected a path without a zero byte");
  refuses("$W run " + file(R"("path": "sh", "arguments": ["a\u0000b"])"), "expected words without a zero byte");
}

TEST_CASE("A file that gives fields of another system is refused, and they are named") {
  const Folder folder;
  const std::string file = folder.with("raft.json", R"({"lifetime": 5, "replicas": 3, "requests": 5, "replica": {}})");
  refuses("$W run " + file + " --replica " + program,
          R"($.replica: unknown field; it belongs to the system "raft", and this scenario's is "program")");
  CHECK(shell("$W scenario validate crash-3 --replica " + program).code == 0);
  refuses("$W scenario list --replica " + program, "unknown flag '--replica'");
}

TEST_CASE("What no program would heed is refused by name") {
  const Folder folder;
  refuses("$W run crash-3 --set disk_delay=20ms --replica " + program,
          "--set disk_delay=20ms: expected nothing: a program has no simulated disk");
  const std::string fates = folder.with("fates.json", R"({"lifetime": 5, "replicas": 3, "requests": 5,
    "fates": [{"write": "append", "node": "0000", "index": 1, "delay": "5ms"}]})");
  refuses("$W run " + fates + " --replica " + program,
          "$.fates[0].write: expected nothing: a program has no simulated disk");
}

TEST_CASE("Our own replica program runs in virtual time") {
  const Outcome outcome =
      shell("$W run simple-1 --set lifetime=5 --set requests=50 --replica $(dirname $W)/3700kvstore");
  INFO(outcome.out << outcome.err);
  CHECK(outcome.code != 3);
  CHECK(mentions(outcome.out, "what clients saw is linearizable"));
}

TEST_CASE("A failure says what it depends on, and replay names what has changed") {
  const Folder folder;
  folder.with("silent.sh", "#!/bin/sh\nexit 0\n");
  REQUIRE(shell("chmod +x " + folder.file("silent.sh")).code == 0);
  folder.with("short.json", short_run);
  const std::string found = folder.file("found.json");
  const Outcome run =
      shell("cd " + folder.file("") + "; $W run short.json --seed 7 --replica ./silent.sh --out found.json");
  INFO(run.out << run.err);
  REQUIRE(run.code == 1);
  const std::string text = file_text(found);
  CHECK(mentions(text, "silent.sh\",\"state\":\"") + mentions(text, "silent.sh\", \"state\": \"") == 1);
  CHECK(mentions(text, "the cost model"));
  // The interpreter of its first line, and the library of that.
  CHECK(mentions(text, "/bin/sh"));
  CHECK(mentions(text, "libc.so"));
  CHECK(mentions(text, "the processor's clock"));
  const std::size_t readers = text.find("its readers are stopped");
  REQUIRE(readers != std::string::npos);
  const Outcome same = shell("$W replay " + found);
  INFO(same.out << same.err);
  CHECK(same.code == 1);
  CHECK(mentions(same.out, "It fails again, bit for bit"));
  CHECK_FALSE(mentions(same.out, "Changed since"));
  const std::string elsewhere =
      folder.with("elsewhere.json", std::string(text).replace(readers, 23, "nobody reads it"));
  const Outcome moved = shell("$W replay " + elsewhere);
  CHECK(mentions(moved.out, "Changed since it was recorded: the processor's clock (nobody reads it"));
  CHECK(mentions(moved.out, "; now its readers are stopped"));
  folder.with("silent.sh", "#!/bin/sh\nexit 0 # other\n");
  const Outcome changed = shell("$W replay " + found);
  CHECK(lines(changed.out) > 1);
  CHECK(mentions(changed.out, "Changed since it was recorded: " + folder.file("silent.sh") + " ("));
  CHECK(mentions(shell("$W replay --json " + found).out, "\"changed\":[{"));
  // Another program in its place; and none.
  CHECK(shell("$W replay " + found + " --replica " + program).code == 0);
  REQUIRE(shell("rm " + folder.file("silent.sh")).code == 0);
  const Outcome missing = shell("$W replay " + found);
  CHECK(missing.code == 2);
  CHECK(lines(missing.err) == 1);
  CHECK(mentions(missing.err, "expected a program that is there"));
}

TEST_CASE("The report warns of what the course's simulator would do") {
  const Folder folder;
  const std::string file = folder.with("short.json", short_run);
  const Outcome run = shell("$W run " + file + " --seed 7 --replica /bin/sleep");
  INFO(run.out << run.err);
  CHECK(run.code == 1);
  CHECK(mentions(run.out, "had not said hello when the first message for it came"));
}

TEST_CASE("A drawn search of a program has its own seed and repeats") {
  const Folder folder;
  const std::string search =
      "cd " + folder.file("") + "; $W fuzz --replica " + program + " --seeds 4 --seed 3 -j2 --json";
  const Outcome first = shell(search);
  INFO(first.out << first.err);
  CHECK(first.code <= 1);
  CHECK(mentions(first.out, "\"runs\":4"));
}

TEST_CASE("An interrupted sweep of a program tells what is there, and leaves no process behind") {
  const Folder folder;
  folder.with("short.json", short_run);
  REQUIRE(shell("cp " + program + " " + folder.file("interrupted")).code == 0);
  const Outcome swept = signalled(folder, "INT", "$W run short.json --seeds 1-1000000 -j2 --replica ./interrupted");
  INFO(swept.out << swept.err);
  CHECK(swept.code == 130);
  CHECK(shell("for each in /proc/[0-9]*/exe; do readlink $each; done 2>/dev/null | grep " + folder.file("interrupted"))
            .code == 1);
}

TEST_CASE("Shrinking a failure of a program changes neither its words nor its folder") {
  const Folder folder;
  folder.with("short.json", short_run);
  folder.with("silent.sh", "#!/bin/sh\nexit 0\n");
  REQUIRE(shell("chmod +x " + folder.file("silent.sh")).code == 0);
  const Outcome small =
      shell("cd " + folder.file("") +
            "; $W run short.json --replica ./silent.sh --replica-arg word --out found.json; $W shrink "
            "found.json --time 20s");
  INFO(small.out << small.err);
  REQUIRE(small.code == 1);
  const std::string text = file_text(folder.file("found.min.json"));
  INFO(text);
  CHECK(mentions(text, R"("arguments": ["word"])"));
  CHECK(mentions(text, R"("folder": ")" + folder.file("").substr(0, folder.file("").size() - 1) + "\""));
  const Outcome again = shell("cd /; $W replay " + folder.file("found.min.json"));
  CHECK(again.code == 1);
  CHECK(mentions(again.out, "bit for bit"));
}

TEST_CASE("Files that each run writes have a name of their own, or are refused") {
  const Folder folder;
  const std::string file = folder.with("short.json", short_run);
  const std::string run = "cd " + folder.file("") + "; $W run short.json --replica " + program;
  for (const auto& [words, reason] : std::vector<std::pair<std::string, std::string>>{
           {" --seeds 1-2 --syscalls calls", "$.program.syscalls: with several seeds, the name needs a {seed} in it"},
           {" crash-3 --seed 1 --syscalls calls-{seed}",
            "$.program.syscalls: with several scenarios, the name needs a {scenario}"},
           {" --seeds 1-2 --set program.syscalls=calls", "$.program.syscalls: with several seeds, the name needs a"},
           {" crash-3 --seed 1 --logs logs",
            "$.program.logs: with several scenarios, the name needs a {scenario} in it"}}) {
    const Outcome refused = shell(run + words);
    INFO(words << refused.err);
    CHECK(refused.code == 2);
    CHECK(mentions(refused.err, reason));
    CHECK(lines(refused.err) == 1);
  }
  const Outcome both = shell(run + " --seeds 1-2 -j2 --syscalls '{scenario}-{seed}.txt' --logs '{scenario}'");
  INFO(both.out << both.err);
  CHECK(both.code == 0);
  for (const std::string name : {"short-1.txt", "short-2.txt", "short/seed-1/0000.stdout", "short/seed-2/0000.stdout"})
    CHECK(std::filesystem::exists(folder.file(name)));
}
