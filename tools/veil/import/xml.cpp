#include "tools/veil/import/xml.h"

#include <expat.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>

#include "crypto/secret.h"

namespace veil::tools {
namespace {

constexpr std::size_t kBuffer = std::size_t{32} * 1024;
constexpr char kBetween = '|';  // of namespace and name

std::string_view local_name(std::string_view name) noexcept {
  const auto at = name.rfind(kBetween);
  return at == std::string_view::npos ? name : name.substr(at + 1);
}

// What expat reads passes through memory of its own: the operators wipe it in the program. Each
// block begins with its size.
constexpr std::size_t kHead = alignof(std::max_align_t);

void* take(std::size_t size) {
  auto* block = static_cast<std::uint8_t*>(::operator new(kHead + size, std::nothrow));
  if (block == nullptr) return nullptr;
  std::memcpy(block, &size, sizeof size);
  return block + kHead;
}

void give_back(void* block) {
  if (block != nullptr) ::operator delete(static_cast<std::uint8_t*>(block) - kHead);
}

void* take_again(void* block, std::size_t size) {
  void* out = take(size);
  if (out == nullptr || block == nullptr) return out;
  std::size_t before = 0;
  std::memcpy(&before, static_cast<std::uint8_t*>(block) - kHead, sizeof before);
  std::memcpy(out, block, std::min(before, size));
  give_back(block);
  return out;
}

constexpr XML_Memory_Handling_Suite kMemory = {take, take_again, give_back};
constexpr std::array<char, 2> kSeparator = {kBetween, '\0'};

}  // namespace

std::optional<std::string_view> XmlAttributes::find(std::string_view name) const noexcept {
  for (const char** pair = pairs_; pair[0] != nullptr; pair += 2) {
    if (local_name(pair[0]) == name) return pair[1];
  }
  return std::nullopt;
}

bool is_true(std::optional<std::string_view> attribute) noexcept {
  return attribute && (*attribute == "1" || *attribute == "true");
}

struct XmlPart::Inside {
  Inside(std::unique_ptr<ZipPart> from, XmlEvents& to)
      : part(std::move(from)),
        handler(to),
        parser(::XML_ParserCreate_MM(nullptr, &kMemory, kSeparator.data())) {
    if (parser == nullptr) throw std::bad_alloc();
    ::XML_SetUserData(parser, this);
    ::XML_SetElementHandler(parser, on_start, on_end);
    ::XML_SetCharacterDataHandler(parser, on_text);
    ::XML_SetStartDoctypeDeclHandler(parser, on_doctype);
  }
  ~Inside() {
    ::XML_ParserFree(parser);
    crypto::wipe(buffer);
  }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

  void event(bool goes_on) {
    since_event = 0;
    if (!goes_on) stop(nullptr);
  }
  void stop(const char* why) {
    stopped = true;
    reason = why;
    ::XML_StopParser(parser, XML_FALSE);
  }

  static void on_start(void* self, const char* name, const char** attributes) {
    auto& inside = *static_cast<Inside*>(self);
    if (inside.stopped) return;
    if (++inside.depth > kDepthMax) return inside.stop("its parts are nested too deeply");
    inside.event(inside.handler.start(local_name(name), XmlAttributes(attributes)));
  }
  static void on_end(void* self, const char* name) {
    auto& inside = *static_cast<Inside*>(self);
    if (inside.stopped) return;
    --inside.depth;
    inside.event(inside.handler.end(local_name(name)));
  }
  static void on_text(void* self, const char* text, int size) {
    auto& inside = *static_cast<Inside*>(self);
    if (inside.stopped) return;
    inside.event(inside.handler.text({text, static_cast<std::size_t>(size)}));
  }
  static void on_doctype(void* self, const char* /*name*/, const char* /*system*/,
                         const char* /*name2*/, int /*has_internal*/) {
    static_cast<Inside*>(self)->stop("it declares a document type");
  }

  std::unique_ptr<ZipPart> part;
  XmlEvents& handler;
  XML_Parser parser;
  std::array<std::uint8_t, kBuffer> buffer{};
  std::size_t depth = 0;
  std::size_t since_event = 0;
  bool stopped = false;
  const char* reason = nullptr;  // of a stop that is a fault
};

XmlPart::XmlPart(std::unique_ptr<ZipPart> part, XmlEvents& handler)
    : inside_(std::make_unique<Inside>(std::move(part), handler)) {}

XmlPart::~XmlPart() = default;

Result<bool> XmlPart::advance() {
  Inside& in = *inside_;
  const auto damaged = [](const char* why) {
    return fail(Code::InvalidArgument, std::string("the workbook is damaged: ") + why);
  };
  if (in.reason != nullptr) return damaged(in.reason);
  if (in.stopped) return false;
  auto got = in.part->read(in.buffer);
  if (!got) return fail(got.error());
  in.since_event += *got;
  if (in.since_event > kPieceMax) return damaged("a piece of it is too long");
  const auto status = ::XML_Parse(in.parser, reinterpret_cast<const char*>(in.buffer.data()),
                                  static_cast<int>(*got), *got == 0 ? XML_TRUE : XML_FALSE);
  if (in.reason != nullptr) return damaged(in.reason);
  if (in.stopped) return false;
  if (status != XML_STATUS_OK) return damaged("it is not well-formed");
  return *got > 0;
}

Result<> read_xml(std::unique_ptr<ZipPart> part, XmlEvents& handler) {
  XmlPart xml(std::move(part), handler);
  for (;;) {
    auto more = xml.advance();
    if (!more) return fail(more.error());
    if (!*more) return {};
  }
}

}  // namespace veil::tools
