// A sentence is read word by word.
#include "scenarios/search/failure_kind.hpp"

#include <algorithm>
#include <vector>

#include "core/text/concat.hpp"

namespace whitewater::scenarios {

namespace {

constexpr std::string_view counted = "#";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool ends_a_word(char c) {
  return c == ' ' || c == ',' || c == ';' || c == ':' || c == '(' || c == ')';
}

// Words, and the marks between them, each a piece. Quoted text is one piece.
std::vector<std::string_view> pieces_of(std::string_view sentence) {
  std::vector<std::string_view> pieces;
  for (std::size_t i = 0; i < sentence.size();) {
    std::size_t end = i + 1;
    const char first = sentence[i];
    const bool opens = first == '\'' || first == '"';
    const std::size_t close = opens ? sentence.find(first, i + 1) : std::string_view::npos;
    if (close != std::string_view::npos)
      end = close + 1;
    else if (!ends_a_word(first))
      while (end < sentence.size() && !ends_a_word(sentence[end])) ++end;
    if (first != ' ') pieces.push_back(sentence.substr(i, end - i));
    i = end;
  }
  return pieces;
}

bool is_counted(std::string_view piece) {
  return std::any_of(piece.begin(), piece.end(), is_digit) || piece.front() == '\'' || piece.front() == '"';
}
bool joins(std::string_view piece) {
  return piece == "," || piece == "and";
}

}  // namespace

std::string sentence_shape(std::string_view sentence) {
  std::vector<std::string_view> shape;
  for (const std::string_view piece : pieces_of(sentence)) {
    if (!is_counted(piece)) {
      shape.push_back(piece);
      continue;
    }
    // Of "0001, 0002 and 0003" one is left.
    std::size_t last = shape.size();
    while (last > 0 && joins(shape[last - 1])) --last;
    const bool goes_on = last > 0 && shape[last - 1] == counted;
    if (goes_on)
      shape.resize(last);
    else
      shape.push_back(counted);
  }
  std::string text;
  for (const std::string_view piece : shape) {
    const bool close = piece.size() == 1 && ends_a_word(piece.front()) && piece.front() != '(';
    const bool after_open = !text.empty() && text.back() == '(';
    if (!text.empty() && !close && !after_open) text += ' ';
    text += piece;
  }
  return text;
}

std::string kind_text(const FailureKind& kind) {
  return kind.shape.empty() ? kind.property : concat({kind.property, ": ", kind.shape});
}

std::optional<FailureKind> failure_kind(const RunReport& report) {
  if (report.outcome != RunReport::Outcome::fail || report.nondeterminism || report.failed_by_chance())
    return std::nullopt;
  if (report.violation) {
    const Violation& violation = *report.violation;
    return FailureKind{violation.property, violation.shape.empty() ? sentence_shape(violation.text) : violation.shape};
  }
  FailureKind kind;
  for (const std::string& check : report.failed_checks)
    kind.property += concat({kind.property.empty() ? "" : " ", check});
  return kind;
}

}  // namespace whitewater::scenarios
