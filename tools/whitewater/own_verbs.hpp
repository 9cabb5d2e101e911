// The verbs that only our own program has.
#pragma once

#include "tools/verbs/verb.hpp"

namespace whitewater::tools {

ExitCode real_verb(const Program& program, const Arguments& arguments);

extern const VerbTable bench_table;
ExitCode bench_verb(const Program& program, const Arguments& arguments);

extern const VerbTable store_table;
ExitCode store_verb(const Program& program, const Arguments& arguments);

extern const VerbTable doctor_table;
ExitCode doctor_verb(const Program& program, const Arguments& arguments);

}  // namespace whitewater::tools
