#include "store/codec.h"

#include <algorithm>
#include <concepts>
#include <tuple>

#include "store/archive.h"

namespace veil::store {
namespace {

constexpr std::uint8_t kTableVersion = 1;
// Facts that version 1 could say are written so; version 2 says more of consents, and of referrals.
constexpr std::uint8_t kFirstFacts = 1;
constexpr std::uint8_t kFactsVersion = 2;

template <class T, class... Ts>
concept OneOf = (std::same_as<T, Ts> || ...);

}  // namespace

// The types that are written member by member, and nothing more.
template <class T>
concept Plain =
    OneOf<T, redact::Unknown, redact::Date, redact::Money, redact::CodeEntry, redact::Band,
          redact::FileReference, redact::Present, redact::Consent, redact::Referral>;

}  // namespace veil::store

namespace boost::serialization {

template <veil::store::Plain T>
struct implementation_level_impl<const T> {
  using tag = mpl::integral_c_tag;
  using type = mpl::int_<object_serializable>;
  static constexpr int value = object_serializable;
};
template <veil::store::Plain T>
struct tracking_level<T> {
  using tag = mpl::integral_c_tag;
  using type = mpl::int_<track_never>;
  static constexpr int value = track_never;
};

template <class Archive>
void serialize(Archive&, veil::redact::Unknown&, unsigned) {}

template <class Archive>
void serialize(Archive& archive, veil::redact::Date& date, unsigned) {
  using veil::redact::Precision;
  veil::store::each(archive, date.days, veil::store::choice(date.precision, Precision::year));
}

template <class Archive>
void serialize(Archive& archive, veil::redact::Money& money, unsigned) {
  veil::store::each(archive, money.fen);
}

template <class Archive>
void serialize(Archive& archive, veil::redact::CodeEntry& entry, unsigned) {
  using veil::redact::kTextSizeMax;
  veil::store::each(archive, veil::store::bounded(entry.code, kTextSizeMax),
                    veil::store::bounded(entry.edition, kTextSizeMax));
}

template <class Archive>
void serialize(Archive& archive, veil::redact::Band& band, unsigned) {
  veil::store::each(archive, band.low, band.high);
}

template <class Archive>
void serialize(Archive& archive, veil::redact::FileReference& file, unsigned) {
  veil::store::each(archive, veil::store::bounded(file.media_type, veil::redact::kTextSizeMax),
                    file.size, file.digest);
}

template <class Archive>
void serialize(Archive& archive, veil::redact::Present& present, unsigned) {
  veil::store::each(archive, present.valid);
}

template <class Archive>
void serialize(Archive& archive, veil::redact::Consent& consent, unsigned) {
  using veil::store::kFactsTextMax;
  veil::store::each(archive, veil::store::bounded(consent.scope, kFactsTextMax),
                    veil::store::bounded(consent.recipient, kFactsTextMax), consent.until_ms,
                    consent.withdrawn);
}

template <class Archive>
void serialize(Archive& archive, veil::redact::Referral& referral, unsigned) {
  using veil::redact::ReferralStatus;
  veil::store::each(archive, referral.row,
                    veil::store::bounded(referral.recipient, veil::store::kFactsTextMax),
                    veil::store::choice(referral.status, ReferralStatus::revoked),
                    referral.offered_at_ms, referral.until_ms, referral.by, referral.taken_by);
}

}  // namespace boost::serialization

namespace veil::store {
namespace {

template <class T>
Result<redact::Value> read_value(BytesView bytes) {
  InArchive in(bytes);
  redact::Value value(std::in_place_type<T>);
  if constexpr (std::same_as<T, std::vector<redact::CodeEntry>>) {
    each(in, bounded(std::get<T>(value), redact::kCodesMax));
  } else {
    each(in, std::get<T>(value));
  }
  if (!in.done()) return fail(Code::Corrupt, "value: bytes that no value of its kind has");
  return value;
}

Result<redact::Value> read_text(BytesView bytes) {
  if (bytes.size() > redact::kTextSizeMax) return fail(Code::Corrupt, "value: text too long");
  return redact::Value(std::in_place_type<std::string>, text_of(bytes));
}

struct ValueWriter {
  Bytes& to;

