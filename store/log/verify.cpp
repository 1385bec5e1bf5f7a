#include "store/log/verify.h"

#include <algorithm>
#include <bit>

#include "store/log/leaf.h"
#include "store/log/rows.h"

namespace veil::store {
namespace {

constexpr std::size_t kIndexKeySize = 2 + 16 + 8;
constexpr std::size_t kTileKeySize = 2 + 1 + 8;

// A signed head that the log must pass through.
struct Anchor {
  const char* name;
  crypto::TreeHead tree;
  bool reached = false;
};

class Verifier {
 public:
  Verifier(const Snapshot& snapshot, const LogEvidence& evidence)
      : snapshot_(snapshot), evidence_(evidence) {}

  Result<LogReport> run();

 private:
  void add(std::uint64_t from, std::uint64_t to, std::string what);
  void add(std::string what) { add(0, 0, std::move(what)); }
  Result<> read_frontier();
  void read_anchors();
  bool visit(BytesView key, BytesView value);
  void on_leaf(BytesView key, BytesView value);
  void on_tile(BytesView key);
  void on_index(BytesView key, BytesView value);
  void check_epoch(const Leaf& leaf);
  void check_tile(const crypto::TileEdge::Full& full);
  void pass_anchors();
  void check_frontier();
  void check_anchors();

  std::uint64_t next() const { return edge_.frontier().size(); }

