// Text for programs that show the results of a build: XML of JUnit, and the workflow commands of GitHub. Any bytes give
// well-formed output.
#pragma once

#include <string>
#include <string_view>

namespace whitewater::tools {

// For the content of an element and for a value in double quotes. What XML 1.0 does not allow, and what is no UTF-8,
// becomes U+FFFD; line feeds and tabs are written as references, so that they stay in a value.
std::string xml_text(std::string_view text);

// "::error title=…::message"; file: empty, or the one to which the annotation belongs.
std::string github_error(std::string_view title, std::string_view file, std::string_view message);

}  // namespace whitewater::tools
