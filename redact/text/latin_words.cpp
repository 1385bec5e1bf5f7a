#include "redact/text/latin_words.h"

#include <unordered_map>

#include "redact/text/word_set.h"

namespace veil::redact {
namespace {

constexpr char32_t kLatinEnd = 0x250;

bool is_inner_mark(char32_t c) noexcept {
  return c == U'\'' || c == U'\u2019' || c == U'-' || c == U'/' || c == U'&';
}

}  // namespace

LatinWord latin_word_at(const FoldedText& text, std::size_t i) {
  LatinWord out;
  out.begin = out.end = static_cast<std::uint32_t>(i);
  const auto is_part = [&text](std::size_t at) {
    return at < text.size() && text[at].is_word() && text[at].c < kLatinEnd;
  };
  if (!is_part(i)) return out;
  std::size_t end = i;
  while (end < text.size()) {
    if (is_part(end) && (end == i || text[end].gap == Gap::none)) {
      out.plain.push_back(text[end].c);
      out.digit = out.digit || text[end].kind == CharKind::digit;
      ++end;
    } else if (is_inner_mark(text[end].c) && text[end].gap == Gap::none && is_part(end + 1) &&
               text[end + 1].gap == Gap::none) {
      ++end;
    } else {
      break;
    }
  }
  out.end = static_cast<std::uint32_t>(end);
  out.upper = text[i].upper;
  return out;
}

std::vector<LatinWord> latin_words(const FoldedText& text) {
  std::vector<LatinWord> out;
  for (std::size_t i = 0; i < text.size();) {
    LatinWord word = latin_word_at(text, i);
    if (word.end == i) {
      ++i;
      continue;
    }
    i = word.end;
    out.push_back(std::move(word));
  }
  return out;
}

bool is_listed(std::u32string_view word, std::u32string_view list) {
  // Each list is a literal: read into a set when it is first asked for.
  static thread_local std::unordered_map<const char32_t*, WordSet> sets;
  const auto at = sets.find(list.data());
  if (at != sets.end()) return at->second.contains(word);
  return sets.emplace(list.data(), WordSet(list)).first->second.contains(word);
}

bool is_pinyin(std::u32string_view word) {
  std::string plain;
  for (const char32_t c : word) {
    if (c < U'a' || c > U'z') return false;
    plain.push_back(static_cast<char>(c));
  }
  return !plain.empty() && syllables_of(plain) > 0;
}

bool is_door_prefix(std::u32string_view word) {
  return is_listed(word,
                   U" room rooms rm unit building bldg block blk flat flt apartment apt floor flr "
                   U"house hse dormitory dorm no suite ste "
                   U"tower twr villa gate door shop stall lot number courtyard yard entrance "
                   U"staircase stair bl piso andar bloco "
                   U"lane alley hao apto kv kvartira dom box phase shophouse hut group team nr ");
}
bool is_street_kind(std::u32string_view word) {
  return is_listed(
      word,
      U" road rd street st avenue ave lane ln village vlg community gardens garden gdn gdns estate "
      U"est alley boulevard blvd "
      U"residence residences mansion mansions apartments compound court terrace ter place drive dr "
      U"hamlet close crescent "
      U"square sq plaza tower towers building bldg house dormitory heights villas villa quarter "
      U"quarters lu jie dajie xiang "
      U"cun xiaoqu hutong zhuang yuan dadao path row walk bridge wharf market arcade intl centre "
      U"center park highway hwy "
      U"chuen tsuen mei lau uk praya expressway ring campus condo condominium hostel ");
}
bool is_region_kind(std::u32string_view word) {
  return is_listed(word,
                   U" district county city province prefecture town township subdistrict "
                   U"neighbourhood neighborhood region area zone "
                   U"banner municipality xian zhen qu shi sheng state island territories ");
}
bool is_street_prefix(std::u32string_view word) {
  return is_listed(word,
                   U" edf edif edificio rua avenida av travessa estrada calcada praca largo beco "
                   U"patio bairro jardim jalan jln soi "
                   U"rue via calle duong pho ul ulitsa prospekt thon xa huyen tinh xom phuong "
                   U"barangay brgy purok sitio mueang moo soi tambon amphoe ");
}
bool is_street_part(std::u32string_view word) {
  return is_listed(
      word,
      U" west east north south middle central upper lower inner outer new old first second third "
      U"fourth fifth 1st 2nd "
      U"3rd 4th 5th 6th 7th 8th 9th 10th ring da de do das dos section sec ext extension int l ");
}

}  // namespace veil::redact
