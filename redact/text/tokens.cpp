// Numbers with letters in them, by check, by shape and by the word before; addresses of mail and
// of the net.
#include <algorithm>
#include <array>
#include <optional>

#include "redact/text/reading.h"
#include "redact/veil/number.h"

namespace veil::redact {
namespace {

constexpr std::size_t kReach = 14;
constexpr std::size_t kTokenMax = 64;
constexpr std::u32string_view kPlateEnds = U"挂学警港澳使领";

// A word of letters of the alphabet and digits.
struct Token {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string text;  // small letters
  std::size_t digits = 0;
};

bool is_ascii_word(const Letter& letter) noexcept {
  return letter.is_word() && letter.c < 0x80;
}

class Tokens {
 public:
  explicit Tokens(Reading& reading) : reading_(reading), text_(reading.text) {}

  void find() {
    for (std::size_t i = 0; i < text_.size();) {
      const char32_t c = text_[i].c;
      if (c == U'@') mail(i);
      if (text_[i].kind == CharKind::han && kProvinces.find(c) != kProvinces.npos) plate(i);
      if (!is_ascii_word(text_[i])) {
        ++i;
        continue;
      }
      const Token token = token_at(i);
      web(token);
      const char32_t next = text_.c(static_cast<std::ptrdiff_t>(token.end));
      if (token.digits > 0 || next == U'_' || next == U'-') by_shape(token);
      i = token.end;
    }
    for (const CueHit& cue : reading_.cues) after_cue(cue);
  }

 private:
  Token token_at(std::size_t i, std::u32string_view joints = {}) const {
    Token token{i, i, {}, 0};
    while (token.end < text_.size() && token.end - i < kTokenMax) {
      const Letter& letter = text_[token.end];
      const bool joint = token.end > i && joints.find(letter.c) != joints.npos &&
                         token.end + 1 < text_.size() &&
                         (is_ascii_word(text_[token.end + 1]) || text_[token.end + 1].c == U'_') &&
                         text_[token.end + 1].gap == Gap::none;
      const bool underscore = letter.c == U'_' && joints.find(U'_') != joints.npos;
      if (!is_ascii_word(letter) && !joint && !underscore) break;
      if (token.end > i && letter.gap != Gap::none) break;
      token.text.push_back(static_cast<char>(letter.c));
      if (letter.kind == CharKind::digit) ++token.digits;
      ++token.end;
    }
    return token;
  }

  void take(const Token& token, SpanType type, Rule rule, int confidence) {
    reading_.add(token.begin, token.end, type, rule, confidence);
  }

  void mail(std::size_t at) {
    const auto local = [](const Letter& letter) {
      return is_ascii_word(letter) || letter.c == U'.' || letter.c == U'_' || letter.c == U'-' ||
             letter.c == U'+' || letter.c == U'%';
    };
    std::size_t begin = at;
    while (begin > 0 && at - begin < kTokenMax && local(text_[begin - 1]) &&
           text_[begin].gap == Gap::none) {
      --begin;
    }
    std::size_t end = at + 1;
    std::size_t dots = 0;
    while (end < text_.size() && end - at < kTokenMax * 2 && text_[end].gap == Gap::none &&
           (is_ascii_word(text_[end]) || text_[end].c == U'-' || text_[end].c == U'.')) {
      if (text_[end].c == U'.') ++dots;
      ++end;
    }
    while (end > at + 1 && !is_ascii_word(text_[end - 1])) {
      if (text_[end - 1].c == U'.') --dots;
      --end;
    }
    if (begin < at && end > at + 3 && dots > 0) {
      reading_.add(begin, end, SpanType::email, Rule::shape, 98);
    }
  }

  // Addresses of pages: with their scheme, or www.
  void web(const Token& token) {
    const bool scheme = token.text == "http" || token.text == "https";
    if (!scheme && token.text != "www") return;
    if (scheme && text_.c(static_cast<std::ptrdiff_t>(token.end)) != U':') return;
    std::size_t end = token.end;
    constexpr std::u32string_view allowed = U":/.?#&=%_-+~@!$*,";
    while (end < text_.size() && text_[end].gap == Gap::none &&
           (is_ascii_word(text_[end]) || allowed.find(text_[end].c) != allowed.npos)) {
      ++end;
    }
    while (end > token.end && !is_ascii_word(text_[end - 1]) && text_[end - 1].c != U'/') --end;
    if (end > token.end + 4) reading_.add(token.begin, end, SpanType::url, Rule::shape, 95);
  }

