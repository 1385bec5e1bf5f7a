// Employers and schools in Latin letters: Jinxiu Garment Factory, No. 2 Experimental Primary
// School, Class 3; works at Casa de Chá.
#include <algorithm>
#include <array>
#include <unordered_set>

#include "redact/text/latin_words.h"
#include "redact/text/organisations.h"

namespace veil::redact {
namespace {

constexpr std::size_t kNameWords = 7;

bool is_public_word(std::u32string_view word) {
  return is_listed(
      word,
      U" court procuratorate federation police bureau hospital ministry government committee "
      U"station municipal provincial "
      U"national people peoples women womens association union supreme bank embassy consulate "
      U"article law act section "
      U"public security civil affairs justice department office legal aid ngo centre-for hotline "
      U"council commission "
      U"taobao wechat alipay facebook whatsapp instagram mandarin cantonese chinese english ");
}
bool is_firm_word(std::u32string_view word) {
  return is_listed(
      word,
      U" factory electronics company ltd limited co inc corp corporation restaurant hotel "
      U"supermarket store shop salon textile "
      U"textiles garment logistics housekeeping home centre center farm market cafe café bakery "
      U"workshop trading plant mill "
      U"garments shoes toys foods food express studio clinic teahouse inn bar spa guesthouse "
      U"hostel hotpot minimart mart "
      U"hardware freight marine shipping cargo tech technology technologies software media arts "
      U"academy pharmacy boutique "
      U"massage ktv karaoke club gym laundry agency services service group holdings industries "
      U"industrial industry chemical "
      U"chemicals steel motors autos auto plastics packaging printing furniture ceramics seafood "
      U"fruit florist tailor tailors "
      U"nails beauty canteen diner noodles bistro pub lounge casino resort villa kitchen warehouse "
      U"enterprise enterprises "
      U"ventures solutions systems labs lab pharma biotech energy mining mine construction "
      U"decoration cosmetics cleaning park "
      U"semiconductor semiconductors manufacturing import export supply exports imports jewellery "
      U"jewelry apparel knitwear "
      U"surveyors engineering consulting consultancy travel tours airlines bus transport ");
}
bool is_school_word(std::u32string_view word) {
  return is_listed(word,
                   U" school kindergarten college academy nursery primary secondary preschool "
                   U"university polytechnic institute ");
}
// Words that name none alone.
bool is_general(std::u32string_view word) {
  return is_listed(word,
                   U" the a an local primary middle high secondary junior senior vocational "
                   U"technical public private boarding "
                   U"nursing postnatal new big small old city town village county convenience "
                   U"online her his their my our this "
                   U"that grade class care day shopping chinese rural night evening family ");
}
bool is_particle(std::u32string_view word) {
  return is_listed(word, U" of for de da do dos das and la le el y int l st ");
}
// Kinds of firms as they stand behind a name in small letters, and what may stand between.
bool is_small_kind(std::u32string_view word) {
  return is_listed(word,
                   U" factory restaurant salon bar club hotel shop store market mill workshop "
                   U"plant clinic company spa cafe supermarket "
                   U"bakery farm guesthouse hostel canteen pharmacy boutique studio laundry school "
                   U"kindergarten nursery academy ");
}
bool is_small_trade(std::u32string_view word) {
  return is_listed(word,
                   U" garment toy shoe electronics nail hair beauty massage noodle coffee tea "
                   U"primary middle high language clothes "
                   U"clothing textile furniture food seafood fruit paper plastic plastics brick "
                   U"silk leather jade night ");
}
// Peoples and cities: a bar there has no name yet.
bool is_origin(std::u32string_view word) {
  return is_listed(word,
                   U" chinese vietnamese russian thai burmese korean japanese mongolian tibetan "
                   U"uyghur muslim halal western indian "
                   U"filipino beijing shanghai guangzhou shenzhen dongguan tianjin chongqing "
                   U"hangzhou suzhou nanjing wuhan chengdu "
                   U"kunming xian changsha zhengzhou jinan qingdao dalian shenyang harbin "
                   U"changchun hohhot lanzhou xining urumqi "
                   U"lhasa guiyang nanning haikou fuzhou xiamen ningbo wenzhou yiwu foshan zhuhai "
                   U"macau hong kong taipei china "
                   U"vietnam laos myanmar mandalay ruili kashgar online every each some another "
                   U"one two and but so if when where "
                   U"what while before after since because then there here no not yes in on at to "
                   U"by as it they we you he she "
                   U"i me us them who which that these those old new many most other same any all "
                   U"both or from ");
}

class LatinBodies {
 public:
  explicit LatinBodies(Reading& reading)
      : reading_(reading), text_(reading.text), words_(latin_words(reading.text)) {
    for (const Found& one : reading.found) {
      if (one.type == SpanType::workplace || one.type == SpanType::school) known_.insert(one.end);
    }
  }

