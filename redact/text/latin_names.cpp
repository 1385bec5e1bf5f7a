// Names in letters: pinyin with a surname, English given names, and what stands behind a title, a
// kinship or a part that somebody plays.
#include <algorithm>
#include <array>

#include "redact/text/reading.h"
#include "redact/text/word_set.h"
#include "redact/unicode.h"

namespace veil::redact {
namespace {

constexpr std::array kSaid = {Cue::en_name, Cue::en_kin, Cue::en_role,  Cue::en_title,
                              Cue::name,    Cue::kin,    Cue::nickname, Cue::role};
constexpr std::size_t kWordsMax = 4;

struct Word {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string text;
  std::u32string_view letters;  // of the first part
  bool capital = false;
  bool all_capital = true;
};

// Words with capitals that are no names.
bool is_plain_word(std::u32string_view word) {
  static const WordSet words(
      U"the a an on in at of to for from by with and or but she he they we you i it her his "
      U"their our my your this that these those who which when where what why how is was are "
      U"were be been has had have do does did will would can could may might must shall "
      U"should not no yes also after before since until during while if then there here mr "
      U"mrs ms miss dr prof client name id tel phone mobile address email dob date case note "
      U"notes risk level high low medium order case police court women federation prc monday "
      U"tuesday wednesday thursday friday saturday sunday january february march april june "
      U"july august september october november december jan feb mar apr jun jul aug sep sept "
      U"oct nov dec wechat qq alipay article law act code civil criminal china chinese "
      U"vietnamese burmese english filipino myanmar vietnam hong kong hongkong macau macao "
      U"taiwan beijing shanghai rmb yuan cny usd said says told reported called asked came "
      U"went gave took phone number passport employer school guardian witness father mother "
      U"husband wife son daughter child children neighbour friend room unit building house "
      U"road street county city district province village town no see re subject fwd dear hi "
      U"hello regards thanks thank please pls ok update summary intake hotline hotlines "
      U"export budget system guidance training gb household grant copy filed amount account "
      U"vehicle creditor hearing mandarin cantonese amp ngo cedaw un who hiv ptsd one two "
      U"three four five six seven eight nine ten first second third new old last next some "
      U"all both each every any other another such only just very still again now today "
      U"yesterday tomorrow she's he's it's i'm don't didn't hospital social work worker "
      U"caseworker officer judge prosecutor lawyer doctor nurse interpreter teacher manager "
      U"supervisor boss mum mom dad grandma grandpa aunt uncle sister brother baby girl boy "
      U"sir madam none unknown ");
  return words.contains(word);
}

class LatinNames {
 public:
  explicit LatinNames(Reading& reading) : reading_(reading), text_(reading.text) {}

  void find() {
    for (std::size_t i = 0; i < text_.size();) {
      if (text_[i].kind != CharKind::letter || text_[i].c >= 0x250 || !reading_.starts_word(i)) {
        ++i;
        continue;
      }
      const std::size_t end = name_at(i);
      i = end > i ? end : word_at_letter(i).end;
    }
  }

 private:
  Word word_at_letter(std::size_t i) const {
    Word word{i, i, {}, {}, false, true};
    while (word.end < text_.size() && text_[word.end].kind == CharKind::letter &&
           text_[word.end].c < 0x250 && (word.end == i || text_[word.end].gap == Gap::none)) {
      append_utf8(word.text, text_[word.end].c);
      word.all_capital = word.all_capital && text_[word.end].upper;
      ++word.end;
    }
    word.end = std::max(word.end, i + 1);
    word.letters = text_.view(i, word.end);
    word.capital = text_[i].upper;
    return word;
  }
  // Words with capitals in a row, parted by single blanks; a hyphen or an apostrophe joins.
  std::vector<Word> words_from(std::size_t i) const {
    std::vector<Word> out;
    std::size_t at = i;
    while (out.size() < kWordsMax && at < text_.size() && text_[at].kind == CharKind::letter &&
           text_[at].c < 0x250) {
      Word word = word_at_letter(at);
      while (
          word.end + 1 < text_.size() &&
          (text_[word.end].c == U'-' || text_[word.end].c == U'\'' || text_[word.end].c == U'’') &&
          text_[word.end].gap == Gap::none && text_[word.end + 1].gap == Gap::none &&
          text_[word.end + 1].kind == CharKind::letter &&
          !(text_[word.end].c != U'-' && text_[word.end + 1].c == U's')) {
        const Word more = word_at_letter(word.end + 1);
        word.text += more.text;
        word.end = more.end;
      }
      if (!word.capital || (!out.empty() && text_[at].gap == Gap::none)) break;
      if (!out.empty() && text_[at].gap == Gap::line && !joins_line(out.back(), word)) break;
      at = word.end;
      out.push_back(std::move(word));
    }
    return out;
  }
  static bool joins_line(const Word& before, const Word& word) {
    return syllables_of(before.text) > 0 && syllables_of(word.text) > 0;
  }

