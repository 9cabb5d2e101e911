// Both forms of a line are made side by side, so that they say the same.
#include "tools/whitewater/store_words.hpp"

#include "core/client/request.hpp"
#include "core/raft/snapshots/snapshot.hpp"
#include "core/raft/types.hpp"
#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "core/text/number_text.hpp"
#include "core/wire/json_writer.hpp"

namespace whitewater::tools {

namespace {

using replica::SlotHolding;
using Kind = replica::StoredWrite::Kind;

// A line in words and the members of a JSON object, of the same facts.
struct Told {
  std::string words;
  std::string members;

  void word(std::string_view text) { words += text; }
  void member(std::string_view name, std::string_view json) { members += concat({",\"", name, "\":", json}); }
  void number(std::string_view name, std::uint64_t value) { member(name, std::to_string(value)); }
  void string(std::string_view name, std::string_view value) { member(name, quoted(value)); }

  static std::string quoted(std::string_view text) {
    std::string json;
    json::append_string(json, text);
    return json;
  }
};

std::string range(std::uint64_t first, std::uint64_t next) {
  return next == first ? "nothing" : concat({std::to_string(first), " to ", std::to_string(next - 1)});
}

void tell_entry(const raft::Entry& entry, bool first, Told& told, std::string& entries) {
  entries += concat({first ? "" : ",", "{\"term\":", std::to_string(entry.term.value)});
  told.word(concat({first ? ": " : "; ", "term ", std::to_string(entry.term.value)}));
  const auto* request = entry.command ? entry.command.get_if<client::Request>() : nullptr;
  if (request == nullptr) {
    told.word(" nothing");
    entries += "}";
    return;
  }
  const bool put = request->operation == client::Request::Operation::put;
  const std::string key = Told::quoted(request->key());
  const std::string value = Told::quoted(request->value());
  const std::string client = node_text(request->client);
  told.word(concat({put ? " put " : " get ", key, put ? " = " : "", put ? value : "", ", ",
                    Told::quoted(request->mid()), " of ", client}));
  entries += concat({",\"", put ? "put" : "get", "\":", key});
  if (put) entries += concat({",\"value\":", value});
  entries += concat({",\"MID\":", Told::quoted(request->mid()), ",\"client\":\"", client, "\"}"});
}

void tell_payload(const PayloadRef& payload, Told& told) {
  if (const auto* batch = payload.get_if<raft::EntryBatch>()) {
    std::string entries;
    for (std::uint32_t i = 0; i < batch->count; ++i) tell_entry((*batch)[i], i == 0, told, entries);
    told.member("entries", concat({"[", entries, "]"}));
  } else if (const auto* state = payload.get_if<raft::HardState>()) {
    const bool voted = state->voted_for != no_node;
    const std::string vote = voted ? node_text(state->voted_for) : "";
    told.word(
        concat({": term ", std::to_string(state->current_term.value), voted ? ", vote for " : ", no vote", vote}));
    told.number("term", state->current_term.value);
    told.member("vote", voted ? Told::quoted(vote) : "null");
  } else if (const auto* chunk = payload.get_if<raft::SnapshotChunk>()) {
    const raft::SnapshotHead& head = chunk->head;
    told.word(concat({": snapshot up to entry ", std::to_string(head.last.index.value), " of term ",
                      std::to_string(head.last.term.value), ", bytes ", range(chunk->offset, chunk->end()), " of ",
                      std::to_string(head.bytes)}));
    told.number("last_index", head.last.index.value);
    told.number("last_term", head.last.term.value);
    told.number("offset", chunk->offset);
    told.number("length", chunk->length);
    told.number("of", head.bytes);
  }
}

void tell_content(const replica::ContentFile& file, Told& told) {
  told.word(concat({replica::content_name(file.number), ", ", std::to_string(file.chunks), " chunks in ",
                    std::to_string(file.bytes), " bytes"}));
  told.string("content", replica::content_name(file.number));
  told.number("chunks", file.chunks);
  told.number("bytes", file.bytes);
}

}  // namespace

void StoreWords::line(std::uint64_t byte, const std::string& words, const std::string& members) {
  const std::string at = std::to_string(byte);
  text_ += json_ ? concat({"{\"file\":\"", file_, "\",\"byte\":", at, members, "}\n"})
                 : concat({file_, " ", pad_left(at, 8), "  ", words, "\n"});
}

void StoreWords::segment(const std::string& name, const replica::FileHeader& header) {
  file_ = name;
  const std::string store = digest_text(header.identity);
  line(0, concat({"segment ", std::to_string(header.number), " of store ", store}),
       concat({",\"segment\":", std::to_string(header.number), ",\"store\":\"", store, "\""}));
}

void StoreWords::content(const std::string& name, SlotId slot, const replica::ContentFile& file) {
  file_ = name;
  Told told;
  told.word(concat({"the content of slot ", std::to_string(slot.value), ": "}));
  told.number("slot", slot.value);
  tell_content(file, told);
  line(0, told.words, told.members);
}

void StoreWords::chunk(std::uint64_t byte, const PayloadRef& chunk) {
  Told told;
  told.word("chunk");
  told.string("record", "chunk");
  tell_payload(chunk, told);
  line(byte, told.words, told.members);
}

void StoreWords::record(std::uint64_t byte, const replica::StoredRecord& record) {
  if (record.kind == replica::RecordKind::checkpoint) return checkpoint(byte, record.checkpoint);
  if (record.kind == replica::RecordKind::end) return line(byte, "end of a closed segment", ",\"record\":\"end\"");
  for (const replica::StoredWrite& one : record.writes) write(byte, one);
}

void StoreWords::checkpoint(std::uint64_t byte, const replica::StoreState& state) {
  Told told;
  told.word(concat({"checkpoint: log ", range(state.log_first, state.log_next)}));
  told.string("record", "checkpoint");
  told.number("log_first", state.log_first);
  told.number("log_next", state.log_next);
  for (std::uint8_t number = 0; number < slots_max; ++number) {
    const SlotHolding& slot = state.slots[number];
    if (slot.kind == SlotHolding::Kind::nothing) continue;
    Told held;
    held.word(concat({"; slot ", std::to_string(number)}));
    if (slot.kind == SlotHolding::Kind::file) {
      held.word(" ");
      tell_content(slot.file, held);
    } else if (const Result<PayloadRef> payload = records_.decode(slot.record, pool_)) {
      tell_payload(payload.value(), held);
    }
    told.word(held.words);
    told.member(concat({"slot_", std::to_string(number)}),
                concat({"{", std::string_view(held.members).substr(held.members.empty() ? 0 : 1), "}"}));
  }
  line(byte, told.words, told.members);
}

void StoreWords::write(std::uint64_t byte, const replica::StoredWrite& write) {
  constexpr std::string_view names[] = {"append", "truncate", "replace", "trim", "commit"};
  Told told;
  told.word(names[static_cast<std::size_t>(write.kind)]);
  told.string("record", names[static_cast<std::size_t>(write.kind)]);
  if (write.kind == Kind::append) {
    told.word(concat({" ", range(write.index, write.index + write.count)}));
    told.number("count", write.count);
  }
  if (write.kind == Kind::truncate) told.word(concat({": entries from ", std::to_string(write.index), " on go"}));
  if (write.kind == Kind::trim) told.word(concat({": entries before ", std::to_string(write.index), " go"}));
  if (write.kind == Kind::replace || write.kind == Kind::commit) {
    told.word(concat({" slot ", std::to_string(write.slot.value)}));
    told.number("slot", write.slot.value);
  } else {
    told.number("index", write.index);
  }
  if (write.kind == Kind::commit) {
    told.word(": ");
    tell_content(write.content, told);
  }
  if (!write.record.empty())
    if (const Result<PayloadRef> payload = records_.decode(write.record, pool_)) tell_payload(payload.value(), told);
  line(byte, told.words, told.members);
}

}  // namespace whitewater::tools
