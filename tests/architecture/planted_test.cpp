// The golden rule: every rule is shown to catch a planted violation, and to leave its clean variant alone.
#include <algorithm>

#include "tests/architecture/rules.hpp"
#include "tests/catch.hpp"

using namespace whitewater::architecture;

namespace {

struct Planted {
  const char* rule;
  const char* path;
  const char* broken;
  const char* clean;
};

// The text of a file that is otherwise in order.
Findings judge(const std::string& path, const std::string& text) {
  const bool header = path.ends_with(".hpp");
  return check_source(scan(path, std::string("// What this is.\n") + (header ? "#pragma once\n" : "") + text + "\n"));
}

bool caught(const Findings& findings, const std::string& rule) {
  return std::any_of(findings.begin(), findings.end(), [&](const Finding& f) { return f.rule == rule; });
}

void require_caught(std::initializer_list<Planted> table) {
  for (const Planted& planted : table) {
    const Findings broken = judge(planted.path, planted.broken);
    INFO(planted.path << ", broken: " << planted.broken << "\n" << listed(broken));
    REQUIRE(caught(broken, planted.rule));
    const Findings clean = judge(planted.path, planted.clean);
    INFO("clean: " << planted.clean << "\n" << listed(clean));
    REQUIRE(clean.empty());
  }
}

std::string lines(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "\n";
  return text;
}

}  // namespace

TEST_CASE("the include table is caught broken") {
  require_caught({
      {"include table", "core/base/a.hpp", "#include \"core/actor/actor.hpp\"", "#include <vector>"},
      {"include table", "core/base/a.hpp", "#include <boost/any.hpp>", "#include \"core/base/time.hpp\""},
      {"include table", "core/actor/a.hpp", "#include \"core/kv/store.hpp\"", "#include \"core/base/ids.hpp\""},
      {"include table", "core/wire/a.hpp", "#include \"core/actor/codec.hpp\"", "#include \"core/base/error.hpp\""},
      {"include table", "core/client/a.hpp", "#include \"core/kv/store.hpp\"", "#include \"core/base/payload.hpp\""},
      {"include table", "core/raft/node.hpp", "#include \"core/wire/reader.hpp\"", "#include \"core/raft/types.hpp\""},
      {"include table", "core/raft/node.hpp", "#include \"core/kv/store.hpp\"", "#include \"core/base/hash.hpp\""},
      {"include table", "core/raft/codec2.cpp", "#include \"core/wire/reader.hpp\"", ""},
      {"include table", "core/kv/a.hpp", "#include \"core/course/rules.hpp\"", "#include \"core/raft/node.hpp\""},
      {"include table", "core/primary_backup/a.hpp", "#include \"core/raft/node.hpp\"",
       "#include \"core/client/request.hpp\""},
      {"include table", "core/course/a.hpp", "#include \"core/kv/store.hpp\"", "#include \"core/wire/json.hpp\""},
      {"include table", "scenarios/format/a.hpp", "#include \"core/course/rules.hpp\"",
       "#include \"simnet/delay.hpp\""},
      {"include table", "scenarios/format/a.hpp", "#include \"scenarios/experiment/cluster.hpp\"",
       "#include \"scenarios/format/field.hpp\""},
      {"include table", "scenarios/experiment/a.hpp", "#include \"core/course/course.hpp\"",
       "#include \"scenarios/report/report.hpp\""},
      {"include table", "scenarios/experiment/a.hpp", "#include \"core/raft/node.hpp\"",
       "#include \"scenarios/experiment/clients.hpp\""},
      {"include table", "scenarios/experiment/a.cpp", "#include \"scenarios/systems/raft_cluster.hpp\"",
       "#include \"simnet/world.hpp\""},
      {"include table", "scenarios/systems/a.cpp", "#include \"scenarios/workloads/course_options.hpp\"",
       "#include \"core/raft/node.hpp\""},
      {"include table", "scenarios/workloads/a.cpp", "#include \"scenarios/systems/raft_rest.hpp\"",
       "#include \"core/course/course.hpp\""},
      {"include table", "scenarios/report/a.cpp", "#include \"core/course/rules.hpp\"",
       "#include \"scenarios/report/section.hpp\""},
      {"include table", "scenarios/report/a.cpp", "#include \"core/raft/node.hpp\"",
       "#include \"core/text/concat.hpp\""},
      {"include table", "scenarios/search/a.cpp", "#include \"scenarios/workloads/registers_options.hpp\"",
       "#include \"scenarios/format/scenario.hpp\""},
      {"include table", "scenarios/search/a.cpp", "#include \"scenarios/standard/standard.hpp\"",
       "#include \"scenarios/format/choices.hpp\""},
      {"include table", "core/check/linearizability/history.hpp", "#include \"core/raft/node.hpp\"",
       "#include \"core/actor/actor.hpp\""},
      {"include table", "core/check/properties/raft_properties.hpp", "#include \"core/kv/store.hpp\"",
       "#include \"core/raft/node.hpp\""},
      {"include table", "core/check/kv_model.hpp", "#include \"core/course/rules.hpp\"",
       "#include \"core/client/request.hpp\""},
      {"include table", "simnet/world.hpp", "#include \"core/raft/node.hpp\"", "#include \"core/actor/actor.hpp\""},
      {"include table", "scenarios/run.hpp", "#include \"replica/host.hpp\"", "#include \"simnet/world.hpp\""},
      {"include table", "replica/host.hpp", "#include \"simnet/world.hpp\"", "#include \"core/kv/store.hpp\""},
      {"include table", "replica/host.hpp", "#include \"scenarios/run.hpp\"", "#include <sys/socket.h>"},
      {"include table", "tools/main.hpp", "#include \"tests/catch.hpp\"", "#include \"scenarios/run.hpp\""},
      {"include table", "tools/main.hpp", "#include \"verb.hpp\"", "#include \"tools/verbs/verb.hpp\""},
      {"include table", "tools/verbs/a.cpp", "#include \"scenarios/standard/standard.hpp\"",
       "#include \"scenarios/experiment/runner.hpp\""},
      {"include table", "tools/verbs/a.cpp", "#include \"tools/real/run/real_arguments.hpp\"",
       "#include \"tools/runs/sweep.hpp\""},
      {"include table", "tools/runs/a.cpp", "#include \"scenarios/workloads/course_options.hpp\"",
       "#include \"scenarios/format/scenario_reader.hpp\""},
      {"include table", "tools/runs/a.cpp", "#include \"core/raft/node.hpp\"",
       "#include \"scenarios/story/vocabulary.hpp\""},
      {"include table", "tools/history/a.cpp", "#include \"core/course/course.hpp\"",
       "#include \"scenarios/report/reported_request.hpp\""},
      {"include table", "tools/terminal/a.cpp", "#include \"tools/verbs/verb.hpp\"",
       "#include \"core/text/concat.hpp\""},
  });
  REQUIRE(judge("core/raft/codec.cpp", "#include \"core/wire/reader.hpp\"").empty());
  REQUIRE(caught(judge("core/novel/a.hpp", ""), "include table"));
  REQUIRE(judge("tools/a.cpp", "#include <CLI/CLI.hpp>").empty());
  REQUIRE(judge("replica/a.cpp", "#include <CLI/CLI.hpp>").empty());
  REQUIRE(caught(judge("scenarios/a.cpp", "#include <CLI/CLI.hpp>"), "include table"));
}

