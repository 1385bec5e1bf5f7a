// redact/policy_parser.h: from the tree of a policy file to a Policy. Not part of the public
// interface: callers use Policy::parse. The language is described in docs/policy.md.
#pragma once

#include "redact/policy.h"
#include "redact/policy_reader.h"

namespace veil::redact {

class PolicyParser {
 public:
  static Result<Policy> parse(std::string_view toml);

 private:
  static constexpr std::size_t kEntitiesMax = 64;
  static constexpr std::size_t kClassesMax = 256;
  static constexpr std::size_t kFieldsMax = 2000;
  static constexpr std::size_t kCodeListsMax = 256;
  static constexpr std::size_t kItemsMax = 10000;
  static constexpr std::size_t kRolesMax = 64;
  static constexpr std::size_t kPurposesMax = 64;
  static constexpr std::size_t kGrantTablesMax = 1000;
  static constexpr std::size_t kNeversMax = 1000;
  static constexpr std::size_t kSearchesMax = 1000;
  static constexpr std::size_t kRequestsMax = 100;
  static constexpr std::size_t kRulesMax = 20000;  // grants or nevers, one for each role and class
  static constexpr std::size_t kBoundsMax = 64;

  using Tables = std::vector<const Node*>;
  using Step = void (PolicyParser::*)(const Tables&);

  void read(const Node& root);
  void read_head(const Node* table);
  void read_entities(const Tables& tables);
  void read_classes(const Tables& tables);
  void read_purposes(const Tables& tables);
  void read_roles(const Tables& tables);

  // policy_parser_fields.cpp
  void read_code_lists(const Tables& tables);
  void read_items(TableReader& reader, CodeList& list);
  void read_fields(const Tables& tables);
  Field read_field(TableReader& reader);
  void read_owner(TableReader& reader, Field& field);
  void read_codes_of(TableReader& reader, Field& field);
  void read_fact(TableReader& reader, Field& field);
  void read_known(TableReader& reader, Field& field);
  void check_fact_rows(TableReader& reader, const Field& field);
  VeilRule read_veil(TableReader& reader, std::string_view key, const Field& field);
  std::vector<std::int64_t> read_bounds(TableReader& reader, const Field& field);
  void check_veil(TableReader& reader, const Node& node, const Field& field, const VeilRule& rule);

  // policy_parser_grants.cpp
  void read_grants(const Tables& tables);
  void read_grant(TableReader& reader);
  Conditions read_conditions(TableReader& reader, const Role& role);
  void read_hours(TableReader& reader, Conditions& conditions);
  void read_consent(TableReader& reader, Conditions& conditions);
  void read_referred(TableReader& reader, Conditions& conditions);
  void read_nevers(const Tables& tables);
  void read_never(TableReader& reader);
  std::vector<ClassId> class_ids(TableReader& reader, bool star);

  // policy_parser_search.cpp
  void read_searches(const Tables& tables);
  void read_search(TableReader& reader);
  std::vector<FieldId> field_ids(TableReader& reader, std::string_view key);
  Conditions read_search_conditions(TableReader& reader, const Role& role);

  void read_condition_flags(TableReader& reader, std::initializer_list<const char*> keys);
  void read_condition_purposes(TableReader& reader, const Role& role, Conditions& conditions);
  // policy_parser_requests.cpp
  void read_requests(const Tables& tables);
  void read_request(TableReader& reader);
  void read_break_glass(const Node* table);
  std::vector<RoleId> role_ids(TableReader& reader, std::string_view key);

  void make_index();
  void make_caps();
  void make_compartments();

  Policy policy_;
  Faults faults_;
};

}  // namespace veil::redact
