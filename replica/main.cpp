// The main function of whitewater-replica, which the course calls 3700kvstore.
#include <cstdlib>

#include "replica/program.hpp"

int main(int count, char** words) {
  const char* const environment = std::getenv("WHITEWATER_REPLICA_OPTIONS");
  return whitewater::replica::run_program({words + 1, words + count}, environment != nullptr ? environment : "");
}
