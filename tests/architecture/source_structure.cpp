// The second pass: what each brace opens (namespace, type, function, initializer), and from that the extent of
// functions and the declarations of objects that outlive a call. Decided from the head of the statement: the
// tokens since the last end of a statement in the same scope.
#include <algorithm>
#include <optional>
#include <string_view>

#include "tests/architecture/source_scanner.hpp"

namespace whitewater::architecture {

namespace {

using Words = std::vector<std::string>;

bool contains(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// A head without what stands in brackets: "template <class T> T f(int x) const" is
// {"template", "<>", "T", "f", "()", "const"}. Ends before a top-level "=".
struct Outline {
  Words words;
  bool bracket_open = false;      // the head ends inside a bracket
  bool initialized = false;       // the head has a top-level "="
  bool literal_argument = false;  // the first parenthesis begins with a literal: "Foo x(1)"
};

class Outliner {
 public:
  explicit Outliner(const std::vector<Token>& head) : head_(head) {}

  Outline run() {
    for (at_ = 0; at_ < head_.size() && !outline_.initialized; ++at_) take(head_[at_].text);
    outline_.bracket_open = !open_.empty();
    return outline_;
  }

 private:
  void take(const std::string& text) {
    if (text == "(" || text == "[" || (text == "<" && (open_.empty() || open_.back() == '<'))) {
      if (open_.empty() && text == "(" && !contains(outline_.words, "()")) note_argument();
      open_.push_back(text[0]);
    } else if (!open_.empty()) {
      close(text);
    } else if (text == "=") {
      outline_.initialized = true;
    } else {
      outline_.words.push_back(text);
      if (text == "operator") skip_operator_name();
    }
  }

  void close(const std::string& text) {
    const char opener = open_.back();
    const bool closes =
        (text == ")" && opener == '(') || (text == "]" && opener == '[') || (text == ">" && opener == '<');
    if (!closes) return;
    open_.pop_back();
    if (open_.empty()) outline_.words.push_back(opener == '(' ? "()" : opener == '[' ? "[]" : "<>");
  }

  void note_argument() {
    if (at_ + 1 >= head_.size()) return;
    const Token::Kind kind = head_[at_ + 1].kind;
    outline_.literal_argument = kind == Token::Kind::number || kind == Token::Kind::text;
  }

  // The symbols of "operator<=>" or "operator()" are a name, not brackets.
  void skip_operator_name() {
    if (at_ + 2 < head_.size() && head_[at_ + 1].text == "(" && head_[at_ + 2].text == ")") at_ += 2;
    while (at_ + 1 < head_.size() && head_[at_ + 1].kind == Token::Kind::symbol && head_[at_ + 1].text != "(") ++at_;
  }

  const std::vector<Token>& head_;
  std::size_t at_ = 0;
  std::string open_;
  Outline outline_;
};

// Without a leading "template <…>", attributes and specifiers that say nothing here.
Words without_prefix(Words words) {
  const auto drop = [&](std::size_t count) {
    words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count));
  };
  for (;;) {
    if (words.size() >= 2 && words[0] == "template" && words[1] == "<>") {
      drop(2);
    } else if (!words.empty() && (words[0] == "[]" || words[0] == "inline" || words[0] == "__extension__")) {
      drop(1);
    } else {
      return words;
    }
  }
}

bool names_type(const Words& words) {
  if (words.empty()) return false;
  const std::size_t at = words[0] == "typedef" || words[0] == "static" ? 1 : 0;
  return words.size() > at &&
         (words[at] == "class" || words[at] == "struct" || words[at] == "union" || words[at] == "enum");
}

// "const char* x" can change, "const char* const x" and "constexpr" cannot.
bool constant(const Words& words) {
  if (contains(words, "constexpr")) return true;
  const auto last_star = std::find_if(words.rbegin(), words.rend(), [](auto& w) { return w == "*" || w == "&"; });
  return std::find(last_star.base(), words.end(), "const") != words.end();
}

enum class Scope { space, type, function, initializer };

struct Open {
  Scope scope = Scope::space;
  std::vector<Token> head;   // of the statement being read inside
  std::size_t function = 0;  // Scope::function: its number
};

class Structure {
 public:
  explicit Structure(Source& source) : source_(source) { open_.push_back({}); }

  void run() {
    for (std::size_t i = 0; i < source_.tokens.size(); ++i) {
      const Token& token = source_.tokens[i];
      if (!token.directive) take(token, i);
    }
    if (open_.size() != 1) source_.balanced = false;
  }

 private:
  bool declarative() const { return open_.back().scope == Scope::space || open_.back().scope == Scope::type; }

  void take(const Token& token, std::size_t position) {
    if (token.text == "thread_local") add_object(token.line, "thread_local");
    if (token.text == "static" && !declarative()) judge_local(position);
    if (token.text == "{") {
      open_brace(token);
    } else if (token.text == "}") {
      close_brace(token);
    } else if (declarative()) {
      read_declaration(token);
    }
  }

