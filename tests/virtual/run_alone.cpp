// From turn to turn, as a world without messages would.
#include "tests/virtual/run_alone.hpp"

#include <filesystem>

#include "core/text/number_text.hpp"
#include "tests/catch.hpp"
#include "tools/real/run/run_folder.hpp"
#include "tools/virtual/host/program.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr Time give_up{600'000'000'000};
constexpr std::size_t lines_max = 1'000;

}  // namespace

RanAlone run_alone(const std::string& program, const std::vector<std::string>& arguments, Backend backend,
                   const std::function<void(ReplicaProcess&)>& arrives) {
  const Result<real::RunFolder> folder = real::RunFolder::make();
  REQUIRE(folder.ok());
  const std::filesystem::path place = folder.value().path();
  const auto output = ReplicaOutput::make("");
  REQUIRE(output.ok());
  Watchdog watchdog(seconds(5));
  ReplicaProcess::Setup setup;
  setup.launch = {program,
                  arguments,
                  replica_environment(),
                  "/",
                  output.value()->out().writing.get(),
                  backend,
                  "",
                  output.value()->err().writing.get()};
  setup.output = output.value().get();
  setup.unique = place.filename();
  setup.random_file = place / "random";
  setup.seed = 1;
  const auto started = ReplicaProcess::start(setup, watchdog);
  REQUIRE(started.ok());
  ReplicaProcess& process = *started.value();
  for (Time now{}; now < give_up && !process.ending(); now = process.next_turn()) {
    if (arrives) arrives(process);
    process.run(now);
  }
  RanAlone ran;
  ran.ending = process.ending().value_or(Ending{Ending::Kind::exited, time_never, {}, {}});
  ran.remarks = process.machine().remarks;
  ran.output = output.value()->out().lines.tail(lines_max);
  ran.errors = output.value()->err().lines.tail(lines_max);
  return ran;
}

std::string RanAlone::words() const {
  if (ending.at == time_never) return "goes on";
  return ending.words() + " at " + microsecond_seconds(ending.at - Time{});
}

}  // namespace whitewater::tools::virtual_time
