// TraceText: a run as text while it happens, one line of ASCII for everything that a node does or that is
// done to it: time in seconds, node, what, the other node, type, details. For people and for diff.
// A pure observer: tracing changes no digest.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "simnet/observer.hpp"

namespace whitewater::scenarios {

class TraceText final : public simnet::Observer {
 public:
  // line comes with its line feed.
  using Sink = std::function<void(std::string_view line)>;

  TraceText(unsigned replicas, Sink sink);

  void on_send(const simnet::SendRecord& record) override;
  void on_event(const simnet::EventRecord& record) override;
  void on_fault(Time time, const simnet::Fault& fault, NodeSet targets) override;

 private:
  void write(Time time, std::string_view node, std::string_view what, std::string_view peer, std::string_view type,
             std::string_view details);

  unsigned replicas_;
  Sink sink_;
  std::string line_;
};

}  // namespace whitewater::scenarios
