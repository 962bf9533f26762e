"""From what was typed to what is searched for. Pure: nothing here knows the index.

`analysis` puts an analysed question together from `operators` (`outlet:`, `after:`, `"exact"`, `-word`), `dates`
(ranges, soft dates and "latest"), `entities` (acronyms and names of organisations) and `follow_ups` (what an elliptical
question takes over from the turns before it). `content_words` tells words that carry meaning from words that only ask,
and `answer_types` what kind of thing is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qabot.core.faces import lazy_face

if TYPE_CHECKING:
    from qabot.question.analysis import analyse, combine_filters
    from qabot.question.entities import EntityGazetteer
    from qabot.question.operator_names import OPERATORS
    from qabot.question.operators import parse_operators
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "OPERATORS": "operator_names",
            "EntityGazetteer": "entities",
            "analyse": "analysis",
            "combine_filters": "analysis",
            "parse_operators": "operators",
        },
    )

__all__ = ["OPERATORS", "EntityGazetteer", "analyse", "combine_filters", "parse_operators"]
