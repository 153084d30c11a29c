"""First weights out of a file that agon wrote."""
import json
import pathlib
import struct

import numpy as np
import torch


def read(path):
    """The tensors of a safetensors file of float32 or float64."""
    blob = pathlib.Path(path).read_bytes()
    size = struct.unpack("<Q", blob[:8])[0]
    header = json.loads(blob[8:8 + size])
    tensors = {}
    for name, t in header.items():
        if name != "__metadata__":
            dtype = np.dtype({"F32": np.float32, "F64": np.float64}[t["dtype"]])
            begin, end = t["data_offsets"]
            x = np.frombuffer(blob, dtype, (end - begin) // dtype.itemsize, 8 + size + begin)
            tensors[name] = torch.from_numpy(x.copy().reshape(t["shape"]))
    return tensors


def load(net, name, path):
    """The network with the parameters that have that name in the file."""
    tensors = read(path)
    for key, p in net.named_parameters():
        p.data = tensors[f"{name}.{key}"].reshape(p.shape)
    return net.train()