  void by_shape(const Token& token) {
    const std::string upper = upper_of(token.text);
    if (token.text.starts_with("wxid")) {
      const Token whole = token_at(token.begin, U"_-");
      if (whole.text.starts_with("wxid_")) take(whole, SpanType::wechat, Rule::shape, 99);
      return;
    }
    if (token.text.size() == 19 && (token.text[0] == 'g' || token.text[0] == 'l') &&
        cn_id_passes(upper.substr(1))) {
      return take(token, SpanType::student_no, Rule::check, 99);
    }
    if (token.text.size() == 18 && token.digits < 18 && token.digits >= 8 && uscc_passes(upper) &&
        !cn_id_passes(upper)) {
      return take(token, SpanType::uscc, Rule::check, 95);
    }
    if (token.text.size() == 18 && token.digits == 18 && uscc_passes(upper) &&
        !cn_id_passes(upper) &&
        reading_.cue_before(token.begin, kReach, std::array{Cue::uscc}) != nullptr) {
      return take(token, SpanType::uscc, Rule::check, 95);
    }
    if (talked_about(token)) return;
    if (is_passport(token.text)) return take(token, SpanType::passport, Rule::shape, 75);
    if (token.text.size() == 10 && token.text[0] >= 'a' && token.digits == 9 &&
        reading_.cue_before(token.begin, 4, std::array{Cue::serial}) == nullptr) {
      return take(token, SpanType::cert_no, Rule::shape, 70);
    }
    if (token.text.size() == 7 && token.text[0] == 'j' && token.digits == 6) marriage(token);
    if (token.digits >= 12) iban(token);
    if (token.digits == token.text.size()) network(token);
    if (token.digits == token.text.size() && token.digits <= 3) position(token);
    if (token.digits == token.text.size() && token.digits <= 3) on_the_arc(token);
    network6(token);
  }
  // 微信聊天记录(abc123与xyz456): what looks like an account, in a sentence about WeChat.
  bool talked_about(const Token& token) {
    constexpr std::size_t kSentence = 40;
    const Token whole = token_at(token.begin, U"_-");
    const bool letters = whole.text.size() >= 6 && whole.text.size() <= 20 &&
                         whole.text[0] >= 'a' && whole.text[0] <= 'z' && whole.digits >= 2 &&
                         whole.digits < whole.text.size() - 2;
    const CueHit* cue =
        letters ? reading_.cue_before(token.begin, kSentence, std::array{Cue::wechat, Cue::serial})
                : nullptr;
    if (cue == nullptr || cue->cue != Cue::wechat) return false;
    take(whole, SpanType::wechat, Rule::context, 75);
    return true;
  }
  static std::string upper_of(std::string text) {
    for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return text;
  }
  // E12345678, G12345678, EA1234567: what mainland passports look like.
  static bool is_passport(const std::string& text) {
    if (text.size() != 9) return false;
    const auto digits = [&text](std::size_t from) {
      return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(),
                         [](char c) { return c >= '0' && c <= '9'; });
    };
    if (std::string_view("egdsp").find(text[0]) != std::string_view::npos && digits(1)) return true;
    return text[0] == 'e' && text[1] >= 'a' && text[1] <= 'z' && digits(2);
  }
  // J330106-2019-000123
  void marriage(const Token& token) {
    const Token whole = token_at(token.begin, U"-");
    if (whole.text.size() == 19 && whole.text[7] == '-' && whole.text[12] == '-') {
      take(whole, SpanType::cert_no, Rule::shape, 98);
    }
  }
  // ISO 13616: two letters, two check digits, up to 30 more; groups of four are common.
  void iban(const Token& token) {
    const auto is_letter = [&token](std::size_t i) { return token.text[i] >= 'a'; };
    if (token.text.size() < 15 || token.text.size() > 34 || !is_letter(0) || !is_letter(1) ||
        is_letter(2) || is_letter(3)) {
      return;
    }
    unsigned remainder = 0;
    for (std::size_t k = 0; k < token.text.size(); ++k) {
      const char c = token.text[(k + 4) % token.text.size()];
      const unsigned value =
          c >= 'a' ? static_cast<unsigned>(c - 'a') + 10 : static_cast<unsigned>(c - '0');
      remainder = (remainder * (value >= 10 ? 100 : 10) + value) % 97;
    }
    if (remainder == 1) take(token, SpanType::iban, Rule::check, 98);
  }
  // 2001:db8:41c:7::9f
  void network6(const Token& token) {
    std::size_t end = token.begin;
    std::size_t colons = 0;
    bool letters = false;
    const auto is_hex = [](const Letter& letter) {
      return letter.kind == CharKind::digit || (letter.c >= U'a' && letter.c <= U'f');
    };
    while (end < text_.size() && end - token.begin < 40 &&
           (end == token.begin || text_[end].gap == Gap::none) &&
           (is_hex(text_[end]) || text_[end].c == U':')) {
      if (text_[end].c == U':') ++colons;
      letters = letters || text_[end].kind == CharKind::letter;
      ++end;
    }
    if (colons >= 4 && letters && reading_.ends_word(end))
      reading_.add(token.begin, end, SpanType::ip, Rule::shape, 90);
  }
  // Numbers up to `parts`, parted by dots without gaps; the end, or 0.
  std::size_t dotted(std::size_t begin, std::size_t parts, unsigned max) const {
    std::size_t at = begin;
    for (std::size_t part = 0; part < parts; ++part) {
      unsigned value = 0;
      const std::size_t first = at;
      while (at < text_.size() && text_[at].kind == CharKind::digit && at - first < 4 &&
             (at == begin || text_[at].gap == Gap::none)) {
        value = value * 10 + (text_[at].c - U'0');
        ++at;
      }
      if (at == first || value > max) return 0;
      if (part + 1 < parts) {
        if (text_.c(static_cast<std::ptrdiff_t>(at)) != U'.') return 0;
        ++at;
      }
    }
    return at;
  }
  void network(const Token& token) {
    if (token.begin > 0 && text_[token.begin - 1].c == U'.') return;
    const std::size_t end = dotted(token.begin, 4, 255);
    if (end == 0 || !reading_.ends_word(end) || text_.c(static_cast<std::ptrdiff_t>(end)) == U'.')
      return;
    if (reading_.cue_before(token.begin, 6, std::array{Cue::serial}) != nullptr) return;
    reading_.add(token.begin, end, SpanType::ip, Rule::shape, 90);
  }
  // 44°35'12": degrees, minutes, seconds; the end, or 0.
  std::size_t arc(std::size_t at) const {
    std::size_t parts = 0;
    while (at < text_.size() && parts < 3) {
      const std::size_t first = at;
      while (at < text_.size() &&
             (text_[at].kind == CharKind::digit || (at > first && text_[at].c == U'.')))
        ++at;
      constexpr std::u32string_view signs = U"°'\"′″’”度分秒º";
      if (at == first || signs.find(text_.c(static_cast<std::ptrdiff_t>(at))) == signs.npos) break;
      ++at;
      ++parts;
    }
    return parts >= 2 ? at : 0;
  }
  // N44°35'12" E117°40'06"
  void on_the_arc(const Token& token) {
    std::size_t end = arc(token.begin);
    if (end == 0) return;
    std::size_t begin = token.begin;
    constexpr std::u32string_view letters = U"nsew北纬东经南西,、 ";
    while (begin > 0 && token.begin - begin < 2 && letters.find(text_[begin - 1].c) != letters.npos)
      --begin;
    std::size_t next = end;
    while (next < text_.size() && next - end < 5 && letters.find(text_[next].c) != letters.npos)
      ++next;
    if (const std::size_t second = arc(next); second > 0) end = second;
    if (end < text_.size() && letters.find(text_[end].c) != letters.npos &&
        text_[end].gap == Gap::none)
      ++end;
    reading_.add(begin, end, SpanType::geo, Rule::shape, 95);
  }
  // 30.2741,120.1551
  std::size_t degrees(std::size_t at) const {
    const std::size_t first = at;
    while (at < text_.size() && text_[at].kind == CharKind::digit && at - first < 3) ++at;
    if (at == first || text_.c(static_cast<std::ptrdiff_t>(at)) != U'.') return 0;
    const std::size_t point = at++;
    while (at < text_.size() && text_[at].kind == CharKind::digit && text_[at].gap == Gap::none)
      ++at;
    return at - point > 3 ? at : 0;
  }
  void position(const Token& token) {
    std::size_t end = degrees(token.begin);
    if (end == 0) return;
    constexpr std::u32string_view between = U"°news北纬东经,，;、()";
    std::size_t next = end;
    while (next < text_.size() && next - end < 6 && between.find(text_[next].c) != between.npos)
      ++next;
    const std::size_t second = next > end ? degrees(next) : 0;
    const bool said =
        reading_.cue_before(token.begin, kReach, std::array{Cue::position}) != nullptr;
    if (second == 0 && !said) return;
    reading_.add(token.begin, second > 0 ? second : end, SpanType::geo, Rule::shape, 90);
  }

