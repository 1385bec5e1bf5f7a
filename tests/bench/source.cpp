#include "tests/bench/source.h"

#include <cstdio>
#include <cstdlib>

namespace veil::bench {
namespace {

const std::vector<std::string> kNames = {"欧阳桂兰", "李小红", "王秀英", "阿依古丽·买买提", "陈静"};
const std::vector<std::string> kPlaces = {"北京市朝阳区", "北京市海淀区", "上海市浦东新区",
                                          "广东省广州市天河区"};
const std::vector<std::string> kSentences = {
    "当事人陈述事情经过，情绪基本稳定。", "已告知其权利并取得书面同意。",
    "经核实，家庭月收入低于当地最低生活保障标准。", "安排法律援助律师与其见面，并联系社区。",
    "孩子由外祖母照看，已转学。"};

// Weights and check digit of GB 11643.
char check_digit(const std::string& body) {
  constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < body.size(); ++i) sum += (body[i] - '0') * kWeights[i];
  return "10X98765432"[sum % 11];
}

}  // namespace

Source::Source(const store::Session& session, std::uint32_t seed)
    : session_(session), random_(seed) {}

std::string Source::digits(std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out.push_back(static_cast<char>('0' + random_() % 10));
  return out;
}

const std::string& Source::one_of(const std::vector<std::string>& words) {
  return words[random_() % words.size()];
}

std::string Source::text_for(const redact::Field& field) {
  using redact::FieldType;
  switch (field.type) {
    case FieldType::name:
      return one_of(kNames);
    case FieldType::cn_id: {
      const std::string body = "11010519890" + std::to_string(1 + random_() % 9) + "12" + digits(3);
      return body + check_digit(body);
    }
    case FieldType::phone:
      return "138" + digits(8);
    case FieldType::address:
      return one_of(kPlaces) + "平安里" + digits(2) + "号院" + digits(1) + "单元" + digits(3);
    case FieldType::account:
      return "62220210" + digits(11);
    case FieldType::date:
      return "20" + std::to_string(10 + random_() % 16) + "-0" + std::to_string(1 + random_() % 9) +
             "-1" + digits(1);
    case FieldType::money:
      return std::to_string(100 + random_() % 90000) + ".50";
    case FieldType::number:
      return digits(2);
    case FieldType::boolean:
      return "是";
    case FieldType::code:
    case FieldType::codes: {
      const auto& items = session_.policy().schema().code_list(field.codes)->items;
      return items[random_() % items.size()].code;
    }
    case FieldType::text: {
      const std::size_t size = field.name == "case.narrative" ? 1800 : 60 + random_() % 140;
      std::string out;
      while (out.size() < size) out += one_of(kSentences);
      return out;
    }
    default:
      return "编号" + digits(12);
  }
}

store::RecordDraft Source::next() {
  store::RecordDraft draft;
  const redact::Schema& schema = session_.policy().schema();
  const auto add = [&](const redact::Field& field, redact::Row row) {
    auto value = redact::parse_value(schema, field, text_for(field));
    if (!value) {
      std::fprintf(stderr, "bench: %s: %s\n", field.name.c_str(), value.error().message.c_str());
      std::exit(1);
    }
    draft.edits.push_back({field.id, row, std::move(*value)});
  };
  for (const redact::Field& field : schema.fields()) {
    if (field.fact == redact::FactKind::none && !schema.entity(field.entity)->many) add(field, 0);
  }
  for (redact::Row row = 0; draft.edits.size() < kValues; ++row) {
    for (const redact::Entity& entity : schema.entities()) {
      if (!entity.many) continue;
      for (const redact::Field& field : schema.fields()) {
        if (field.entity != entity.id || field.fact != redact::FactKind::none) continue;
        if (draft.edits.size() == kValues) break;
        add(field, store::kNewRow + row * 8 + entity.id);
      }
    }
  }
  draft.facts.assigned = {session_.person()};
  draft.facts.status = "intake";
  return draft;
}

}  // namespace veil::bench
