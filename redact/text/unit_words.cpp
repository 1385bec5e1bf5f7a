// The words that parts of Chinese addresses end in.
#include <array>
#include <bitset>
#include <unordered_map>

#include "redact/text/units.h"
#include "redact/text/word_set.h"

namespace veil::redact {
namespace {

struct EndingWords {
  UnitKind kind;
  bool weak;
  bool behind;
  std::u32string_view words;
};
constexpr std::array kEndingWords = {
    EndingWords{UnitKind::town, false, false,
                U"街道 镇 乡 苏木 民族乡 街道办 开发区 高新区 经开区 新区 园区 管理区 工业区 "
                U"保税区 合作区 贸易区"},
    EndingWords{
        UnitKind::village, false, false,
        U"村 自然村 行政村 嘎查 邨 屯 寨 新寨 古寨 牧场 林场 农场 渔村 村委会 农牧场 牧委会 分场"},
    EndingWords{UnitKind::village, true, false,
                U"庄 堡 湾 坳 冲 坪 塘 沟 岭 营 垭 坝 城中村 社区 园"},
    EndingWords{UnitKind::village, true, true,
                U"社 组 小组 村民小组 村民组 队 生产队 大队 坡 洼 坑 岗 岙 埠 浜 泾 浦 桥 渡 沱 坎 "
                U"墩 圩 畈 垸 圳 埔 墟 塬 峪 崖 "
                U"河 集 圈 窝 洞 坞 围 厝 埕 弯 屋 咀 嘴 台 坛 滩 窑 冈 峒 甸 泊 艾里 浩特 敖包 卡 "
                U"林 桥头"},
    EndingWords{UnitKind::road, false, false,
                U"路 街 巷 大道 大街 胡同 国道 省道 县道 弄堂 步行街 东路 西路 南路 北路 中路 支路 "
                U"环路 马路 "
                U"后街 正街 老街 横街 横巷 支巷 小巷 商业街 东街 西街 南街 北街 东大街 西大街 "
                U"南大街 北大街 大马路 "
                U"快速路 干道 里弄"},
    EndingWords{UnitKind::road, true, false, U"弄 里 道 支弄 条"},
    EndingWords{UnitKind::estate, false, false,
                U"小区 居民小区 安置小区 花园小区 花园 公寓 家园 新村 新苑 嘉园 佳园 雅苑 名苑 "
                U"华庭 豪庭 月庭 公馆 "
                U"员工宿舍 职工宿舍 单身宿舍 集体宿舍 教工宿舍 学生宿舍 宿舍楼 宿舍 家属院 家属楼 "
                U"家属区 安置房 安置楼 "
                U"花苑 嘉苑 丽苑 佳苑 锦苑 怡苑 馨苑 庭苑 景苑 兰苑 和苑 东苑 西苑 南苑 北苑 雅园 "
                U"馨园 豪园 丽园 名园 "
                U"佳苑 郡府 官邸 府邸 名邸 世家 雅居 华府 华苑 花都 花城 别墅 公租房 廉租房 经适房 "
                U"筒子楼 棚户区 回迁房 "
                U"回迁楼 拆迁房 商住楼 公寓楼 单身公寓 青年公寓 人才公寓 住宅区 生活区 生活小区 "
                U"住宅小区 福利院宿舍 教师楼 "
                U"干休所 老年公寓 海岸 半岛 水岸 春天 一品 国际城 翡翠湾 学府 御园 御府 天境 "
                U"时代城 时代广场 龙城 轩 "
                U"月子会所"},
    EndingWords{UnitKind::estate, true, false,
                U"大厦 大楼 山庄 新城 名城 大院 苑 府 庭 院 城 广场 商务中心 商贸城 商业中心 "
                U"写字楼 商务楼 中心大楼 居 阁 "
                U"庄园 工业园 产业园 科技园 创业园 物流园 园区 市场 批发市场 农贸市场 菜市场 "
                U"建材市场 商场 酒店 宾馆 旅馆 招待所 民宿 客栈 堡 邸 墅 轩"},
};

const std::unordered_map<std::u32string_view, UnitEnding>& endings() {
  static const auto made = [] {
    std::unordered_map<std::u32string_view, UnitEnding> out;
    for (const EndingWords& list : kEndingWords) {
      std::u32string_view words = list.words;
      while (!words.empty()) {
        const std::size_t size = std::min(words.find(U' '), words.size());
        const auto word = words.substr(0, size);
        out.emplace(word, UnitEnding{word, list.kind, list.weak, list.behind});
        words.remove_prefix(std::min(size + 1, words.size()));
      }
    }
    return out;
  }();
  return made;
}

// The characters that endings begin with.
class Starts {
 public:
  explicit Starts(const std::unordered_map<std::u32string_view, UnitEnding>& words) {
    for (const auto& [word, ending] : words) bits_.set(word[0] & 0xFFFF);
  }
  bool has(char32_t c) const noexcept { return bits_[c & 0xFFFF]; }

