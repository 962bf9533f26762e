"""The reader's network as an ONNX graph, written from its weights: no torch is needed to put it into a generation.

A BERT encoder (Devlin et al. 2019) for one question with one passage at a time, so that nothing is padded or masked:

    token, type and place embeddings → LayerNorm
    6 × (self-attention + its input → LayerNorm → feed forward + its input → LayerNorm)
    a linear head for start and end of the answer; a small one on the first token for whether there is an answer

In 8 bits, the linear layers of the later half round their inputs to 256 steps between the least and the greatest of
them, 0 among them, and their weights by column (onnxruntime's `DynamicQuantizeMatMul`; Jacob et al. 2018). With all
layers so, one span in eight was another than in single precision; with two left as they are one in fifteen, and with
three one in thirty. The weights that ship learnt to live with it (`qabot.models.training.network.Int8Linear`), and say
so in their file.

The embeddings of words, half of all that the network holds, lie in half precision, as the layers ship.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from qabot.models.onnx_session import GRAPH, WEIGHTS

LAYERS, HEADS, WIDTH = 6, 12, 384
"""Of all-MiniLM-L6."""
INPUTS = ("input_ids", "token_type_ids")
OUTPUTS = ("start", "end", "answers")
"""Logits of being the first and the last token of the answer, shape (1, tokens), and of being answered, shape (1,)."""

_onnx: Any = onnx  # much of it has no types

EXACT_LAYERS = 3
"""How many of the first layers are computed in single precision in any case: what they get wrong, the others add to."""
RULE = 3
"""Rises when the same weights give another graph."""

_OPSET, _IR = 20, 9
_CONTRIBUTED, _CONTRIBUTED_OPSET = "com.microsoft", 1
"""Operators of onnxruntime's own."""
_EPSILON = 1e-12
WEIGHT_STEPS = 64
"""On either side of 0. With more, products of two overflow the 16 bits in which processors without special instructions
add them up, and the same question would get another answer there."""

Weights = Mapping[str, NDArray[np.floating]]
"""By the names that the network has where it is trained, and those of the packaged model's embeddings."""


def write_graph(weights: Weights, folder: Path, *, int8: bool) -> None:
    """Write `model.onnx` and `model.onnx.data` into a folder, which must exist.

    Args:
        weights: All weights of the network.
        folder: Where to.
        int8: Whether the linear layers compute in 8 bits.

    Raises:
        KeyError: A weight is missing.
    """
    graph = _GraphWriter(weights, int8=int8)
    graph.write()
    made = helper.make_graph(
        graph.nodes,
        "reader",
        [helper.make_tensor_value_info(name, TensorProto.INT64, [1, "tokens"]) for name in INPUTS],
        [
            helper.make_tensor_value_info("start", TensorProto.FLOAT, [1, "tokens"]),
            helper.make_tensor_value_info("end", TensorProto.FLOAT, [1, "tokens"]),
            helper.make_tensor_value_info("answers", TensorProto.FLOAT, [1]),
        ],
        graph.initialisers,
    )
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_CONTRIBUTED, _CONTRIBUTED_OPSET)]
    model = helper.make_model(made, opset_imports=opsets, ir_version=_IR)
    _onnx.save_model(
        model,
        str(folder / GRAPH),
        save_as_external_data=True,
        all_tensors_to_one_file=True,
        location=WEIGHTS,
        size_threshold=1024,
    )


