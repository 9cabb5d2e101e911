// Lines are "0.007359  text": the time has no space.
#include "tools/virtual/host/last_words.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "core/text/number_text.hpp"
#include "tools/terminal/shell_quote.hpp"

namespace whitewater::tools::virtual_time {

namespace {

using real::OutputLines;

constexpr std::size_t lines_max = 30, first_lines = 12;
constexpr std::size_t told_max = 3;  // replicas
// What was printed so long before the end belongs to it.
constexpr Duration end_takes = milliseconds(10);

std::string told(const OutputLines::Line& line) {
  return concat({microsecond_seconds(line.time - Time{}), "  ", line.text});
}

std::string_view text_of(std::string_view line) {
  return line.substr(std::min(line.find("  "), line.size()));
}

struct Trap {
  std::string_view printed, hint;
};
constexpr std::array traps{
    Trap{"error while loading shared libraries", "LD_LIBRARY_PATH is not passed on to it: let a script set it"},
    Trap{"ModuleNotFoundError",
         "PYTHONPATH and virtual environments are not passed on to it: --replica "
         "VENV/bin/python3, or let a script set them"},
    Trap{"Could not find or load main class", "CLASSPATH is not passed on to it: --replica-arg -cp --replica-arg DIR"},
    Trap{"Cannot find module", "NODE_PATH is not passed on to it: let a script set it"},
};

std::string by_hand(const Launch& launch) {
  std::string command = concat({"cd ", shell_quoted(launch.folder), " && env -i"});
  for (const std::string& word : launch.environment) command += concat({" ", shell_quoted(word)});
  command += concat({" ", shell_quoted(launch.program)});
  for (const std::string& word : launch.arguments) command += concat({" ", shell_quoted(word)});
  return command;
}

// Whether two replicas printed the same, whenever that was.
bool same_words(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const std::string& x, const std::string& y) { return text_of(x) == text_of(y); });
}

}  // namespace

std::vector<std::string> last_words(const ReplicaOutput& output, Time ended) {
  const std::vector<OutputLines::Line> lines = output.last_lines(OutputLines::kept_bytes_max);
  std::vector<std::string> words;
  if (lines.size() <= lines_max) {
    for (const OutputLines::Line& line : lines) words.push_back(told(line));
    return words;
  }
  const auto burst = std::find_if(lines.begin(), lines.end(),
                                  [&](const OutputLines::Line& line) { return line.time + end_takes >= ended; });
  const auto tail = lines.end() - static_cast<std::ptrdiff_t>(lines_max);
  if (burst >= tail) {
    std::transform(tail, lines.end(), std::back_inserter(words), told);
    return words;
  }
  std::transform(burst, burst + first_lines, std::back_inserter(words), told);
  const auto last = tail + first_lines + 1;
  const auto skipped = static_cast<std::uint64_t>(last - (burst + first_lines));
  words.push_back(concat({"...  ", grouped(skipped), " more lines: --logs DIR keeps all"}));
  std::transform(last, lines.end(), std::back_inserter(words), told);
  return words;
}

std::vector<std::string> what_to_try(const std::vector<std::string>& words, const Launch& launch, bool early) {
  std::vector<std::string> hints;
  for (const Trap& trap : traps)
    if (std::any_of(words.begin(), words.end(),
                    [&](const std::string& line) { return line.find(trap.printed) != std::string::npos; }))
      hints.push_back(concat({"try: ", trap.hint}));
  if (early) hints.push_back(concat({"try it by hand: ", by_hand(launch)}));
  return hints;
}

void fold_deaths(std::vector<ProgramFinding>& findings, unsigned replicas) {
  std::vector<const ProgramFinding*> told;
  for (ProgramFinding& finding : findings) {
    if (finding.printed.empty()) continue;
    const auto same = std::find_if(told.begin(), told.end(), [&](const ProgramFinding* other) {
      return same_words(other->printed, finding.printed);
    });
    if (same != told.end()) {
      if (finding.printed.size() > 1)
        finding.hints = {concat({"it printed the same as ", node_text((*same)->replica, replicas), " before its end"})};
      else
        finding.hints.clear();
      finding.printed.clear();
    } else if (told.size() < told_max) {
      told.push_back(&finding);
    } else {
      finding.printed.clear();
    }
  }
}

}  // namespace whitewater::tools::virtual_time
