// Names that the record does not know, by what stands beside them: a surname, characters that
// people are named with, and words before and after that names have.
#include <algorithm>
#include <array>
#include <optional>

#include "redact/text/ordinary_words.h"
#include "redact/text/reading.h"

namespace veil::redact {
namespace {

constexpr std::array kSaid = {Cue::name,   Cue::kin,     Cue::role,    Cue::en_name,
                              Cue::en_kin, Cue::en_role, Cue::en_title};
constexpr std::array kOffice = {Cue::office, Cue::en_office};
constexpr int kEnough = 6;  // in halves

// Surnames that are common enough to be believed sooner.
bool is_common_surname(char32_t c) noexcept {
  constexpr std::u32string_view common =
      U"王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏"
      U"苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵"
      U"万覃武钱戴严莫孔向常汤";
  return common.find(c) != common.npos;
}

class Names {
 public:
  explicit Names(Reading& reading) : reading_(reading), text_(reading.text) {}

  void find() {
    for (std::size_t i = 0; i < text_.size(); ++i) {
      if (text_[i].c == U'\u00B7') dotted(i);
    }
    said_names();
    kin_names();
    for (std::size_t i = 0; i < text_.size();) {
      const bool begins = text_[i].kind == CharKind::han && !taken(i) &&
                          (is_surname(text_[i].c) || compound_surname_at(text_, i) > 0);
      const std::size_t end = begins ? name_at(i) : i;
      i = end > i ? end : i + 1;
    }
  }

 private:
  char32_t c(std::size_t i) const noexcept { return text_.c(static_cast<std::ptrdiff_t>(i)); }
  bool han(std::size_t i) const noexcept {
    return i < text_.size() && text_[i].kind == CharKind::han;
  }
  bool taken(std::size_t i) const { return i < taken_until_; }
  std::size_t take(std::size_t begin, std::size_t end, Rule rule, int confidence) {
    reading_.add(begin, end, SpanType::person, rule, confidence);
    last_end_ = end;
    return end;
  }

  // 阿依古丽·买买提
  void dotted(std::size_t dot) {
    if (dot < taken_until_ || dot == 0 || !han(dot - 1) || !han(dot + 1)) return;
    constexpr std::size_t kPartMax = 7;
    std::size_t begin = dot;
    const std::size_t border = left_border(dot);
    while (begin > border && dot - begin < kPartMax && han(begin - 1) &&
           text_[begin].gap != Gap::line)
      --begin;
    std::size_t end = dot;
    while (c(end) == U'\u00B7' && han(end + 1)) {
      std::size_t part = end + 1;
      while (han(part) && part - end <= kPartMax && text_[part].gap != Gap::line &&
             (part - end <= 2 ||
              (is_given_char(text_[part].c) ? word_at(text_, part, Cue::after_name) < 2
                                            : !follows_name(part))))
        ++part;
      end = part;
    }
    if (dot - begin < 2 || end - dot < 3) return;
    take(begin, end, Rule::shape, 85);
    taken_until_ = end;
  }
  // Behind the last cue before `at`.
  std::size_t left_border(std::size_t at) const {
    std::size_t border = 0;
    for (std::size_t i = reading_.first_cue(at > 16 ? at - 16 : 0);
         i < reading_.cues.size() && reading_.cues[i].begin < at; ++i) {
      const CueHit& cue = reading_.cues[i];
      if (cue.end <= at && cue.cue != Cue::keep && cue.cue != Cue::short_place)
        border = std::max<std::size_t>(border, cue.end);
    }
    for (std::size_t i = at; i > border && at - i < 7; --i) {
      if (word_ending_at(text_, i, Cue::before_name) > 0) return i;
    }
    return border;
  }
  bool follows_name(std::size_t i) const {
    return word_at(text_, i, Cue::after_name) > 0 || word_at(text_, i, Cue::title_after) > 1;
  }

