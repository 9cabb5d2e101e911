// StoreWords: the records of a replica's store, a write a line: in words, or as JSON objects.
#pragma once

#include <string>

#include "replica/storage/kv_records.hpp"
#include "replica/storage/recovery.hpp"

namespace whitewater::tools {

class StoreWords final : public replica::StoreListener {
 public:
  explicit StoreWords(bool json) : json_(json) {}

  void segment(const std::string& name, const replica::FileHeader& header) override;
  void record(std::uint64_t byte, const replica::StoredRecord& record) override;
  void content(const std::string& name, SlotId slot, const replica::ContentFile& file) override;
  void chunk(std::uint64_t byte, const PayloadRef& chunk) override;

  // All lines so far.
  const std::string& text() const { return text_; }

 private:
  void line(std::uint64_t byte, const std::string& words, const std::string& members);
  void checkpoint(std::uint64_t byte, const replica::StoreState& state);
  void write(std::uint64_t byte, const replica::StoredWrite& write);

  bool json_;
  std::string file_;
  std::string text_;
  PayloadPool pool_;
  replica::KvRecords records_;
};

}  // namespace whitewater::tools
