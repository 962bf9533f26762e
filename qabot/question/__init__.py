"""From what was typed to what is searched for. Pure: nothing here knows the index.

`readings` reads a question in each way in which it may be meant behind others: `dependence` tells how far it may need
them, `follow_ups` what it takes over from them, and `named_in_answers` what the last answer named. `analysis` puts an
analysed question together from `operators` (`outlet:`, `after:`, `"exact"`, `-word`), `dates` (ranges, soft dates and
"latest") and `entities` (acronyms and names of organisations). `synonyms` has what articles say for everyday words.
`tokeniser` tells words that carry meaning from words that only ask, and `answer_types` what kind of thing is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qabot.core.faces import lazy_face

if TYPE_CHECKING:
    from qabot.question.acronyms import read_body_names, read_entities, read_fact_bodies
    from qabot.question.analysis import MOST_CHARACTERS, analyse, asks_of_now, combine_filters
    from qabot.question.entities import CalledName, EntityGazetteer
    from qabot.question.filter_fields import given_date, given_filters
    from qabot.question.operator_names import OPERATORS
    from qabot.question.operators import parse_operators, read_date
    from qabot.question.readings import QuestionReading, QuestionReadings, read_in_context
    from qabot.question.several_questions import AskedPart, asked_parts, may_tell_comparison
    from qabot.question.synonyms import SynonymTable
    from qabot.question.tokeniser import STOP_WORDS, content_words, tokenise
    from qabot.question.vocabulary import is_general, stem, words_of
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "acronyms": ("read_body_names", "read_entities", "read_fact_bodies"),
            "analysis": ("MOST_CHARACTERS", "analyse", "asks_of_now", "combine_filters"),
            "entities": ("CalledName", "EntityGazetteer"),
            "filter_fields": ("given_date", "given_filters"),
            "operator_names": ("OPERATORS",),
            "operators": ("parse_operators", "read_date"),
            "readings": ("QuestionReading", "QuestionReadings", "read_in_context"),
            "several_questions": ("AskedPart", "asked_parts", "may_tell_comparison"),
            "synonyms": ("SynonymTable",),
            "tokeniser": ("STOP_WORDS", "content_words", "tokenise"),
            "vocabulary": ("is_general", "stem", "words_of"),
        },
    )

__all__ = [
    "MOST_CHARACTERS",
    "OPERATORS",
    "STOP_WORDS",
    "AskedPart",
    "CalledName",
    "EntityGazetteer",
    "QuestionReading",
    "QuestionReadings",
    "SynonymTable",
    "analyse",
    "asked_parts",
    "asks_of_now",
    "combine_filters",
    "content_words",
    "given_date",
    "given_filters",
    "is_general",
    "may_tell_comparison",
    "parse_operators",
    "read_body_names",
    "read_date",
    "read_entities",
    "read_fact_bodies",
    "read_in_context",
    "stem",
    "tokenise",
    "words_of",
]