  const Snapshot& snapshot_;
  const LogEvidence& evidence_;
  LogReport report_;
  std::optional<Error> engine_error_;
  std::optional<log_rows::FrontierRow> row_;
  std::optional<Anchor> checkpoint_;
  std::optional<Anchor> older_;
  crypto::TileEdge edge_;
  bool gap_ = false;  // a leaf is missing: nothing after it can be hashed
  std::uint32_t epoch_ = 0;
  std::uint64_t epoch_rows_ = 0;
  std::uint64_t index_rows_ = 0;
};

void Verifier::add(std::uint64_t from, std::uint64_t to, std::string what) {
  if (report_.faults.size() < LogReport::kFaultsMax) {
    report_.faults.push_back({from, to, std::move(what)});
  }
}

Result<> Verifier::read_frontier() {
  auto row = log_rows::read_frontier(snapshot_);
  if (row) {
    row_ = *std::move(row);
  } else if (row.error().code == Code::Corrupt) {
    add("the frontier row is malformed");
  } else if (row.error().code == Code::NotFound) {
    add("the frontier row is missing");
  } else {
    return fail(std::move(row.error()));
  }
  return {};
}

void Verifier::read_anchors() {
  if (evidence_.checkpoint.empty()) {
    add("there is no checkpoint");
  } else if (auto opened = crypto::open_checkpoint(evidence_.checkpoint, evidence_.log); opened) {
    checkpoint_ = Anchor{"checkpoint", opened->tree};
  } else {
    add("the checkpoint is not one of this log, signed by its key");
  }
  if (!evidence_.older) return;
  if (auto opened = crypto::open_checkpoint(*evidence_.older, evidence_.log); opened) {
    older_ = Anchor{"older checkpoint", opened->tree};
  } else {
    add("the older checkpoint is not one of this log, signed by its key");
  }
}

void Verifier::pass_anchors() {
  for (std::optional<Anchor>* anchor : {&checkpoint_, &older_}) {
    if (!*anchor || (*anchor)->tree.size != next()) continue;
    (*anchor)->reached = true;
    if (edge_.frontier().root() == (*anchor)->tree.root) continue;
    add(0, next(), std::string("the entries are not those of the ") + (*anchor)->name);
    anchor->reset();
  }
}

bool Verifier::visit(BytesView key, BytesView value) {
  const std::string_view table = text_of(key).substr(0, 2);
  if (table == log_rows::kLeaf) {
    on_leaf(key, value);
  } else if (table == log_rows::kTile) {
    on_tile(key);
  } else if (table == log_rows::kIndex) {
    on_index(key, value);
  } else if (table == log_rows::kEpoch) {
    ++epoch_rows_;
  } else if (text_of(key) != log_rows::kFrontier) {
    add("there is a row that belongs to no table of the log");
  }
  return !engine_error_;
}

void Verifier::on_leaf(BytesView key, BytesView value) {
  if (gap_) return;
  if (!same_bytes(key, log_rows::leaf_key(next()))) {
    add(next(), next() + 1, "an entry is missing");
    gap_ = true;
    return;
  }
  if (auto leaf = decode_leaf(value); leaf) {
    check_epoch(*leaf);
  } else {
    add(next(), next() + 1, "an entry is malformed");
  }
  std::vector<crypto::TileEdge::Full> full;
  // The edge has grown from the first leaf on, so it asks for no tile.
  const auto grown = edge_.append(crypto::leaf_hash(value), full, nullptr);
  VEIL_REQUIRE(grown.has_value());
  for (const auto& tile : full) check_tile(tile);
  pass_anchors();
}

void Verifier::check_epoch(const Leaf& leaf) {
  const std::uint64_t index = next();
  const bool begins = leaf.commitment.has_value();
  if (leaf.epoch != epoch_ + (begins ? 1 : 0) || leaf.epoch == 0) {
    add(index, index + 1, "an entry is of the wrong epoch");
  }
  if (!begins) return;
  epoch_ = leaf.epoch;
  const auto row = log_rows::read_epoch(snapshot_, leaf.epoch);
  if (!row && row.error().code == Code::Unavailable) {
    engine_error_ = row.error();
  } else if (!row || row->first != index) {
    add(index, index + 1,
        "the key row of epoch " + std::to_string(leaf.epoch) + " is missing or wrong");
  }
}

void Verifier::check_tile(const crypto::TileEdge::Full& full) {
  const auto stored = log_rows::read_tile(snapshot_, full.level, full.index);
  if (!stored && stored.error().code == Code::Unavailable) {
    engine_error_ = stored.error();
    return;
  }
  const unsigned shift = full.level * crypto::kTileHeight;
  std::uint64_t from = full.index * crypto::kTileWidth;
  std::uint64_t to = from + crypto::kTileWidth;
  if (stored) {
    const auto differs = std::ranges::mismatch(*stored, full.items);
    if (differs.in1 == stored->end()) return;
    from += static_cast<std::uint64_t>(differs.in1 - stored->begin());
    to = from + 1;
  }
  add(from << shift, to << shift,
      "entries and tile " + std::to_string(full.level) + "/" + std::to_string(full.index) +
          " do not fit");
}

void Verifier::on_tile(BytesView key) {
  // Leaves come before tiles in the order of keys: the size is known by now.
  if (key.size() == kTileKeySize &&
      crypto::tile_width(key[2], log_rows::index_of(key), next()) == crypto::kTileWidth) {
    return;
  }
  add("there is a tile that belongs to no entries");
}

void Verifier::on_index(BytesView key, BytesView value) {
  ++index_rows_;
  if (key.size() == kIndexKeySize && value.empty() && log_rows::index_of(key) < next()) return;
  add("there is a row of the side index that belongs to no entry");
}

void Verifier::check_frontier() {
  if (!row_) return;
  const crypto::Frontier& stored = row_->frontier;
  if (stored.size() > next()) {
    add(next(), stored.size(), "the frontier row says that there are more entries");
  } else if (stored.size() < next()) {
    add(stored.size(), next(), "the frontier row says that there are fewer entries");
  } else {
    std::uint64_t from = 0;
    std::uint64_t left = next();
    for (std::size_t i = 0; i < stored.hashes().size(); ++i) {
      const std::uint64_t width = std::bit_floor(left);
      if (stored.hashes()[i] != edge_.frontier().hashes()[i]) {
        add(from, from + width, "entries and frontier row do not fit");
      }
      from += width;
      left -= width;
    }
  }
  if (row_->epoch != epoch_ || epoch_rows_ != epoch_) add("the epochs do not fit the entries");
  if (row_->index_rows != index_rows_) add("rows of the side index are missing or too many");
}

void Verifier::check_anchors() {
  for (const std::optional<Anchor>* anchor : {&checkpoint_, &older_}) {
    if (!*anchor || (*anchor)->reached) continue;
    add(next(), (*anchor)->tree.size,
        std::to_string((*anchor)->tree.size - next()) + " entries of the " + (*anchor)->name +
            " are missing");
  }
  if (checkpoint_ && older_ && older_->tree.size > checkpoint_->tree.size) {
    add("the checkpoint is older than the older one");
  }
  report_.anchored = checkpoint_ && checkpoint_->reached;
  if (report_.anchored) report_.anchored_size = checkpoint_->tree.size;
  report_.unanchored_tail = report_.present - report_.anchored_size;
}

Result<LogReport> Verifier::run() {
  if (auto read = read_frontier(); !read) return fail(std::move(read.error()));
  read_anchors();
  pass_anchors();
  const auto scanned = snapshot_.scan(
      view_of("L"), {}, [this](BytesView key, BytesView value) { return visit(key, value); });
  if (!scanned) return fail(scanned.error());
  if (engine_error_) return fail(*std::move(engine_error_));
  report_.present = next();
  report_.expected = row_ ? row_->frontier.size() : 0;
  for (const auto* anchor : {&checkpoint_, &older_}) {
    if (*anchor) report_.expected = std::max(report_.expected, (*anchor)->tree.size);
  }
  check_frontier();
  check_anchors();
  return std::move(report_);
}

}  // namespace

Result<LogReport> verify_log(const Snapshot& snapshot, const LogEvidence& evidence) {
  return Verifier(snapshot, evidence).run();
}

}  // namespace veil::store
