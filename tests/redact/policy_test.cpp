#include "redact/policy.h"

#include <algorithm>

#include "tests/redact/small_policy.h"

namespace veil::redact {
namespace {

std::string fault_of(std::string_view text) {
  const auto policy = Policy::parse(text);
  REQUIRE_FALSE(policy);
  CHECK(policy.error().code == Code::InvalidArgument);
  return policy.error().message;
}

struct Change {
  const char* why;
  std::string from;
  std::string to;  // with a ^ in front of the character that the fault must point at
  std::string fault;
};

std::string place_of(std::string_view text, std::size_t at) {
  int line = 1;
  int column = 1;
  for (const char c : text.substr(0, at)) {
    if (c == '\n') {
      ++line;
      column = 1;
    } else if ((c & 0xC0) != 0x80) {
      ++column;
    }
  }
  return "line " + std::to_string(line) + ", column " + std::to_string(column) + ": ";
}

void check_faults(const std::vector<Change>& changes) {
  for (const Change& change : changes) {
    CAPTURE(change.why);
    std::string text = replaced(std::string(kSmallPolicy), change.from, change.to);
    const std::size_t at = text.find('^');
    REQUIRE(at != std::string::npos);
    text.erase(at, 1);
    CHECK(fault_of(text) == place_of(text, at) + change.fault);
  }
}

TEST_CASE("a policy keeps what its file says", "[redact][policy]") {
  const Policy policy = parsed(kSmallPolicy);
  CHECK(policy.id() == "small");
  CHECK(policy.version() == "1");
  CHECK(policy.utc_offset_minutes() == 480);
  CHECK(policy.reason_size_min() == 8);

  const Schema& schema = policy.schema();
  CHECK(schema.entities().size() == 2);
  CHECK_FALSE(schema.entity("case")->many);
  CHECK(schema.entity(2)->many);
  CHECK(schema.entity(3) == nullptr);
  CHECK(schema.cls("locate")->hidden);
  CHECK_FALSE(schema.cls(1)->hidden);
  CHECK(schema.cls(0) == nullptr);
  CHECK(schema.cls(60000) == nullptr);

  const Field* name = schema.field(4);
  REQUIRE(name != nullptr);
  CHECK(name->name == "case.name");
  CHECK(name->type == FieldType::name);
  CHECK(name->cls == 2);
  CHECK(name->veiled.kind == VeilKind::surname);
  CHECK(name->counted.kind == VeilKind::none);
  CHECK(name->known == Part::other);
  CHECK(schema.field(3)->fact == FactKind::assigned);

  const CodeList* kind = schema.code_list("kind");
  REQUIRE(kind != nullptr);
  CHECK(kind->find("b")->label.zh == "乙");
  CHECK(kind->find("b")->edition == "2022");
  CHECK(kind->find("c") == nullptr);
  CHECK(kind->find_group("harm")->label.en == "harm");

  CHECK(policy.role("worker")->can(Action::create));
  CHECK_FALSE(policy.role(2)->can(Action::read));
  CHECK(policy.role(3) == nullptr);
  CHECK(policy.purpose("count")->classes == std::vector<ClassId>{1});
  CHECK(policy.purpose(1)->classes == std::vector<ClassId>{1, 2, 3});
  CHECK(policy.nevers().size() == 3);
  CHECK(policy.cap(2, 3) == Strength::counted);
  CHECK(policy.cap(1, 3) == Strength::full);
}

TEST_CASE("a field is found by its name and by what a Chinese table calls it", "[redact][policy]") {
  const Policy policy = parsed(kSmallPolicy);
  const Schema& schema = policy.schema();
  const Field* name = schema.field(4);
  const Field* child = schema.field(8);
  CHECK(schema.field("case.name") == name);
  CHECK(schema.field("case.姓名") == name);
  CHECK(schema.field("案件.姓名") == name);
  CHECK(schema.field("案件.name") == name);
  CHECK(schema.field("子女.姓名") == child);
  CHECK(schema.field("姓名") == nullptr);
  CHECK(schema.field("person.name") == nullptr);
  CHECK(schema.field("") == nullptr);
  CHECK(schema.field(".") == nullptr);
}

TEST_CASE("an older edition's code stays readable beside the new one", "[redact][policy]") {
  const Policy policy = parsed(replaced(
      std::string(kSmallPolicy), R"(  { code = "b", zh = "乙", en = "B", group = "harm" },)",
      R"(  { code = "b", zh = "旧乙", en = "old B", group = "harm", edition = "2011" },
  { code = "b", zh = "乙", en = "B", group = "harm" },
  { code = "c", zh = "丙", en = "C", group = "harm", edition = "2011" },)"));
  const CodeList& kind = *policy.schema().code_list("kind");
  CHECK(kind.find("b")->label.en == "B");
  CHECK(kind.find("b", "2011")->label.en == "old B");
  CHECK(kind.find("c")->edition == "2011");
  CHECK(kind.find("c", "2022") == nullptr);
}

TEST_CASE("compartments exist where a grant uses them, and keys follow the grants",
          "[redact][policy]") {
  const Policy policy = parsed(kSmallPolicy);
  const Compartment op_counted = compartment_of(1, Strength::counted);
  const Compartment op_full = compartment_of(1, Strength::full);
  const Compartment ident_veiled = compartment_of(2, Strength::veiled);
  const Compartment ident_full = compartment_of(2, Strength::full);
  const Compartment locate_full = compartment_of(3, Strength::full);
  CHECK(policy.compartments() ==
        std::vector<Compartment>{op_counted, op_full, ident_veiled, ident_full, locate_full});
  CHECK(policy.has_compartment(op_counted));
  CHECK_FALSE(policy.has_compartment(compartment_of(1, Strength::veiled)));
  CHECK(policy.keys_of(1) == policy.compartments());
  CHECK(policy.keys_of(2) == std::vector<Compartment>{op_counted});
  CHECK(policy.keys_of(9).empty());
  CHECK(policy.may_write(1, 3));
  CHECK_FALSE(policy.may_write(2, 1));
  CHECK_FALSE(policy.may_write(9, 1));
}

TEST_CASE("a write-only grant gives no key, and a never takes keys away", "[redact][policy]") {
  const Policy blind = parsed(replaced(
      std::string(kSmallPolicy),
      R"(classes = ["locate"], strength = "full", write = true, when = { assigned = true, reason = true })",
      R"(classes = ["locate"], write = true)"));
  CHECK(blind.may_write(1, 3));
  const auto keys = blind.keys_of(1);
  CHECK(std::count(keys.begin(), keys.end(), compartment_of(3, Strength::full)) == 0);

  const Policy capped = parsed(replaced(
      std::string(kSmallPolicy), "never = [",
      R"(never = [{ roles = ["worker"], classes = ["ident"], above = "veiled", why = "test" },)"));
  const auto rest = capped.keys_of(1);
  CHECK(std::count(rest.begin(), rest.end(), compartment_of(2, Strength::full)) == 0);
  CHECK(std::count(rest.begin(), rest.end(), compartment_of(2, Strength::veiled)) == 1);
}

TEST_CASE("every line of a policy is known, typed and within its limits", "[redact][policy]") {
  check_faults({
      {"unknown key in the head", R"(version = "1")", R"(version = "1", ^colour = 1)",
       R"([policy]: key "colour" is not known here)"},
      {"unknown section", "never = [", "^nevver = [", R"(key "nevver" is not known here)"},
      {"unknown key in a table", "many = true", "^meny = true",
       R"([[entity]] child: key "meny" is not known here)"},
      {"a key that only garbles", "many = true", R"(^"\u001b[2J" = true)",
       "[[entity]] child: key (a text that is no single line) is not known here"},
      {"missing key", R"({ id = 2, name = "child")", R"(^{ name = "child")",
       "[[entity]] child: lacks id"},
      {"missing section", R"(policy = { id = "small", version = "1" }
entity = [)",
       R"(^policy = { id = "small", version = "1" }
entitx = [)",
       "lacks entity"},
      {"wrong kind", R"(id = 2, name = "child")", R"(^id = "2", name = "child")",
       "[[entity]] child: id must be a whole number"},
      {"a list where a table should be", R"({ id = 1, name = "case", zh = "案件", en = "case" })",
       R"(^["case"])", "entity must be a list of tables"},
      {"id zero", R"(id = 1, name = "case")", R"(^id = 0, name = "case")",
       "[[entity]] case: id must lie between 1 and 65535"},
      {"id above 16 bits", R"(id = 1, name = "case")", R"(^id = 65536, name = "case")",
       "[[entity]] case: id must lie between 1 and 65535"},
      {"negative id", R"(id = 1, name = "case")", R"(^id = -1, name = "case")",
       "[[entity]] case: id must lie between 1 and 65535"},
      {"class id that a compartment cannot hold", R"(id = 2, name = "ident")",
       R"(^id = 16384, name = "ident")", "[[class]] ident: id must lie between 1 and 16383"},
      {"the host's class", R"(id = 2, name = "ident")", R"(^id = 0, name = "ident")",
       "[[class]] ident: id must lie between 1 and 16383"},
      {"reused id", R"({ id = 2, name = "child")", R"(^{ id = 1, name = "child")",
       "[[entity]] child: id 1 is taken by case"},
      {"reused field id", R"({ id = 2, name = "case.kind")", R"(^{ id = 1, name = "case.kind")",
       "[[field]] case.kind: id 1 is taken"},
      {"reused name", R"({ id = 2, name = "counter", zh)", R"(^{ id = 2, name = "worker", zh)",
       "[[role]] worker: name is taken"},
      {"reused label", R"({ id = 2, name = "ident", zh = "标识")",
       R"(^{ id = 2, name = "ident", zh = "办案")", "[[class]] ident: zh is taken by op"},
      {"reused field label", R"({ id = 5, name = "case.story", zh = "经过")",
       R"(^{ id = 5, name = "case.story", zh = "案号")",
       "[[field]] case.story: zh is taken by another field of the entity"},
      {"name in capitals", R"(name = "child", zh)", R"(^name = "Child", zh)",
       "[[entity]]: name must be a name of a-z, 0-9 and _, at most 48 long"},
      {"label of two lines", R"(zh = "标识")", R"(^zh = "标\n识")",
       "[[class]] ident: zh must be one line of 1 to 120 bytes"},
      {"empty label", R"(zh = "标识")", R"(^zh = "")",
       "[[class]] ident: zh must be one line of 1 to 120 bytes"},
      {"full stop in an entity", R"({ id = 2, name = "child", zh = "子女")",
       R"(^{ id = 2, name = "child", zh = "子.女")",
       "[[entity]] child: zh must not hold a full stop: it separates entity and field"},
      {"other presence", R"(presence = "hidden")", R"(^presence = "shown")",
       R"([[class]] locate: presence can only be "hidden", or be left out)"},
      {"zone without minutes", R"(version = "1")", R"(version = "1", ^utc_offset = "+8")",
       R"([policy]: utc_offset must look like "+08:00")"},
      {"zone off the earth", R"(version = "1")", R"(version = "1", ^utc_offset = "+15:00")",
       R"([policy]: utc_offset must look like "+08:00")"},
      {"reason of no length", R"(version = "1")", R"(version = "1", ^reason_min = 0)",
       "[policy]: reason_min must lie between 1 and 200"},
  });
}

TEST_CASE("every name in a policy resolves", "[redact][policy]") {
  check_faults({
      {"entity of a field", R"(name = "case.no")", R"(^name = "cage.no")",
       R"([[field]] cage.no: no entity is named "cage")"},
      {"field without entity", R"(name = "case.no")", R"(^name = "no")",
       R"([[field]]: name must look like "person.phone")"},
      {"class of a field", R"(class = "op", type = "string")", R"(^class = "opp", type = "string")",
       R"([[field]] case.no: no class is named "opp")"},
      {"type of a field", R"(class = "op", type = "string")", R"(class = "op", ^type = "strung")",
       R"([[field]] case.no: no type is named "strung")"},
      {"code list", R"(codes = "kind", counted)", R"(^codes = "sort", counted)",
       R"([[field]] case.kind: no code list is named "sort")"},
      {"veil", R"(veiled = "surname", known)", R"(^veiled = "first", known)",
       R"([[field]] case.name: no veil is named "first")"},
      {"veil none", R"(veiled = "surname", known)", R"(^veiled = "none", known)",
       R"([[field]] case.name: no veil is named "none")"},
      {"fact", R"(fact = "assigned")", R"(^fact = "assignees")",
       R"([[field]] case.owner: no host fact is named "assignees")"},
      {"class of a purpose", R"(classes = ["op"] })", R"(classes = ["op", ^"oops"] })",
       R"([[purpose]] count: no class is named "oops")"},
      {"purpose of a role", R"(purposes = ["count"])", R"(purposes = [^"amount"])",
       R"([[role]] counter: no purpose is named "amount")"},
      {"action", R"(may = ["list"])", R"(may = [^"lust"])",
       R"([[role]] counter: may: "lust" is none of read, list, create, write, history, read_log, manage_people)"},
      {"role of a grant", R"(role = "counter", classes)", R"(^role = "kounter", classes)",
       R"([[grant]]: no role is named "kounter")"},
      {"role of a never", R"(roles = ["counter"])", R"(roles = [^"kounter"])",
       R"([[never]]: no role is named "kounter")"},
      {"group of a code", R"(en = "B", group = "harm")", R"(en = "B", ^group = "ham")",
       R"([[codes]] kind: items: no group has the code "ham")"},
      {"scope of a consent", "when = { assigned = true } }", R"(when = { ^consent = "shore" } })",
       R"([[grant]] worker: when: no code of the code list consent_scope is "shore")"},
      {"purpose that the role lacks", "when = { assigned = true } }",
       R"(when = { purposes = [^"count"] } })",
       R"([[grant]] worker: when: the role has no purpose named "count")"},
  });
}

TEST_CASE("types, veils, facts and conditions fit together", "[redact][policy]") {
  check_faults({
      {"veil of another type", R"(veiled = "surname", known)", R"(^veiled = "last4", known)",
       "[[field]] case.name: the veil last4 does not know the type name"},
      {"bands without bounds", R"(veiled = "age")", R"(^veiled = "age_band")",
       "[[field]] case.birth: the veil age_band needs bounds"},
      {"bounds without bands", R"(veiled = "age")", R"(^veiled = { kind = "age", bounds = [1] })",
       "[[field]] case.birth: the veil age takes no bounds"},
      {"bounds that do not ascend", R"(veiled = "age")",
       R"(veiled = { kind = "age_band", bounds = [1, ^1] })",
       "[[field]] case.birth: veiled: bounds must ascend"},
      {"age beyond life", R"(veiled = "age")",
       R"(veiled = { kind = "age_band", bounds = [1, ^151] })",
       "[[field]] case.birth: veiled: bounds must be whole numbers between 0 and 150"},
      {"no bounds", R"(veiled = "age")", R"(veiled = { kind = "age_band", ^bounds = [] })",
       "[[field]] case.birth: veiled: bounds must be a list of 1 to 64 whole numbers"},
      {"unknown key of a veil", R"(veiled = "age")", R"(veiled = { kind = "age", ^mask = "x" })",
       R"([[field]] case.birth: veiled: key "mask" is not known here)"},
      {"veil that is a number", R"(veiled = "age")", "^veiled = 4",
       "[[field]] case.birth: veiled must be a text or a table"},
      {"code without list",
       R"({ id = 2, name = "case.kind", zh = "类别", en = "kind", class = "op", type = "code", codes = "kind", counted)",
       R"(^{ id = 2, name = "case.kind", zh = "类别", en = "kind", class = "op", type = "code", counted)",
       "[[field]] case.kind: lacks codes, the name of its code list"},
      {"list without code", R"(type = "text", )", R"(type = "text", ^codes = "kind", )",
       "[[field]] case.story: only the types code and codes have a code list"},
      {"text to look for in texts", R"(veiled = "scrub" })", R"(veiled = "scrub", ^known = true })",
       "[[field]] case.story: a value of this type is nothing to look for in texts"},
      {"whose value it is", R"(veiled = "surname", known = true)",
       R"(veiled = "surname", ^known = "aunt")", R"([[field]] case.name: no part is named "aunt")"},
      {"a fact to look for in texts", R"(type = "person", fact = "assigned")",
       R"(type = "date", fact = "opened_on", ^known = true)",
       "[[field]] case.owner: a host fact is nothing to look for in texts"},
      {"keep_why without keep", R"(veiled = "scrub" })",
       R"(veiled = "scrub", ^keep_why = "because" })",
       R"([[field]] case.story: keep_why without a veil "keep")"},
      {"person that is no fact",
       R"({ id = 3, name = "case.owner", zh = "承办人", en = "owner", class = "op", type = "person", fact = "assigned")",
       R"(^{ id = 3, name = "case.owner", zh = "承办人", en = "owner", class = "op", type = "person")",
       "[[field]] case.owner: the type person is for host facts only"},
      {"fact of another type", R"(type = "person", fact = "assigned")",
       R"(type = "person", ^fact = "opened_on")",
       "[[field]] case.owner: the fact is of another type"},
      {"fact of many rows",
       R"(name = "case.owner", zh = "承办人", en = "owner", class = "op", type = "person", fact)",
       R"(name = "child.owner", zh = "承办人", en = "owner", class = "op", type = "person", ^fact)",
       "[[field]] child.owner: a host fact must belong to an entity of one row"},
      {"consent of one row", R"(type = "person", fact = "assigned")",
       R"(type = "string", ^fact = "consent_recipient")",
       "[[field]] case.owner: a fact of this kind must belong to an entity with many rows"},
      {"consent of another type", R"(class = "locate", type = "string" })",
       R"(class = "locate", type = "string", ^fact = "consent_until" })",
       "[[field]] child.school: the fact is of another type"},
      {"scope of a consent that is no code", R"(class = "locate", type = "string" })",
       R"(class = "locate", type = "string", ^fact = "consent_scope" })",
       "[[field]] child.school: the fact is of another type"},
      {"referral without more", "when = { assigned = true } }", R"(when = { ^referred = "yes" } })",
       R"([[grant]] worker: when: referred can only be true or "offered", or be left out)"},
      {"referral that is not", "when = { assigned = true } }", R"(when = { ^referred = false } })",
       R"([[grant]] worker: when: referred can only be true or "offered", or be left out)"},
      {"grant of nothing", R"({ role = "counter", classes = ["op"], strength = "counted")",
       R"(^{ role = "counter", classes = ["op"], write = false)",
       "[[grant]] counter: gives nothing: it has neither a strength nor write = true"},
      {"grant of withheld", R"(strength = "counted")", R"(^strength = "withheld")",
       "[[grant]] counter: strength must be full, veiled or counted"},
      {"grant of all classes", R"(classes = ["op"], strength = "counted")",
       R"(classes = [^"*"], strength = "counted")", R"([[grant]] counter: no class is named "*")"},
      {"grant of no class", R"(classes = ["op"], strength = "counted")",
       R"(^classes = [], strength = "counted")", "[[grant]] counter: classes must not be empty"},
      {"no condition", "when = { assigned = true } }", "^when = {} }",
       "[[grant]] worker: when: names no condition"},
      {"condition that is off", "when = { assigned = true } }", "when = { ^assigned = false } }",
       "[[grant]] worker: when: assigned can only be true, or be left out"},
      {"unknown condition", "when = { assigned = true } }", "when = { ^asigned = true } }",
       R"([[grant]] worker: when: key "asigned" is not known here)"},
      {"hours over midnight", "when = { assigned = true } }",
       R"(when = { ^hours = "20:00-08:00" } })",
       R"([[grant]] worker: when: hours must look like "08:00-20:00": whole hours, within one day)"},
      {"half hours", "when = { assigned = true } }", R"(when = { ^hours = "08:30-20:00" } })",
       R"([[grant]] worker: when: hours must look like "08:00-20:00": whole hours, within one day)"},
      {"hours cut short", "when = { assigned = true } }", R"(when = { ^hours = "08:" } })",
       R"([[grant]] worker: when: hours must look like "08:00-20:00": whole hours, within one day)"},
      {"own intake of no days", "when = { assigned = true } }", "when = { ^own_intake = 0 } }",
       "[[grant]] worker: when: own_intake must lie between 1 and 365"},
      {"never above full", R"(above = "counted")", R"(^above = "full")",
       "[[never]]: above must be withheld, counted or veiled"},
      {"never without reason", R"(why = "counting needs no names")", R"(^why = "")",
       "[[never]]: why must be one line of 1 to 400 bytes"},
      {"never of no class", R"({ roles = ["counter"], classes = ["*"])",
       R"(^{ roles = ["counter"], classes = [])", "[[never]]: lacks classes"},
      {"purposes twice", R"(purposes = ["count"])", R"(purposes = ["count", ^"count"])",
       R"([[role]] counter: purposes names "count" twice)"},
      {"role without actions",
       R"({ id = 2, name = "counter", zh = "统计员", en = "counter", purposes = ["count"], may = ["list"])",
       R"(^{ id = 2, name = "counter", zh = "统计员", en = "counter", purposes = ["count"])",
       "[[role]] counter: lacks may"},
      {"code twice", R"({ code = "b")", R"(^{ code = "a")", "[[codes]] kind: items: code is taken"},
      {"code that a group has", R"({ code = "b", zh)", R"(^{ code = "harm", zh)",
       "[[codes]] kind: items: a group has this code"},
      {"code with a blank", R"(code = "b")", R"(^code = "b b")",
       "[[codes]] kind: items: code must be 1 to 48 visible ASCII characters"},
  });
}

TEST_CASE("the veil group needs a group for each code", "[redact][policy]") {
  const std::string text =
      replaced(std::string(kSmallPolicy), R"(en = "B", group = "harm")", R"(en = "B")");
  CHECK(fault_of(text) == place_of(text, text.find("counted = \"group\"")) +
                              "[[field]] case.kind: the veil group needs a group for each code of "
                              "kind; b has none");
}

TEST_CASE("what is not TOML, or more TOML than a policy needs, is refused with its place",
          "[redact][policy]") {
  check_faults({
      {"dotted key", "many = true", "many^.rows = true",
       "dotted keys and fractions have no place in a policy"},
      {"fraction", R"(id = 2, name = "child")", R"(id = 2^.0, name = "child")",
       "dotted keys and fractions have no place in a policy"},
      {"date", R"(id = 2, name = "child")", R"(id = ^2022-03-06, name = "child")",
       "fractions, dates and times have no place in a policy"},
      {"infinity", R"(id = 2, name = "child")", R"(id = ^inf, name = "child")",
       "fractions, dates and times have no place in a policy"},
  });
  // The words of a syntax fault are the library's; that there is one, and where, is ours.
  const std::string text(kSmallPolicy);
  const auto begins = [](const std::string& message, const std::string& with) {
    CAPTURE(message);
    CHECK(message.rfind(with, 0) == 0);
  };
  begins(fault_of(replaced(text, R"(id = 2, name = "child")", R"(id = 2, id = 2, name = "child")")),
         "line 4, column ");
  const std::string twice = text + "[[codes]]\nname = \"x\"\nname = \"y\"\n";
  begins(fault_of(twice), place_of(twice, twice.rfind("name")).substr(0, 8));
  begins(fault_of(text + "\nentity = []\n"), "line ");
  begins(fault_of("policy = {"), "line 1, column ");
  begins(fault_of(""), "line 1, column 1: lacks the table [policy]");
  begins(fault_of(std::string("policy = { id = \"\xFF\" }")), "line 1, column ");
  begins(fault_of(std::string("\0", 1)), "line 1, column 1");
  begins(fault_of("policy = 1"), "line 1, column 1: [policy]: must be a table");
}

TEST_CASE("size and depth of a policy file are bounded", "[redact][policy]") {
  constexpr std::size_t kMebibyte = std::size_t{1024} * 1024;
  CHECK(fault_of(std::string(kMebibyte + 1, '#')) == "line 1, column 1: a policy is at most 1 MiB");
  CHECK(fault_of(std::string(kMebibyte, '#')) == "line 1, column 1: lacks the table [policy]");
  std::string deep = "x = ";
  for (int i = 0; i < 100000; ++i) deep += "[";
  CHECK_FALSE(Policy::parse(deep));
  std::string dotted = "a";
  for (int i = 0; i < 500000; ++i) dotted += ".a";
  CHECK_FALSE(Policy::parse(dotted + " = 1"));
  std::string hidden_dots = "x = '''a'''''\ny = \"a\\\"\"\n";  // the dots after these are no text
  CHECK(fault_of(hidden_dots + dotted + " = 1") ==
        "line 3, column 2: dotted keys and fractions have no place in a policy");

  const std::string dots = "dotted keys and fractions have no place in a policy";
  CHECK(fault_of("x = ['''a'''', 1.5]") == "line 1, column 17: " + dots);
  CHECK(fault_of(R"(x = ['\', 1.5])") == "line 1, column 12: " + dots);
  CHECK(fault_of("x = 1 # 1.5") == "line 1, column 1: lacks the table [policy]");

  std::string many = replaced(std::string(kSmallPolicy), "entity = [\n", "entity = [\n#");
  std::string entities;
  for (int i = 10; i < 80; ++i) {
    const std::string n = std::to_string(i);
    entities.append("{ id = ").append(n).append(", name = \"e").append(n);
    entities.append("\", zh = \"实").append(n).append("\", en = \"e\" },\n");
  }
  many = replaced(many, "class = [\n", "class = [\n");
  many.insert(many.find("]\nclass"), entities);
  CHECK(fault_of(many).find("entity: more than 64") != std::string::npos);
}

}  // namespace
}  // namespace veil::redact
