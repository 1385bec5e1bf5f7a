// Workbooks from anywhere: reading ends, within its bounds, with rows in order and cells in their
// places, and says what is wrong in words of ours. The bytes are a whole zip file or, where they do
// not begin like one, the XML of a sheet, of styles and of texts, packed into a good one.
#include <cstdint>
#include <cstdlib>
#include <string>

#include <zlib.h>

#include "redact/unicode.h"
#include "tools/veil/import/xlsx.h"

namespace {

using veil::Bytes;

void require(bool holds) {
  if (!holds) std::abort();
}

void le16(Bytes& to, std::size_t number) {
  to.push_back(static_cast<std::uint8_t>(number));
  to.push_back(static_cast<std::uint8_t>(number >> 8U));
}

// A zip file of stored parts.
class Archive {
 public:
  void add(const std::string& name, std::string_view text) {
    const auto at = static_cast<std::uint32_t>(bytes_.size());
    Bytes common;
    le16(common, 20);
    le16(common, 0);
    le16(common, 0);
    veil::append_le32(common, 0);
    veil::append_le32(common, static_cast<std::uint32_t>(::crc32_z(
                                  0, reinterpret_cast<const Bytef*>(text.data()), text.size())));
    veil::append_le32(common, static_cast<std::uint32_t>(text.size()));
    veil::append_le32(common, static_cast<std::uint32_t>(text.size()));
    le16(common, name.size());
    le16(common, 0);
    veil::append_le32(bytes_, 0x04034b50);
    veil::append(bytes_, common);
    veil::append(bytes_, veil::view_of(name));
    veil::append(bytes_, veil::view_of(text));
    veil::append_le32(directory_, 0x02014b50);
    le16(directory_, 20);
    veil::append(directory_, common);
    for (int i = 0; i < 10; ++i) directory_.push_back(0);
    veil::append_le32(directory_, at);
    veil::append(directory_, veil::view_of(name));
    ++count_;
  }
  Bytes take() {
    const auto at = static_cast<std::uint32_t>(bytes_.size());
    veil::append(bytes_, directory_);
    veil::append_le32(bytes_, 0x06054b50);
    le16(bytes_, 0);
    le16(bytes_, 0);
    le16(bytes_, count_);
    le16(bytes_, count_);
    veil::append_le32(bytes_, static_cast<std::uint32_t>(directory_.size()));
    veil::append_le32(bytes_, at);
    le16(bytes_, 0);
    return std::move(bytes_);
  }

 private:
  Bytes bytes_;
  Bytes directory_;
  std::size_t count_ = 0;
};

Bytes packed(std::string_view xml) {
  Archive out;
  out.add("_rels/.rels",
          R"(<R><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></R>)");
  out.add("xl/workbook.xml", R"(<w><sheets><sheet name="s" id="b"/></sheets></w>)");
  out.add("xl/_rels/workbook.xml.rels",
          R"(<R><Relationship Id="b" Type="x/worksheet" Target="s.xml"/>)"
          R"(<Relationship Id="c" Type="x/styles" Target="t.xml"/>)"
          R"(<Relationship Id="d" Type="x/sharedStrings" Target="u.xml"/></R>)");
  out.add("xl/s.xml", xml);
  out.add("xl/t.xml", xml.starts_with("<styleSheet") ? xml : "<styleSheet/>");
  out.add("xl/u.xml", xml.starts_with("<sst") ? xml : "<sst><si><t>a</t></si></sst>");
  return out.take();
}

void read(veil::BytesView bytes) {
  const auto source = veil::tools::source_of(bytes);
  auto table = veil::tools::XlsxTable::open(*source, "");
  if (!table) {
    require(!table.error().message.empty());
    return;
  }
  std::vector<veil::tools::TableCell> row;
  std::size_t line = 0;
  for (;;) {
    const auto more = (*table)->next(row);
    if (!more) {
      require(more.error().message.starts_with("line ") ||
              more.error().message.starts_with("the workbook "));
      require(!(*table)->next(row).has_value());
      return;
    }
    if (!*more) return;
    require(!row.empty() && row.size() <= 1024 && row.front().line > line);
    line = row.front().line;
    for (const auto& cell : row) {
      require(cell.line == line);
      require(veil::redact::is_utf8(cell.text));
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const veil::BytesView bytes(data, size);
  if (veil::text_of(bytes).starts_with("PK")) {
    read(bytes);
  } else {
    read(packed(veil::text_of(bytes)));
  }
  return 0;
}
