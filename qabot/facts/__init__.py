"""What a sentence states, read as values: pure functions from a text to facts with the place they were read from.

`figures` reads sums, shares and counts, as people write them, to value, unit, bounds and period. `near_duplicates`
tells copies of a story by what they share; `alignment`, `particulars` and `same_matter` by what they say of whom.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qabot.core.faces import lazy_face

if TYPE_CHECKING:
    from qabot.facts.bodies import NamedBodies
    from qabot.facts.body_mentions import BodyMention, Gazetteer
    from qabot.facts.clauses import clause_at
    from qabot.facts.counted_nouns import counted_noun
    from qabot.facts.event_reading import dated_events
    from qabot.facts.figure_reading import figure_facts
    from qabot.facts.figure_spellings import printed, spellings
    from qabot.facts.figures import Figure, figures_of_value, find_figures, the_amount
    from qabot.facts.near_duplicates import ComparedText, are_copies, are_titled_apart, group, is_update
    from qabot.facts.same_matter import Body
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "Body": "same_matter",
            "BodyMention": "body_mentions",
            "ComparedText": "near_duplicates",
            "Figure": "figures",
            "Gazetteer": "body_mentions",
            "NamedBodies": "bodies",
            "are_copies": "near_duplicates",
            "are_titled_apart": "near_duplicates",
            "clause_at": "clauses",
            "counted_noun": "counted_nouns",
            "dated_events": "event_reading",
            "figure_facts": "figure_reading",
            "figures_of_value": "figures",
            "find_figures": "figures",
            "group": "near_duplicates",
            "is_update": "near_duplicates",
            "printed": "figure_spellings",
            "spellings": "figure_spellings",
            "the_amount": "figures",
        },
    )

__all__ = [
    "Body",
    "BodyMention",
    "ComparedText",
    "Figure",
    "Gazetteer",
    "NamedBodies",
    "are_copies",
    "are_titled_apart",
    "clause_at",
    "counted_noun",
    "dated_events",
    "figure_facts",
    "figures_of_value",
    "find_figures",
    "group",
    "is_update",
    "printed",
    "spellings",
    "the_amount",
]