  bool operator()(const std::string& text) const {
    if (text.size() > redact::kTextSizeMax) return false;
    append(to, view_of(text));
    return true;
  }
  bool operator()(const std::vector<redact::CodeEntry>& codes) const {
    return write(bounded(codes, redact::kCodesMax));
  }
  template <class T>
  bool operator()(const T& value) const {
    return write(value);
  }
  template <class T>
  bool write(const T& value) const {
    OutArchive out(to);
    each(out, value);
    return out.ok();
  }
};

bool is_kind(std::uint8_t type) {
  return type < redact::kValueKinds;
}

bool is_type(std::uint8_t type) {
  return is_kind(type) || type == kCleared || type == kRowRemoved;
}

// A row is written as its distance from the one before: the number of its row, and, if that is the
// same, of its field. So most rows take four or five bytes, and no table is out of order.
struct Place {
  redact::Row row = 0;
  std::uint32_t next = 0;  // the least field, or removed entity, that may follow in this row
  bool removed = false;
};

bool take_row(InArchive& in, Place& place, TableRow& row) {
  redact::Row distance = 0;
  redact::FieldId field = 0;
  each(in, distance, row.type, field);
  if (is_kind(row.type)) each(in, row.length);
  const bool removed = row.type == kRowRemoved;
  if (!in.ok() || row.length > kValueSizeMax) return false;
  if (distance > std::numeric_limits<redact::Row>::max() - place.row) return false;
  if (distance != 0) {
    place = {place.row + distance, 0, removed};
  } else if (removed != place.removed) {
    if (place.removed) return false;
    place = {place.row, 0, true};
  }
  const std::uint32_t number = place.next + field;
  if (number > std::numeric_limits<redact::FieldId>::max()) return false;
  row.row = place.row;
  row.field = static_cast<redact::FieldId>(number);
  place.next = number + 1;
  return true;
}

void put_row(OutArchive& out, Place& place, const TableRow& row) {
  const bool removed = row.type == kRowRemoved;
  const redact::Row distance = row.row - place.row;
  if (distance != 0 || removed != place.removed) place = {row.row, 0, removed};
  const auto field = static_cast<redact::FieldId>(row.field - place.next);
  each(out, distance, row.type, field);
  if (is_kind(row.type)) each(out, row.length);
  place.next = row.field + 1U;
}

bool is_table(std::span<const TableRow> rows) {
  if (rows.size() > kTableRowsMax) return false;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!is_type(rows[i].type) || rows[i].length > kValueSizeMax) return false;
    if (!is_kind(rows[i].type) && rows[i].length != 0) return false;
    if (i > 0 && !table_order(rows[i - 1], rows[i])) return false;
  }
  return true;
}

Result<> check_version(std::uint8_t version, std::uint8_t known, const char* what) {
  if (version == known) return {};
  if (version < known) return fail(Code::Corrupt, std::string(what) + ": no such version");
  return fail(Code::Unsupported, std::string(what) + ": written by a newer version");
}

template <class Archive, class FactsOrConst>
void each_fact(Archive& archive, FactsOrConst& facts) {
  each(archive, facts.created_by, facts.created_at_ms, facts.opened_on,
       bounded(facts.assigned, kFactsListMax), bounded(facts.conflicts, kFactsListMax),
       bounded(facts.status, kFactsTextMax), bounded(facts.consents, kFactsListMax),
       bounded(facts.holds, kFactsListMax, kFactsTextMax));
}

// What version 2 adds; of each consent in the order of the list.
template <class Archive, class FactsOrConst>
void each_later_fact(Archive& archive, FactsOrConst& facts) {
  for (auto& consent : facts.consents) {
    each(archive, consent.row, bounded(consent.giver, kFactsTextMax), consent.withdrawn_at_ms,
         consent.overridden);
  }
  each(archive, facts.guardian_conflict, bounded(facts.referrals, kFactsListMax));
}

std::uint8_t version_of(const redact::Facts& facts) {
  const bool more =
      std::any_of(facts.consents.begin(), facts.consents.end(), [](const redact::Consent& consent) {
        return consent.row != 0 || !consent.giver.empty() || consent.withdrawn_at_ms != 0 ||
               consent.overridden;
      });
  return more || facts.guardian_conflict || !facts.referrals.empty() ? kFactsVersion : kFirstFacts;
}

}  // namespace

