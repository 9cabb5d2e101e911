// FaultFields: the rows of "faults[]": those that every fault has, and one for each parameter that some kind has.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/format/field.hpp"

namespace whitewater::scenarios {

struct System;

class FaultFields {
 public:
  explicit FaultFields(const System& system);
  FaultFields(const FaultFields&) = delete;
  FaultFields& operator=(const FaultFields&) = delete;

  // They point into this.
  const std::vector<Field>& rows() const { return rows_; }

 private:
  void add_parameters();

  std::vector<std::string_view> types_, notes_, roles_;
  std::deque<std::string> texts_;
  std::vector<Field> rows_;
};

// For the documentation, as tables: what each type of fault does, and what each role means.
std::string fault_reference();
std::string role_reference();

}  // namespace whitewater::scenarios
