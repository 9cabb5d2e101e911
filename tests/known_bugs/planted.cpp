// What this thread has planted.
#include "tests/known_bugs/planted.hpp"

namespace whitewater {

thread_local constinit Mutation planted_mutation = Mutation::none;
thread_local constinit Mutation planted_change = Mutation::behind_the_last;

}  // namespace whitewater
