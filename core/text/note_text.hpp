// A note as a line of ASCII, in two spellings: words for traces, fields for a replica's log.
#pragma once

#include <string>

#include "core/base/note_words.hpp"

namespace whitewater {

// "became_leader term 2, last index 119". Names of requests are left out: they are hashes.
std::string note_in_words(const NoteWords& words, std::uint64_t a, std::uint64_t b, unsigned replicas);

// "became_leader term=2 last_index=119"; a request's name in hex.
std::string note_in_fields(const NoteWords& words, std::uint64_t a, std::uint64_t b, unsigned replicas);

// One number of a note: in decimal, or as the name of a node.
std::string note_number(NoteWords::Number kind, std::uint64_t value, unsigned replicas);

}  // namespace whitewater
