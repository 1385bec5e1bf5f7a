// tools/veil/import/xml.h: the XML of workbooks, event by event, without trusting it: no document
// type (so no entities of its own and no files from elsewhere), bounded depth, and bounded pieces.
// Names come without their namespace. Errors: InvalidArgument in words that can be shown.
// Thread safety: none; one thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/bytes.h"
#include "tools/veil/import/zip.h"

namespace veil::tools {

class XmlAttributes {
 public:
  explicit XmlAttributes(const char** pairs) noexcept : pairs_(pairs) {}
  std::optional<std::string_view> find(std::string_view name) const noexcept;

 private:
  const char** pairs_;
};

class XmlEvents {
 public:
  XmlEvents() = default;
  virtual ~XmlEvents() = default;
  XmlEvents(const XmlEvents&) = delete;
  XmlEvents& operator=(const XmlEvents&) = delete;
  // Each answers false to stop the reading.
  virtual bool start(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual bool end(std::string_view name) = 0;
  virtual bool text(std::string_view text) = 0;
};

class XmlPart {
 public:
  static constexpr std::size_t kDepthMax = 64;
  static constexpr std::size_t kPieceMax =
      std::size_t{4} * 1024 * 1024;  // bytes between two events

  // `handler` must outlive it.
  XmlPart(std::unique_ptr<ZipPart> part, XmlEvents& handler);
  ~XmlPart();
  XmlPart(const XmlPart&) = delete;
  XmlPart& operator=(const XmlPart&) = delete;

  // Reads a little further; false at the end of the part, and once the handler has stopped it.
  Result<bool> advance();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

// A whole part.
Result<> read_xml(std::unique_ptr<ZipPart> part, XmlEvents& handler);

// xsd:boolean
bool is_true(std::optional<std::string_view> attribute) noexcept;

}  // namespace veil::tools
