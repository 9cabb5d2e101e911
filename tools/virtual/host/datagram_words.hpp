// How traces, stories and reports speak of the messages of somebody's program: by type, and by the small fields that
// they hold, in an order that does not depend on the program.
#pragma once

#include <string>
#include <string_view>

#include "scenarios/story/vocabulary.hpp"

namespace whitewater::tools::virtual_time {

// "term 3, entries: 2, index 17, vote true": numbers, words and lengths of lists. Terms come first, the others by name.
std::string datagram_details(std::string_view bytes);

extern const scenarios::Vocabulary datagram_vocabulary;

}  // namespace whitewater::tools::virtual_time