  void read_declaration(const Token& token) {
    std::vector<Token>& head = open_.back().head;
    if (token.text == ";" && token.kind == Token::Kind::symbol) {
      judge_declaration(head);
      head.clear();
      return;
    }
    const bool label = token.text == ":" && head.size() == 1 &&
                       (head[0].text == "public" || head[0].text == "private" || head[0].text == "protected");
    if (label)
      head.clear();
    else
      head.push_back(token);
  }

  void open_brace(const Token& token) {
    const Scope outer = open_.back().scope;
    if (outer == Scope::function || outer == Scope::initializer) {
      open_.push_back({Scope::initializer, {}, 0});
      return;
    }
    const std::vector<Token>& head = open_.back().head;
    const Scope scope = classify(head);
    std::size_t number = 0;
    if (scope == Scope::function) {
      number = source_.functions.size();
      source_.functions.push_back({name_of(head), head.empty() ? token.line : head.front().line, token.line});
    }
    open_.push_back({scope, {}, number});
  }

  void close_brace(const Token& token) {
    if (open_.size() == 1) {
      source_.balanced = false;
      return;
    }
    const Open closed = std::move(open_.back());
    open_.pop_back();
    if (closed.scope == Scope::function) source_.functions[closed.function].last_line = token.line;
    if (!declarative()) return;
    std::vector<Token>& head = open_.back().head;
    if (closed.scope == Scope::initializer)
      head.push_back({Token::Kind::symbol, "{}", token.line, false});
    else if (closed.scope == Scope::type)
      head.push_back({Token::Kind::symbol, "{type}", token.line, false});
    else
      head.clear();
  }

  static Scope classify(const std::vector<Token>& head) {
    const Outline outline = Outliner(head).run();
    if (outline.bracket_open) return Scope::initializer;
    const Words words = without_prefix(outline.words);
    if (words.empty()) return outline.initialized ? Scope::initializer : Scope::space;
    if (words[0] == "namespace" || (words[0] == "extern" && words.size() == 2)) return Scope::space;
    if (names_type(words) && !outline.initialized) return Scope::type;
    const auto parameters = std::find(words.begin(), words.end(), "()");
    if (parameters == words.end() || outline.initialized) return Scope::initializer;
    // "Foo() : a_{1} {": behind the colon a brace opens the body only after ")" or "}".
    const bool initializer_list = std::find(parameters, words.end(), ":") != words.end();
    const bool body = words.back() == "()" || words.back() == "{}";
    return initializer_list && !body ? Scope::initializer : Scope::function;
  }

  // What stands before the parameters; the parentheses of "std::function<void()> f(…)" are inside angles.
  static std::string name_of(const std::vector<Token>& head) {
    std::string name;
    int angles = 0;
    for (const Token& token : head) {
      if (token.text == "(" && angles <= 0) break;
      if (name != "operator") angles += token.text == "<" ? 1 : token.text == ">" ? -1 : 0;
      name = token.text;
    }
    return name;
  }

  void judge_declaration(const std::vector<Token>& head) {
    const Outline outline = Outliner(head).run();
    Words words = without_prefix(outline.words);
    if (words.empty()) return;
    const bool in_type = open_.back().scope == Scope::type;
    if (in_type && !contains(words, "static")) return;
    for (const std::string_view first : {"using", "namespace", "static_assert", "friend", "concept", "typedef"})
      if (words[0] == first) return;
    if (names_type(words)) {
      const auto body = std::find(words.begin(), words.end(), "{type}");
      if (body == words.end() || body + 1 == words.end()) return;
    }
    const bool function = contains(words, "()") && !outline.literal_argument;
    if (!function && !constant(words)) add_object(head.front().line, spelled(head));
  }

  // A static local: everything up to its initializer.
  void judge_local(std::size_t position) {
    std::vector<Token> head;
    for (std::size_t i = position; i < source_.tokens.size(); ++i) {
      const std::string& text = source_.tokens[i].text;
      if (text == ";" || text == "{" || text == "=" || text == "(") break;
      head.push_back(source_.tokens[i]);
    }
    if (!constant(Outliner(head).run().words)) add_object(source_.tokens[position].line, spelled(head));
  }

  static std::string spelled(const std::vector<Token>& head) {
    std::string text;
    for (const Token& token : head) text.append(text.empty() ? "" : " ").append(token.text);
    return text;
  }

  void add_object(std::size_t line, std::string declaration) {
    source_.mutable_objects.push_back({std::move(declaration), line});
  }

  Source& source_;
  std::vector<Open> open_;
};

}  // namespace

void read_structure(Source& source) {
  Structure(source).run();
}

}  // namespace whitewater::architecture