  // 姓名:X, 名叫X, 小名X: whatever stands there until a mark, if it is short.
  void said_names() {
    for (const CueHit& cue : reading_.cues) {
      const bool nickname = cue.cue == Cue::nickname;
      if (!nickname && cue.cue != Cue::name && cue.cue != Cue::en_name && cue.cue != Cue::en_kin)
        continue;
      const std::optional<std::size_t> at = value_after(cue.end);
      if (!at) continue;
      const bool field =
          nickname || is_field(cue) || cue.cue == Cue::en_name || cue.cue == Cue::en_kin;
      if (field) free_name(*at, nickname, *at > cue.end);
    }
  }
  // The word itself says "name", so that what follows is one.
  bool is_field(const CueHit& cue) const {
    constexpr std::u32string_view signs = U"名叫";
    for (std::size_t i = cue.begin; i < cue.end; ++i) {
      if (signs.find(text_[i].c) != signs.npos) return true;
    }
    return false;
  }
  std::optional<std::size_t> value_after(std::size_t at) const {
    constexpr std::u32string_view fillers = U":\"“”‘’「『是为叫(=|-*";
    std::size_t i = at;
    while (i < text_.size() && i - at < 3 && (fillers.find(text_[i].c) != fillers.npos)) ++i;
    return han(i) ? std::optional(i) : std::nullopt;
  }
  void free_name(std::size_t begin, bool nickname, bool marked) {
    constexpr std::size_t kLongest = 6;
    std::size_t end = begin;
    while (han(end) && end - begin <= kLongest && (end == begin || text_[end].gap == Gap::none)) {
      if (end - begin >= 2 &&
          (follows_name(end) || reading_.cue_beginning_at(end, kSaid) != nullptr))
        break;
      ++end;
    }
    const std::size_t size = end - begin;
    const std::size_t longest = nickname || marked ? 5 : 4;
    if (size < 2 || size > longest) return;
    if (word_at(text_, begin, Cue::not_name) > 0 || is_cue_word(begin) || text_[begin].c == U'某' ||
        text_[begin + 1].c == U'某')
      return;
    const bool ends = end >= text_.size() || !han(end) || text_[end].gap != Gap::none;
    if (!ends && !(nickname || (is_surname(text_[begin].c) && size <= 3))) return;
    take(begin, end, Rule::name_cue, nickname ? 80 : 85);
  }

  // 丈夫建志, 奶奶妍菊, 阿香, 丫丫: a given name alone, behind a word of kinship or a part.
  void kin_names() {
    for (const CueHit& cue : reading_.cues) {
      const bool said = cue.cue == Cue::kin || cue.cue == Cue::role || cue.cue == Cue::name ||
                        cue.cue == Cue::en_role || cue.cue == Cue::en_kin;
      if (!said) continue;
      const std::optional<std::size_t> at = value_after(cue.end);
      if (at) foreign_name(*at);
      const bool may_be =
          at && ((!is_surname(text_[*at].c) && !is_cue_word(*at)) || is_called(*at));
      if (may_be) given_alone(*at);
    }
    for (std::size_t i = 1; i < text_.size(); ++i) {
      const bool kin =
          han(i) && word_ending_at_short_kin(i) && (i < 2 || !han(i - 2) || c(i - 2) == U'其');
      if (kin && !is_surname(text_[i].c) && !word(i - 1) && !is_cue_word(i)) given_alone(i);
      // 阿香, 丫丫 at the beginning of a clause
      const bool clause = han(i) && (!han(i - 1) || text_[i].gap != Gap::none ||
                                     word_ending_at(text_, i, Cue::before_name) > 0);
      if (clause && is_called(i) && !taken(i)) given_alone(i);
    }
  }
  bool word_ending_at_short_kin(std::size_t i) const {
    constexpr std::u32string_view kin = U"夫妻女子爹娘姐妹哥弟母父儿婿妈爸兄嫂";
    return kin.find(text_[i - 1].c) != kin.npos;
  }
  // 联系人卓玛央宗, 教师乌云其木格: peoples whose names have no surname.
  void foreign_name(std::size_t i) {
    std::size_t end = i;
    while (han(end) && end - i < 6 && is_given_char(text_[end].c) &&
           (end == i || text_[end].gap == Gap::none) &&
           (end - i < 3 || word_at(text_, end, Cue::after_name) < 2))
      ++end;
    if (end - i < 3 || is_surname(text_[i].c) || is_cue_word(i) ||
        is_dictionary_word(text_.view(i, i + 2)) || is_dictionary_word(text_.view(i, i + 3)) ||
        right_score(i, end) < 1)
      return;
    take(i, end, Rule::name_cue, 75);
  }
  // 小芳, 阿香, 丫丫
  bool is_called(std::size_t i) const {
    if (!han(i + 1)) return false;
    const bool doubled = text_[i].c == text_[i + 1].c;
    const bool little =
        (text_[i].c == U'小' || text_[i].c == U'阿') && is_given_char(text_[i + 1].c);
    return doubled || little;
  }
  bool is_cue_word(std::size_t i) const {
    const std::size_t first = reading_.first_cue(i);
    return first < reading_.cues.size() && reading_.cues[first].begin == i;
  }
  void given_alone(std::size_t i) {
    const std::size_t end = i + 2;
    if (!han(i + 1) || !whole(i, end) || word_at(text_, i, Cue::not_name) > 0 ||
        word_at(text_, i, Cue::after_name) > 0 || is_cue_word(i) || word(i))
      return;
    const bool plausible =
        is_called(i) || (is_given_char(text_[i].c) && is_given_char(text_[i + 1].c));
    if (!plausible || right_score(i, end) < 2) return;
    take(i, end, Rule::name_cue, 70);
  }

