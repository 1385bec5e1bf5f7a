#include "redact/text/placeholder.h"

#include <algorithm>
#include <array>
#include <map>

#include "crypto/result.h"
#include "redact/text/folded.h"
#include "redact/unicode.h"

namespace veil::redact {
namespace {

struct Words {
  std::string_view zh;
  std::string_view en;
};

constexpr std::array<Words, 25> kTypes = {{{"身份证号", "ID number"},
                                           {"残疾人证号", "disability certificate"},
                                           {"学籍号", "student number"},
                                           {"银行卡号", "bank card"},
                                           {"信用代码", "organisation code"},
                                           {"护照号", "passport"},
                                           {"证件号", "certificate"},
                                           {"案号", "case number"},
                                           {"电话", "phone"},
                                           {"邮箱", "email"},
                                           {"微信", "WeChat"},
                                           {"QQ", "QQ"},
                                           {"车牌", "plate"},
                                           {"病历号", "medical number"},
                                           {"位置", "position"},
                                           {"IP地址", "IP address"},
                                           {"网址", "web address"},
                                           {"账号", "account"},
                                           {"地址", "address"},
                                           {"学校", "school"},
                                           {"单位", "workplace"},
                                           {"出生日期", "date of birth"},
                                           {"人物", "person"},
                                           {"日期", "date"},
                                           {"邮编", "postcode"}}};
constexpr std::array<Words, 8> kParts = {{{"女方", "client"},
                                          {"男方", "respondent"},
                                          {"孩子", "child"},
                                          {"监护人", "guardian"},
                                          {"亲属", "relative"},
                                          {"证人", "witness"},
                                          {"人物", "person"},
                                          {"人物", "person"}}};

constexpr std::string_view kOpen = "【";
constexpr std::string_view kClose = "】";

bool is_english(std::string_view text) {
  std::size_t letters = 0;
  std::size_t han = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Step step = first_character(text.substr(at));
    const std::size_t size = step.size > 0 ? step.size : 1;
    if (is_han(step.character)) ++han;
    if ((step.character | 0x20) >= U'a' && (step.character | 0x20) <= U'z') ++letters;
    at += size;
  }
  return letters > 4 * han;
}

// Numbers for people whom the record does not know, in the order of the text.
class Numbering {
 public:
  std::size_t of(std::string_view name) {
    return numbers_.emplace(FoldedText(name).bytes(), numbers_.size() + 1).first->second;
  }

 private:
  std::map<std::string, std::size_t> numbers_;
};

void append_valid(std::string& to, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Step step = first_character(text.substr(at));
    if (step.size == 0) {
      append_utf8(to, 0xFFFD);
      ++at;
      continue;
    }
    to.append(text.substr(at, step.size));
    at += step.size;
  }
}

}  // namespace

Replaced replaced(std::string_view text, const std::vector<Span>& spans) {
  const bool english = is_english(text);
  const auto word = [english](const Words& words) { return english ? words.en : words.zh; };
  Numbering numbering;
  Replaced made;
  std::string& out = made.text;
  out.reserve(text.size() + spans.size() * 8);
  std::size_t at = 0;
  for (const Span& span : spans) {
    VEIL_REQUIRE(span.begin >= at && span.end > span.begin && span.end <= text.size());
    append_valid(out, text.substr(at, span.begin - at));
    at = span.end;
    const std::size_t begin = out.size();
    out += kOpen;
    if (span.type != SpanType::person) {
      out += word(kTypes.at(static_cast<std::size_t>(span.type)));
    } else if (span.rule <= Rule::known_sound && span.part != Part::other &&
               span.part != Part::matter) {
      out += word(kParts.at(static_cast<std::size_t>(span.part)));
      if (span.number > 0) out += std::to_string(span.number);
    } else {
      out += word(kParts.at(static_cast<std::size_t>(Part::other)));
      out += std::to_string(numbering.of(text.substr(span.begin, span.end - span.begin)));
    }
    out += kClose;
    made.places.emplace_back(begin, out.size());
  }
  append_valid(out, text.substr(at));
  return made;
}

std::size_t placeholder_end(std::string_view text, std::size_t at) {
  constexpr std::size_t kLongest = 40;  // bytes
  if (!text.substr(at).starts_with(kOpen)) return at;
  const std::string_view rest = text.substr(at + kOpen.size(), kLongest);
  const std::size_t close = rest.find(kClose);
  if (close == rest.npos) return at;
  std::string_view word = rest.substr(0, close);
  const auto is = [&word](const Words& words) { return word == words.zh || word == words.en; };
  const bool of_type = std::any_of(kTypes.begin(), kTypes.end(), is);
  // Only people have numbers, and those are short: nobody's telephone hides in one.
  constexpr std::size_t kDigitsMax = 5;
  for (std::size_t digits = 0; digits < kDigitsMax && !word.empty(); ++digits) {
    if (word.back() < '0' || word.back() > '9') break;
    word.remove_suffix(1);
  }
  const bool of_person = std::any_of(kParts.begin(), kParts.end(), is);
  return of_type || of_person ? at + kOpen.size() + close + kClose.size() : at;
}

}  // namespace veil::redact
