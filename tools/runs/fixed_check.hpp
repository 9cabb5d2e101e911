// FixedCheck: how sure is a fix? Runs neighbours of a failure that does not fail any more, until one fails or all that
// were asked for pass, and says what that proves.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "scenarios/search/failure.hpp"
#include "tools/runs/program.hpp"
#include "tools/terminal/exit_code.hpp"

namespace whitewater::tools {

struct FixedOptions {
  std::uint64_t runs = 1'000;
  unsigned threads = 1;
  bool json = false;
  std::optional<std::string> out;  // of the first neighbour that fails; nothing: beside the failure's file
};

// file: of the failure.
ExitCode check_fixed(const Program& program, const scenarios::Failure& failure, const std::string& file,
                     const FixedOptions& options);

// What so many clean runs prove, as the last lines of the report.
std::string proof_text(const std::optional<scenarios::Neighbourhood>& neighbourhood, std::uint64_t clean,
                       const std::string& ask_for_more);

// 99 % sure: fine; else inconclusive.
ExitCode proof_code(const std::optional<scenarios::Neighbourhood>& neighbourhood, std::uint64_t clean);

}  // namespace whitewater::tools
