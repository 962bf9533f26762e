"""What comes nearest to a question, for programs that want no verdict: `qabot.search/1`."""

from __future__ import annotations

from qabot.core.answers import Turn
from qabot.engine.engine import Engine
from qabot.output.json_documents import ask_document, particulars
from qabot.output.schemas.search_schemas import Search


def search_document(engine: Engine, turn: Turn, limit: int) -> Search:
    """Return `qabot.search/1` of a question that was answered.

    Args:
        engine: What answered it.
        turn: The question and its answer.
        limit: How many passages, and how many articles, to tell at the most.
    """
    told, ranked = ask_document(turn, turn.answer.warnings), turn.answer.ranked
    with engine.lease() as current:
        held = [current.generation.article(each) for each in ranked[:limit]]
    return Search(
        question=told.question,
        understood=told.understood,
        hits=(told.answers or told.nearest)[:limit],
        articles=tuple(particulars(each) for each in held if each),
        found=len(ranked),
        searched=told.searched,
        unknown_names=told.unknown_names,
        warnings=told.warnings,
    )
