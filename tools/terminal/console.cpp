// Only this file looks at the environment to decide about colour.
#include "tools/terminal/console.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace whitewater::tools {

namespace {

bool is_set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

bool is_true(const char* name) {
  return is_set(name) && std::string_view(std::getenv(name)) != "0";
}

bool dumb_terminal() {
  const char* terminal = std::getenv("TERM");
  return terminal == nullptr || std::string_view(terminal) == "dumb";
}

void write(std::FILE* file, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), file);
}

}  // namespace

Console::Console(std::string name)
    : name_(std::move(name)),
      out_is_terminal_(isatty(STDOUT_FILENO) == 1 && !dumb_terminal()),
      err_is_terminal_(isatty(STDERR_FILENO) == 1 && !dumb_terminal()),
      no_color_(is_set("NO_COLOR")),
      force_color_(is_true("CLICOLOR_FORCE")) {}

// --color comes before the environment, NO_COLOR before CLICOLOR_FORCE, and both before the kind of the stream.
bool Console::color(bool terminal) const {
  if (choice_ != ColorChoice::automatic) return choice_ == ColorChoice::always;
  if (no_color_) return false;
  return force_color_ || terminal;
}

void Console::print(std::string_view text) {
  end_progress();
  write(stdout, text);
}

void Console::log(std::string_view line) {
  end_progress();
  // Flushes standard output first: if both streams are one terminal, earlier output must come first.
  std::fflush(stdout);
  write(stderr, std::string(line) + "\n");
}

void Console::error(std::string_view sentence) {
  log(name_ + ": " + std::string(sentence));
}

void Console::progress(std::string_view line) {
  if (!err_is_terminal_) return;
  write(stderr, "\r\x1b[K" + std::string(line));
  progress_shown_ = true;
}

void Console::end_progress() {
  if (!progress_shown_) return;
  write(stderr, "\r\x1b[K");
  progress_shown_ = false;
}

bool Console::flush() {
  end_progress();
  return std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
}

}  // namespace whitewater::tools
