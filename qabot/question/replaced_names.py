"""Which names of a thread give way to those of a piece of a question. Pure; no model.

    how much did i6 cost?            and Aspire?         i6 gives way
    what is Socitm's stance on GDS?  and the LGA's?      Socitm gives way: each owns the stance
    what is Socitm's stance on GDS?  and on Verify?      GDS gives way: each stands behind `on`
    who left GDS?                    what about Bracken? nothing gives way: nobody is known to be a body

What a name does comes first, then whose it is, a body's or a programme's, as far as that is known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qabot.question.entities import NameKind
from qabot.question.phrases import DOER, OWNER, Phrase

_DOES_THE_SAME, _OF_ONE_KIND = 10, 4


def replaced_names(asked: Sequence[Phrase], offered: Sequence[Phrase], kinds: Mapping[str, NameKind]) -> list[Phrase]:
    """Return the names in whose place the names of a question stand: one each, with those of its row.

    Args:
        asked: The phrases of the question, placed.
        offered: Those of the thread, placed.
        kinds: Whose names these are, as far as is known, by what is written.
    """
    known = {each.text for each in offered}
    names = [each for each in offered if each.is_name]
    taken: list[Phrase] = []
    for i, name in enumerate(asked):
        if not name.is_name or name.text in known or _says_of_what(asked, i):
            continue
        fits = {place: _fit(name, each, kinds) for place, each in enumerate(names) if each not in taken}
        best = max(fits, key=lambda place: fits[place], default=None)
        if best is not None and fits[best] > 0:
            row = names[best].row
            taken += [each for each in names if each is names[best] or (row and each.row == row)]
    return taken


def _says_of_what(asked: Sequence[Phrase], i: int) -> bool:
    """Whether a name only says of what something is that is asked about: `and the Oracle bill?`."""
    behind = asked[i + 1] if i + 1 < len(asked) else None
    if behind is None or asked[i].role == OWNER or behind.words[0].first or behind.words[0].stop or behind.is_name:
        return False
    return not any(each.words[0].stop for each in asked[i + 2 :])


def _fit(name: Phrase, old: Phrase, kinds: Mapping[str, NameKind]) -> int:
    """Return how well a name stands in the place of another; 0 where it does not."""
    one, other = _kind(name, kinds), _kind(old, kinds)
    known = bool(one) + bool(other)
    alike = 2 if known == len((one, other)) and one == other else 1 if not known else 0
    in_form = (len(name.words) > 1) == (len(old.words) > 1)
    if name.role not in {"", DOER} and name.role == old.role:
        return _DOES_THE_SAME + alike
    if alike:
        return _OF_ONE_KIND + alike + in_form
    # People have names of two words; bodies that are known seldom give way to those.
    may_be_alike = known == 1 and (in_form or "programme" in {one, other})
    return int(may_be_alike and name.role in {"", DOER} and old.role in {OWNER, DOER})


def _kind(name: Phrase, kinds: Mapping[str, NameKind]) -> NameKind | None:
    return kinds.get(name.text) or ("body" if name.is_body else None)
