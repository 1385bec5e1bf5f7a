#include "tools/veil/log_text.h"

#include <array>
#include <cstdio>
#include <map>

#include "redact/calendar.h"
#include "store/lexicon.h"
#include "store/postings.h"
#include "tools/veil/record_text.h"
#include "tools/veil/width.h"

namespace veil::tools {
namespace {

namespace json = boost::json;
using store::Entry;

constexpr std::size_t kShortId = 8;
constexpr std::size_t kIndent = 7;
constexpr std::size_t kIdsShown = 5;

std::string person_name(const LogNames& names, redact::PersonId number) {
  if (number == 0) return {};
  const store::RosterEntry* person = names.charter.person(number);
  return person != nullptr ? person->name : "#" + std::to_string(number);
}

std::string action_name(store::Action action) {
  const std::string_view name = store::to_string(action);
  return name.empty() ? "#" + std::to_string(static_cast<unsigned>(action)) : std::string(name);
}

// The same for people.
std::string action_text(const Console& console, store::Action action) {
  return std::string(console.phrase(action_name(action)));
}

std::string outcome_text(const Console& console, store::EntryOutcome outcome) {
  if (outcome == store::EntryOutcome::given) return {};
  if (outcome == store::EntryOutcome::refused) return console.text("  refused");
  return console.text("  failed");
}

const redact::Label* label_of(const redact::Role* role) {
  return role != nullptr ? &role->label : nullptr;
}

std::string label_text(const Console& console, const redact::Label* label, unsigned number) {
  return label != nullptr ? console.label(*label) : "#" + std::to_string(number);
}

std::string class_text(const Console& console, const LogNames& names, redact::ClassId id) {
  const redact::Class* cls = names.policy.schema().cls(id);
  return label_text(console, cls != nullptr ? &cls->label : nullptr, id);
}

// "full: A, B; veiled: C": what was given, the strongest first; what was withheld is counted.
std::string classes_text(const Console& console, const LogNames& names, const Entry& entry) {
  std::map<redact::Strength, std::string> by_strength;
  std::size_t withheld = 0;
  for (const store::ClassOutcome& one : entry.classes) {
    if (one.given == redact::Strength::withheld) {
      ++withheld;
      continue;
    }
    std::string& list = by_strength[one.given];
    list += (list.empty() ? "" : console.text(", ")) + class_text(console, names, one.cls);
  }
  std::string out;
  for (auto at = by_strength.rbegin(); at != by_strength.rend(); ++at) {
    if (!out.empty()) out += console.text("; ");
    out += std::string(strength_text(at->first, console)) + console.text(": ") + at->second;
  }
  if (withheld > 0) {
    if (!out.empty()) out += console.text("; ");
    out += console.text(withheld == 1 ? "withheld: {} class" : "withheld: {} classes", withheld);
  }
  return out;
}

std::string records_text(const Console& console, const Entry& entry) {
  std::string out;
  for (std::size_t i = 0; i < entry.records.size() && i < kIdsShown; ++i) {
    out += (i == 0 ? "" : " ") + entry.records[i].text().substr(0, kShortId);
  }
  if (entry.records.size() > kIdsShown) {
    out += console.text(" +{} more", entry.records.size() - kIdsShown);
  }
  return out;
}

// "ID number, digest 3f9a..." of a search, numbers of a look into a lexicon; what else a subject
// may be is shown as bytes.
std::string subject_text(const Console& console, const LogNames& names, const Entry& entry) {
  if (entry.subject.empty()) return {};
  if (const auto asked = store::decode_lexicon_subject(entry.subject)) {
    return console.text("pieces of texts compared with what is known: {}, found: {}", asked->pieces,
                        asked->hits);
  }
  const auto search = store::decode_search_subject(entry.subject);
  if (!search) return hex(entry.subject);
  const redact::Field* field = names.policy.schema().field(search->field);
  return std::string(console.word("查询：", "sought: ")) +
         label_text(console, field != nullptr ? &field->label : nullptr, search->field) +
         console.word("，摘要 ", ", digest ") + hex(search->digest);
}

void print_part(Console& console, const std::string& text, Tone tone) {
  if (text.empty()) return;
  for (const std::string& line : wrap(printable(text), console.width() - kIndent)) {
    console.out() << std::string(kIndent, ' ') << console.toned(tone, line) << '\n';
  }
}

std::string faults_text(const Console& console, const store::LogFault& fault) {
  if (fault.from == fault.to) return console.said(fault.what);
  return console.text("{} (entries {} to {})", console.said(fault.what), fault.from, fault.to - 1);
}

}  // namespace

std::string time_text(std::uint64_t time_ms, int utc_offset_minutes) {
  constexpr std::int64_t kDayS = std::int64_t{24} * 60 * 60;
  const std::int64_t seconds =
      static_cast<std::int64_t>(time_ms / 1000) + std::int64_t{utc_offset_minutes} * 60;
  const auto civil = redact::civil_from_days(static_cast<std::int32_t>(seconds / kDayS));
  if (!civil || seconds < 0) return std::to_string(time_ms) + " ms";
  const int of_day = static_cast<int>(seconds % kDayS);
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u %02d:%02d:%02d", civil->year,
                civil->month, civil->day, of_day / 3600, of_day / 60 % 60, of_day % 60);
  return text.data();
}