Result<> encode_value(Bytes& to, const redact::Value& value) {
  const std::size_t before = to.size();
  if (std::visit(ValueWriter{to}, value) && to.size() - before <= kValueSizeMax) return {};
  to.resize(before);
  return fail(Code::InvalidArgument, "value: larger than a value may be");
}

Result<redact::Value> decode_value(std::uint8_t kind, BytesView bytes) {
  if (bytes.size() > kValueSizeMax) return fail(Code::Corrupt, "value: too long");
  static_assert(redact::kValueKinds == 11);
  switch (kind) {
    case 0:
      return read_value<redact::Unknown>(bytes);
    case 1:
      return read_text(bytes);
    case 2:
      return read_value<redact::Date>(bytes);
    case 3:
      return read_value<redact::Money>(bytes);
    case 4:
      return read_value<std::int64_t>(bytes);
    case 5:
      return read_value<bool>(bytes);
    case 6:
      return read_value<redact::CodeEntry>(bytes);
    case 7:
      return read_value<std::vector<redact::CodeEntry>>(bytes);
    case 8:
      return read_value<redact::Band>(bytes);
    case 9:
      return read_value<redact::FileReference>(bytes);
    case 10:
      return read_value<redact::Present>(bytes);
    default:
      return fail(Code::Unsupported, "value: a kind that is not known here");
  }
}

bool table_order(const TableRow& a, const TableRow& b) noexcept {
  return std::tuple(a.row, a.type == kRowRemoved, a.field) <
         std::tuple(b.row, b.type == kRowRemoved, b.field);
}

Bytes encode_table(std::span<const TableRow> rows) {
  VEIL_REQUIRE(is_table(rows));
  Bytes out;
  out.reserve(4 + rows.size() * 6);
  OutArchive archive(out);
  each(archive, kTableVersion, rows.size());
  Place place;
  for (const TableRow& row : rows) put_row(archive, place, row);
  return out;
}

Result<std::vector<TableRow>> decode_table(BytesView bytes) {
  InArchive in(bytes);
  std::uint8_t version = 0;
  std::uint16_t count = 0;
  each(in, version);
  if (!in.ok()) return fail(Code::Corrupt, "section table: no bytes");
  if (auto known = check_version(version, kTableVersion, "section table"); !known) {
    return fail(known.error());
  }
  each(in, count);
  if (count > bytes.size()) in.refuse();  // a row takes three bytes at least
  std::vector<TableRow> rows;
  if (in.ok()) rows.reserve(count);
  Place place;
  while (in.ok() && rows.size() < count) {
    TableRow row;
    if (!take_row(in, place, row)) {
      in.refuse();
    } else if (!is_type(row.type)) {
      return fail(Code::Unsupported, "section table: a kind of value that is not known here");
    } else {
      rows.push_back(row);
    }
  }
  if (!in.done()) return fail(Code::Corrupt, "section table: malformed");
  return rows;
}

Result<Bytes> encode_facts(const redact::Facts& facts) {
  Bytes out{version_of(facts)};
  OutArchive archive(out);
  each_fact(archive, facts);
  if (out.front() != kFirstFacts) each_later_fact(archive, facts);
  if (!archive.ok()) return fail(Code::InvalidArgument, "facts: too many, or one is too long");
  return out;
}

Result<redact::Facts> decode_facts(BytesView bytes) {
  if (bytes.empty()) return fail(Code::Corrupt, "facts: no bytes");
  if (bytes[0] != kFirstFacts) {
    if (auto known = check_version(bytes[0], kFactsVersion, "facts"); !known) {
      return fail(known.error());
    }
  }
  InArchive in(bytes.subspan(1));
  redact::Facts facts;
  each_fact(in, facts);
  if (in.ok() && bytes[0] != kFirstFacts) each_later_fact(in, facts);
  if (!in.done() || version_of(facts) != bytes[0]) return fail(Code::Corrupt, "facts: malformed");
  return facts;
}

}  // namespace veil::store
