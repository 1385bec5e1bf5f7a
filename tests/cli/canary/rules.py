"""What a policy lets a person see in full, worked out from its text alone, and the marks put into records."""
import datetime
import random
import tomllib

LATIN = "BCDFGHJKLMNPQRSTVWXZ"


class Rules:
    def __init__(self, path):
        with open(path, "rb") as file:
            policy = tomllib.load(file)
        self.purposes = {p["name"]: p["classes"] for p in policy["purpose"]}
        self.roles = {r["name"]: r for r in policy["role"]}
        self.classes = [c["name"] for c in policy["class"]]
        self.cls = {f["name"]: f["class"] for f in policy["field"]}
        self.grants, self.never = policy["grant"], policy["never"]

    def sessions(self):
        return [(name, purpose) for name, role in self.roles.items() for purpose in role["purposes"]]

    def full(self, role, purpose, facts):
        """The classes whose values are shown as they were said; facts: conflict, assigned, creator, reason,
        approved, glass, and consents, the (scope, body) that count now."""
        if facts["conflict"]:
            return set()
        return {c for c in self.classes if self._in(c, self.purposes[purpose]) and not self._never(role, c)
                and any(g["role"] == role and c in g["classes"] and g.get("strength") == "full"
                        and self._holds(g.get("when", {}), self.roles[role], purpose, facts) for g in self.grants)}

    @staticmethod
    def _in(name, names):
        return name in names or "*" in names

    def _never(self, role, name):
        return any(role in n["roles"] and self._in(name, n["classes"]) and n["above"] != "full" for n in self.never)

    @staticmethod
    def _holds(when, role, purpose, facts):
        holds = {
            "assigned": lambda _: facts["assigned"],
            "own_intake": lambda days: facts["creator"] and days >= 1,
            "reason": lambda _: facts["reason"],
            "purposes": lambda names: purpose in names,
            "consent": lambda scope: (scope, role.get("body")) in facts["consents"],
            "approved": lambda _: facts["approved"],
            "break_glass": lambda _: facts["glass"],
            # No full grant asks for hours alone.
            "hours": lambda _: False,
        }
        return all(holds[name](value) for name, value in when.items())


class Mark:
    """One thing to look for: where it was written, and the forms in which it might come out."""

    def __init__(self, record, field, text, forms=(), whole=True):
        self.record, self.field, self.text = record, field, text
        self.forms = (text, *forms)
        self.old = False  # corrected since: only what the record was shows it
        self.whole = whole  # random enough that a piece of it betrays it

    def __repr__(self):
        return f"record {self.record} {self.field}"


