#include "store/log/entry.h"

#include <algorithm>
#include <limits>

#include "redact/unicode.h"

namespace veil::store {
namespace {

constexpr std::uint8_t kPlainVersion = 1;
constexpr std::uint8_t kSubjectVersion = 2;  // with a subject at its end

template <class T>
T read_number(ByteReader& reader) {
  return static_cast<T>(reader.varint_max(std::numeric_limits<T>::max()));
}

void append_text(Bytes& to, BytesView text) {
  append_varint(to, text.size());
  append(to, text);
}

BytesView read_text(ByteReader& reader, std::size_t size_max) {
  return reader.take(reader.varint_max(size_max));
}

void append_statement(Bytes& to, const Statement& statement) {
  append_text(to, statement.bytes);
  append_varint(to, statement.path.index);
  append_varint(to, statement.path.size);
  append_varint(to, statement.path.hashes.size());
  for (const Hash& hash : statement.path.hashes) append(to, hash);
  append(to, statement.signature);
}

Statement read_statement(ByteReader& reader) {
  Statement out;
  out.bytes = to_bytes(read_text(reader, Entry::kStatementMax));
  out.path.index = reader.varint();
  out.path.size = reader.varint();
  const std::uint64_t count = reader.varint_max(Entry::kPathMax);
  for (std::uint64_t i = 0; i < count && reader.ok(); ++i) {
    out.path.hashes.push_back(reader.array<sizeof(Hash)>());
  }
  out.signature = reader.array<sizeof(crypto::Signature)>();
  return out;
}

bool is_outcome(std::uint8_t number) {
  return number >= static_cast<std::uint8_t>(EntryOutcome::given) &&
         number <= static_cast<std::uint8_t>(EntryOutcome::failed);
}

bool is_good_text(std::string_view text, std::size_t size_max) {
  return text.size() <= size_max && redact::is_utf8(text);
}

}  // namespace

std::string_view to_string(Action action) noexcept {
  switch (action) {
    case Action::open_session:
      return "open_session";
    case Action::read:
      return "read";
    case Action::list:
      return "list";
    case Action::create:
      return "create";
    case Action::update:
      return "update";
    case Action::history:
      return "history";
    case Action::search:
      return "search";
    case Action::erase:
      return "erase";
    case Action::import:
      return "import";
    case Action::export_copy:
      return "export_copy";
    case Action::log_read:
      return "log_read";
    case Action::check:
      return "check";
    case Action::person_add:
      return "person_add";
    case Action::policy_change:
      return "policy_change";
    case Action::key_use:
      return "key_use";
    case Action::request:
      return "request";
    case Action::close_session:
      return "close_session";
    case Action::break_glass:
      return "break_glass";
    case Action::scrub:
      return "scrub";
  }
  return {};
}

std::string_view to_string(EntryOutcome outcome) noexcept {
  switch (outcome) {
    case EntryOutcome::given:
      return "given";
    case EntryOutcome::refused:
      return "refused";
    case EntryOutcome::failed:
      return "failed";
  }
  return {};
}

Result<> check_entry(const Entry& entry) {
  const auto refuse = [](const char* why) {
    return fail(Code::InvalidArgument, std::string("log entry: ") + why);
  };
  if (!is_good_text(entry.reason, Entry::kReasonMax)) {
    return refuse("the reason is too long or not UTF-8");
  }
  if (!is_good_text(entry.client, Entry::kClientMax)) {
    return refuse("the client's name is too long or not UTF-8");
  }
  if (entry.classes.size() > Entry::kClassesMax) return refuse("too many classes");
  for (const ClassOutcome& outcome : entry.classes) {
    if (outcome.given > redact::Strength::full) return refuse("not a strength");
  }
  if (!is_outcome(static_cast<std::uint8_t>(entry.outcome))) return refuse("not an outcome");
  if (entry.part == 0 || entry.part > entry.parts) return refuse("part numbers do not fit");
  if (entry.statement && (entry.statement->bytes.size() > Entry::kStatementMax ||
                          entry.statement->path.hashes.size() > Entry::kPathMax)) {
    return refuse("the statement is too long");
  }
  if (entry.subject.size() > Entry::kSubjectMax) return refuse("the subject is too long");
  return {};
}

Bytes encode_entry(const Entry& entry) {
  VEIL_REQUIRE(check_entry(entry) && entry.records.size() <= Entry::kRecordsMax);
  Bytes out;
  out.push_back(entry.subject.empty() ? kPlainVersion : kSubjectVersion);
  append_le64(out, entry.time_ms);
  append_varint(out, static_cast<std::uint16_t>(entry.action));
  out.push_back(static_cast<std::uint8_t>(entry.outcome));
  append(out, entry.opening);
  append_varint(out, entry.person);
  append_varint(out, entry.role);
  append_varint(out, entry.purpose);
  append_varint(out, entry.charter_version);
  append_varint(out, entry.part);
  append_varint(out, entry.parts);
  append_text(out, view_of(entry.reason));
  append_text(out, view_of(entry.client));
  append_varint(out, entry.records.size());
  for (const RecordId& record : entry.records) append(out, record.bytes);
  append_varint(out, entry.classes.size());
  for (const ClassOutcome& outcome : entry.classes) {
    append_varint(out, outcome.cls);
    out.push_back(static_cast<std::uint8_t>(outcome.given));
    out.push_back(outcome.reason);
  }
  out.push_back(entry.statement ? 1 : 0);
  if (entry.statement) append_statement(out, *entry.statement);
  if (!entry.subject.empty()) append_text(out, entry.subject);
  return out;
}

Result<Entry> decode_entry(BytesView bytes) {
  const auto malformed = [] { return fail(Code::Corrupt, "log entry: malformed"); };
  ByteReader reader(bytes);
  const std::uint8_t version = reader.u8();
  if (version != kPlainVersion && version != kSubjectVersion) return malformed();
  Entry out;
  out.time_ms = reader.le64();
  out.action = static_cast<Action>(read_number<std::uint16_t>(reader));
  const std::uint8_t outcome = reader.u8();
  if (!is_outcome(outcome)) return malformed();
  out.outcome = static_cast<EntryOutcome>(outcome);
  out.opening = reader.array<sizeof(Hash)>();
  out.person = read_number<redact::PersonId>(reader);
  out.role = read_number<redact::RoleId>(reader);
  out.purpose = read_number<redact::PurposeId>(reader);
  out.charter_version = reader.varint();
  out.part = read_number<std::uint32_t>(reader);
  out.parts = read_number<std::uint32_t>(reader);
  out.reason = text_of(read_text(reader, Entry::kReasonMax));
  out.client = text_of(read_text(reader, Entry::kClientMax));
  const std::uint64_t records = reader.varint_max(Entry::kRecordsMax);
  for (std::uint64_t i = 0; i < records && reader.ok(); ++i) {
    out.records.push_back({reader.array<16>()});
  }
  const std::uint64_t classes = reader.varint_max(Entry::kClassesMax);
  for (std::uint64_t i = 0; i < classes && reader.ok(); ++i) {
    ClassOutcome one;
    one.cls = read_number<redact::ClassId>(reader);
    one.given = static_cast<redact::Strength>(reader.u8());
    one.reason = reader.u8();
    out.classes.push_back(one);
  }
  const std::uint8_t signed_too = reader.u8();
  if (signed_too > 1) return malformed();
  if (signed_too == 1) out.statement = read_statement(reader);
  if (version == kSubjectVersion) {
    out.subject = to_bytes(read_text(reader, Entry::kSubjectMax));
    if (out.subject.empty()) return malformed();
  }
  if (!reader.at_end() || !check_entry(out)) return malformed();
  return out;
}

std::vector<Entry> split(Entry entry) {
  std::vector<Entry> out;
  const std::size_t count = entry.records.size();
  if (count <= Entry::kRecordsMax) {
    out.push_back(std::move(entry));
    return out;
  }
  const std::vector<RecordId> records = std::move(entry.records);
  entry.records.clear();
  entry.parts = static_cast<std::uint32_t>((count - 1) / Entry::kRecordsMax + 1);
  for (std::size_t at = 0; at < count; at += Entry::kRecordsMax) {
    entry.part = static_cast<std::uint32_t>(at / Entry::kRecordsMax + 1);
    const auto from = records.begin() + static_cast<std::ptrdiff_t>(at);
    const std::size_t size = std::min(Entry::kRecordsMax, count - at);
    out.push_back(entry);
    out.back().records.assign(from, from + static_cast<std::ptrdiff_t>(size));
    entry.statement.reset();
  }
  return out;
}

}  // namespace veil::store
