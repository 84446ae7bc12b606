#!/usr/bin/env python3
"""Makes many different tri-folds with pufa and prints the same words with headless Chromium, and says what it costs.

    leaflets.py [--leaflets 500] [--printed 20] [--pufa PROGRAM] [--folder DIR]

Every figure is that of whole processes, as the system counts them: CPU seconds with all children, peak memory, bytes written.
What leaflets add to a build is the difference to the same site that asks for none. Run it where `.tools/fonts` is filled
(`make fonts`): both programs set the same fonts.
"""

import argparse
import ctypes
import html
import os
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import corpus  # noqa: E402

FONTS = HERE.parent / ".tools/fonts"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PR_SET_CHILD_SUBREAPER = 36

CONFIG = """title = "速度测试"
description = "用来比较速度的网站，内容没有意义"
base_url = "https://bench.example.org/"
[organisation]
name = "晴川县妇女联合会"
address = "晴川县石桥街 8 号"
[[help_lines]]
number = "12338"
name = "妇女维权公益服务热线"
[[help_lines]]
number = "110"
name = "报警"
[[help_lines]]
number = "12348"
name = "公共法律服务热线"
[leaflet]
inks = ["color"]
slogan = "遇事找法，妇联在您身边"
"""

STYLE = """
@font-face { font-family: sans; src: url(FONTS/NotoSansSC_400Regular.ttf); }
@font-face { font-family: sans; font-weight: bold; src: url(FONTS/NotoSansSC_700Bold.ttf); }
@font-face { font-family: serif-black; src: url(FONTS/NotoSerifSC_900Black.ttf); }
@page { size: A4 landscape; margin: 0; }
body { margin: 0; font: 11pt/1.7 sans; }
section { width: 297mm; height: 209mm; display: flex; break-after: page; overflow: hidden; }
section > div { width: 82mm; padding: 12mm 8.5mm; }
h1 { font: 30pt/1.3 serif-black; } h2 { font: 18pt/1.3 serif-black; color: #173b63; }
.cover { background: #173b63; color: #fff; } .box { background: #f9f3e4; padding: 3mm; border-left: 1mm solid #173b63; }
table { width: 100%; border-collapse: collapse; } td, th { border-bottom: .3mm solid #a9a394; text-align: left; }
"""


class Leaflet:
    """One text for a tri-fold; everything follows from its number."""

    def __init__(self, number):
        it = corpus.Article(number, 1)
        self.number, self.title = number, f"{it.dice.choice(corpus.NOUNS)}怎么{it.dice.choice(corpus.VERBS)}"
        self.summary, self.plain, self.end = it.sentence(), it.sentence(), it.sentence()
        self.parts = [(f"{it.dice.choice(corpus.NOUNS)}与{it.dice.choice(corpus.NOUNS)}", it.paragraph(2), [it.sentence() for _ in range(3)]) for _ in range(4)]
        self.law = it.citation()
        self.rows = [(it.dice.choice(corpus.NOUNS), it.clause()) for _ in range(3)]

    def markdown(self, asks):
        parts = "\n\n".join(f"## {title}\n\n{text}\n\n" + "\n".join(f"- {point}" for point in points) for title, text, points in self.parts)
        rows = "\n".join(f"| {one} | {two} |" for one, two in self.rows)
        order = "leaflet: trifold\n" if asks else ""
        return (
            f"---\ntitle: {self.title}\ndate: 2026-03-08\nsummary: {self.summary}\n{order}---\n\n:::大白话\n{self.plain}\n:::\n\n{parts}\n\n"
            f"见{self.law}。\n\n| 谁 | 做什么 |\n| --- | --- |\n{rows}\n\n:::下一步\n{self.end}\n:::\n"
        )

    def page(self):
        """The same words as a page for a browser to print."""
        say = html.escape
        part = lambda it: f"<h2>{say(it[0])}</h2><p>{say(it[1])}</p><ul>{''.join(f'<li>{say(point)}</li>' for point in it[2])}</ul>"
        table = "<table><tr><th>谁<th>做什么</tr>" + "".join(f"<tr><td>{say(a)}<td>{say(b)}</tr>" for a, b in self.rows) + "</table>"
        first, second, third, fourth = map(part, self.parts)
        outside = f"<div>{first}</div><div><h2>找人帮忙，打电话</h2><p>12338 妇女维权公益服务热线<p>110 报警<p>12348 公共法律服务热线</div><div class=cover><h1>{say(self.title)}</h1><p>{say(self.summary)}</div>"
        inside = f"<div><p class=box>{say(self.plain)}</p>{second}</div><div>{third}</div><div>{fourth}<p>见{say(self.law)}。</p>{table}<p class=box>{say(self.end)}</div>"
        style = STYLE.replace("FONTS", FONTS.as_uri())
        return f"<!doctype html><html lang=zh-CN><meta charset=utf-8><title>{say(self.title)}</title><style>{style}</style><section>{outside}</section><section>{inside}</section>"


def run(command, folder):
    """Runs a program and all it starts to their end; returns wall seconds, CPU seconds and peak memory in MB."""
    start, before = time.monotonic(), os.times()
    child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    # What the program left behind is ours now; it ends by itself.
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{said.decode(errors='replace')[-3000:]}")
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return time.monotonic() - start, cpu, usage.ru_maxrss / 1024


