// tests/bench/limit.h: what no program of this design can go below: the same derivations, digests,
// seals and signatures as one record needs, in raw libsodium and nothing around them, and one
// RocksDB put or get of the same bytes. It shares no code with the product.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace veil::bench {

// What one stored record consists of.
struct SectionShape {
  std::size_t table = 0;            // plain bytes of its table
  std::vector<std::size_t> values;  // plain bytes of each value
  std::size_t bytes = 0;            // of the whole section
};
struct RecordShape {
  std::size_t head = 0;
  std::size_t secret_row = 0;
  std::size_t facts = 0;      // of the host's section
  std::size_t statement = 0;  // 0: a read
  std::size_t leaf = 0;       // of the log entry
  std::vector<SectionShape> sections;
  std::size_t stored() const;  // bytes of the record's own rows
};

class Limit {
 public:
  explicit Limit(const std::string& directory);
  ~Limit();
  Limit(const Limit&) = delete;
  Limit& operator=(const Limit&) = delete;

  // Writes `count` records in one durable batch.
  void write(const RecordShape& shape, std::size_t count);
  // Gets a record and opens these of its sections, after one durable put of the log entry; of a
  // list, `count` records after one entry.
  void read(const RecordShape& stored, const RecordShape& opened, std::size_t count);
  // What read() gets.
  void prepare(const RecordShape& shape, std::size_t count);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace veil::bench
