// Addresses: the county, city and province that the veils find, with the reason for each row.
#include "redact/veil/place.h"

#include <catch2/catch.hpp>

#include <charconv>
#include <map>
#include <random>
#include <set>

#include "redact/unicode.h"
#include "redact/veil/regions.h"

namespace {

using veil::redact::city_of;
using veil::redact::county_of;
using veil::redact::province_of;

struct Row {
  const char* address;
  const char* county;
  const char* city;
  const char* province;
  const char* why;
};

std::string shown(const std::optional<std::string>& found) {
  return found.value_or("-");
}

// The table as a reader of its own sees it: six digits, or two that continue the entry before.
std::map<unsigned, std::string> table(std::string_view text) {
  std::map<unsigned, std::string> out;
  unsigned before = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::string entry(text.substr(at, text.find(' ', at) - at));
    at += entry.size() + 1;
    std::size_t digits = 0;
    const unsigned number = static_cast<unsigned>(std::stoul(entry, &digits));
    before = digits == 6 ? number : before / 100 * 100 + number;
    out[before] = entry.substr(digits);
  }
  return out;
}

const std::map<unsigned, std::string>& current() {
  static const auto regions = table(veil::redact::kRegionsCurrent);
  return regions;
}

}  // namespace

TEST_CASE("place veils: golden addresses", "[veil][place]") {
  const std::vector<Row> rows = {
      // all three levels
      {"北京市朝阳区幸福里3号院2单元501", "朝阳区", "北京市", "北京市", "a municipality"},
      {"北京市市辖区朝阳区幸福里3号院", "朝阳区", "北京市", "北京市", "the filler of forms"},
      {"北京市北京市朝阳区幸福里", "朝阳区", "北京市", "北京市", "province written twice"},
      {"北京朝阳区幸福里", "朝阳区", "北京市", "北京市", "without 市"},
      {"北京市 朝阳区 幸福里", "朝阳区", "北京市", "北京市", "spaces"},
      {"北京市\u3000朝阳区", "朝阳区", "北京市", "北京市", "full-width space"},
      {"北京市/朝阳区/幸福里", "朝阳区", "北京市", "北京市", "a chooser's slashes"},
      {"北京市－朝阳区－幸福里", "朝阳区", "北京市", "北京市", "full-width hyphens"},
      {"中国北京市朝阳区", "朝阳区", "北京市", "北京市", "with the country"},
      {"中华人民共和国北京市朝阳区", "朝阳区", "北京市", "北京市", "with the country in full"},
      {"北京市\u200B朝阳区", "朝阳区", "北京市", "北京市", "an invisible character"},
      {"河北省石家庄市长安区中山路1号", "长安区", "石家庄市", "河北省", "a province"},
      {"河北省长安区中山路1号", "长安区", "石家庄市", "河北省",
       "city left out, one in the province"},
      {"石家庄市长安区中山路1号", "长安区", "石家庄市", "河北省", "province left out"},
      {"石家庄长安区中山路1号", "长安区", "石家庄市", "河北省", "short city before a county"},
      {"河北石家庄长安区", "长安区", "石家庄市", "河北省", "both short"},
      {"河北石家庄市长安区", "长安区", "石家庄市", "河北省", "short province"},
      {"正定县城关镇", "正定县", "石家庄市", "河北省", "a county by itself, one in the country"},
      {"河北省正定县城关镇", "正定县", "石家庄市", "河北省", "province and county"},
      {"内蒙古自治区呼和浩特市新城区", "新城区", "呼和浩特市", "内蒙古自治区", "autonomous region"},
      {"内蒙古呼和浩特市新城区", "新城区", "呼和浩特市", "内蒙古自治区", "short, three characters"},
      {"内蒙古自治区锡林郭勒盟正蓝旗", "正蓝旗", "锡林郭勒盟", "内蒙古自治区", "league and banner"},
      {"广西壮族自治区南宁市青秀区", "青秀区", "南宁市", "广西壮族自治区", "autonomous region"},
      {"广西南宁青秀区", "青秀区", "南宁市", "广西壮族自治区", "short"},
      {"新疆维吾尔自治区喀什地区疏附县", "疏附县", "喀什地区", "新疆维吾尔自治区", "prefecture"},
      {"新疆喀什地区疏附县", "疏附县", "喀什地区", "新疆维吾尔自治区", "short region"},
      {"宁夏回族自治区银川市兴庆区", "兴庆区", "银川市", "宁夏回族自治区", "autonomous region"},
      {"西藏自治区拉萨市城关区", "城关区", "拉萨市", "西藏自治区", "autonomous region"},
      {"四川省凉山彝族自治州西昌市", "西昌市", "凉山彝族自治州", "四川省", "autonomous prefecture"},
      {"四川省凉山州西昌市", "西昌市", "凉山彝族自治州", "四川省", "its usual short form"},
      {"吉林省延边州延吉市", "延吉市", "延边朝鲜族自治州", "吉林省", "its usual short form"},
      {"河北省廊坊市大厂回族自治县", "大厂回族自治县", "廊坊市", "河北省", "autonomous county"},
      {"河北省廊坊市大厂县", "大厂回族自治县", "廊坊市", "河北省", "its usual short form"},
      {"吉林省吉林市昌邑区", "昌邑区", "吉林市", "吉林省", "city and province of one name"},
      {"吉林市昌邑区", "昌邑区", "吉林市", "吉林省", "city of a province's name"},
      {"海南省海口市龙华区", "龙华区", "海口市", "海南省", "a province"},
      {"青海省海南藏族自治州共和县", "共和县", "海南藏族自治州", "青海省", "not the province 海南"},
      {"内蒙古自治区乌海市海南区", "海南区", "乌海市", "内蒙古自治区", "not the province 海南"},
      {"天津市河北区中山路", "河北区", "天津市", "天津市", "not the province 河北"},
      {"河北区中山路", "河北区", "天津市", "天津市", "not the province 河北, by itself"},
      {"辽宁省朝阳市双塔区", "双塔区", "朝阳市", "辽宁省", "not 朝阳区"},
      {"重庆市酉阳土家族苗族自治县", "酉阳土家族苗族自治县", "重庆市", "重庆市",
       "county of a municipality"},
      {"重庆市县酉阳县", "酉阳土家族苗族自治县", "重庆市", "重庆市", "the filler for its counties"},
      {"安徽省六安市寿县", "寿县", "六安市", "安徽省", "as it was before it moved to 淮南市"},
      {"安徽省淮南市寿县", "寿县", "淮南市", "安徽省", "as it is now"},
      {"安徽省寿县", "寿县", "淮南市", "安徽省", "city left out: the edition in force counts"},
      // withdrawn names
      {"北京市宣武区牛街", "宣武区", "北京市", "北京市", "withdrawn 2010"},
      {"北京市密云县", "密云县", "北京市", "北京市", "a county that became a district"},
      {"安徽省巢湖市居巢区", "居巢区", "巢湖市", "安徽省", "withdrawn 2011, city and district"},
      {"湖北省襄樊市襄阳区", "襄阳区", "襄樊市", "湖北省", "renamed 2010"},
      {"山东省莱芜市莱城区", "莱城区", "莱芜市", "山东省", "withdrawn 2019"},
      {"福建省三明市沙县高桥镇", "沙县", "三明市", "福建省", "became 沙县区 in 2021"},
      {"福建省三明市沙县区虬江街道", "沙县区", "三明市", "福建省", "the new name is longer"},
      {"浙江省杭州市下城区", "下城区", "杭州市", "浙江省", "withdrawn 2021"},
      // directly governed, and cities without counties
      {"河南省济源市", "济源市", "济源市", "河南省", "directly under its province"},
      {"河南省省直辖县级行政区划济源市", "济源市", "济源市", "河南省", "with the filler of lists"},
      {"新疆石河子市北三路", "石河子市", "石河子市", "新疆维吾尔自治区", "directly governed"},
      {"湖北省神农架林区", "神农架林区", "神农架林区", "湖北省", "directly governed"},
      {"广东省东莞市南城街道", "东莞市", "东莞市", "广东省", "a city without counties"},
      {"中山市石岐街道", "中山市", "中山市", "广东省", "a city without counties"},
      {"甘肃省嘉峪关市", "嘉峪关市", "嘉峪关市", "甘肃省", "a city without counties"},
      {"海南省儋州市那大镇", "儋州市", "儋州市", "海南省", "a city without counties"},
      // a level is missing
      {"北京市", nullptr, "北京市", "北京市", "no county is said"},
      {"北京", nullptr, "北京市", "北京市", "short, and nothing follows"},
      {"河北省石家庄市", nullptr, "石家庄市", "河北省", "no county is said"},
      {"石家庄", nullptr, "石家庄市", "河北省", "short, and nothing follows"},
      {"河北省", nullptr, nullptr, "河北省", "the province only"},
      {"河北", nullptr, nullptr, "河北省", "short, and nothing follows"},
      {"陕西省西安市高新区科技路", nullptr, "西安市", "陕西省", "a zone is no county"},
      {"香港特别行政区油尖旺区", nullptr, "香港特别行政区", "香港特别行政区", "districts unknown"},
      {"台湾省台北市", nullptr, "台湾省", "台湾省", "counties unknown"},
      // ambiguous
      {"朝阳区幸福里3号院", nullptr, nullptr, nullptr, "北京 or 长春"},
      {"鼓楼区中山路", nullptr, nullptr, nullptr, "four cities have one"},
      {"河北省桥西区", nullptr, nullptr, "河北省", "two in one province"},
      {"桥西区中华路", nullptr, nullptr, "河北省", "two, both in one province"},
      // contradictions
      {"河北省朝阳区", nullptr, nullptr, "河北省", "the province has none of that name"},
      {"石家庄市朝阳区", nullptr, "石家庄市", "河北省", "the city has none of that name"},
      // not an address, or not from its beginning
      {"", nullptr, nullptr, nullptr, "empty"},
      {"幸福里3号院2单元501", nullptr, nullptr, nullptr, "no division"},
      {"住北京市朝阳区", nullptr, nullptr, nullptr, "not from the beginning"},
      {"现住:北京市朝阳区", nullptr, nullptr, nullptr, "not from the beginning"},
      {"欧阳桂兰", nullptr, nullptr, nullptr, "a name in the wrong column"},
      {"张县区", nullptr, nullptr, nullptr, "ends like a county"},
      {"王某市李某区", nullptr, nullptr, nullptr, "looks like city and county"},
      {"赵县长家", nullptr, nullptr, nullptr, "two characters alone are a word: 赵县长"},
      {"沙县小吃店楼上", nullptr, nullptr, nullptr, "two characters alone are a word"},
      {"东区3号楼", nullptr, nullptr, nullptr, "two characters alone are a word"},
      {"郊区大王村", nullptr, nullptr, nullptr, "two characters alone are a word"},
      {"上海路12号", nullptr, nullptr, nullptr, "a street named after a city"},
      {"北京西路5号", nullptr, nullptr, nullptr, "a street named after a city"},
      {"河南村3组", nullptr, nullptr, nullptr, "a village named after a province"},
      {"义乌市场3楼", nullptr, nullptr, nullptr, "a market, not the city"},
      {"天津市场", nullptr, nullptr, nullptr, "a market, not the city"},
      {"天津市场监督局宿舍", nullptr, nullptr, nullptr, "an office, not the city: saying less"},
      {"No. 3 Chaoyang Road, Beijing", nullptr, nullptr, nullptr, "not Chinese"},
      {"110105", nullptr, nullptr, nullptr, "a code"},
      {"北京市\n朝阳区", nullptr, nullptr, nullptr, "a control character"},
      {"北京市朝阳区\xFF", nullptr, nullptr, nullptr, "not UTF-8"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.address, row.why);
    CHECK(shown(county_of(row.address)) == (row.county == nullptr ? "-" : row.county));
    CHECK(shown(city_of(row.address)) == (row.city == nullptr ? "-" : row.city));
    CHECK(shown(province_of(row.address)) == (row.province == nullptr ? "-" : row.province));
  }
}

