"""What a home holds at first sight: enough to begin with, or what to do where there is nothing to ask yet."""

from __future__ import annotations

import os
from typing import Any

from starlette.requests import Request

from qabot.core.errors import NoIndex, QabotError
from qabot.output.phrasing import coverage
from qabot.server.question_address import QuestionAddress
from qabot.server.site import site_of, told_to


def beginning(request: Request) -> dict[str, Any]:
    """Return what the first page shows: what is held, and questions to begin with; or why nothing can be asked."""
    site = site_of(request)
    try:
        engine = site.engine.get()
    except QabotError as error:
        has_corpus = os.path.lexists(site.settings.home.corpus)
        empty = {"has_corpus": has_corpus, "is_unbuilt": isinstance(error, NoIndex)}
        return {"held": None, "examples": [], "trouble_to_begin": told_to(request, error), **empty}
    examples = [(each, QuestionAddress(each).path()) for each in site.offered.of(engine)]
    return {
        "held": coverage(engine.searched),
        "briefs": engine.searched.briefs,
        "examples": examples,
        "trouble_to_begin": None,
    }
