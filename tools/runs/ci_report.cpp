// Collects findings by kind, then writes.
#include "tools/runs/ci_report.hpp"

#include <algorithm>
#include <utility>

#include "core/text/concat.hpp"
#include "scenarios/report/report_text.hpp"
#include "scenarios/search/failure_kind.hpp"
#include "tools/runs/ci_text.hpp"
#include "tools/runs/output_file.hpp"

namespace whitewater::tools {

namespace {

std::string rules_text(const scenarios::RunReport& report) {
  std::string text;
  for (const std::string& check : report.failed_checks) text += concat({text.empty() ? "" : " ", check});
  return text;
}

std::string runs_text(std::uint64_t some, std::uint64_t all) {
  return concat({grouped(some), " of ", grouped(all), all == 1 ? " run" : " runs"});
}

std::string attribute(std::string_view name, std::string_view value) {
  return concat({" ", name, "=\"", xml_text(value), "\""});
}

}  // namespace

CiReport::CiReport(Console& console, CiOptions options) : console_(console), options_(std::move(options)) {}

std::optional<Error> CiReport::open() {
  // A file that is given up leaves nothing behind.
  return options_.junit ? OutputFile(*options_.junit).open() : std::nullopt;
}

CiReport::Suite& CiReport::suite_of(std::string_view name, std::string_view file) {
  const auto known = std::find_if(suites_.begin(), suites_.end(),
                                  [&](const Suite& suite) { return suite.name == name && suite.file == file; });
  if (known != suites_.end()) return *known;
  suites_.push_back({std::string(name), std::string(file), 0, 0, {}});
  return suites_.back();
}

void CiReport::add(std::string_view name, std::string_view file, const scenarios::RunReport& report,
                   const std::string& commands) {
  if (!options_.junit && !options_.github) return;
  Suite& suite = suite_of(name, file);
  ++suite.runs;
  suite.wall_ns += report.wall_ns;
  Finding found;
  found.commands = commands.substr(0, commands.find_last_not_of('\n') + 1);
  if (report.nondeterminism) {
    found.type = found.name = "nondeterminism";
    found.sentence = scenarios::nondeterminism_text(*report.nondeterminism);
  } else if (const std::optional<scenarios::FailureKind> kind = scenarios::failure_kind(report)) {
    found.type = kind->property;
    found.name = kind_text(*kind);
    found.sentence = report.violation ? report.violation->text : report.explanation;
  } else if (report.outcome == scenarios::RunReport::Outcome::fail) {
    found.type = "by chance";
    found.name = concat({"by chance: ", rules_text(report)});
    found.sentence = report.explanation;
  } else if (report.outcome == scenarios::RunReport::Outcome::unknown) {
    found.type = found.name = "inconclusive";
    found.sentence = report.reason;
    found.error = true;
  } else {
    return;
  }
  const auto known = std::find_if(suite.findings.begin(), suite.findings.end(),
                                  [&](const Finding& other) { return other.name == found.name; });
  if (known != suite.findings.end())
    ++known->runs;
  else
    suite.findings.push_back(std::move(found));
}

void CiReport::add_runs(std::string_view name, std::uint64_t runs, Duration wall) {
  Suite& suite = suite_of(name, "");
  suite.runs += runs;
  suite.wall_ns += wall.ns;
}

void CiReport::add(std::string_view suite, const std::string& name, const scenarios::Failure& failure,
                   std::uint64_t runs, const std::string& commands) {
  suite_of(suite, "").findings.push_back({name, failure.kind.property, failure.sentence,
                                          commands.substr(0, commands.find_last_not_of('\n') + 1), runs, false});
}

std::string CiReport::suite_text(const Suite& suite) const {
  const auto errors = static_cast<std::size_t>(
      std::count_if(suite.findings.begin(), suite.findings.end(), [](const Finding& found) { return found.error; }));
  const bool clean = suite.findings.empty();
  const std::size_t failures = suite.findings.size() - errors + (clean ? 0 : 1);
  const std::string time = microsecond_seconds(Duration{suite.wall_ns});
  std::string text = concat({"  <testsuite", attribute("name", suite.name),
                             attribute("tests", std::to_string(suite.findings.size() + 1)),
                             attribute("failures", std::to_string(failures)),
                             attribute("errors", std::to_string(errors)), attribute("time", time), ">\n"});
  const std::string test = concat({"    <testcase", attribute("classname", suite.name)});
  std::uint64_t wrong = 0;
  for (const Finding& found : suite.findings) wrong += found.runs;
  text += concat({test, attribute("name", "all runs"), attribute("time", time), clean ? "/>\n" : ">\n"});
  if (!clean)
    text += concat({"      <failure type=\"runs\"",
                    attribute("message", concat({runs_text(wrong, suite.runs), " did not pass"})),
                    "/>\n    </testcase>\n"});
  for (const Finding& found : suite.findings) {
    const std::string_view element = found.error ? "error" : "failure";
    text += concat({test, attribute("name", found.name), attribute("time", "0"), ">\n      <", element,
                    attribute("type", found.type), attribute("message", found.sentence), ">",
                    xml_text(concat({runs_text(found.runs, suite.runs), "\n", found.commands})), "</", element,
                    ">\n    </testcase>\n"});
  }
  return text + "  </testsuite>\n";
}

std::string CiReport::junit_text() const {
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"whitewater\">\n";
  for (const Suite& suite : suites_) text += suite_text(suite);
  return text + "</testsuites>\n";
}

ExitCode CiReport::close(ExitCode code) {
  if (options_.github)
    for (const Suite& suite : suites_)
      for (const Finding& found : suite.findings)
        console_.log(github_error(concat({suite.name, ": ", found.name}), suite.file,
                                  concat({found.sentence, found.sentence.empty() ? "" : "\n",
                                          runs_text(found.runs, suite.runs), "\n", found.commands})));
  if (!options_.junit) return code;
  const std::optional<Error> lost = write_file(*options_.junit, junit_text());
  if (!lost) return code;
  console_.error(lost->text());
  return ExitCode::internal_error;
}

}  // namespace whitewater::tools
