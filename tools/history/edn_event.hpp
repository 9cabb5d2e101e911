// EdnEvent: one event of a history in EDN, {:process 0, :type :invoke, :f :read, :value nil, :time 12}, as Jepsen and
// compatible programs write it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/error.hpp"
#include "tools/history/edn.hpp"
#include "tools/history/history_book.hpp"

namespace whitewater::tools {

struct EdnEvent {
  enum class Type : std::uint8_t { invoke, ok, fail, info };

  Type type = Type::invoke;
  std::string_view f;        // without its colon
  std::string_view process;  // without its colon
  bool by_client = false;    // false: by the process that makes the faults
  std::optional<EdnElement> value;
  std::optional<EdnElement> key;
  std::optional<std::int64_t> time;

  // inner: the text of the map. The event refers to this text.
  static Result<EdnEvent> read(std::string_view inner);
};

// Reads all events of the source, and passes each to take(event, time). Times are nanoseconds if the events have them,
// otherwise numbers of events; the history records which.
class EdnEvents {
 public:
  EdnEvents(HistoryFile& file, HistoryBook& book) : file_(file), book_(book) {}

  template <class Take>
  Complaint read(ByteSource& source, const Take& take) {
    EdnMaps maps(source);
    std::string_view inner;
    while (maps.next(inner)) {
      const Result<EdnEvent> event = EdnEvent::read(inner);
      if (!event) return event.error().message;
      std::int64_t time = 0;
      if (auto wrong = time_of(event.value(), time)) return wrong;
      if (!event.value().by_client)
        fault(event.value(), time);
      else if (auto trouble = take(event.value(), time))
        return trouble;
    }
    return finish(maps);
  }

 private:
  Complaint time_of(const EdnEvent& event, std::int64_t& time);
  void fault(const EdnEvent& event, std::int64_t time);
  Complaint finish(const EdnMaps& maps);

  HistoryFile& file_;
  HistoryBook& book_;
  std::int64_t events_ = 0;
};

}  // namespace whitewater::tools
