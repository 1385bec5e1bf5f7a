#!/usr/bin/python3
"""Makes the spreadsheets of tests/data/import: make.py [--office]

Every name, number and address is invented. What expected.txt says of each file was written by hand. Without --office the
files that LibreOffice saved stay as they are."""
import os
import shutil
import subprocess
import sys
import tempfile

from workbook import CUSTOM_DAY, MONTH_ZH, TIME, Book, Raw, date

FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data", "import")
HEADINGS = ["案号", "类型", "行", "姓名", "公民身份号码", "联系电话", "出生日期", "婚姻状况", "未成年人姓名", "损失金额"]
ID = "110118198907020028"  # of a division that has existed since 2015 only


def row(number, entity, line=None, **values):
    out = [number, entity, line] + [None] * (len(HEADINGS) - 3)
    for name, value in values.items():
        out[HEADINGS.index(NAMES[name])] = value
    return out


NAMES = {"name": "姓名", "cn_id": "公民身份号码", "phone": "联系电话", "born": "出生日期", "marital": "婚姻状况",
         "minor": "未成年人姓名", "loss": "损失金额"}
PLAIN = [HEADINGS,
         row("A1", "救助对象", name="陈秀英", cn_id=ID, phone="13900001111", born="1989-07-02", marital="已婚"),
         row("A1", "未成年子女", "1", minor="陈安安"),
         row("A1", "生活困难情况", loss="12,800.50"),
         row("A2", "救助对象", name="韩玉珍", phone="不详", born="1990-05")]


def quoted(cell, between):
    text = "" if cell is None else str(cell)
    if any(c in text for c in (between, '"', "\n", "\r")):
        return '"' + text.replace('"', '""') + '"'
    return text


def csv(rows, between=",", end="\n"):
    return "".join(between.join(quoted(cell, between) for cell in line) + end for line in rows)


def save(name, data):
    with open(os.path.join(FOLDER, name), "wb") as file:
        file.write(data if isinstance(data, bytes) else data.encode())


def one(**values):
    """A table of one person."""
    return [HEADINGS, row("A1", "救助对象", **values)]


def dialects():
    save("plain.csv", csv(PLAIN))
    save("excel_zh.csv", b"\xef\xbb\xbf" + csv(PLAIN, end="\r\n").encode())
    save("gb18030.csv", csv(PLAIN, end="\r\n").encode("gb18030"))
    save("gb18030_rare.csv", csv(one(name="𠮷㛃")).encode("gb18030"))
    save("old_mac.csv", csv(PLAIN, end="\r"))
    save("semicolons.csv", csv(PLAIN, ";", "\r\n"))
    save("tabs_gb.txt", csv(PLAIN, "\t", "\r\n").encode("gbk"))
    save("utf16.txt", csv(PLAIN, "\t", "\r\n").encode("utf-16"))
    save("broken_utf8.csv", csv(PLAIN).encode().replace("韩玉珍".encode(), b"\xe9\x9f\xa9\xe7\x8e"))
    save("big5.csv", "案號,類型,姓名\nA1,救助對象,陳秀英\n".encode("big5"))
    save("trailing.csv", csv([line + [None] * 4 for line in PLAIN] + [[None] * 14] * 30))
    save("lines_in_cells.csv", csv([["案号", "类型", "事件经过", "行"],
                                    ["A1", "侵害事件", "第一行\r\n第二行，含\"引号\"", "1"]], end="\r\n"))
    save("open_quote.csv", csv(PLAIN) + 'A3,救助对象,,"韩玉珍\n')
    save("text_after_quote.csv", csv(PLAIN) + 'A3,救助对象,,"韩"玉珍\n')
    save("zero_byte.csv", csv(PLAIN).replace("韩玉珍", "韩\0玉珍"))
    save("title.csv", "2026年救助台账,,,,,,,,,\n,,,,,,,,,\n" + csv(PLAIN))
    save("headings.csv", csv([["救助案号*", "类型(必填)", "行", " 姓 名 ", "公民身份\n号码"],
                              ["Ａ１", "救助对象 ", "", "　陈秀英\u200b", f" {ID}\u00a0"]]))
    save("unknown_heading.csv", csv([["案号", "类型", "姓名", "昵称"], ["A1", "救助对象", "甲", "乙"]]))
    save("no_heading.csv", csv([["案号", "类型", "姓名", ""], ["A1", "救助对象", "甲", "乙"]]))
    save("twice_heading.csv", csv([["案号", "类型", "姓名", "姓名"], ["A1", "救助对象", "甲", "乙"]]))
    save("flat.csv", csv([["救助案号", "person.name", "救助对象.出生日期"], ["A1", "陈秀英", "1960"], ["A2", "韩玉珍", ""]]))
    save("flat_twice.csv", csv([["救助案号", "姓名", "出生日期"], ["A1", "陈秀英", "1960"], ["a１", "韩玉珍", ""]]))
    save("empty.csv", "")
    save("headings_only.csv", csv([HEADINGS]))