class _GraphWriter:
    """Collects nodes and initialisers; each method adds some, and returns the name of what they give."""

    def __init__(self, weights: Weights, *, int8: bool) -> None:
        self._weights, self._int8 = weights, int8
        self._rounds = False
        self._names = 0
        self.nodes: list[Any] = []
        self.initialisers: list[Any] = []

    def write(self) -> None:
        """Write all of the network."""
        hidden = self._embedded()
        for number in range(LAYERS):
            self._rounds = self._int8 and number >= EXACT_LAYERS
            hidden = self._layer(hidden, f"encoder.encoder.layer.{number}")
        self._rounds = False
        self._heads(hidden)

    def _embedded(self) -> str:
        tables = "encoder.embeddings"
        words = self._constant(self._weights[f"{tables}.word_embeddings.weight"].astype(np.float16))
        word = self._node("Cast", [self._node("Gather", [words, INPUTS[0]])], to=TensorProto.FLOAT)
        kind = self._node("Gather", [self._weight(f"{tables}.token_type_embeddings.weight"), INPUTS[1]])
        length = self._node("Shape", [INPUTS[0]], start=1, end=2)
        places = self._weight(f"{tables}.position_embeddings.weight")
        place = self._node("Slice", [places, self._integers([0]), length, self._integers([0])])
        summed = self._node("Add", [self._node("Add", [word, kind]), place])
        return self._normalised(summed, f"{tables}.LayerNorm")

    def _layer(self, hidden: str, name: str) -> str:
        mixed = self._attended(hidden, f"{name}.attention.self")
        mixed = self._linear(mixed, *self._pair(f"{name}.attention.output.dense"))
        hidden = self._normalised(self._node("Add", [mixed, hidden]), f"{name}.attention.output.LayerNorm")
        wide = self._node("Gelu", [self._linear(hidden, *self._pair(f"{name}.intermediate.dense"))])
        narrow = self._linear(wide, *self._pair(f"{name}.output.dense"))
        return self._normalised(self._node("Add", [narrow, hidden]), f"{name}.output.LayerNorm")

    def _attended(self, hidden: str, name: str) -> str:
        parts = [self._linear(hidden, *self._pair(f"{name}.{part}")) for part in ("query", "key", "value")]
        return self._node("MultiHeadAttention", parts, domain=_CONTRIBUTED, num_heads=HEADS)

    def _heads(self, hidden: str) -> None:
        matrix, bias = self._pair("span")
        logits = self._node("Add", [self._node("MatMul", [hidden, self._constant(matrix)]), self._constant(bias)])
        for part, name in enumerate(OUTPUTS[:2]):
            self._node("Gather", [logits, self._integer(part)], output=name, axis=2)
        first = self._node("Gather", [hidden, self._integer(0)], axis=1)
        for head in ("answers.0", "answers.3"):
            matrix, bias = self._pair(head)
            first = self._node("Add", [self._node("MatMul", [first, self._constant(matrix)]), self._constant(bias)])
            first = self._node("Gelu", [first]) if head == "answers.0" else first
        self._node("Squeeze", [first, self._integers([1])], output=OUTPUTS[2])

    def _pair(self, name: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return a linear layer's matrix, shape (in, out), and its bias."""
        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return np.ascontiguousarray(weight.T, dtype=np.float32), bias.astype(np.float32)

    def _linear(self, given: str, matrix: NDArray[np.float32], bias: NDArray[np.float32]) -> str:
        if self._rounds:
            steps = np.maximum(np.abs(matrix).max(axis=0), np.float32(1e-8)) / np.float32(WEIGHT_STEPS)
            inputs = [given, self._constant(_whole(matrix / steps)), self._constant(steps), "", self._constant(bias)]
            return self._node("DynamicQuantizeMatMul", inputs, domain=_CONTRIBUTED)
        product = self._node("MatMul", [given, self._constant(matrix)])
        return self._node("Add", [product, self._constant(bias)])

    def _normalised(self, given: str, name: str) -> str:
        scale, bias = self._weight(f"{name}.weight"), self._weight(f"{name}.bias")
        return self._node("LayerNormalization", [given, scale, bias], axis=-1, epsilon=_EPSILON)

    def _weight(self, name: str) -> str:
        return self._constant(self._weights[name].astype(np.float32))

    def _integers(self, values: Sequence[int]) -> str:
        return self._constant(np.array(values, dtype=np.int64))

    def _integer(self, value: int) -> str:
        return self._constant(np.array(value, dtype=np.int64))

    def _constant(self, values: NDArray[Any]) -> str:
        name = f"w{len(self.initialisers)}"
        self.initialisers.append(numpy_helper.from_array(np.ascontiguousarray(values).reshape(values.shape), name))
        return name

    def _node(self, kind: str, inputs: Sequence[str], output: str | None = None, **attributes: Any) -> str:
        name = output or self._name()
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def _name(self) -> str:
        self._names += 1
        return f"n{self._names}"


def _whole(values: NDArray[np.float32]) -> NDArray[np.int8]:
    rounded: Any = np.rint(values)
    return np.asarray(rounded, dtype=np.int8)
