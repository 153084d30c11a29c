"""First weights out of a file that agon wrote."""
import json
import pathlib
import struct

import numpy as np
import torch


def read(path):
    """The tensors of a safetensors file in float32."""
    blob = pathlib.Path(path).read_bytes()
    size = struct.unpack("<Q", blob[:8])[0]
    header = json.loads(blob[8:8 + size])
    tensors = {}
    for name, t in header.items():
        if name != "__metadata__":
            assert t["dtype"] == "F32", name
            begin, end = t["data_offsets"]
            x = np.frombuffer(blob, np.float32, (end - begin) // 4, 8 + size + begin)
            tensors[name] = torch.from_numpy(x.copy().reshape(t["shape"]))
    return tensors


def load(net, name, path):
    """The network with the parameters that have that name in the file."""
    tensors = read(path)
    for key, p in net.named_parameters():
        p.data = tensors[f"{name}.{key}"].reshape(p.shape)
    return net.train()
