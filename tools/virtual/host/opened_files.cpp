// The first replica of three, without a world: what it sends goes nowhere.
#include "tools/virtual/host/opened_files.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>

#include "tools/real/run/run_folder.hpp"
#include "tools/virtual/kernel/replica_output.hpp"
#include "tools/virtual/run/replica_process.hpp"
#include "tools/virtual/trace/watchdog.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr Duration looked_at = seconds(3);
constexpr Duration patience = seconds(5);
constexpr std::uint16_t port = 30'000;
constexpr std::size_t turns_max = 20'000;

}  // namespace

std::vector<std::string> opened_at_start(const Program& program) {
  std::vector<std::string> opened;
  const Result<std::string> file = program_file(program);
  const Result<real::RunFolder> folder = real::RunFolder::make();
  if (!file || !folder) return opened;
  const auto output = ReplicaOutput::make("");
  if (!output) return opened;
  const std::filesystem::path place = folder.value().path();
  Watchdog watchdog(patience);
  ReplicaProcess::Setup setup;
  setup.seed = 1;
  setup.simulator_port = port;
  setup.unique = place.filename().string();
  setup.random_file = (place / "random").string();
  setup.output = output.value().get();
  setup.variant = program.variant;
  setup.id = "0000";
  setup.opened = &opened;
  setup.launch = {file.value(),
                  program.arguments,
                  replica_environment(),
                  working_folder(program),
                  output.value()->out().writing.get(),
                  backend_of(program),
                  "",
                  output.value()->err().writing.get(),
                  std::uint64_t{program.memory} << 20};
  if (setup.variant == real::Variant::udp) setup.launch.arguments.push_back(std::to_string(port));
  for (const char* const id : {"0000", "0001", "0002"}) setup.launch.arguments.emplace_back(id);
  const Result<std::unique_ptr<ReplicaProcess>> started = ReplicaProcess::start(setup, watchdog);
  if (!started) return opened;
  ReplicaProcess& process = *started.value();
  std::size_t turns = 0;
  for (Time now{}; now < Time{} + looked_at && !process.ending() && ++turns < turns_max; now = process.next_turn())
    process.run(now);
  std::sort(opened.begin(), opened.end());
  opened.erase(std::unique(opened.begin(), opened.end()), opened.end());
  return opened;
}

}  // namespace whitewater::tools::virtual_time
