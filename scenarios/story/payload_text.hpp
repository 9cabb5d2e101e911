// Payloads and notes in words, for traces: what a message is called and what it says. Knows the client
// plane and the replicated key-value store; of any other payload it gives the name that the payload has.
#pragma once

#include <string>
#include <string_view>

#include "core/actor/effects.hpp"
#include "core/base/payload.hpp"

namespace whitewater::scenarios {

// "append_entries", "put", "redirect" …
std::string_view payload_type(const PayloadRef& payload);

// "term 2, after 119 of term 2, 1 entry, commit 119"; printable ASCII, keys and values shortened.
std::string payload_details(const PayloadRef& payload, unsigned replicas);

// "became_leader term 2, last index 119". The codes are those of core/raft and core/kv.
std::string note_text(const Effects::Note& note, unsigned replicas);

}  // namespace whitewater::scenarios
