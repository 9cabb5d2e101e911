// HistoryFile: what a file of any format says: the operations, the faults, and what is to be said about the reading.
// Formats are rows of one table; each has a reader of its own.
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

struct HistoryFile {
  checks::History history;
  checks::FaultSpans faults;
  std::vector<std::string> remarks;  // "the last line is cut short and was left out"
};

// What is wrong with a line: the reader of the file adds where it stands. Nothing: all is well.
using Complaint = std::optional<std::string>;

class HistoryReader {
 public:
  virtual ~HistoryReader() = default;
  // Reads the source to its end.
  virtual Complaint read(ByteSource& source) = 0;
};

struct HistoryFormat {
  std::string_view name;   // as --format spells it
  std::string_view words;  // "our JSON lines"
  std::unique_ptr<HistoryReader> (*make)(HistoryFile& file);
  bool (*looks_like_it)(std::string_view beginning);
};

std::span<const HistoryFormat> history_formats();
// Null: nobody knows a format of this name.
const HistoryFormat* find_history_format(std::string_view name);
// By what the file begins with; null: it is like none of them.
const HistoryFormat* detect_history_format(std::string_view beginning);

// Error::where is "name:line".
Result<HistoryFile> read_history(ByteSource& source, const std::string& name, const HistoryFormat& format);

// The readers, for the table.
std::unique_ptr<HistoryReader> make_whitewater_reader(HistoryFile& file);
std::unique_ptr<HistoryReader> make_jepsen_reader(HistoryFile& file);
std::unique_ptr<HistoryReader> make_key_value_reader(HistoryFile& file);
std::unique_ptr<HistoryReader> make_etcd_reader(HistoryFile& file);

}  // namespace whitewater::tools
