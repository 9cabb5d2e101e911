// One object a line; members in the order of docs/history-format.md.
#include "tools/real/history_writer.hpp"

#include "core/course/message_json.hpp"
#include "core/wire/json_writer.hpp"

namespace whitewater::tools::real {

namespace {

using json::Writer;

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
  return seen.outcome == client::Reply::Outcome::ok         ? "ok"
         : seen.outcome == client::Reply::Outcome::redirect ? "redirect"
                                                            : "fail";
}

}  // namespace

HistoryWriter::HistoryWriter(const Header& header, Sink sink) : replicas_(header.replicas), sink_(std::move(sink)) {
  Writer writer(line_);
  writer.begin_object();
  writer.key("schema").string("whitewater.history/1");
  writer.key("model").string("kv");
  writer.key("scenario").string(header.scenario);
  writer.key("seed").string(std::to_string(header.seed));
  writer.key("source").string(header.source);
  writer.key("replicas").unsigned_integer(header.replicas);
  writer.end_object();
  sink_(line_ += '\n');
}

void HistoryWriter::on_request(const RequestSeen& seen) {
  const course::RequestRecord& record = seen.record;
  const std::uint64_t operation = operations_.size();
  operations_.emplace(std::string(record.mid()), operation);
  line_.clear();
  Writer writer(line_);
  writer.begin_object();
  writer.key("type").string("invoke");
  writer.key("time_ns").integer(seen.time.ns);
  writer.key("op").unsigned_integer(operation);
  writer.key("client").string(course::id_text(record.client(), replicas_));
  writer.key("f").string(record.is_get() ? "get" : "put");
  writer.key("key").string(record.key());
  if (!record.is_get()) writer.key("value").string(record.request().value());
  writer.key("mid").string(record.mid());
  writer.key("attempt").unsigned_integer(record.attempt);
  writer.key("replica").string(course::id_text(record.to, replicas_));
  writer.end_object();
  sink_(line_ += '\n');
}

void HistoryWriter::on_answer(const AnswerSeen& seen) {
  line_.clear();
  Writer writer(line_);
  writer.begin_object();
  writer.key("type").string(outcome_word(seen));
  writer.key("time_ns").integer(seen.time.ns);
  const auto operation = operations_.find(std::string(seen.mid));
  if (operation != operations_.end()) writer.key("op").unsigned_integer(operation->second);
  writer.key("client").string(course::id_text(seen.client, replicas_));
  if (seen.record != nullptr) {
    writer.key("f").string(seen.record->is_get() ? "get" : "put");
    writer.key("key").string(seen.record->key());
  }
  const bool put = seen.record != nullptr && !seen.record->is_get();
  if (put)
    writer.key("value").string(seen.record->request().value());
  else if (seen.value)
    writer.key("value").string(*seen.value);
  writer.key("mid").string(seen.mid);
  writer.key("replica").string(course::id_text(seen.from, replicas_));
  writer.end_object();
  sink_(line_ += '\n');
}

void HistoryWriter::on_fault(const FaultSeen& seen) {
  line_.clear();
  Writer writer(line_);
  writer.begin_object();
  writer.key("type").string("fault");
  writer.key("time_ns").integer(seen.time.ns);
  writer.key("fault").string(course::event_type_names[static_cast<std::size_t>(seen.type)]);
  writer.key("replicas").begin_array();
  for (const NodeId node : seen.targets) writer.string(course::id_text(node, replicas_));
  writer.end_array();
  writer.end_object();
  sink_(line_ += '\n');
}

void HistoryWriter::on_end(const EndSeen& seen) {
  if (seen.asked) return;
  line_.clear();
  Writer writer(line_);
  writer.begin_object();
  writer.key("type").string("fault");
  writer.key("time_ns").integer(seen.time.ns);
  writer.key("fault").string("died");
  writer.key("replicas").begin_array().string(course::id_text(seen.replica, replicas_)).end_array();
  writer.end_object();
  sink_(line_ += '\n');
}

void HistoryWriter::finish(Time end) {
  line_.clear();
  Writer writer(line_);
  writer.begin_object();
  writer.key("type").string("end");
  writer.key("time_ns").integer(end.ns);
  writer.key("operations").unsigned_integer(operations_.size());
  writer.end_object();
  sink_(line_ += '\n');
}

}  // namespace whitewater::tools::real
