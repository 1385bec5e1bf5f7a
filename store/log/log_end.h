// store/log/log_end.h: where an access log ends, and whether that is where its checkpoint says.
// Thread safety: free functions and values.
#pragma once

#include "store/log/access_log.h"
#include "store/log/rows.h"

namespace veil::store {

// Where the log ends: in memory what the engine durably has.
struct LogEnd {
  std::uint32_t epoch = 0;
  std::uint64_t time_ms = 0;
  std::uint64_t index_rows = 0;
  crypto::TileEdge edge;
  Bytes row;  // the frontier row that says so

  // Makes `row` say what the other members say.
  void encode_row(const crypto::Key& mac_key);
};

// What a log in the engine says of itself, held against its checkpoint.
struct Opened {
  LogEnd end;
  std::string note;
  std::uint64_t anchored = 0;
};

// The key of the MAC on the frontier row, the host's.
crypto::Key frontier_mac_key(const AccessLogOptions& options);

// Reads frontier, last leaves and checkpoint file, and holds them against each other. Corrupt if
// they do not fit; the message says what is missing.
Result<Opened> read_log(const Snapshot& snapshot, const AccessLogOptions& options);

}  // namespace veil::store
