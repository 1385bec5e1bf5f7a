// redact/text/words_data.cpp: the fixed words of text scrubbing, written down from general
// knowledge. How to add one: docs/redaction.md.
#include "redact/text/words.h"

namespace veil::redact {

const CueWords kCueWords[] = {
    {Cue::id_card,
     "身份证号码 身份证号 身份证 身份证件号 公民身份号码 公民身份证号码 身份号码 身份证件 证件号码 "
     "证件号 身份信息 身份证尾号 idcard idno idnumber identitycard nationalid prcid residentid "
     "identitynumber identityno id_card id_number cn_id cnid idcardno"},
    {Cue::phone,
     "电话号码 电话 手机号码 手机号 手机 联系方式 联系电话 移动电话 座机 固话 小灵通 热线电话 来电 "
     "致电 拨打 打给 号码是 号码为 打这个号 备用号 新号 换号 短信 电联 传真 tel telephone phone "
     "mobile "
     "cell cellphone mob whatsapp call text fax contactno contactnumber phonenumber hotline sms "
     "reachedon "
     "reachableon reachheron callback mynumberis viber sim simcard landline dial ring ringheron "
     "mobileno phoneno"},
    {Cue::account,
     "银行卡号 银行卡 银行账号 银行账户 卡号 账号 账户 帐号 帐户 存折 开户行 开户 储蓄卡 工资卡 "
     "社保卡 "
     "农行 工行 建行 中行 交行 邮储 农业银行 工商银行 建设银行 中国银行 交通银行 邮政储蓄 信用社 "
     "农商行 农商银行 招商银行 "
     "转账至 汇款至 打款 收款卡 惠农卡 一卡通 尾号 "
     "bankcard bankaccount accountno accountnumber account a/c acct cardno cardnumber debitcard "
     "bank_card card paidto"},
    {Cue::wechat,
     "小号 抖音号 抖音 快手号 快手 小红书号 小红书 微博 lineid telegram tg kakao kakaotalk "
     "微信号码 微信号 微信id 微信账号 微信 威信 薇信 vx wx 加v wechat wechatid weixin wxid "
     "微信同号"},
    {Cue::qq, "qq号码 qq号 qq 扣扣 企鹅号"},
    {Cue::passport, "护照号码 护照号 护照 passportno passportnumber passport traveldocument"},
    {Cue::permit,
     "回乡证 通行证 台胞证 港澳居民来往内地通行证 往来港澳通行证 港澳通行证 台湾居民来往大陆通行证 "
     "居住证号 permit travelpermit"},
    {Cue::plate,
     "车牌号码 车牌号 车牌 牌照 号牌 车号 plate licenceplate licenseplate plateno vehicle"},
    {Cue::medical,
     "住院号 门诊号 病历号 病案号 就诊号 就诊卡号 急诊号 登记号 诊疗号 检验号 报告号 门诊病历号 "
     "体检号 "
     "住院病案号 挂号单号 就诊卡 病人号 患者编号 inpatientno outpatientno medicalrecordno "
     "medicalrecord mrn emergencyno "
     "patientno patientid admissionno hospitalno inpatientnumber outpatientnumber recordno "
     "casenote "
     "hospitalnumber chartno"},
    {Cue::disability,
     "残疾人证号 残疾人证 残疾证号 残疾证 残疾证件 disabilitycertificate disabilitycert "
     "disabilitycard"},
    {Cue::student,
     "学籍号 学籍号码 全国学籍号 学号 学生号 studentno studentnumber studentid schoolrollno"},
    {Cue::marriage,
     "结婚证字号 结婚证号 结婚证 离婚证号 离婚证字号 离婚证 婚姻登记证字号 婚姻登记证 登记证字号 "
     "结婚登记号 marriagecertificate "
     "divorcecertificate marriagecert"},
    {Cue::birth_certificate,
     "出生医学证明编号 出生医学证明 出生证明 出生证号 出生证编号 出生证 birthcertificate "
     "birthcert"},
    {Cue::property,
     "不动产权证号 不动产权证书 不动产权证 不动产权 房产证号 房产证 房权证 产权证号 产权证 土地证 "
     "propertycertificate "
     "titledeed"},
    {Cue::matter,
     "信访编号 信访件编号 信访件 来访编号 案件编号 案号 文号 受理编号 受案登记 报警回执 立案号 "
     "案卷号 卷宗号 "
     "个案编号 档案编号 档案号 救助编号 接警编号 警情编号 caseno casenumber caseref policeref "
     "fileno filenumber docketno refno ref reference"},
    {Cue::uscc,
     "统一社会信用代码 社会信用代码 信用代码 纳税人识别号 税号 uscc creditcode "
     "unifiedsocialcreditcode"},
    {Cue::postcode, "邮政编码 邮编 postcode postalcode zipcode zip"},
    {Cue::position,
     "经纬度 坐标 定位 经度 纬度 gps coordinates latitude longitude lat lng location geo"},
    {Cue::network, "ip地址 ip 登录ip 登录地址"},
    {Cue::birth,
     "出生日期 出生年月日 出生年月 出生时间 生日 生于 出生于 阳历 阴历 农历 dob dateofbirth born "
     "birthday bornon birthdate "
     "birth_date"},
    {Cue::birth_after, "出生 生人 生 日生"},
    {Cue::serial,
     "订单号 订单编号 订单 快递单号 运单号 快递 运单 流水号 序列号 序列 编码 发票号码 发票代码 "
     "发票 票据代码 票据号 票号 "
     "版本号 版本 时间戳 imei 资产编号 资产 设备号 设备编号 科目 条码 二维码 批次 商品编号 货号 "
     "型号 合同编号 合同号 "
     "回执编号 交易号 交易单号 凭证号 单号 机号 串号 虚拟号码 工号 警号 执业证号 样本编号 样本 "
     "书号 isbn "
     "orderno ordernumber order courier tracking trackingno serial serialno invoice invoiceno "
     "timestamp build version asset "
     "sku batch voucher model no staffno badgeno"},
    {Cue::law_date,
     "修订 修正 施行 起施行 通过 公布 颁布 实施 印发 发布 生效 废止 enacted inforce amended "
     "effective "
     "tookeffect cameintoforce promulgated adopted inforcesince"},
    {Cue::holiday,
     "国际消除对妇女的暴力日 国际消除 妇女节 儿童节 国庆节 劳动节 世界 国际 宪法日 国家宪法日 "
     "反家暴日 儿童日 "
     "isthe istheinternational internationalday worldday"},
    {Cue::name,
     "留名 自称 署名 落款 驾驶人 驾驶员 接生婆 家公 家婆 保证人 委托人 出租人 承租人 姓名 名字 "
     "名叫 叫做 大名 真名 本名 全名 我叫 他叫 她叫 人叫 女儿叫 儿子叫 孩子叫 老公叫 丈夫叫 老婆叫 "
     "妹妹叫 弟弟叫 "
     "姐姐叫 哥哥叫 男友叫 男朋友叫 我是 曾用名 原名 又名 户主 收件人 收款人 户名 联系人 "
     "紧急联系人 申请人 被申请人 当事人 被害人 受害人 "
     "求助人 求助者 来访人 来访者 服务对象 案主 救助对象 帮扶对象 受助人 受援人 委托人 原告 被告 "
     "被告人 犯罪嫌疑人 嫌疑人 加害人 施暴人 施暴者 申诉人 "
     "上诉人 被上诉人 被执行人 申请执行人 债权人 债务人 第三人 法定代理人 监护人 报案人 举报人 "
     "反映人 证人 目击证人 "
     "提交人 填表人 家长 学生 患者 病人 伤者 死者 失踪人 走失人 被拐人 寻亲人 借款人 担保人 房东 "
     "租客 中间人 介绍人 "
     "买方 卖方 男方 女方 本人 对象 店主 老板 雇主 班主任 主照料人 照护人 实际照护人 同住人 亲属 "
     "家属 户籍人 持卡人 车主 成员姓名 户主姓名 "
     "患儿 幼女 幼儿 未成年人 被监护人 被收养人 收养人 送养人 新娘 新郎 队友 室友 闺蜜 同学 同事 "
     "同乡 老乡 朋友 好友 工友 前男友 前女友 "
     "妇女 女孩 男孩 村民 居民 老人 老板娘 女童 男童 少女 女工 男子 女子 儿童 孤儿 独居老人 "
     "困难妇女 盲人按摩师 按摩师 主管 经理 收货人 寄件人 "
     "涉事学生家长 学生家长 转介人 受害者 嫌犯 幸存者 个案 笔者 母女"},
    {Cue::nickname,
     "小名 乳名 绰号 外号 昵称 化名 别名 网名 艺名 俗称 人称 又叫 大家叫她 大家叫他 都叫她 都叫他 "
     "唤作 微信名 称呼她 aka knownas goesby nickname "
     "alias calledher callsher"},
    {Cue::kin,
     "母亲 父亲 妈妈 爸爸 丈夫 妻子 老公 老婆 爱人 配偶 前夫 前妻 女儿 儿子 长女 长子 次女 次子 "
     "大女儿 二女儿 小女儿 "
     "大儿子 小儿子 三女儿 独子 独女 继父 继母 养父 养母 后爸 后妈 生父 生母 哥哥 姐姐 弟弟 妹妹 "
     "大哥 大姐 二哥 二姐 胞兄 胞弟 胞姐 "
     "胞妹 堂兄 堂弟 堂姐 堂妹 表哥 表弟 表姐 表妹 爷爷 奶奶 外公 外婆 姥姥 姥爷 祖父 祖母 外祖父 "
     "外祖母 公公 婆婆 "
     "岳父 岳母 丈母娘 老丈人 叔叔 伯伯 伯父 伯母 姑姑 姑妈 姑父 舅舅 舅妈 姨妈 姨父 小姨 大姨 "
     "婶婶 嫂子 嫂嫂 弟媳 儿媳 儿媳妇 女婿 妹夫 姐夫 "
     "孙女 孙子 外孙 外孙女 侄女 侄子 侄儿 外甥 外甥女 孩子 小孩 娃 男人 男友 男朋友 女友 女朋友 "
     "未婚夫 未婚妻 同居男友 继女 继子 养女 养子 "
     "媳妇 其夫 其妻 其母 其父 其女 其子 其姐 其妹 其兄 其弟 父母"},
    {Cue::short_kin, "夫 妻 女 子 爹 娘 姐 妹 哥 弟 母 父 儿 婿 妈 爸"},
    {Cue::role,
     "教师 代课老师 任课老师 妇联主席 妇联主任 村支书 村主任 网格员 村医 队长 代理人 委托代理人 "
     "诉讼代理人 法定代理人 甲方 乙方 丙方 保证人 主席 书记 主任 干事 专干 邻居 房客 对门 隔壁 "
     "楼上 楼下 志愿者 师傅 司机 老师 同伴 工头 包工头 领班 组长 店长 护工 保姆 网友 债主 人贩子 "
     "舍友 前同事 线人 知情人 同村 陪同人"},
    {Cue::office,
     "民警 警官 值班民警 办案民警 检察官 检察官助理 法官 审判员 审判长 书记员 陪审员 人民陪审员 "
     "律师 援助律师 承办律师 代理律师 "
     "承办人 承办检察官 主办检察官 经办人 接待人 接访人 社工 督导 心理咨询师 咨询师 医生 医师 "
     "主治医师 主任医师 护士 护士长 "
     "翻译 手语翻译 记录人 记录员 调解员 人民调解员 "
     "接线员 话务员 值班员 值班人员 鉴定人 法医 填报人 审核人 审批人 签发人 校对 联络员 所长 "
     "副所长 局长 副局长 院长 科长 处长 检察长 校长 园长 工作人员 办案人 评估人 "
     "主持人 参会人员 出席 回访人 建档人 走访人 带班领导 签收人 经办 社会工作者 个管员 个案管理员 "
     "见证人 合议庭 仲裁员 公证员 执法人员 监察员"},
    {Cue::title_after,
     "女士 先生 小姐 太太 夫人 阿姨 大姐 大妈 大娘 大爷 大叔 大哥 大嫂 阿婆 阿公 婆婆 奶奶 爷爷 "
     "叔叔 伯伯 师傅 老师 同学 "
     "老板 老板娘 嫂 姐 哥 妹 叔 婶 姨 伯 爷 奶 妈 爸 某某 某 同志 家的 家媳妇 家嫂子 媳妇 经理 总 "
     "队长 小朋友 老太 老汉 老太太 大伯 妹子 姑娘 厂长"},
    {Cue::office_after,
     "警官 法官 检察官 检察长 律师 主任 书记 主席 院长 局长 所长 科长 处长 医生 大夫 护士 社工 "
     "民警 审判员 书记员 咨询师 调解员 "
     "干事 委员 部长 会长 校长 镇长 村长 庭长 支书 站长 督导 检 法医"},
    {Cue::after_name,
     "我 他 她 你 您 他们 她们 我们 说 称 诉 讲 表示 反映 反应 陈述 自述 诉说 哭诉 告诉 告知 提到 "
     "回忆 认为 承认 否认 要求 请求 申请 提出 希望 同意 拒绝 "
     "于 在 到 来 来到 到场 来访 来电 致电 报警 报案 求助 打电话 拨打 起诉 上诉 离婚 结婚 登记 与 "
     "和 跟 同 将 把 被 向 对 给 让 "
     "的 是 有 因 因为 已 已经 曾 曾经 现 现在 目前 后 从 以 用 也 又 再 还 就 仍 都 没 没有 不 未 "
     "不肯 不敢 不愿 想 想要 去 回 回家 "
     "带 带着 抱 抱着 住 住在 居住 租住 离开 外出 出 失踪 走失 死亡 去世 出生 受伤 住院 就诊 入院 "
     "出院 就读 上学 工作 上班 务工 打工 "
     "打 殴打 骂 辱骂 威胁 恐吓 跟踪 骚扰 强奸 性侵 猥亵 推搡 持刀 酗酒 喝酒 酒后 赌博 吸毒 "
     "签字 签名 签收 领取 收到 收 接 接到 接受 承担 照顾 抚养 陪同 陪 送 介绍 联系 认识 发现 看到 "
     "听到 知道 不知 害怕 担心 情绪 "
     "女 男 汉族 年龄 身份证 身份证号 电话 手机 微信 联系电话 本人 家 家庭 家里 家中 户 等 等人 之 "
     "为 可能 当时 当天 今天 今日 昨天 昨晚 今早 上午 下午 晚上 "
     "凌晨 半夜 每天 经常 多次 长期 一直 突然 故意 只 仅 确 确实 非常 很 比较 怀孕 流产 生育 丧偶 "
     "再婚 同居 分居 感染 患 患有 确诊 残疾 文化 初中 高中 小学 文盲 下岗 失业 退休 "
     "名下 账户 账号 卡号 银行卡 处 一家 一人 夫妇 夫妻 母子 母女 父女 父子 姐妹 兄弟 二人 两人 "
     "三人 双方 供述 交代 辩称 答 问 回答 回复 发 发来 发送 转 转账 汇款 欠 借 "
     "拿 拿着 拉 拽 踢 掐 扇 砸 摔 抢 抢走 扣 扣押 扣下 锁 关 赶 赶出 逃 逃离 逃出 躲 藏 跑 走 进 "
     "坐 站 哭 喊 叫 跪 "
     "所在 所述 所称 所 涉嫌 涉 犯 自 自行 自愿 主动 独自 单独 共同 均 由 受 遭 遭受 遭到 遇 提供 "
     "提交 出具 出示 收养 监护 探视 支付 交付 返还 赔偿 "
     "案 一案 个案 纠纷 随后 随即 次日 拟 应 需 需要 可 可以 能 能否 会 请 须 必须 要 愿意 完成 "
     "参加 学会 获 获得 取得 担任 任 "
     "发给 打了 打人 今年 去年 前年 明年 瘫痪 知情 分别 登录 持续 使用 参加 通过 达成 询问 陈诉 "
     "系申请人 "
     "及 以及 及其 或 如果 虽然 但 但是 却 竟 竟然 正 正在 刚 刚刚 早已 早上 总是 "
     "老是 一个 一家三口 全家 全程 那边 那里 这里 这边 身上 "
     "名 姓名 本村 原系 前夫 前妻 丈夫 妻子 老公 老婆 母亲 父亲 妈妈 爸爸 "
     "儿子 女儿 孩子 哥哥 姐姐 弟弟 妹妹 婆婆 公公 奶奶 爷爷 外婆 外公 单方 多年 常年 常常 始终 "
     "依然 依旧 继续 开始 试图 企图 扬言 声称 谎称 坚持 坚称 坚决 当众 当着 借 借口 假借 利用 强行 "
     "强迫 逼迫 殴 推 推倒 泼 烧 砍 刺 捅 揪 咬 拍 拍摄 偷拍 偷 堵 堵门 砸门 敲门 离家 出走 返回 "
     "返乡 回到 回来 搬 搬走 搬家 转院 转学 转入 转出 入住 入园 入学 上学 放学 辍学 休学 毕业 考上 "
     "报名 "
     "报到 填写 填 写道 讲述 叙述 复述 补充 强调 解释 说明 证明 证实 证言 作证 指出 指认 "
     "辨认 确认 核实 查实 符合 属于 属 享受 纳入 列入 获批 办理 办 申办 缴纳 垫付 支出 花费 消费 "
     "购买 买 卖掉 抵押 贷款 还款 还钱 欠款 欠债 负债 存款 取款 打款 收款 领走 拖欠 "
     "扣发 克扣 生活 生病 病重 病故 病情 精神 心理 身体 身亡 智力 视力 听力 肢体 失明 失聪 失联 "
     "轻生 "
     "自杀 自残 自伤 服药 吃药 做饭 做工 做事 干活 种地 养活 带孩子 带娃 接送 "
     "接走 看护 看管 护理 伺候 服侍 赡养 扶养 见到 见面 会面 谈到 谈话 沟通 交流 协商 商量 调解 "
     "和解 撤诉 撤案 撤回 立案 出庭 到庭 开庭 应诉 答辩 质证 宣判 判决 服刑 在逃 到案 归案 落网 "
     "被捕 "
     "被抓 被打 被骗 被拐 被困 被迫 被害 遇害 遇险 报 报备 报告 报名 上报 投诉 举报 控告 检举 信访 "
     "上访 "
     "来信 来所 来院 来到 来队 因其 因为 因病 因家 由于 鉴于 按照 根据 依据 经过 经人 经查 为了 "
     "关于 对于 至于 除了 跟着 随身 沿着 顺着 精神状态 无业 无房 无收 "
     "务农 未婚 已婚 离异 独居 寡居 生育 生有 育有 共有 有一 有两 户口 户籍 籍贯 民族 出生 "
     "生于 时年 小时 现年 现住 现居 现任 现为 曾用名 别名 又名 化名 绰号 小名 乳名 代收 代领 "
     "代签 代为 委托 授权 转交 转达 动手 闹 吵 吵架 争吵 哭着 没来 没人 不在 不见 不让 不准 不给 "
     "不同意 "
     "不理 名字 名 "},
    {Cue::before_name,
     "是 叫 我叫 他叫 她叫 时 时任 系 名为 及 暨 以及 其中 分别是 分别为 的 了 里 内 中 把 使 令 "
     "靠 向着 骂 打 抱走 带走 拐走 接走 赶走 护着 拉着 牵着 背着 喊 喊着 救 救出 抢 欺负 恐吓 纠缠 "
     "追 追打 堵 堵住 找来 送给 卖给 留给 交与 托付给 寄给 汇入 存入 转入 登记在 写给 说给 送 与 "
     "和 跟 同 由 被 对 向 将 把 给 让 找 叫 是 为 及 以及 及其 替 代 请 问 帮 帮助 协助 陪 陪同 "
     "陪着 联系 通知 告知 告诉 护送 转交 交给 交由 接 送 带 带着 抱 抱着 看到 看见 见到 "
     "遇到 认识 发现 据 经 因 关于 核实 救助 解救 寻找 找到 介绍 询问 讯问 传唤 拘留 逮捕 控告 "
     "举报 起诉 指认 辨认 照顾 抚养 探望 安置 收留 感谢 委托 除 凭 只 以 在 到 去 从 往 嫁给 嫁 娶 "
     "娶了 离开 跟着 随 听 听说 "
     "使用 冒充 担心 怕 害怕 躲 避开 拒绝 威胁 殴打 骚扰 跟踪 勿联系 不要联系 禁止 防止 提醒 致 "
     "转给 发给 打给 欠 借给 汇给 转账给"},
    {Cue::en_name,
     "name fullname client applicant complainant respondent victim survivor petitioner plaintiff "
     "defendant creditor debtor witness patient pupil student learner "
     "guardian suspect perpetrator accused offender payee recipient sender beneficiary contact "
     "contactperson emergencycontact signedby reportedby callername iam mynameis "
     "thisis hernameis hisnameis called named caller claimant tenant landlord resident "
     "accountholder englishname hello dear hi tooriginally mother-to-be friendcalled regards "
     "sincerely signed yours husband'sname children"},
    {Cue::en_kin,
     "husband wife mother father son daughter brother sister uncle aunt cousin grandmother "
     "grandfather grandma grandpa granny mum mom dad partner "
     "boyfriend girlfriend ex-husband ex-wife exhusband exwife ex spouse fiance fiancé stepfather "
     "stepmother mother-in-law father-in-law sister-in-law brother-in-law niece nephew "
     "baby girl boy child kid twin stepson stepdaughter parents"},
    {Cue::en_role,
     "neighbour neighbor friend colleague roommate flatmate classmate teacher boss supervisor "
     "manager employer broker recruiter "
     "trafficker linemanager driver volunteer shopkeeper coworker co-worker forewoman foreman "
     "homeroomteacher"},
    {Cue::en_office,
     "prosecutor judge officer caseworker case-worker socialworker interpreter translator "
     "counsellor counselor lawyer attorney clerk nurse doctor dr "
     "hearingofficer hearingofficers completedby preparedby reviewedby recordedby inspector "
     "detective psychologist sergeant director constable magistrate paralegal intakeofficer "
     "dutyofficer superintendent"},
    {Cue::en_title, "mr mrs ms miss mister madam auntie aunty uncle granny sister brother"},
    {Cue::en_given,
     "wendy tina selina vivian amy lily lucy mary maria anna linda susan grace cindy cathy helen "
     "jenny jessica emily nancy sophia sophie "
     "alice betty carol cherry daisy diana ella emma eva fiona gina gloria hannah iris ivy jane "
     "janet jasmine jean joan joy joyce judy julia julie karen kate "
     "kathy kelly kitty laura lisa lynn maggie may mandy megan michelle mia mona monica nicole "
     "nina olivia pamela penny rachel rebecca rita rose ruby sally "
     "samantha sandra sandy sarah serena sharon sherry stella stephanie sue sunny tiffany tracy "
     "vicky victoria winnie yvonne zoe andy alan alex ben bob brian charles chris daniel david "
     "dennis eric frank fred gary george henry jack jackson james jason jeff jerry jim john johnny "
     "kevin leo mark martin matthew michael mike nick patrick paul "
     "peter philip ray richard robert roger ryan sam simon stanley steve steven terry thomas tim "
     "tom tommy tony vincent william angela angel candy coco bella elaine doris irene lena lena "
     "luna "
     "ada agnes amanda annie ann apple ashley bonnie carmen carrie catherine christina christine "
     "claire connie crystal elena elizabeth esther florence josephine katherine kathleen margaret "
     "martha melissa natalie peggy phoebe priscilla shirley sylvia teresa theresa vanessa vera "
     "veronica violet virginia yolanda eileen echo queenie zara sonam wangdu tashi dondrup bater "
     "tsetseg pema lhamo dolma dorje drolma tenzin tsering yangchen ayigul aygul dilnur gulnar "
     "patigul rehangul amina merdan ablet nyima dawa norbu kelsang lobsang choden thi chanthy "
     "sokha srey aung khin thida mya zaw  noor fatima aisha amina rosa carla jocelyn marites "
     "analyn"},
    {Cue::public_body,
     "派出所 公安局 公安分局 分局 检察院 人民检察院 法院 人民法院 妇联 妇女联合会 妇工委 居委会 "
     "社区居委会 村委会 街道办 街道办事处 人民政府 镇政府 区政府 县政府 市政府 乡政府 民政局 "
     "司法局 司法所 教育局 卫健委 卫健局 残联 残疾人联合会 团委 总工会 工会 人社局 劳动监察 医保局 "
     "乡村振兴局 扶贫办 救助站 救助管理站 庇护所 法律援助中心 劳动仲裁委 仲裁委员会 "
     "街道妇联 市妇联 区妇联 县妇联 未保办 未保站 关工委 信访局 综治中心 调解委员会 调委会 公证处 "
     "看守所 监狱 戒毒所 交警队 刑警队 刑侦大队 大队 支队 总队 政法委 纪委 "
     "最高人民检察院 最高人民法院 中华全国妇女联合会 全国妇联 民政部 公安部 司法部 教育部 国务院 "
     "街道 社区 医院 卫生院 疾控中心 书店 图书馆"},
    {Cue::hospital,
     "医院 卫生院 卫生室 卫生所 保健院 诊所 卫生服务中心 妇幼保健院 中医院 精神卫生中心 急救中心"},
    {Cue::school,
     "幼儿园 小学 中学 学校 初中 高中 大学 学院 职业技术学校 技校 职高 职业高中 中专 职业学院 "
     "实验学校 一中 二中 三中 四中 五中 六中 七中 八中 九中 十中 外国语学校 附小 附中 托儿所 "
     "教学点 民族小学 "
     "中心校 完小 特殊教育学校 职中 卫校 师范 党校 "
     "高级中学 职业技术学院 职业高级中学 实验小学 实验中学 小学校 小學校 师范大学 师范学院 医学院 "
     "卫生学校 体校 艺校 职院 "
     "师大 师院 技师学院 技工学校 聋哑学校 盲校 特校 培智学校 双语幼儿园 蒙古族学校 民族学校 "
     "九年一贯制学校 寄宿制学校 "
     "实小 实中 英才学校 双语学校 国际学校 高职 中职 大专班 分校 "
     "民中 一高 二高 三高 四高 蒙校 蒙中 藏中 职教中心 民大 农大 工大 财大 医大 林大 美院 艺院 "
     "体院 财院 理工大 外院 幼师"},
    {Cue::firm,
     "有限责任公司 股份有限公司 有限公司 公司 集团 工厂 服装厂 电子厂 鞋厂 玩具厂 制衣厂 食品厂 "
     "纺织厂 加工厂 砖厂 印刷厂 五金厂 家具厂 陶瓷厂 塑料厂 化工厂 机械厂 饲料厂 电器厂 制品厂 "
     "鞋业 "
     "酒店 宾馆 旅馆 饭店 饭馆 餐厅 餐馆 酒楼 火锅店 面馆 小吃店 早餐店 奶茶店 咖啡店 咖啡馆 茶楼 "
     "超市 便利店 商店 小卖部 商行 商场 百货 药店 美发店 理发店 美容院 美容店 美甲店 足浴店 养生馆 "
     "按摩店 按摩院 洗浴中心 "
     "ktv 歌厅 网吧 棋牌室 月子中心 家政公司 家政 养老院 敬老院 护理院 福利院 物流园 物流 快递站 "
     "快递 驿站 农贸市场 批发市场 菜市场 市场 建筑工地 工地 合作社 农场 养殖场 果园 茶园 茶厂 商贸 "
     "工作室 事务所 培训中心 早教中心 "
     "维修店 汽修厂 修理厂 洗车店 洗车行 加油站 幼教中心 托管班 服装店 鞋店 花店 蛋糕店 烘焙店 "
     "水果店 五金店 裁缝店 布料店 干洗店 房产中介 中介 影楼 摄影 健身房 酒吧 会所 工程队 物业 "
     "保洁公司 保安公司 电商 直播基地 货运公司 车队 "
     "米粉店 粉店 包子铺 面包房 面包店 烧烤店 大排档 渔场 屠宰场 冷库 车间 窑厂 煤矿 矿 船厂 "
     "缝纫店 洗衣店 宠物店 眼镜店 家具城 建材城 制衣 制造厂 包装厂 厂 "
     "寄卖行 典当行 馕坑 馕店 药房 大药房 服务部 经营部 门市部 批发部 营业部 专营店 专卖店 用品店 "
     "杂货店 杂货铺 粮油店 副食店 "
     "肉铺 鱼档 菜档 水果摊 摊位 鞋行 布行 车行 电动车行 花行 茶行 米行 粮行 琴行 商城 会馆 茶馆 "
     "茶室 茶庄 饺子馆 拉面馆 "
     "牛肉面 小炒店 土菜馆 川菜馆 湘菜馆 火锅 串串香 烤肉店 卤味店 熟食店 糕点店 饼店 豆腐坊 油坊 "
     "酒坊 磨坊 染坊 绣坊 "
     "染厂 印染厂 织布厂 丝绸厂 毛巾厂 袜厂 针织厂 皮革厂 箱包厂 灯饰厂 五金制品厂 制鞋厂 橡胶厂 "
     "塑胶厂 纸箱厂 造纸厂 "
     "水泥厂 钢铁厂 铝厂 化肥厂 制药厂 酒厂 糖厂 面粉厂 罐头厂 冷冻厂 水产厂 木材厂 板材厂 家纺厂 "
     "床垫厂 电池厂 电镀厂 "
     "卫生院食堂 幼儿园食堂 食堂 宾馆前台 招待所 民宿 客栈 农家乐 度假村 影城 电影院 台球室 游戏厅 "
     "洗脚城 足疗店 足浴城 "
     "桑拿 汗蒸馆 美发沙龙 造型 美甲 美容会所 美容中心 纹绣 母婴店 母婴 月嫂中心 产后护理 托育中心 "
     "托育 早教 培训学校 "
     "培训机构 驾校 房产 置业 装饰公司 装修公司 广告公司 传媒 文化传媒 科技公司 网络科技 电子商务 "
     "跨境电商 劳务公司 "
     "人力资源 职介所 中介所 婚介所 婚庆 婚纱店 运输公司 搬家公司 汽配店 汽配城 4s店 轮胎店 修车铺 "
     "修鞋摊 缝纫铺 裁缝铺 "
     "理发铺 茶餐厅 冰室 士多 麻将馆 彩票店 烟酒店 手机店 电脑店 打印店 书店 文具店 玩具店 饰品店 "
     "首饰店 金店 珠宝店 "
     "家电城 灯具店 建材店 布艺店 窗帘店 家私城 渔业 牧业 农业合作社 专业合作社 养猪场 养鸡场 "
     "奶牛场 苗圃 花圃 菜园 大棚 "
     "车站 公交车队 六车队 三车队 公交公司 客运站 货运站 环卫所 环卫站 供电所 水厂 电厂 煤业 矿业 "
     "矿井 分公司 事业部 门店 "
     "置地 实业 织造 餐饮 货代 船务 海运 纺织 卫生院 布料行 面坊 酱园 绣庄 坊 "
     "店 馆 铺 蛋糕房 烘焙房 项目部 供销社 砖窑 羊肉馆 装饰 纸业 足浴 足疗 铝业 木业 服饰 科技 "
     "科创 药业 茶业 乳业 建工 地产 家居 "
     "家纺 制药 重工 精密 机电 电器 建材 藏餐 设备厂 炼油厂 气田 油田 矿区 牧场"},
    {Cue::home,
     "住址 地址 家庭住址 户籍地 户籍地址 户籍 现住址 现住 居住地 居住地址 常住地址 租住 租住在 "
     "暂住 暂住地 住在 住 家住 居住在 居住于 搬到 搬至 躲到 躲在 安置于 安置在 送到 送至 家在 老家 "
     "原籍 "
     "户口 户口所在地 收件地址 寄往 娘家 婆家 所在地 送达地址 门牌 address livesat livingat "
     "residesat residingat stayingat housedat livesin homeaddress movedto staysat hideat"},
    {Cue::works_at,
     "就职于 任职于 工作单位 用人单位 单位 就业于 供职于 上班 在 受雇于 打工 worksat workingat "
     "employedat employedby employer workedat worksfor workplace jobat"},
    {Cue::studies_at,
     "就读于 就读学校 就读 在读 学校 上学 考入 转入 转学至 转到 毕业于 pupilat studiesat attends "
     "enrolledat studentat school"},
    {Cue::shop_name,
     "店名 厂名 公司名 公司名称 工厂名称 单位名称 企业名称 字号 商号 店铺名 店铺名称 铺名 网店名 "
     "招牌 企业名 商铺名 店叫 厂叫 厂子叫 店铺叫 公司叫 店名叫 单位名 打工的地方是 上班的地方是 "
     "干活的地方是 超市名字 店名字 餐馆叫 饭店叫 酒吧叫"},
    {Cue::brand,
     "李宁 陈克明 马应龙 周大福 周生生 周六福 老庙 王守义 王致和 老干妈 李锦记 张一元 张小泉 "
     "王老吉 陈李济 雷允上 胡庆余 霸王 张裕 "
     "范思哲 金龙鱼 白象 康师傅 李子园 王朝 郎酒 方太 海天 安踏 乔丹 唐老鸭 史丹利 华为 李维斯 "
     "金嗓子 白加黑 江小白 贵人鸟 高洁丝 舒肤佳 沙宣 陶华碧 狗不理 周黑鸭 杨国福 张亮 黄老五 叶酸 "
     "潘婷"},
    {Cue::product,
     "牌 挂面 面条 软膏 痔疮膏 膏 金 银 珠宝 首饰 黄金 项链 戒指 手镯 运动鞋 运动服 鞋 衣服 专卖店 "
     "专柜 旗舰店 店 药 药房 剪刀 菜刀 凉茶 酱油 酱 十三香 调料 腐乳 "
     "酒 奶 牛奶 饮料 方便面 油 油烟机 手机 汤圆 水饺 麻辣烫 鸭脖 葡萄酒 洗发水 卫生巾 香皂"},
    {Cue::keep,
     "fashi guofa gaojianfa 110 119 120 122 12338 12309 12348 12333 12345 12355 12315 12320 12393 "
     "12356 96110 114 "
     "三八妇女节 国际妇女节 妇女节 最高人民检察院 最高人民法院 中华全国妇女联合会 全国妇联 "
     "鲁迅文学院 中山路 和平路 解放路 人民路 人民广场 建设路 和平广场 解放碑 长安街 "
     ""
     "鲁迅 雷锋 孔子 孟子 毛泽东 邓小平 周恩来 屈臣氏 马克思 白居易 李白 杜甫 华佗 董存瑞 孔繁森 "
     "焦裕禄 张桂梅 "
     ""
     "马路 马上 于是 安全 方便 常常 时间 时候 "},
};
const std::size_t kCueWordsCount = sizeof(kCueWords) / sizeof(kCueWords[0]);

}  // namespace veil::redact
