"""Passages to vectors in half precision (bfloat16), by OpenVINO: twice as fast where the processor has it.

A module of its own because OpenVINO has to be imported with care: see `_import_openvino`.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import numpy as np

from qabot.models.encoder import Vectors
from qabot.models.onnx_session import ModelInputs


def _import_openvino() -> Any:
    """Import OpenVINO without its conversion tools, which would report the import to Google Analytics.

    OpenVINO goes on without them where they cannot be imported, and qabot does not convert: it reads the ONNX graph.
    """
    tools = "openvino.tools.ovc"
    if tools in sys.modules:
        return importlib.import_module("openvino")
    sys.modules[tools] = None  # type: ignore[assignment] - how Python marks a module that must not be imported
    try:
        return importlib.import_module("openvino")
    finally:
        del sys.modules[tools]


_openvino = _import_openvino()


class OpenVinoRunner:
    """A network compiled for this processor in bfloat16. Safe to share between threads."""

    def __init__(self, graph: Path, *, streams: int) -> None:
        """Compile the ONNX graph in this file.

        Args:
            graph: `model.onnx` of an encoder.
            streams: Batches run at the same time, each on its share of the processor's cores.

        Raises:
            RuntimeError: OpenVINO cannot read the graph, or knows no such operator.
        """
        # Bound to cores, each process would take the first ones: several of them would share one, and others lie idle.
        settings = {
            "INFERENCE_PRECISION_HINT": "bf16",
            "NUM_STREAMS": str(streams),
            "INFERENCE_NUM_THREADS": streams,
            "ENABLE_CPU_PINNING": False,
        }
        core = _openvino.Core()
        compiled = core.compile_model(core.read_model(str(graph)), "CPU", settings)
        self._idle: SimpleQueue[Any] = SimpleQueue()
        for _ in range(streams):
            self._idle.put(compiled.create_infer_request())

    def run(self, feed: ModelInputs) -> Vectors:
        """Run the network on one padded batch of tokens: shape (texts, dimension), each row of length 1."""
        request = self._idle.get()
        try:
            request.infer(feed)
            return np.array(request.get_output_tensor(0).data, dtype=np.float32)
        finally:
            self._idle.put(request)


def has_bfloat16() -> bool:
    """Whether this processor computes in bfloat16."""
    return "BF16" in _openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
