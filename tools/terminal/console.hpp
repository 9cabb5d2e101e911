// Console: the two streams of the program. Results go to standard output; progress, warnings and errors
// to standard error. Decides about colour (--color, NO_COLOR, CLICOLOR_FORCE, terminal or not) and
// about the progress line. Notices a full disk behind standard output.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "core/text/number_text.hpp"

namespace whitewater::tools {

enum class ColorChoice { automatic, always, never };

class Console {
 public:
  // name: of the program, in front of errors.
  explicit Console(std::string name);
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  void choose_color(ColorChoice choice) { choice_ = choice; }
  TextStyle out_style() const { return {color(out_is_terminal_)}; }

  void print(std::string_view text);      // standard output
  void log(std::string_view line);        // standard error, with the line feed; wipes the progress line
  void error(std::string_view sentence);  // log("NAME: ...")
  void progress(std::string_view line);   // overwrites the last one; nothing when stderr is no terminal
  void end_progress();

  // Writes out what is buffered; false when some of the output was lost.
  bool flush();

 private:
  bool color(bool terminal) const;

  std::string name_;
  ColorChoice choice_ = ColorChoice::automatic;
  bool out_is_terminal_;
  bool err_is_terminal_;
  bool no_color_;
  bool force_color_;
  bool progress_shown_ = false;
};

}  // namespace whitewater::tools
