"""qabot: questions to the public-sector ICT press, answered in its own words."""

from __future__ import annotations

__version__ = "0.1.0"
