"""A date of the draft against when an article that says the same says it was."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qabot.facts.figures import Figure
from qabot.facts.stated_times import find_times
from qabot.question.tokeniser import STOP_WORDS
from qabot.question.vocabulary import stem
from qabot.reports.check.anchored_places import dates_in_place
from qabot.reports.check.checked_draft import Difference, HeldQuote, Judgement
from qabot.reports.check.figure_matters import has_all_names
from qabot.reports.check.figure_slips import has_several_digits
from qabot.reports.check.held_sentences import Likeness
from qabot.reports.check.name_places import is_outlet
from qabot.reports.check.named_bodies import is_person
from qabot.reports.check.policy import Policy
from qabot.reports.check.sentence_comparison import ReadSentence, aligned_gap, held_quote
from qabot.reports.check.stated_dates import Days, StatedDate, is_slip, length_of, stated_dates, written_days
from qabot.reports.check.word_sequence import word_keys

_BACKGROUND = re.compile(r"\b(?:since|from|until|before|after|between|by|of|and)\s$", re.IGNORECASE)
"""What stands before a date that need not be when something was."""

_SOME_WORDS = 0.4
"""Share of them from which a sentence of the article that the draft goes on in may tell of the same."""
_LONG = 8
"""Years from which a date is of something else, where a sentence has nothing but whom the draft names."""
_PUBLISHED = re.compile(r"\b(?:published|reported|carried|printed|ran|wrote)\s(?:\w+\s){0,2}(?:on|in)\s$")
"""What stands before the date of an outlet's own story."""
_NEARLY = 0.7
"""How like the draft's another article's sentence must be, measured by the likest, for its date to count."""
_IN_NAME = re.compile(r"\s(?!(?:In|By|Since|From|Until)\b)[A-Z][a-z]+\s$")
"""What ends before a year that is a part of a name: "Better Connected 2012"."""
_WAS = re.compile(r"\b(?:was|were)\s(?:\w+ed|dropped|cut|set|put|begun|told|given|made|held)\b", re.IGNORECASE)
_TO_COME = re.compile(
    r"\b(?:will|would|shall|should|could|may|might|due|until|plan(?:s|ned)?|expect(?:s|ed)?|(?:was|were|is|are)\sto)\b",
    re.IGNORECASE,
)
"""What tells of what was to come."""
_LED = re.compile(r"\b(?:(?P<since>since)|(?P<until>until|till|up\sto|to|through\sto))\s$", re.IGNORECASE)
"""What says since when, or until when something is."""
_AT = re.compile(r"\b(by|in|since|until|from|for|during)\s(?:the\s)?$", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(?:previous|last|earlier|next|following|later|after|before|same|that|this)\s(?:\w+\s)?(?:day|week|month|year|spring|summer|"
    r"autumn|winter)s?\b|\b(?:day|week|month|year)s?\s(?:earlier|later|before|ago|after)\b|\byesterday\b|\btoday\b",
    re.IGNORECASE,
)
"""Times that are told by other times."""


def judge_date(stated: StatedDate, read: ReadSentence, policy: Policy) -> Judgement:
    """Say what the corpus holds of a date.

    Args:
        stated: Its place is counted in the sentence.
        read: The sentence.
        policy: What passes.
    """
    judged = _judged(stated, read, policy)
    if judged.outcome == "other_date" and read.is_one_more:
        return Judgement("unchecked", None, judged.evidence, "The article tells of another such thing perhaps.")
    if judged.ok is None and _is_alone(stated, read):
        return Judgement("unchecked", None, (), "It stands by itself: nothing is said to be of then.")
    return judged


def _judged(stated: StatedDate, read: ReadSentence, policy: Policy) -> Judgement:
    if read.run:
        return Judgement("says_so", True, read.run[:3])
    for like in read.near:
        if like.near >= policy.near_share and (found := _aligned(stated, read, like) or _in_all_words(stated, like)):
            return found
    for like in (each for each in read.alike if each.goes_on):
        placed = list(dates_in_place(stated, read, like))
        is_when = len(placed) == 1 and not _is_of_its_story(placed[0], read, like)
        if is_when and not stated.fits(placed[0].first, placed[0].last):
            difference = Difference(read.text[stated.start : stated.end], _text(like, placed[0]))
            note = f"The article has {difference.held}."
            return Judgement("other_date", False, (held_quote(like),), note, (difference,))
    near = [each for each in read.near if each.near >= policy.near_share]
    alike = [
        each for each in read.alike if each.matter >= policy.same_matter or each in near or _goes_on(read, each, policy)
    ]
    if not alike:
        slipped = _slipped(stated, [each for each in read.alike if each.matter >= policy.some_matter], read, policy)
        return slipped or Judgement("not_held", None, (), "No article was found for it.")
    named = [each for each in alike if all(map(each.sentence.held.has_name, read.names))] or alike
    best = max(named, key=lambda each: (_shares_a_figure(read, each, stated), _likeness(each)))
    return _beside_a_figure(stated, read, best) or _said_so(stated, named) or _elsewhere(stated, best, read, policy)


def _is_alone(stated: StatedDate, read: ReadSentence) -> bool:
    """Whether a sentence has nothing but names besides a date, as where it cites: "UKAuthority, 3 May 2019"."""
    taken = [(stated.start, stated.end), *((each.start, each.end) for each in read.names)]
    left = [each for each in read.words.words if not any(a < each.end and each.start < b for a, b in taken)]
    return bool(read.names) and all(each.kind == "word" and each.key in STOP_WORDS for each in left)


def _beside_a_figure(stated: StatedDate, read: ReadSentence, like: Likeness) -> Judgement | None:
    """Judge a year by the only one that an article has with the same figure: "£185m by 2018/19"."""
    others = like.sentence.dates
    if len(others) != 1 or not _shares_a_figure(read, like, stated):
        return None
    own, theirs = (
        _AT.search(text, 0, each.start) for text, each in ((read.text, stated), (like.sentence.text, others[0]))
    )
    is_led_alike = own is not None and theirs is not None and own[1].casefold() == theirs[1].casefold()
    is_other = length_of(stated.days) == length_of(others[0].days) == "year" and not stated.fits(
        others[0].first, others[0].last
    )
    if not (is_led_alike and is_other and len(stated_dates(read.text)) == 1 and like.goes_on):
        return None
    return Judgement("other_date", False, (held_quote(like),), f"The article has {_text(like, others[0])}.")


def _said_so(stated: StatedDate, alike: Sequence[Likeness]) -> Judgement | None:
    saying = [like for like in alike if any(_says(stated, other) for other in like.sentence.dates)]
    if saying:
        return Judgement("says_so", True, (held_quote(max(saying, key=_likeness)),))
    for like in alike:
        if said := _said_around(stated, like):
            return said
    for like in alike:
        times = find_times(like.sentence.text, like.sentence.held.article.published)
        if any(stated.first <= each.first.first and each.last.last <= stated.last for each in times):
            return Judgement("says_so", True, (held_quote(like),), "It is counted from the article's own date.")
    for like in alike:
        if any(_says_days(stated, days) for days in like.sentence.held.own_dates):
            return Judgement("says_so", True, (held_quote(like),), "It is the article's own date.")
    return None


def _said_around(stated: StatedDate, like: Likeness) -> Judgement | None:
    """Judge a date by what stands before a sentence in its passage, or by its article's title.

    The first quote is the one that has the date: who looks it up shall find it there.
    """
    article = like.sentence.held.article
    for each in reversed(like.sentence.told_before):
        if any(_says(stated, other) for other in each.dates):
            return Judgement("says_so", True, (HeldQuote(article, each.start, each.end), held_quote(like)))
    if any(_says(stated, other) for other in stated_dates(article.title)):
        return Judgement("says_so", True, (held_quote(like),), "It stands in the article's title.")
    return None


def _goes_on(read: ReadSentence, like: Likeness, policy: Policy) -> bool:
    """Whether an article goes on, where the draft was about it, with most of its words or a number that it has too."""
    return like.goes_on and (like.words >= policy.near_share or bool(read.shared_numbers(like)))


def _likeness(like: Likeness) -> float:
    return like.matter + like.rest + like.near


def _says(stated: StatedDate, other: StatedDate) -> bool:
    """Whether a date of an article says as much as the draft's: this one, or a part of it."""
    return stated.first <= other.first and other.last <= stated.last


def _says_days(stated: StatedDate, days: tuple[int, int]) -> bool:
    return stated.first.toordinal() <= days[0] and days[1] <= stated.last.toordinal()


def _aligned(stated: StatedDate, read: ReadSentence, like: Likeness) -> Judgement | None:
    held = aligned_gap(read, like, stated.start, stated.end)
    others = like.sentence.dates
    if held is None:
        fitting = any(stated.fits(other.first, other.last) for other in others)
        return Judgement("says_so", True, (held_quote(like),)) if fitting else None
    in_place = [each for each in others if each.start < held[1] and each.end > held[0]]
    if not in_place or _is_of_its_story(in_place[0], read, like):
        return None
    if any(stated.fits(other.first, other.last) for other in in_place):
        return Judgement("says_so", True, (held_quote(like),))
    difference = Difference(read.text[stated.start : stated.end], _text(like, in_place[0]))
    note = f"The article has {difference.held}."
    return Judgement("other_date", False, (held_quote(like),), note, (difference,))


def _in_all_words(stated: StatedDate, like: Likeness) -> Judgement | None:
    """Judge a date by the one that a sentence has with all words of the draft's."""
    others = like.sentence.dates
    if not like.has_all_words or len(others) == 0 or any(stated.fits(each.first, each.last) for each in others):
        return None
    return Judgement("other_date", False, (held_quote(like),), f"The article has {_text(like, others[0])}.")


def _is_of_its_story(other: StatedDate, read: ReadSentence, like: Likeness) -> bool:
    """Whether an article's date is when its story was published, and the draft's of what somebody else published."""
    is_there = _PUBLISHED.search(like.sentence.text, 0, other.start) is not None
    return is_there and bool(read.names) and not any(map(is_outlet, read.names))


def _has_names_alone(read: ReadSentence, like: Likeness) -> bool:
    """Whether all that an article's sentence has of the draft's is whom it names: "Capita was founded in 1984"."""
    named = {word for each in read.names for word in word_keys(each.text)}
    told = [word.key for word in read.words.words if word.kind == "word" and word.key not in named | STOP_WORDS]
    content = set(map(stem, told))
    held = {stem(key) for key in like.sentence.words.keys}
    return bool(content and named) and content.isdisjoint(held)


def _is_long_apart(stated: StatedDate, like: Likeness) -> bool:
    """Whether a year lies further from all dates of an article than one that was mistaken does."""
    years = (each.first.year for each in (*like.sentence.dates, *like.sentence.held.dates))
    return length_of(stated.days) == "year" and all(abs(each - stated.first.year) >= _LONG for each in years)


def _is_as_like(other: Likeness, like: Likeness, policy: Policy) -> bool:
    return other.own >= policy.some_matter and _likeness(other) >= _NEARLY * _likeness(like)


def _text(like: Likeness, stated: StatedDate) -> str:
    return like.sentence.text[stated.start : stated.end]


def _elsewhere(stated: StatedDate, like: Likeness, read: ReadSentence, policy: Policy) -> Judgement:
    """Judge a date that no sentence of the matter has: another is a fault, none tells nothing."""
    note, told = _somewhere(stated, like, read, policy)
    if note or (_is_long_apart(stated, like) and _has_names_alone(read, like)):
        note = note or "The article's dates are of something else perhaps."
        return Judgement("unchecked", None, (held_quote(told),), note)
    others = [each for each in like.sentence.dates if not each.fits(stated.first, stated.last)]
    others = [each for each in others if not _is_of_its_story(each, read, like)]
    also = [each for each in stated_dates(read.text) if each.days != stated.days]
    others = [each for each in others if not any(each.fits(*one.days) for one in also)] or others
    if any(is_person(each) and not like.sentence.held.has_name(each) for each in read.names):
        others = []
    if others:
        note = f"The article has {_text(like, others[0])}."
        return Judgement("other_date", False, (held_quote(like),), note, is_same_thing=like.own >= policy.near_share)
    same = [each for each in read.alike if each.sentence.held is like.sentence.held]
    if slipped := _slipped(stated, same, read, policy):
        return slipped
    if counted := _counted(stated, like, policy) or _day_of_another_month(stated, like):
        return counted
    less_exact = _less_exact(stated, like)
    if not less_exact and (note := _by_its_own_date(stated, like, read, policy)):
        return Judgement("other_date", False, (held_quote(like),), note)
    return Judgement("unchecked", None, (held_quote(like),), less_exact or "The article gives no such date.")


def _by_its_own_date(stated: StatedDate, like: Likeness, read: ReadSentence, policy: Policy) -> str:
    """Say why a date cannot be, by when the article that does not have it was published; nothing where it may be."""
    dates = like.sentence.held.own_dates
    is_when = like.own >= policy.near_share and not _BACKGROUND.search(read.text[: stated.start])
    if is_when and dates and stated.last.toordinal() < min(first for first, _ in dates):
        return "The article, of a later date, does not have this one."
    return "The article, of an earlier date, tells of it already." if _is_told_before(stated, like, read) else ""


def _slipped(stated: StatedDate, alike: Sequence[Likeness], read: ReadSentence, policy: Policy) -> Judgement | None:
    """Judge a date that its article has nowhere, and which parts in its month or its year alone from the only such one.

    Looked at are its sentences that have some of the matter or a figure of the draft's, and those behind them that go
    on about it with "it".
    """
    found: dict[Days, Likeness] = {}
    for like in alike:
        is_beside = _shares_a_figure(read, like, stated)
        if any(_says(stated, other) for other in like.sentence.held.dates):
            return None
        dates = [*like.sentence.dates, *like.sentence.dates_behind]
        is_beside = is_beside or (like.goes_on and like.words >= _SOME_WORDS and _is_led_alike(stated, read, like))
        is_told = is_beside or _says_it(read, like, policy)
        may_be = [each for each in dates if is_told or _is_same_day(stated, each)]
        found |= {each.days: like for each in may_be if _is_slip(stated, each, of_years=is_beside)}
    if len(found) != 1:
        return None
    days, like = next(iter(found.items()))
    note = f"The article has {written_days(days)}."
    return Judgement("other_date", False, (held_quote(like),), note, is_same_thing=like.own >= policy.near_share)


def _counted(stated: StatedDate, like: Likeness, policy: Policy) -> Judgement | None:
    """Judge a month by the one that an article names without its year: "in October of that year"."""
    if max(like.near, like.own) < policy.near_share or length_of(stated.days) != "month":
        return None
    times = find_times(like.sentence.text, like.sentence.held.article.published)
    months = [each.first for each in times if each.first == each.last and each.first.month and not each.first.day]
    if len(months) != 1 or months[0].month == stated.first.month or months[0].year != stated.first.year:
        return None
    note = f"The article has {months[0].label}, counted from its own date."
    return Judgement("other_date", False, (held_quote(like),), note)


def _day_of_another_month(stated: StatedDate, like: Likeness) -> Judgement | None:
    """Judge a day by the same day of another month that the article at hand names without its year."""
    if not like.goes_on or length_of(stated.days) != "day":
        return None
    published = like.sentence.held.article.published
    days = [each.first for each in find_times(like.sentence.text, published) if each.first == each.last]
    same = {each for each in days if each.day == stated.first.day and each.year == stated.first.year}
    named = f"{stated.first.day} {stated.first:%B}"
    if len(same) != 1 or (found := same.pop()).month == stated.first.month or named in like.sentence.held.article.text:
        return None
    note = f"The article has {found.label}, counted from its own date."
    return Judgement("other_date", False, (held_quote(like),), note)


def _is_told_before(stated: StatedDate, like: Likeness, read: ReadSentence) -> bool:
    """Whether the article that the draft is about tells of what was, before the date at which the draft says it was."""
    dates = like.sentence.held.own_dates
    is_of_past = _WAS.search(read.text) is not None and _TO_COME.search(read.text) is None
    is_past_there = _TO_COME.search(like.sentence.text) is None
    if not (like.goes_on and dates and is_of_past and is_past_there):
        return False
    is_when = not _BACKGROUND.search(read.text[: stated.start])
    return is_when and stated.first.toordinal() > max(last for _, last in dates)


def _is_led_alike(stated: StatedDate, read: ReadSentence, like: Likeness) -> bool:
    """Whether both sentences tell since when something is, or until when: "runs to 2027", "is in force up to 2025"."""
    held = like.sentence
    own = _LED.search(read.text, 0, stated.start)
    led = (_LED.search(held.text, 0, each.start) for each in held.dates)
    return own is not None and any(each is not None and each.lastgroup == own.lastgroup for each in led)


def _says_it(read: ReadSentence, like: Likeness, policy: Policy) -> bool:
    """Whether an article's sentence has so much of the draft's that a date there may be the draft's."""
    if like.own >= (policy.some_matter if like.goes_on else policy.near_share):
        return True
    return like.words >= policy.same_matter and has_all_names(read, like)


def _shares_a_figure(read: ReadSentence, like: Likeness, stated: StatedDate) -> bool:
    """Whether two sentences have a number of two digits or more besides a date, which few others have."""
    if any(has_several_digits(each.low) and each in _shared(read, like) for each in read.figures):
        return True
    own = {each.value for each in read.numbers if not stated.start <= each.start < stated.end}
    shared = read.shared_numbers(like) & own
    return any(map(has_several_digits, shared))


def _shared(read: ReadSentence, like: Likeness) -> list[Figure]:
    """Return the figures of the draft's sentence that an article's has too."""
    return [each for each in read.figures if any(each.same_value(other) for other in like.sentence.figures)]


def _is_slip(stated: StatedDate, other: StatedDate, *, of_years: bool) -> bool:
    """Whether two dates part as by a slip; two years may too, if so wanted."""
    if length_of(stated.days) == length_of(other.days) == "year":
        return of_years and stated.first != other.first
    return is_slip(stated.days, other.days)


def _is_same_day(stated: StatedDate, other: StatedDate) -> bool:
    """Whether two days differ in the month alone or in the year alone: few dates of an article do by chance."""
    one, two = stated.first, other.first
    is_day = length_of(stated.days) == length_of(other.days) == "day" and one.day == two.day
    return is_day and (one.year == two.year or one.month == two.month)


def _somewhere(stated: StatedDate, like: Likeness, read: ReadSentence, policy: Policy) -> tuple[str, Likeness]:
    """Say where else a date stands that may be this one, or why it is none, and which sentence shows it."""
    article = like.sentence.held
    if not like.goes_on and _IN_NAME.search(read.text, 0, stated.start):
        return "It is part of a name.", like
    if any(_says(stated, other) for other in article.dates):
        return "The article has this date, of something else perhaps.", like
    also = [each for each in read.alike if _is_as_like(each, like, policy) and each.sentence.held is not article]
    there = (each for each in also if any(_says(stated, other) for other in each.sentence.dates))
    other = next(there, None)
    return ("Another article has this date, perhaps of this.", other) if other else ("", like)


def _less_exact(stated: StatedDate, like: Likeness) -> str:
    """Say why an article's time may be this date, though it does not name it; nothing where it may not."""
    dates = (*like.sentence.dates, *like.sentence.held.dates)
    if any(other.first <= stated.first and stated.last <= other.last for other in dates):
        return "The article's date is less exact."
    return "The article tells the time by another." if _RELATIVE.search(like.sentence.text) else ""
