"""The table of steps on a GPU out of what bench/cuda.sh bench has written:

    python3 bench/cuda_table.py RESULTS

A line for each row, batch and precision: agon by algorithms that give the same bits, and by the fastest; PyTorch's
eager mode; and its fastest, which is named. Ratios are of agon's faster way. Beside TFLOP/s stands their share of what
a product of large matrices reached in the same run. MB are agon's results, rooms, parameters and moments, and what
PyTorch's allocator had given out at most; neither counts the libraries.
"""
import json
import sys
from collections import defaultdict
from pathlib import Path


def read(path):
    return [json.loads(line) for line in path.read_text().splitlines() if line.startswith("{")]


def name(cell):
    return f"{cell['row'].removesuffix('_step')}, batch {cell['batch']}, {cell['precision']}"


def ms(cell):
    return f"{cell['ms']:.3f}" if cell else "-"


def ratio(peer, own):
    return f"{peer['ms'] / own['ms']:.2f}" if peer and own else "-"


def line(cells, ceilings):
    """The cells are those of one row, batch and precision; ways that failed have none."""
    own = {c["way"]: c for c in cells if c["who"] == "agon"}
    peers = {c["way"]: c for c in cells if c["who"] != "agon"}
    best = min(own.values(), key=lambda c: c["ms"], default=None)
    peer = min(peers.values(), key=lambda c: c["ms"], default=None)
    reached = f"{best['TFLOP/s']:.1f} ({best['TFLOP/s'] / ceilings[best['precision']]:.2f})" if best else "-"
    fastest = f"{ms(peer)} ({peer['way']})" if peer else "-"
    memory = " / ".join(f"{c['MB']:.0f}" if c else "-" for c in (best, peer))
    return [name(cells[0]), ms(own.get("same")), ms(own.get("fastest")), ms(peers.get("eager")), fastest,
            ratio(peer, best), ratio(peers.get("eager"), best), reached, memory]


def main(folder):
    ceilings = {}
    for c in read(folder / "ceilings.jsonl"):
        ceilings[c["ceiling"]] = c.get("TFLOP/s", c.get("GB/s"))
    groups, failed = defaultdict(list), []
    for c in read(folder / "steps.jsonl"):
        failed.append(c) if c.get("failed") else groups[name(c)].append(c)
    head = ["step", "agon, same bits, ms", "agon, fastest, ms", "PyTorch eager, ms", "PyTorch's fastest, ms", "times it",
            "times eager", "TFLOP/s (of the ceiling)", "MB, agon / PyTorch"]
    for cells in [head, ["---"] * len(head), *(line(g, ceilings) for g in groups.values())]:
        print("| " + " | ".join(cells) + " |")
    print("\nCeilings: " + ", ".join(f"{k} {v:g} {'GB/s' if k == 'memory' else 'TFLOP/s'}" for k, v in ceilings.items()) + ".")
    for c in failed:
        print(f"Failed: {name(c)}, {c['who']}, {c['way']}.")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
