#!/usr/bin/env python3
"""Makes tables of what bench/compare.sh measured: all of it in bench/results/steps.md, and agon beside its fastest peer
in README.md, between the two lines that say so.

    bench/table.py [RESULTS]     by default bench/results/steps
"""
import collections
import pathlib
import re
import statistics
import sys

root = pathlib.Path(__file__).parent.parent
begin, end = "<!-- made by bench/table.py from bench/results/steps -->", "<!-- end of what bench/table.py made -->"
titles = {
    "pix2pix_step": "pix2pix's step, U-Net-256 and PatchGAN-70, batch 1",
    "pix2pix_infer": "one picture through U-Net-256",
    "dcgan64_step": "DCGAN-64's step, batch 64",
    "dcgan28_step": "DCGAN-28's step, batch 64",
    "mlp_step": "a GAN of fully connected layers, batch 64",
    "cyclegan_fb": "CycleGAN's generator at 128x128, forward and back",
    "style_fb": "ten 3x3 convolutions of StyleGAN's kind, batch 8, forward and back",
}
suffixes = {"n": 1e-9, "u": 1e-6, "m": 1e-3, "": 1, "k": 1e3, "M": 1e6, "G": 1e9}
Run = collections.namedtuple("Run", "ms fraction threads megabytes page_faults system_ms gflop")


def number(text):
    digits, suffix = re.fullmatch(r"([-+.\de]*\d)([numkMG]?)", text).groups()
    return float(digits) * suffixes[suffix]


def read(path):
    """What the file says of the machine, and the runs of each program: {(peer, way): [Run]}."""
    heading, *blocks = path.read_text().split("\n== ")
    runs = collections.defaultdict(list)
    for block in blocks:
        command, *lines = block.splitlines()
        said = dict(line.split(": ", 1) for line in lines if re.match(r"[A-Za-z].*: ", line))
        rows = [line for line in lines if re.match(path.stem + r"(/|\s)", line)]
        if not rows:
            print(f"{path}: {command}: failed", file=sys.stderr)
            continue
        value = {k: number(v) for k, v in re.findall(r"(\S+)=(\S+)", rows[0])}
        way = rows[0].split()[0].removeprefix(path.stem).lstrip("/")
        if "MALLOC_" in command and "LibTorch" in said.get("peer", ""):
            way = f"{way}, tuned".removeprefix(", ")
        runs[said.get("peer", "agon"), way].append(Run(
            value["GFLOP"] / value["GFLOP/s"] * 1e3, value.get("peak_fraction"), int(value["threads"]),
            value["peak_rss_mb"], value["page_faults"], value["system_ms"], value["GFLOP"]))
    return heading.splitlines(), runs


def medians(runs, threads):
    """Of several rounds, or None if there is none."""
    of_these = [r for r in runs if r.threads == threads]
    if not of_these:
        return None
    return Run(*(None if None in column else statistics.median(column) for column in zip(*of_these)))


def ms(x):
    return f"{x:.0f}" if x >= 100 else f"{x:.1f}" if x >= 10 else f"{x:.2f}"


def fraction(run):
    return "" if run.fraction is None else f" ({run.fraction:.2f})"


def full_name(peer, way):
    version = re.split(r"[,+]", peer)[0]  # without what it was built for
    return f"{version}{', ' if way else ''}{way.replace('_', ' ')}"


def fastest(table, threads):
    """The fastest peer that makes the whole step: its name and its run. None if the newest PyTorch was not measured."""
    whole = [(full_name(*key), medians(runs, threads)) for key, runs in table.items()
             if key[0] != "agon" and key[1] != "convolutions"]
    if not any(run and name.startswith("PyTorch") for name, run in whole):
        return None
    return min(((name, run) for name, run in whole if run), key=lambda x: x[1].ms)


def short_row(row, table):
    one, two, tiles = (medians(table["agon", way], n) for way, n in (("", 1), ("", 2), ("tiles:4", 1)))
    cells = [f"{titles[row]} (`{row}`)", f"{one.gflop:.2f}", ms(one.ms) + fraction(one),
             ms(tiles.ms) + fraction(tiles) if tiles else ""]
    for threads, run in ((1, one), (2, two)):
        if threads == 2:
            cells.append(f"{ms(two.ms)} ({one.ms / two.ms:.2f})" if two else "")
        peer = run and fastest(table, threads)
        cells.append(f"{ms(peer[1].ms)}, {peer[0]}" if peer else "")
        cells.append(f"{peer[1].ms / run.ms:.2f}" if peer else "")
    return cells + [f"{one.megabytes:.0f}"]


def long_rows(table):
    for key, runs in table.items():
        for threads in sorted({r.threads for r in runs}):
            r = medians(runs, threads)
            yield [full_name(*key), str(threads), ms(r.ms), "" if r.fraction is None else f"{r.fraction:.2f}", f"{r.megabytes:.0f}",
                   f"{r.page_faults:.0f}", f"{r.system_ms:.1f}"]


def markdown(head, rows):
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [head, ["---"] * len(head), *rows])


def main():
    results = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else root / "bench/results/steps"
    tables = {row: read(results / f"{row}.txt") for row in titles if (results / f"{row}.txt").exists()}
    if not tables:
        sys.exit(f"no results in {results}; bench/compare.sh makes them")
    machine = next(iter(tables.values()))[0]

    short = markdown(
        ["step", "GFLOP", "agon, ms (of peak)", "tiles of 4", "fastest peer, ms", "times agon's",
         "agon, 2 threads (gain)", "fastest peer on 2", "times agon's", "MB"],
        [short_row(row, table) for row, (_, table) in tables.items() if medians(table["agon", ""], 1)])
    readme = (root / "README.md").read_text()
    if begin not in readme or end not in readme:
        sys.exit(f"README.md lacks the lines {begin} and {end}")
    before, after = readme.split(begin)[0], readme.split(end)[1]
    (root / "README.md").write_text(f"{before}{begin}\n{short}\n{end}{after}")

    text = ["# Steps, agon and its peers", "",
            "Made by `bench/table.py` from what `bench/compare.sh` wrote to `bench/results/steps/`. Medians of all rounds;",
            "page faults and the system's time are of one step. PyTorch's peak is not measured in its process, and its",
            "memory holds the whole interpreter.", ""]
    text += [f"    {line}" for line in machine]
    head = ["", "threads", "ms", "of peak", "MB", "page faults", "system, ms"]
    for row, (_, table) in tables.items():
        text += ["", f"## {row}", "", markdown(head, long_rows(table))]
    (root / "bench/results/steps.md").write_text("\n".join(text) + "\n")


if __name__ == "__main__":
    main()
