// Decides which events become lines of a history, and of which type.
#include "tools/real/report/history_writer.hpp"

#include "simnet/faults/words.hpp"

#include "scenarios/story/payload_text.hpp"

namespace whitewater::tools::real {

namespace {

std::string_view outcome_word(const AnswerSeen& seen) {
  switch (seen.judgement) {
    case Judgement::duplicate:
      return "duplicate";
    case Judgement::refused:
    case Judgement::unknown_mid:
      return "stray";
    case Judgement::accepted:
    case Judgement::wrong_value:
      break;
  }
  return scenarios::outcome_name(seen.outcome);
}

HistoryLines::Operation operation_of(const course::RequestRecord& record) {
  return {
      record.client(), record.to, record.mid(), record.key(), record.request().value(), record.is_get() ? "get" : "put",
      record.attempt};
}

}  // namespace

HistoryWriter::HistoryWriter(const Header& header, Sink sink) : lines_(header, std::move(sink)) {}

void HistoryWriter::on_request(const RequestSeen& seen) {
  if (seen.again) return;  // the same operation
  const std::uint64_t operation = operations_.size();
  operations_.emplace(std::string(seen.record.mid()), operation);
  lines_.invoke(seen.time, operation, operation_of(seen.record));
}

void HistoryWriter::on_answer(const AnswerSeen& seen) {
  HistoryLines::Answer answer;
  answer.time = seen.time;
  answer.type = outcome_word(seen);
  const auto operation = operations_.find(std::string(seen.mid));
  if (operation != operations_.end()) answer.operation = operation->second;
  answer.client = seen.client;
  answer.replica = seen.from;
  answer.mid = seen.mid;
  if (seen.record != nullptr) answer.asked = operation_of(*seen.record);
  answer.value = seen.value;
  lines_.answer(answer);
}

void HistoryWriter::on_fault(const FaultSeen& seen) {
  lines_.fault(seen.time, course::event_type_names[static_cast<std::size_t>(seen.type)], seen.targets);
}

void HistoryWriter::on_episode(const EpisodeSeen& seen) {
  const simnet::EpisodeRecord& record = seen.record;
  const std::uint64_t number = record.episode != nullptr ? simnet::faults::shown_number(*record.episode) : 0;
  lines_.fault(record.time, simnet::faults::fault_word(record), record.targets, number,
               record.what == simnet::EpisodeRecord::What::ends);
}

void HistoryWriter::on_end(const EndSeen& seen) {
  if (!seen.asked) lines_.fault(seen.time, "died", NodeSet::of(seen.replica));
}

void HistoryWriter::on_over(Time end) {
  lines_.end(end, operations_.size());
}

}  // namespace whitewater::tools::real
