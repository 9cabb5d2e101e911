// The first pass: text to lines, tokens and includes.
#include "tests/architecture/source_scanner.hpp"

#include <algorithm>
#include <cctype>

namespace whitewater::architecture {

namespace {

bool starts_word(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
}
bool in_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

class Lexer {
 public:
  Lexer(Source& source, std::string_view text) : source_(source), text_(text) {}

  void run() {
    while (at_ < text_.size()) {
      if (!skip_space() && !skip_comment()) read_token();
    }
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool looking_at(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  void advance_to(std::size_t end) {
    end = std::min(end, text_.size());
    const auto begin = text_.begin();
    const auto from = begin + static_cast<std::ptrdiff_t>(at_);
    line_ += static_cast<std::size_t>(std::count(from, begin + static_cast<std::ptrdiff_t>(end), '\n'));
    at_ = end;
  }

  bool skip_space() {
    const char c = peek();
    if (c == '\n') {
      directive_ = false;
      line_is_fresh_ = true;
    } else if (c == '\\' && peek(1) == '\n') {
      advance_to(at_ + 2);
      return true;
    } else if (std::isspace(static_cast<unsigned char>(c)) == 0) {
      return false;
    }
    advance_to(at_ + 1);
    return true;
  }

  bool skip_comment() {
    if (looking_at("//")) {
      advance_to(text_.find('\n', at_));
      return true;
    }
    if (!looking_at("/*")) return false;
    const std::size_t end = text_.find("*/", at_ + 2);
    advance_to(end == std::string_view::npos ? end : end + 2);
    return true;
  }

  void emit(Token::Kind kind, std::string_view spelling) {
    source_.tokens.push_back({kind, std::string(spelling), line_, directive_});
  }

  void read_token() {
    const bool fresh = line_is_fresh_;
    line_is_fresh_ = false;
    const char c = peek();
    if (c == '#' && fresh) return read_directive();
    if (looking_at("R\"") || looking_at("u8R\"")) return read_raw_string();
    if (c == '"' || c == '\'') return read_quoted(c);
    if (starts_word(c)) return read_run(Token::Kind::word);
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) return read_run(Token::Kind::number);
    const std::size_t length = looking_at("::") || looking_at("->") ? 2 : 1;
    emit(Token::Kind::symbol, text_.substr(at_, length));
    advance_to(at_ + length);
  }

  void read_run(Token::Kind kind) {
    std::size_t end = at_;
    while (end < text_.size()) {
      const char c = text_[end];
      const bool number_part = kind == Token::Kind::number && (c == '.' || c == '\'');
      if (!in_word(c) && !number_part) break;
      ++end;
    }
    emit(kind, text_.substr(at_, end - at_));
    advance_to(end);
  }

  void read_quoted(char quote) {
    emit(Token::Kind::text, "");
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != quote && text_[end] != '\n') end += text_[end] == '\\' ? 2u : 1u;
    advance_to(end + 1);
  }

  void read_raw_string() {
    emit(Token::Kind::text, "");
    const std::size_t open = text_.find('(', at_);
    if (open == std::string_view::npos) return advance_to(open);
    const std::size_t quote = text_.find('"', at_);
    std::string close(1, ')');
    close += text_.substr(quote + 1, open - quote - 1);
    close += '"';
    const std::size_t end = text_.find(close, open);
    advance_to(end == std::string_view::npos ? end : end + close.size());
  }

  void read_directive() {
    directive_ = true;
    const std::string_view line = text_.substr(at_, text_.find('\n', at_) - at_);
    const std::size_t name = line.find_first_not_of(" \t", 1);
    const std::string_view body = name == std::string_view::npos ? std::string_view{} : line.substr(name);
    advance_to(at_ + 1);
    if (body.starts_with("pragma once")) source_.pragma_once = true;
    if (!body.starts_with("include")) return;
    const std::size_t open = body.find_first_of("<\"");
    if (open == std::string_view::npos) return;
    const std::size_t close = body.find_first_of(">\"", open + 1);
    source_.includes.push_back({std::string(body.substr(open + 1, close - open - 1)), body[open] == '<', line_});
    advance_to(text_.find('\n', at_));
  }

  Source& source_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  bool directive_ = false;
  bool line_is_fresh_ = true;
};

}  // namespace

void read_tokens(Source& source, std::string_view text) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    source.lines.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  Lexer(source, text).run();
}

Source scan(std::string path, std::string_view text) {
  Source source;
  source.path = std::move(path);
  read_tokens(source, text);
  read_structure(source);
  return source;
}

}  // namespace whitewater::architecture
