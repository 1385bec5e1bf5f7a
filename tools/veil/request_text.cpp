#include "tools/veil/request_text.h"

#include <algorithm>

#include "tools/veil/record_json.h"
#include "tools/veil/table.h"
#include "tools/veil/width.h"

namespace veil::tools {
namespace {

namespace json = boost::json;
using store::RequestLine;

constexpr std::size_t kTypedIdMin = 8;
constexpr std::size_t kShortRecord = 8;

std::string person_name(const LogNames& names, redact::PersonId number) {
  if (number == 0) return "the store";
  const store::RosterEntry* person = names.charter.person(number);
  return person != nullptr ? person->name : "#" + std::to_string(number);
}

std::string role_name(const LogNames& names, redact::RoleId id) {
  const redact::Role* role = names.policy.role(id);
  return role != nullptr ? role->name : "#" + std::to_string(id);
}

std::string when(const LogNames& names, std::uint64_t time_ms) {
  return time_text(time_ms, names.policy.utc_offset_minutes());
}

// What stands in the list about whom or what it is.
std::string about_text(const Console& console, const LogNames& names, const RequestLine& line) {
  const store::RequestSubject& subject = line.kept.request.said.subject;
  std::string out;
  if (subject.record) out = subject.record->text().substr(0, kShortRecord);
  if (subject.person != 0) out += " " + console.said(person_name(names, subject.person));
  if (!subject.words.empty()) out += " " + subject.words;
  return out;
}

std::string answers_text(const RequestLine& line) {
  return std::to_string(line.approvals) + "/" + std::to_string(line.needed);
}

const char* verdict_name(store::Verdict verdict) {
  return verdict == store::Verdict::approve ? "approved" : "denied";
}

json::array answers_json(const LogNames& names, const RequestLine& line) {
  json::array out;
  for (const auto& answer : line.kept.answers) {
    out.emplace_back(json::object{{"person", person_name(names, answer.said.person)},
                                  {"role", role_name(names, answer.said.role)},
                                  {"verdict", verdict_name(answer.said.verdict)},
                                  {"at", when(names, answer.said.made_at_ms)},
                                  {"text", answer.said.text}});
  }
  return out;
}

class Lines {
 public:
  explicit Lines(Console& console) : console_(console) {}
  void add(std::string_view name, const std::string& text) {
    if (text.empty()) return;
    lines_.emplace_back(console_.said(name), text);
  }
  void print() {
    for (const auto& [name, text] : lines_) {
      console_.out() << console_.toned(Tone::dim, name) << '\t' << printable(text) << '\n';
    }
  }

