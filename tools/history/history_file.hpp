// HistoryFile: the content of a file of any format: the operations, the faults, and remarks about the reading.
// Formats are rows of one table; each format has its own reader.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/check/linearizability/fault_spans.hpp"
#include "tools/history/byte_source.hpp"

namespace whitewater::tools {

// A write, CAS or append that failed: in the history it is a get that was never answered.
struct FailedWrite {
  std::uint32_t operation = 0;  // a position in the history; its value is what was to be written
  checks::Operation::Kind kind = checks::Operation::Kind::put;
  std::uint64_t line = 0;  // of the failure
};

struct HistoryFile {
  checks::History history;
  checks::FaultSpans faults;
  std::vector<FailedWrite> failed_writes;  // in the order of failing
  std::vector<std::string> remarks;        // "the last line is cut short and was left out"
  bool initial_said = false;               // the file or the command line says the initial value
};

// What is wrong with a line; the caller adds the position. Nothing: no error.
using Complaint = std::optional<std::string>;

class HistoryReader {
 public:
  virtual ~HistoryReader() = default;
  // The initial value of every key, as the format spells values. Call it before read().
  virtual Complaint set_initial(std::string_view text) = 0;
  // Reads the source to its end.
  virtual Complaint read(ByteSource& source) = 0;
};

struct HistoryFormat {
  std::string_view name;   // the argument of --format
  std::string_view words;  // "our JSON lines"
  std::unique_ptr<HistoryReader> (*make)(HistoryFile& file);
  bool (*looks_like_it)(std::string_view beginning);
};

std::span<const HistoryFormat> history_formats();
// Null if there is no format of this name.
const HistoryFormat* find_history_format(std::string_view name);
// Detects the format by the first bytes of the file. Null if no format matches.
const HistoryFormat* detect_history_format(std::string_view beginning);

// "whitewater (JSON lines of this program), json (plain JSON …) …"
std::string history_formats_text();

// Error::where is "name:line", or "--initial". The message is one line. initial: the initial value, as the format
// spells it; without it, the format's own.
Result<HistoryFile> read_history(ByteSource& source, const std::string& name, const HistoryFormat& format,
                                 const std::optional<std::string>& initial = std::nullopt);

// The readers, used by the table.
std::unique_ptr<HistoryReader> make_whitewater_reader(HistoryFile& file);
std::unique_ptr<HistoryReader> make_jepsen_reader(HistoryFile& file);
std::unique_ptr<HistoryReader> make_key_value_reader(HistoryFile& file);
std::unique_ptr<HistoryReader> make_json_reader(HistoryFile& file);
std::unique_ptr<HistoryReader> make_etcd_reader(HistoryFile& file);
std::unique_ptr<HistoryReader> make_log_reader(HistoryFile& file);
std::unique_ptr<HistoryReader> make_text_reader(HistoryFile& file);

}  // namespace whitewater::tools
