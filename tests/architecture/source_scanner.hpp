// Reads C++ text well enough to judge it: tokens without comments, includes, the extent of functions and
// the objects that outlive a call. A scanner, not a compiler: macros are not expanded and both branches of
// an #if are read. Text whose braces do not balance is reported, never silently passed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace whitewater::architecture {

struct Token {
  enum class Kind { word, number, text, symbol };
  Kind kind = Kind::word;
  std::string text;        // of a string or character literal: empty
  std::size_t line = 0;    // from 1
  bool directive = false;  // belongs to a preprocessor line
};

struct Include {
  std::string target;
  bool angled = false;
  std::size_t line = 0;
};

struct Function {
  std::string name;
  std::size_t first_line = 0;
  std::size_t last_line = 0;
};

// An object of static or thread storage duration that can change.
struct MutableObject {
  std::string declaration;
  std::size_t line = 0;
};

struct Source {
  std::string path;  // from the project root
  std::vector<std::string> lines;
  std::vector<Token> tokens;
  std::vector<Include> includes;
  std::vector<Function> functions;
  std::vector<MutableObject> mutable_objects;
  bool pragma_once = false;
  bool balanced = true;
};

Source scan(std::string path, std::string_view text);

// The two passes of scan.
void read_tokens(Source& source, std::string_view text);
void read_structure(Source& source);

}  // namespace whitewater::architecture