 private:
  Console& console_;
  std::vector<std::pair<std::string, std::string>> lines_;
};

}  // namespace

Done<store::RequestQuery> request_query(const std::string& word) {
  store::RequestQuery out;
  const std::size_t whole = 2 * sizeof(store::RequestId);
  const auto padded = [&](char digit) { return word + std::string(whole - word.size(), digit); };
  const bool sized = word.size() >= kTypedIdMin && word.size() <= whole;
  const auto low = sized ? parse_hex(padded('0')) : Result<Bytes>(Bytes());
  const auto high = sized ? parse_hex(padded('f')) : Result<Bytes>(Bytes());
  if (!sized || !low || !high) {
    return stop(Exit::usage, "request: its id is 64 hex digits, or the first 8 or more of them");
  }
  store::RequestId from{};
  store::RequestId to{};
  std::copy(low->begin(), low->end(), from.begin());
  std::copy(high->begin(), high->end(), to.begin());
  out.low = from;
  out.high = to;
  out.all = true;
  return out;
}

Done<RequestLine> find_request(store::Session& session, const std::string& word) {
  auto query = request_query(word);
  if (!query) return stop(query.error());
  auto lines = session.requests(*query);
  if (!lines) return stop(lines.error());
  if (lines->empty()) return stop(Exit::refused, "request: no such request, or not for you");
  if (lines->size() > 1) {
    return stop(Exit::usage, "request: several ids begin so, give more of it");
  }
  return std::move(lines->front());
}

void add_request_option(CLI::App& command, std::string& word) {
  command.add_option("--request", word, "The approved request that lets you do this")
      ->type_name("ID");
}

Done<> cite_request(store::Session& session, const std::string& word, store::FactChange& change) {
  if (word.empty()) return {};
  auto line = find_request(session, word);
  if (!line) return stop(line.error());
  change.request = line->kept.id;
  return {};
}

void print_request_id(Console& console, const store::RequestId& id) {
  if (console.json) {
    print_json(console, {{"id", hex(id)}});
  } else {
    console.out() << hex(id) << '\n';
  }
}

void print_requests(Console& console, const LogNames& names,
                    const std::vector<RequestLine>& lines) {
  Table table({console.text("request"), console.text("kind"), console.text("state"),
               console.text("about"), console.text("asked by"), console.text("yes"), ""});
  for (const RequestLine& line : lines) {
    const store::Request& request = line.kept.request.said;
    table.add({hex(line.kept.id).substr(0, kShortRequestId),
               console.said(to_string(request.subject.kind)), console.said(to_string(line.state)),
               about_text(console, names, line), console.said(person_name(names, request.asker)),
               answers_text(line),
               line.mine         ? console.text("yours")
               : line.may_answer ? console.text("to answer")
                                 : std::string()});
  }
  table.print(console);
}

void print_request(Console& console, const LogNames& names, const RequestLine& line) {
  const store::Request& request = line.kept.request.said;
  Lines out(console);
  out.add("request", hex(line.kept.id));
  out.add("kind", console.said(to_string(request.subject.kind)));
  out.add("state", console.said(to_string(line.state)));
  if (request.subject.record) out.add("record", request.subject.record->text());
  if (request.subject.person != 0) out.add("person", person_name(names, request.subject.person));
  out.add("consent", request.subject.words);
  if (request.subject.kind == redact::RequestKind::policy_change) {
    out.add("policy", hex(request.subject.content));
    out.add("after charter", hex(request.subject.charter));
  }
  out.add("asked by", console.said(person_name(names, request.asker)));
  if (request.role != 0) out.add("in the role", role_name(names, request.role));
  out.add("asked at", when(names, request.made_at_ms));
  if (request.expires_at_ms != 0) out.add("ends at", when(names, request.expires_at_ms));
  if (request.due_at_ms != 0) out.add("review due by", when(names, request.due_at_ms));
  out.add("code", request.reason);
  out.add("reason", request.text);
  out.add("approvals", answers_text(line));
  for (const auto& answer : line.kept.answers) {
    out.add(verdict_name(answer.said.verdict),
            person_name(names, answer.said.person) + " (" + role_name(names, answer.said.role) +
                ") " + when(names, answer.said.made_at_ms) +
                (answer.said.text.empty() ? "" : ": " + answer.said.text));
  }
  out.print();
}

json::object request_json(const LogNames& names, const RequestLine& line) {
  const store::Request& request = line.kept.request.said;
  json::object out{
      {"id", hex(line.kept.id)},
      {"kind", to_string(request.subject.kind)},
      {"state", to_string(line.state)},
      {"asked_by",
       request.asker == 0 ? json::value(nullptr) : json::value(person_name(names, request.asker))},
      {"made_at_ms", request.made_at_ms},
      {"approvals", line.approvals},
      {"needed", line.needed},
      {"mine", line.mine},
      {"may_answer", line.may_answer},
      {"answers", answers_json(names, line)}};
  if (request.asker != 0) out["role"] = role_name(names, request.role);
  if (request.subject.record) out["record"] = request.subject.record->text();
  if (request.subject.person != 0) out["person"] = person_name(names, request.subject.person);
  if (!request.subject.words.empty()) out["consent"] = request.subject.words;
  if (request.subject.kind == redact::RequestKind::policy_change) {
    out["policy"] = hex(request.subject.content);
    out["after_charter"] = hex(request.subject.charter);
  }
  if (request.expires_at_ms != 0) out["ends_at_ms"] = request.expires_at_ms;
  if (request.due_at_ms != 0) out["review_due_ms"] = request.due_at_ms;
  if (!request.reason.empty()) out["code"] = request.reason;
  if (!request.text.empty()) out["reason"] = request.text;
  return out;
}

}  // namespace veil::tools
