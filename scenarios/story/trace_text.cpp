// One branch for each kind of record; all lines have the same columns.
#include "scenarios/story/trace_text.hpp"

#include "core/text/node_text.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/story/payload_text.hpp"

namespace whitewater::scenarios {

namespace {

using Kind = RunRecord::Kind;

constexpr std::size_t type_bytes_max = 40;

// Always nine digits, so that the columns are aligned and equal times look equal.
std::string time_text(Time time) {
  const auto ns = static_cast<std::uint64_t>(time.ns < 0 ? 0 : time.ns);
  std::string fraction = std::to_string(ns % 1'000'000'000);
  fraction.insert(0, 9 - fraction.size(), '0');
  return pad_left(std::to_string(ns / 1'000'000'000), 3) + "." + fraction;
}

std::string_view send_words(const RunRecord& record) {
  switch (record.fate) {
    case Passage::delivered:
      return record.copies > 1 ? "sends twice" : "sends";
    case Passage::lost:
      return "loses";
    case Passage::cut:
      return "is cut off";
    case Passage::dead:
      return "finds dead";
    case Passage::unreachable:
      return "finds silent";
    case Passage::failed:
      break;
  }
  return "fails";
}

std::string_view judgement_words(Judgement judgement) {
  switch (judgement) {
    case Judgement::accepted:
      return "";
    case Judgement::wrong_value:
      return ", incorrect: wrong value";
    case Judgement::duplicate:
      return ", duplicate";
    case Judgement::refused:
      return ", incorrect: settled before";
    case Judgement::unknown_mid:
      break;
  }
  return ", incorrect: unknown MID";
}

struct Columns {
  std::string node, what, peer, type, details;
};

// At least one blank follows, however long the text is.
std::string column(std::string_view text, std::size_t width) {
  return text.size() < width ? pad_right(text, width) : std::string(text) + ' ';
}

std::string line_of(Time time, const Columns& columns) {
  std::string line = time_text(time);
  line.append("  ").append(columns.node).append("  ") += column(columns.what, 12);
  line.append(columns.peer.empty() ? "    " : columns.peer).append("  ") += column(columns.type, 18);
  line.append(columns.details);
  line.erase(line.find_last_not_of(' ') + 1);
  return line += '\n';
}

std::string writes_text(const RunRecord& record) {
  if (record.a == record.b) return "write " + std::to_string(record.a);
  return "writes " + std::to_string(record.a) + " to " + std::to_string(record.b);
}

// Adds the type and the details of a payload.
void add_payload(Columns& columns, const RunLog& log, const RunRecord& record) {
  columns.peer = node_text(record.peer, log.replicas());
  columns.type = shown_bytes(payload_type(record.payload, log.vocabulary()), type_bytes_max);
  columns.details = payload_details(record.payload, log.replicas(), log.vocabulary());
  columns.details += judgement_words(record.judgement);
}

}  // namespace

std::string trace_line(const RunLog& log, const RunRecord& record) {
  Columns columns;
  columns.node = record.node.valid() ? node_text(record.node, log.replicas()) : "----";
  switch (record.kind) {
    case Kind::sent:
      columns.what = send_words(record);
      add_payload(columns, log, record);
      break;
    case Kind::arrived:
      columns.what = "receives";
      add_payload(columns, log, record);
      break;
    case Kind::started:
      columns.what = "starts";
      columns.details = std::to_string(record.a) + " records recovered";
      break;
    case Kind::timer:
      columns.what = "timer";
      columns.details = "timer " + std::to_string(record.a);
      break;
    case Kind::noted:
      columns.what = "notes";
      columns.details = note_text({record.code, record.a, record.b}, log.replicas(), log.vocabulary());
      break;
    case Kind::appended:
    case Kind::truncated:
      return "";
    case Kind::trimmed:
      columns.what = "trims";
      columns.details = "its log begins at " + std::to_string(record.a);
      break;
    case Kind::durable:
    case Kind::unwritten:
      columns.what = record.kind == Kind::durable ? "has written" : "forgets";
      columns.details = writes_text(record);
      break;
    case Kind::vanished:
      columns.what = "misses";
      add_payload(columns, log, record);
      break;
    case Kind::paused:
      columns.what = "pauses";
      break;
    case Kind::resumed:
      columns.what = "resumes";
      break;
    case Kind::fault:
      columns.what = record.ends ? "fault ends" : "fault";
      columns.node = "----";
      columns.type = log.text(record);
      columns.details = record.a != 0 ? "#" + std::to_string(record.a) + " " : "";
      if (!record.nodes.empty()) columns.details += nodes_text(record.nodes, log.replicas());
      break;
    case Kind::ended:
      columns.what = record.a != 0 ? "ends" : "dies";
      columns.details = log.text(record);
      break;
    case Kind::reachable:
      columns.what = "is there";
      break;
    case Kind::leader:
      columns.what = record.node.valid() ? "leads" : "nobody leads";
      break;
  }
  return line_of(record.time, columns);
}

void TraceText::on_record(const RunLog& log, const RunRecord& record) {
  const std::string line = trace_line(log, record);
  if (!line.empty()) sink_(line);
}

}  // namespace whitewater::scenarios
