// Payloads and notes in words, for traces: the name of a message and its content. Knows requests and replies of
// clients; for the messages between replicas it asks the vocabulary of the system.
#pragma once

#include <string>
#include <string_view>

#include "core/actor/effects.hpp"
#include "core/base/payload.hpp"
#include "scenarios/story/vocabulary.hpp"

namespace whitewater::scenarios {

// "append_entries", "put", "redirect" …; for a payload that the vocabulary does not know, the payload's own name.
std::string_view payload_type(const PayloadRef& payload, const Vocabulary& vocabulary);

// "term 2, after 119 of term 2, 1 entry, commit 119"; printable ASCII, keys and values shortened.
std::string payload_details(const PayloadRef& payload, unsigned replicas, const Vocabulary& vocabulary);

// Calls sink for each request of a client that the payload carries inside.
void carried_requests(const PayloadRef& payload, const Vocabulary& vocabulary, const CarriedSink& sink);

// "became_leader term 2, last index 119".
std::string note_text(const Effects::Note& note, unsigned replicas, const Vocabulary& vocabulary);

// "ok", "redirect", "fail".
std::string_view outcome_name(client::Reply::Outcome outcome);

// Bytes of a key, a value or a MID as one line of ASCII, shortened: "k17", "caf??...".
std::string shown_bytes(std::string_view bytes, std::size_t bytes_max = 40);

}  // namespace whitewater::scenarios
