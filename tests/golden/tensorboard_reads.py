#!/usr/bin/env python3
"""Has TensorBoard's own loaders read what tensorboard_writes.cpp wrote, and checks it. Not part of the
tests, which need no Python; tensorboard_reads.txt is what it last said.

    python -m venv SCRATCH/venv && SCRATCH/venv/bin/pip install tensorboard
    g++ -std=c++20 -Iinclude tests/golden/tensorboard_writes.cpp -o SCRATCH/writes
    mkdir SCRATCH/events && SCRATCH/writes SCRATCH/events
    SCRATCH/venv/bin/python tests/golden/tensorboard_reads.py SCRATCH/events

SCRATCH is a folder to throw away.
"""
import glob
import math
import struct
import sys
import zlib

import tensorboard
from tensorboard.backend.event_processing import event_file_loader
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.util import tensor_util


def size_of(png):
    """Width, height and bytes of the rows, each behind a filter byte; checks the chunks' sums."""
    width, height = struct.unpack(">II", png[16:24])
    data, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at:at + 4])
        kind, body = png[at + 4:at + 8], png[at + 8:at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length:at + 12 + length])[0] == zlib.crc32(kind + body)
        data += body if kind == b"IDAT" else b""
        at += 12 + length
    return width, height, len(zlib.decompress(data))


folder = sys.argv[1]
print("TensorBoard", tensorboard.version.VERSION)

# Every record of every file, checksums verified. TensorBoard makes tensors of numbers and pictures.
for number, path in enumerate(sorted(glob.glob(folder + "/events.out.tfevents.*"))):
    print(f"file {number}")
    for event in event_file_loader.EventFileLoader(path).Load():
        if event.HasField("file_version"):
            print("  version", event.file_version)
        elif event.HasField("session_log"):
            print("  step", event.step, "session", event.session_log.status)
        for value in event.summary.value:
            tensor = tensor_util.make_ndarray(value.tensor)
            plugin = value.metadata.plugin_data.plugin_name
            if plugin == "images":
                width, height, png = tensor
                print("  step", event.step, value.tag, plugin, width.decode(), height.decode(), size_of(png))
            else:
                print("  step", event.step, value.tag, plugin, float(tensor))

# The run as TensorBoard shows it.
run = EventAccumulator(folder, size_guidance={"tensors": 0, "scalars": 0, "images": 0})
run.Reload()
tags = run.Tags()
print("tags", {kind: names for kind, names in tags.items() if names and names is not True})


def numbers(tag):
    if tag in tags["scalars"]:
        return [(e.step, e.value) for e in run.Scalars(tag)]
    return [(e.step, float(tensor_util.make_ndarray(e.tensor_proto))) for e in run.Tensors(tag)]


def pictures(tag):
    if tag in tags["images"]:
        return [(e.step, e.width, e.height) for e in run.Images(tag)]
    return [(e.step, *size_of(tensor_util.make_ndarray(e.tensor_proto)[2])[:2]) for e in run.Tensors(tag)]


for tag in ("loss_d", "loss_g"):
    print(tag, numbers(tag))
for tag in ("samples", "gray"):
    print(tag, pictures(tag))
# Step 60 of the first file is forgotten: the second goes on after step 40.
assert numbers("loss_d") == [(20, 10.0), (40, 20.0), (60, -30.0), (80, -40.0)]
assert math.isnan(numbers("loss_g")[0][1]) and numbers("loss_g")[1:] == [(40, 3.0), (60, 3.0), (80, 3.0)]
assert pictures("samples") == [(80, 30, 20)] and pictures("gray") == [(80, 3, 2)]
print("as written")