TEST_CASE("I1 is caught broken: no clock, entropy, environment, file or address") {
  require_caught({
      {"I1", "core/raft/a.cpp", "Time f() { return std::chrono::steady_clock::now(); }",
       "Time f(Time now) { return now; }"},
      {"I1", "simnet/a.cpp", "#include <chrono>", "#include <cstdint>"},
      {"I1", "core/kv/a.cpp", "long f() { return time(nullptr); }", "Time f(Event e) { return e.time(); }"},
      {"I1", "core/kv/a.cpp", "long f() { return std::time(nullptr); }", "struct A { Time time() const; };"},
      {"I1", "core/base/a.cpp", "int f() { std::random_device d; return d(); }",
       "int f(Random& r) { return r.draw(); }"},
      {"I1", "scenarios/a.cpp", "int f() { return rand(); }", "int f(G& g) { return g.rand(); }"},
      {"I1", "scenarios/a.cpp", "auto f() { return std::getenv(\"SEED\"); }", "// not getenv(\"SEED\")"},
      {"I1", "scenarios/a.cpp", "void f() { std::ifstream in(\"a\"); }", "void f(std::string_view in);"},
      {"I1", "scenarios/a.cpp", "#include <filesystem>", "const char* const name = \"filesystem\";"},
      {"I1", "core/base/a.cpp", "auto f(int* p) { return reinterpret_cast<std::uintptr_t>(p); }",
       "auto f(int* p) { return reinterpret_cast<char*>(p); }"},
  });
  REQUIRE(judge("replica/a.cpp", "auto f() { return std::chrono::steady_clock::now(); }").empty());
}

