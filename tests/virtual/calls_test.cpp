// The table of handlers, and the page that lists it.
#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "tests/catch.hpp"
#include "tools/virtual/kernel/handlers.hpp"
#include "tools/virtual/kernel/native_calls.hpp"

namespace whitewater::tools::virtual_time {
namespace {

std::vector<Handler> all_handlers() {
  std::vector<Handler> all;
  for (const auto part :
       {clock_handlers(), wait_handlers(), futex_handlers(), socket_handlers(), message_handlers(),
        descriptor_handlers(), file_handlers(), lock_handlers(), signal_descriptor_handlers(), process_handlers(),
        signal_handlers(), timer_handlers(), child_handlers(), identity_handlers()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

TEST_CASE("A system call has one handler, or is native") {
  std::set<long> numbers(native_calls.begin(), native_calls.end());
  REQUIRE(numbers.size() == native_calls.size());
  for (const Handler& handler : all_handlers()) {
    CAPTURE(handler.name);
    REQUIRE(numbers.insert(handler.number).second == (handler.number != -1));
    REQUIRE(handler_of(handler.number)->name == handler.name);
    REQUIRE(call_name(handler.number) == handler.name);
  }
}

TEST_CASE("A call that nobody handles has no handler, and is named by its number") {
  REQUIRE(handler_of(999) == nullptr);
  REQUIRE(call_name(999) == "system call 999");
  REQUIRE(call_name(-1) == "system call -1");
}

TEST_CASE("The page on virtual processes lists the calls that are handled") {
  std::ifstream file(WHITEWATER_DOCS "/virtual-processes.md");
  std::ostringstream page;
  page << file.rdbuf();
  for (const Handler& handler : all_handlers()) {
    CAPTURE(handler.name);
    REQUIRE(page.str().find("`" + std::string(handler.name) + "`") != std::string::npos);
  }
}

}  // namespace
}  // namespace whitewater::tools::virtual_time
