"""Readies a network for 8 bits: what its products take in is evened out, at no change of what they give.

A few columns of a transformer's hidden values are far larger than the others, and with one scale for all, rounding
leaves the others little. Each column is divided by a factor that its weights are multiplied with; the factor is
a^0.65 / w^0.35, of the column's greatest value a and its greatest weight w (SmoothQuant: Xiao et al. 2023, equation 4).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from qabot.models.onnx_session import ModelInputs

_onnx: Any = onnx  # much of it has no types
_ort: Any = onnxruntime
_SHARE = 0.65
"""How much of the unevenness goes into the weights: measured, .6 and .7 do alike, and .5 and .4 worse."""
_LEAST = 1e-5


def write_smoothed(graph: Path, path: Path, feeds: Iterable[ModelInputs]) -> None:
    """Write a network that gives what another gives, with evened inputs of its products.

    Args:
        graph: The other's file.
        path: Where to; the weights lie in it.
        feeds: Texts as it takes them, by which the greatest value of each column is found.
    """
    model = _onnx.load(str(graph))
    products = _products(model)
    greatest = _greatest(graph, products, feeds)
    weights = {each.name: each for each in model.graph.initializer}
    nodes: list[Any] = []
    for node in model.graph.node:
        if (given := node.input[0] if node.input else "") in products and node in products[given]:
            nodes += _evened(given, products.pop(given), greatest[given], weights, model)
        nodes.append(node)
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    _onnx.save(model, str(path))


def _products(model: Any) -> dict[str, list[Any]]:
    """Return the products with weights, by what they take in."""
    weights = {each.name for each in model.graph.initializer}
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for node in model.graph.node:
        if node.op_type == "MatMul" and node.input[1] in weights:
            found[node.input[0]].append(node)
    return dict(found)


def _greatest(graph: Path, products: Iterable[str], feeds: Iterable[ModelInputs]) -> dict[str, NDArray[np.float32]]:
    """Return the greatest absolute value of each column of what products take in, each of shape (columns,)."""
    model, names = _onnx.load(str(graph)), list(products)
    model.graph.output.extend(helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in names)
    session = _ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    found: dict[str, NDArray[np.float32]] = {}
    for feed in feeds:
        for name, values in zip(names, session.run(names, feed), strict=True):
            columns: NDArray[np.float32] = np.abs(values).reshape(-1, values.shape[-1]).max(axis=0)
            found[name] = np.maximum(found[name], columns) if name in found else columns
    return found


def _evened(
    given: str, products: list[Any], greatest: NDArray[np.float32], weights: Mapping[str, Any], model: Any
) -> list[Any]:
    """Put the factors into the weights of products that take the same in, and return the node that takes them out."""
    matrices = [numpy_helper.to_array(weights[each.input[1]]) for each in products]
    heaviest = np.max([np.abs(matrix).max(axis=1) for matrix in matrices], axis=0)
    factors = np.maximum(greatest, _LEAST) ** _SHARE / np.maximum(heaviest, _LEAST) ** (1 - _SHARE)
    for each, matrix in zip(products, matrices, strict=True):
        scaled = (matrix * factors[:, None]).astype(np.float32)
        weights[each.input[1]].CopyFrom(numpy_helper.from_array(scaled, each.input[1]))
        each.input[0] = f"{given}/evened"
    model.graph.initializer.append(numpy_helper.from_array((1 / factors).astype(np.float32), f"{given}/factors"))
    return [helper.make_node("Mul", [given, f"{given}/factors"], [f"{given}/evened"])]