class Marks:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.all = []
        self.used = {"110105", "622202"}  # where all ID numbers, and all accounts, begin

    def fresh(self, make):
        while True:
            text = make()
            if text not in self.used:
                self.used.add(text)
                return text

    def _put(self, *arguments, **named):
        self.all.append(Mark(*arguments, **named))

    def latin(self, record, field):
        text = self.fresh(lambda: "".join(self.random.choices(LATIN, k=12)))
        self._put(record, field, text)
        return text

    def han(self, record, field, size=4):
        text = self.fresh(lambda: "".join(chr(self.random.randrange(0x7000, 0x9000)) for _ in range(size)))
        self._put(record, field, text)
        return text

    def digits(self, count):
        return "".join(self.random.choices("0123456789", k=count))

    def number(self, record, field, make):
        text = self.distinct(make, 0 if field == "person.phone" else 6)
        self._put(record, field, text)
        return text

    def distinct(self, make, skip=0):
        """Digits of which no six in a row stand in other numbers or in round ones, so that a piece tells whose it is."""
        def windows(digits):
            return {digits[i:i + 6] for i in range(len(digits) - 5)}
        while True:
            text = self.fresh(make)
            digits = text[skip:].replace(".", "")
            if "0000" not in digits and not windows(digits) & self.used:
                self.used |= windows(text.replace(".", ""))
                return text

    def phone(self, record, field):
        return self.number(record, field, lambda: "199" + self.digits(8))

    def cn_id(self, record, field):
        def make():
            body = f"110105{self.random.randrange(1950, 2000)}{self.random.randrange(1, 13):02}" \
                   f"{self.random.randrange(1, 29):02}{self.digits(3)}"
            weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
            return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights)) % 11]
        return self.number(record, field, make)

    def account(self, record, field):
        def make():
            body = "622202" + self.digits(12)
            total = sum(sum(divmod(int(d) * (2 if i % 2 == 0 else 1), 10)) for i, d in enumerate(reversed(body)))
            return body + str(-total % 10)
        return self.number(record, field, make)

    def money(self, record, field):
        text = self.distinct(lambda: f"{self.random.randrange(10000, 99999)}.{self.random.randrange(11, 99)}")
        self._put(record, field, f"{float(text):,.2f}", forms=(text, text.replace(".", "")), whole=False)
        return text

    def date(self, record, field):
        first = datetime.date(1950, 1, 1)
        day = datetime.date.fromisoformat(
            self.fresh(lambda: (first + datetime.timedelta(self.random.randrange(22000))).isoformat()))
        self._put(record, field, day.isoformat(), forms=(f"{day.year}年{day.month}月{day.day}日",), whole=False)
        return day.isoformat()

    def record(self, n):
        """Row n of an import, a mark in every field that can hold one."""
        def place(field):
            return f"北京市朝阳区望春街道{self.latin(n, field)}号"

        def text(field, count):
            return "，".join(f"那天{self.han(n, field)}说{self.latin(n, field)}" for _ in range(count)) + "。\n第二行"

        fields = {
            "case.no": self.latin(n, "case.no"), "case.status": "review", "case.region": place("case.region"),
            "case.target_group": "g1", "case.risk": "high", "case.violence_type": "rape",
            "case.occurred_on": self.date(n, "case.occurred_on"), "case.narrative": text("case.narrative", 2),
            "case.loss": self.money(n, "case.loss"), "person.name": "欧阳" + self.han(n, "person.name"),
            "person.cn_id": self.cn_id(n, "person.cn_id"), "person.phone": self.phone(n, "person.phone"),
            "person.hukou_address": place("person.hukou_address"), "person.sex": "2",
            "person.birth_date": self.date(n, "person.birth_date"), "person.marital": "20",
            "person.current_address": place("person.current_address"),
            "person.safe_contact": text("person.safe_contact", 1), "person.injury": "slight",
            "person.disability": "1", "person.income_month": self.money(n, "person.income_month"),
            "person.bank_account": self.account(n, "person.bank_account"),
        }
        rows = {
            "minor": [{"name": "孟" + self.han(n, "minor.name"), "birth_date": self.date(n, "minor.birth_date"),
                       "relation": "child", "school": self.latin(n, "minor.school") + "小学"} for _ in range(2)],
            "respondent": [{"name": "贺" + self.han(n, "respondent.name"), "relation": "teacher",
                            "address": place("respondent.address")}],
            "measure": [{"type": "money", "amount": self.money(n, "measure.amount"),
                         "paid_on": self.date(n, "measure.paid_on")}],
            "note": [{"written_on": self.date(n, "note.written_on"), "body": text("note.body", 1)}],
            "consent": [{"scope": "share_federation", "recipient": "legal_aid", "giver": "self",
                         "until": "2099-12-31", "document": self.latin(n, "consent.document")}],
        }
        return {"fields": fields, "rows": rows}


# Codes say something as well; every record has the same, so they are looked for where one record is shown.
CODES = {
    "case.target_group": ("属于防止返贫监测对象", "rural woman at risk", '"code":"g1"'),
    "case.violence_type": ("强奸", "rape"),
    "respondent.relation": ("教师", "teacher"),
    "person.disability": ("视力残疾", "visual"),
}
