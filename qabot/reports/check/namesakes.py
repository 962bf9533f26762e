"""A person of the draft beside the one of the same surname in the article: "Jane Prior" for "Neil Prior". Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qabot.reports.check.absent_names import Replaced
from qabot.reports.check.held_sentences import Likeness
from qabot.reports.check.named_bodies import Name, is_person
from qabot.reports.check.policy import Policy
from qabot.reports.check.word_sequence import word_keys

_FULL = 2
"""Words of a name from which the first is a first name and the last a surname."""
_SHORT: Mapping[str, str] = {
    "bob": "robert", "bobby": "robert", "bill": "william", "billy": "william", "liz": "elizabeth", "beth": "elizabeth",
    "betty": "elizabeth", "libby": "elizabeth", "dick": "richard", "jack": "john", "harry": "henry", "ted": "edward",
    "ned": "edward", "tony": "anthony", "peggy": "margaret", "kate": "catherine", "drew": "andrew",
    "sandy": "alexander", "sasha": "alexander", "jim": "james", "gus": "angus", "tina": "christina", "fred": "alfred",
}  # fmt: skip
"""Short forms that begin with another letter than the name."""


def other_namesake(names: Sequence[Name], alike: Sequence[Likeness], policy: Policy) -> Replaced | None:
    """Return a person whom the draft names, and the one with whom the article has the surname alone in common.

    Args:
        names: Whom a sentence of the draft names.
        alike: The sentences of the corpus that are likest.
        policy: What is the same matter.
    """
    of_it = [each for each in alike if each.goes_on or each.matter >= policy.same_matter]
    people = [each for each in names if is_person(each) and len(each.text.split()) == _FULL]
    for like in of_it[:1]:
        article = [each for each in of_it if each.sentence.held is like.sentence.held]
        for one in people:
            if other := next(_namesakes(one, article), None):
                return other
    return None


def _namesakes(one: Name, article: Sequence[Likeness]) -> Iterator[Replaced]:
    """Yield who bears the surname of one whose first name the article has nowhere, where nobody else does."""
    held = article[0].sentence.held
    first, surname = one.text.split()
    bearers = {each.text for each in held.names if each.text.split()[-1] == surname and len(each.text.split()) == _FULL}
    is_there = first.casefold() in word_keys(f"{held.article.title} {held.article.text}")
    if is_there or len(bearers) != 1 or _may_be_one(first, next(iter(bearers)).split()[0]):
        return
    for like in article:
        yield from (Replaced(like, one, each) for each in like.sentence.names if each.text in bearers)


def _may_be_one(first: str, other: str) -> bool:
    """Whether two first names may be one's: they begin alike, or one is short for the other."""
    one, two = first.casefold(), other.casefold()
    return one[0] == two[0] or _SHORT.get(one, one)[0] == _SHORT.get(two, two)[0]