  void find() {
    for (std::size_t w = 0; w < words_.size();) {
      const std::size_t end = body_at(w);
      w = end > w ? end : w + 1;
    }
    for (std::size_t w = 0; w + 1 < words_.size(); ++w) {
      if (is_work(w)) worked_at(w + 2, SpanType::workplace);
      if (is_study(w)) worked_at(w + 2, SpanType::school);
      if (const std::size_t name = said_name(w); name > w) worked_at(name, SpanType::workplace);
    }
  }

 private:
  char32_t c(std::size_t i) const noexcept { return text_.c(static_cast<std::ptrdiff_t>(i)); }
  bool runs_on(std::size_t w) const {
    if (w == 0 || w >= words_.size() || text_[words_[w].begin].gap == Gap::line) return false;
    const std::size_t from = words_[w - 1].end;
    const bool stop = words_[w].begin == from + 1 && c(from) == U'.' &&
                      is_listed(words_[w - 1].plain, U" no st co ");
    return words_[w].begin == from || stop;
  }
  // Past the words that a name may be made of, from `w` on.
  std::size_t run_end(std::size_t w) const {
    std::size_t at = w;
    while (at < words_.size() && at < w + kNameWords && (at == w || runs_on(at))) {
      const LatinWord& word = words_[at];
      constexpr std::size_t kNumberMax = 3;
      const bool number =
          word.digit && at > w && (words_[at - 1].plain == U"no" || word.plain.size() < kNumberMax);
      if (!word.upper && !number &&
          !(at > w && is_particle(word.plain) && at + 1 < words_.size() && words_[at + 1].upper))
        break;
      ++at;
    }
    return at;
  }

  std::size_t body_at(std::size_t w) {
    if (!words_[w].upper ||
        is_listed(words_[w].plain, U" the a an her his at from in this my our she he i if when "))
      return w;
    const std::size_t end = run_end(w);
    std::size_t best = w;
    std::size_t named = 0;
    bool school = false;
    for (std::size_t i = w; i < end; ++i) {
      const std::u32string& word = words_[i].plain;
      if (is_public_word(word)) return end;
      const bool is_school = is_school_word(word);
      const bool kind = is_school || is_firm_word(word);
      if (kind && i > w && named > 0) {
        best = i + 1;
        school = school || is_school;
      }
      named += !kind && !is_general(word) && !is_particle(word) && word != U"no" ? 1U : 0U;
    }
    if (best == w) return small_kind_behind(w, end, named);
    const std::size_t last = words_[best - 1].end;
    const std::size_t past = school ? past_class(text_, words_[best - 1].end) : past_stall(best);
    if (best < words_.size() && is_listed(words_[best].plain, U" ltd inc limited llc ") &&
        words_[best].begin <= last + 2 && text_[words_[best].begin].gap != Gap::line) {
      ++best;
    }
    if (is_known_end(words_[best - 1].end)) return best;
    reading_.add(words_[w].begin, past_city(past), school ? SpanType::school : SpanType::workplace,
                 Rule::organisation, 80);
    return best;
  }
  // Hexing toy factory, Kolibri bar
  std::size_t small_kind_behind(std::size_t w, std::size_t end, std::size_t named) {
    std::size_t at = end;
    if (at < words_.size() && runs_on(at) && is_small_trade(words_[at].plain)) ++at;
    const bool kind = at < words_.size() && runs_on(at) && is_small_kind(words_[at].plain);
    if (!kind || named == 0 || is_origin(words_[w].plain) ||
        (w == 0 && named < 2 && !is_pinyin(words_[w].plain)))
      return w;
    if (is_origin(words_[end - 1].plain)) return w;
    const bool school = is_school_word(words_[at].plain);
    reading_.add(words_[w].begin, words_[at].end, school ? SpanType::school : SpanType::workplace,
                 Rule::organisation, 70);
    return at + 1;
  }
  // What the record knows begins where it says.
  bool is_known_end(std::size_t end) const {
    return known_.contains(static_cast<std::uint32_t>(end));
  }
  // Little Oxford Kindergarten, Zhengzhou
  std::size_t past_city(std::size_t end) const {
    if (c(end) != U',' || end + 1 >= text_.size() || text_[end + 1].gap == Gap::line) return end;
    const LatinWord city = latin_word_at(text_, end + 1);
    constexpr std::size_t kCityMin = 5;
    const bool closed = city.end >= text_.size() || text_[city.end].kind == CharKind::mark ||
                        text_[city.end].gap == Gap::line;
    return city.upper && closed && city.plain.size() >= kCityMin && is_pinyin(city.plain) ? city.end
                                                                                          : end;
  }
  // Market stall 114
  std::size_t past_stall(std::size_t w) const {
    const bool stall =
        w + 1 < words_.size() && runs_on(w) && runs_on(w + 1) && words_[w + 1].digit &&
        is_listed(words_[w].plain, U" stall shop unit booth counter store branch line ");
    return stall ? words_[w + 1].end : words_[w - 1].end;
  }

