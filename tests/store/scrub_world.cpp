#include "tests/store/scrub_world.h"

#include <catch2/catch.hpp>

namespace veil::test {
namespace {

void replace(std::string& text, const std::string& from, const std::string& to) {
  std::size_t at = text.find(from);
  INFO(from);
  REQUIRE(at != std::string::npos);
  for (; at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

}  // namespace

std::string report_policy() {
  std::string out = demo_policy();
  replace(out, "class = [\n",
          "class = [\n  { id = 60, name = \"report\", zh = \"报告\", en = \"reports\" },\n");
  replace(out, R"("assist", "content", "consent"] },)",
          R"("assist", "content", "consent", "report"] },)");
  replace(out, R"("account", "assist", "consent"] },)",
          R"("account", "assist", "consent", "report"] },)");
  replace(out, "  # measure\n",
          "  { id = 600, name = \"measure.report\", zh = \"帮扶报告\", en = \"report\", class = "
          "\"report\", type = \"text\", veiled = \"scrub\" },\n");
  replace(out, "grant = [\n", R"(grant = [
  { role = "handler", classes = ["report"], strength = "full", write = true, when = { assigned = true } },
  { role = "caseworker", classes = ["report"], strength = "full", write = true, when = { assigned = true } },
  { role = "intake", classes = ["report"], write = true, when = { own_intake = 3 } },
  { role = "supervisor", classes = ["report"], strength = "veiled" },
)");
  return out;
}

redact::Row report(store::Session& session, const store::RecordId& id, const std::string& text) {
  store::RecordDraft draft;
  draft.edits.push_back(edit(session.policy(), "measure.report", text, store::kNewRow));
  auto written = session.write(id, draft);
  if (!written) FAIL(written.error().message);
  return written->first_row;
}

std::string scrubbed(World& world, const store::RecordId& id, redact::Row row) {
  auto head = world.enter("head", "supervisor", "manage");
  auto seen = head->read(id, {});
  if (!seen) FAIL(seen.error().message);
  return shown(*head, seen->view, "measure.report", row);
}

}  // namespace veil::test
