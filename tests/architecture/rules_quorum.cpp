// The rule on quorums: in Raft, in the store and in the checks, only raft::Configuration counts replicas. A count that
// is halved, doubled or compared with one decides what a quorum is, and would be wrong as soon as some nodes do not
// vote.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "tests/architecture/rules.hpp"

namespace whitewater::architecture {

namespace {

constexpr std::array folders = {"core/raft/", "core/kv/", "core/check/"};
constexpr std::string_view home = "core/raft/configuration.";

// Parts of the names that counts and sets of replicas have.
constexpr std::array count_names = {"replicas", "voter",   "follower", "member", "peers",
                                    "granted",  "holders", "majority", "nodes",  "votes"};

bool names_count(const Token& token) {
  return token.kind == Token::Kind::word && std::any_of(count_names.begin(), count_names.end(), [&](const char* name) {
           return token.text.find(name) != std::string::npos;
         });
}

class Tokens {
 public:
  explicit Tokens(const Source& source) : tokens_(source.tokens) {}

  bool symbol(std::size_t at, std::string_view text) const {
    return at < tokens_.size() && tokens_[at].kind == Token::Kind::symbol && tokens_[at].text == text;
  }
  bool small_number(std::size_t at) const {
    if (at >= tokens_.size() || tokens_[at].kind != Token::Kind::number) return false;
    const std::string_view text = tokens_[at].text;
    return text.substr(0, text.find_first_of("uU")) == "1" || text.substr(0, text.find_first_of("uU")) == "2";
  }
  // The end of "name", "name()", "name.size()", "name().size()" that begins at a name.
  std::size_t end_of_count(std::size_t at) const {
    ++at;
    if (symbol(at, "(") && symbol(at + 1, ")")) at += 2;
    if (symbol(at, ".") && at + 1 < tokens_.size() && tokens_[at + 1].text == "size") at += 4;
    return at;
  }
  // The end of an operator that halves, doubles or compares; the place itself if none stands there.
  std::size_t end_of_operator(std::size_t at) const {
    for (const char* one : {"/", "*", "<", ">", "=", "!"}) {
      if (!symbol(at, one)) continue;
      const bool two = symbol(at + 1, "=") || (symbol(at, ">") && symbol(at + 1, ">"));
      const bool assigns = symbol(at, "=") && !two;
      return assigns || (symbol(at, "!") && !two) ? at : at + (two ? 2 : 1);
    }
    return at;
  }
  // The first name of "a.b->c" that ends at a name.
  std::size_t begin_of_path(std::size_t at) const {
    while (at >= 2 && (symbol(at - 1, ".") || symbol(at - 1, "->")) && tokens_[at - 2].kind == Token::Kind::word)
      at -= 2;
    return at;
  }

 private:
  const std::vector<Token>& tokens_;
};

// "replicas / 2", "followers().size() > 1", "1 < config.replicas", "granted.size() * 2".
bool counts_quorum(const Tokens& tokens, std::size_t at) {
  const std::size_t end = tokens.end_of_count(at);
  const std::size_t behind = tokens.end_of_operator(end);
  if (behind != end && tokens.small_number(behind)) return true;
  const std::size_t begin = tokens.begin_of_path(at);
  for (std::size_t length = 1; length <= 2; ++length)
    if (begin > length && tokens.small_number(begin - length - 1) && tokens.end_of_operator(begin - length) == begin)
      return true;
  return false;
}

}  // namespace

void check_quorums(const Source& source, Findings& findings) {
  const std::string_view path = source.path;
  if (path.starts_with(home) ||
      std::none_of(folders.begin(), folders.end(), [&](const char* folder) { return path.starts_with(folder); }))
    return;
  const Tokens tokens(source);
  for (std::size_t at = 0; at < source.tokens.size(); ++at)
    if (names_count(source.tokens[at]) && counts_quorum(tokens, at))
      findings.push_back(
          {source.path, source.tokens[at].line, "quorum",
           source.tokens[at].text + " is counted here: ask raft::Configuration (core/raft/configuration.hpp)"});
}

}  // namespace whitewater::architecture