  // works at, employed by, manager of
  bool is_work(std::size_t w) const {
    if (w + 2 >= words_.size()) return false;
    const std::u32string& verb = words_[w].plain;
    const std::u32string& at = words_[w + 1].plain;
    if (!runs_on(w + 1) || !runs_on(w + 2)) return false;
    if (is_listed(verb, U" works work worked working ")) return is_listed(at, U" at for ");
    if (is_listed(verb, U" taught teaches teaching boss employer interned interns "))
      return at == U"at";
    if (is_listed(verb, U" employed hired ")) return is_listed(at, U" at by ");
    if (is_listed(verb, U" job jobs shift shifts ")) return is_listed(at, U" at with ");
    return is_listed(verb,
                     U" engineer technician waitress waiter cashier cook chef manager owner clerk "
                     U"cleaner guard driver accountant nurse "
                     U"teacher tutor foreman supervisor salesgirl salesman saleswoman receptionist "
                     U"worker operator barista masseuse "
                     U"hairdresser designer programmer developer secretary boss director ") &&
           is_listed(at, U" at of with for ");
  }
  // Employer: Xinlong; a salon called Pearl; hired through Star Maids; the word where the name
  // begins
  std::size_t said_name(std::size_t w) const {
    const std::u32string& word = words_[w].plain;
    const std::size_t next = w + 1;
    if (is_listed(word,
                  U" employer workplace company firm factory shop restaurant salon agency job ")) {
      const bool colon = c(words_[w].end) == U':' && words_[next].begin == words_[w].end + 1;
      if (colon && text_[words_[next].begin].gap != Gap::line) return next;
      const bool called = runs_on(next) && is_listed(words_[next].plain, U" called named name ") &&
                          next + 1 < words_.size();
      return called && (runs_on(next + 1) || c(words_[next].end) == U':') ? next + 1 : w;
    }
    if (next + 1 >= words_.size() || !runs_on(next) || !runs_on(next + 1)) return w;
    if (is_listed(word, U" called named ") ||
        !is_listed(words_[next].plain, U" through at for of from "))
      return w;
    const bool work =
        is_listed(word,
                  U" hired recruited danced dances sews sewed cleans cleaned cooks cooked packs "
                  U"sells waits promoter nanny "
                  U"manager line shift dancer hostess singer model maid packer seamstress ");
    const bool article =
        words_[next + 1].plain == U"the" && next + 2 < words_.size() && runs_on(next + 2);
    return work ? next + (article ? 2U : 1U) : w;
  }
  // studies at, student of
  bool is_study(std::size_t w) const {
    if (w + 2 >= words_.size()) return false;
    if (!runs_on(w + 1) || !runs_on(w + 2)) return false;
    const std::u32string& at = words_[w + 1].plain;
    if (is_listed(words_[w].plain, U" studies study studied studying enrolled "))
      return at == U"at" || at == U"in";
    return is_listed(words_[w].plain, U" student pupil freshman sophomore junior senior ") &&
           (at == U"at" || at == U"of");
  }
  void worked_at(std::size_t w, SpanType type) {
    if (is_listed(words_[w].plain, U" the a an unknown none not nil self ") || !words_[w].upper)
      return;
    const std::size_t end = run_end(w);
    if (end == w) return;
    for (std::size_t i = w; i < end; ++i) {
      if (is_public_word(words_[i].plain)) return;
    }
    if (type == SpanType::school && end == w + 1 &&
        is_listed(words_[w].plain, U" china beijing shanghai english chinese mandarin "))
      return;
    if (end == w + 1 && is_origin(words_[w].plain)) return;
    if (end == w + 1 && (words_[w].plain.size() < 3 || is_general(words_[w].plain))) return;
    reading_.add(words_[w].begin, words_[end - 1].end, type, Rule::organisation, 75);
  }

  Reading& reading_;
  const FoldedText& text_;
  std::vector<LatinWord> words_;
  std::unordered_set<std::uint32_t> known_;  // where what was found before ends
};

}  // namespace

void find_latin_organisations(Reading& reading) {
  if (!reading.text.has_capitals()) return;
  LatinBodies(reading).find();
}

}  // namespace veil::redact
