#!/usr/bin/python3
"""How fast and in how much memory a table of 100,000 rows comes in: import_rows.py VEIL [ROWS] [--xlsx] [--one-line]

Founds a store with the assistance policy in a temporary folder, writes a table of invented people (four lines a case, or one
with --one-line), imports it and prints rows a second and the most memory that the process held. The exit code says
whether both bounds hold: 3,000 rows a second, 256 MiB."""
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "import"))
from workbook import Book  # noqa: E402

RATE_MIN, MEMORY_MAX = 3000, 256
HEADINGS = ["案号", "类型", "行", "受理日期", "案发及受理地区", "姓名", "公民身份号码", "联系电话", "出生日期", "婚姻状况",
            "现住址", "未成年人姓名", "未成年人出生日期", "损失金额", "事件经过"]
FLAT = ["救助案号", "受理日期", "案发及受理地区", "姓名", "公民身份号码", "联系电话", "出生日期", "婚姻状况", "现住址", "损失金额"]
STORY = "当事人陈述事情经过，情绪基本稳定；已告知其权利并取得书面同意，联系社区与法律援助。"


def cn_id(rng, birth):
    body = "110118" + birth.replace("-", "") + f"{2 * rng.randrange(1, 499):03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights)) % 11]


def person(rng):
    birth = f"{rng.randrange(1950, 2004)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
    return {"姓名": rng.choice("陈苏韩罗夏邓") + rng.choice("秀玉春丽淑桂") + rng.choice("英珍梅华琴萍"),
            "公民身份号码": cn_id(rng, birth), "联系电话": f"1390000{rng.randrange(10000):04}", "出生日期": birth,
            "婚姻状况": rng.choice(("已婚", "离婚", "未婚")), "现住址": f"北京市朝阳区听泉路{rng.randrange(1, 999)}号"}


def rows(count, one_line):
    rng = random.Random(2026)
    yield FLAT if one_line else HEADINGS
    case = 0
    while count > 0:
        case += 1
        number = f"京检救助〔2026〕{case}号"
        about = {"受理日期": "2026-03-01", "案发及受理地区": "北京市朝阳区"}
        loss = {"损失金额": f"{rng.randrange(1000, 99999)}.50"}
        lines = [{"类型": "案件", **about}, {"类型": "救助对象", **person(rng)},
                 {"类型": "未成年子女", "行": "1", "未成年人姓名": "陈安安", "未成年人出生日期": "2015-03"},
                 {"类型": "侵害事件", "行": "1", "事件经过": STORY * 3}]
        if one_line:
            yield [({"救助案号": number} | about | person(rng) | loss).get(name) for name in FLAT]
            count -= 1
            continue
        for line in lines[: min(4, count)]:
            yield [({"案号": number} | line).get(name) for name in HEADINGS]
        count -= 4


def main():
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    veil, count = os.path.abspath(words[0]), int(words[1]) if len(words) > 1 else 100000
    folder = tempfile.mkdtemp(prefix="veil-import-")
    try:
        name = "cases.xlsx" if "--xlsx" in sys.argv else "cases.csv"
        table = rows(count, "--one-line" in sys.argv)
        if name.endswith("xlsx"):
            Book().sheet(list(table), use_shared=False).write(os.path.join(folder, name))
        else:
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                for row in table:
                    file.write(",".join(cell or "" for cell in row) + "\n")
        with open(os.path.join(folder, "pass"), "w", encoding="utf-8") as file:
            file.write("one long passphrase\n")
        os.chmod(os.path.join(folder, "pass"), 0o600)
        env = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "VEIL_STORE": "cases", "VEIL_HOST_KEY": "host.key",
               "VEIL_IDENTITY": "zhou.age"}

        def run(*command):
            subprocess.run([veil, *command, "--passphrase-file", "pass"], cwd=folder, env=env, check=True,
                           stdout=subprocess.DEVNULL)

        run("identity", "new", "zhou.age", "--work-factor", "12")
        run("init", "--policy", "assistance", "--name", "周敏", "--role", "intake")
        start = time.monotonic()
        run("import", name, "--role", "intake", "--progress")
        seconds = time.monotonic() - start
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        size = os.path.getsize(os.path.join(folder, name)) / 1048576
        print(f"{count} rows ({size:.1f} MiB, {name}) in {seconds:.1f} s: {count / seconds:.0f} rows/s, "
              f"at most {memory:.0f} MiB")
        return 0 if count / seconds >= RATE_MIN and memory < MEMORY_MAX else 1
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
