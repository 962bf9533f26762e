"""What a sentence states, read as values: pure functions from a text to facts with the place they were read from.

`figures` reads sums, shares and counts, as people write them, to value, unit, bounds and period. `near_duplicates`
tells copies of a story by what they share; `alignment`, `particulars`, `word_variants` and `same_matter` by what they
say of whom.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qabot.core.faces import lazy_face

if TYPE_CHECKING:
    from qabot.facts.alignment import Gap, bare_gaps, gaps
    from qabot.facts.article_changes import ArticleChanges, ParagraphChange, WordRun, compare_versions
    from qabot.facts.article_facts import read_article_facts
    from qabot.facts.attributions import find_attributions
    from qabot.facts.bodies import NamedBodies
    from qabot.facts.body_mentions import BodyMention, Gazetteer, is_written_as_name
    from qabot.facts.clauses import clause_at
    from qabot.facts.counted_nouns import counted_noun
    from qabot.facts.elided_counts import OF_THEM
    from qabot.facts.event_reading import dated_events
    from qabot.facts.figure_rates import rate_of
    from qabot.facts.figure_reading import figure_facts
    from qabot.facts.figure_sources import gives
    from qabot.facts.figure_spellings import printed, spellings
    from qabot.facts.figures import PER_CENT, POINTS, Figure, figures_of_value, find_figures, is_counted, the_amount
    from qabot.facts.head_nouns import what_of
    from qabot.facts.mere_mentions import is_mere_mention
    from qabot.facts.misspellings import is_misspelt
    from qabot.facts.near_duplicates import ComparedText, are_copies, are_titled_apart, group, is_update
    from qabot.facts.number_words import DIGITS, IN_WORDS, SCALE, value_of
    from qabot.facts.person_names import FIRST_NAMES, TITLES, are_forms_of_one_name
    from qabot.facts.press_names import PRESS
    from qabot.facts.same_matter import Body
    from qabot.facts.speaker_articles import SpeakerArticle, SpeakerSearch
    from qabot.facts.speaker_names import SpeakerNames
    from qabot.facts.speech_cues import ACTS, CueForm, CueLexicon, SpeechCue, packaged_cues, read_cues
    from qabot.facts.stated_times import find_times
    from qabot.facts.topic_articles import TopicArticle, TopicSearch
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "alignment": ("Gap", "bare_gaps", "gaps"),
            "article_changes": ("ArticleChanges", "ParagraphChange", "WordRun", "compare_versions"),
            "article_facts": ("read_article_facts",),
            "attributions": ("find_attributions",),
            "bodies": ("NamedBodies",),
            "body_mentions": ("BodyMention", "Gazetteer", "is_written_as_name"),
            "clauses": ("clause_at",),
            "counted_nouns": ("counted_noun",),
            "elided_counts": ("OF_THEM",),
            "event_reading": ("dated_events",),
            "figure_reading": ("figure_facts",),
            "figure_rates": ("rate_of",),
            "figure_sources": ("gives",),
            "figure_spellings": ("printed", "spellings"),
            "figures": ("Figure", "PER_CENT", "POINTS", "figures_of_value", "find_figures", "is_counted", "the_amount"),
            "head_nouns": ("what_of",),
            "mere_mentions": ("is_mere_mention",),
            "misspellings": ("is_misspelt",),
            "near_duplicates": ("ComparedText", "are_copies", "are_titled_apart", "group", "is_update"),
            "number_words": ("DIGITS", "IN_WORDS", "SCALE", "value_of"),
            "person_names": ("FIRST_NAMES", "TITLES", "are_forms_of_one_name"),
            "press_names": ("PRESS",),
            "same_matter": ("Body",),
            "speaker_articles": ("SpeakerArticle", "SpeakerSearch"),
            "speaker_names": ("SpeakerNames",),
            "speech_cues": ("ACTS", "CueForm", "CueLexicon", "SpeechCue", "packaged_cues", "read_cues"),
            "stated_times": ("find_times",),
            "topic_articles": ("TopicArticle", "TopicSearch"),
        },
    )

__all__ = [
    "ACTS",
    "DIGITS",
    "FIRST_NAMES",
    "IN_WORDS",
    "OF_THEM",
    "PER_CENT",
    "POINTS",
    "PRESS",
    "SCALE",
    "TITLES",
    "ArticleChanges",
    "Body",
    "BodyMention",
    "ComparedText",
    "CueForm",
    "CueLexicon",
    "Figure",
    "Gap",
    "Gazetteer",
    "NamedBodies",
    "ParagraphChange",
    "SpeakerArticle",
    "SpeakerNames",
    "SpeakerSearch",
    "SpeechCue",
    "TopicArticle",
    "TopicSearch",
    "WordRun",
    "are_copies",
    "are_forms_of_one_name",
    "are_titled_apart",
    "bare_gaps",
    "clause_at",
    "compare_versions",
    "counted_noun",
    "dated_events",
    "figure_facts",
    "figures_of_value",
    "find_attributions",
    "find_figures",
    "find_times",
    "gaps",
    "gives",
    "group",
    "is_counted",
    "is_mere_mention",
    "is_misspelt",
    "is_update",
    "is_written_as_name",
    "packaged_cues",
    "printed",
    "rate_of",
    "read_article_facts",
    "read_cues",
    "spellings",
    "the_amount",
    "value_of",
    "what_of",
]
