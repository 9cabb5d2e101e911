// whitewater store: looks at the data directory of a replica, and changes nothing there.
#include <algorithm>
#include <array>
#include <memory>

#include "core/text/concat.hpp"
#include "core/wire/json_writer.hpp"
#include "replica/storage/directory_files.hpp"
#include "tools/terminal/argument_parser.hpp"
#include "tools/whitewater/own_verbs.hpp"
#include "tools/whitewater/store_words.hpp"

namespace whitewater::tools {

namespace {

constexpr std::array store_options{
    OptionRow{"--json", "", "dump: one JSON object a line; verify: one JSON object"},
};

}  // namespace

const VerbTable store_table{
    "store",
    "print or verify what a replica has stored (--data-dir)",
    R"(Read the data directory of a replica of this project that is not running. Nothing in it is changed.

Usage: {program} store dump DIR [options]
       {program} store verify DIR [options]

  dump        each record, a write a line: file, byte, and the write in words
  verify      read all of it as a start of the replica does, and say whether it is sound. A torn record at the end,
              which a crash leaves, is told and is no failure
)",
    store_options,
    R"(Exit codes: 0 sound, 1 damaged (the file and the byte are named), 2 no store, or in use.

Examples:
  {program} store verify data-0000
  {program} store dump data-0000
  {program} store dump --json data-0000 | jq 'select(.record == "append")'
)",
    WordKind::folder,
    "dump verify",
};

namespace {

using replica::RecoveredStore;

// Why this is no directory to judge; nothing: it is one.
std::optional<Error> no_store(const replica::ReadableFiles& files) {
  const Result<std::vector<std::string>> names = files.list();
  if (!names) return names.error();
  bool any = false;
  for (const std::string& name : names.value()) {
    if (name == replica::old_journal_name)
      return Error{files.path(name), "is the journal of an earlier version, which this version does not read"};
    any = any || replica::segment_number(name) || replica::content_number(name) || name == replica::sync_mark_name;
  }
  if (any) return std::nullopt;
  return Error{files.path(""), "expected the store of a replica, found no segment"};
}

void append_texts(std::string& json, std::string_view name, const std::vector<std::string>& texts) {
  json += concat({",\"", name, "\":["});
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i != 0) json += ",";
    json::append_string(json, texts[i]);
  }
  json += "]";
}

std::string verdict_json(const std::string& directory, const Result<RecoveredStore>& found) {
  std::string json = "{\"schema\":\"whitewater.store-verify/1\",\"directory\":";
  json::append_string(json, directory);
  json += concat({",\"sound\":", found.ok() ? "true" : "false"});
  if (!found) {
    append_texts(json, "damage", {found.error().text()});
    return json + "}\n";
  }
  const RecoveredStore& store = found.value();
  for (const auto& [name, value] :
       {std::pair{"segments", std::uint64_t{store.segments.size()}}, std::pair{"log_first", store.state.log_first},
        std::pair{"log_next", store.state.log_next}})
    json += concat({",\"", name, "\":", std::to_string(value)});
  append_texts(json, "remarks", store.remarks);
  return json + "}\n";
}

std::string verdict_text(const std::string& directory, const RecoveredStore& store) {
  const std::uint64_t first = store.state.log_first;
  const std::uint64_t next = store.state.log_next;
  const std::string entries =
      next == first ? "no entries" : concat({"entries ", std::to_string(first), " to ", std::to_string(next - 1)});
  std::string text = concat({directory, ": sound, ", entries, " in ", std::to_string(store.segments.size()),
                             store.segments.size() == 1 ? " segment\n" : " segments\n"});
  for (const std::string& remark : store.remarks) text += concat({"  ", remark, "\n"});
  return text;
}

}  // namespace

ExitCode store_verb(const Program& program, const Arguments& arguments) {
  Console& console = program.console;
  std::vector<std::string> words;
  bool json = false;
  ArgumentParser parser(store_table);
  parser.positionals(words);
  parser.flag("--json", json);
  if (const auto wrong = parser.parse(arguments)) return usage_error(program, "store", wrong->text());
  const bool dump = !words.empty() && words.front() == "dump";
  if (words.empty() || (!dump && words.front() != "verify"))
    return usage_error(program, "store", "expected what to do: dump or verify");
  if (words.size() != 2) return usage_error(program, "store", "expected one directory");
  const std::string& directory = words[1];
  const auto files = replica::DirectoryFiles::look_at(directory);
  std::optional<Error> wrong = files ? no_store(*files.value()) : std::optional<Error>(files.error());
  if (wrong) {
    console.error(wrong->text());
    return ExitCode::bad_input;
  }
  StoreWords told(json);
  PayloadPool pool;
  const replica::KvRecords records;
  const Result<RecoveredStore> found = replica::recover(*files.value(), records, pool, dump ? &told : nullptr);
  if (dump) console.print(told.text());
  if (!dump && json) console.print(verdict_json(directory, found));
  if (!dump && !json && found) console.print(verdict_text(directory, found.value()));
  if (found && dump)
    for (const std::string& remark : found.value().remarks) console.log(remark);
  if (!found && !(json && !dump)) console.error(found.error().text());
  return found ? ExitCode::fine : ExitCode::violated;
}

}  // namespace whitewater::tools
