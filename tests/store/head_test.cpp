#include "store/head.h"

#include <catch2/catch.hpp>
#include <random>

#include "store/loaded_record.h"
#include "store/opening.h"
#include "store/statement.h"

using namespace veil;

namespace {

store::DirectoryEntry entry_of(redact::Compartment compartment, std::uint64_t version,
                               std::uint32_t length) {
  store::DirectoryEntry out;
  out.compartment = compartment;
  out.epoch = 1;
  out.section_version = version;
  out.content_version = version;
  out.length = length;
  out.digest.fill(static_cast<std::uint8_t>(compartment));
  return out;
}

store::Head a_head() {
  store::Head head;
  head.charter_version = 2;
  head.record_version = 300;
  head.next_row = 7;
  head.previous.fill(1);
  head.salts = {{1, 1, Hash{}}, {300, 2, Hash{}}};
  head.directory = {entry_of(1, 300, 40), entry_of(19, 1, 64), entry_of(19, 300, 10)};
  head.directory[2].blind = true;
  head.directory[2].first_row = 6;
  head.directory[1].offset = 40;
  head.directory[2].offset = 104;
  head.mac.fill(9);
  return head;
}

Bytes record_of(const store::Head& head, std::size_t body) {
  Bytes out = store::encode_head(head);
  append(out, head.mac);
  out.resize(out.size() + body, 0x5a);
  return out;
}

}  // namespace

TEST_CASE("a record parses to the head that was written", "[store]") {
  const Bytes record = record_of(a_head(), 114);
  auto parts = store::parse_record(record);
  REQUIRE(parts);
  CHECK(parts->head == a_head());
  CHECK(parts->section(parts->head.directory[1]).size() == 64);
  CHECK(parts->body.size() == 114);
}

TEST_CASE("a record is refused for anything out of place", "[store]") {
  struct Row {
    const char* why;
    std::function<void(store::Head&)> spoil;
  };
  const std::vector<Row> rows = {
      {"directory out of order", [](auto& h) { std::swap(h.directory[1], h.directory[2]); }},
      {"an entry twice", [](auto& h) { h.directory[2] = h.directory[1]; }},
      {"a gap between sections", [](auto& h) { h.directory[2].offset = 105; }},
      {"sections that overlap", [](auto& h) { h.directory[2].offset = 100; }},
      {"a section without a salt", [](auto& h) { h.salts.pop_back(); }},
      {"a salt without a section",
       [](auto& h) {
         h.salts.push_back({301, 2, Hash{}});
       }},
      {"salts out of order", [](auto& h) { std::swap(h.salts[0], h.salts[1]); }},
      {"content newer than its section", [](auto& h) { h.directory[1].content_version = 2; }},
      {"a section of a later version", [](auto& h) { h.record_version = 299; }},
      {"a longer last section", [](auto& h) { h.directory[2].length = 11; }},
  };
  for (const Row& row : rows) {
    store::Head head = a_head();
    row.spoil(head);
    INFO(row.why);
    CHECK(!store::parse_record(record_of(head, 114)));
  }
}

TEST_CASE("no truncation of a record parses", "[store]") {
  const Bytes record = record_of(a_head(), 114);
  for (std::size_t size = 0; size < record.size(); ++size) {
    CHECK(!store::parse_record(BytesView(record).first(size)));
  }
}

TEST_CASE("statements, openings and history rows read back as they were", "[store]") {
  store::CommitStatement statement;
  statement.record_version = 3;
  statement.written = {entry_of(6, 3, 100), entry_of(7, 3, 90)};
  statement.removed = {{6, 1}, {7, 2}};
  statement.rows = 2;
  statement.known_changed = true;
  const Bytes encoded = store::encode_statement(statement);
  CHECK(store::decode_statement(encoded).value() == statement);
  for (std::size_t size = 0; size < encoded.size(); ++size) {
    CHECK(!store::decode_statement(BytesView(encoded).first(size)));
  }
  store::Opening opening;
  opening.person = 4;
  opening.until_ms = 99;
  CHECK(store::decode_opening(store::encode_opening(opening)).value() == opening);
  store::HistoryRow row;
  row.entry = entry_of(7, 2, 3);
  row.salt.section_version = 2;
  row.bytes = {1, 2, 3};
  row.replaced_at = 4;
  const Bytes history = store::encode_history_row(row);
  auto back = store::decode_history_row(history);
  REQUIRE(back);
  CHECK(store::encode_history_row(*back) == history);
  CHECK(back->replaced_at == 4);
}
