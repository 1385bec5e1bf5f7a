// redact/veil/surnames_data.cpp: surnames in use, in simplified and traditional characters, written
// down from general knowledge. A surname that is missing costs little: a name of three characters
// then shows its first one, a name of two shows nothing. Compound surnames that would more often
// be a common surname and the start of a given name (贺兰英, 乐正明) are left out: saying less is
// safe.
#include "redact/veil/name.h"

namespace veil::redact {

const std::u32string_view kSurnames =
    U"区赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛"
    U"奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康"
    U"伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵"
    U"席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗"
    U"丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫"
    U"乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄"
    U"印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮"
    U"牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡"
    U"国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查"
    U"后荆红游竺权逯盖益桓公付肖闫涂代冼佘揭丘兰覃岳帅亓迟官苟仝原佟苑操初矫信战楚粟侍宛来隋忻"
    U"修雒蹇卿撒锁牟商海晋丛但泮占纳银鹿鄢植母麦楼展仵谌朴尉邸郄降折睢由奉麹资蒿郇阳淡苻邝门敬"
    U"辜钦鄞禤仉练库宾税渠哈言敏岩上诗底归伯佴南墨年甯千乾琴宝佃盘蒂呼化仁佛潭斯线贯烟隰僧青趙"
    U"錢孫吳鄭馮陳衛蔣韓楊許呂張嚴華謝鄒竇雲蘇魯韋馬鳳費賀湯羅畢鄔樂時齊顧黃蕭談龐紀項賈婁顏鍾"
    U"鐘駱淩萬盧經應鄧單諸鈕龔陸榮車寧欒鈄厲劉龍葉薊從賴藺喬陰雙聞黨譚貢勞酈壽邊農溫別莊閻連習"
    U"魚嚮廣祿闕東歐師鞏聶闞簡饒豐關荊遊權蓋閆塗蘭遲戰鎖叢納銀鄺門賓稅閔賁";

const std::u32string_view kCompoundSurnames =
    U"爱新觉罗 叶赫那拉 愛新覺羅 葉赫那拉 侯莫陈 侯莫陳 欧阳 太史 端木 上官 "
    U"司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 濮阳 "
    U"公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 "
    U"亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 宰父 谷梁 拓跋 夹谷 轩辕 令狐 "
    U"段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 东门 西门 第五 公仪 叔孙 "
    U"季孙 达奚 纳兰 完颜 耶律 相里 单于 西陵 公输 公乘 淳于 即墨 东野 哥舒 "
    U"斛律 沮渠 墨台 母丘 毋丘 歐陽 司馬 東方 萬俟 聞人 諸葛 尉遲 赫連 澹臺 "
    U"濮陽 公孫 仲孫 鍾離 長孫 鮮于 閭丘 子車 巫馬 顓孫 壤駟 軒轅 東郭 南門 "
    U"東門 西門 公儀 叔孫 季孫 達奚 納蘭 完顏 單于 公輸 東野 墨臺";

}  // namespace veil::redact
