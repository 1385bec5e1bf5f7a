#include "tools/veil/import/workbook.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "redact/unicode.h"

namespace veil::tools {
namespace {

constexpr std::size_t kBlock = std::size_t{1024} * 1024;
constexpr std::size_t kSheetsMax = 1000;
constexpr std::size_t kStylesMax = 100000;

tl::unexpected<Error> refuse(std::string why) {
  return fail(Code::InvalidArgument, std::move(why));
}

std::optional<unsigned> number_of(std::optional<std::string_view> text) {
  unsigned out = 0;
  if (!text) return std::nullopt;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), out);
  if (error != std::errc() || end != text->data() + text->size()) return std::nullopt;
  return out;
}

struct Relation {
  std::string id;
  std::string type;  // its last part
  std::string target;
};

class Relations final : public XmlEvents {
 public:
  std::vector<Relation> found;
  bool start(std::string_view name, const XmlAttributes& attributes) override {
    if (name != "Relationship" || found.size() > kSheetsMax) return true;
    const std::string_view type = attributes.find("Type").value_or("");
    if (attributes.find("TargetMode").value_or("") == "External") return true;
    found.push_back({std::string(attributes.find("Id").value_or("")),
                     std::string(type.substr(type.rfind('/') + 1)),
                     std::string(attributes.find("Target").value_or(""))});
    return true;
  }
  bool end(std::string_view /*name*/) override { return true; }
  bool text(std::string_view /*text*/) override { return true; }
};

// The part that a relation of `from` means; empty if it leads out of the archive.
std::string resolved(const std::string& from, const std::string& target) {
  if (target.starts_with('/')) return target.substr(1);
  std::string folder = from.substr(0, from.rfind('/') == from.npos ? 0 : from.rfind('/') + 1);
  std::string_view left = target;
  while (left.starts_with("../")) {
    left.remove_prefix(3);
    if (folder.empty()) return {};
    folder.pop_back();
    folder.resize(folder.rfind('/') == folder.npos ? 0 : folder.rfind('/') + 1);
  }
  return folder + std::string(left);
}

std::string relations_of(const std::string& part) {
  const auto slash = part.rfind('/');
  const std::size_t name_at = slash == std::string::npos ? 0 : slash + 1;
  return part.substr(0, name_at) + "_rels/" + part.substr(name_at) + ".rels";
}

Result<std::vector<Relation>> read_relations(const ZipArchive& archive, const std::string& part) {
  Relations handler;
  auto bytes = archive.part(relations_of(part), Workbook::kSmallPartMax);
  if (!bytes) return fail(bytes.error());
  auto read = read_xml(std::move(*bytes), handler);
  if (!read) return fail(read.error());
  return std::move(handler.found);
}

class MainPart final : public XmlEvents {
 public:
  struct Found {
    Sheet sheet;
    std::string relation;
  };
  std::vector<Found> sheets;
  bool epoch_1904 = false;

  bool start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "workbookPr") epoch_1904 = is_true(attributes.find("date1904"));
    if (name != "sheet" || sheets.size() >= kSheetsMax) return true;
    const auto state = attributes.find("state").value_or("visible");
    sheets.push_back({{std::string(attributes.find("name").value_or("")), {}, state != "visible"},
                      std::string(attributes.find("id").value_or(""))});
    return true;
  }
  bool end(std::string_view /*name*/) override { return true; }
  bool text(std::string_view /*text*/) override { return true; }
};

class StylesPart final : public XmlEvents {
 public:
  std::vector<NumberStyle> styles;

  bool start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "numFmt") {
      const auto id = number_of(attributes.find("numFmtId"));
      if (id) formats_[*id] = style_of_format(attributes.find("formatCode").value_or(""));
    } else if (name == "cellXfs") {
      in_cells_ = true;
    } else if (name == "xf" && in_cells_ && styles.size() < kStylesMax) {
      const unsigned id = number_of(attributes.find("numFmtId")).value_or(0);
      const auto own = formats_.find(id);
      styles.push_back(own != formats_.end() ? own->second : style_of_builtin(id));
    }
    return formats_.size() < kStylesMax;
  }
  bool end(std::string_view name) override {
    if (name == "cellXfs") in_cells_ = false;
    return true;
  }
  bool text(std::string_view /*text*/) override { return true; }

 private:
  std::map<unsigned, NumberStyle> formats_;
  bool in_cells_ = false;
};

