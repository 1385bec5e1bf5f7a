// tests/store/hostile_store.h: a store in the hands of an attacker: all its rows at hand, to be
// altered at will and opened again. He has no key; what he can do is everything a disk can do.
#pragma once

#include <functional>
#include <map>
#include <set>

#include "store/check.h"
#include "tests/store/world.h"

namespace veil::test {

using RowsOnDisk = std::map<Bytes, Bytes>;

// Who noticed. The order is that of a person's day: opening, entering, reading, checking, comparing
// with what she pinned.
enum class Stage { open, enter, read, check, pin, nobody };
const char* to_string(Stage stage);

struct Notice {
  Stage stage = Stage::nobody;
  Code code = Code::Corrupt;
  std::string message;
};

class HostileStore {
 public:
  HostileStore();

  const RowsOnDisk& rows() const { return rows_; }
  const RowsOnDisk& older() const {
    return older_;
  }                                                // before the last writes, of `a` and of the log
  const store::RecordId& a() const { return a_; }  // has history, blind and merged sections
  const store::RecordId& b() const { return b_; }

  // Opens the store with these rows and does what its people do, until somebody notices.
  // Fails the test if a view differs from what it was and nobody said so.
  Notice examine(const RowsOnDisk& rows);

 private:
  std::string everything_seen(store::Vault& vault, Notice& notice);
  Result<std::unique_ptr<store::Vault>> open(const RowsOnDisk& rows);
  void remember();
  RowsOnDisk read_rows();

  World world_;
  store::RecordId a_;
  store::RecordId b_;
  store::RequestId request_{};  // for access to `a`, approved after the older rows
  RowsOnDisk rows_;
  RowsOnDisk older_;
  std::string expected_;
  std::filesystem::path scratch_;
  std::string checkpoint_;
  std::optional<store::Pin> pin_;
};

}  // namespace veil::test
