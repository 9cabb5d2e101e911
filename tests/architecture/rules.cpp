// The rules on dependencies, banned names and mutable objects. Those on sizes and form are in rules_form.cpp.
#include "tests/architecture/rules.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

#include "tests/architecture/banned_table.hpp"
#include "tests/architecture/include_table.hpp"

namespace whitewater::architecture {

namespace {

bool inside(std::string_view path, std::string_view folder) {
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

std::vector<std::string_view> split(std::string_view words) {
  std::vector<std::string_view> list;
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    if (end > 0) list.push_back(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return list;
}

bool inside_any(std::string_view path, std::string_view folders) {
  const auto list = split(folders);
  return std::any_of(list.begin(), list.end(), [&](auto folder) { return inside(path, folder); });
}

std::string_view stem(std::string_view path) {
  return path.substr(0, path.rfind('.'));
}
std::string_view last_part(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

bool foreign_library(const Source& source, std::string_view target) {
  if (target == "rapidcheck.h") target = "rapidcheck/rapidcheck.h";
  if (target.find('/') == std::string_view::npos || inside_any(target, "sys netinet net arpa linux")) return false;
  return std::none_of(std::begin(libraries), std::end(libraries), [&](const LibraryRow& row) {
    return inside(target, row.library) && inside_any(source.path, row.folders);
  });
}

bool may_include(const FolderRow& row, const Source& source, std::string_view target) {
  if (inside(target, row.folder) || inside_any(target, row.may_include)) return true;
  for (const std::string_view adapted : split(row.adapters)) {
    const bool named_after = last_part(source.path).find(last_part(adapted)) != std::string_view::npos;
    // The adapter for the store speaks the store's client vocabulary too.
    const bool vocabulary = adapted == "core/client" && last_part(source.path).find("kv") != std::string_view::npos;
    if (inside(target, adapted) && (named_after || vocabulary)) return true;
  }
  return std::any_of(std::begin(include_exceptions), std::end(include_exceptions), [&](const FileRow& file) {
    return stem(source.path) == file.file && inside_any(target, file.may_include);
  });
}

// One word of a BannedRow against one token of a source.
class Pattern {
 public:
  explicit Pattern(std::string_view form) : form_(form) {}

  bool matches_include(const Include& include) const {
    if (!form_.starts_with('<') || !include.angled) return false;
    const std::string_view name = form_.substr(1, form_.size() - 2);
    if (name.ends_with("/*")) return std::string_view(include.target).starts_with(name.substr(0, name.size() - 1));
    return include.target == name;
  }

  bool matches_token(const std::vector<Token>& tokens, std::size_t at) const {
    if (form_.starts_with('<')) return false;
    const std::string_view word = tokens[at].text;
    const auto symbol = [&](std::size_t i, std::string_view text) {
      return i < tokens.size() && tokens[i].text == text;
    };
    const bool behind_std = at >= 2 && symbol(at - 1, "::") && symbol(at - 2, "std");
    if (form_.starts_with("std::")) return behind_std && word == form_.substr(5);
    if (form_.ends_with("::")) return symbol(at + 1, "::") && word == form_.substr(0, form_.size() - 2);
    if (form_.ends_with('(')) {
      if (word != form_.substr(0, form_.size() - 1) || !symbol(at + 1, "(")) return false;
      return behind_std || at == 0 || calls_free_function(tokens, at);
    }
    return matches_name(word);
  }

 private:
  // Not "x.time(", not "Clock::time(", and not the declaration "Time time(".
  static bool calls_free_function(const std::vector<Token>& tokens, std::size_t at) {
    const Token& before = tokens[at - 1];
    if (before.kind == Token::Kind::word) return before.text == "return";
    if (before.text == "::") return at < 2 || tokens[at - 2].kind != Token::Kind::word;
    return before.text != "." && before.text != "->";
  }

  bool matches_name(std::string_view word) const {
    std::string_view name = form_;
    const bool open_front = name.starts_with('*');
    const bool open_back = name.ends_with('*');
    if (open_front) name.remove_prefix(1);
    if (open_back) name.remove_suffix(1);
    if (open_front && open_back) return word.find(name) != std::string_view::npos;
    if (open_front) return word.ends_with(name);
    return open_back ? word.starts_with(name) : word == name;
  }

  std::string_view form_;
};

bool allowed(const Source& source, std::string_view rule, std::string_view word) {
  return std::any_of(std::begin(allowed_table), std::end(allowed_table), [&](const AllowedRow& row) {
    return row.rule == rule && row.file == source.path && row.word == word;
  });
}

void check_row(const BannedRow& row, const Source& source, Findings& findings) {
  for (const std::string_view form : split(row.words)) {
    if (allowed(source, row.rule, form)) continue;
    const Pattern pattern(form);
    const auto add = [&](std::size_t line, std::string_view found) {
      findings.push_back(
          {source.path, line, std::string(row.rule), std::string(found) + " " + std::string(row.advice)});
    };
    for (const Include& include : source.includes)
      if (pattern.matches_include(include)) add(include.line, include.target);
    for (std::size_t i = 0; i < source.tokens.size(); ++i)
      if (source.tokens[i].kind == Token::Kind::word && pattern.matches_token(source.tokens, i))
        add(source.tokens[i].line, source.tokens[i].text);
  }
}

// One file of core/wire reads JSON.
void check_json(std::span<const Source> sources, Findings& findings) {
  const Source* json = nullptr;
  for (const Source& source : sources) {
    if (!inside(source.path, "core/wire")) continue;
    for (const Include& include : source.includes) {
      if (!include.target.starts_with("nlohmann/")) continue;
      if (json != nullptr && json != &source)
        findings.push_back(
            {source.path, include.line, "I4", "one file of core/wire reads JSON, and that is " + json->path});
      if (json == nullptr) json = &source;
    }
  }
}

// A header that its own source includes first compiles alone, so header verification leaves it out.
void check_first_includes(std::span<const Source> sources, Findings& findings) {
  std::set<std::string_view> headers;
  for (const Source& source : sources)
    if (source.path.ends_with(".hpp")) headers.insert(source.path);
  for (const Source& source : sources) {
    if (!source.path.ends_with(".cpp")) continue;
    const std::string header = source.path.substr(0, source.path.size() - 3) + "hpp";
    if (headers.count(header) == 0) continue;
    if (!source.includes.empty() && source.includes.front().target == header) continue;
    const std::size_t line = source.includes.empty() ? 1 : source.includes.front().line;
    findings.push_back({source.path, line, "first include", "include " + header + " first"});
  }
}

}  // namespace

void check_includes(const Source& source, Findings& findings) {
  const auto add = [&](std::size_t line, std::string advice) {
    findings.push_back({source.path, line, "include table", std::move(advice)});
  };
  const auto* const row = std::find_if(std::begin(include_table), std::end(include_table),
                                       [&](const FolderRow& r) { return inside(source.path, r.folder); });
  if (row == std::end(include_table)) {
    add(1, "this folder has no row in tests/architecture/include_table.hpp: add one");
    return;
  }
  for (const Include& include : source.includes) {
    if (include.angled) {
      if (row->folder != "tests" && foreign_library(source, include.target))
        add(include.line, "<" + include.target +
                              "> is a library that this folder does not use: see tests/architecture/include_table.hpp");
    } else if (!may_include(*row, source, include.target)) {
      add(include.line, std::string(row->folder) + " may not include \"" + include.target +
                            "\": see tests/architecture/include_table.hpp, and write paths from the project root");
    }
  }
}

void check_banned(const Source& source, Findings& findings) {
  for (const BannedRow& row : banned_table)
    if (inside_any(source.path, row.folders) && !inside_any(source.path, row.except)) check_row(row, source, findings);
}

void check_mutable_objects(const Source& source, Findings& findings) {
  if (!inside_any(source.path, "core simnet scenarios replica tools") || allowed(source, "I2", "")) return;
  for (const MutableObject& object : source.mutable_objects) {
    // A signal handler can reach nothing but a global flag; only programs install one.
    const bool signal_flag = object.declaration.find("sig_atomic_t") != std::string::npos;
    if (signal_flag && inside_any(source.path, "replica tools")) continue;
    findings.push_back(
        {source.path, object.line, "I2",
         "\"" + object.declaration + "\" outlives a call and can change: make it a member, or constexpr"});
  }
}

void check_floating_literals(const Source& source, Findings& findings) {
  if (!inside_any(source.path, "core simnet scenarios")) return;
  for (const Token& token : source.tokens) {
    if (token.kind != Token::Kind::number) continue;
    const bool hexadecimal = token.text.starts_with("0x") || token.text.starts_with("0X");
    const std::string_view marks = hexadecimal ? ".pP" : ".eE";
    if (token.text.find_first_of(marks) == std::string::npos) continue;
    findings.push_back({source.path, token.line, "I7", token.text + " floating point: use integers (ns, ppm)"});
  }
}

Findings check_source(const Source& source) {
  Findings findings;
  check_includes(source, findings);
  check_banned(source, findings);
  check_mutable_objects(source, findings);
  check_floating_literals(source, findings);
  check_quorums(source, findings);
  check_sizes(source, findings);
  check_form(source, findings);
  return findings;
}

Findings check_tree(std::span<const Source> sources) {
  Findings findings;
  check_json(sources, findings);
  check_first_includes(sources, findings);
  return findings;
}

}  // namespace whitewater::architecture
