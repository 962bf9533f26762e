"""What libraries would report of their use, declined. What someone asks is nobody else's business.

onnxruntime and the hub's library report their use unless they are told not to before they are first imported. The
command line tells them at its start, and the processes that it starts inherit that. A program that uses qabot as a
library has an environment of its own, which importing qabot leaves alone: it calls `opt_out(os.environ)` before it
opens an engine, or sets the variables itself.
"""

from __future__ import annotations

from collections.abc import MutableMapping

OPT_OUTS = ("ORT_DISABLE_TELEMETRY", "HF_HUB_DISABLE_TELEMETRY", "DO_NOT_TRACK")
"""The variables; `1` in any of them declines."""


def opt_out(environ: MutableMapping[str, str]) -> None:
    """Decline wherever nothing else is said; whatever the user has set stands."""
    for name in OPT_OUTS:
        environ.setdefault(name, "1")
