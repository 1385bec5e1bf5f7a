// Numbers that scrubbing recognises, and such as only look like them: each row is one fact and a
// text that shows it.
#include "tests/redact/text/scrubbing.h"

namespace veil::tests {
TEST_CASE("identity numbers are known by their check, or by the word before them",
          "[redact][text]") {
  check_marks({
      {"a valid number, without any word before it", "材料附后 330106198907022141 一份",
       "材料附后 <ID_CARD> 一份"},
      {"X as the check character", "号码33010619890702100X。", "号码<ID_CARD>。"},
      {"x as a small letter", "身份证33010619890702100x，", "身份证<ID_CARD>，"},
      {"a Cyrillic Х", "身份证33010619890702100Х，", "身份证<ID_CARD>，"},
      {"full-width digits", "证号３３０１０６１９８９０７０２２１４１。", "证号<ID_CARD>。"},
      {"parted 6-8-4", "330106 19890702 2141", "<ID_CARD>"},
      {"over a line break", "身份证号3301061989\n07022141。", "身份证号<ID_CARD>。"},
      {"with a zero-width space inside", "身份证号330106\u200b198907022141。",
       "身份证号<ID_CARD>。"},
      {"of a resident from Hong Kong", "居民810000198907022142。", "居民<ID_CARD>。"},
      {"of a foreigner with permanent residence", "持证911331198907022148。", "持证<ID_CARD>。"},
      {"15 digits after the word", "身份证号330106890702214。", "身份证号<ID_CARD>。"},
      {"a wrong check digit after the word: hidden all the same", "身份证号330106198907022140，",
       "身份证号<ID_CARD>，"},
      {"the same digits as an order number", "快递单号330106198907022140已签收",
       "快递单号330106198907022140已签收"},
      {"inside a disability certificate", "残疾人证33010619890702214143。",
       "残疾人证<DISABILITY_CERT>。"},
      {"a disability certificate without a word", "证书33010619890702214143。",
       "证书<DISABILITY_CERT>。"},
      {"inside a student number", "学籍号G330106198907022141。", "学籍号<STUDENT_NO>。"},
      {"a date that does not exist and no word", "流水 330106198913322140 完",
       "流水 330106198913322140 完"},
      {"a province that does not exist and no word", "回执 170106198907022141 完",
       "回执 170106198907022141 完"},
  });
}

TEST_CASE("telephones are known by their shape in every spelling; public lines stay",
          "[redact][text]") {
  check_marks({
      {"keycaps",
       "手机1\ufe0f\u20e33\ufe0f\u20e38\ufe0f\u20e35\ufe0f\u20e37\ufe0f\u20e31\ufe0f\u20e39\ufe0f"
       "\u20e34\ufe0f\u20e30\ufe0f\u20e32\ufe0f\u20e36\ufe0f\u20e3。",
       "手机<PHONE>。"},
      {"a landline in Peking", "座机(010)65123456。", "座机<PHONE>。"},
      {"a mobile number", "找她13857194026即可", "找她<PHONE>即可"},
      {"3-4-4 with hyphens", "电话138-5719-4026。", "电话<PHONE>。"},
      {"3-4-4 with blanks", "电话138 5719 4026。", "电话<PHONE>。"},
      {"dots", "手机138.5719.4026。", "手机<PHONE>。"},
      {"the code of the country", "手机+86 13857194026。", "手机<PHONE>。"},
      {"0086", "手机0086-13857194026。", "手机<PHONE>。"},
      {"full-width", "手机１３８５７１９４０２６。", "手机<PHONE>。"},
      {"spoken, 幺 for one", "电话是幺三八五七幺九四零二六。", "电话是<PHONE>。"},
      {"over a line break", "手机1385719\n4026。", "手机<PHONE>。"},
      {"circled digits", "手机①③⑧⑤⑦①⑨④⓪②⑥。", "手机<PHONE>。"},
      {"O and l for digits", "手机l3857194O26。", "手机<PHONE>。"},
      {"a landline with its area code", "座机0571-87654321。", "座机<PHONE>。"},
      {"abroad", "电话+852 9123 4567。", "电话<PHONE>。"},
      {"400", "请打4008001234。", "请打4008001234。"},
      {"a public hotline stays", "请拨打110。", "请拨打110。"},
      {"a public hotline stays", "请拨打120。", "请拨打120。"},
      {"a public hotline stays", "请拨打12338。", "请拨打12338。"},
      {"a public hotline stays", "请拨打12309。", "请拨打12309。"},
      {"a public hotline stays", "请拨打12348。", "请拨打12348。"},
      {"a public hotline stays", "请拨打12345。", "请拨打12345。"},
      {"an order number of 11 digits", "订单号13857194026已发", "订单号13857194026已发"},
      {"no prefix of a mobile number", "编号12857194026", "编号12857194026"},
  });
}

TEST_CASE("cards are known by their check or the word before them", "[redact][text]") {
  check_marks({
      {"a card of 19 digits that passes", "转入6217001234567890122。", "转入<BANK_CARD>。"},
      {"in groups of four", "卡4367 4282 7313 0486。", "卡<BANK_CARD>。"},
      {"no check digit, but the word", "银行卡号6217001234567890123。", "银行卡号<BANK_CARD>。"},
      {"a courier number", "快递单号7788990011223349。", "快递单号7788990011223349。"},
      {"IBAN", "汇至DE89370400440532013000。", "汇至<IBAN>。"},
      {"IBAN with a wrong check", "编码DE88370400440532013000。", "编码DE88370400440532013000。"},
  });
}

TEST_CASE("codes of organisations and certificates", "[redact][text]") {
  check_marks({
      {"USCC that passes", "代码91330106MA2H3K5L7J。", "代码<USCC>。"},
      {"USCC that does not, without a word", "型号91330106MA2H3K5L7A。",
       "型号91330106MA2H3K5L7A。"},
      {"USCC that does not, after the word", "统一社会信用代码91330106MA2H3K5L7A。",
       "统一社会信用代码<USCC>。"},
      {"property", "浙（2021）杭州市不动产权第0123456号。", "<CERT_NO>。"},
      {"passport of the old shape", "持E12345678入境", "持<PASSPORT>入境"},
      {"passport of the new shape", "护照EA1234567。", "护照<PASSPORT>。"},
      {"permit of Hong Kong, after the word", "回乡证H12345678。", "回乡证<PASSPORT>。"},
      {"permit of Taiwan, after the word", "台胞证12345678。", "台胞证<PASSPORT>。"},
      {"eight digits without the word", "合计12345678元", "合计12345678元"},
      {"marriage certificate", "结婚证J330106-2019-000123。", "结婚证<CERT_NO>。"},
      {"birth certificate", "出生医学证明编号T330123456。", "出生医学证明编号<CERT_NO>。"},
  });
}

TEST_CASE("number plates are known by their shape", "[redact][text]") {
  check_marks({
      {"a plate", "开浙A8K326来", "开<PLATE>来"},
      {"with a dot", "开浙A·8K326来", "开<PLATE>来"},
      {"new energy", "浙AD12345，", "<PLATE>，"},
      {"full-width", "浙Ａ８Ｋ３２６，", "<PLATE>，"},
      {"a trailer", "浙A1234挂，", "<PLATE>，"},
      {"an index of shares", "沪深300指数", "沪深300指数"},
      {"a grade", "京A级企业", "京A级企业"},
  });
}

TEST_CASE("numbers of cases are hidden, numbers of what was published stay", "[redact][text]") {
  check_marks({
      {"a court", "案号（2024）浙0106民初331号。", "案号<CASE_NO>。"},
      {"other brackets", "(2024)浙0106民初331号", "<CASE_NO>"},
      {"corner brackets", "〔2024〕浙0106民初331号", "<CASE_NO>"},
      {"a procuratorate", "杭西检刑诉〔2024〕12号", "<CASE_NO>"},
      {"police", "杭西公（北）行罚决字〔2024〕01234号", "<CASE_NO>"},
      {"an interpretation of law stays", "依据法释〔2022〕17号。", "依据法释〔2022〕17号。"},
      {"an order of the state council stays", "国办发〔2021〕16号", "国办发〔2021〕16号"},
      {"court codes stay", "法〔2018〕335号", "法〔2018〕335号"},
  });
}

}  // namespace veil::tests