  // 浙A12345, 浙A·12345, 浙AD12345, 浙A1234挂
  void plate(std::size_t at) {
    const Letter& area = text_.at(static_cast<std::ptrdiff_t>(at) + 1);
    if (area.kind != CharKind::letter || area.c < U'a' || area.c > U'z' || !area.upper) {
      const bool said = reading_.cue_before(at, kReach, std::array{Cue::plate}) != nullptr;
      if (!said || area.kind != CharKind::letter || area.c < U'a' || area.c > U'z') return;
    }
    std::size_t i = at + 2;
    if (i < text_.size() && (text_[i].c == U'\u00B7' || text_[i].c == U'-' || text_[i].c == U'.'))
      ++i;
    const std::size_t first = i;
    std::size_t digits = 0;
    bool hyphen = false;
    while (i < text_.size() && i - first < (hyphen ? 7U : 6U) &&
           (i == first || text_[i].gap == Gap::none) &&
           (is_ascii_word(text_[i]) ||
            (text_[i].c == U'-' && i - first <= 2 && !hyphen && (hyphen = true)) ||
            (i - first >= 4 && kPlateEnds.find(text_[i].c) != kPlateEnds.npos))) {
      if (text_[i].kind == CharKind::digit) ++digits;
      ++i;
    }
    if (i - first < 5 || digits == 0 || !reading_.ends_word(i)) return;
    reading_.add(at, i, SpanType::plate, Rule::shape, 97);
  }

