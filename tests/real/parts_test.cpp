// The parts of the driver that need no process: framing, lines of output, UTF-8, the kernel's table, the agenda.
#include <filesystem>
#include <fstream>

#include "core/text/utf8.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/workloads/course_options.hpp"
#include "tests/catch.hpp"
#include "tools/real/process/output_lines.hpp"
#include "tools/real/process/program_hint.hpp"
#include "tools/real/report/run_counters.hpp"
#include "tools/real/run/agenda.hpp"
#include "tools/real/run/quick.hpp"
#include "tools/real/run/replica_words.hpp"
#include "tools/real/transport/stream_framing.hpp"
#include "tools/real/transport/udp_drops.hpp"

using namespace whitewater;
using namespace whitewater::tools::real;

namespace {

std::vector<std::string> framed(StreamFraming& framing, std::string_view bytes) {
  std::vector<std::string_view> messages;
  framing.add(bytes, messages);
  return {messages.begin(), messages.end()};
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a stream is cut behind each '}' with a line feed") {
  StreamFraming framing;
  CHECK(framed(framing, "{\"a\":1}\n{\"b\":2}\n{\"c\"") == Texts{"{\"a\":1}\n", "{\"b\":2}\n"});
  CHECK(framed(framing, ":3}") == Texts{});
  CHECK(framed(framing, "\n") == Texts{"{\"c\":3}\n"});
  CHECK(framing.pending_bytes() == 0);
  CHECK(framed(framing, "noise\n{}\n") == Texts{"noise\n{}\n"});
}

TEST_CASE("however a stream is cut into pieces, the same messages come out") {
  const std::string text = "{\"x\":{\"y\":\"}\"}}\n{}\n{\"long\":\"" + std::string(300, 'z') + "\"}\n";
  for (std::size_t size = 1; size < text.size(); size += 7) {
    StreamFraming framing;
    Texts all;
    for (std::size_t at = 0; at < text.size(); at += size)
      for (std::string& message : framed(framing, std::string_view(text).substr(at, size))) all.push_back(message);
    INFO(size);
    CHECK(all.size() == 3);
    CHECK(all[0] + all[1] + all[2] == text);
  }
}

TEST_CASE("lines of output get the time of their first byte, and old ones go") {
  OutputLines lines;
  lines.add("one\ntw", Time{1});
  lines.add("o\nthr", Time{2});
  const auto tail = lines.tail(5);
  REQUIRE(tail.size() == 3);
  CHECK(tail[0].text == "one");
  CHECK(tail[1].text == "two");
  CHECK(tail[1].time == Time{1});
  CHECK(tail[2].text == "thr");
  CHECK(lines.tail(1).front().text == "thr");
  CHECK(lines.bytes() == 11);
  CHECK_FALSE(lines.has_non_ascii());
  for (int i = 0; i < 100'000; ++i) lines.add("line " + std::to_string(i) + "\n", Time{3});
  CHECK(lines.tail(2).back().text == "line 99999");
  CHECK(lines.tail(1'000'000).size() < 5'000);
}

TEST_CASE("what is not printable is shown, and a line does not grow without end") {
  OutputLines lines;
  lines.add(std::string("\x1b[31mred\r\n\0caf\xc3\xa9", 15) + "\n", Time{1});
  lines.add(std::string(100'000, 'x') + "\n", Time{2});
  const auto tail = lines.tail(3);
  CHECK(tail[0].text == "\\x1b[31mred");
  CHECK(tail[1].text.substr(0, 7) == "\\x00caf");
  CHECK(lines.has_non_ascii());
  CHECK(tail[2].text.size() == OutputLines::line_bytes_max);
}

TEST_CASE("UTF-8") {
  for (const char* good : {"", "plain", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80"}) CHECK(is_utf8(good));
  for (const char* bad : {"\xff", "\xc3", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "a\x80"})
    CHECK_FALSE(is_utf8(bad));
}

TEST_CASE("drops of a port are read from the kernel's table") {
  const std::string table =
      "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer "
      "drops             \n"
      "  131: 0100007F:C350 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1 2 0 12        \n"
      "  132: 00000000:C351 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1 2 0 0         \n";
  CHECK(udp_drops(table, 50'000) == 12u);
  CHECK(udp_drops(table, 50'001) == 0u);
  CHECK_FALSE(udp_drops(table, 50'002));
}

TEST_CASE("the agenda has the planned requests, and those that are asked again, each once") {
  course::Rules rules;
  rules.requests = 30;
  rules.ask_again = milliseconds(50);
  course::Workload workload;
  workload.reset(rules, 1);
  Agenda agenda(rules, workload);
  CHECK(agenda.next() == Time{} + seconds(5));
  CHECK(agenda.take() == 0);
  CHECK(agenda.next() == Time{} + seconds(6));
  agenda.sent({7, 1}, Time{} + seconds(5));
  agenda.sent({8, course::Rules::patience_max + 1}, Time{} + seconds(5));
  CHECK(agenda.next_repeat() == Time{} + milliseconds(5'050));
  CHECK_FALSE(agenda.take_repeat(Time{} + milliseconds(5'049)));
  const std::optional<Agenda::Repeat> repeat = agenda.take_repeat(Time{} + milliseconds(5'050));
  REQUIRE(repeat);
  CHECK(repeat->record == 7);
  CHECK(agenda.next_repeat() == time_never);
  for (int i = 1; i < 30; ++i) agenda.take();
  CHECK(agenda.next() == time_never);
}

TEST_CASE("the seqpacket simulators take the waits out of the lifetime") {
  course::Rules rules;
  rules.requests = 260;
  rules.start_wait = seconds(2);
  rules.end_wait = seconds(2);
  CHECK(rules.end() == seconds(34));
  rules.waits_inside_lifetime = true;
  CHECK(rules.end() == seconds(30));
  CHECK(rules.spacing() == milliseconds(100));
  course::Workload workload;
  workload.reset(rules, 1);
  CHECK(workload.due(259) == Time{} + seconds(2) + milliseconds(25'900));
}

TEST_CASE("percentiles are nearest rank") {
  std::vector<std::int64_t> samples;
  for (std::int64_t i = 1; i <= 200; ++i) samples.push_back(201 - i);
  const LatencySamples summary = summarize(samples);
  CHECK(summary.count == 200);
  CHECK(summary.summary.p50 == Duration{100});
  CHECK(summary.summary.p99 == Duration{198});
  CHECK(summary.summary.max == Duration{200});
  CHECK(summarize({}).count == 0);
}

TEST_CASE("a scenario in a hurry has ten seconds of load, and everything else in proportion") {
  scenarios::Scenario scenario = make_scenario(scenarios::standard_toolbox());
  scenario.name = "crash";
  course::Exercise& exercise = scenarios::exercise(scenario);
  exercise.requests = 300;
  exercise.events.push_back({course::EventType::kill_leader, seconds(15)});
  exercise.benchmarks.emplace();
  scenarios::ScheduledFault fault = scenarios::node_fault(scenarios::KindId::pause, seconds(20), {});
  fault.lasts = seconds(3);
  fault.until = seconds(35);
  scenario.faults = {fault, scenarios::node_fault(scenarios::KindId::kill, seconds(3), {})};
  scenario.heal = seconds(35);
  quicken(scenario);
  CHECK(scenario.name == "crash-quick");
  CHECK(exercise.lifetime == seconds(10));
  CHECK(exercise.requests == 100);
  CHECK(exercise.start_wait == seconds(5));
  CHECK(exercise.events[0].time == seconds(5));
  CHECK_FALSE(exercise.benchmarks);
  CHECK(scenarios::time_of(scenario.faults[0].at) == seconds(10));
  CHECK(scenario.faults[0].lasts == seconds(1));
  CHECK(scenario.faults[0].until == seconds(15));
  CHECK(scenarios::time_of(scenario.faults[1].at) == seconds(3));  // before the load
  CHECK(scenario.heal == seconds(15));
  quicken(scenario);
  CHECK(exercise.requests == 100);  // it is short enough
}

TEST_CASE("words before the course's arguments are filled in for each replica") {
  const std::vector<std::string> words{"--data-dir", "{folder}/{id}/{id}", "{other}", ""};
  CHECK(replica_words(words, "0002", "/a") == std::vector<std::string>{"--data-dir", "/a/0002/0002", "{other}", ""});
}

TEST_CASE("a scenario in a hurry leaves the waits inside the lifetime as they are") {
  scenarios::Scenario scenario = make_scenario(scenarios::standard_toolbox());
  course::Exercise& exercise = scenarios::exercise(scenario);
  exercise.waits_inside_lifetime = true;
  quicken(scenario);
  CHECK(exercise.load_time() == seconds(10));
  CHECK(exercise.lifetime == seconds(17));
}

TEST_CASE("what keeps a script from starting is said before it is started") {
  const std::string folder = (std::filesystem::temp_directory_path() / "whitewater-hints").string();
  std::filesystem::create_directories(folder);
  const auto hint = [&](const std::string& text) {
    std::ofstream(folder + "/program", std::ios::binary) << text;
    return hindrance(folder + "/program").value_or("") + "|" + start_hint(folder + "/program");
  };
  const auto mentions = [](const std::string& text, const char* part) { return text.find(part) != std::string::npos; };
  CHECK(hint("#!/bin/sh\nexit 0\n") == "|");
  CHECK(hint("#!/usr/bin/env sh\n") == "|");
  CHECK(hint(std::string("\x7f") + "ELF" + std::string(3, '\0')) == "|");
  CHECK(mentions(hint("#!/usr/bin/env sh\r\n"), "lines end with CR LF"));
  CHECK(mentions(hint("#!/no/such/python3\n"), "the interpreter /no/such/python3, which is not there"));
  CHECK(mentions(hint("#!/usr/bin/env no-such-python\n"), "no-such-python, which is not on PATH"));
  CHECK(mentions(hint("#!\n"), "without an interpreter"));
  CHECK(mentions(hint("print('hello')\n"), "|a script needs a first line that names its interpreter"));
  std::filesystem::remove_all(folder);
}