void print_entry(Console& console, const LogNames& names, const store::LogLine& line) {
  const Entry& entry = line.entry;
  const redact::Role* role = names.policy.role(entry.role);
  const redact::Purpose* purpose = names.policy.purpose(entry.purpose);
  std::string who =
      entry.person == 0 ? console.text("the host itself") : person_name(names, entry.person);
  if (entry.role != 0) who += " · " + label_text(console, label_of(role), entry.role);
  if (entry.purpose != 0) {
    who +=
        " · " + label_text(console, purpose != nullptr ? &purpose->label : nullptr, entry.purpose);
  }
  console.out() << pad_left(std::to_string(line.index), kIndent - 2) << "  "
                << time_text(entry.time_ms, names.policy.utc_offset_minutes()) << "  "
                << action_text(console, entry.action)
                << console.toned(Tone::bad, outcome_text(console, entry.outcome)) << '\n';
  print_part(console, who, Tone::plain);
  std::string what = records_text(console, entry);
  const std::string classes = classes_text(console, names, entry);
  if (!what.empty() && !classes.empty()) what += "  ";
  print_part(console, what + classes, Tone::dim);
  print_part(console, subject_text(console, names, entry), Tone::plain);
  if (!entry.reason.empty()) {
    print_part(console, console.text("reason: {}", entry.reason), Tone::plain);
  }
}

json::object entry_json(const LogNames& names, const store::LogLine& line) {
  const Entry& entry = line.entry;
  const redact::Role* role = names.policy.role(entry.role);
  const redact::Purpose* purpose = names.policy.purpose(entry.purpose);
  json::array records;
  for (const store::RecordId& id : entry.records) records.emplace_back(id.text());
  json::array classes;
  for (const store::ClassOutcome& one : entry.classes) {
    const redact::Class* cls = names.policy.schema().cls(one.cls);
    classes.emplace_back(
        json::object{{"class", cls != nullptr ? cls->name : std::to_string(one.cls)},
                     {"given", redact::to_string(one.given)},
                     {"why", redact::to_string(static_cast<redact::Why>(one.reason))}});
  }
  json::object out = {{"index", line.index},
                      {"time_ms", entry.time_ms},
                      {"action", action_name(entry.action)},
                      {"outcome", store::to_string(entry.outcome)},
                      {"person", entry.person},
                      {"name", person_name(names, entry.person)},
                      {"role", role != nullptr ? role->name : ""},
                      {"purpose", purpose != nullptr ? purpose->name : ""},
                      {"records", std::move(records)},
                      {"classes", std::move(classes)},
                      {"reason", entry.reason},
                      {"client", entry.client},
                      {"charter", entry.charter_version},
                      {"opening", hex(entry.opening)},
                      {"part", entry.part},
                      {"parts", entry.parts}};
  if (const auto asked = store::decode_lexicon_subject(entry.subject)) {
    out["lexicon"] = json::object{{"pieces", asked->pieces}, {"hits", asked->hits}};
  }
  if (const auto search = store::decode_search_subject(entry.subject)) {
    const redact::Field* field = names.policy.schema().field(search->field);
    out["search"] =
        json::object{{"field", field != nullptr ? field->name : std::to_string(search->field)},
                     {"digest", hex(search->digest)}};
  }
  return out;
}

void print_report(Console& console, const store::LogReport& report) {
  const auto line = [&](const char* what, bool good, const std::string& text) {
    const std::string mark = good ? console.text("ok") : console.text("FAILED");
    console.out() << pad_right(console.phrase(what), 14)
                  << console.toned(good ? Tone::good : Tone::bad, pad_right(mark, 8)) << text
                  << '\n';
  };
  line("integrity", report.intact(),
       console.text("{} entries hashed again, as the signed root says", report.present));
  line("completeness", report.complete(),
       console.text("{} of {} are there", report.present, report.expected));
  line("anchored", report.anchored,
       console.text("a signed checkpoint covers the first {}", report.anchored_size));
  line("tail", true, console.text("{} after the checkpoint", report.unanchored_tail));
  for (const store::LogFault& fault : report.faults) {
    console.out() << "  " << console.toned(Tone::bad, printable(faults_text(console, fault)))
                  << '\n';
  }
}

json::object report_json(const store::LogReport& report) {
  json::array faults;
  for (const store::LogFault& fault : report.faults) {
    faults.emplace_back(json::object{{"from", fault.from}, {"to", fault.to}, {"what", fault.what}});
  }
  return {{"ok", report.ok()},
          {"intact", report.intact()},
          {"complete", report.complete()},
          {"anchored", report.anchored},
          {"present", report.present},
          {"expected", report.expected},
          {"anchored_size", report.anchored_size},
          {"unanchored_tail", report.unanchored_tail},
          {"faults", std::move(faults)}};
}

}  // namespace veil::tools
