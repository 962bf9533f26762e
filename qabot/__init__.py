"""qabot: questions to the public-sector ICT press, answered in its own words."""

from __future__ import annotations

import os

__version__ = "0.1.0"

# What someone asks is nobody else's business. onnxruntime and the hub's library report their use unless they are told
# not to before they are first imported; whatever the user has set stands.
for _opt_out in ("ORT_DISABLE_TELEMETRY", "HF_HUB_DISABLE_TELEMETRY", "DO_NOT_TRACK"):
    os.environ.setdefault(_opt_out, "1")