def site(folder, leaflets, asks):
    """Writes a site and returns its folder."""
    shutil.rmtree(folder, ignore_errors=True)
    corpus.write(folder / "site.toml", CONFIG)
    for it in leaflets:
        corpus.write(folder / f"content/p{it.number:04}.md", it.markdown(asks))
    (folder / ".tools").mkdir()
    (folder / ".tools/fonts").symlink_to(FONTS)
    return folder


def line(what, figures, more=""):
    wall, cpu, memory = figures
    print(f"{what:<44} {cpu:7.2f} CPU s {wall:7.2f} s {memory:6.0f} MB  {more}", flush=True)


def verdict(what, value, limit, unit):
    print(f"{'ok    ' if value <= limit else 'MISSED'} {what}: {value:.3g} {unit}, at most {limit} {unit}")


def printed(leaflets, folder):
    """Prints pages one after the other, as a script for an office would; returns CPU seconds and bytes for one."""
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if not program:
        print("Chromium is missing: nothing is compared")
        return None
    cpu = size = 0
    for it in leaflets:
        page, pdf = folder / f"{it.number}.html", folder / f"{it.number}.pdf"
        corpus.write(page, it.page())
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--no-pdf-header-footer"]
        options += [f"--user-data-dir={folder / 'profile'}", "--allow-file-access-from-files", "--virtual-time-budget=2000"]
        cpu += run([program, *options, f"--print-to-pdf={pdf}", page.as_uri()], folder)[1]
        size += pdf.stat().st_size
    return cpu / len(leaflets), size / len(leaflets)


def previewed(pufa, folder, turns):
    """Seconds from saving a page to its new tri-fold, and to the picture of it beside the page, in a preview that runs: medians."""
    port = 18081
    child = subprocess.Popen([pufa, "serve", "--root", folder, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    page = folder / "content/p0001.md"

    def get(path):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=20) as answer:
                return answer.read()
        except OSError:
            return b""

    def until_other(path, before):
        begin = time.monotonic()
        while (now := get(path)) in (b"", before):
            if time.monotonic() - begin > 60:
                sys.exit(f"{path} stayed as it was")
            time.sleep(0.003)
        return now

    paths = ["leaflets/p0001-trifold.pdf", "__pufa/leaflet.png?path=p0001/index.html&format=trifold&page=1"]
    shown = [until_other(path, b"") for path in paths]
    seconds = [[], []]
    text = page.read_text()
    for turn in range(turns):
        time.sleep(1)
        saved = time.monotonic()
        page.write_text(text.replace("summary: ", f"summary: 第{turn + 1}次改，"))
        for at, path in enumerate(paths):
            shown[at] = until_other(path, shown[at])
            seconds[at].append(time.monotonic() - saved)
    page.write_text(text)
    child.terminate()
    child.wait()
    return map(statistics.median, seconds)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leaflets", type=int, default=500)
    parser.add_argument("--printed", type=int, default=20)
    parser.add_argument("--pufa", default=str(HERE.parent / "target/release/pufa"))
    parser.add_argument("--folder", type=Path, default=Path("/dev/shm/pufa-leaflets"))
    args = parser.parse_args()
    if not any(FONTS.glob("*.ttf")):
        sys.exit("no fonts: run `make fonts` first")
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    leaflets = [Leaflet(number) for number in range(args.leaflets)]
    build = [args.pufa, "build"]

    bare = site(args.folder / "bare", leaflets, asks=False)
    bare_cold = run(build, bare)
    line(f"{args.leaflets} pages, no leaflet", bare_cold)
    bare_warm = min((run(build, bare) for _ in range(5)), key=lambda it: it[1])
    line("again, nothing changed", bare_warm)

    full = site(args.folder / "full", leaflets, asks=True)
    cold = run(build, full)
    made = sorted((full / "public/leaflets").glob("*.pdf"))
    bytes_each = sum(it.stat().st_size for it in made) / max(1, len(made))
    line(f"{args.leaflets} pages with a tri-fold each", cold, f"{len(made)} PDFs, {bytes_each / 1024:.0f} kB each")
    warm = min((run(build, full) for _ in range(5)), key=lambda it: it[1])
    line("again, nothing changed", warm)
    changed = full / "content/p0001.md"
    corpus.write(changed, changed.read_text().replace("见《", "再见《"))
    line("again, one page and its tri-fold changed", run(build, full))

    each = (cold[1] - bare_cold[1]) / args.leaflets
    print(f"\na tri-fold with its preview picture: {each * 1000:.0f} ms CPU, {bytes_each / 1024:.0f} kB")
    verdict(f"{args.leaflets} tri-folds, CPU on two cores", (cold[1] - bare_cold[1]) / 2, 25 * args.leaflets / 500, "s")
    verdict(f"{args.leaflets} tri-folds, memory", cold[2], 300, "MB")
    verdict("a build without changes, per 100 leaflets", max(0.0, warm[1] - bare_warm[1]) / args.leaflets * 1e5, 20, "ms CPU")
    leaflet, picture = previewed(args.pufa, full, 7)
    verdict("a running preview, from saving to the new leaflet", leaflet, 0.3, "s")
    verdict("a running preview, from saving to its picture", picture, 0.5, "s")
    rival = printed(leaflets[: args.printed], args.folder)
    if rival:
        print(f"the same words printed by Chromium: {rival[0] * 1000:.0f} ms CPU, {rival[1] / 1024:.0f} kB")
        verdict("our CPU times 15 against Chromium's", 15 * each / rival[0], 1, "of it")
    shutil.rmtree(args.folder)


main()
