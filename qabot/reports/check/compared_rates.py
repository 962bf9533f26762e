"""A figure that an article has too, but for each of another length of time, over other years, or the other way."""

from __future__ import annotations

from qabot.facts.figure_rates import rate_of
from qabot.facts.figure_spellings import printed
from qabot.facts.figures import Figure
from qabot.reports.check.anchored_places import turned_beside
from qabot.reports.check.checked_draft import Difference, Judgement
from qabot.reports.check.held_sentences import Likeness
from qabot.reports.check.sentence_comparison import ReadSentence, held_quote


def at_another_rate(figure: Figure, read: ReadSentence, other: Figure, like: Likeness) -> Judgement | None:
    """Judge a figure by what goes with the very same one in an article: "£700m less" for "more", "over ten years".

    Args:
        figure: Its place is counted in the sentence.
        read: The sentence.
        other: The article's, of the same value.
        like: The article's sentence.

    Returns:
        None where both say the same with it, or one says nothing.
    """
    if turned := turned_beside(figure, read, other, like):
        return _judged(f"The article has “{turned[1]}”.", like, Difference(*turned))
    if figure.years and other.years and figure.years != other.years:
        note = f"The article has {printed(other)} over {other.years:f} years, and not over {figure.years:f}."
        return _judged(note, like)
    per = rate_of(read.text, figure, read.figures)
    held = rate_of(like.sentence.text, other, like.sentence.figures)
    if not (per and held and per != held):
        return None
    return _judged(f"The article has {printed(other)} per {held}, and not per {per}.", like)


def _judged(note: str, like: Likeness, *differences: Difference) -> Judgement:
    return Judgement("other_figure", False, (held_quote(like),), note, differences)
