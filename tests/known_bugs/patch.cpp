// Reading is by lines; matching compares whole lines, so a hunk cannot match half of one.
#include "tests/known_bugs/patch.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <tuple>

namespace whitewater::known_bugs {

namespace {

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string place(std::string_view file, std::size_t line) {
  return std::string(file) + ":" + std::to_string(line);
}

// "fig8.patch" is switched by "Mutation::fig8".
std::string switch_of(std::string_view patch) {
  std::string name(patch.substr(0, patch.rfind('.')));
  std::replace(name.begin(), name.end(), '-', '_');
  return "Mutation::" + name;
}

// Every switch in the added lines is the patch's own, and there is at least one.
std::optional<Error> wrong_switch(std::string_view patch, const std::vector<Hunk>& hunks) {
  const std::string own = switch_of(patch);
  bool found = false;
  for (const Hunk& hunk : hunks) {
    for (const PatchLine& line : hunk.lines) {
      if (line.mark != '+') continue;
      for (std::size_t at = line.text.find("Mutation::"); at != std::string::npos;
           at = line.text.find("Mutation::", at + 1)) {
        const std::size_t end = line.text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789", at + 10);
        if (const std::string name = line.text.substr(at, end - at); name != own)
          return Error{place(patch, hunk.line), "expected the switch " + own + ", found " + name};
        found = true;
      }
    }
  }
  if (!found) return Error{std::string(patch), "expected the switch " + own + " in an added line, found none"};
  return std::nullopt;
}

std::optional<Error> malformed(const Hunk& hunk) {
  const auto has = [&](std::string_view marks) {
    return std::any_of(hunk.lines.begin(), hunk.lines.end(),
                       [&](const PatchLine& line) { return marks.find(line.mark) != std::string_view::npos; });
  };
  if (!has(" -")) return Error{place(hunk.patch, hunk.line), "expected lines of the source in this hunk, found none"};
  if (!has("+-")) return Error{place(hunk.patch, hunk.line), "expected a changed line in this hunk, found none"};
  return std::nullopt;
}

std::vector<std::string_view> quoted(const Hunk& hunk) {
  std::vector<std::string_view> lines;
  for (const PatchLine& line : hunk.lines)
    if (line.mark != '+') lines.push_back(line.text);
  return lines;
}

// How many of the wanted lines follow each other in text from its line at on.
std::size_t agreeing(const std::vector<std::string>& text, std::size_t at, std::span<const std::string_view> wanted) {
  std::size_t count = 0;
  while (count < wanted.size() && at + count < text.size() && text[at + count] == wanted[count]) ++count;
  return count;
}

// Where the quoted lines stand; the error tells how far the best place agrees.
Result<std::size_t> find_hunk(std::string_view source, const std::vector<std::string>& text, const Hunk& hunk) {
  const std::vector<std::string_view> wanted = quoted(hunk);
  std::vector<std::size_t> found;
  std::size_t best = 0;
  std::size_t best_at = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t count = agreeing(text, at, wanted);
    if (count == wanted.size()) found.push_back(at);
    if (count > best) {
      best = count;
      best_at = at;
    }
  }
  if (found.size() == 1) return found.front();
  const std::string where = place(hunk.patch, hunk.line);
  if (found.size() > 1)
    return Error{where, "expected the quoted lines once in " + std::string(source) + ", found them at lines " +
                            std::to_string(found[0] + 1) + " and " + std::to_string(found[1] + 1) +
                            ": quote one more line"};
  std::string message =
      "expected the quoted lines in " + std::string(source) + ", found no line \"" + std::string(wanted[best]) + "\"";
  if (best > 0) message += " behind " + place(source, best_at + best);
  return Error{where, message};
}

// Consecutive lines of a source give way to others. removed is 0 for lines that are only added.
struct Edit {
  std::size_t at = 0;
  std::size_t removed = 0;
  std::vector<std::string_view> added;
  const Hunk* hunk = nullptr;
};

void collect_edits(std::size_t at, const Hunk& hunk, std::vector<Edit>& edits) {
  bool open = false;
  for (const PatchLine& line : hunk.lines) {
    if (line.mark != ' ' && !open) edits.push_back({at, 0, {}, &hunk});
    open = line.mark != ' ';
    if (line.mark == '-') ++edits.back().removed;
    if (line.mark == '+') edits.back().added.push_back(line.text);
    if (line.mark != '+') ++at;
  }
}

}  // namespace

Result<std::vector<Hunk>> read_patch(std::string_view name, std::string_view text) {
  std::vector<Hunk> hunks;
  std::size_t number = 0;
  for (const std::string& line : lines_of(text)) {
    ++number;
    if (line.starts_with("@@ ")) {
      hunks.push_back({std::string(name), number, line.substr(3), {}});
    } else if (hunks.empty()) {
      if (!line.starts_with("#"))
        return Error{place(name, number), "expected \"@@ source\" or a remark, found \"" + line + "\""};
    } else {
      const char mark = line.empty() ? ' ' : line[0];
      if (mark != ' ' && mark != '-' && mark != '+')
        return Error{place(name, number), "expected a line that starts with ' ', '-' or '+', found \"" + line + "\""};
      hunks.back().lines.push_back({mark, line.empty() ? line : line.substr(1)});
    }
  }
  if (hunks.empty()) return Error{std::string(name), "expected a hunk, found none"};
  for (const Hunk& hunk : hunks)
    if (std::optional<Error> error = malformed(hunk)) return *error;
  if (std::optional<Error> error = wrong_switch(name, hunks)) return *error;
  return hunks;
}

Result<std::string> planted_source(std::string_view source, std::string_view text, std::span<const Hunk> hunks) {
  const std::vector<std::string> lines = lines_of(text);
  std::vector<Edit> edits;
  for (const Hunk& hunk : hunks) {
    if (hunk.source != source) continue;
    const Result<std::size_t> at = find_hunk(source, lines, hunk);
    if (!at) return at.error();
    collect_edits(at.value(), hunk, edits);
  }
  // Lines that are only added come before the line that they are added at is removed; bugs that add at one place come
  // in the order of their names.
  std::stable_sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) {
    return std::tuple(a.at, a.removed != 0, a.hunk->patch) < std::tuple(b.at, b.removed != 0, b.hunk->patch);
  });
  std::string planted;
  std::size_t next = 0;
  const Edit* previous = nullptr;
  for (const Edit& edit : edits) {
    if (edit.at < next)
      return Error{place(edit.hunk->patch, edit.hunk->line), "expected " + place(source, edit.at + 1) +
                                                                 " untouched by others, found that " +
                                                                 previous->hunk->patch + " removes it"};
    for (; next < edit.at; ++next) planted += lines[next] + "\n";
    for (const std::string_view line : edit.added) planted += std::string(line) + "\n";
    next = edit.at + edit.removed;
    previous = &edit;
  }
  for (; next < lines.size(); ++next) planted += lines[next] + "\n";
  return planted;
}

std::string without_checks(std::string_view text) {
  constexpr std::string_view call = "check(";
  const auto in_a_word = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
  };
  std::string changed;
  std::size_t done = 0;
  for (std::size_t at = text.find(call); at != std::string_view::npos; at = text.find(call, at + 1)) {
    if (at > 0 && in_a_word(text[at - 1])) continue;
    changed.append(text.substr(done, at - done)).append("un");
    done = at;
  }
  if (done == 0) return std::string(text);
  return "#include \"tests/known_bugs/unchecked.hpp\"\n" + changed.append(text.substr(done));
}

}  // namespace whitewater::known_bugs