def damage():
    save("cut_number.csv", csv(one(cn_id="1.10105E+17")))
    save("rounded_number.csv", csv(one(cn_id="440101199001011000")))
    save("wrong_check.csv", csv(one(cn_id=ID[:-1] + "5")))
    save("forced_text.csv", csv(one(cn_id=f'="{ID}"', phone="'13900001111", name="陈　英")))
    save("card.csv", csv([["案号", "类型", "收款账户"], ["A1", "生活困难情况", "6222000000000000004"],
                          ["A2", "生活困难情况", "6222 0000 0000 0000 001"], ["A3", "生活困难情况", "6222000012345670000"]]))
    save("employer_code.csv", csv([["案号", "类型", "工作单位统一社会信用代码"]] + [
        [f"A{i}", "救助对象", code] for i, code in enumerate(
            ["91350100m000100y43", "91350100M000100Y44", "91350100MO00100Y43", "9.13501E+17", "913501001234567000"], 1)]))
    dates = ["2026/3/1", "2026年3月1日", "2026.03.01", "2026-03-01 00:00:00", "２０２６／３／１",
             "03/04/2026", "26/3/1", "46082", "2026-03-01 14:30", "2026-02-30", "########", "#N/A", "20260301"]
    save("dates.csv", csv([HEADINGS] + [row(f"A{i}", "救助对象", name="陈秀英", born=text)
                                        for i, text in enumerate(dates, 1)]))
    save("codes.csv", csv([HEADINGS, row("A1", "救助对象", marital="Married"), row("A2", "救助对象", marital="20"),
                           row("A3", "救助对象", marital="已婚 "), row("A4", "救助对象", marital="已结婚"),
                           row("A5", "救助对象", marital="2")]))
    save("totals.csv", csv(PLAIN + [["合计", None, None, None, None, None, None, None, None, "12800.50"]]))
    save("parts.csv", csv([HEADINGS, row("A1", "救助对象", name="甲"), row("A1", "救助对象", name="乙"),
                           row("A2", "未成年子女", "1", minor="甲"), row("A2", "未成年子女", "1", minor="乙"),
                           row("A3", "未成年子女", "0", minor="甲"), row("A4", "亲属", name="甲"),
                           row("A5", "未成年子女", name="甲"), row(None, "救助对象", name="甲"),
                           row("A6", "救助对象", name="甲") + ["多"]]))
    save("phones.csv", csv([HEADINGS] + [row(f"A{i}", "救助对象", phone=text) for i, text in enumerate(
        ["139 0000 1111", "+86-13900001111", "13900001111/13900002222", "1.39E+10"], 1)]))