  // The word says what follows it.
  struct After {
    Cue cue;
    SpanType type;
    std::size_t shortest;
    std::size_t longest;
    std::size_t digits;  // at least
    std::u32string_view joints;
  };
  static const After* rule_of(Cue cue) {
    static constexpr std::array rules = {
        After{Cue::passport, SpanType::passport, 6, 12, 5, U""},
        After{Cue::permit, SpanType::passport, 7, 12, 7, U""},
        After{Cue::medical, SpanType::medical_no, 4, 20, 3, U"-_"},
        After{Cue::disability, SpanType::disability_cert, 16, 24, 14, U"-"},
        After{Cue::student, SpanType::student_no, 5, 22, 5, U"-_"},
        After{Cue::marriage, SpanType::cert_no, 6, 26, 5, U"-"},
        After{Cue::birth_certificate, SpanType::cert_no, 6, 16, 5, U"-"},
        After{Cue::property, SpanType::cert_no, 5, 24, 4, U"-"},
        After{Cue::uscc, SpanType::uscc, 15, 20, 6, U""},
        After{Cue::matter, SpanType::case_no, 6, 32, 5, U"-_/"},
        After{Cue::id_card, SpanType::id_card, 8, 20, 6, U""},
        After{Cue::wechat, SpanType::wechat, 5, 24, 0, U"_-"},
        After{Cue::qq, SpanType::qq, 5, 12, 5, U""},
        After{Cue::plate, SpanType::plate, 5, 8, 2, U"-"},
    };
    const auto at = std::find_if(rules.begin(), rules.end(),
                                 [cue](const After& rule) { return rule.cue == cue; });
    return at == rules.end() ? nullptr : &*at;
  }

  void after_cue(const CueHit& cue) {
    const After* rule = rule_of(cue.cue);
    if (rule == nullptr) return;
    const std::optional<std::size_t> at = value_after(cue.end);
    if (!at) return;
    Token token = token_at(*at, rule->joints);
    // MC 204817: letters and figures, apart.
    if (token.digits == 0 && token.text.size() <= 3 && token.end < text_.size() &&
        text_[token.end].kind == CharKind::digit) {
      const Token rest = token_at(token.end, rule->joints);
      token = {token.begin, rest.end, token.text + rest.text, rest.digits};
    }
    if (token.text.size() < rule->shortest || token.text.size() > rule->longest ||
        token.digits < rule->digits) {
      return;
    }
    if (cue.cue == Cue::wechat && !is_wechat(token, *at - cue.end)) return;
    take(token, rule->type, Rule::context, 88);
  }
  // An account begins with a letter; a plain word after it is one only behind a colon.
  bool is_wechat(const Token& token, std::size_t distance) const {
    if (token.text[0] < 'a' || token.text[0] > 'z') return false;
    const bool marked = token.digits > 0 || token.text.find_first_of("_-") != std::string::npos;
    if (marked) return true;
    const char32_t before = text_.c(static_cast<std::ptrdiff_t>(token.begin) - 1);
    return distance > 0 && (before == U':' || before == U'为' || before == U'是' || before == U'(');
  }
  // Past what stands between a word and its value: colons, brackets, 号, 为, no.
  std::optional<std::size_t> value_after(std::size_t at) const {
    constexpr std::u32string_view fillers =
        U":=()[]\"'“”‘’「」#.号码为是即系用的一、,|*>有新后补个也叫和与同加";
    constexpr std::size_t kFillersMax = 8;
    const std::size_t limit = std::min(at + kFillersMax, text_.size());
    for (std::size_t i = at; i < limit; ++i) {
      if (is_ascii_word(text_[i])) {
        const Token word = token_at(i);
        const bool filler = word.text == "no" || word.text == "number" || word.text == "id" ||
                            word.text == "is" || word.text == "account" || word.text == "code" ||
                            word.text == "nr";
        if (!filler) return i;
        i = word.end - 1;
        continue;
      }
      if (fillers.find(text_[i].c) == fillers.npos) return std::nullopt;
    }
    return std::nullopt;
  }

  Reading& reading_;
  const FoldedText& text_;
};

}  // namespace

void find_tokens(Reading& reading) {
  Tokens(reading).find();
}

}  // namespace veil::redact
