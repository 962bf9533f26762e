"""Whether a quote tells what is asked the other way round: who paid is asked, and it tells who was paid. Pure.

A question has names in roles, and may ask who fills another. A quote that has one of the names only in the role across
from it tells of something else, however alike the words are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from qabot.answer.name_mentions import Named
from qabot.answer.role_verbs import participles, role_verb, verbs_pattern
from qabot.answer.roles_told import RolesTold, roles_told
from qabot.core.questions import AnalysedQuestion, SoughtSpeaker
from qabot.core.text import Span

_AUXILIARY = r"(?:did|does|do|will|would|has|have|had|must|should|could|can)"
_BE = r"(?:was|were|is|are|got|gets|has been|have been|had been|will be|be|been|being)"
_WHO = r"(?:who(?:m)?|what|which(?:\s\w+){1,3}?)"
_BETWEEN = r"(?:(?:still|also|not|ever|actually|already|agree to|agreed to|have to|had to|want to|later|then|to)\s+)*"
_OTHER = (
    r"\s+(?:for|over|in|on|when|after|to|by|from|with|at|because|during|since|about|per|each|every|last|this|under|"
    r"as|before|until|so|then|and|money|anything|back)\b|[?,;:]|\.(?:\s|$)|\s*$"
)
_PRONOUN = r"(?i)(?:it|they|he|she|you|we|i|them|him|her|us|there|people|anyone|someone|somebody|everyone)"
_VIEW_OF = r"(?i)\b(?:of|about|on|towards?)\s+(?:the\s+)?(?P<of>[^?,;:]+)"
_VIEW = "view"


class RolesAsked(Struct, frozen=True):
    """The names in a question by the role that each has, and the role that is asked for."""

    frame: str
    """As `RoleVerb.frame`."""
    named: Mapping[str, Named] = field(default_factory=dict[str, Named])
    """Whoever fills a role."""
    sought: str = ""
    """The role of whoever is asked for; empty where somebody's name is not asked for."""


def roles_asked(question: AnalysedQuestion) -> RolesAsked | None:
    """Return who does what to whom in a question; None where it has no verb of direction, or nobody beside it."""
    text = question.text
    if speaker := question.sought_speaker:
        return _view_asked(question, speaker)
    for found in re.finditer(verbs_pattern("get", "gets", "got"), text):
        if asked := _asked(question, found):
            return asked
    return _stated(question)


def is_turned_round(asked: RolesAsked, quote: str, title: str = "") -> bool:
    """Whether a quote has a name of the question only across from where the question has it.

    Args:
        asked: What is asked.
        quote: The quote.
        title: The title of its article, which tells where the quote names nobody of the question in any role.
    """
    return next((_is_across(asked, found) for text in (quote, title) if (found := list(_of_it(asked, text)))), False)


def is_other_role(asked: RolesAsked, text: str, span: Span) -> bool:
    """Whether words in a text fill there another role than is asked for, and not that one."""
    roles = {
        role
        for told in roles_told(text)
        if told.frame == asked.frame
        for role, (a, b) in told.filled.items()
        if a < span[1] and span[0] < b
    }
    return bool(asked.sought and roles) and asked.sought not in roles


def is_filled_by_another(asked: RolesAsked, text: str, span: Span) -> bool:
    """Whether a text has somebody in the role that is asked for, with a name of the question in its own, and not there.

    Args:
        asked: What is asked.
        text: The text.
        span: The words of it that are said to fill the role.
    """
    told = [each for each, role, other in _of_it(asked, text) if role == other and asked.sought in each.filled]
    filled = [each.filled[asked.sought] for each in told]
    return bool(filled) and not any(a < span[1] and span[0] < b for a, b in filled)


def _of_it(asked: RolesAsked, text: str) -> Iterator[tuple[RolesTold, str, str]]:
    """Yield what a text tells with a name of the question: with its role in the question and the one it has there."""
    for told in roles_told(text):
        if told.frame == asked.frame:
            for role, name in asked.named.items():
                for other, (a, b) in told.filled.items():
                    if name.may_be_named_in(text[a:b]):
                        yield told, role, other


def _is_across(asked: RolesAsked, found: Sequence[tuple[RolesTold, str, str]]) -> bool:
    return bool(asked.named) and all(role != other for _, role, other in found)