TEST_CASE("I2 is caught broken: nothing mutable outlives a call") {
  require_caught({
      {"I2", "core/raft/a.cpp", "int counter = 0;", "constexpr int limit = 0;"},
      {"I2", "core/raft/a.cpp", "namespace { std::vector<const int> cache; }",
       "namespace { const std::vector<int> none; }"},
      {"I2", "core/raft/a.cpp", "Table table(3);", "Table table(int rows);"},
      {"I2", "simnet/a.cpp", "inline World* world{nullptr};", "inline constexpr World* const world{nullptr};"},
      {"I2", "simnet/a.cpp", "const char* name = \"a\";", "const char* const name = \"a\";"},
      {"I2", "simnet/a.cpp", "int f() { static int calls = 0; return ++calls; }",
       "int f() { static const int c = 0; return c; }"},
      {"I2", "simnet/a.cpp", "auto f = [] { static Cache cache(3); };", "constexpr auto f = [] { return 1; };"},
      {"I2", "scenarios/a.hpp", "struct A { static int alive; };", "struct A { static int alive(); int x = 0; };"},
      {"I2", "scenarios/a.cpp", "int f() { thread_local int calls; return calls; }", "static int f() { return 1; }"},
      {"I2", "scenarios/a.cpp", "struct { int x; } shared;", "struct Shared { int x; };"},
      {"I2", "tools/a.cpp", "constinit int seen = 0;", "volatile std::sig_atomic_t seen = 0;"},
      {"I2", "core/kv/a.cpp", "extern int shared;", "extern int shared();"},
  });
}

TEST_CASE("I2 is not fooled by an alias of an extended type") {
  REQUIRE(judge("core/kv/a.cpp", "__extension__ using Wide = unsigned __int128;").empty());
  REQUIRE(caught(judge("core/kv/a.cpp", "__extension__ unsigned __int128 total;"), "I2"));
}

TEST_CASE("I3 is caught broken: simnet does not know what a message means") {
  require_caught({
      {"I3", "simnet/a.cpp", "bool f(const raft::Message& m);", "bool f(const PayloadRef& m);"},
      {"I3", "simnet/a.cpp", "using RaftNode = Node;", "// Raft §5.2 elects here."},
      {"I3", "simnet/a.cpp", "kv::Store* store();", "void keep(Plane plane);"},
      {"I3", "simnet/a.cpp", "client::Request* request();", "constexpr auto plane = Plane::client;"},
  });
}

TEST_CASE("I4 is caught broken: JSON and POSIX stay in their folders") {
  require_caught({
      {"I4", "core/kv/a.cpp", "#include <nlohmann/json.hpp>", "#include \"core/wire/reader.hpp\""},
      {"I4", "simnet/a.cpp", "nlohmann::json f();", "std::uint64_t f();"},
      {"I4", "replica/a.cpp", "#include <nlohmann/json_fwd.hpp>", "#include <unistd.h>"},
      {"I4", "core/base/a.cpp", "#include <unistd.h>", "#include <new>"},
      {"I4", "scenarios/a.cpp", "#include <sys/stat.h>", "#include <nlohmann/json.hpp>"},
  });
  const std::vector<Source> wire = {scan("core/wire/a.cpp", "#include <nlohmann/json.hpp>"),
                                    scan("core/wire/b.cpp", "#include <nlohmann/json.hpp>")};
  REQUIRE(caught(check_tree(wire), "I4"));
  REQUIRE(check_tree(std::span(wire).first(1)).empty());
}

TEST_CASE("I6 is caught broken: Raft emits no text") {
  require_caught({
      {"I6", "core/raft/a.cpp", "std::string describe();", "const char* name_of(Role role);"},
      {"I6", "core/raft/a.cpp", "#include <string>", "#include <span>"},
      {"I6", "core/raft/a.cpp", "void f(char* b) { std::snprintf(b, 9, \"x\"); }", "void f(Output& out);"},
      {"I6", "core/raft/a.cpp", "void f() { log(std::to_string(3)); }", "void f() { note(NoteCode::became_leader); }"},
  });
  REQUIRE(judge("core/kv/a.cpp", "std::string describe();").empty());
}

TEST_CASE("I7 is caught broken: no floating point, no std distribution, shuffle or hash") {
  require_caught({
      {"I7", "core/base/a.cpp", "double mean();", "std::uint64_t mean_ns();"},
      {"I7", "simnet/a.cpp", "constexpr auto half = 0.5;", "constexpr auto half = 500'000;"},
      {"I7", "simnet/a.cpp", "constexpr auto big = 1e9;", "constexpr auto big = 0x1e9;"},
      {"I7", "simnet/a.cpp", "int f(G& g) { return std::uniform_int_distribution<int>(0, 9)(g); }", "int f(G& g);"},
      {"I7", "scenarios/a.cpp", "void f(V& v, G& g) { std::shuffle(v.begin(), v.end(), g); }",
       "void f(V& v, G& g) { shuffle(v, g); }"},
      {"I7", "scenarios/a.cpp", "auto f(int x) { return std::hash<int>{}(x); }",
       "auto f(int x) { return hash_words(x); }"},
      {"I7", "core/kv/a.cpp", "struct A { std::unordered_map<int, int> m; };", "struct A { std::map<int, int> m; };"},
      {"I7", "core/kv/a.cpp", "void f() { std::mt19937 g; }", "void f(Random g);"},
  });
  REQUIRE(judge("tools/a.cpp", "double mean();").empty());
}

