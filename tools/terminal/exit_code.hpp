// How the program ends, as a number for scripts. docs/cli.md lists them.
#pragma once

namespace whitewater::tools {

enum class ExitCode : int {
  fine = 0,
  violated = 1,        // a property was violated, or a run failed
  bad_input = 2,       // a file, a value or the command line
  inconclusive = 3,    // neither yes nor no: a budget ran out
  nondeterminism = 4,  // the same run gave two digests
  internal_error = 70,
  interrupted = 130,
};

}  // namespace whitewater::tools
