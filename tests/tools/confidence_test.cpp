// The bound of a share is the one that statistics books give, and what clean runs prove follows from it.
#include "tools/runs/confidence.hpp"

#include "tests/catch.hpp"
#include "tools/runs/fixed_check.hpp"

using namespace whitewater;
using namespace whitewater::tools;
using scenarios::Neighbourhood;

TEST_CASE("the lower bound is the one of Clopper and Pearson") {
  CHECK(lower_bound_of_share(0, 200) == 0);
  // All of n: 0.05^(1/n). One of n: 1 - 0.95^(1/n).
  CHECK(lower_bound_of_share(200, 200) == Approx(0.985132).epsilon(1e-5));
  CHECK(lower_bound_of_share(1, 200) == Approx(0.000256434).epsilon(1e-4));
  // scipy.stats.beta.ppf(0.05, 5, 6)
  CHECK(lower_bound_of_share(5, 10) == Approx(0.222441).epsilon(1e-5));
  for (std::uint64_t failed = 1; failed < 200; ++failed) {
    CHECK(lower_bound_of_share(failed, 200) < lower_bound_of_share(failed + 1, 200));
    CHECK(lower_bound_of_share(failed, 200) < static_cast<double>(failed) / 200);
  }
}

TEST_CASE("so many clean runs are needed, and not one more") {
  for (const double share : {0.0003, 0.01, 0.22, 0.5, 0.98}) {
    const std::uint64_t needed = runs_for(share, 0.99);
    CHECK(confidence_of(share, needed) >= 0.99);
    CHECK(confidence_of(share, needed - 1) < 0.99);
  }
  CHECK(confidence_of(0.5, 1) == Approx(0.5));
  CHECK(confidence_of(0.5, 3) == Approx(0.875));
  CHECK(percent_of(0.98279) == "98.27 %");
  CHECK(percent_of(1) == "99.99 %");
  CHECK(percent_of(0) == "0.00 %");
}

TEST_CASE("a proof is said in words: sure, not yet, or nobody can say") {
  const std::string sure = proof_text(Neighbourhood{100, 200}, 1'000, "more ");
  CHECK(sure.find("100 of 200 neighbours failed when the failure was recorded") == 0);
  CHECK(sure.find("99 % was reached after 8 runs.") != std::string::npos);
  CHECK(proof_code(Neighbourhood{100, 200}, 1'000) == ExitCode::fine);
  CHECK(proof_code(Neighbourhood{100, 200}, 8) == ExitCode::fine);
  CHECK(proof_code(Neighbourhood{100, 200}, 7) == ExitCode::inconclusive);
  CHECK(proof_text(Neighbourhood{100, 200}, 7, "more ").find("99 % takes 8 runs: more 8\n") != std::string::npos);
  CHECK(proof_code(Neighbourhood{0, 200}, 1'000'000) == ExitCode::inconclusive);
  CHECK(proof_text(Neighbourhood{0, 200}, 1'000, "").find("cannot be said: 0 of 200") != std::string::npos);
  CHECK(proof_code(std::nullopt, 1'000) == ExitCode::inconclusive);
  CHECK(proof_text(std::nullopt, 1'000, "").find("cannot be said") != std::string::npos);
}
