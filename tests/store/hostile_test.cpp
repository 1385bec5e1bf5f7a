// What DESIGN 6 promises of a store whose disk is an attacker's: every change is noticed, by the
// stage that is named for it, with a typed error, and nothing is half-shown.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "crypto/grant.h"
#include "store/head.h"
#include "store/lexicon.h"
#include "store/listing.h"
#include "store/loaded_record.h"
#include "store/rows.h"
#include "tests/store/hostile_store.h"

using namespace veil;
using test::HostileStore;
using test::Notice;
using test::RowsOnDisk;
using test::Stage;

namespace {

HostileStore& the_store() {
  static HostileStore store;
  return store;
}

const Bytes& row(const RowsOnDisk& rows, const Bytes& key) {
  return rows.at(key);
}

// Counts what a campaign did, so that one that does nothing fails.
struct Tally {
  std::map<Stage, std::size_t> noticed;
  std::size_t all = 0;

  void expect(const RowsOnDisk& rows, const std::set<Stage>& stages, const std::string& what) {
    ++all;
    const Notice notice = the_store().examine(rows);
    ++noticed[notice.stage];
    INFO(what << ": noticed by " << test::to_string(notice.stage) << ": " << notice.message);
    CHECK(stages.count(notice.stage) == 1);
    if (notice.stage != Stage::nobody) {
      CHECK((notice.code == Code::Corrupt || notice.code == Code::Unsupported ||
             notice.code == Code::Denied || notice.code == Code::InvalidArgument));
    }
  }
  void print(const char* name) const {
    std::string line = std::string(name) + ": " + std::to_string(all) + " attacks;";
    for (const auto& [stage, count] : noticed) {
      line += std::string(" ") + test::to_string(stage) + " " + std::to_string(count);
    }
    WARN(line);
  }
};

RowsOnDisk with(const Bytes& key, const Bytes& value) {
  RowsOnDisk out = the_store().rows();
  out[key] = value;
  return out;
}

RowsOnDisk without(const std::vector<Bytes>& keys) {
  RowsOnDisk out = the_store().rows();
  for (const Bytes& key : keys) out.erase(key);
  return out;
}

std::vector<Bytes> keys_below(const RowsOnDisk& rows, const Bytes& prefix) {
  std::vector<Bytes> out;
  for (const auto& [key, value] : rows) {
    if (key.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), key.begin())) {
      out.push_back(key);
    }
  }
  return out;
}

std::string name_of(const Bytes& key) {
  return std::string(1, static_cast<char>(key[0])) + " " + hex(BytesView(key).subspan(1));
}

// The record with another directory, as one writes it who has no key for the mac.
Bytes rebuilt(const store::Head& head, const std::vector<Bytes>& sections) {
  store::Head changed = head;
  std::uint32_t offset = 0;
  Bytes body;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    changed.directory[i].offset = offset;
    changed.directory[i].length = static_cast<std::uint32_t>(sections[i].size());
    offset += changed.directory[i].length;
    append(body, sections[i]);
  }
  Bytes out = store::encode_head(changed);
  append(out, changed.mac);
  append(out, body);
  return out;
}

}  // namespace

TEST_CASE("a store that nobody touched is noticed by nobody", "[.][hostile]") {
  const Notice notice = the_store().examine(the_store().rows());
  INFO(notice.message);
  CHECK(notice.stage == Stage::nobody);
}

TEST_CASE("every row that is flipped, cut, emptied or lengthened is noticed", "[.][hostile]") {
  std::mt19937 random(20261124);
  Tally tally;
  for (const auto& [key, value] : the_store().rows()) {
    // The side index has no values: its keys are the next test's.
    if (value.empty() || key[0] == 'm') continue;
    const std::set<Stage> stages = {Stage::open, Stage::enter, Stage::read, Stage::check};
    const int flips = key[0] == 'r' ? 24 : key[0] == 's' ? 8 : 1;
    for (int i = 0; i < flips; ++i) {
      Bytes changed = value;
      const std::size_t at = random() % changed.size();
      changed[at] = static_cast<std::uint8_t>(changed[at] ^ (1U << (random() % 8)));
      tally.expect(with(key, changed), stages,
                   "flip at " + std::to_string(at) + " of " + name_of(key));
    }
    Bytes cut = value;
    cut.resize(random() % value.size());
    tally.expect(with(key, cut), stages, "cut of " + name_of(key));
    tally.expect(with(key, {}), stages, "emptied " + name_of(key));
    Bytes longer = value;
    longer.push_back(0);
    tally.expect(with(key, longer), stages, "lengthened " + name_of(key));
  }
  tally.print("flips and cuts");
  CHECK(tally.all > 400);
}

