// A line a step. Mermaid ends a text at a semicolon and at a hash, so both are replaced.
#include <set>

#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/search/explain/explanation_text.hpp"

namespace whitewater::scenarios {

namespace {

std::string label(std::string text) {
  for (char& c : text)
    if (c == ';' || c == '#') c = ',';
  return text;
}

}  // namespace

std::string explanation_diagram(const Explanation& explained) {
  std::set<std::string> nodes;
  for (const Step& step : explained.steps)
    for (const std::string& node : {step.from, step.to})
      if (!node.empty()) nodes.insert(node);
  std::string text = "```mermaid\nsequenceDiagram\n";
  for (const std::string& node : nodes) text += concat({"  participant ", node, "\n"});
  if (nodes.empty()) {
    text += "  participant cluster\n";
    nodes.insert("cluster");
  }
  const std::string across = nodes.size() < 2 ? *nodes.begin() : concat({*nodes.begin(), ",", *nodes.rbegin()});
  for (const Step& step : explained.steps) {
    const std::string time = microsecond_seconds(step.time - Time{});
    if (step.message.empty()) {
      text += concat({"  Note over ", across, ": ", time, " s: ", label(step.sentence), "\n"});
      continue;
    }
    text += concat({"  ", step.from, step.fault ? "-x" : "->>", step.to, ": ", label(step.message), "\n"});
    // What the receiver noted stands behind the colon of the sentence.
    const std::size_t noted = step.sentence.find(": ", step.sentence.rfind(" from "));
    if (!step.fault && noted != std::string::npos)
      text += concat({"  Note over ", step.to, ": ", label(step.sentence.substr(noted + 2)), "\n"});
  }
  return text + concat({"  Note over ", across, ": ", label(explained.sentence), "\n```\n"});
}

}  // namespace whitewater::scenarios
