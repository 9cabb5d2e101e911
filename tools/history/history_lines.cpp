// One object per line, with members in the order of docs/history-format.md.
#include "tools/history/history_lines.hpp"

#include "core/text/node_text.hpp"
#include "core/wire/json_writer.hpp"

namespace whitewater::tools {

using json::Writer;

HistoryLines::HistoryLines(const Header& header, Sink sink) : replicas_(header.replicas), sink_(std::move(sink)) {
  Writer writer(line_);
  writer.begin_object();
  writer.key("schema").string("whitewater.history/1");
  writer.key("model").string("kv");
  if (!header.initial.empty()) writer.key("initial").string(header.initial);
  writer.key("scenario").string(header.scenario);
  writer.key("seed").string(std::to_string(header.seed));
  writer.key("source").string(header.source);
  writer.key("replicas").unsigned_integer(header.replicas);
  writer.end_object();
  sink_(line_ += '\n');
}

void HistoryLines::invoke(Time time, std::uint64_t operation, const Operation& asked) {
  line_.clear();
  Writer writer(line_);
  writer.begin_object();
  writer.key("type").string("invoke");
  writer.key("time_ns").integer(time.ns);
  writer.key("op").unsigned_integer(operation);
  writer.key("client").string(node_text(asked.client, replicas_));
  writer.key("f").string(asked.operation);
  writer.key("key").string(asked.key);
  if (asked.operation != "get") writer.key("value").string(asked.written);
  writer.key("mid").string(asked.mid);
  writer.key("attempt").unsigned_integer(asked.attempt);
  writer.key("replica").string(node_text(asked.to, replicas_));
  writer.end_object();
  sink_(line_ += '\n');
}

void HistoryLines::answer(const Answer& answer) {
  line_.clear();
  Writer writer(line_);
  writer.begin_object();
  writer.key("type").string(answer.type);
  writer.key("time_ns").integer(answer.time.ns);
  if (answer.operation) writer.key("op").unsigned_integer(*answer.operation);
  writer.key("client").string(node_text(answer.client, replicas_));
  if (answer.asked) {
    writer.key("f").string(answer.asked->operation);
    writer.key("key").string(answer.asked->key);
  }
  if (answer.asked && answer.asked->operation != "get")
    writer.key("value").string(answer.asked->written);
  else if (answer.value)
    writer.key("value").string(*answer.value);
  writer.key("mid").string(answer.mid);
  writer.key("replica").string(node_text(answer.replica, replicas_));
  writer.end_object();
  sink_(line_ += '\n');
}

void HistoryLines::fault(Time time, std::string_view name, NodeSet targets, std::uint64_t number, bool ends) {
  line_.clear();
  Writer writer(line_);
  writer.begin_object();
  writer.key("type").string("fault");
  writer.key("time_ns").integer(time.ns);
  writer.key("fault").string(name);
  if (number != 0) writer.key("number").unsigned_integer(number);
  if (ends) writer.key("ends").boolean(true);
  writer.key("replicas").begin_array();
  for (const NodeId node : targets) writer.string(node_text(node, replicas_));
  writer.end_array();
  writer.end_object();
  sink_(line_ += '\n');
}

void HistoryLines::end(Time time, std::uint64_t operations) {
  line_.clear();
  Writer writer(line_);
  writer.begin_object();
  writer.key("type").string("end");
  writer.key("time_ns").integer(time.ns);
  writer.key("operations").unsigned_integer(operations);
  writer.end_object();
  sink_(line_ += '\n');
}

}  // namespace whitewater::tools
