#include "tools/veil/policy_sheet.h"

#include <algorithm>

#include "crypto/hash.h"
#include "redact/policy_ways.h"
#include "redact/policy_words.h"
#include "tools/veil/policy_labels.h"
#include "tools/veil/policy_marks.h"

namespace veil::tools {
namespace {

using redact::Class;
using redact::Field;
using redact::Policy;
using redact::Strength;

class SheetMaker {
 public:
  SheetMaker(const Policy& policy, const Console& console)
      : policy_(policy), console_(console), marks_(policy, console) {}

  std::vector<SheetTable> tables() {
    std::vector<SheetTable> out;
    out.push_back(matrix());
    out.push_back(legend());
    out.push_back(roles());
    out.push_back(purposes());
    out.push_back(nevers());
    if (!policy_.requests().empty()) out.push_back(requests());
    if (!policy_.searches().empty()) out.push_back(searches());
    out.push_back(classes());
    return out;
  }

 private:
  const char* word(const char* zh, const char* en) const { return console_.word(zh, en); }
  const char* comma() const { return word("、", ", "); }

  void append(std::string& list, std::string_view one) const {
    if (!list.empty()) list += comma();
    list += one;
  }

  std::string class_label(redact::ClassId id) const {
    return console_.label(policy_.schema().cls(id)->label);
  }
  // The shorter of what is in and what is not.
  std::string class_list(const std::vector<redact::ClassId>& in) const {
    std::string names;
    std::string others;
    std::size_t left = 0;
    for (const Class& cls : policy_.schema().classes()) {
      const bool listed = std::find(in.begin(), in.end(), cls.id) != in.end();
      append(listed ? names : others, console_.label(cls.label));
      if (!listed) ++left;
    }
    if (left == 0) return word("全部", "all");
    if (left * 2 >= policy_.schema().classes().size()) return names;
    return word("全部，除：", "all but: ") + others;
  }
  std::string role_label(redact::RoleId id) const {
    return console_.label(policy_.role(id)->label);
  }
  std::string field_label(redact::FieldId id) const {
    const Field* field = policy_.schema().field(id);
    const redact::Entity* entity = policy_.schema().entity(field->entity);
    return console_.label(entity->label) + word("·", ": ") + console_.label(field->label);
  }

  SheetTable matrix() {
    SheetTable table{word("谁能看到什么", "Who sees what"),
                     word("每一格从强到弱列出条件；* 表示无完整权限者连有无记录也不得而知。",
                          "Each cell names the ways from the strongest on; * below full nobody "
                          "learns whether anything is recorded."),
                     {word("信息类别", "class")},
                     {},
                     true};
    for (const redact::Role& role : policy_.roles()) {
      table.headings.push_back(console_.label(role.label));
    }
    for (const Class& cls : policy_.schema().classes()) {
      std::vector<std::string> row = {console_.label(cls.label) + (cls.hidden ? " *" : "")};
      for (const redact::Role& role : policy_.roles()) row.push_back(marks_.cell(role, cls.id));
      table.rows.push_back(std::move(row));
    }
    return table;
  }

  SheetTable legend() const {
    SheetTable table{
        word("符号", "Marks"), "", {word("符号", "mark"), word("含义", "means")}, {}, false};
    for (const auto& [mark, meaning] : marks_.legend()) table.rows.push_back({mark, meaning});
    return table;
  }

  SheetTable roles() const {
    SheetTable table{word("角色", "Roles"),
                     word("一次会话只用一个角色，权限不相加。",
                          "A session has one role; roles are never added up."),
                     {word("角色", "role"), word("名称", "name"), word("单位", "body"),
                      word("可以", "may"), word("目的", "purposes")},
                     {},
                     false};
    for (const redact::Role& role : policy_.roles()) {
      std::string may;
      std::string purposes;
      for (const redact::Action action : role.may) append(may, action_label(action, console_));
      for (const redact::PurposeId id : role.purposes)
        append(purposes, std::to_string(marks_.number(id)));
      table.rows.push_back({console_.label(role.label), role.name,
                            role.body.empty() ? "-" : role.body, may, purposes});
    }
    return table;
  }

  SheetTable purposes() const {
    SheetTable table{word("目的", "Purposes"),
                     word("一次会话声明一个目的，只看到该目的所需的类别。",
                          "A session states one purpose and sees no class that it does not need."),
                     {"#", word("目的", "purpose"), word("名称", "name"), word("类别", "classes")},
                     {},
                     false};
    for (const redact::Purpose& purpose : policy_.purposes()) {
      std::string names = class_list(purpose.classes);
      table.rows.push_back({std::to_string(marks_.number(purpose.id)),
                            console_.label(purpose.label), purpose.name,
                            names.empty() ? "-" : names});
    }
    return table;
  }

  // The policy has one rule for each role and class; here they stand as they were written.
  SheetTable nevers() const {
    SheetTable table{
        word("绝不", "Never"),
        word("无论授权如何规定，均不得超过。", "Whatever grants say, nothing above this."),
        {word("角色", "roles"), word("类别", "classes"), word("最多", "at most"),
         word("理由", "why")},
        {},
        false};
    struct Rule {
      Strength above;
      std::string why;
      std::vector<redact::RoleId> roles;
      std::vector<redact::ClassId> classes;
    };
    std::vector<Rule> rules;
    const auto add = [](auto& all, auto one) {
      if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
    };
    for (const redact::Never& never : policy_.nevers()) {
      auto at = std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) {
        return rule.above == never.above && rule.why == never.why;
      });
      if (at == rules.end()) at = rules.insert(rules.end(), {never.above, never.why, {}, {}});
      add(at->roles, never.role);
      add(at->classes, never.cls);
    }
    for (const Rule& rule : rules) {
      table.rows.push_back({role_list(rule.roles), class_list(rule.classes),
                            strength_label(rule.above, console_), rule.why});
    }
    return table;
  }

