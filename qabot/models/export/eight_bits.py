"""The network of an encoder once more, in 8 bits: what reads questions and sentences while somebody waits.

The inputs of each product are rounded to 256 steps between the least and the greatest of a text's, and the weights by
column to 64 on either side of 0 (onnxruntime's dynamic quantisation), once `smoothing` has evened them out. Texts are
read one by one then, so that none is rounded by what is read beside it. Passages keep their vectors, which the full
network makes.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from msgspec.structs import replace
from onnxruntime import quantization

from qabot.models.encoder import READING, READING_RULE, EncoderSpec, OnnxEncoder
from qabot.models.export.network_files import PROBES, save_optimised
from qabot.models.export.smoothing import write_smoothed
from qabot.models.onnx_session import GRAPH, WEIGHTS

ALIKE, TOKENS_ALIKE = 0.99, 0.985
"""Cosines that the vectors of every text, and on average those of its tokens, must reach against the full network's."""

_ort: Any = onnxruntime
_quantization: Any = quantization
_SAMPLES = (
    "who audits the council's accounts?",
    "The authority will pay £4.2m over five years, a fifth less than before, its chief executive said on Tuesday.",
    "It had been told in 2014 that the system would not be ready, and went on.",
    "NHS trusts may choose another supplier; none of the eleven that were asked had done so by March.",
    "what does the minister say of digital identity cards",
    "Data on 1.8 million people was sent to the wrong address, the regulator found, and fined the firm.",
    "“We will not pay twice for the same software,” the permanent secretary told MPs.",
    *PROBES,
)


def read_in_8_bits(folder: Path) -> EncoderSpec:
    """Write `reading.onnx` beside an encoder's `model.onnx`, and return the spec that says so.

    Where what comes out reads otherwise than the full network, as it may for a model of another making, it is left
    out, and the spec says that: questions are read by the full network then.

    Raises:
        IndexCorrupt: There is no encoder in the folder, or it is damaged.
    """
    spec = replace(EncoderSpec.read(folder), reading_rule=READING_RULE, int8=False)
    _leave_out(folder)
    full = OnnxEncoder(spec, folder)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        copied, evened, rounded = (Path(scratch) / name for name in (GRAPH, "evened.onnx", READING))
        for name in (GRAPH, WEIGHTS):  # copied, for onnx reads no weights that another generation may share
            shutil.copyfile(folder / name, Path(scratch) / name)
        rows = full.tokeniser.tokens(_SAMPLES, spec.document_prompt)
        write_smoothed(copied, evened, (full.tokeniser.feed([row]) for row in rows))
        _quantization.quantize_dynamic(
            str(evened),
            str(rounded),
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            reduce_range=True,  # 64 steps: with more, sums overflow on processors without special instructions
            weight_type=quantization.QuantType.QInt8,
        )
        save_optimised(rounded, folder / READING, _ort.GraphOptimizationLevel.ORT_ENABLE_EXTENDED)
    made = replace(spec, int8=True)
    if _alike(OnnxEncoder(made, folder), full):
        made.write(folder)
        return made
    _leave_out(folder)
    spec.write(folder)
    return spec


def _leave_out(folder: Path) -> None:
    """Take the files away by their names: another generation may have them by others."""
    for path in folder.glob(f"{READING}*"):
        path.unlink()


def _alike(rounded: OnnxEncoder, full: OnnxEncoder) -> bool:
    pairs = list(zip(rounded.encode_document_tokens(_SAMPLES), full.encode_document_tokens(_SAMPLES), strict=True))
    whole = [float(ours.vector @ theirs.vector) for ours, theirs in pairs]
    tokens = [float(np.einsum("ij,ij->i", ours.tokens, theirs.tokens).mean()) for ours, theirs in pairs]
    return min(whole) >= ALIKE and min(tokens) >= TOKENS_ALIKE  # False for NaN too
