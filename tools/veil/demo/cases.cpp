#include "tools/veil/demo/cases.h"

#include <array>
#include <cstdio>
#include <random>
#include <string_view>
#include <vector>

#include "redact/calendar.h"

namespace veil::tools::demo {
namespace {

constexpr std::uint32_t kSeed = 20220817;

constexpr std::array<std::string_view, 16> kSurnames = {"陈", "苏", "韩",   "罗", "夏", "邓",
                                                        "贺", "田", "石",   "姚", "秦", "欧阳",
                                                        "白", "江", "司徒", "孟"};
constexpr std::array<std::string_view, 16> kFirst = {
    "秀", "玉", "春", "丽", "淑", "桂", "海", "雅", "文", "晓", "小", "素", "红", "金", "美", "清"};
constexpr std::array<std::string_view, 16> kSecond = {
    "英", "珍", "梅", "华", "琴", "萍", "燕", "芳", "云", "娟", "凤", "荷", "菊", "霞", "兰", "妍"};
constexpr std::array<std::string_view, 8> kMen = {"铁山", "建国", "大勇", "志强",
                                                  "德福", "满仓", "学军", "长河"};
constexpr std::array<std::string_view, 8> kChildren = {"小满", "安安", "乐乐", "一诺",
                                                       "子衿", "晨曦", "豆豆", "知夏"};
// Real districts, invented streets.
constexpr std::array<std::string_view, 8> kDistricts = {
    "北京市朝阳区", "北京市海淀区", "北京市丰台区", "北京市通州区",
    "北京市昌平区", "北京市大兴区", "北京市房山区", "北京市密云区"};
constexpr std::array<std::string_view, 8> kStreets = {"和顺街", "青禾路", "望春巷", "杏林胡同",
                                                      "听泉路", "南桥里", "柳荫街", "石榴园"};
constexpr std::array<std::string_view, 5> kGroups = {"g1", "g2", "g3", "g4", "p2"};
constexpr std::array<std::string_view, 7> kViolence = {
    "battery;psych", "battery", "psych", "harassment", "confine;battery", "denial", "trafficking"};
constexpr std::array<std::string_view, 4> kStatus = {"intake", "review", "granted", "followup"};
constexpr std::array<std::string_view, 4> kSources = {"case_dept", "federation", "self", "police"};
constexpr std::array<std::string_view, 5> kInjuries = {"none", "slight", "minor2", "minor1",
                                                       "pending"};
constexpr std::array<std::string_view, 4> kRelations = {"spouse", "ex", "partner", "inlaw"};
constexpr std::array<std::string_view, 4> kMeasures = {"money", "psych", "legal", "job"};

// The columns after 案号, 类型 and 行, in order; each entity fills its own.
constexpr std::array<std::string_view, 33> kColumns = {
    "线索来源",         "案件状态",       "受理日期", "承办人",     "受理地区",     "救助对象类别",
    "危险等级",         "侵害类型",       "发生日期", "事件经过",   "损失金额",     "姓名",
    "公民身份号码",     "联系电话",       "户籍地址", "性别",       "出生日期",     "婚姻状况",
    "现住址",           "安全联络方式",   "伤情程度", "家庭月收入", "收款账户",     "未成年人姓名",
    "未成年人出生日期", "与救助对象关系", "就读学校", "加害方姓名", "与当事人关系", "加害方住址",
    "措施类型",         "救助金额",       "发放日期"};

// The standard leaves distributions to the library; this gives the same cases everywhere.
class Dice {
 public:
  Dice() : rng_(kSeed) {}
  std::uint32_t below(std::uint32_t end) { return static_cast<std::uint32_t>(rng_() % end); }
  template <std::size_t N>
  std::string of(const std::array<std::string_view, N>& list) {
    return std::string(list.at(below(N)));
  }

 private:
  std::mt19937 rng_;
};

std::string day_text(std::int32_t days) {
  const auto civil = redact::civil_from_days(days);
  std::array<char, 32> text{};
  if (civil) {
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", civil->year, civil->month,
                  civil->day);
  }
  return text.data();
}

// GB 11643, with a division that does not exist.
std::string id_number(const std::string& birth, std::uint32_t sequence) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "110199%s%s%s%03u", birth.substr(0, 4).c_str(),
                birth.substr(5, 2).c_str(), birth.substr(8, 2).c_str(), sequence % 998 + 1);
  std::string out = text.data();
  constexpr std::array<int, 17> weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights.at(i) * (out[i] - '0');
  return out + "10X98765432"[sum % 11];
}

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

class Sheet {
 public:
  Sheet(const Staff& staff, std::int32_t today) : staff_(staff), today_(today) {
    out_ = "\xef\xbb\xbf案号,类型,行";
    for (const std::string_view column : kColumns) out_ += "," + std::string(column);
    out_ += "\r\n";
  }

  std::string run() {
    for (std::size_t number = 1; number <= kCases; ++number) add_case(number);
    return std::move(out_);
  }

 private:
  using Cells = std::vector<std::pair<std::string_view, std::string>>;

  void line(const std::string& entity, const std::string& row, const Cells& cells) {
    out_ += quoted(case_no_) + "," + entity + "," + row;
    for (const std::string_view column : kColumns) {
      out_ += ",";
      for (const auto& [name, text] : cells) {
        if (name == column) out_ += quoted(text);
      }
    }
    out_ += "\r\n";
  }

