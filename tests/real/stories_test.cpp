// Stories of requests, findings in words, the trace and the history: what a person or a checker reads.
#include <fstream>
#include <iterator>

#include "core/wire/base64.hpp"
#include "core/wire/json.hpp"
#include "scenarios/story/trace_text.hpp"
#include "tests/catch.hpp"
#include "tests/real/router_bench.hpp"
#include "tools/real/report/history_writer.hpp"
#include "tools/real/report/mentions.hpp"
#include "tools/real/report/real_stories.hpp"

using namespace whitewater;
using namespace whitewater::tools::real;
using namespace whitewater::tools::real::testing;

namespace {

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::vector<std::string> found(std::string_view bytes) {
  MentionScanner scanner;
  std::vector<std::string> words;
  const auto keep = [&](std::string_view word) { words.emplace_back(word); };
  scanner.scan(bytes, keep, keep);
  return words;
}

// Every story of that run, as text.
std::string told(const RouterBench& bench, Time end) {
  const RealStories stories(bench.recorder.log(), bench.course, std::nullopt, end);
  std::string text;
  for (const std::uint32_t number : stories.troubled()) text += stories.tell(number);
  return text;
}

EndSeen killed(NodeId replica, Time time) {
  return {time, replica, "exited with status 1", false};
}

}  // namespace

TEST_CASE("MIDs and keys are found in any text") {
  using Words = std::vector<std::string>;
  const std::string key = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
  CHECK(found("{\"MID\":\"r12\",\"x\":\"r12.3\"}") == Words{"r12", "r12.3"});
  CHECK(found("error12 r2d2 xr5 r r7x") == Words{});
  CHECK(found("{'" + key + "': 1}") == Words{key});
  std::string packed("\x03r12\x20", 5);
  packed += key + "some value";
  std::string coded;
  append_base64(coded, packed);
  CHECK(found("{\"data\":\"" + coded + "\"}") == Words{"r12", key});
}

TEST_CASE("the story of a request that was lost with its replica") {
  RouterBench bench;
  bench.take(r0, RouterBench::message("0000", "FFFF", "0000", "lead"));
  const course::RequestRecord lost = bench.ask(0);
  const Time death = lost.sent + milliseconds(2);
  bench.watchers.on_end(killed(lost.to, death));
  const std::string id = course::id_text(lost.to, 3);
  const std::string story = told(bench, death + seconds(10));
  INFO(story);
  CHECK(mentions(story, "r0: put of key "));
  CHECK(mentions(story, "request r0 (put) sent by client " + course::id_text(lost.client(), 3) + " to "));
  CHECK(mentions(story, id + " exited with status 1, by itself"));
  CHECK(mentions(story, "never answered: " + id + " died by itself 2.0 ms after it was asked"));
  CHECK(mentions(story, "it told no other replica of the request, so the request is lost"));
}

TEST_CASE("the story says who was told of a request, and what became of that") {
  course::Rules rules = RouterBench::small_rules();
  rules.events.push_back({course::EventType::kill_leader, seconds(1)});
  RouterBench bench(Variant::udp, false, rules);
  const course::RequestRecord asked = bench.ask(0);
  const std::string id = course::id_text(asked.to, 3);
  bench.take(asked.to, RouterBench::message(id, "FFFF", id, "append", ",\"entry\":{\"MID\":\"r0\"}"));
  bench.watchers.on_fault({bench.now, 0, course::EventType::kill_leader, NodeSet::of(asked.to), true, asked.to});
  const std::string story = told(bench, bench.now + seconds(10));
  INFO(story);
  CHECK(mentions(story, " a message append that mentions r0"));
  CHECK(mentions(story, id + " killed"));
  CHECK(mentions(story, "a new leader must answer the requests that it commits"));
}

TEST_CASE("keys tell where a program never writes MIDs to its peers") {
  RouterBench bench;
  const course::RequestRecord asked = bench.ask(0);
  const std::string id = course::id_text(asked.to, 3);
  bench.take(asked.to, RouterBench::message(id, "FFFF", id, "sync", ",\"k\":\"" + std::string(asked.key()) + "\""));
  CHECK(mentions(told(bench, bench.now + seconds(9)), "a message sync that mentions r0"));
}

