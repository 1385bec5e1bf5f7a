// tools/veil/demo/cases.h: invented cases in the form in which a spreadsheet program saves them.
// All names, streets and stories are made from small lists by a seeded generator. Numbers pass
// every check and are nobody's: ID numbers carry district codes that are younger than the women,
// telephones a prefix and cards a range that nobody is given.
// Thread safety: free functions.
#pragma once

#include <cstdint>
#include <string>

namespace veil::tools::demo {

inline constexpr std::size_t kCases = 200;
// By their numbers: the one that is looked at, the one whose woman was not asked yet, the one with
// which the federation has nothing to do, and the one that its caseworker must not see.
inline constexpr std::size_t kTheCase = 17;
inline constexpr std::size_t kConsentCase = 18;
inline constexpr std::size_t kEmergencyCase = 41;
inline constexpr std::size_t kConflictCase = 23;

// The person of the case that is looked at.
inline constexpr const char* kTheName = "欧阳桂兰";
inline constexpr const char* kTheNameGb18030 = "\xc5\xb7\xd1\xf4\xb9\xf0\xc0\xbc";
inline constexpr const char16_t* kTheNameUtf16 = u"欧阳桂兰";

// Who works on the cases; of some, only those of the procuratorate.
struct Staff {
  std::string procuratorate;
  std::string all;
};

// UTF-8 with byte order mark, CRLF, Chinese headers, quoted line breaks, one line per entity row.
// `today`: days since 1970; every date lies before it, but for when the work is due.
std::string cases_csv(const Staff& staff, std::int32_t today);

}  // namespace veil::tools::demo
