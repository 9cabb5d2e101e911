// FateFields: the rows of "fates[]", with the words of one system for its messages.
#pragma once

#include <string_view>
#include <vector>

#include "scenarios/format/field.hpp"

namespace whitewater::scenarios {

struct System;

class FateFields {
 public:
  explicit FateFields(const System& system);
  FateFields(const FateFields&) = delete;
  FateFields& operator=(const FateFields&) = delete;

  // They point into this.
  const std::vector<Field>& rows() const { return rows_; }

 private:
  std::vector<std::string_view> messages_, writes_;
  std::vector<Field> rows_;
};

}  // namespace whitewater::scenarios
