"""From hits to an answer: what to quote, and what to make of it.

`answerer` puts it together in five steps: `deduplication` collapses near-copies; `sentence_scoring` reads sentences, by
`token_similarity` and `answer_type_match`, or `figure_fit` where a figure is sought (or `lexical_reading`, while there
is no encoder), and ranks hits anew, by what the reader makes of them as well (`passage_reading`), which is given the
question in each passage's own names and spelling (`passage_wording`); `quotation` cuts; `verdict` judges, with a
`calibration` and `name_coverage`. `quote_doubts` says what speaks against a quote, however likely: it tells
another side (`roles_told` and `roles_asked`, by `role_verbs`), another holder (`told_holders`, by `office_changes`) or
another event (`other_event`), names nobody who did it (`agents_told`), denies it (`disowned_words`), or tells a plan
(`told_plans`) or what was so before (`former_values`); and `marked_answers` which of its words are marked.
`term_coverage` says what a corpus lacks that does not answer, and `missing_claims` which part of the question no quote
gives, by `asked_slots` and `name_mentions` against `kinds_told` and `times_told`, or which name it has instead
(`like_names`, `offered_names`). `joined_answers` makes one answer of those to several questions in one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qabot.core.faces import lazy_face

if TYPE_CHECKING:
    from qabot.answer.answer_type_match import holds_answer_type
    from qabot.answer.answerer import Answerer
    from qabot.answer.asked_offices import asked_office
    from qabot.answer.calibration import FILE, Calibration, FittedSet, Rates, Signal, find, models_key
    from qabot.answer.joined_answers import AnsweredPart, joined_answer
    from qabot.answer.missing_claims import claimed_missing
    from qabot.answer.name_mentions import names_in
    from qabot.answer.passage_reading import PassageReader, reading_pair
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "answer_type_match": ("holds_answer_type",),
            "answerer": ("Answerer",),
            "asked_offices": ("asked_office",),
            "calibration": ("Calibration", "FILE", "FittedSet", "Rates", "Signal", "find", "models_key"),
            "joined_answers": ("AnsweredPart", "joined_answer"),
            "missing_claims": ("claimed_missing",),
            "name_mentions": ("names_in",),
            "passage_reading": ("PassageReader", "reading_pair"),
        },
    )

__all__ = [
    "FILE",
    "AnsweredPart",
    "Answerer",
    "Calibration",
    "FittedSet",
    "PassageReader",
    "Rates",
    "Signal",
    "asked_office",
    "claimed_missing",
    "find",
    "holds_answer_type",
    "joined_answer",
    "models_key",
    "names_in",
    "reading_pair",
]