TEST_CASE("every row that is dropped is noticed", "[.][hostile]") {
  Tally tally;
  for (const auto& [key, value] : the_store().rows()) {
    if (key[0] == 'm') continue;
    tally.expect(without({key}), {Stage::open, Stage::enter, Stage::read, Stage::check},
                 "drop of " + name_of(key));
  }
  const Bytes record = store::record_row_key(the_store().a());
  const Bytes secret = store::secret_row_key(the_store().a());
  // To her it looks like a record that never was; the log knows better.
  tally.expect(without({record, secret}), {Stage::read, Stage::check}, "record with its secret");
  tally.print("drops");
}

TEST_CASE("sections are not swapped, dropped, added or taken from elsewhere", "[.][hostile]") {
  HostileStore& store = the_store();
  Tally tally;
  const Bytes key_a = store::record_row_key(store.a());
  const Bytes key_b = store::record_row_key(store.b());
  const auto a = store::parse_record(row(store.rows(), key_a)).value();
  const auto b = store::parse_record(row(store.rows(), key_b)).value();
  std::vector<Bytes> sections;
  for (const auto& entry : a.head.directory) sections.push_back(to_bytes(a.section(entry)));
  const std::set<Stage> any_read = {Stage::read};

  for (std::size_t i = 0; i < sections.size(); ++i) {
    for (std::size_t j = i + 1; j < sections.size(); ++j) {
      if (sections[i].size() != sections[j].size()) continue;
      std::vector<Bytes> swapped = sections;  // of strengths, classes and versions of one record
      std::swap(swapped[i], swapped[j]);
      tally.expect(with(key_a, rebuilt(a.head, swapped)), any_read, "swap of two sections");
    }
    for (const auto& entry : b.head.directory) {
      if (entry.compartment != a.head.directory[i].compartment) continue;
      std::vector<Bytes> foreign = sections;
      foreign[i] = to_bytes(b.section(entry));
      tally.expect(with(key_a, rebuilt(a.head, foreign)), any_read, "another record's section");
      store::Head head = a.head;
      head.directory[i].digest = entry.digest;  // with its digest
      tally.expect(with(key_a, rebuilt(head, foreign)), any_read, "section with digest");
    }
    store::Head fewer = a.head;
    fewer.directory.erase(fewer.directory.begin() + static_cast<std::ptrdiff_t>(i));
    std::vector<Bytes> left = sections;
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(i));
    tally.expect(with(key_a, rebuilt(fewer, left)), any_read, "section dropped");
    store::Head more = a.head;
    more.directory.push_back(a.head.directory[i]);
    more.directory.back().compartment = 60000;
    std::vector<Bytes> added = sections;
    added.push_back(sections[i]);
    tally.expect(with(key_a, rebuilt(more, added)), any_read, "section added");
  }
  for (const Bytes& key : keys_below(store.rows(), store::history_rows(store.a()))) {
    const auto old = store::decode_history_row(row(store.rows(), key)).value();
    for (std::size_t i = 0; i < sections.size(); ++i) {
      if (a.head.directory[i].compartment != old.entry.compartment) continue;
      std::vector<Bytes> back = sections;
      back[i] = old.bytes;
      tally.expect(with(key_a, rebuilt(a.head, back)), any_read, "section rolled back");
    }
  }
  tally.print("sections");
  CHECK(tally.all > 150);
}

TEST_CASE("values of one section are not swapped, and no bytes of it are moved", "[.][hostile]") {
  HostileStore& store = the_store();
  Tally tally;
  const Bytes key = store::record_row_key(store.a());
  const Bytes record = row(store.rows(), key);
  const auto parts = store::parse_record(record).value();
  const std::size_t head = parts.head_bytes.size();
  for (const auto& entry : parts.head.directory) {
    if (entry.length < 128) continue;
    Bytes moved = record;
    const auto at = moved.begin() + static_cast<std::ptrdiff_t>(head + entry.offset);
    std::swap_ranges(at + 64, at + 80, at + 96);
    if (moved == record) continue;
    // A reading opens neither of these two.
    const bool unread = entry.compartment == store::kLexiconCompartment ||
                        entry.compartment == store::kListingCompartment;
    tally.expect(with(key, moved), {unread ? Stage::check : Stage::read}, "values swapped");
  }
  tally.print("values");
  CHECK(tally.all > 8);
}

