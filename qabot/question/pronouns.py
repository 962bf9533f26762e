"""Words that point back, and whether the question itself says what they mean. Pure; no model.

`it` may announce a clause (`is it true that`), `that` may begin one, `there` may only say that something is; and what a
pronoun means may stand before it (`who ran CDDO when it was created`). No parts of speech are known here, only words.
"""

from __future__ import annotations

from collections.abc import Sequence

from qabot.question.vocabulary import TIMES, Word

_ACRONYM = 5
"""Letters, up to which a word may well end in `s` and not be a plural."""
_REACH = 6
"""Words after `it` among which those stand that it may announce."""

BE = frozenset("is are was were be been being".split())
AUXILIARIES = BE | frozenset("do does did has have had can could will would should may might must".split())
PREPOSITIONS = frozenset(
    "about after against and as at before between by for from in like of on over than to versus vs with".split()
)
_POSSESSIVE = frozenset("his her hers their theirs its himself herself themselves itself".split())
_SUBJECTS = frozenset("he she it they".split())
_OF_MANY = frozenset("they them their theirs".split())
PRONOUNS = _POSSESSIVE | frozenset("it he she him they them this these those that there one ones".split())
"""Words that can point back."""
_SUBORDINATING = frozenset("when after before as while if since although".split())
_CLAUSES = frozenset(
    "after although and as because before but how if or since so than that though unless until what when where "
    "which while who why".split()
)
"""Words that begin a clause; a pronoun behind one may mean something named before it."""
_SAYING = frozenset(
    "admit admitted agree agreed announce announced believe believes claim claimed claims decide decided expect "
    "expected expects hope hoped hopes insist insisted knew know knows promise promised said say says think thinks "
    "thought".split()
)
_PEOPLE = frozenset(
    "anyone companies councils customers departments everyone firms nobody patients people residents someone staff "
    "users".split()
)
_EVALUATING = frozenset(
    "bad best better clear common compulsory difficult easier easy expensive fair good hard harder important "
    "inappropriate legal likely mandatory necessary normal ok okay possible safe too true wrong".split()
)
"""What `it` is before the clause that it announces: `is it true that`, `is it worth having`."""
_ANNOUNCING = frozenset("take takes took taken cost costs mean make come".split())


def points_back(words: Sequence[Word]) -> bool:
    """Whether a question has a pronoun whose meaning is not in it: `is it late?`, `how many bid for that one`."""
    return any(_is_pronoun(words, i) and not _is_bound(words, i) for i in range(len(words)))


def _is_pronoun(words: Sequence[Word], i: int) -> bool:
    """Tell a word that points back from the same word in another part: `it is true that`, `there are`, `this year`."""
    word = words[i]
    after = words[i + 1] if i + 1 < len(words) and not words[i + 1].first else None
    if word.named or word.key not in PRONOUNS:
        return False
    before, behind = "" if word.first else words[i - 1].key, after.key if after else ""
    match word.key:
        case "it":
            points = not _announces(words, i)
        case "this" | "these":
            points = behind not in TIMES
        case "those":
            points = behind not in {"who", "that", "with", "in", "which", "of"}
        case "that":
            points = _is_demonstrative(before, after)
        case "there":
            points = before != "" and not {before, behind} & (AUXILIARIES | {"any", "out"})
        case "one":
            points = before != "" and (after is None or (after.stop and behind != "of"))
        case _:
            points = True
    return points


def _is_demonstrative(before: str, after: Word | None) -> bool:
    """Tell `that` which points from the one that begins a clause."""
    if after is None or before in PREPOSITIONS:
        return True
    if not before:
        return after.key in AUXILIARIES or after.key == "means"
    return before in AUXILIARIES and after.general and not after.stop


def _is_bound(words: Sequence[Word], i: int) -> bool:
    """Whether what a pronoun means may be said in the question itself: `who ran CDDO when it was created`.

    A possessive may mean anything before it, another pronoun only what stands in a clause before its own.
    """
    keys = [word.key for word in words]
    if keys[i] in _OF_MANY and any(
        key in _PEOPLE and "the" not in keys[max(0, j - 1) : j] for j, key in enumerate(keys[:i])
    ):
        return True
    for j in range(_end_of_others(words, i)):
        if _may_be_meant(words[j], keys[i]):
            parted = words[i].first or any(words[k].first or keys[k] in _CLAUSES for k in range(j + 1, i))
            if parted or keys[i] in _POSSESSIVE or keys[i - 1] in _SAYING:
                return True
    if keys[0] in _SUBORDINATING:
        main = next((k for k in range(i + 1, len(words)) if words[k].first), len(words))
        return any(not word.general for word in words[main:])
    return False


def _end_of_others(words: Sequence[Word], i: int) -> int:
    """Return where the words end that a pronoun may mean: not those that it belongs to itself.

    In `the health benefits of its oil` and `plants they discovered` the words right before it are not what it means.
    """
    end = i - 1 if i and words[i - 1].key == "of" else i
    if words[i].first or (end == i and words[i].key not in _SUBJECTS):
        return i
    while end and not words[end - 1].stop and words[end - 1].key not in _SAYING:
        end -= 1
    return end


def _may_be_meant(word: Word, pronoun: str) -> bool:
    """Whether a pronoun agrees with a word: `it` means no plural."""
    plural = len(word.key) > _ACRONYM and word.key.endswith("s") and not word.key.endswith(("ss", "us", "is"))
    return not word.general and not (plural and not word.named and pronoun in {"it", "its", "itself"})


def _announces(words: Sequence[Word], i: int) -> bool:
    """Whether `it` stands for a clause to come: `is it true that`, `how long does it take to`, `was it X who`."""
    rest = words[i + 1 : i + 1 + _REACH]
    skipped = BE | {"not", "still", "really", "also", "always", "even", "more", "a", "the", "would", "will"}
    k = next((k for k, word in enumerate(rest) if word.key not in skipped), len(rest))
    keys = [word.key for word in rest[k:]]
    if not keys:
        return False
    if not rest[k].general and {"that", "who"} & set(keys[1:]):
        return True
    if keys[0] == "worth":
        return any(not word.general for word in words[i + 1 + k :])
    if keys[0] not in _ANNOUNCING and not set(keys[:2]) & _EVALUATING:
        return False
    marks = {"to", "that", "if", "when", "whether", "how", "why"}
    at = next((j for j, key in enumerate(keys) if key in marks), None)
    return at is not None and any(not word.general for word in words[i + 1 + k + at :])
