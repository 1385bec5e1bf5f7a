#include "tools/veil/demo/readme.h"

#include <string_view>

namespace veil::tools::demo {
namespace {

constexpr std::string_view kEnglish = R"(# What `veil demo` left here

    store/         the encrypted store; without the host key file nobody opens it
    host.key       the host's keys, and host.key.erasure beside it: never in the store folder
    identities/    seven people; each .age file with the passphrase in the .pass file beside it
    cases.csv      the invented cases that were imported

Commands to go on with, in this folder:

    export VEIL_STORE=store VEIL_HOST_KEY=host.key
    as() { who=$1; shift; veil "$@" --identity identities/$who.age --passphrase-file identities/$who.pass; }

    as handler list --role handler --purpose delivery --limit 10
    as handler get RECORD --role handler --purpose home_visit --reason "home visit on Thursday"
    as caseworker get RECORD --purpose delivery
    as minors_worker get RECORD --purpose minor_protection
    as court_liaison get RECORD
    as statistician list --field case.status --field measure.amount --limit 10
    as auditor get RECORD                        # refused: exit code 4
    as auditor log show --record RECORD
    as caseworker set RECORD note.body#+1="First visit, she wants to be called in the mornings" --purpose home_visit
    as handler new case.no=1 person.name=欧阳桂兰 --role intake
    as handler import cases.csv --role intake    # the same file again: nothing is there twice
    veil log verify
    veil check
    as auditor check --deep
    age -d identities/handler.age                # an identity is an ordinary age file
)";

constexpr std::string_view kChinese = R"(# `veil demo` 留下的内容

    store/         加密数据库；没有主机密钥文件谁也打不开
    host.key       主机密钥，旁边是 host.key.erasure；绝不放进数据库文件夹
    identities/    七个人；每个 .age 文件的口令在同名 .pass 文件里
    cases.csv      导入的虚构案件

在本文件夹里可以继续试：

    export VEIL_STORE=store VEIL_HOST_KEY=host.key
    as() { who=$1; shift; veil "$@" --identity identities/$who.age --passphrase-file identities/$who.pass; }

    as handler list --role handler --purpose delivery --limit 10
    as handler get RECORD --role handler --purpose home_visit --reason 周四入户走访了解情况
    as caseworker get RECORD --purpose delivery
    as minors_worker get RECORD --purpose minor_protection
    as court_liaison get RECORD
    as statistician list --field case.status --field measure.amount --limit 10
    as auditor get RECORD                        # 拒绝：退出码 4
    as auditor log show --record RECORD
    as caseworker set RECORD note.body#+1=初次走访，约定上午联系 --purpose home_visit
    as handler new case.no=1 person.name=欧阳桂兰 --role intake
    as handler import cases.csv --role intake    # 同一文件再导入：不会重复
    veil log verify
    veil check
    as auditor check --deep
    age -d identities/handler.age                # 身份文件就是普通的 age 文件
)";

}  // namespace

std::string readme_text(const Console& console, const std::string& record) {
  std::string out(console.language == redact::Language::zh ? kChinese : kEnglish);
  constexpr std::string_view kPlace = "RECORD";
  for (auto at = out.find(kPlace); at != std::string::npos; at = out.find(kPlace, at)) {
    out.replace(at, kPlace.size(), record);
  }
  return out;
}

}  // namespace veil::tools::demo
