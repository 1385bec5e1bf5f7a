// tools/veil/import/json_lines.h: JSON lines, one object per record:
//   {"fields": {"person.name": "...", ...}, "rows": {"minor": [{"name": "..."}, ...], ...}}
// with strings as people would type them, whole numbers, true, false; null is "not recorded".
// Thread safety: none; one reader, one thread.
#pragma once

#include <istream>

#include <boost/json.hpp>

#include "tools/veil/import/encoding.h"
#include "tools/veil/import/line_reader.h"

namespace veil::tools {

class JsonLines final : public LineReader {
 public:
  static constexpr std::size_t kLineMax = std::size_t{8} * 1024 * 1024;  // bytes

  // Both must outlive it.
  JsonLines(const ByteSource& source, const ImportGround& ground);

  bool next(ImportLine& line) override;
  bool whole() const noexcept override { return true; }

 private:
  bool read(std::string& text, ImportLine& line);
  void take(const boost::json::object& object, ImportLine& line) const;
  void take_rows(const boost::json::object& object, ImportLine& line) const;
  void take_fields(const boost::json::object& object, const redact::Entity* entity, redact::Row row,
                   ImportLine& line) const;
  void take_number(ImportLine& line) const;

  const ImportGround& ground_;
  const redact::Schema& schema_;
  DecodedText text_;
  std::istream in_;
  std::size_t number_ = 0;
  bool any_ = false;
  bool ended_ = false;
};

}  // namespace veil::tools
