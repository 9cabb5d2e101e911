// Asks RapidCheck itself, apart from its global configuration: all it has to say reaches Catch2, or the reader.
#include "tests/property.hpp"

#include <rapidcheck/detail/Configuration.h>
#include <rapidcheck/detail/TestListenerAdapter.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <sstream>

#include "tests/catch.hpp"

namespace whitewater::tests::detail {

namespace {

rc::detail::Configuration configuration(int cases) {
  rc::detail::Configuration fixed;
  fixed.testParams.seed = 1;
  fixed.testParams.maxSuccess = cases;
  const char* const given = std::getenv("RC_PARAMS");
  return given == nullptr ? fixed : rc::detail::configFromString(given, fixed);
}

// For Catch2, which gives commas, brackets and quotes a meaning, and then for a shell.
std::string quoted(const std::string& test_name) {
  std::string text = "\"";
  for (const char c : test_name) {
    if (std::string_view(",[]\"\\").find(c) != std::string_view::npos)
      text += c == '"' || c == '\\' ? "\\\\\\" : "\\\\";
    if (c == '$' || c == '`') text += '\\';
    text += c;
  }
  return text + "\"";
}

// This program, as one may call it from here.
std::string program() {
  std::error_code error;
  const std::filesystem::path path = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? program_invocation_name : std::filesystem::proximate(path).string();
}

std::string reproduce_line(const rc::detail::TestMetadata& metadata, const rc::detail::FailureResult& failure,
                           const std::string& test_name) {
  rc::detail::Configuration only;
  only.reproduce[metadata.id] = failure.reproduce;
  std::istringstream words(rc::detail::configToMinimalString(only));
  std::string word;
  while (words >> word && word.rfind("reproduce=", 0) != 0) {
  }
  return "Reproduce: RC_PARAMS=" + word + " " + program() + " " + quoted(test_name);
}

}  // namespace

void require_property(const rc::detail::Property& property, const PropertyOptions& options) {
  const std::string test_name = Catch::getResultCapture().getCurrentTestName();
  rc::detail::TestMetadata metadata;
  metadata.id = options.name.empty() ? test_name : test_name + ": " + options.name;
  const rc::detail::Configuration config = configuration(options.cases);
  rc::detail::TestListenerAdapter nobody;
  const rc::detail::TestResult result =
      rc::detail::checkProperty(property, metadata, config.testParams, nobody, config.reproduce);
  if (result.is<rc::detail::SuccessResult>()) {
    SUCCEED();
    return;
  }
  std::ostringstream text;
  if (!options.name.empty()) text << options.name << ": ";
  rc::detail::printResultMessage(result, text);
  rc::detail::FailureResult failure;
  // Past Catch2, which would break the line after eighty columns.
  if (result.match(failure)) std::cerr << reproduce_line(metadata, failure, test_name) << std::endl;
  if (options.more && result.is<rc::detail::FailureResult>()) std::cerr << options.more() << std::endl;
  FAIL(text.str());
}

}  // namespace whitewater::tests::detail
