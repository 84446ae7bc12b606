#!/usr/bin/env python3
"""Builds sites made to take long, one at a time; prints CPU time, peak memory and what pufa said.

usage: hostile.py PUFA [NAME...]
A case fails above 2 s of CPU or 300 MB, or when pufa neither ends well nor says what is wrong.
Cases of the largest page, a megabyte or 100,000 of a kind: whatever grows faster than its input shows here.
"""

import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
MB = 1 << 20
PAGE = 768 << 10  # the largest page that is read
CPU_S, PEAK_MB, GIVE_UP_S = 2.0, 300, 20


def repeated(text, size=PAGE):
    return (text * (size // len(text.encode()) + 1)).encode()[:size].decode(errors="ignore")


def cases():
    yield "empty", ""
    yield "10 MB page", repeated("普法是妇联的工作。\n\n", 10 * MB)
    yield "1 MB page", repeated("普法。\n", MB)
    yield "largest page", repeated("普法是妇联的工作，见《民法典》第一千零七十九条第三款。\n\n")
    for mark in "[ * > | 《 第 _ ` ~ < ( \" “ # - ! & : \\ （ 、 一 ： ＊".split():
        yield f"page of {mark}", repeated(mark)
        yield f"page of {mark} on lines", repeated(mark + "\n")
    for text in ["[a](", "![", "[a][b]", "*a_", "**a ", "<u>", "<a ", "<!--", "&#x;", "《》", "第一条", "第一条第", "《民法典》第一条、", "（以下称甲）",
                 "“一”", "http://a.b ", "a@b.c ", "[^a]", "`a``b```", "- a\n  ", "- ", "1. ", "> - ", "{#a}", "甲：", "本法第", "前款", "13800000000 ", "打110、", "[a](b c.docx", "%%", "答：甲\n",
                 "![a](b.jpg)", "<b>", "</b>", "<br>", "$a$", "~a~~", "[x]: y\n", "https://v.qq.com/x/page/a.html\n\n"]:
        yield f"page of {text!r}", repeated(text)
    yield "10,000 rows", "|a|b|\n|-|-|\n" + "|普法|《民法典》第一条|\n" * 10_000
    yield "10,000 columns", "|" + "a|" * 10_000 + "\n|" + "-|" * 10_000 + "\n" + "|b|\n" * 40
    yield "100,000 references", "[a](b)\n" * 100_000
    yield "30,000 definitions", "".join(f"[a{n}]: x.md\n" for n in range(30_000)) + "[a1] " * 50_000
    yield "20,000 footnotes", "".join(f"甲[^{n}]\n\n[^{n}]: 乙\n\n" for n in range(20_000))
    yield "50,000 broken links", "".join(f"[a](x{n}.md)\n" for n in range(50_000))
    yield "50,000 headings", "## 节\n\n" * 50_000
    yield "20,000 links to 20,000 headings", "".join(f"## 节{n}\n\n[甲](#节{n})\n\n" for n in range(20_000))
    yield "20,000 headings, 20,000 broken links", "".join(f"## 节{n}\n\n[甲](#段{n})\n\n" for n in range(20_000))
    yield "20,000 boxes", ":::提示\n注意\n:::\n\n" * 20_000
    yield "200,000 open boxes", ":::提示\n" * 60_000
    yield "20,000 unknown boxes", ":::没有\n注意\n:::\n\n" * 20_000
    yield "50,000 keys", "---\n" + "".join(f"k{n}: v\n" for n in range(50_000)) + "---\n正文\n"
    yield "50,000 tags", "---\ntags: [" + ", ".join(f"t{n}" for n in range(50_000)) + "]\n---\n正文\n"
    yield "50,000 aliases", "---\naliases: [" + ", ".join(f"old/{n}" for n in range(50_000)) + "]\n---\n正文\n"
    yield "30,000 aliases on lines", "---\naliases:\n" + "".join(f"  - a{n}\n" for n in range(30_000)) + "---\n正文\n"
    yield "nested YAML", "---\ntitle: " + "[" * 100_000 + "\n---\n"
    yield "YAML bombs", "---\na: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [" + ",".join([f"*{chr(97 + n)}"] * 9) + "]\n" for n in range(9)) + "---\n"
    yield "100,000 list marks", "- " * 100_000 + "甲\n"
    for mark in ["* ", "+ ", "1. ", "1) ", "- > ", "> 1. "]:
        yield f"100,000 {mark!r}", mark * 100_000 + "甲\n"
    yield "800 lists in lists", "".join(f"{'  ' * n}- 甲\n" for n in range(800))
    yield "page of different characters", "".join(chr(0x4E00 + n * 7919 % 20_000) for n in range(PAGE // 3))


def other_cases():
    """Files beside the page, or instead of it; a command other than `build`."""
    film = (ROOT / "content/learn/video-bhl/short.mp4").read_bytes()
    shown = {"content/a/x.md": "![片](film.mp4)\n", "content/a/film.mp4": film, "content/a/film.md": "片里说的话。\n"}
    time = lambda n: f"{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}.000"
    cues = "".join(f"{time(n)} --> {time(n + 1)}\n甲\n\n" for n in range(25_000))
    yield "captions", {**shown, "content/a/film.vtt": "WEBVTT\n\n" + cues}
    yield "captions that are wrong", {**shown, "content/a/film.vtt": "WEBVTT\n\n" + repeated("x --> y\n", MB)}
    yield "captions without blank lines", {**shown, "content/a/film.vtt": "WEBVTT\n\n" + cues.replace("\n\n", "\n")}
    for name, box in [("free", b"\0\0\0\x08free"), ("moov", b"\0\0\0\x08moov"), ("empty", b"\0" * 8)]:
        yield f"8 MB of MP4 boxes {name}", {**shown, "content/a/film.mp4": box * MB}
    inner = b"".join((len(box) + 8).to_bytes(4, "big") + b"trak" + box for box in [b"\0\0\0\x08tkhd" * 16] * 30_000)
    yield "30,000 tracks", {**shown, "content/a/film.mp4": film[:32] + (len(inner) + 8).to_bytes(4, "big") + b"moov" + inner}
    head = "---\n标题: 某法\n公布: 2020-01-01\n施行: 2020-02-01\n---\n\n# 某法\n\n"
    for name, text in statutes():
        yield f"statute: {name}", {"content/laws/某法.md": head + text, "content/a/x.md": "《某法》第一条。" * 1_000}
        yield f"import: {name}", {"in.txt": "某法\n（2020年1月1日通过）\n\n" + text}, ["law", "import", "in.txt"]
    yield "1,000 statutes", {f"content/laws/法{n}.md": head.replace("某法", f"某{n}法") + "第一条 甲。\n\n" * 3 for n in range(1_000)}
    for name, text in {
        "keys": "".join(f"k{n} = 1\n" for n in range(50_000)), "menu": '[[menu]]\ntitle = "甲"\nurl = "/a/"\n' * 10_000,
        "terms": "[taxonomies.tags]\nname = '词'\n" + "".join(f"[[taxonomies.tags.terms]]\nname = 't{n}'\n" for n in range(10_000)),
        "rules": "[rules]\n" + "".join(f"'a/b{n}' = 'notice'\n" for n in range(50_000)), "nested": "a = " + "[" * 100_000,
    }.items():
        yield f"settings: {name}", {"site.toml": text}
    yield "CSV of 1 MB", {"content/a/t.csv": repeated("甲,乙,丙\n", MB), "content/a/x.md": ":::表格 t.csv 表\n:::\n"}
    yield "CSV of 10,000 rows", {"content/a/t.csv": "甲,乙,丙\n" * 10_000, "content/a/x.md": ":::表格 t.csv 表\n:::\n"}
    yield "CSV of one row", {"content/a/t.csv": repeated("甲,", MB), "content/a/x.md": ":::表格 t.csv 表\n:::\n"}
    yield "CSV of open quotes", {"content/a/t.csv": repeated('"甲,\n', MB), "content/a/x.md": ":::表格 t.csv 表\n:::\n"}
    terms = "".join(f"词{n}\n: 解释\n\n" for n in range(20_000))
    readings = "".join(f'"词{chr(0x4E00 + n % 20_000)}{chr(0x4E00 + n // 20_000)}" = "cí yī yī"\n' for n in range(200_000))
    yield "200,000 readings", {"data/pinyin.toml": readings, "content/a/x.md": "词一一。\n"}
    yield "a term of 100,000 characters", {"content/glossary.md": "词" * 100_000 + "\n: 解释\n", "content/a/x.md": "词" * 200_000}
    front = "---\n标题: 甲\n日期: 2026-03-08\n传单: card\n---\n\n"
    yield "60,000 bold words on a leaflet", {"content/a/x.md": front + "**字。**字" * 60_000 + "\n"}
    yield "20,000 terms", {"content/glossary.md": terms, "content/a/x.md": "".join(f"词{n * 7}，" for n in range(20_000))}
    for name, text in {"nested": "<g>" * 50_000 + "</g>" * 50_000, "flat": "<g/>" * 250_000, "attributes": "<g " + "".join(f'a{n}="" ' for n in range(50_000)) + "/>",
                       "entities": "&lt;" * 250_000, "open": "<g>" * 300_000}.items():
        yield f"SVG: {name}", {"content/a/a.svg": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{text}</svg>', "content/a/x.md": "![一块红布](a.svg)\n"}
    pages = {f"content/a/p{n}.md": f"---\ntags: [t{n % 50}]\n---\n\n[甲](p{(n * 7) % 1000}.md)\n" for n in range(1_000)}
    yield "1,000 pages that cite each other", pages
    yield "1,000 pages, 20,000 broken links", {**pages, "content/a/x.md": "".join(f"[甲](q{n}.md)\n" for n in range(20_000))}


def statutes():
    yield "20,000 articles", "".join(f"第{n}条 甲。\n\n" for n in range(1, 20_001))
    for text in ["第一条 甲。\n\n", "（一）甲；\n", "第一章 总则\n\n", "第一条", "第一条第二款、", "甲\n", "目　录\n", "本法所称甲，是指乙。", "（2020年1月1日通过）\n"]:
        yield f"1 MB {text!r}", repeated(text, MB)


def write(root, files):
    (root / "site.toml").write_text('title = "x"\n')
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())


def run(pufa, files, command):
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
        root = pathlib.Path(folder)
        write(root, files)
        words = [root / it if (root / it).is_file() else it for it in command]
        with open(root / "said", "wb") as said:
            give_up = lambda: resource.setrlimit(resource.RLIMIT_CPU, (GIVE_UP_S, GIVE_UP_S))
            process = subprocess.Popen([pufa, *words, "--lang", "en", "--root", root], stdout=said, stderr=said, preexec_fn=give_up)
            try:
                _, status, usage = os.wait4(process.pid, 0)
            except KeyboardInterrupt:
                process.kill()
                raise
        process.returncode = os.waitstatus_to_exitcode(status)
        text = (root / "said").read_text(errors="replace")
        return process.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, text


def every_case():
    for name, page in cases():
        yield name, {"content/a/x.md": page}, ["build"]
    for name, files, *command in other_cases():
        yield name, files, command[0] if command else ["build"]


def main():
    pufa, wanted = sys.argv[1], sys.argv[2:]
    failed, count = [], 0
    for name, files, command in every_case():
        if wanted and not any(it in name for it in wanted):
            continue
        count += 1
        code, cpu, peak, text = run(pufa, files, command)
        errors = sorted(set(re.findall(r"^error\[([^\]]+)", text, re.M)))
        good = cpu <= CPU_S and peak <= PEAK_MB and (code == 0 or code == 1 and errors)
        print(f"{'ok  ' if good else 'FAIL'} {name:34} {cpu:6.2f} s {peak:6.0f} MB  exit {code}  {' '.join(errors[:4])}", flush=True)
        if not good:
            failed.append(name)
    for name in failed:
        print(f"FAIL {name}")
    print(f"{count - len(failed)} passed, {len(failed)} failed")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
