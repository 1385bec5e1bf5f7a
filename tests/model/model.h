// tests/model/model.h: who may see what, said a second time: short, slow and without keys, from
// docs/policy.md alone. What a session shows must equal this.
#pragma once

#include <optional>

#include "tests/model/sketch.h"

namespace veil::model {

struct CellModel {
  Strength strength = 0;
  std::string marker;  // "value", "empty", "unknown", "withheld"
  std::string code;    // of a value
  friend bool operator==(const CellModel&, const CellModel&) = default;
};

using ViewModel = std::map<std::pair<std::uint32_t, int>, CellModel>;  // by (row, field)

// The strength of one class, and whether it may be written.
struct Sight {
  Strength strength = 0;
  bool write = false;
};
Sight sight(const Sketch& sketch, const RecordSketch& record, const AskSketch& ask, int cls);

// Whether an emergency of hers was not reviewed in time, or not approved: then she sees nothing of
// any record.
bool suspended(const RecordSketch& record, int person, std::uint64_t now_ms);

// Nothing: the answer is that of an unknown id.
std::optional<ViewModel> view(const Sketch& sketch, const RecordSketch& record,
                              const AskSketch& ask);

}  // namespace veil::model
