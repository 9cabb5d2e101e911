// NodeStates: how the nodes of a system stood when a run failed. The system says it in its own form; the report prints
// it in its place and knows no more.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/base/ids.hpp"
#include "core/wire/json_writer.hpp"

namespace whitewater::scenarios {

class NodeStates {
 public:
  virtual ~NodeStates() = default;
  // Lines, each indented by ten spaces. replicas: needed for the spelling of nodes.
  virtual void add_text(std::string& text, unsigned replicas) const = 0;
  // An object for each node, into the array that is open; its first member is "node".
  virtual void write_json(json::Writer& writer) const = 0;
};

// For systems without a form of their own: a line for each node.
class DescribedNodes final : public NodeStates {
 public:
  using Line = std::pair<NodeId, std::string>;
  explicit DescribedNodes(std::vector<Line> lines) : lines_(std::move(lines)) {}
  void add_text(std::string& text, unsigned replicas) const override;
  void write_json(json::Writer& writer) const override;

 private:
  std::vector<Line> lines_;
};

}  // namespace whitewater::scenarios
