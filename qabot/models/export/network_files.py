"""What every network that is exported goes through: it is saved simplified, and tried with the same texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import onnxruntime

from qabot.models.onnx_session import Input

PROBES = (
    "Who runs the Government Digital Service?",
    "a",
    "Der Rat schloß das Büro; 数字政府 و الحكومة الرقمية 🏛️ \u0928\u092e\u0938\u094d\u0924\u0947.",
    "The council paid £4,250,000 (12.5 %) for the new payroll system; it went live on 1 April 2014.\n\n" * 3,
    "Procurement of hosting, desktops and networks was let to several smaller suppliers. " * 150,
)
"""Texts that an exported network is tried with: of a few tokens and of too many, plain and odd."""

_ort: Any = onnxruntime


def save_optimised(graph: Path, path: Path, level: Any) -> tuple[Input, ...]:
    """Save a graph simplified, with its weights in a file beside it: it then opens in a third of the time.

    Args:
        graph: Where it lies.
        path: Where to; the weights lie beside it.
        level: onnxruntime's, none above those that hold on every processor.

    Returns:
        The names of its inputs.
    """
    options = _ort.SessionOptions()
    options.log_severity_level = 3
    options.graph_optimization_level = level
    options.optimized_model_filepath = str(path)
    options.add_session_config_entry("session.optimized_model_external_initializers_file_name", f"{path.name}.data")
    options.add_session_config_entry("session.optimized_model_external_initializers_min_size_in_bytes", "1024")
    session = _ort.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
    return tuple(given.name for given in session.get_inputs())
