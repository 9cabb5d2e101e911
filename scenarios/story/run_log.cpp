// Records lie in a deque, so that they keep their addresses while records are added.
#include "scenarios/story/run_log.hpp"

#include <utility>

namespace whitewater::scenarios {

void RunLog::show(RunRecord& record) {
  record.number = added_++;
  for (RunLogReader* const reader : readers_) reader->on_record(*this, record);
}

std::uint32_t RunLog::add(RunRecord record) {
  show(record);
  records_.push_back(std::move(record));
  if (records_.size() > keep_) records_.pop_front();
  return added_ - 1;
}

std::uint32_t RunLog::pass(RunRecord record) {
  show(record);
  return added_ - 1;
}

std::uint32_t RunLog::word(std::string_view text) {
  const auto known = numbers_.find(text);
  if (known != numbers_.end()) return known->second;
  const auto number = static_cast<std::uint32_t>(words_.size());
  words_.push_back(numbers_.emplace(std::string(text), number).first->first);
  return number;
}

std::uint64_t RunLog::left_out(std::uint64_t request) const {
  const auto found = left_out_.find(request);
  return found == left_out_.end() ? 0 : found->second;
}

std::string_view RunLog::text(const RunRecord& record) const {
  return record.word == RunRecord::nothing ? std::string_view() : words_[record.word];
}

}  // namespace whitewater::scenarios