TEST_CASE("place veils: the table is whole", "[veil][place]") {
  const auto& regions = current();
  CHECK(regions.size() > 3150);
  std::size_t provinces = 0;
  for (const auto& [code, name] : regions) {
    CAPTURE(code, name);
    REQUIRE(code >= 110000);
    REQUIRE(code <= 820000);
    REQUIRE(regions.count(code / 10000 * 10000) == 1);
    const auto characters = veil::redact::decode_utf8(name);
    REQUIRE(characters);
    REQUIRE(characters->size() >= 2);
    for (const char32_t c : *characters) REQUIRE(veil::redact::is_han(c));
    provinces += code % 10000 == 0 ? 1 : 0;
  }
  CHECK(provinces == 34);
  for (const auto& [code, name] : table(veil::redact::kRegionsShort)) {
    CAPTURE(code, name);
    CHECK(regions.count(code) == 1);
  }
  for (const auto& [code, name] : table(veil::redact::kRegionsWithdrawn)) {
    CAPTURE(code, name);
    CHECK(regions.count(code / 10000 * 10000) == 1);
  }
}

TEST_CASE("place veils: every division of the table is found under its own", "[veil][place]") {
  const auto& regions = current();
  for (const auto& [code, name] : regions) {
    if (code % 100 == 0) continue;
    const std::string province = regions.at(code / 10000 * 10000);
    const auto city = regions.find(code / 100 * 100);
    const std::string between = city == regions.end() ? "" : city->second;
    std::string address = province;
    address.append(between).append(name).append("幸福里3号院");
    CAPTURE(address);
    REQUIRE(county_of(address) == name);
    REQUIRE(province_of(address) == province);
    if (!between.empty()) REQUIRE(city_of(address) == between);
    REQUIRE(city_of(address).has_value());
  }
}