TEST_CASE("an older copy of a record, of its secret, or of both is noticed", "[.][hostile]") {
  HostileStore& store = the_store();
  Tally tally;
  for (const store::RecordId& id : {store.a(), store.b()}) {
    const Bytes record = store::record_row_key(id);
    const Bytes secret = store::secret_row_key(id);
    RowsOnDisk rows = with(record, row(store.older(), record));
    tally.expect(rows, {Stage::read}, "old record");
    rows[secret] = row(store.older(), secret);
    tally.expect(rows, {Stage::check}, "old record with its old secret");
    for (const Bytes& key : keys_below(store.rows(), store::history_rows(id))) {
      if (store.older().count(key) == 0) rows.erase(key);
    }
    tally.expect(rows, {Stage::check}, "old record, secret and history");
    tally.expect(with(secret, row(store.older(), secret)), {Stage::read}, "old secret");
  }
  RowsOnDisk exchanged = store.rows();
  std::swap(exchanged[store::record_row_key(store.a())],
            exchanged[store::record_row_key(store.b())]);
  tally.expect(exchanged, {Stage::read}, "two records exchanged");
  std::swap(exchanged[store::secret_row_key(store.a())],
            exchanged[store::secret_row_key(store.b())]);
  tally.expect(exchanged, {Stage::read}, "two records exchanged with their secrets");
  tally.print("old copies");
}

TEST_CASE("an older row of a request, and another in its place, are noticed", "[.][hostile]") {
  Tally tally;
  const auto keys = keys_below(the_store().rows(), store::request_rows());
  REQUIRE(keys.size() == 1);
  tally.expect(with(keys[0], row(the_store().older(), keys[0])), {Stage::check},
               "the request without its answer");
  Bytes other = keys[0];
  other.back() = static_cast<std::uint8_t>(other.back() ^ 1U);
  tally.expect(with(other, row(the_store().rows(), keys[0])), {Stage::open},
               "the request under another id");
  tally.print("requests");
}

TEST_CASE("the whole store rolled back is noticed by the checkpoint file, or by who pinned it",
          "[.][hostile]") {
  Tally tally;
  tally.expect(the_store().older(), {Stage::open}, "all rows as they were, the file as it is");
  tally.print("whole store");
}

TEST_CASE("old charters and foreign grants do not come back", "[.][hostile]") {
  HostileStore& store = the_store();
  Tally tally;
  const Bytes first = store::charter_row_key(1);
  const Bytes second = store::charter_row_key(2);
  RowsOnDisk rows = store.rows();
  rows[second] = row(rows, first);
  tally.expect(rows, {Stage::open}, "charter 1 replayed as charter 2");
  rows = store.rows();
  rows[store::charter_row_key(3)] = row(rows, second);
  tally.expect(rows, {Stage::open}, "charter 2 replayed as charter 3");
  // Where somebody asked for something, her signature is of nobody in it.
  tally.expect(without({second}), {Stage::open}, "back to charter 1");

  // Grants exchanged between holders and objects, and one that an attacker signed.
  const auto grants = keys_below(store.rows(), store::grant_rows());
  for (std::size_t i = 0; i + 1 < grants.size(); i += 3) {
    RowsOnDisk swapped = store.rows();
    std::swap(swapped[grants[i]], swapped[grants[i + 1]]);
    tally.expect(swapped, {Stage::enter, Stage::read, Stage::check}, "two grants exchanged");
  }
  const crypto::Identity attacker = crypto::Identity::generate();
  for (const Bytes& key : grants) {
    auto grant = crypto::Grant::decode(row(store.rows(), key)).value();
    const Bytes box = grant.box;
    auto sealed = grant.seal_key(attacker.public_identity().box_key(), crypto::Key::random());
    REQUIRE(sealed);
    grant.sign_with(attacker.signing_key());
    tally.expect(with(key, grant.encode()), {Stage::enter, Stage::read, Stage::check},
                 "a grant signed by somebody else");
  }
  tally.print("charters and grants");
  CHECK(tally.all > 40);
}
