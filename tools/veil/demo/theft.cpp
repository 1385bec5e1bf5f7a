#include "tools/veil/demo/theft.h"

#include "tools/veil/demo/cases.h"
#include "tools/veil/demo/thief.h"
#include "tools/veil/log_check.h"
#include "tools/veil/width.h"

namespace veil::tools::demo {
namespace {

namespace fs = std::filesystem;

std::string bytes_text(const char16_t* text, bool big_endian) {
  std::string out;
  for (; *text != 0; ++text) {
    const auto high = static_cast<char>(*text >> 8);
    const auto low = static_cast<char>(*text & 0xff);
    out += big_endian ? high : low;
    out += big_endian ? low : high;
  }
  return out;
}

bool found_nothing(const Loot& loot) {
  return loot.found == 0 && loot.sections_opened == 0 && loot.log_boxes_opened == 0;
}

void print_loot(Console& console, const Loot& loot) {
  const auto word = [&](const char* zh, const char* en) { return console.word(zh, en); };
  const auto line = [&](const char* label, const std::string& text) {
    console.out() << "  " << pad_right(label, 26) << text << '\n';
  };
  line(
      word("逐字节搜索的文件", "files searched"),
      number(loot.files) + word(" 个，", ", ") + number(loot.file_bytes) + word(" 字节", " bytes"));
  line(word("解压后逐行搜索", "rows searched, unpacked"),
       number(loot.rows) + word(" 行，", ", ") + number(loot.row_bytes) + word(" 字节", " bytes"));
  line(word("她的密钥", "her keys"),
       number(loot.role_keys) + word(" 把角色密钥，", " of a role, ") +
           number(loot.compartment_keys) + word(" 把分区密钥", " of compartments"));
  line(word("没有主机份额时试开", "opened without the host"),
       number(loot.sections_opened) + word(" 次成功，共试 ", " of ") + number(loot.sections_tried) +
           word(" 次，", " tries, ") + number(loot.records) + word(" 个案件", " cases"));
  line(word("日志密钥盒", "keys of the log"),
       number(loot.log_boxes_opened) + word(" 个打开，共试 ", " of ") +
           number(loot.log_boxes_tried) + word(" 次", " tries"));
  line(word("对照：日志的公钥", "control: the log's key"),
       word("找到 ", "found ") + number(loot.control_found) +
           word(" 次（证明搜索有效）", " times (so the search works)"));
  const std::string name = std::string(word("「", "\"")) + kTheName + word("」", "\"");
  line(word("她的全名", "her full name"),
       console.toned(found_nothing(loot) ? Tone::good : Tone::bad,
                     name + word("出现 ", " found ") + number(loot.found) + word(" 次", " times")));
  line("", "UTF-8, UTF-16 LE, UTF-16 BE, GB18030");
}

}  // namespace

Done<> tell_theft(Console& console, Teller& teller, World& world) {
  teller.title("偷走整个数据库和一个人的全部密钥",
               "Somebody steals the whole store and one person's keys");
  if (auto closed = world.close(); !closed) return closed;
  const DemoFolder& folder = world.folder();
  std::error_code error;
  fs::copy(folder.store(), folder.copy(), fs::copy_options::recursive, error);
  if (error) return stop(Exit::unavailable, "demo: the store cannot be copied");
  auto vkey = log_vkey_of(folder.copy());
  if (!vkey) return stop(vkey.error());
  const std::vector<std::string> needles = {kTheName, bytes_text(kTheNameUtf16, false),
                                            bytes_text(kTheNameUtf16, true), kTheNameGb18030};
  auto found = loot(folder.copy(), world.identity(Who::caseworker), needles, *vkey);
  fs::remove_all(folder.copy(), error);
  if (!found) return stop(found.error());
  teller.say(console.word(
      "拿走的：数据库文件夹的副本、林静解密后的身份、她的角色密钥和由此打开的所有分区密钥。没有的："
      "主机密钥。",
      "Taken: a copy of the store folder, 林静's identity in the clear, her role's key and every "
      "compartment key that it opens. Not taken: the host's keys."));
  console.out() << '\n';
  print_loot(console, *found);
  console.out() << '\n';
  teller.say(console.word(
      "每次打开都需要两把钥匙：人的分区密钥，和主机先写日志、后给出的份额。",
      "Every opening takes two keys: the person's, and a share that the host gives out only after "
      "the log entry is on the disk."));
  if (!found_nothing(*found) || found->control_found == 0 || found->compartment_keys == 0 ||
      found->sections_tried == 0) {
    return wrong("what the stolen keys opened");
  }
  return {};
}

}  // namespace veil::tools::demo
