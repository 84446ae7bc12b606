#!/usr/bin/env python3
"""Builds sites made to take long, one at a time; prints CPU time, peak memory and what pufa said.

usage: hostile.py PUFA [NAME...]
A case fails above 2 s of CPU or 300 MB, unless pufa said which limit it hit: a page above 2 MB is refused.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

MB = 1 << 20
CPU_S, PEAK_MB = 2.0, 300


def repeated(text, size=MB):
    return (text * (size // len(text.encode()) + 1)).encode()[:size].decode(errors="ignore")


def cases():
    yield "empty", ""
    yield "10 MB page", repeated("普法是妇联的工作。\n\n", 10 * MB)
    yield "2 MB page", repeated("普法是妇联的工作，见《民法典》第一千零七十九条第三款。\n\n", 2 * MB - 100)
    for mark in "[ * > | 《 第 _ ` ~ < ( \" “ # - ! & : \\ （ 、 一 ： ＊".split():
        yield f"1 MB {mark}", repeated(mark)
        yield f"1 MB {mark} on lines", repeated(mark + "\n")
    for text in ["[a](", "![", "[a][b]", "*a_", "**a ", "<u>", "<a ", "<!--", "&#x;", "《》", "第一条", "第一条第", "《民法典》第一条、", "（以下称甲）",
                 "“一”", "http://a.b ", "a@b.c ", "[^a]", "`a``b```", "- a\n  ", "- ", "1. ", "> - ", "{#a}", "甲：", "本法第", "前款", "13800000000 ",
                 "![a](b.jpg)", "<b>", "</b>", "<br>", "$a$", "~a~~", "[x]: y\n", "https://v.qq.com/x/page/a.html\n\n"]:
        yield f"1 MB {text!r}", repeated(text)
    yield "10,000 rows", "|a|b|\n|-|-|\n" + "|普法|《民法典》第一条|\n" * 10_000
    yield "10,000 columns", "|" + "a|" * 10_000 + "\n|" + "-|" * 10_000 + "\n" + "|b|\n" * 40
    yield "100,000 references", "".join(f"[a{n}](x.md)\n" for n in range(100_000))
    yield "50,000 definitions", "".join(f"[a{n}]: x.md\n" for n in range(50_000)) + "[a1] " * 50_000
    yield "20,000 footnotes", "".join(f"甲[^{n}]\n\n[^{n}]: 乙\n\n" for n in range(20_000))
    yield "100,000 broken links", "".join(f"[a](x{n}.md)\n" for n in range(60_000))
    yield "50,000 headings", "## 节\n\n" * 50_000
    yield "20,000 boxes", ":::提示\n注意\n:::\n\n" * 20_000
    yield "200,000 open boxes", ":::提示\n" * 60_000
    yield "20,000 unknown boxes", ":::没有\n注意\n:::\n\n" * 20_000
    yield "50,000 keys", "---\n" + "".join(f"k{n}: v\n" for n in range(50_000)) + "---\n正文\n"
    yield "50,000 tags", "---\ntags: [" + ", ".join(f"t{n}" for n in range(50_000)) + "]\n---\n正文\n"
    yield "50,000 aliases", "---\naliases: [" + ", ".join(f"old/{n}" for n in range(50_000)) + "]\n---\n正文\n"
    yield "nested YAML", "---\ntitle: " + "[" * 100_000 + "\n---\n"
    yield "YAML bombs", "---\na: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [" + ",".join([f"*{chr(97 + n)}"] * 9) + "]\n" for n in range(9)) + "---\n"


def run(pufa, page):
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
        root = pathlib.Path(folder)
        (root / "content/a").mkdir(parents=True)
        (root / "site.toml").write_text('title = "x"\n')
        (root / "content/a/x.md").write_text(page)
        with open(root / "said", "wb") as said:
            process = subprocess.Popen([pufa, "build", "--lang", "en", "--root", str(root)], stdout=said, stderr=said)
            try:
                _, status, usage = os.wait4(process.pid, 0)
            except KeyboardInterrupt:
                process.kill()
                raise
        process.returncode = os.waitstatus_to_exitcode(status)
        lines = (root / "said").read_text(errors="replace").splitlines()
        return process.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, lines


def main():
    pufa, wanted = sys.argv[1], sys.argv[2:]
    failed = []
    for name, page in cases():
        if wanted and not any(it in name for it in wanted):
            continue
        code, cpu, peak, lines = run(pufa, page)
        limit = any(word in line for line in lines for word in ("too-large", "too-deep", "too-many"))
        good = code in (0, 1) and (cpu <= CPU_S and peak <= PEAK_MB or "too-large" in "".join(lines[:5]))
        print(f"{'ok  ' if good else 'FAIL'} {name:28} {cpu:6.2f} s {peak:6.0f} MB  exit {code}  {len(lines)} lines{', says the limit' if limit else ''}", flush=True)
        if not good:
            failed.append(name)
    print(f"{len(failed)} failed: {failed}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
