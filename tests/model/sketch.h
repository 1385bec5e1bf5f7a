// tests/model/sketch.h: a random small world, in plain structs of the tests' own: a policy, people,
// records, and who asks when. The policy's text is made from the structs, so that what the
// reference model believes never went through the code under test.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace veil::model {

// 0 withheld, 1 counted, 2 veiled, 3 full.
using Strength = int;

struct FieldSketch {
  int id = 0;
  int cls = 0;
  bool many = false;    // of the entity with many rows
  std::string veiled;   // "", "keep" or "group"
  std::string counted;  // the same
};

struct GrantSketch {
  int role = 0;
  int cls = 0;
  Strength strength = 0;
  bool write = false;
  bool assigned = false;
  bool reason = false;
  bool approved = false;
  bool break_glass = false;
  int hours_from = 0;
  int hours_to = 24;
  int own_intake = 0;
  std::string consent;
  int referred = 0;  // 1 offered or accepted, 2 accepted
  std::set<int> purposes;
};

struct RoleSketch {
  int id = 0;
  std::string body;
  std::set<int> purposes;
  bool read = true;
  bool write = true;
};

struct NeverSketch {
  int role = 0;
  int cls = 0;
  Strength above = 0;
};

struct Sketch {
  int offset_minutes = 0;
  std::size_t reason_min = 1;
  std::vector<bool> hidden;               // of class i + 1
  std::map<int, std::set<int>> purposes;  // purpose -> classes
  std::vector<FieldSketch> fields;        // codes a, b (group x) and c (group y)
  std::vector<RoleSketch> roles;          // role 1 makes records and may do all
  std::vector<GrantSketch> grants;        // without those of role 1
  std::vector<NeverSketch> nevers;
};

inline constexpr int kFactsClass = 1;  // assigned and conflicts live there
inline constexpr int kMakerRole = 1;
inline constexpr int kAnyPurpose = 1;
inline constexpr int kPeople = 5;

// The text of a policy. `grants`: those of role 1 are added.
std::string policy_text(const Sketch& sketch);

// `sound`: only what the linter lets into force. Else anything that parses, `never` rules that bite
// included.
Sketch random_sketch(std::mt19937_64& random, bool sound);

struct ConsentSketch {
  std::string scope;
  std::string recipient;
  std::uint64_t until_ms = 0;
  bool withdrawn = false;
  bool by_guardian = false;
  std::uint32_t row = 0;
};

// What somebody asked for of a record: access, or the emergency that the review is of.
struct RequestSketch {
  bool glass = false;
  int asker = 0;
  int role = 0;
  std::uint64_t until_ms = 0;
  std::uint64_t due_ms = 0;   // of a review
  std::set<int> approved_by;  // of a review: after the last denial
  bool denied = false;        // once
};

struct ReferralSketch {
  std::string recipient;
  std::uint64_t until_ms = 0;
  bool accepted = false;
  std::uint32_t row = 0;
};

inline constexpr const char* kUnknown = "?";

struct RecordSketch {
  int created_by = 0;  // persons are numbered from 0
  std::uint64_t created_ms = 0;
  std::set<int> assigned;
  std::set<int> conflicts;
  std::vector<ConsentSketch> consents;
  std::vector<ReferralSketch> referrals;
  bool guardian_conflict = false;
  std::vector<RequestSketch> requests;
  // (row, field) -> code, or kUnknown. Row 0 for single fields, the record's own numbers else.
  std::map<std::pair<std::uint32_t, int>, std::string> values;
};

struct AskSketch {
  int person = 0;
  int role = 0;
  int purpose = 0;
  std::uint64_t now_ms = 0;
  std::string reason;
  bool approved = false;     // whatever the record's requests are
  bool break_glass = false;  // the same
};

std::string random_code(std::mt19937_64& random);  // or kUnknown
int draw(std::mt19937_64& random, int below);
bool chance(std::mt19937_64& random, int percent);

}  // namespace veil::model
