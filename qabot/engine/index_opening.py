"""Opening what answers, where it was built with the model that the settings name."""

from __future__ import annotations

from qabot.core.errors import ModelMismatch
from qabot.core.settings import Settings
from qabot.index.generation_reading import OpenGeneration
from qabot.index.stores import open_generation


def open_fitting(settings: Settings) -> OpenGeneration:
    """Open the generation that answers for a home.

    Raises:
        IndexUnusable: There is none, or it cannot be read.
        ModelMismatch: The settings name another model than the one it was built with.
    """
    generation = open_generation(settings)
    if settings.model.accepts(generation.manifest.source):
        return generation
    generation.close()
    raise ModelMismatch(
        f"The index was built with {generation.manifest.model}, and the settings ask for {settings.model.name}.",
        still_works="Without that setting, questions are answered with the model of the index.",
        hint="Run `qabot index` to build it with the other model.",
    )