def _asked(question: AnalysedQuestion, found: re.Match[str]) -> RolesAsked | None:
    """Read a question by one of its verbs: `did X pay Y`, `was X fined by Y`, `who paid Y`, `who was paid by X`."""
    text, verb = question.text, role_verb(found[0])
    before, behind = text[: found.start()], text[found.end() :]
    filled = {role: name for word, role in verb.behind.items() if (name := _behind(question, word, behind))}
    is_get_done = re.fullmatch(r"(?i)get|gets|got", found[0]) is not None and _next_verb(behind) is not None
    if is_get_done:
        return None  # `did X get fined` is read by its other verb
    sought = verb.done_to or next(iter(verb.behind.values()), "")
    is_participle = found[0].casefold() in participles()
    if is_participle and (who := re.search(rf"(?i)^\W*(?:(?:and|so|but)\s+)?{_WHO}\s+{_BE}\s+$", before)):
        if by := _behind(question, "by", behind):
            filled[verb.doer] = by
        return RolesAsked(verb.frame, filled, sought) if who else None
    if is_participle and (passive := _passive_subject(before)):
        filled |= _named(question, verb.done_to, passive)
        filled |= {verb.doer: by} if (by := _behind(question, "by", behind)) else {}
        is_by = re.match(r"(?i)\W*by (?:whom|who|which)\b", text) or re.search(r"(?i)\bby\W*$", behind)
        return RolesAsked(verb.frame, filled, verb.doer if is_by else "") if filled else None
    filled |= _named(question, verb.done_to, _head(behind))
    if re.search(rf"(?i)^\W*(?:(?:and|so|but)\s+)?{_WHO}\s+(?:(?:has|had|have|will|first|later)\s+)?$", before):
        return RolesAsked(verb.frame, filled, verb.doer)
    if active := re.search(rf"(?i)\b{_AUXILIARY}\s+(?P<who>[^?,;:]{{1,60}}?)\s+{_BETWEEN}$", before):
        filled |= _named(question, verb.doer, active["who"])
        is_who = re.match(r"(?i)\W*(?:to |from )?(?:who|whom|which)\b", text)
        return RolesAsked(verb.frame, filled, sought if is_who and sought not in filled else "") if filled else None
    return None


def _passive_subject(before: str) -> str:
    """Return `X` of `was X` and of `did X get`, with nothing behind it; else nothing."""
    if found := re.search(rf"(?i)\b{_AUXILIARY}\s+(?P<who>[^?,;:]{{1,60}}?)\s+(?:get|got|be|been|being)\s+$", before):
        return found["who"]
    found = re.search(r"(?i)\b(?:was|were|is|are)\s+(?P<who>[^?,;:]{1,60}?)\s+(?:\w+ly\s+)?(?:being\s+)?$", before)
    return found["who"] if found else ""


def _next_verb(behind: str) -> re.Match[str] | None:
    return re.match(rf"(?i)\s+(?:{'|'.join(participles())})\b", behind)


def _stated(question: AnalysedQuestion) -> RolesAsked | None:
    """Read a question that has the form of a statement, by its capitals: `how much Raytheon paid Capita`."""
    text = question.text
    for told in roles_told(text):
        named = {
            role: name for role, (a, b) in told.filled.items() for name in _named(question, role, text[a:b]).values()
        }
        if named:
            return RolesAsked(told.frame, named)
    return None


def _view_asked(question: AnalysedQuestion, speaker: SoughtSpeaker) -> RolesAsked | None:
    """Read who is asked what they think of whom."""
    rest = question.text[speaker.start + len(speaker.name) :]
    found = re.search(_VIEW_OF, rest) if not speaker.is_typed else None
    target = _named(question, "judged", found["of"]) if found else {}
    return RolesAsked(_VIEW, _named(question, "judging", speaker.name) | target) if target else None


def _head(behind: str) -> str:
    """Return what follows a verb at once, up to the next preposition."""
    found = re.match(rf"(?i)\s+(?P<whom>[^?,;:]+?)(?={_OTHER})", behind)
    return found["whom"] if found and not re.match(r"(?i)(?:to|by|from|for|in|on)\b", found["whom"]) else ""


def _behind(question: AnalysedQuestion, word: str, behind: str) -> Named | None:
    found = re.search(rf"(?i)\b{word}\s+(?P<whom>[^?,;:]+?)(?={_OTHER})", behind)
    return next(iter(_named(question, word, found["whom"]).values()), None) if found else None


def _named(question: AnalysedQuestion, role: str, words: str) -> dict[str, Named]:
    """Return a role with whoever is named in it, without an article; empty where that is nobody in particular."""
    written = re.sub(r"(?i)^\W*(?:the|a|an|its|their)\s+|['’]s?\s.*$|\W+$", "", words).strip()
    if not role or not written or re.fullmatch(_PRONOUN, written) or not any(map(str.isalpha, written)):
        return {}
    names = tuple(name for each in question.mentions if each.written in written for name in each.names)
    start = max(0, question.text.find(written))
    return {role: Named(written, (start, start + len(written)), names)}