 private:
  std::bitset<0x10000> bits_;
};

constexpr std::u32string_view kNumberWords =
    U" 号楼 号院 号房 号铺 号摊 号门 号库 号档 号店 号屋 号公寓 号宿舍 号小区 号大院 号家属院 号附 "
    U"单元 门洞 门牌 村民小组 小组 号 幢 栋 座 室 楼 "
    U"层 组 队 社 弄 户 期 # 巷 排 院 门 屋 园 区 房 支弄 大队 段 连 团 师 里 厅 梯 铺 档 摊 家 条 "
    U"场 村 路 街 号线 胡同 "
    U"马路 大街 支路 横巷 横街 经路 纬路 道街 道 幢楼 栋楼 座楼 号宅 号别墅 生产队 标段 厂区 车间 "
    U"床 ";
constexpr std::u32string_view kDoorWords =
    U" 号楼 号院 单元 幢 栋 座 室 房 门洞 号房 户 连 团 师 幢楼 栋楼 号门 门牌 ";

}  // namespace

const UnitEnding* unit_ending_at(const FoldedText& text, std::size_t i) {
  constexpr std::size_t kLongest = 5;
  if (text[i].kind != CharKind::han) return nullptr;
  const UnitEnding* best = nullptr;
  static const Starts starts(endings());
  if (!starts.has(text[i].c)) return nullptr;
  for (std::size_t k = i; k < text.size() && k < i + kLongest; ++k) {
    if (k > i && text[k].gap == Gap::blank && text[i].gap != Gap::blank) break;
    const auto at = endings().find(text.view(i, k + 1));
    if (at != endings().end()) best = &at->second;
  }
  return best;
}

std::size_t number_word_at(const FoldedText& text, std::size_t i) {
  constexpr std::size_t kLongest = 4;
  static const WordSet number_words(kNumberWords);
  std::size_t longest = 0;
  for (std::size_t k = i; k < text.size() && k < i + kLongest; ++k) {
    const std::u32string_view word = text.view(i, k + 1);
    if (number_words.contains(word)) longest = word.size();
  }
  return longest;
}

bool is_door_word(std::u32string_view word) {
  static const WordSet door_words(kDoorWords);
  return door_words.contains(word);
}

bool is_hard_stop(char32_t c) noexcept {
  static const CharSet stops(
      U"的在住到于从去往至是了与及或把被将给由就也还很不没有搬租离们说称为该其她他我你这每送逃躲藏"
      U"找叫着过吗呢吧个");
  return stops.has(c);
}

bool is_soft_stop(char32_t c) noexcept {
  static const CharSet stops(U"和向对让又都来回经进出站走跑接系本那各同附近带前已");
  return stops.has(c);
}

bool is_foreign_sound(char32_t c) noexcept {
  static const CharSet sounds(
      U"克孜勒阿买提尔木布巴伊吾依艾苏库车乌拉哈密合塔什喀图巴格帕太里罕麦盖莎泽叶叶英普疏附墨玉策"
      U"皮洛于民丰玛纳斯奇台"
      U"额敏沁达博乐温泉精昭巩留新源特尼昌吉呼锡林郭察浩嘎旗日土曲当雄措美隆堆龙德庆江孜萨迦昂仁亚"
      U"东聂仲岗定结白朗恰卜");
  return sounds.has(c);
}

bool breaks_before(const FoldedText& text, std::size_t i) {
  return i == 0 || i >= text.size() || text[i].gap != Gap::none ||
         text[i - 1].kind != CharKind::han;
}

}  // namespace veil::redact