class TextsPart final : public XmlEvents {
 public:
  explicit TextsPart(SharedTexts& texts) : texts_(texts) {}
  bool full = false;

  bool start(std::string_view name, const XmlAttributes& /*attributes*/) override {
    if (name == "si") text_.clear();
    if (name == "rPh") ++readings_;  // how it is pronounced: no part of the text
    in_text_ = name == "t" && readings_ == 0;
    return true;
  }
  bool end(std::string_view name) override {
    in_text_ = false;
    if (name == "rPh") --readings_;
    if (name != "si") return true;
    texts_.add(unescaped(text_));
    full = texts_.bytes() > Workbook::kTextsMax || texts_.count() > Workbook::kTextCountMax;
    return !full;
  }
  bool text(std::string_view text) override {
    if (in_text_) text_ += text;
    full = text_.size() > Workbook::kCellMax;
    return !full;
  }

 private:
  SharedTexts& texts_;
  std::string text_;
  unsigned readings_ = 0;
  bool in_text_ = false;
};

class AnyCell final : public XmlEvents {
 public:
  bool found = false;
  bool start(std::string_view name, const XmlAttributes& /*attributes*/) override {
    found = found || name == "v" || name == "is" || name == "f";
    return !found;
  }
  bool end(std::string_view name) override { return name != "sheetData"; }
  bool text(std::string_view /*text*/) override { return true; }
};

}  // namespace

void SharedTexts::add(std::string_view text) {
  if (blocks_.empty() || blocks_.back().size() + text.size() > kBlock) {
    blocks_.emplace_back();
    blocks_.back().reserve(std::max(kBlock, text.size()));
  }
  places_.push_back({static_cast<std::uint32_t>(blocks_.size() - 1),
                     static_cast<std::uint32_t>(blocks_.back().size()),
                     static_cast<std::uint32_t>(text.size())});
  blocks_.back() += text;
  bytes_ += text.size() + sizeof(Place);
}

std::optional<std::string_view> SharedTexts::at(std::size_t number) const {
  if (number >= places_.size()) return std::nullopt;
  const Place& place = places_[number];
  return std::string_view(blocks_[place.block]).substr(place.at, place.size);
}

NumberStyle style_of_builtin(unsigned number) noexcept {
  if (number == 17 || number == 27 || number == 36 || number == 50 || number == 52 ||
      number == 57) {
    return NumberStyle::month;
  }
  if ((number >= 18 && number <= 21) || (number >= 32 && number <= 35) ||
      (number >= 45 && number <= 47) || number == 55 || number == 56) {
    return NumberStyle::time;
  }
  const bool day = (number >= 14 && number <= 16) || number == 22 ||
                   (number >= 28 && number <= 31) || (number >= 51 && number <= 58);
  return day ? NumberStyle::day : NumberStyle::number;
}

// The letters that count stand outside of quotes, brackets and escapes, in the first section.
NumberStyle style_of_format(std::string_view code) {
  bool year = false;
  bool month = false;
  bool day = false;
  bool time = false;
  for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    const char c = code[i];
    if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '"' || c == '[') {
      const auto end = code.find(c == '"' ? '"' : ']', i + 1);
      const std::string_view inner = code.substr(i + 1, end == code.npos ? code.npos : end - i - 1);
      time =
          time || (c == '[' && inner.find_first_not_of("hHmMsS") == inner.npos && !inner.empty());
      if (end == code.npos) break;
      i = end;
    } else if (code.substr(i, 7) == "General") {
      i += 6;
    } else {
      year = year || c == 'y' || c == 'Y';
      month = month || c == 'm' || c == 'M';
      day = day || c == 'd' || c == 'D';
      time = time || c == 'h' || c == 'H' || c == 's' || c == 'S';
    }
  }
  if (day) return NumberStyle::day;
  if (year) return month ? NumberStyle::month : NumberStyle::year;
  if (time) return NumberStyle::time;
  return month ? NumberStyle::month : NumberStyle::number;
}

