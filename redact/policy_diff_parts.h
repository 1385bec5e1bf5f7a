// redact/policy_diff_parts.h: the parts of diff(). Not part of the public interface.
#pragma once

#include <utility>

#include "redact/policy_diff.h"

namespace veil::redact {

inline std::string becomes(const std::string& was, const std::string& is) {
  return was + " becomes " + is;
}

// What is compared, and what was found.
struct Comparison {
  const Policy& before;
  const Policy& after;
  std::vector<PolicyChange> changes = {};

  void other(std::string subject, std::string what) {
    changes.push_back({PolicyChange::Kind::other, "", std::move(subject), std::move(what)});
  }
  // "a becomes b", if they are not the same.
  void compare(const std::string& subject, const std::string& what, const std::string& was,
               const std::string& is) {
    if (was != is) other(subject, what + " " + becomes(was, is));
  }
  void of_role(PolicyChange::Kind kind, const Role& role, std::string subject, std::string what) {
    changes.push_back({kind, role.name, std::move(subject), std::move(what)});
  }
};

// The one with this id, or null.
template <class T>
const T* by_id(const std::vector<T>& all, std::uint16_t id) noexcept {
  for (const T& one : all) {
    if (one.id == id) return &one;
  }
  return nullptr;
}

void diff_schema(Comparison& both);    // entities, classes, code lists, fields
void diff_purposes(Comparison& both);  // and the policy's own settings
void diff_roles(Comparison& both);     // all that a role has
void diff_searches(Comparison& both, const Role& role);
void diff_requests(Comparison& both, const Role& role);

}  // namespace veil::redact
