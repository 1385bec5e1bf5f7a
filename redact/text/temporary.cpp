// Finds known values exactly as they are written.
#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>

#include "redact/text/known.h"
#include "redact/text/scrub.h"
#include "redact/unicode.h"

namespace veil::redact {

class FoldedText {
 public:
  explicit FoldedText(std::string_view of) : text(of) {
    for (std::size_t i = 0; i < text.size();) {
      starts.push_back(static_cast<std::uint32_t>(i));
      i += std::max<std::size_t>(first_character(text.substr(i)).size, 1);
    }
    starts.push_back(static_cast<std::uint32_t>(text.size()));
  }
  std::size_t size() const { return starts.size() - 1; }
  std::string_view piece(std::size_t begin, std::size_t count) const {
    return text.substr(starts[begin], starts[begin + count] - starts[begin]);
  }

  std::string_view text;
  std::vector<std::uint32_t> starts;
};

namespace {

constexpr std::array<std::string_view, 8> kParts = {"client",   "respondent", "child", "guardian",
                                                    "relative", "witness",    "other", "matter"};
constexpr std::array<std::string_view, 8> kShown = {"女方", "男方", "孩子", "监护人",
                                                    "亲属", "证人", "人物", "案件"};

std::string key_of(std::string_view text) {
  return "t" + std::string(text);
}

SpanType type_of(KnownKind kind) {
  switch (kind) {
    case KnownKind::phone:
      return SpanType::phone;
    case KnownKind::cn_id:
      return SpanType::id_card;
    case KnownKind::address:
      return SpanType::address;
    case KnownKind::birth:
      return SpanType::date_birth;
    case KnownKind::line:
      return SpanType::workplace;
    default:
      return SpanType::person;
  }
}

}  // namespace

std::string_view to_string(Part part) noexcept {
  return kParts[static_cast<std::size_t>(part)];
}
std::optional<Part> parse_part(std::string_view word) noexcept {
  const auto at = std::find(kParts.begin(), kParts.end(), word);
  if (at == kParts.end()) return std::nullopt;
  return static_cast<Part>(at - kParts.begin());
}

std::uint32_t pack(const FormTag& tag) noexcept {
  return static_cast<std::uint32_t>(tag.type) | static_cast<std::uint32_t>(tag.rule) << 5 |
         static_cast<std::uint32_t>(tag.part) << 9 | (tag.weak ? 1U << 12 : 0U) | tag.number << 16;
}
std::optional<FormTag> unpack(std::uint32_t packed) noexcept {
  FormTag out;
  out.type = static_cast<SpanType>(packed & 31U);
  out.rule = static_cast<Rule>(packed >> 5 & 15U);
  out.part = static_cast<Part>(packed >> 9 & 7U);
  out.weak = (packed >> 12 & 1U) != 0;
  out.number = packed >> 16;
  if (out.type > SpanType::postcode || out.rule > Rule::repeat || (packed >> 13 & 7U) != 0) {
    return std::nullopt;
  }
  return out;
}

std::vector<Form> forms_of(std::span<const KnownValue> values) {
  std::map<std::string, FormTag> all;
  for (const KnownValue& value : values) {
    if (value.text.empty()) continue;
    all.emplace(key_of(value.text),
                FormTag{type_of(value.kind), Rule::known, value.part, false, value.number});
  }
  std::vector<Form> out;
  for (auto& [key, tag] : all) {
    if (length_of(key).count > 1) out.push_back({key, tag});
  }
  return out;
}

FormLength length_of(std::string_view key) noexcept {
  const std::size_t count = FoldedText(key.substr(1)).size();
  return {static_cast<Alphabet>(key[0]),
          static_cast<std::uint8_t>(std::min<std::size_t>(count, 255))};
}

std::vector<Piece> pieces_of(const FoldedText& text, std::span<const FormLength> lengths) {
  std::vector<Piece> out;
  for (const FormLength& length : lengths) {
    for (std::size_t i = 0; i + length.count <= text.size(); ++i) {
      out.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + length.count),
                     key_of(text.piece(i, length.count))});
    }
  }
  return out;
}

struct KnownForms::Index {
  std::map<std::string, FormTag> tags;
  std::vector<FormLength> lengths;
};
KnownForms::KnownForms(std::span<const KnownValue> values) : index_(std::make_unique<Index>()) {
  for (Form& form : forms_of(values)) {
    index_->lengths.push_back(length_of(form.key));
    index_->tags.emplace(std::move(form.key), form.tag);
  }
  std::sort(index_->lengths.begin(), index_->lengths.end());
  index_->lengths.erase(std::unique(index_->lengths.begin(), index_->lengths.end()),
                        index_->lengths.end());
}
KnownForms::~KnownForms() = default;
Result<std::vector<FormHit>> KnownForms::find(const FoldedText& text) const {
  std::vector<FormHit> out;
  for (const Piece& piece : pieces_of(text, index_->lengths)) {
    const auto at = index_->tags.find(piece.key);
    if (at != index_->tags.end()) out.push_back({piece.begin, piece.end, at->second});
  }
  return out;
}

Result<std::vector<Span>> find_spans(std::string_view text, const KnownFinder& known) {
  const FoldedText folded(text);
  auto hits = known.find(folded);
  if (!hits) return fail(hits.error());
  std::sort(hits->begin(), hits->end(), [](const FormHit& a, const FormHit& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  std::vector<Span> out;
  for (const FormHit& hit : *hits) {
    Span span{folded.starts[hit.begin],
              folded.starts[hit.end],
              hit.tag.type,
              hit.tag.rule,
              99,
              hit.tag.part,
              hit.tag.number};
    if (out.empty() || span.begin >= out.back().end) {
      out.push_back(span);
    } else {
      out.back().end = std::max(out.back().end, span.end);
    }
  }
  return out;
}

Result<Scrubbed> scrub(std::string_view text, const KnownFinder& known) {
  auto spans = find_spans(text, known);
  if (!spans) return fail(spans.error());
  Scrubbed out;
  std::size_t at = 0;
  for (const Span& span : *spans) {
    out.text += text.substr(at, span.begin - at);
    out.text += "【" + std::string(kShown[static_cast<std::size_t>(span.part)]) +
                (span.number != 0 ? std::to_string(span.number) : "") + "】";
    at = span.end;
  }
  out.text += text.substr(at);
  out.spans = std::move(*spans);
  return out;
}

}  // namespace veil::redact