  std::string address() {
    return dice_.of(kDistricts) + dice_.of(kStreets) + std::to_string(1 + dice_.below(90)) +
           "号院" + std::to_string(1 + dice_.below(12)) + "号楼" +
           std::to_string(101 + dice_.below(900));
  }

  // Each value is drawn whether or not the case that is looked at has its own, so that one case
  // does not change the others.
  std::string choose(std::string drawn, const char* fixed) const {
    return the_case_ ? fixed : std::move(drawn);
  }

  void add_case(std::size_t number) {
    the_case_ = number == kTheCase;
    const auto year = redact::civil_from_days(today_)->year;
    case_no_ = "京检救助〔" + std::to_string(year) + "〕" + std::to_string(number) + "号";
    opened_ = today_ - 3 - static_cast<std::int32_t>(dice_.below(240));
    surname_ = choose(dice_.of(kSurnames), "欧阳");
    name_ = choose(surname_ + dice_.of(kFirst) + dice_.of(kSecond), kTheName);
    home_ = choose(address(), "北京市朝阳区望春街道幸福里3号院2单元501");
    man_ = choose(dice_.of(kSurnames) + dice_.of(kMen), "贺铁山");
    add_case_line(number);
    add_person_line();
    add_minor_lines();
    line("加害方", "1",
         {{"加害方姓名", man_},
          {"与当事人关系", choose(dice_.of(kRelations), "spouse")},
          {"加害方住址", address()}});
    const bool paid = dice_.below(3) != 0 || the_case_;
    const std::string amount = std::to_string(5000 + 1000 * dice_.below(30));
    if (paid) {
      line("救助措施", "1",
           {{"措施类型", choose(dice_.of(kMeasures), "money")},
            {"救助金额", choose(amount, "20000")},
            {"发放日期", day_text(opened_ + 2)}});
    }
  }

  void add_case_line(std::size_t number) {
    const std::int32_t happened = opened_ - 5 - static_cast<std::int32_t>(dice_.below(60));
    const bool shared = number == kTheCase || number == kConflictCase || dice_.below(10) < 7;
    const std::string narrative =
        name_ + "自去年起多次遭受" + man_ + "殴打、恐吓，夜间带孩子离家，暂住亲戚家中。\r\n" +
        "公安机关出具告诫书后，对方仍到其单位滋扰。\r\n" + "检察机关依职权启动司法救助。";
    line("案件", "",
         {{"线索来源", dice_.of(kSources)},
          {"案件状态", choose(dice_.of(kStatus), "granted")},
          {"受理日期", day_text(opened_)},
          {"承办人", shared ? staff_.handler + "、" + staff_.caseworker : staff_.handler},
          {"受理地区", home_.substr(0, std::string_view("北京市朝阳区").size())},
          {"救助对象类别", choose(dice_.of(kGroups), "g2;p2")},
          {"危险等级", choose(dice_.below(2) == 0 ? "medium" : "low", "high")},
          {"侵害类型", choose(dice_.of(kViolence), "battery;psych")},
          {"发生日期", day_text(happened)},
          {"事件经过", narrative},
          {"损失金额", choose(std::to_string(1000 + 500 * dice_.below(80)), "12800.50")}});
  }

  void add_person_line() {
    constexpr std::int32_t kYear = 365;
    const std::int32_t born =
        opened_ - kYear * 20 - static_cast<std::int32_t>(dice_.below(45 * kYear));
    const std::string birth = choose(day_text(born), "1989-07-02");
    std::array<char, 16> phone{};
    std::snprintf(phone.data(), phone.size(), "1990000%04u", dice_.below(10000));
    std::array<char, 24> card{};
    std::snprintf(card.data(), card.size(), "62220000000%08u", dice_.below(100000000));
    line("救助对象", "",
         {{"姓名", name_},
          {"公民身份号码", id_number(birth, 2 * dice_.below(400))},
          {"联系电话", dice_.below(10) == 0 && !the_case_ ? "不详" : phone.data()},
          {"户籍地址", address()},
          {"性别", "女"},
          {"出生日期", birth},
          {"婚姻状况", choose(dice_.below(2) == 0 ? "已婚" : "离婚", "已婚")},
          {"现住址", home_},
          {"安全联络方式", "工作日上午致电其姐姐；\r\n不发短信，不留言"},
          {"伤情程度", choose(dice_.of(kInjuries), "minor2")},
          {"家庭月收入", choose(std::to_string(1200 + 100 * dice_.below(60)), "2600")},
          {"收款账户", card.data()}});
  }

  void add_minor_lines() {
    const std::uint32_t children = the_case_ ? 1 : dice_.below(3);
    for (std::uint32_t i = 1; i <= children; ++i) {
      const std::string name = surname_ + dice_.of(kChildren);
      const std::string birth =
          day_text(opened_ - 400 - static_cast<std::int32_t>(dice_.below(5800)));
      line("未成年子女", std::to_string(i),
           {{"未成年人姓名", choose(name, "欧阳小满")},
            {"未成年人出生日期", choose(birth, "2015-05-21")},
            {"与救助对象关系", "子女"},
            {"就读学校", choose(dice_.of(kStreets) + "小学", "望春巷小学")}});
    }
  }

  const Staff& staff_;
  std::int32_t today_;
  Dice dice_;
  std::string out_;
  bool the_case_ = false;
  std::string case_no_;
  std::string surname_;
  std::string name_;
  std::string home_;
  std::string man_;
  std::int32_t opened_ = 0;
};

}  // namespace

std::string cases_csv(const Staff& staff, std::int32_t today) {
  return Sheet(staff, today).run();
}

}  // namespace veil::tools::demo