def workbooks():
    def book(rows, name, **options):
        Book().sheet(rows, **options).write(os.path.join(FOLDER, name))

    book(PLAIN, "plain.xlsx")
    book(PLAIN, "inline.xlsx", use_shared=False)
    book([[], ["2026年台账"], []] + PLAIN, "title.xlsx", merges=["A2:J2"])
    rich = Book()
    rich.sheet(one(name=rich.rich("陈", "秀英", reading="チン"), phone=13900001111, born=date(32691),
                   marital=Raw('<c r="{ref}" t="str"><f>"已"&amp;"婚"</f><v>已婚</v></c>'))).write(
                       os.path.join(FOLDER, "rich.xlsx"))
    born = [date(32691), date(46082, CUSTOM_DAY), date(46082, MONTH_ZH), date(46082.5), date(60), date(59), date(0.5, TIME),
            1989, 46082, Raw('<c r="{ref}" t="d"><v>2026-03-01</v></c>'), date(-1), date(2958466),
            Raw('<c r="{ref}" t="e"><v>#REF!</v></c>'), Raw('<c r="{ref}"><f>TODAY()</f></c>')]
    dates = [HEADINGS] + [row(f"A{i}", "救助对象", born=cell) for i, cell in enumerate(born, 1)]
    book(dates, "dates.xlsx")
    mac = Book()
    mac.epoch_1904 = True
    mac.sheet(one(born=date(31229))).write(os.path.join(FOLDER, "epoch1904.xlsx"))
    book([HEADINGS, row("A1", "救助对象", cn_id=110118198907020000), row("A2", "救助对象", cn_id=1.10118198907020E+17),
          row("A3", "救助对象", name=date(46082)), row(date(46082), "救助对象", name="甲"),
          row(20260001, "生活困难情况", loss=12800.5), row("A5", "生活困难情况", loss=0.1),
          row("A6", "生活困难情况", loss=1234.5599999999999), row("A7", "生活困难情况", loss=12.345)], "numbers.xlsx")
    book([["救助案号", "姓名", "防止返贫监测对象"], ["A1", "甲", Raw('<c r="{ref}" t="b"><v>1</v></c>')],
          ["A2", "乙", Raw('<c r="{ref}" t="b"><v>0</v></c>')], ["A3", "丙", "Ｙes"]], "booleans.xlsx")
    book(PLAIN, "merged.xlsx", merges=["A2:A4"])
    book(PLAIN, "filtered.xlsx", hidden_rows=(3, 5))
    two = Book().sheet(PLAIN, "登记").sheet(PLAIN, "备份", state="hidden").sheet([], "Sheet3")
    two.write(os.path.join(FOLDER, "hidden_sheet.xlsx"))
    Book().sheet(PLAIN, "一").sheet(PLAIN, "二").write(os.path.join(FOLDER, "two_sheets.xlsx"))
    book([[]], "no_cells.xlsx")
    book([HEADINGS, row("A1", "救助对象", name="陈_x000D_秀英"), row("A2", "救助对象", name="韩_xZZ_玉珍")], "escapes.xlsx")
    gaps = [HEADINGS + [None] * 3 + [Raw('<c r="{ref}" s="1"/>')]] + PLAIN[1:] + [[Raw('<c r="{ref}" s="5"/>')]] * 20
    book(gaps, "formatted.xlsx")
    hostile()


