// Which key a client of a healed cluster gets first: one that certainly was put, as late as possible.
#pragma once

#include <span>
#include <string_view>

namespace whitewater::scenarios {

// The key of the put that was acknowledged last; if none was, that of any put; if there was none, `otherwise`.
template <class Record>
std::string_view latest_put_key(std::span<const Record> records, std::string_view otherwise) {
  const Record* found = nullptr;
  const auto acknowledged = [](const Record& put) { return put.state == Record::State::ok; };
  for (const Record& record : records) {
    if (record.is_get()) continue;
    const bool later =
        found != nullptr && acknowledged(record) && (!acknowledged(*found) || found->answered <= record.answered);
    if (found == nullptr || later) found = &record;
  }
  return found == nullptr ? otherwise : found->request().key();
}

}  // namespace whitewater::scenarios
