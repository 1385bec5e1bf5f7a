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
constexpr std::int32_t kYear = 365;

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
constexpr std::array<std::string_view, 3> kOpenStatus = {"granted", "delivery", "followup"};
constexpr std::array<std::string_view, 4> kSources = {"case_dept", "federation", "self", "police"};
constexpr std::array<std::string_view, 4> kInjuries = {"none", "slight", "minor2", "minor1"};
constexpr std::array<std::string_view, 4> kMeasures = {"money", "psych", "legal", "job"};

// What happened, in short: each of the groups that are helped has its own. @ stands for her, # for
// the other.
struct Kind {
  std::string_view group;
  std::string_view violence;
  std::string_view relation;
  std::string_view place;
  bool elderly = false;
  std::string_view account;
  std::string_view gist;
};
constexpr std::array<Kind, 6> kKinds = {
    Kind{"g2", "battery", "spouse", "home", false,
         "@自去年起多次遭受#殴打、恐吓，夜间带孩子离家，暂住亲戚家中。\r\n"
         "公安机关出具告诫书后，#仍到其单位滋扰。@已起诉离婚。",
         "遭配偶多次殴打、恐吓，已报警，带孩子离家暂住"},
    Kind{"g1", "denial", "inlaw", "home", false,
         "@丈夫因交通事故去世，赔偿款被#占用。\r\n@独自抚养子女，家庭被列为防止返贫监测对象。",
         "丧偶后赔偿款被亲属占用，生活困难"},
    Kind{"g3", "other", "neighbour", "public", false,
         "@的丈夫在邻里纠纷中被#打伤致残，不能劳动。\r\n#无赔偿能力，刑事案件已判决。",
         "家中主要劳动力受害致残，未获赔偿"},
    Kind{"g4", "neglect", "spouse", "home", false,
         "@确诊重病后，#离家不归，不负担医药费。\r\n@无收入，子女尚在上学。",
         "患重病后被遗弃，无力支付医药费"},
    Kind{"g5", "neglect", "child", "home", true,
         "@独居，儿子#多年不付赡养费，并占用其房屋。\r\n居委会多次调解无果。",
         "老年独居，子女不履行赡养义务"},
    Kind{"p1", "harassment", "employer", "work", false,
         "@在工作中多次遭受主管#言语和肢体骚扰，举报后被辞退。\r\n劳动仲裁正在进行。",
         "遭主管骚扰，举报后被辞退，失去收入"},
};

// The columns after 案号, 类型 and 行, in order; each entity fills its own.
constexpr std::array<std::string_view, 48> kColumns = {"线索来源",
                                                       "救助对象类别",
                                                       "案件状态",
                                                       "危险等级",
                                                       "受理日期",
                                                       "办理期限",
                                                       "承办机关",
                                                       "承办机关类型",
                                                       "承办人",
                                                       "案发及受理地区",
                                                       "姓名",
                                                       "公民身份号码",
                                                       "性别",
                                                       "出生日期",
                                                       "婚姻状况",
                                                       "户籍地址",
                                                       "现住址",
                                                       "现住区县",
                                                       "联系电话",
                                                       "安全联络方式",
                                                       "未成年人姓名",
                                                       "就读学校",
                                                       "未成年人出生日期",
                                                       "与救助对象关系",
                                                       "未成年人处境与需求",
                                                       "未成年人情况摘要",
                                                       "加害方姓名",
                                                       "与当事人关系",
                                                       "加害方住址",
                                                       "侵害类型",
                                                       "发生日期",
                                                       "发生场所",
                                                       "事件经过",
                                                       "事件摘要",
                                                       "伤情程度",
                                                       "健康摘要",
                                                       "家庭月收入",
                                                       "损失金额",
                                                       "收款账户",
                                                       "措施类型",
                                                       "救助金额",
                                                       "提供机构",
                                                       "发放日期",
                                                       "落实情况",
                                                       "同意范围",
                                                       "接收方",
                                                       "同意人",
                                                       "有效期至"};

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

