#include "tools/veil/policy_labels.h"

namespace veil::tools {

using redact::Action;
using redact::FieldType;
using redact::Strength;
using redact::VeilKind;

const char* veil_label(VeilKind kind, const Console& console) noexcept {
  switch (kind) {
    case VeilKind::none:
      return console.word("不提供", "nothing");
    case VeilKind::keep:
      return console.word("原样", "as it is");
    case VeilKind::surname:
      return console.word("姓加某", "surname");
    case VeilKind::last4:
      return console.word("后四位", "last four");
    case VeilKind::age:
      return console.word("周岁", "age");
    case VeilKind::age_band:
      return console.word("年龄段", "age band");
    case VeilKind::county:
      return console.word("到区县", "county");
    case VeilKind::city:
      return console.word("到地市", "city");
    case VeilKind::province:
      return console.word("到省", "province");
    case VeilKind::month:
      return console.word("到月", "month");
    case VeilKind::year:
      return console.word("到年", "year");
    case VeilKind::group:
      return console.word("归并类别", "group");
    case VeilKind::bucket:
      return console.word("区间", "range");
    case VeilKind::valid:
      return console.word("校验结果", "check result");
    case VeilKind::present:
      return console.word("有无", "recorded or not");
    case VeilKind::scrub:
      return console.word("去标识文本", "scrubbed text");
  }
  return "";
}

const char* type_label(FieldType type, const Console& console) noexcept {
  switch (type) {
    case FieldType::string:
      return console.word("短文本", "short text");
    case FieldType::text:
      return console.word("长文本", "text");
    case FieldType::name:
      return console.word("姓名", "name");
    case FieldType::cn_id:
      return console.word("身份号码", "ID number");
    case FieldType::phone:
      return console.word("电话", "telephone");
    case FieldType::address:
      return console.word("地址", "address");
    case FieldType::account:
      return console.word("账户", "account");
    case FieldType::uscc:
      return console.word("统一社会信用代码", "organisation code");
    case FieldType::date:
      return console.word("日期", "date");
    case FieldType::money:
      return console.word("金额", "money");
    case FieldType::number:
      return console.word("整数", "whole number");
    case FieldType::boolean:
      return console.word("是否", "yes or no");
    case FieldType::code:
      return console.word("代码", "code");
    case FieldType::codes:
      return console.word("代码（可多个）", "codes");
    case FieldType::file:
      return console.word("文件", "file");
    case FieldType::person:
      return console.word("工作人员", "staff");
  }
  return "";
}

const char* action_label(Action action, const Console& console) noexcept {
  switch (action) {
    case Action::read:
      return console.word("查阅", "read");
    case Action::list:
      return console.word("列表", "list");
    case Action::create:
      return console.word("新建", "create");
    case Action::write:
      return console.word("修改", "write");
    case Action::history:
      return console.word("历史", "history");
    case Action::read_log:
      return console.word("查阅日志", "read the log");
    case Action::manage_people:
      return console.word("管理人员", "manage people");
  }
  return "";
}

const char* strength_label(Strength strength, const Console& console) noexcept {
  switch (strength) {
    case Strength::withheld:
      return console.word("不公开", "withheld");
    case Strength::counted:
      return console.word("统计", "counted");
    case Strength::veiled:
      return console.word("脱敏", "veiled");
    case Strength::full:
      return console.word("完整", "full");
  }
  return "";
}

const char* request_label(redact::RequestKind kind, const Console& console) noexcept {
  using redact::RequestKind;
  switch (kind) {
    case RequestKind::access:
      return console.word("查阅某案", "see one case");
    case RequestKind::policy_change:
      return console.word("变更策略", "change the policy");
    case RequestKind::conflict_override:
      return console.word("解除回避", "take a person off a conflict list");
    case RequestKind::consent_override:
      return console.word("破例采信同意", "let a consent count that the rules refuse");
    case RequestKind::break_glass_review:
      return console.word("紧急查阅复核", "review of an emergency");
    case RequestKind::closing:
      return console.word("结案", "close a case");
    case RequestKind::conflict_notice:
      return console.word("回避提醒", "notice of a conflict");
  }
  return "";
}

}  // namespace veil::tools