TEST_CASE("the story of a duplicate and of a wrong value") {
  course::Rules rules = RouterBench::small_rules();
  rules.mix = Probability{500'000};
  rules.requests = 60;
  RouterBench bench(Variant::udp, false, rules);
  std::string duplicate, wrong;
  for (std::uint32_t i = 0; i < 60 && wrong.empty(); ++i) {
    const course::RequestRecord record = bench.ask(i);
    if (record.is_get()) {
      bench.answer(record, "ok", "0000", ",\"value\":\"nonsense\"");
      wrong = record.mid();
    } else {
      bench.answer(record, "ok", "0000");
      if (duplicate.empty()) bench.answer(record, "ok", "0000");
      if (duplicate.empty()) duplicate = record.mid();
    }
  }
  REQUIRE_FALSE(wrong.empty());
  const std::string story = told(bench, bench.now);
  INFO(story);
  CHECK(mentions(story, "answers " + duplicate + ": ok, again: a duplicate"));
  CHECK(mentions(story, "answers " + wrong + ": ok with 'nonsense', which no put of this key wrote; expected '"));
  CHECK(story.find(wrong + ": get") < story.find(duplicate + ": put"));  // the gravest first
}

TEST_CASE("the story of a wrong get tells who was told of the put that it missed, and by which message") {
  course::Rules rules = RouterBench::small_rules();
  rules.mix = Probability{500'000};
  rules.requests = 60;
  RouterBench bench(Variant::udp, false, rules);
  std::string get;
  for (std::uint32_t i = 0; i < 60 && get.empty(); ++i) {
    const course::RequestRecord record = bench.ask(i);
    if (record.is_get()) {
      // Another replica answers, which nobody has told of the put.
      get = record.mid();
      bench.take(r2, RouterBench::message("0002", course::id_text(record.client(), 3), "0000", "ok",
                                          ",\"MID\":\"" + get + "\",\"value\":\"\""));
    } else {
      // The protocol names MIDs in some messages, and only keys in those that replicate.
      bench.take(
          r0, RouterBench::message("0000", "0001", "0000", "note", ",\"about\":\"" + std::string(record.mid()) + "\""));
      bench.take(
          r0, RouterBench::message("0000", "0001", "0000", "append", ",\"k\":\"" + std::string(record.key()) + "\""));
      bench.take(r0, RouterBench::message("0000", course::id_text(record.client(), 3), "0000", "ok",
                                          ",\"MID\":\"" + std::string(record.mid()) + "\""));
    }
  }
  REQUIRE_FALSE(get.empty());
  const RealStories stories(bench.recorder.log(), bench.course, std::nullopt, bench.now);
  const std::string story = stories.tell(get);
  INFO(story);
  CHECK(mentions(story, get + " missed put "));
  CHECK(mentions(story, "0001 is told: a message note that mentions it from 0000\n"));
  CHECK(mentions(story, "0000 acknowledges "));
  CHECK(mentions(story, "0002, which answered " + get +
                            ", had not received the put: nobody had sent it a message that mentions the put\n"));
}

TEST_CASE("a key counts where a message names it without a MID, although other messages name MIDs") {
  RouterBench bench;
  const course::RequestRecord first = bench.ask(0);
  bench.take(r0, RouterBench::message("0000", "0001", "0000", "note", ",\"about\":\"r0\""));
  const course::RequestRecord second = bench.ask(1);
  bench.take(r0,
             RouterBench::message("0000", "0002", "0000", "append", ",\"k\":\"" + std::string(second.key()) + "\""));
  const RealStories stories(bench.recorder.log(), bench.course, std::nullopt, bench.now + seconds(9));
  CHECK(mentions(stories.tell("r1"), "0000 sends 0002 a message append that mentions r1"));
  // Beside a MID of a request for it, a key says nothing more.
  bench.take(r0, RouterBench::message("0000", "0002", "0000", "both",
                                      ",\"MID\":\"r0\",\"k\":\"" + std::string(first.key()) + "\""));
  const RealStories again(bench.recorder.log(), bench.course, std::nullopt, bench.now + seconds(9));
  CHECK(mentions(again.tell("r0"), "a message both that mentions r0"));
  CHECK_FALSE(mentions(again.tell("r1"), "a message both"));
}

TEST_CASE("--story names requests by MID, number, or as all of a kind, and what a run does not have is said") {
  for (const char* const right : {"r12", "r12.1", "12", "all-unanswered", "all-wrong"}) CHECK_FALSE(wrong_story(right));
  for (const char* const wrong : {"", "r", "x12", "r12.", "r1x", "12-3", "all"}) CHECK(wrong_story(wrong));
  CHECK_FALSE(story_beyond_plan("r9.4", 10));
  CHECK_FALSE(story_beyond_plan("all-wrong", 10));
  CHECK(mentions(story_beyond_plan("r10", 10)->text(), "--story r10: expected a request from r0 to r9"));
  RouterBench bench;
  const course::RequestRecord record = bench.ask(0);
  bench.answer(record, "ok", "0000");
  const RealStories stories(bench.recorder.log(), bench.course, std::nullopt, bench.now);
  CHECK(stories.tell("r0").rfind("r0: put of key ", 0) == 0);
  CHECK(stories.tell("0") == stories.tell("r0"));
  CHECK(mentions(stories.tell("r0.3"), "r0.3: there was no such attempt; this is the story of r0\nr0: put of key "));
  CHECK(mentions(stories.tell("r7"), "r7: was never asked, for the run ended before its time"));
  CHECK(stories.tell("all-unanswered") == "Every request was answered.\n");
  CHECK(stories.tell("all-wrong") == "No request was answered wrongly.\n");
}

TEST_CASE("the story of a request to a replica that could not be reached") {
  RouterBench bench;
  bench.transport.known = {};
  const std::string id = course::id_text(bench.ask(0).to, 3);
  CHECK(mentions(told(bench, bench.now + seconds(3)), "it did not reach " + id + ", which never said hello"));
}

TEST_CASE("every kind of finding has a name and a sentence in both modes") {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < finding_kinds; ++i) {
    const auto kind = static_cast<FindingKind>(i);
    names.emplace_back(finding_name(kind));
    for (const bool compat : {false, true}) {
      const std::string text = finding_text({kind, r2, Time{} + seconds(3), 2, "so it was"}, 3, compat);
      CHECK(mentions(text, "0002 "));
      CHECK(mentions(text, "so it was"));
      CHECK_FALSE(mentions(text, ".."));
    }
  }
  std::sort(names.begin(), names.end());
  CHECK(std::unique(names.begin(), names.end()) == names.end());
  CHECK(finding_severity(FindingKind::late_hello, false) == Severity::warning);
  CHECK(finding_severity(FindingKind::late_hello, true) == Severity::error);
}

TEST_CASE("the guide explains every trap") {
  std::ifstream file("docs/real-runs.md");
  const std::string guide{std::istreambuf_iterator<char>(file), {}};
  for (std::size_t i = 0; i < finding_kinds; ++i) {
    const auto kind = static_cast<FindingKind>(i);
    if (finding_severity(kind, false) != Severity::warning || finding_severity(kind, true) != Severity::error) continue;
    INFO(finding_name(kind));
    CHECK(mentions(guide, "| `" + std::string(finding_name(kind)) + "` |"));
  }
}

TEST_CASE("a history has a line for each invocation and completion, and is JSON") {
  std::vector<std::string> lines;
  HistoryWriter history({"crash-3", 7, "real udp", 3}, [&](std::string_view line) { lines.emplace_back(line); });
  RouterBench bench;
  bench.watchers.add(history);
  const course::RequestRecord record = bench.ask(0);
  bench.answer(record, "redirect", "0001");
  bench.answer(bench.course.requests().back(), "ok", "0001");
  bench.answer(bench.course.requests().back(), "ok", "0001");
  bench.take(r0, RouterBench::message("0000", "0013", "0000", "ok", ",\"MID\":\"odd\""));
  history.on_over(bench.now);
  std::vector<std::string> types;
  for (const std::string& line : lines) {
    const Result<json::Value> value = json::parse(line);
    REQUIRE(value.ok());
    const json::Value* const type = value.value().find("type");
    types.push_back(type == nullptr ? "header" : type->as_string());
  }
  CHECK(types == std::vector<std::string>{"header", "invoke", "redirect", "invoke", "ok", "duplicate", "stray", "end"});
  CHECK(mentions(lines[1], "\"op\":0,"));
  CHECK(mentions(lines[4], "\"op\":1,"));
  CHECK(mentions(lines[4], "\"mid\":\"r0.1\""));
}

TEST_CASE("a trace is printable ASCII in columns") {
  std::string trace;
  scenarios::TraceText writer([&](std::string_view line) { trace += line; });
  RouterBench bench;
  bench.recorder.log().add_reader(writer);
  bench.take(r0, RouterBench::message("0000", "0001", "0000", "caf\xc3\xa9"));
  bench.answer(bench.ask(0), "ok", "0000");
  CHECK(mentions(trace, "  5.001000000  0000  sends       0001  caf??"));
  CHECK(mentions(trace, "{\"src\":\"0000\",\"dst\":\"0001\",\"leader\":\"0000\""));
  CHECK(mentions(trace, "put               r0 key "));
  CHECK(mentions(trace, "ok                r0 leader 0000\n"));
  CHECK(mentions(trace, "0000  leads"));
  CHECK(std::all_of(trace.begin(), trace.end(), [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
}
