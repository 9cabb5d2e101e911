// Requests and replies are described here; all other payloads by the rows of the vocabulary.
#include "scenarios/story/payload_text.hpp"

#include "core/text/node_text.hpp"
#include "core/text/note_text.hpp"

namespace whitewater::scenarios {

namespace {

const PayloadWords* words_of(const PayloadRef& payload, const Vocabulary& vocabulary) {
  for (const PayloadWords& words : vocabulary.payloads)
    if (words.kind == payload.kind()) return &words;
  return nullptr;
}

}  // namespace

std::string shown_bytes(std::string_view bytes, std::size_t bytes_max) {
  std::string text(bytes.substr(0, bytes_max));
  for (char& c : text)
    if (c <= ' ' || c > '~') c = '?';
  if (bytes.size() > bytes_max) text += "...";
  return text;
}

std::string_view outcome_name(client::Reply::Outcome outcome) {
  switch (outcome) {
    case client::Reply::Outcome::ok:
      return "ok";
    case client::Reply::Outcome::redirect:
      return "redirect";
    case client::Reply::Outcome::fail:
      break;
  }
  return "fail";
}

std::string_view payload_type(const PayloadRef& payload, const Vocabulary& vocabulary) {
  if (const auto* request = payload.get_if<client::Request>())
    return request->operation == client::Request::Operation::get ? "get" : "put";
  if (const auto* reply = payload.get_if<client::Reply>()) return outcome_name(reply->outcome);
  const PayloadWords* const words = words_of(payload, vocabulary);
  return words != nullptr && words->type != nullptr ? words->type(payload) : payload.name();
}

std::string payload_details(const PayloadRef& payload, unsigned replicas, const Vocabulary& vocabulary) {
  if (const auto* request = payload.get_if<client::Request>()) {
    std::string text = shown_bytes(request->mid()) + " key " + shown_bytes(request->key());
    if (request->operation == client::Request::Operation::put) text += " value " + shown_bytes(request->value());
    return text;
  }
  if (const auto* reply = payload.get_if<client::Reply>()) {
    std::string text = shown_bytes(reply->mid()) + " leader " + node_text(reply->leader, replicas);
    if (reply->has_value) text += " value " + shown_bytes(reply->value());
    return text;
  }
  const PayloadWords* const words = words_of(payload, vocabulary);
  if (words != nullptr && words->details != nullptr) return words->details(payload, replicas);
  return std::to_string(payload.wire_bytes()) + " bytes";
}

void carried_requests(const PayloadRef& payload, const Vocabulary& vocabulary, const CarriedSink& sink) {
  const PayloadWords* const words = words_of(payload, vocabulary);
  if (words != nullptr && words->requests != nullptr) words->requests(payload, sink);
}

std::string note_text(const Effects::Note& note, unsigned replicas, const Vocabulary& vocabulary) {
  if (const NoteWords* words = vocabulary.note(note.code)) return note_in_words(*words, note.a, note.b, replicas);
  return "note " + std::to_string(note.code) + " " + std::to_string(note.a) + " " + std::to_string(note.b);
}

}  // namespace whitewater::scenarios
