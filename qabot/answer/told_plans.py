"""Whether a quote tells only of what was planned, where it is asked what came to pass. Pure.

"The platform is due to go live in June" does not say when it went live; and when a newer article says that it slipped,
it does not say when it will.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qabot.answer.agents_told import agent_asked
from qabot.answer.former_values import FoundText, is_newer, is_of_the_same
from qabot.core.answers import Evidence
from qabot.core.dates import MONTH_NAME
from qabot.core.questions import AnalysedQuestion
from qabot.core.text import Span, sentences
from qabot.question.vocabulary import words_of

_PLANNING = (
    r"due|expected|planned|scheduled|set|hoped|likely|intended|meant|supposed|hopes?|intends?|plans?|aims?|expects?|wants?|"
    r"propos(?:es?|ed|ing)|promises?|promised|pledges?|pledged|agreed|going|needs?|forecast|offer(?:s|ed|ing)?|"
    r"appl(?:y|ies|ied)|bid(?:s|ding)?|(?:in|holding)\stalks|wanted|hoped|planning|preparing|ready|minded|inclined|"
    r"keen|poised|urged|tempted|seek(?:s|ing)?|sought|"
    r"(?:set\saside|earmark(?:s|ed)|allocat(?:es|ed)|budget(?:s|ed))\s[^,;:.!?]{1,40}?"
)
_WEIGHING = (
    r"(?:propos(?:es?|ed|ing)|consider(?:s|ed|ing)?|discuss(?:es|ed|ing)?|plan(?:s|ned|ning)?|weigh(?:s|ed|ing)?(?:\sup)?|"
    r"mull(?:s|ed|ing)?(?:\sover)?|recommend(?:s|ed|ing)?|suggest(?:s|ed|ing)?|debat(?:es?|ed|ing)|look(?:s|ed|ing)?\sat|"
    r"talk(?:s|ed|ing)?\sof|think(?:s|ing)?\s(?:of|about)|thought\s(?:of|about)|in\stalks\s(?:about|over|on))"
)
_PLAN = (
    rf"(?i)\b(?:(?:has|have|had)\s(?:\w+ly\s|now\s|also\s|so\sfar\s)?)?(?:"
    rf"will|shall|would|could|(?-i:may)|might|should|(?:{_PLANNING})\sto\b|"
    rf"{_WEIGHING}\s(?:whether\b|\w+ing\b)|"
    r"(?:is|are)\s(?:\w+ly\s|now\s|also\s)?to\s(?:be\s)?[a-z]+|"
    r"(?:is|are|was|were)\s(?:\w+ly\s|now\s|also\s)?(?:due|expected|planned|scheduled|forecast|set|hoped)\b)"
)
_HAPPENED = (
    r"(?<!\bbe\s)(?<!\bbeen\s)(?<!\bto\s)\b(?:was|were|had|has|have|did|came|went|rose|fell|took|gave|made|ran|won|lost|"
    r"left|met|spent|paid|sold|built|bought|held|kept|got|saw|began|grew|chose|wrote|drew|stole|sent|threw|withdrew|became|brought|broke|hit|opened|[a-z]{2,}ed)\b"
)
_NO_EVENT = (
    r"(?i)(?:said|told|added|announced|confirmed|claimed|insisted|warned|reported|according|predicted|expected|planned|"
    r"scheduled|hoped|intended|proposed|promised|pledged|agreed|needed|wanted|aimed|forecasted|supposed|revealed|stated|"
    r"suggested|argued|estimated|based|called|named|shared|united|so-called|delayed|troubled|automated|need|speed|indeed)"
)
_DID = (
    r"(?i)^\W*(?:(?:and|but|so)\W+)?(?:did|has|have|had|(?:since\s)?when (?:did|has|have|was|were)|"
    r"(?:on )?(?:what|which) (?:day|date|month|year) (?:did|was|were)|"
    r"(?:was|were)(?=.*\b\w+(?:ed|en|wn|lt|nt|ld|ught)\b)|"
    r"how (?:many|much)\b[^?,;:]{0,60}?\b(?:did|has|have)|what (?:did|has|have)|why (?:did|has|have|was|were))\b"
)
_ASKS_OF_PLAN = (
    r"(?i)\b(?:plan\w*|promis\w*|pledg\w*|inten[dt]\w*|expect\w*|agree\w*|decid\w*|announc\w*|propos\w*|say|said|tell|told|"
    r"forecast\w*|predict\w*|recommend\w*|want\w*|aim\w*|hop(?:e|es|ed|ing)|warn\w*|offer\w*|ask\w*|call\w*|commit\w*|due|"
    r"set|think|believ\w*|order\w*|meant|suppos\w*|claim\w*|suggest\w*|need\w*|allocat\w*|earmark\w*|budget\w*|"
    r"cost|costs|worth|will|would|to be|estimat\w*|bid)\b"
)
"""What a question has that a plan may answer: what was agreed, what a contract was worth."""
_SO_FAR = r"(?i)\b(?:so far|to date|until now|up to now|already|in the end|actually)\b"
"""What a question has that no plan answers, whatever else it has."""
_WILL = r"(?i)\b(?:will|due to|is|are|does|do|scheduled|expected|planned)\b"
_SLIPPED = (
    r"(?i)\b(?:(?:put|push\w*) back|postpon\w+|delay\w*|slip(?:s|ped)?|later than (?:planned|expected|first)|"
    r"behind schedule|called off|cancel\w+|scrapp\w+|abandon\w+|shelved|dropp\w+|"
    r"(?:still|has|have) not|will not|no longer)\b"
)
_DATED = rf"(?i)\b{MONTH_NAME}\b|\b(?:19|20)\d\d\b"
_ENOUGH = 0.6
"""Share of what is asked that a sentence must have to tell that just this slipped."""


def tells_only_a_plan(question: AnalysedQuestion, quote: str, span: Span | None) -> bool:
    """Whether it is asked what came to pass, and a quote tells what was to be.

    Args:
        question: What was asked.
        quote: The quote.
        span: The words of it that are said to answer, if any.
    """
    asked = question.text
    if not (re.search(_DID, asked) or agent_asked(asked)) or (
        re.search(_ASKS_OF_PLAN, asked) and not re.search(_SO_FAR, asked)
    ):
        return False
    told = [(a, b) for a, b in sentences(quote) if span is None or (a < span[1] and span[0] < b)]
    return bool(told) and all(_is_plan(quote[a:b]) for a, b in told)


def slipped_since(
    question: AnalysedQuestion, evidence: Evidence, span: Span, found: Sequence[FoundText]
) -> FoundText | None:
    """Return the text of a newer article that tells that what is asked about comes later than planned, or not at all.

    Args:
        question: What was asked: when something will be.
        evidence: The quote.
        span: The words of it that are said to answer.
        found: What was found with it.
    """
    dates = {each.casefold() for each in re.findall(_DATED, evidence.text[slice(*span)])}
    if not (dates and re.match(r"(?i)\W*(?:(?:and|but|so)\W+)?(?:by )?when\b", question.text)):
        return None
    if not re.search(_WILL, question.text):
        return None
    asked = {each.stem for each in words_of(question.text) if not each.stop}
    for each in found:
        if not (is_newer(each.article, evidence.article) and is_of_the_same(question, each)):
            continue
        of_title = {word.stem for word in words_of(each.article.title)}
        for a, b in sentences(each.text):
            sentence = each.text[a:b]
            said = of_title | {word.stem for word in words_of(sentence)}
            is_other = dates != {one.casefold() for one in re.findall(_DATED, sentence)}
            if is_other and re.search(_SLIPPED, sentence) and len(asked & said) >= _ENOUGH * len(asked):
                return each
    return None


def _is_plan(sentence: str) -> bool:
    """Whether a sentence tells what is or was to be, and of nothing that came to pass."""
    if not re.search(_PLAN, sentence):
        return False
    rest = re.sub(_PLAN, " ", sentence)
    return all(re.fullmatch(_NO_EVENT, found[0]) for found in re.finditer(_HAPPENED, rest))