  struct Option {
    std::size_t end = 0;
    int score = 0;
  };

  std::size_t name_at(std::size_t i) {
    if (c(i + 1) == U'某') return i;
    const std::size_t compound = compound_surname_at(text_, i);
    const std::size_t family = compound > 0 ? compound : 1;
    const int left = left_score(i);
    if (left < 0) return i;
    Option best;
    for (std::size_t given = 1; given <= 2; ++given) {
      const std::size_t end = i + family + given;
      if (end > text_.size() || !whole(i, end)) break;
      int right = right_score(i, end);
      const int given_is = given_score(i + family, end);
      if (right < 0 && left >= 5 && given_is == static_cast<int>(given)) right = -1;
      const int score = left + given_is + right + (compound > 0 ? 0 : word_score(i, end)) +
                        (at_home(i, end) ? 2 : 0) + (compound > 0 ? 3 : 0) +
                        (is_common_surname(text_[i].c) ? 1 : 0) -
                        (given == 1 && compound == 0 ? 1 : 0);
      if (score > best.score || (score == best.score && !cuts_word(best.end))) best = {end, score};
    }
    if (word_at(text_, i, Cue::not_name) > 0) best.score -= left >= 5 ? 3 : 7;
    if (is_keyword(i)) best.score -= 4;
    if (best.score < kEnough) return i;
    if (in_office(i, best.end)) return i;
    return take(i, best.end, Rule::name_cue, std::min(60 + best.score * 3, 90));
  }
  // 在高素家
  bool at_home(std::size_t i, std::size_t end) const {
    constexpr std::u32string_view at = U"在到去从回住";
    return i > 0 && at.find(c(i - 1)) != at.npos && c(end) == U'家';
  }
  // Two letters that are a word of the dictionary.
  bool word(std::size_t i) const {
    return han(i) && han(i + 1) && text_[i + 1].gap == Gap::none &&
           is_dictionary_word(text_.view(i, i + 2));
  }
  // Points for and against a name from `i` to `end` by the words that it would be or cut.
  int word_score(std::size_t i, std::size_t end) const {
    int score = 0;
    if (is_dictionary_word(text_.view(i, end)))
      score -= end - i == 2 ? 6 : 5;
    else if (end - i == 3 && word(i))
      score -= 2;
    if (word(end - 1) && text_.at(static_cast<std::ptrdiff_t>(end)).gap == Gap::none) score -= 2;
    return score;
  }
  // Ideographs only, and not over more than one line break.
  bool whole(std::size_t begin, std::size_t end) const {
    std::size_t lines = 0;
    std::size_t blanks = 0;
    std::size_t numerals = 0;
    for (std::size_t i = begin; i < end; ++i) {
      if (!han(i)) return false;
      numerals += numeral_of(text_[i].c) >= 0 ? 1U : 0U;
      if (i == begin) continue;
      if (text_[i].gap == Gap::line) ++lines;
      if (text_[i].gap == Gap::blank) ++blanks;
    }
    return lines <= 1 && lines + blanks <= 2 && numerals <= 1;
  }
  // Whether a word that follows names begins there: then the shorter name is the better one.
  bool cuts_word(std::size_t end) const { return end > 0 && follows_name(end); }
  // The surname's character belongs to a fixed word.
  bool is_keyword(std::size_t i) const {
    for (std::size_t k = reading_.first_cue(i > 10 ? i - 10 : 0);
         k < reading_.cues.size() && reading_.cues[k].begin <= i; ++k) {
      const CueHit& cue = reading_.cues[k];
      if (cue.begin <= i && cue.end > i + (cue.begin == i ? 1 : 0)) return true;
    }
    return false;
  }
  bool in_office(std::size_t begin, std::size_t end) const {
    if (word_at(text_, end, Cue::office_after) > 0) return true;
    const CueHit* cue = reading_.cue_before(begin, 3, kOffice);
    if (cue == nullptr) return false;
    const CueHit* said = reading_.cue_before(begin, 3, kSaid);
    if (said != nullptr &&
        (said->end > cue->end || (said->end == cue->end && said->begin <= cue->begin)))
      return false;
    for (std::size_t i = cue->end; i < begin; ++i) {
      if (han(i)) return false;
    }
    return true;
  }

