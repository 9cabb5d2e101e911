// Golden texts: compares with a file under tests/tools/golden. Run with WHITEWATER_REWRITE=1 in the environment
// to write the files anew; look at the difference before committing it.
#pragma once

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/catch.hpp"

namespace whitewater::tools::testing {

inline std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Tests run in the root of the sources.
inline void require_golden(const std::string& name, const std::string& text) {
  const std::string path = "tests/tools/golden/" + name;
  if (std::getenv("WHITEWATER_REWRITE") != nullptr) {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  INFO("golden file " << path << "; WHITEWATER_REWRITE=1 writes it anew");
  REQUIRE(text == file_text(path));
}

}  // namespace whitewater::tools::testing
