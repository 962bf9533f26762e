"""Why an answer is as it is, in plain words: what was searched, why the first quote is first, why the verdict.

The figures behind it are in `phrasing.judged` and `phrasing.explanation`, and are shown after these words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qabot.core.answers import Answer, Evidence, HeldBack, Retriever, ScoreComponent
from qabot.output.answer_marks import answer_words
from qabot.output.attribution import text_count

_HELD_BACK: Mapping[HeldBack, str] = {
    "vague": "the question names a subject without asking anything of it",
    "names": "no article shown has every name in the question",
    "figure_named": "the first quote does not say the figure that the question names",
    "date_named": "the first quote tells of another date than the question names",
    "figure_sought": "the first quote does not plainly tell the figure that is asked for",
    "roles_turned": "the first quote tells it the other way round of whom the question names or asks for",
    "office_sought": "the first quote does not plainly tell who holds the office that is asked about",
    "state_sought": "the first quote does not plainly tell whether it is still so",
    "office_newer": "a newer article names somebody else in the office that is asked about",
    "office_left": "whoever is named there leaves the office that is asked about, or has left it",
    "question_quoted": "the first quote asks this or leaves it open, and does not answer it",
    "disowned": "the first quote denies, does not admit or takes back the words that would answer",
    "agent_sought": "the first quote does not tell who did, or got, what is asked about",
    "superseded": "what the first quote tells was corrected, disputed or changed since",
    "planned": "the first quote tells what was planned, and not that it came to pass",
    "event_sought": "the first quote tells the date or the sum of something else than is asked about",
    "too_old": "the first quote is too old to tell whether it is still so",
    "reason_sought": "no quote plainly gives the reason that is asked for",
    "part": "a part of the question is not plainly answered, or no sentence makes the comparison that is asked for",
    "kind_sought": "the first quote tells a figure where no figure is asked for",
}
"""What kept an answer from being called strong."""
_SAYS: Mapping[float, str] = {0.95: "all", 0.75: "nearly all", 0.5: "more than half", 0.0: "less than half"}
"""From which share of what is asked a sentence is told to say so much of it."""
_NEAR_THE_TOP = 3
"""Up to which place in a list it speaks for a passage to stand there."""
_TEENS = range(11, 14)
_ENDINGS: Mapping[int, str] = {1: "st", 2: "nd", 3: "rd"}


def plain_explanation(answer: Answer) -> list[str]:
    """Say in one to three sentences what was searched, why the first quote comes first, and why it is so judged."""
    return [*_searched(answer), *_first(answer), *_verdict(answer)]


def plain_ranking(evidence: Evidence) -> str:
    """Say why a passage ranks where it does, and which of its words answer where a reader tells."""
    ranked = f"Ranked here as it is {_listed(_reasons(evidence))}."
    words = answer_words(evidence)
    return f"{ranked} The words that answer are, by the reader, “{words}”." if words else ranked


def _searched(answer: Answer) -> Iterator[str]:
    scope = answer.searched
    how = "by shared words alone" if answer.lexical_only else "by meaning and by shared words"
    which = text_count(scope.articles, scope.briefs)
    if scope.matched_filters and not (answer.evidence or answer.nearest or answer.lexical_only):
        yield "Nothing was searched: no word is asked for."  # by meaning, any word at all comes near to something
    elif scope.matched_filters == scope.articles:
        yield f"All of {which} were searched, {how}."
    elif scope.matched_filters:
        yield f"The {scope.matched_filters:,} of {which} that the filters leave were searched, {how}."
    else:
        yield f"Nothing was searched: the filters leave none of {which}."


def _first(answer: Answer) -> Iterator[str]:
    if answer.evidence:
        first, *others = answer.evidence
        beside = "comes first" if others else "is shown"
        yield f"The first quote {beside} because it is {_listed(_reasons(first, _NEAR_THE_TOP))}."


def _reasons(evidence: Evidence, least: int | None = None) -> list[str]:
    """Return what speaks for a passage, as "it is …" goes on; places behind the least one tell nothing."""
    votes = (each for each in evidence.hit.components if each.contribution > 0)
    found = [_reason(each) for each in votes if least is None or each.rank is None or each.rank <= least]
    return [each for each in found if each] or ["among the passages that came nearest"]


def _reason(component: ScoreComponent) -> str:
    by_rank: Mapping[Retriever, str] = {
        "dense": "in meaning",
        "lexical": "by shared words",
        "rerank": "by the reranker",
    }
    by_itself: Mapping[Retriever, str] = {
        "date": "from the time that is asked about",
        "body": "about a body that the question names",
        "recent": "among the newest" if (component.rank or 0) <= _NEAR_THE_TOP else "",
    }
    match component.retriever:
        case "reading":
            share = next(word for least, word in _SAYS.items() if component.score >= least)
            return f"one whose best sentence says {share} of what is asked"
        case "reader":
            return "the one that the reader finds likeliest to answer" if component.rank == 1 else ""
        case "dense" | "lexical" | "rerank":
            return f"{ordinal(component.rank)} {by_rank[component.retriever]}" if component.rank else ""
        case _:
            return by_itself.get(component.retriever, "")


def _verdict(answer: Answer) -> Iterator[str]:
    name = {"strong": "strong", "possible": "possible", "not_found": "not found"}[answer.verdict]
    if answer.held_back:
        yield f"It would be called strong, but {_HELD_BACK[answer.held_back]}: so it is called possible."
    elif not (answer.evidence or answer.nearest):
        yield "It is called not found because no passage was there to judge."
    elif answer.lexical_only:
        yield f"It is called {name}, and could not be called strong, because it was found by shared words alone."
    elif answer.probability is None:
        yield f"It is called {name} because no calibration tells how likely it is that it answers."
    elif not answer.probability:
        yield f"It is called {name} because words or names that are asked for stand in no article."
    else:
        chance = round(100 * answer.probability)
        yield (
            f"It is called {name} because, by the test questions that the verdict was fitted on, about {chance} in 100 "
            "with quotes like these have their answer in them."
        )


def ordinal(number: int) -> str:
    """Return a place in words: `1st`, `2nd`, `11th`."""
    ending = "th" if number % 100 in _TEENS else _ENDINGS.get(number % 10, "th")
    return f"{number}{ending}"


def _listed(words: list[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
