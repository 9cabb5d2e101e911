// The verdict first, then a line a probe; what is missing says what follows from it, and what to do.
#include "core/wire/json_writer.hpp"
#include "tools/virtual/doctor/probes.hpp"

namespace whitewater::tools::virtual_time {

namespace {

std::string_view backend_name(Backend backend) {
  return backend == Backend::notify ? "notify" : "ptrace";
}

std::string_view need_name(Probe::Need need) {
  switch (need) {
    case Probe::Need::always:
      return "always";
    case Probe::Need::notify_only:
      return "notify";
    case Probe::Need::for_repeats:
      break;
  }
  return "repeats";
}

}  // namespace

std::string examination_text(const Examination& found) {
  std::string text = "Programs in virtual time (--replica): ";
  text += found.works() ? "possible, with the back end " + std::string(backend_name(found.backend())) : "not possible";
  text += "\nKernel: " + found.kernel + "\n";
  if (!found.confinement.empty()) text += "This process is confined: " + found.confinement + "\n";
  text += "\n";
  for (const Probe& probe : found.probes) {
    text += std::string(probe.works ? "  yes  " : "  no   ") + std::string(probe.words);
    if (!probe.found.empty()) text += ": " + probe.found;
    text += "\n";
    if (probe.works) continue;
    text += "       so: " + std::string(probe.without) + "\n";
    if (!probe.remedy.empty()) text += "       try: " + probe.remedy + "\n";
  }
  if (!found.works()) text += "\nWithout any of this, `whitewater real` runs the same programs in real time.\n";
  return text;
}

std::string examination_json(const Examination& found) {
  std::string text;
  json::Writer writer(text, 2);
  writer.begin_object();
  writer.key("schema").string("whitewater.doctor/1");
  writer.key("works").boolean(found.works());
  writer.key("backend");
  if (found.works())
    writer.string(backend_name(found.backend()));
  else
    writer.null();
  writer.key("kernel").string(found.kernel);
  writer.key("confinement").string(found.confinement);
  writer.key("probes").begin_array();
  for (const Probe& probe : found.probes) {
    writer.begin_object();
    writer.key("name").string(probe.name);
    writer.key("works").boolean(probe.works);
    writer.key("needed").string(need_name(probe.need));
    writer.key("found").string(probe.found);
    writer.key("without").string(probe.works ? "" : probe.without);
    writer.key("remedy").string(probe.remedy);
    writer.end_object();
  }
  writer.end_array().end_object();
  return text + "\n";
}

}  // namespace whitewater::tools::virtual_time