// GB 11643. The codes are those of two districts since 2015: nobody who was born before has them.
std::string id_number(const std::string& birth, std::uint32_t sequence) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "11011%u%s%s%s%03u", 8 + sequence / 2 % 2,
                birth.substr(0, 4).c_str(), birth.substr(5, 2).c_str(), birth.substr(8, 2).c_str(),
                sequence);
  std::string out = text.data();
  constexpr std::array<int, 17> weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights.at(i) * (out[i] - '0');
  return out + "10X98765432"[sum % 11];
}

// Of the range that is kept for a country's own use, in which no bank gives out cards; the last
// digit is that of Luhn.
std::string card_number(std::uint32_t sequence) {
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "9156000000%08u", sequence);
  std::string out = text.data();
  int sum = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const int value = (out[out.size() - 1 - i] - '0') * (i % 2 == 0 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return out + static_cast<char>('0' + (10 - sum % 10) % 10);
}

// No operator has the prefix 154.
std::string phone_number(std::uint32_t sequence) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "1540000%04u", sequence);
  return text.data();
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

  std::string told(std::string_view text) const {
    std::string out;
    for (const char c : text) out += c == '@' ? name_ : c == '#' ? man_ : std::string(1, c);
    return out;
  }

  void add_case(std::size_t number) {
    the_case_ = number == kTheCase;
    const auto year = redact::civil_from_days(today_)->year;
    case_no_ = "京检救助〔" + std::to_string(year) + "〕" + std::to_string(number) + "号";
    opened_ = today_ - 3 - static_cast<std::int32_t>(dice_.below(240));
    if (the_case_) opened_ = today_ - 9;
    const std::uint32_t kind = dice_.below(kKinds.size());
    kind_ = the_case_ ? kKinds[0] : kKinds.at(kind);
    surname_ = choose(dice_.of(kSurnames), "欧阳");
    name_ = choose(surname_ + dice_.of(kFirst) + dice_.of(kSecond), kTheName);
    home_ = choose(address(), "北京市朝阳区望春街道幸福里3号院2单元501");
    man_ = choose(dice_.of(kSurnames) + dice_.of(kMen), "贺铁山");
    add_case_line(number);
    add_person_lines();
    add_minor_lines();
    add_harm_lines();
    add_consent_lines(number);
    const bool paid = dice_.below(3) != 0 || the_case_;
    const std::string amount = std::to_string(5000 + 1000 * dice_.below(30));
    const std::string measure = choose(dice_.of(kMeasures), "money");
    if (!paid) return;
    line("救助措施", "1",
         {{"措施类型", measure},
          {"救助金额", choose(amount, "20000")},
          {"提供机构", "北京市人民检察院"},
          {"发放日期", day_text(opened_ + 2)},
          {"落实情况", "delivered"}});
  }

  void add_case_line(std::size_t number) {
    const bool drawn = dice_.below(10) < 7;
    shared_ = number != kEmergencyCase &&
              (drawn || the_case_ || number == kConsentCase || number == kConflictCase);
    const std::string status = dice_.of(kOpenStatus);
    const std::int32_t due = opened_ + 14;
    line("案件", "",
         {{"线索来源", dice_.of(kSources)},
          {"救助对象类别", std::string(kind_.group)},
          {"案件状态", choose(due < today_ ? status : "review", "delivery")},
          {"危险等级", choose(dice_.below(2) == 0 ? "medium" : "low", "high")},
          {"受理日期", day_text(opened_)},
          {"办理期限", day_text(due)},
          {"承办机关", "北京市人民检察院"},
          {"承办机关类型", "procuratorate"},
          {"承办人", shared_ ? staff_.all : staff_.procuratorate},
          {"案发及受理地区", district()}});
  }

  std::string district() const { return home_.substr(0, std::string_view("北京市朝阳区").size()); }

  void add_person_lines() {
    const std::int32_t youngest = kind_.elderly ? 62 : 22;
    const std::int32_t born =
        opened_ - kYear * youngest - static_cast<std::int32_t>(dice_.below(33 * kYear));
    const std::string birth = choose(day_text(born), "1989-07-02");
    const std::string phone = phone_number(dice_.below(10000));
    line("救助对象", "",
         {{"姓名", name_},
          {"公民身份号码", id_number(birth, 2 + 2 * dice_.below(400))},
          {"性别", "女"},
          {"出生日期", birth},
          {"婚姻状况", choose(dice_.below(2) == 0 ? "已婚" : "离婚", "已婚")},
          {"户籍地址", address()},
          {"现住址", home_},
          {"现住区县", district()},
          {"联系电话", dice_.below(10) == 0 && !the_case_ ? "不详" : phone},
          {"安全联络方式", "工作日上午致电其姐姐；\r\n不发短信，不留言"}});
    line("伤情与健康", "",
         {{"伤情程度", choose(dice_.of(kInjuries), "minor2")},
          {"健康摘要", "夜间不宜单独外出；随身带药"}});
    line("生活困难情况", "",
         {{"家庭月收入", choose(std::to_string(1200 + 100 * dice_.below(60)), "2600")},
          {"损失金额", choose(std::to_string(1000 + 500 * dice_.below(80)), "12800.50")},
          {"收款账户", card_number(dice_.below(100000000))}});
  }

  void add_minor_lines() {
    const std::uint32_t drawn = kind_.elderly ? 0 : dice_.below(3);
    const std::uint32_t children = the_case_ ? 1 : drawn;
    for (std::uint32_t i = 1; i <= children; ++i) {
      const std::string name = surname_ + dice_.of(kChildren);
      const std::string birth =
          day_text(opened_ - 400 - static_cast<std::int32_t>(dice_.below(5800)));
      line("未成年子女", std::to_string(i),
           {{"未成年人姓名", choose(name, "欧阳小满")},
            {"未成年人出生日期", choose(birth, "2015-05-21")},
            {"与救助对象关系", "子女"},
            {"就读学校", choose(dice_.of(kStreets) + "小学", "望春巷小学")},
            {"未成年人处境与需求", told("随@暂住亲戚家，夜里怕声响；需要转学，#不得到校接人")},
            {"未成年人情况摘要", "需要转学和心理疏导"}});
    }
  }

  void add_harm_lines() {
    const std::int32_t happened = opened_ - 5 - static_cast<std::int32_t>(dice_.below(60));
    line("加害方", "1",
         {{"加害方姓名", man_},
          {"与当事人关系", std::string(kind_.relation)},
          {"加害方住址", address()}});
    line("侵害事件", "1",
         {{"侵害类型", std::string(kind_.violence)},
          {"发生日期", day_text(happened)},
          {"发生场所", std::string(kind_.place)},
          {"事件经过", told(kind_.account)},
          {"事件摘要", std::string(kind_.gist)}});
  }

  // What she signed at intake. Who works for the federation is assigned where it is to come in.
  void add_consent_lines(std::size_t number) {
    const bool counted = dice_.below(5) != 0 || the_case_;
    const std::string until = day_text(opened_ + kYear);
    if (shared_ && number != kConsentCase) {
      line("同意记录", "1",
           {{"同意范围", "share_federation"},
            {"接收方", "womens_federation"},
            {"同意人", "self"},
            {"有效期至", until}});
    }
    if (counted) {
      line("同意记录", "2",
           {{"同意范围", "statistics"},
            {"接收方", "procuratorate"},
            {"同意人", "self"},
            {"有效期至", until}});
    }
  }

  const Staff& staff_;
  std::int32_t today_;
  Dice dice_;
  std::string out_;
  bool the_case_ = false;
  bool shared_ = false;
  Kind kind_;
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