TEST_CASE("a count of replicas outside Configuration is caught") {
  require_caught({
      {"quorum", "core/raft/a.cpp", "unsigned f() { return config_.replicas / 2 + 1; }",
       "unsigned f() { return round_trip / 2 + 1; }"},
      {"quorum", "core/kv/a.cpp", "bool f() { return config_.raft.replicas == 1; }",
       "bool f() { return configuration_.decides_alone(self); }"},
      {"quorum", "core/check/properties/raft_a.cpp", "bool f() { return replicas_ > 1; }",
       "bool f() { return replicas_ > most; }"},
      {"quorum", "core/raft/a.cpp", "bool f() { return followers().size() >= 2u; }",
       "bool f() { return followers().empty(); }"},
      {"quorum", "core/raft/a.cpp", "bool f() { return self.granted.size() * 2 > n; }",
       "bool f() { return configuration_.has_quorum(self.granted); }"},
      {"quorum", "core/raft/a.cpp", "bool f() { return 1 < config_.replicas; }",
       "bool f() { return 1 < config_.inflight_max; }"},
      {"quorum", "core/raft/a.cpp", "bool f() { return 2 * voters > n; }", "bool f() { return 3 * voters > n; }"},
      {"quorum", "core/check/a.cpp", "bool f() { return voters() != 1; }", "struct A { unsigned replicas = 1; };"},
      {"quorum", "core/raft/a.cpp", "unsigned f() { return replicas >> 1; }", "unsigned f() { return size >> 1; }"},
  });
  REQUIRE(judge("core/raft/configuration.hpp", "unsigned f() { return voters.size() / 2 + 1; }").empty());
  REQUIRE(judge("core/primary_backup/a.cpp", "unsigned f() { return replicas / 2 + 1; }").empty());
}

TEST_CASE("a store that tells Raft's messages apart is caught") {
  require_caught({
      {"claims", "core/kv/a.cpp", "bool f(M& m) { return std::holds_alternative<raft::AppendEntries>(m); }",
       "bool f(const raft::Output::Send& s) { return s.claim == raft::Claim::term; }"},
  });
  REQUIRE(judge("core/kv/peer_codec.cpp", "bool f(M& m) { return m.holds<raft::AppendEntries>(); }").empty());
}

TEST_CASE("a source that includes another header before its own is caught") {
  const Source header = scan("core/base/a.hpp", "#pragma once");
  const auto with = [&](std::string_view text) { return std::vector<Source>{header, scan("core/base/a.cpp", text)}; };
  REQUIRE(caught(check_tree(with("#include <map>\n#include \"core/base/a.hpp\"")), "first include"));
  REQUIRE(caught(check_tree(with("int f();")), "first include"));
  REQUIRE(check_tree(with("#include \"core/base/a.hpp\"\n#include <map>")).empty());
}

TEST_CASE("sizes and form are caught broken") {
  const std::string body_69 = "void f() {" + lines(69) + "}";
  const std::string body_70 = "void f() {" + lines(70) + "}";
  const std::string wide = "// " + std::string(117, 'x');
  const std::string wider = "// " + std::string(118, 'x');
  const std::string mark = std::string("// TO") + "DO: later";
  const std::string path = std::string("const char* const root = \"/") + "home/me\";";
  require_caught({
      {"function size", "core/kv/a.cpp", body_70.c_str(), body_69.c_str()},
      {"line width", "core/kv/a.cpp", wider.c_str(), wide.c_str()},
      {"open end", "core/kv/a.cpp", mark.c_str(), "// Later entries win."},
      {"machine path", "tools/a.cpp", path.c_str(), "const char* const root = \"scenarios/home/me\";"},
      {"scanner", "core/kv/a.cpp", "void f() { if (x) { }", "void f() { if (x) { } }"},
      {"scanner", "core/kv/a.cpp", "void f() { } }", "void f() { }"},
  });
  REQUIRE(caught(judge("core/kv/a.cpp", lines(400)), "file size"));
  REQUIRE(judge("core/kv/a.cpp", lines(398)).empty());
  REQUIRE(caught(check_source(scan("core/kv/a.cpp", "int f();\n")), "file header"));
  REQUIRE(check_source(scan("tests/kv/a.cpp", "int f();\n")).empty());
  REQUIRE(caught(check_source(scan("core/kv/a.hpp", "// What this is.\nint f();\n")), "pragma once"));
}

TEST_CASE("a finding says where, which rule, and what to do") {
  const Findings findings = judge("simnet/a.cpp", "\ndouble mean();");
  REQUIRE(findings.size() == 1);
  REQUIRE(findings[0].text() == "simnet/a.cpp:3: I7: double floating point: use integers (ns, ppm)");
}
