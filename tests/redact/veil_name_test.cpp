// Names: what of them the surname veil shows, with the reason for each row.
#include <catch2/catch.hpp>

#include <random>

#include "redact/unicode.h"
#include "redact/veil/name.h"

namespace {

using veil::redact::surname_only;

struct Row {
  const char* name;
  const char* shown;  // nullptr: nothing
  const char* why;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.name, row.why);
    const auto shown = surname_only(row.name);
    if (row.shown == nullptr) {
      CHECK_FALSE(shown.has_value());
    } else {
      REQUIRE(shown.has_value());
      CHECK(*shown == row.shown);
    }
  }
}

}  // namespace

TEST_CASE("surname veil: ordinary Chinese names", "[veil][name]") {
  check({
      {"张伟", "张某", "one and one"},
      {"王秀英", "王某", "one and two: the mask does not tell which"},
      {"李", nullptr, "one character: everything would be said"},
      {"娜", nullptr, "a given name alone"},
      {"", nullptr, "empty"},
      {"   ", nullptr, "blank"},
      {"张王晓红", "张某", "both parents' surnames: four characters, the first one is shown"},
      {"刘陈美玲", "刘某", "husband's and own surname"},
      {"吕布", "吕某", "short and famous"},
      {"万俟卨", "万俟某", "compound surname that reads unlike its characters"},
      {"仇仁", "仇某", "surname that is a word"},
      {"高兴", "高某", "surname and name make a word"},
      {"安静", "安某", "surname and name make a word"},
      {"白雪", "白某", "surname and name make a word"},
      {"于是", "于某", "surname and name make a word"},
      {"王王", "王某", "given name equal to the surname"},
      {"陳美玲", "陳某", "traditional form is kept as written"},
      {"張國榮", "張某", "traditional form"},
      {"劉德華", "劉某", "traditional form"},
      {"李女士", "李某", "title, surname known"},
      {"王大妈", "王某", "form of address"},
      {"张老师", "张某", "form of address"},
      {"欧阳女士", "欧阳某", "title after a compound surname"},
      {"李某", "李某", "masked already"},
      {"欧阳某", "欧阳某", "masked already"},
      {"阿某", "阿某", "masked already, a first character that is no surname"},
      {"李某某", "李某", "masked in another style"},
      {"张某甲", "张某", "masked in the style of older judgments"},
      {"某某", nullptr, "masked, and nothing to show"},
      {"某某某", nullptr, "masked, and nothing to show"},
      {"某女", nullptr, "a description"},
      {"小芳", nullptr, "nickname of two: half of it would be said"},
      {"阿梅", nullptr, "nickname of two"},
      {"妞妞", nullptr, "nickname of two, doubled: all of it would be said"},
      {"豆豆", nullptr, "nickname of two, doubled"},
      {"不详", nullptr, "a word in place of a name"},
      {"匿名", nullptr, "a word in place of a name"},
      {"张三和李四", nullptr, "two people"},
      {"住在幸福里三号", nullptr, "not a name"},
      {"王芳的母亲赵淑珍", nullptr, "not a name"},
  });
}
