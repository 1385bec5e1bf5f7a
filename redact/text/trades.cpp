// Words of which there are many bodies: they name none.
#include <string>
#include <unordered_set>

#include "redact/text/organisations.h"

namespace veil::redact {
namespace {

constexpr std::u32string_view kTrades =
    U"新华 人民 中国 邮政 供销 工商 供销社 菜鸟 保健品 家政 建筑 物流 快递 保安 保洁 装修 网络 "
    U"服装 外卖 外地 国有 民营 私人 乡镇 当地 镇上 村口 楼下 小区 社区 街边 路边 农村 城里 县城 "
    U"市区 电子 食品 化妆品 保险 贷款 金融 中介 劳务 派遣 房产 连锁 大型 小型 中型 国营 个体 合资 "
    U"外资 民办 公办 普通 寄宿制 寄宿 全日制 义务教育 "
    U"九年制 市场 农贸 批发 老年 职业 加工 直播 美容 足浴 运营 科技 五金 织造 纺织 餐饮 服饰 制衣 "
    U"制品 塑胶 塑料 印刷 包装 机械 精密 电器 电商 跨境 "
    U"商贸 贸易 货运 运输 物业 汽修 汽配 母婴 用品 文化 传媒 教育 培训 咨询 管理 服务 信息 技术 "
    U"软件 工程 建材 家具 陶瓷 玩具 鞋业 皮具 箱包 化工 "
    U"医药 药业 农业 养殖 种植 矿业 煤业 酒业 茶业 珠宝 首饰 家居 家电 装饰 广告 旅游 租赁 美发 "
    U"理发 美甲 养生 按摩 火锅 小吃 早餐 奶茶 咖啡 面包 "
    U"水果 蔬菜 海鲜 烧烤 麻辣烫 米粉 便利 生鲜 日用 百货 布行 布艺 窗帘 针织 刺绣 绣品 手工 制造 "
    U"实业 投资 发展 集团 国际 附近 隔壁 对面 本地 街上 "
    U"工地 工业 开发 车站 火车站 高铁站 汽车站 学校 医院 单位 大学 中学 小学 高中 初中 寄宿学校 "
    U"重点 私立 公立 国立 民族 乡村 城镇 山区 城区 城郊 "
    U"一个 某个 各个 有个 一家 两家 几家 某家 那家 这家 多家 三家 整个 全部 各大 其他 其它 同一 "
    U"同一家 不同 新开 新的 老的 原来 以前 之前 现在 "
    U"合伙 承包 自己 自家 朋友 老公 丈夫 亲戚 老板 夫妻 路口 门口 路旁 街角 镇里 乡里 村里 市里 "
    U"县里 省城 城市 全国 全市 全县 全区 全镇 辖区 沿街 "
    U"临街 快捷 星级 五星级 高档 豪华 乡下 二手车 二手 电动车 摩托车 自行车 汽车 手机 电脑 超市 "
    U"酒店 宾馆 餐厅 饭店 工厂 公司 大专 中专 技工 技术学 "
    U"特殊 特殊教育 成人 夜间 双语 国学 舞蹈 音乐 美术 体育 艺术 驾驶 驾校 语言 外语 英语 日语 "
    U"辅导 补习 托管 早教 幼教 亲子 月嫂 月子 代工 "
    U"注塑 模具 电镀 喷漆 焊接 铸造 砖瓦 水泥 采石 石料 木材 家纺 毛衣 内衣 衬衫 皮鞋 箱子 灯饰 "
    U"灯具 线缆 电池 手袋 饰品 工艺品 纸箱 纸品 饲料 "
    U"有限 责任 股份 有限责任 股份有限 控股 总 分";

constexpr std::u32string_view kWeakFirms =
    U" 装饰 纸业 足浴 足疗 铝业 钢业 木业 石业 服饰 电子 五金 科技 科创 农业 药业 鞋业 茶业 酒业 "
    U"乳业 建设 建工 地产 影业 家居 家纺 食品 制药 重工 精密 "
    U"机电 电器 建材 餐饮 母婴 纺织 物流 快递 家政 物业 制衣 美甲 美容 养生 按摩 摄影 中介 电商 "
    U"商贸 传媒 藏餐 货运 印染 针织 置业 织造 渔业 牧业 实业 ";

}  // namespace

bool is_weak_firm(std::u32string_view word) {
  std::u32string padded = U" ";
  padded += word;
  padded += U' ';
  return kWeakFirms.find(padded) != kWeakFirms.npos;
}

bool is_trade(std::u32string_view word) {
  static const auto all = [] {
    std::unordered_set<std::u32string> out;
    std::u32string_view list = kTrades;
    while (!list.empty()) {
      const std::size_t size = std::min(list.find(U' '), list.size());
      out.emplace(list.substr(0, size));
      list.remove_prefix(std::min(size + 1, list.size()));
    }
    return out;
  }();
  return all.contains(std::u32string(word));
}

}  // namespace veil::redact