def hostile():
    def damaged(name, **parts):
        made = Book().sheet(PLAIN)
        made.parts = {key.replace("__", "/").replace("_DOT_", "."): value for key, value in parts.items()}
        made.write(os.path.join(FOLDER, name))

    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    damaged("entities.xlsx", xl__sharedStrings_DOT_xml=bomb + "<sst><si><t>&b;</t></si></sst>")
    damaged("outside.xlsx", xl__sharedStrings_DOT_xml='<!DOCTYPE x SYSTEM "file:///etc/passwd"><sst/>')
    damaged("no_texts.xlsx", xl__sharedStrings_DOT_xml="<sst/>")
    damaged("cut_xml.xlsx", xl__worksheets__sheet1_DOT_xml="<worksheet><sheetData><row r='1'><c r='A1'>")
    damaged("deep.xlsx", xl__worksheets__sheet1_DOT_xml="<a>" * 1000)
    damaged("disorder.xlsx", xl__worksheets__sheet1_DOT_xml="<worksheet><sheetData><row r='2'><c r='A2'><v>1</v></c></row>"
            "<row r='1'><c r='A1'><v>1</v></c></row></sheetData></worksheet>")
    damaged("no_sheet.xlsx", xl__worksheets__sheet1_DOT_xml=None)
    damaged("dense.xlsx", xl__worksheets__sheet1_DOT_xml=b" " * (64 << 20))
    Book().sheet(PLAIN).write(os.path.join(FOLDER, "cut.xlsx"))
    with open(os.path.join(FOLDER, "cut.xlsx"), "rb") as file:
        whole = file.read()
    save("cut.xlsx", whole[: len(whole) // 2])
    flipped = bytearray(whole)
    flipped[whole.index(b"xl/sharedStrings.xml") + 60] ^= 0x55
    save("flipped.xlsx", bytes(flipped))
    save("password.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    save("document.xlsx", b"PK\x03\x04" + bytes(100))


def lines():
    save("plain.jsonl", '\ufeff{"fields": {"case.no": "A1", "person.name": "陈秀英", "person.birth_date": "1989-07-02"}, '
                        '"rows": {"minor": [{"name": "陈安安"}]}}\r\n\r\n{"fields": {"救助对象.姓名": "韩玉珍"}}')
    save("damaged.jsonl", '{"fields": {"case.no": "A1", "person.cn_id": "1.10105E+17"}}\n{"fields": {"case.no": "A2"}\n'
                          '{"fields": {"case.no": "a1", "person.name": "甲"}}\n[1]\n{"fields": {}}\n'
                          '{"fields": {"person.name": "甲", "救助对象.姓名": "乙"}}\n')


def office():
    """What LibreOffice makes of a table that it was given, in the formats that people send."""
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "office.csv")
        with open(source, "w", encoding="utf-8") as file:
            file.write(csv([HEADINGS, row("A1", "救助对象", name="陈秀英", cn_id=ID, phone="13900001111", born="1989-07-02"),
                            row("A2", "救助对象", name="韩玉珍", cn_id="11011819890702028X", born="1989/7/2", marital="已婚"),
                            row("A2", "未成年子女", "1", minor="韩小满")]))
        # Token 5: every column as it is guessed, or (9/2/..) all as text.
        as_text = "/".join(f"{i}/2" for i in range(1, len(HEADINGS) + 1))
        for name, columns in (("guessed", ""), ("text", as_text)):
            run(folder, source, "xlsx", f"CSV:44,34,76,1,{columns},0,false,true,false")
            shutil.move(os.path.join(folder, "office.xlsx"), os.path.join(FOLDER, f"office_{name}.xlsx"))
        run(folder, source, "ods", f"CSV:44,34,76,1,{as_text},0,false,true,false")
        shutil.move(os.path.join(folder, "office.ods"), os.path.join(FOLDER, "office.ods"))
        run(folder, source, "xls", f"CSV:44,34,76,1,{as_text},0,false,true,false")
        shutil.move(os.path.join(folder, "office.xls"), os.path.join(FOLDER, "office.xls"))
        for name, token in (("gb18030", "44,34,85"), ("tabs", "9,34,76")):
            subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to",
                            f"csv:Text - txt - csv (StarCalc):{token}", "--outdir", folder,
                            os.path.join(FOLDER, "office_guessed.xlsx")], check=True, capture_output=True, timeout=180)
            shutil.move(os.path.join(folder, "office_guessed.csv"), os.path.join(FOLDER, f"office_{name}.csv"))


def run(folder, source, to, how):
    subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", f"--infilter={how}",
                    "--convert-to", to, "--outdir", folder, source], check=True, capture_output=True, timeout=180)


def main():
    os.makedirs(FOLDER, exist_ok=True)
    dialects()
    damage()
    workbooks()
    lines()
    if "--office" in sys.argv[1:]:
        office()


if __name__ == "__main__":
    main()
