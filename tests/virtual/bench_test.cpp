// The benchmark of programs: its figures are about the runs that it made.
#include <string>

#include "tests/catch.hpp"
#include "tests/virtual/run_program.hpp"
#include "tools/bench/processes_bench.hpp"
#include "tools/virtual/host/program.hpp"

namespace whitewater::tools::virtual_time {
namespace {

TEST_CASE("The benchmark of a program tells of its runs, alone and two at once") {
  unsigned done = 0;
  bench::ProcessesBenchOptions options{scenario_of(WHITEWATER_VIRTUAL_REPLICA, {}), "replica", 2, {}};
  options.progress = [&](unsigned count, unsigned all) {
    done = count;
    REQUIRE(all == 4);
  };
  const bench::ProcessesBench bench = bench::run_processes_bench(options);
  CAPTURE(bench.refusal);
  REQUIRE(done == 4);
  REQUIRE(bench.passed >= 1);  // one of the seeds is hard
  REQUIRE(bench.simulated_ns > seconds(5).ns);
  REQUIRE(bench.times_real() > 0);
  REQUIRE(bench.two_at_once > 0);
  REQUIRE(bench.stops > 100);  // each message is one
  REQUIRE(bench.own_ns + bench.kernel_ns > 0);
  REQUIRE(bench::processes_bench_text(bench).find("of 2") != std::string::npos);
  REQUIRE(bench::processes_bench_json(bench).find("\"passed\":" + std::to_string(bench.passed)) != std::string::npos);
}

TEST_CASE("The benchmark of a program that cannot be run says why") {
  bench::ProcessesBenchOptions options{scenario_of(WHITEWATER_VIRTUAL_REPLICA, {}), "replica", 1, {}};
  options.scenario.system_options.get<Program>().path = "/no/such/program";
  options.progress = [](unsigned, unsigned) {};
  REQUIRE(bench::run_processes_bench(options).refusal.find("/no/such/program") != std::string::npos);
}

}  // namespace
}  // namespace whitewater::tools::virtual_time