TEST_CASE("place veils: what is hidden does not change what is shown", "[veil][place]") {
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  std::vector<std::string> names;
  std::set<std::string> known;
  for (const auto* regions : {&veil::redact::kRegionsCurrent, &veil::redact::kRegionsWithdrawn}) {
    for (const auto& [code, name] : table(*regions)) {
      names.push_back(name);
      known.insert(name);
    }
  }
  const std::vector<std::string> bits = {"北京",   "路", "3号", "王",     "市",   "区",   "县",
                                         "幸福里", "-",  " ",   "市辖区", "中国", "\xFF", "长安"};
  for (int i = 0; i < 20000; ++i) {
    std::string address;
    for (auto n = random() % 5; n > 0; --n) {
      const auto& from = random() % 2 == 0 ? names : bits;
      address += from[random() % from.size()];
    }
    CAPTURE(address);
    // Only names from the table come out, whatever goes in.
    for (const auto& found : {county_of(address), city_of(address), province_of(address)}) {
      if (found) REQUIRE(known.count(*found) == 1);
    }
    if (const auto county = county_of(address)) {
      // A house number behind it says nothing, and there is a province wherever there is a county
      // that only one province can have.
      REQUIRE(county_of(address + "7号楼") == county);
      REQUIRE(province_of(address).has_value());
    }
  }
}
