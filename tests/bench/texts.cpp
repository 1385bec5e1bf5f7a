#include "tests/bench/texts.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <memory>
#include <set>
#include <vector>

#include <boost/json.hpp>

#include "redact/text/scrub.h"
#include "redact/text/words.h"
#include "redact/unicode.h"
#include "redact/veil/regions.h"
#include "tests/bench/bare_scan.h"
#include "tools/veil/scrub/known_record.h"

namespace veil::bench {
namespace {

constexpr double kMega = 1e6;

[[noreturn]] void stop(const char* what) {
  std::fprintf(stderr, "bench: texts: %s\n", what);
  std::exit(1);  // NOLINT(concurrency-mt-unsafe): there is one thread
}

struct Note {
  std::string text;
  std::vector<redact::KnownValue> values;
  std::unique_ptr<const redact::KnownForms> known;
};

// ⟦PERSON:王丽⟧ is 王丽
std::string unmarked(std::string_view text) {
  std::u32string out;
  bool in_label = false;
  for (const char32_t c : redact::decode_utf8(text).value_or(U"")) {
    in_label = in_label || c == U'⟦';
    if (!in_label && c != U'⟧') out.push_back(c);
    if (c == U':') in_label = false;
  }
  return redact::encode_utf8(out);
}

void read_notes(const std::string& path, std::vector<Note>& to) {
  std::ifstream in(path, std::ios::binary);
  for (std::string line; std::getline(in, line);) {
    const auto value = boost::json::parse(line);
    const auto& note = value.as_object();
    const auto* text = note.if_contains("text");
    Note one;
    one.text = text != nullptr ? std::string(text->as_string())
                               : unmarked(std::string(note.at("marked").as_string()));
    if (const auto* record = note.if_contains("record"); record != nullptr) {
      one.values = tools::known_values(record->as_object());
    }
    one.known = std::make_unique<const redact::KnownForms>(one.values);
    to.push_back(std::move(one));
  }
}

std::vector<Note> all_notes(const std::string& sources) {
  std::vector<Note> notes;
  const char* corpus = std::getenv("VEIL_TEXT_CORPUS");  // NOLINT(concurrency-mt-unsafe)
  if (corpus != nullptr && *corpus != '\0') {
    read_notes(std::string(corpus) + "/sample.jsonl", notes);
  } else {
    read_notes(sources + "/tests/data/notes/federation.jsonl", notes);
    read_notes(sources + "/tests/data/notes/field.jsonl", notes);
  }
  if (notes.empty()) stop("there are no notes");
  return notes;
}

void add_words(std::string_view list, std::set<std::string>& to) {
  while (!list.empty()) {
    const std::size_t size = std::min(list.find(' '), list.size());
    const std::size_t name = std::min(list.find_first_not_of("0123456789"), size);
    if (name < size) to.emplace(list.substr(name, size - name));
    list.remove_prefix(std::min(size + 1, list.size()));
  }
}

// What the rules look for: fixed words and names of divisions.
std::set<std::string> fixed_words() {
  std::set<std::string> words;
  for (std::size_t i = 0; i < redact::kCueWordsCount; ++i) {
    add_words(redact::kCueWords[i].words, words);
  }
  add_words(redact::kRegionsCurrent, words);
  add_words(redact::kRegionsWithdrawn, words);
  return words;
}

// And the forms of what these records know.
std::set<std::string> with_forms(std::set<std::string> words, const std::vector<Note>& notes) {
  for (const Note& note : notes) {
    for (const redact::Form& form : redact::forms_of(note.values)) {
      if (form.key.front() == static_cast<char>(redact::Alphabet::text)) {
        words.insert(form.key.substr(1));
      }
    }
  }
  return words;
}

std::unique_ptr<const BareScan> bare_scan(const std::set<std::string>& words) {
  if (!BareScan::possible()) return nullptr;
  return std::make_unique<const BareScan>(std::vector<std::string>(words.begin(), words.end()));
}

// Of the processor: others that use the machine do not count.
double seconds_of(const std::function<void()>& work) {
  const std::clock_t start = std::clock();
  work();
  return std::max(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC, 1e-6);
}

double median_of(int rounds, const std::function<void()>& work) {
  std::vector<double> seconds;
  seconds.reserve(static_cast<std::size_t>(rounds));
  for (int round = 0; round < rounds; ++round) seconds.push_back(seconds_of(work));
  std::sort(seconds.begin(), seconds.end());
  return seconds[seconds.size() / 2];
}

std::size_t spans_in(std::string_view text, const redact::KnownFinder& known) {
  const auto done = redact::scrub(text, known);
  if (!done) stop(done.error().message.c_str());
  return done->spans.size();
}

class Texts {
 public:
  Texts(const std::string& sources, std::size_t megabytes, int rounds)
      : notes_(all_notes(sources)), bytes_(megabytes * std::size_t{1'000'000}), rounds_(rounds) {
    for (const Note& note : notes_) once_ += note.text.size();
  }

