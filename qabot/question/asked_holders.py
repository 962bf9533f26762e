"""Whether a question asks who holds an office that there is one of, or who did something to what it names. Pure.

    who is the health secretary?     there is one
    who is the minister?             of what, the questions before it tell
    who criticised care.data?        says all that it asks

Told by the words alone: an office that stands on none of these lists may be anybody's.
"""

from __future__ import annotations

from collections.abc import Sequence

from qabot.core.questions import EntityMention
from qabot.question.phrases import phrases_of
from qabot.question.pronouns import BE, PRONOUNS
from qabot.question.vocabulary import Word

_HEADS = frozenset("ombudsman commissioner minister secretary tsar czar".split())
"""Offices of which there is one for each matter: with that, they say all."""
_OF_ANYTHING = frozenset(
    "acting agency assistant authority board body cabinet club committee company contract corporate council current "
    "department deputy executive first former government general interim junior key last late lead leading main "
    "ministerial new next old other parliamentary permanent personal police present press previous private programme "
    "project relevant responsible same second senior shadow state then third uk under vice".split()
)
"""Words before an office, or behind it, that do not say which it is."""
_ONLY_ONES = frozenset(
    {
        ("attorney", "general"),
        ("auditor", "general"),
        ("cabinet", "secretary"),
        ("chancellor",),
        ("chancellor", "of", "the", "exchequer"),
        ("chief", "whip"),
        ("comptroller", "and", "auditor", "general"),
        ("deputy", "prime", "minister"),
        ("first", "minister"),
        ("king",),
        ("leader", "of", "the", "opposition"),
        ("lord", "chancellor"),
        ("opposition", "leader"),
        ("paymaster", "general"),
        ("pm",),
        ("prime", "minister"),
        ("queen",),
        ("solicitor", "general"),
    }
)
_NEWLY = frozenset("acting current former last new next now old present previous shadow then".split())
_OF = frozenset("for of in".split())
_WHEN = frozenset("currently now nowadays presently today".split())
_MOST = 9
"""Words of an office with what it is of."""


def asks_who(words: Sequence[Word], mentions: Sequence[EntityMention] = ()) -> bool:
    """Whether a question asks for a person, and says by itself for which.

    Args:
        words: Its words.
        mentions: The bodies that it names.
    """
    if not words or words[0].key not in {"who", "whos"}:
        return False
    if words[0].owns or words[0].key == "whos" or (len(words) > 1 and words[1].key in BE | {"became"}):
        return is_known_office(words[1 if words[0].owns or words[0].key == "whos" else 2 :])
    return _did_it_to_a_name(words, mentions)


def is_known_office(words: Sequence[Word]) -> bool:
    """Whether words are an office that there is one of, perhaps with a time: `the health secretary in 2020`."""
    keys = [word.key for word in words if word.key not in _WHEN][:_MOST]
    if keys[-2:-1] in (["in"], ["by"]) and keys[-1][:1].isdigit():
        keys = keys[:-2]
    while keys and (keys[0] in {"the", "our", "your"} or (keys[0] in _NEWLY and tuple(keys) not in _ONLY_ONES)):
        keys = keys[1:]
    if tuple(keys) in _ONLY_ONES:
        return True
    place = next((i for i, key in enumerate(keys) if key in _HEADS), None)
    if place is None:
        end = next((i for i, key in enumerate(keys) if key in _OF), len(keys))
        return tuple(keys[:end]) in _ONLY_ONES and _tells(keys[end + 1 :])
    before, behind = keys[:place], keys[place + 1 :]
    if behind[:2] == ["of", "state"]:
        behind = behind[2:]
    if behind and behind[0] not in _OF:
        return False
    return not set(behind) & PRONOUNS and (_tells(before) or _tells(behind[1:]))


def _tells(keys: Sequence[str]) -> bool:
    """Whether words before or behind an office say which it is."""
    return any(key not in _OF_ANYTHING | _OF and key not in {"the", "a", "and", "charge"} for key in keys)


def _did_it_to_a_name(words: Sequence[Word], mentions: Sequence[EntityMention]) -> bool:
    """Whether a verb and a name are all: `who criticised care.data`, `who runs the NHS App`."""
    said = [each for each in phrases_of(words[1:], mentions) if each.text.casefold() not in {"the", "now"}]
    verb, named = said[:1], said[1:]
    is_verb = bool(verb) and not (verb[0].is_name or verb[0].words[0].stop)
    return is_verb and bool(named) and all(each.is_name for each in named)