  std::string role_list(const std::vector<redact::RoleId>& roles) const {
    std::string text;
    for (const redact::RoleId id : roles) append(text, role_label(id));
    return text;
  }

  SheetTable requests() const {
    SheetTable table{
        word("须经多人的事项", "What takes several people"),
        "",
        {word("事项", "what"), word("可申请", "who asks"), word("可批准", "who answers"),
         word("须批准人数", "approvals"), word("时限（小时）", "hours")},
        {},
        false};
    for (const redact::RequestRule& rule : policy_.requests()) {
      const bool opens = redact::opens_by_itself(rule.kind);
      table.rows.push_back({request_label(rule.kind, console_),
                            opens ? word("自动产生", "opens by itself") : role_list(rule.ask),
                            role_list(rule.approve), std::to_string(rule.approvals),
                            opens ? "-" : std::to_string(rule.hours)});
    }
    if (policy_.break_glass()) {
      const std::string minutes = std::to_string(policy_.break_glass()->minutes);
      const std::string hours = std::to_string(policy_.break_glass()->review_hours);
      table.note = console_.language == redact::Language::zh
                       ? "紧急查阅一案持续" + minutes + "分钟，须在" + hours +
                             "小时内复核，逾期未复核即停权。"
                       : "A broken glass lasts " + minutes + " minutes and is reviewed within " +
                             hours + " hours, else the person is suspended.";
    }
    return table;
  }

  SheetTable searches() const {
    SheetTable table{
        word("精确查找", "Exact search"),
        word("每次查一个确定的值，逐次记入日志。",
             "One given value at a time; each search is in the access log."),
        {word("角色", "role"), word("按", "for"), word("显示", "shows"), word("每日", "a day")},
        {},
        false};
    for (const redact::Role& role : policy_.roles()) {
      std::string fields;
      const redact::Search* last = nullptr;
      const auto flush = [&] {
        if (last == nullptr) return;
        std::string shows;
        for (const redact::FieldId id : last->shows) append(shows, field_label(id));
        table.rows.push_back(
            {console_.label(role.label), fields, shows, std::to_string(last->daily)});
        fields.clear();
      };
      for (const redact::Search& search : policy_.searches()) {
        if (search.role != role.id) continue;
        const bool same =
            last == nullptr || (last->shows == search.shows && last->daily == search.daily);
        if (!same) flush();
        append(fields, field_label(search.field));
        last = &search;
      }
      flush();
    }
    return table;
  }

  std::string forms(const Class& cls, Strength strength) const {
    std::string text;
    const redact::Entity* last = nullptr;
    for (const Field& field : policy_.schema().fields()) {
      const bool whole = strength == Strength::full;
      const redact::VeilKind kind = whole ? redact::VeilKind::keep : field.rule(strength).kind;
      if (field.cls != cls.id || kind == redact::VeilKind::none) continue;
      const redact::Entity* entity = policy_.schema().entity(field.entity);
      std::string name = console_.label(field.label);
      if (!whole) {
        name += std::string(word("（", " (")) + veil_label(kind, console_) + word("）", ")");
      }
      if (entity != last) {
        if (last != nullptr) text += word("；", "; ");
        text += console_.label(entity->label) + word("：", ": ") + name;
      } else {
        append(text, name);
      }
      last = entity;
    }
    return text.empty() ? "-" : text;
  }

  SheetTable classes() const {
    SheetTable table{
        word("各类别包含的信息", "What the classes hold"),
        word("脱敏与统计两栏列出仍可见的信息及其形式，未列出者不可见。",
             "The weaker strengths show what is named there, in that form, and no more."),
        {word("类别", "class"), strength_label(Strength::full, console_),
         strength_label(Strength::veiled, console_), strength_label(Strength::counted, console_)},
        {},
        false};
    for (const Class& cls : policy_.schema().classes()) {
      const auto weaker = [&](Strength strength) {
        const bool used = policy_.has_compartment(redact::compartment_of(cls.id, strength));
        return used ? forms(cls, strength) : std::string("-");
      };
      table.rows.push_back({console_.label(cls.label), forms(cls, Strength::full),
                            weaker(Strength::veiled), weaker(Strength::counted)});
    }
    return table;
  }

  const Policy& policy_;
  const Console& console_;
  PolicyMarks marks_;
};

}  // namespace

std::string fingerprint(std::string_view text) {
  return hex(crypto::blake2b(view_of(text)));
}

Sheet make_sheet(const Policy& policy, std::string_view text, const Console& console) {
  Sheet sheet;
  sheet.title = console.word("数据权限一览：", "Who may see what: ") + policy.id();
  sheet.facts = {
      {console.word("版本", "version"), policy.version()},
      {console.word("指纹", "fingerprint"), fingerprint(text)},
  };
  sheet.tables = SheetMaker(policy, console).tables();
  return sheet;
}

}  // namespace veil::tools
