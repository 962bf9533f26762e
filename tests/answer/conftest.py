"""What the tests of answers share."""

from __future__ import annotations

import pytest

from qabot.index.snapshot import Generation
from qabot.models.encoder import OnnxEncoder


@pytest.fixture(scope="module")
def encoder(generation: Generation) -> OnnxEncoder:
    """The packaged encoder, with which the starter corpus was embedded."""
    return generation.encoder()
