"""Words that say the opposite of each other, by lists and by what they begin with: "pleased" and "disappointed"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from qabot.question.vocabulary import stem
from qabot.reports.check.word_sequence import Word

_OPPOSITE: Mapping[str, str] = {
    one: other
    for pair in (
        "central local|higher lower|highest lowest|more fewer|more less|most least|rose fell|rise fall|above below|"
        "increase decrease|increased decreased|increased reduced|before after|first last|earlier later|best worst|"
        "majority minority|public private|won lost|accepted rejected|busiest quietest|larger smaller|largest smallest|"
        "success failure|opened closed|joined left|bought sold|began ended|started stopped|"
        "ahead behind|gained lost|early late|since until|longest shortest|longer shorter|newest oldest|newer older|"
        "biggest smallest|bigger smaller|fastest slowest|cheapest dearest|strongest weakest|richest poorest|up down|"
        "inside outside|internal external|north south|east west|northern southern|eastern western|rural urban|"
        "upper lower|major minor|senior junior|maximum minimum|incoming outgoing|former current|next last|always never"
    ).split("|")
    for one, other in (pair.split(), pair.split()[::-1])
}
"""Words that say the opposite of each other where one stands in the other's place; of several, the last."""
_SIDES = """
    pleased delighted satisfied happy glad welcomed welcome praised praise hailed applauded
        / disappointed dissatisfied unhappy dismayed angry criticised criticise condemned attacked deplored regretted
    pleasure delight satisfaction praise approval / disappointment dismay regret criticism anger
    confident optimistic hopeful sure certain / doubtful pessimistic sceptical unsure uncertain
    convinced persuaded / doubted doubtful sceptical
    succeeded success successful / failed failure unsuccessful
    accepted agreed approved backed supported endorsed / rejected refused disagreed disputed contested opposed
    allowed permitted let / banned forbade forbidden prohibited barred
    confirmed admitted accepted acknowledged conceded / denied
    relief / disappointment dismay
    rigid inflexible / flexible
    good great excellent / bad poor terrible dreadful
    help helps aid assist / hinder hamper impede obstruct
    agreed / denied
    improved / worsened deteriorated
    increase increased grew grow rose rise / cut decrease decreased reduced fell fall shrank
    better / worse
    faster quicker / slower
    cheaper / dearer costlier
    stronger / weaker
    easier / harder
    safer / riskier
    strong / weak
    easy simple straightforward / difficult hard complex complicated
    mandatory compulsory obligatory / voluntary optional
    temporary / permanent
    profit surplus / loss deficit
    overspent overspend / underspent underspend
    overestimated / underestimated
    likely / unlikely
    able / unable
    enough sufficient adequate ample / insufficient inadequate
    present / absent
    rare rarely seldom / common often frequently
    lengthened prolonged extended / shortened curtailed
    widened / narrowed
    strengthened / weakened
    tightened / loosened relaxed
    expanded / shrank
    hired recruited / sacked dismissed
    thanked thank credited / blamed blame
    included / excluded
    added / removed
    raised / lowered
    won win wins / lost lose loses
    victory / defeat
    arrived / departed
    supporter / opponent critic
    adopted adopts adopt chose chosen picked picks selected / rejected rejects spurned ditched abandoned scrapped
    valuable useful worthwhile / worthless useless pointless
    broaden broadened broadens widen widens / narrow narrows restrict restricts tighten
    approved / blocked vetoed
    kept retained retain / scrapped abolished ditched
    met / missed
    honoured / broke broken
    fully entirely wholly completely / partially partly
    published released / withheld suppressed
    upgraded / downgraded
    merged / separated
    hastened accelerated / delayed postponed deferred
    expensive costly dear / cheap inexpensive
    identical / different varied
    centralised / decentralised devolved
    cheaply / expensively
    signed / cancelled
    resumed / suspended halted
    praised praises / attacked attacks lambasted
    liked likes / disliked dislikes
    doubled trebled tripled / halved
"""
"""Words that say the opposite of those on the other side of the stroke, wherever they stand in a sentence."""
_TURNED_BY_UN = re.compile(r"un(?!less$|der|til|ti|it|ion|iform|iver)(\w{4,})")
_TURNED_BY_IN = re.compile(
    r"(?:in|im|il|ir)(\w{2,}(?:able|ible|ate|ect|ent|ant|ure|ete|ive|gal|lar|lic|rate|ality|ency|acy))"
)
_TURNED_BY_DIS = re.compile(
    r"dis((?:agree|approve|appear|continue|connect|satisf|trust|allow|prove|similar|advantage|honest|like)\w*)"
)
_FEWEST = 5
"""Letters of a word that "in" turns: "intent" is no contrary of "tent"."""


def _turns() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _SIDES.replace("\n        /", " /").strip().splitlines():
        for side, other in (line.split(" / "), line.split(" / ")[::-1]):
            for word in side.split():
                found.setdefault(stem(word), set()).update(map(stem, other.split()))
    return {word: frozenset(others) for word, others in found.items()}


_TURNS = _turns()


def are_opposite(one: str, other: str) -> bool:
    """Whether two words say the opposite of each other where one stands in the other's place."""
    return other == _OPPOSITE.get(one) or one == _OPPOSITE.get(other) or is_turned(one, other)


def has_opposite(key: str) -> bool:
    """Whether a word has an opposite by the lists."""
    return key in _OPPOSITE or stem(key) in _TURNS


def is_turned(one: str, other: str) -> bool:
    """Whether two words say the opposite wherever they stand: by a list, or by what one of them begins with."""
    if stem(other) in _TURNS.get(stem(one), ()):
        return True
    return _made_of(one) == other or _made_of(other) == one


def _made_of(word: str) -> str:
    """Return the word that another denies by what it begins with; empty where it does not."""
    found = _TURNED_BY_UN.fullmatch(word) or _TURNED_BY_DIS.fullmatch(word)
    if found is None and len(word) >= _FEWEST + 2:
        found = _TURNED_BY_IN.fullmatch(word)
    return found[1] if found else ""


def turned_pairs(own: Sequence[Word], held: Sequence[Word]) -> Iterator[tuple[Word, Word]]:
    """Yield the words of two sentences that say the opposite, each of which the other sentence has not itself."""
    ours, theirs = {stem(each.key) for each in own}, {stem(each.key) for each in held}
    one = [each for each in own if each.kind == "word" and stem(each.key) not in theirs]
    two = [each for each in held if each.kind == "word" and stem(each.key) not in ours]
    yield from ((a, b) for a in one for b in two if is_turned(a.key, b.key))