  int left_score(std::size_t i) const {
    if (const CueHit* cue = reading_.cue_before(i, 3, kSaid);
        cue != nullptr && only_fillers(cue->end, i))
      return 5;
    if (i == last_end_ + 1 && last_end_ > 0 &&
        (c(last_end_) == U'、' || c(last_end_) == U'和' || c(last_end_) == U'与' ||
         c(last_end_) == U',' || c(last_end_) == U'及'))
      return 4;
    const bool clause = i == 0 || !han(i - 1) || text_[i].gap != Gap::none;
    const bool digit_before =
        i > 0 && text_[i - 1].kind == CharKind::digit && text_[i].gap == Gap::none;
    if (word_ending_at(text_, i, Cue::short_kin) > 0 && (i < 2 || !han(i - 2) || c(i - 2) == U'其'))
      return 5;
    if (clause) return digit_before ? 0 : 2;
    if (word_ending_at(text_, i, Cue::before_name) > 0) return 2;
    const CueHit* cue = reading_.cue_before(
        i, 1,
        std::array{Cue::home, Cue::school, Cue::public_body, Cue::hospital, Cue::works_at,
                   Cue::office, Cue::firm, Cue::phone, Cue::birth_after});
    if (cue != nullptr && cue->end == i) return 1;
    return i >= 2 && word(i - 2) && !word(i - 1) ? 1 : -1;
  }
  bool only_fillers(std::size_t from, std::size_t to) const {
    constexpr std::u32string_view fillers = U":\"“”‘’「『是为叫(、=|-*系)";
    for (std::size_t i = from; i < to; ++i) {
      if (fillers.find(text_[i].c) == fillers.npos) return false;
    }
    return true;
  }
  int given_score(std::size_t begin, std::size_t end) const {
    int score = 0;
    for (std::size_t i = begin; i < end; ++i) score += is_given_char(text_[i].c) ? 1 : -2;
    if (end - begin == 2 && std::max(word_at(text_, begin + 1, Cue::after_name),
                                     word_at(text_, begin + 1, Cue::not_name)) > 1)
      score -= 3;
    // A given name that is a word of the kind that follows names is none.
    if (word_at(text_, begin, Cue::after_name) >= end - begin) score -= 3;
    if (end - begin == 2 && word_at(text_, begin + 1, Cue::after_name) > 0) score -= 2;
    return score;
  }
  int right_score(std::size_t begin, std::size_t end) const {
    if (end >= text_.size()) return 2;
    const Letter& next = text_[end];
    if (next.gap == Gap::line) return 2;
    if (next.kind == CharKind::mark) {
      constexpr std::u32string_view strong = U",(、;。:|\"”’)";
      const bool sex = next.c == U',' && (c(end + 1) == U'女' || c(end + 1) == U'男');
      const bool number =
          next.c == U'(' && text_.at(static_cast<std::ptrdiff_t>(end) + 1).kind == CharKind::digit;
      if (sex || number ||
          reading_.cue_beginning_at(
              end + 1, std::array{Cue::id_card, Cue::phone, Cue::wechat, Cue::kin}) != nullptr)
        return 4;
      return strong.find(next.c) != strong.npos ? 2 : 1;
    }
    if (next.kind != CharKind::han) return next.gap == Gap::blank ? 2 : 1;
    if (next.gap == Gap::blank) return 2;
    const std::size_t title = word_at(text_, end, Cue::title_after);
    if (title > 1) return 3;
    const std::size_t follower = word_at(text_, end, Cue::after_name);
    if (follower > 1) return 3;
    if (follower == 1) return 2;
    if (reading_.cue_beginning_at(
            end, std::array{Cue::id_card, Cue::phone, Cue::kin, Cue::birth, Cue::home,
                            Cue::works_at, Cue::account, Cue::wechat}) != nullptr)
      return 2;
    if (numeral_of(next.c) >= 0 && numeral_of(c(end + 1)) >= 0) return 2;
    (void)begin;
    return word(end) ? 1 : -2;
  }

  Reading& reading_;
  const FoldedText& text_;
  std::size_t taken_until_ = 0;
  std::size_t last_end_ = 0;
};

}  // namespace

void find_chinese_names(Reading& reading) {
  Names(reading).find();
}

}  // namespace veil::redact