  static bool is_given(const Word& word) {
    const unsigned syllables = syllables_of(word.text);
    return syllables >= 1 && syllables <= 3;
  }
  // Surname and given name in pinyin, either way round.
  static std::size_t pinyin_words(const std::vector<Word>& words) {
    if (words.size() < 2) return 0;
    if (is_plain_word(words[0].letters) && !words[0].all_capital) {
      const bool surname = is_latin_surname(words[0].text) && is_given(words[1]) &&
                           !is_plain_word(words[1].letters) && words[1].text.size() > 3;
      if (!surname) return 0;
    }
    if (is_plain_word(words[1].letters)) return 0;
    const bool first = is_latin_surname(words[0].text) && is_given(words[1]);
    const bool last = is_latin_surname(words[1].text) && is_given(words[0]);
    if (!first && !last) return 0;
    const bool three = words.size() >= 3 && first && is_given(words[2]) &&
                       syllables_of(words[1].text) == 1 && syllables_of(words[2].text) == 1 &&
                       !is_plain_word(words[2].letters);
    return three ? 3 : 2;
  }

  std::size_t name_at(std::size_t i) {
    const std::vector<Word> words = words_from(i);
    if (words.empty()) return i;
    if (of_place(words)) return words.back().end;
    const CueHit* said = reading_.cue_before(i, 3, kSaid);
    const bool dotted = said != nullptr && said->cue == Cue::en_title && said->end + 1 == i &&
                        text_[said->end].c == U'.';
    if (said != nullptr && !dotted && !only_fillers(said->end, i)) said = nullptr;
    const CueHit* office = reading_.cue_before(i, 2, std::array{Cue::en_office, Cue::office});
    if (office != nullptr && only_fillers(office->end, i) &&
        (said == nullptr || said->end <= office->end)) {
      return words[std::max<std::size_t>(pinyin_words(words), 1) - 1].end;
    }
    if (const std::size_t count = pinyin_words(words); count > 0) {
      return take(i, words[count - 1].end, Rule::name_cue, 85);
    }
    if (said != nullptr) return behind_cue(i, words);
    return given_name(i, words);
  }
  std::size_t take(std::size_t begin, std::size_t end, Rule rule, int confidence) {
    reading_.add(begin, end, SpanType::person, rule, confidence);
    return end;
  }
  // Liulang Road, Zongyang County
  bool of_place(const std::vector<Word>& words) const {
    static const WordSet places(
        U"road street avenue lane village township town community district county city "
        U"province river mountain station hospital school university factory electronics "
        U"company hotel centre center court railway airport park bank ");
    for (const Word& word : words) {
      if (places.contains(word.letters)) return true;
    }
    return false;
  }
  bool only_fillers(std::size_t from, std::size_t to) const {
    constexpr std::u32string_view fillers = U":\"“”‘’(=,-'";
    for (std::size_t i = from; i < to; ++i) {
      if (fillers.find(text_[i].c) == fillers.npos) return false;
    }
    return true;
  }
  std::size_t behind_cue(std::size_t i, const std::vector<Word>& words) {
    std::size_t count = 0;
    while (count < words.size() && !is_plain_word(words[count].letters)) ++count;
    if (count == 0 || words[0].text.size() < 2) return i;
    return take(i, words[count - 1].end, Rule::name_cue, 80);
  }
  // Wendy, Maria Santos
  std::size_t given_name(std::size_t i, const std::vector<Word>& words) {
    if (!words[0].capital || reading_.cue_beginning_at(i, std::array{Cue::en_given}) == nullptr ||
        words[0].text == "may" || words[0].text == "will")
      return i;
    std::size_t count = 1;
    while (count < words.size() && count < 3 && !is_plain_word(words[count].letters)) ++count;
    return take(i, words[count - 1].end, Rule::name_cue, 75);
  }

  Reading& reading_;
  const FoldedText& text_;
};

}  // namespace

void find_latin_names(Reading& reading) {
  if (!reading.text.has_capitals()) return;
  LatinNames(reading).find();
}

}  // namespace veil::redact