  void notes() {
    const auto words = fixed_words();
    const auto fixed = bare_scan(words);
    const auto forms = bare_scan(with_forms(words, notes_));
    std::printf(
        "\n%-24s %8s %8s %8s   MB/s of a core, %zu notes repeated to %.0f MB, median of %d "
        "rounds\n",
        "scrubbing", "ours", "limit", "ratio", notes_.size(), static_cast<double>(bytes_) / kMega,
        rounds_);
    const redact::KnownForms none({});
    row("blind", fixed.get(), [&](const Note& note) { return spans_in(note.text, none); });
    row("record", forms.get(), [](const Note& note) { return spans_in(note.text, *note.known); });
    row("record_forms_made_anew", forms.get(),
        [](const Note& note) { return spans_in(note.text, redact::KnownForms(note.values)); });
  }

  // Time for each byte must not grow.
  void one_text() {
    std::printf("\n%-24s %8s %8s\n", "one text of", "seconds", "MB/s");
    const redact::KnownForms none({});
    for (const std::size_t part : {10U, 30U, 100U}) {
      const std::size_t size = bytes_ / 64 * part;
      std::string text;
      text.reserve(size + 4096);
      while (text.size() < size) text += notes_[next_++ % notes_.size()].text + "\n";
      for (const bool blind : {true, false}) {
        const double seconds =
            seconds_of([&] { spans_in(text, blind ? none : *notes_.front().known); });
        const double megabytes = static_cast<double>(text.size()) / kMega;
        std::printf("%7.1f MB, %-12s %8.2f %8.1f\n", megabytes, blind ? "blind" : "record", seconds,
                    megabytes / seconds);
        std::fflush(stdout);
      }
    }
  }

 private:
  template <class Scrub>
  void row(const char* name, const BareScan* bare, const Scrub& scrub) {
    const std::size_t times = std::max<std::size_t>(bytes_ / once_, 1);
    std::size_t found = 0;
    const auto over_all = [&](const auto& work) {
      return [this, times, &work, &found] {
        for (std::size_t i = 0; i < times; ++i) {
          for (const Note& note : notes_) found += work(note);
        }
      };
    };
    const double megabytes = static_cast<double>(times * once_) / kMega;
    const double ours = megabytes / median_of(rounds_, over_all(scrub));
    if (found == 0) stop("nothing was found");
    std::printf("%-24s %8.1f", name, ours);
    if (bare != nullptr) {
      const auto count = [bare](const Note& note) { return bare->count(note.text); };
      const double limit = megabytes / median_of(rounds_, over_all(count));
      std::printf(" %8.1f %8.2f", limit, ours / limit);
    }
    std::printf("\n");
    std::fflush(stdout);
  }

  std::vector<Note> notes_;
  std::size_t bytes_;
  std::size_t once_ = 0;  // bytes of all notes
  int rounds_;
  std::size_t next_ = 0;
};

}  // namespace

void measure_texts(const std::string& sources, std::size_t megabytes, int rounds) {
  Texts texts(sources, megabytes, rounds);
  texts.notes();
  texts.one_text();
}

}  // namespace veil::bench