Result<Workbook> Workbook::open(const ByteSource& source) {
  auto archive = ZipArchive::open(source);
  if (!archive) return fail(archive.error());
  if (archive->has("mimetype") || archive->has("content.xml")) {
    return refuse("an OpenDocument file: save it as .xlsx or CSV");
  }
  if (!archive->has("_rels/.rels")) return refuse("this is no workbook: save it as .xlsx or CSV");
  Workbook out(std::move(*archive));
  auto relations = read_relations(out.archive_, "");
  if (!relations) return fail(relations.error());
  std::string main;
  for (const Relation& relation : *relations) {
    if (relation.type == "officeDocument") main = resolved("", relation.target);
  }
  if (main.ends_with(".bin")) return refuse("a binary workbook: save it as .xlsx or CSV");
  if (main.empty() || !out.archive_.has(main)) {
    return refuse("this is no workbook: save it as .xlsx or CSV");
  }
  if (auto read = out.read_main(main); !read) return fail(read.error());
  return out;
}

Result<> Workbook::read_main(const std::string& part) {
  MainPart main;
  auto bytes = archive_.part(part, kSmallPartMax);
  if (!bytes) return fail(bytes.error());
  if (auto read = read_xml(std::move(*bytes), main); !read) return read;
  epoch_1904_ = main.epoch_1904;
  auto relations = read_relations(archive_, part);
  if (!relations) return fail(relations.error());
  for (MainPart::Found& found : main.sheets) {
    for (const Relation& relation : *relations) {
      // Charts and macro sheets are no tables.
      if (relation.id != found.relation || relation.type != "worksheet") continue;
      found.sheet.part = resolved(part, relation.target);
      sheets_.push_back(std::move(found.sheet));
      break;
    }
  }
  if (sheets_.empty()) return refuse("the workbook holds no table");
  for (const Relation& relation : *relations) {
    const std::string target = resolved(part, relation.target);
    Result<> read;
    if (relation.type == "styles") read = read_styles(target);
    if (relation.type == "sharedStrings") read = read_texts(target);
    if (!read) return read;
  }
  return {};
}

Result<> Workbook::read_styles(const std::string& part) {
  StylesPart styles;
  auto bytes = archive_.part(part, kSmallPartMax);
  if (!bytes) return fail(bytes.error());
  if (auto read = read_xml(std::move(*bytes), styles); !read) return read;
  styles_ = std::move(styles.styles);
  return {};
}

Result<> Workbook::read_texts(const std::string& part) {
  TextsPart texts(texts_);
  auto bytes = archive_.part(part, kSheetMax);
  if (!bytes) return fail(bytes.error());
  if (auto read = read_xml(std::move(*bytes), texts); !read) return read;
  if (texts.full) return refuse("the texts of the workbook are too large: save the table as CSV");
  return {};
}

NumberStyle Workbook::style(std::size_t cell_style) const noexcept {
  return cell_style < styles_.size() ? styles_[cell_style] : NumberStyle::number;
}

Result<std::size_t> Workbook::find_sheet(const std::string& name) const {
  const auto named = std::find_if(sheets_.begin(), sheets_.end(),
                                  [&](const Sheet& sheet) { return sheet.name == name; });
  if (named != sheets_.end()) return static_cast<std::size_t>(named - sheets_.begin());
  const auto number = number_of(name);
  if (number && *number >= 1 && *number <= sheets_.size()) return std::size_t{*number} - 1;
  return refuse("the workbook has no such sheet");
}

Result<bool> Workbook::holds_cells(const Sheet& sheet) const {
  AnyCell any;
  auto bytes = part(sheet);
  if (!bytes) return fail(bytes.error());
  if (auto read = read_xml(std::move(*bytes), any); !read) return fail(read.error());
  return any.found;
}

std::string unescaped(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto at = text.find("_x");
    if (at == std::string_view::npos || at + 7 > text.size()) break;
    std::uint32_t code = 0;
    const char* digits = text.data() + at + 2;
    const auto [end, error] = std::from_chars(digits, digits + 4, code, 16);
    const bool escape = error == std::errc() && end == digits + 4 && *end == '_' && code != 0 &&
                        (code < 0xD800 || code > 0xDFFF);
    out += text.substr(0, escape ? at : at + 2);
    if (escape) redact::append_utf8(out, code);
    text.remove_prefix(escape ? at + 7 : at + 2);
  }
  out += text;
  return out;
}

}  // namespace veil::tools
