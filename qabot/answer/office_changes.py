"""Who leaves an office, and who is replaced in it: from then on neither holds it. Pure.

"Ann Lee, chief executive of Socitm, has resigned" names its chief executive and says that she is not to be any longer;
"she succeeds Bo Ray" names the one before. What refuses, denies or only calls for a departure is none.
"""

from __future__ import annotations

import re

from qabot.answer.asked_offices import AskedOffice, places
from qabot.core.text import Span

_WORDS = r"(?:(?!(?:by|that|who|for|and|when|after|to|as|over|from|with)\b)[\w’'&-]+,?\s+){0,7}"
"""What may stand between a verb and the name that it is done to: `its long-serving chief executive, `."""
_REPLACES = (
    r"\b(?:succeed(?:s|ed|ing)?|replac(?:e|es|ed|ing)|(?:takes?|took|taken|taking)\s+(?:over\s+from|the\s+place\s+of)|"
    r"successor\s+to|in\s+place\s+of|beat|beats|defeat(?:s|ed|ing)|oust(?:s|ed|ing)|unseat(?:s|ed|ing))\s+"
)
_REPLACED = (
    r"(?:,[^,;:.!?]{1,120},)?\s+(?:(?:is|was|has|been|will|be|being|to|later|then|now)\s){0,4}"
    r"(?:(?:is|was|be|been|being)\s(?:succeeded|replaced)|hand(?:s|ed|ing)?\s+over\s+to|"
    r"(?:gives?|gave|given|giving)\s+way\s+to|"
    r"(?:makes?|made|making)\s+way\s+for)\b"
)
_DISMISSES = (
    r"\b(?:part(?:s|ed)\s+(?:company|ways)\s+with|sack(?:s|ed)|dismiss(?:es|ed)|fir(?:es|ed)|oust(?:s|ed)|"
    r"remov(?:es|ed)|suspend(?:s|ed)|lost|loses|(?:resignation|departure|retirement|dismissal|sacking|death|exit)\s+of|(?:farewell|goodbye)\s+to|outgoing|departing)\s+"
)
_TO_COME = r"\b(?:will|would|(?:is|are|due|set|about|expected)\sto)\b"
_AUXILIARY = (
    r"(?:\s(?:has|had|is|was|will|would|to|be|been|being|also|now|then|due|set|going|about|decided|chosen|agreed|plans|"
    r"intends|\w{2,14}ly)){0,6}"
)
_HERSELF = (
    r"\s(?:(?:has|had)\s)?(?:said|says|announced|announces|confirmed|confirms|told(?:\s[\w’'-]+){1,4})"
    r"(?:\s(?:yesterday|today|(?:last|this|on)\s\w+))?(?:\sthat)?\s(?:she|he|they)"
)
_PLACE = (
    r"(?:post|job|role|office|position|organisation|agency|association|authority|board|body|commission|committee|"
    r"company|council|department|firm|force|group|ministry|programme|regulator|service|society|supplier|team|trust)"
)
_GOES = (
    r"(?P<goes>resign(?:s|ed|ing)?(?!\s\w+sel)|(?:step|stand)(?:s|ped|ping|ing)?\s(?:down|aside)|stood\s(?:down|aside)|"
    r"retir(?:e|es|ed|ing)|bow(?:s|ed|ing)?\sout|died|"
    r"(?:was|been|being|be|is)\s(?:sacked|dismissed|fired|ousted|axed|removed|suspended|replaced|relieved|let\sgo|"
    r"(?:forced|voted|pushed)\sout)|los(?:es|t)\s(?:his|her|their|the)\s(?:seat|job|post|election)|"
    r"(?:end|finish|complet)(?:s|es|ed|ing)?\s(?:his|her|their)\s(?:term|tenure|spell|time|contract)|"
    r"finish(?:es|ed|ing)?(?=\s(?:at|in|on|next|this|after|today|tomorrow)\b|[.,;])|gone(?=[.,;]|\safter\b)|"
    r"(?:announc|hand)\w+\s(?:in\s)?(?:his|her|their)\s(?:notice|resignation|departure|retirement))"
)
_MOVES = (
    r"(?P<moves>(?:(?:mov|switch)(?:e|es|ed|ing)|go(?:es|ing)?|gone|return(?:s|ing)?)\s(?:(?:back|on|over|off)\s)?to\s"
    r"(?:the\s)?(?=[A-Z])|off\sto\s(?:the\s)?(?=[A-Z])|join(?:s|ing)?\s(?:the\s)?(?=[A-Z]))"
)
_LEAVES = r"(?P<leaves>left|leav(?:e|es|ing)|quit(?:s|ting)?|depart(?:s|ed|ing)?)"
_LEFT_FOR_GOOD = (
    r"\s*(?:[.,;:!?)–—]|$)|\s(?:at|in|on|next|this|after|for|to|by|when|within|before|early|later|last|with|his|her|"
    rf"their|as|from|amid|today|yesterday|following|because|and|but|over|\w+ly)\b|\s(?:the|its)\s(?:\w+\s)?{_PLACE}\b"
)
_SUBJECT = (
    r"(?:\s\([^()]{0,60}\))?(?:,\s[^,;:.!?]{1,160}(?:,\s(?:who|and)\b[^,;:.!?]{1,120})?,|,\s[^,;:.!?]{1,160}?(?=\swho\b))?"
    rf"(?:,?\s(?:as|when|before)\s(?:she|he|they)|,?\swho|,?{_HERSELF}|,)?{_AUXILIARY}\s(?:{_MOVES}|(?:{_GOES}|{_LEAVES})\b)"
)
"""What follows a name up to the verb of its going: `, head of Socitm, has announced that she is to leave`."""
_OWN_GOING = (
    r"['’]s?\s(?:\w+\s)?(?:resignation|departure|retirement|dismissal|sacking|successor|replacement|exit|"
    r"last\sday|term\s(?:ends|ended|expires?d?))\b"
)
_CALLED_FOR = r"(?i)\b(?:call|demand|urg|press|want|reject|refus|den(?:y|ied|ies)|rul(?:e|ed|es)\sout|petition)"
_OF_WHAT = r"\s(?:as|from)\s(?:(?:the|its|his|her|their)\s)?(?P<of>[^,;:.!?]{1,90})"
_REACH = 420
"""Characters behind a name in which the verb of its going stands."""
_MOST_PLACES = 40
"""Places of a name that are looked at."""


def is_replaced(text: str, span: Span) -> bool:
    """Whether somebody else comes in the place of whoever is named there: `Bo Ray`, of `she succeeds Bo Ray`."""
    before, behind = text[max(0, span[0] - 160) : span[0]], text[span[1] : span[1] + 160]
    return bool(re.search(rf"{_REPLACES}{_WORDS}$", before) or re.match(_REPLACED, behind))


def is_to_be_replaced(text: str, span: Span) -> bool:
    """Whether somebody else is yet to come in the place of whoever is named there: neither is sure to be in it now."""
    around = text[max(0, span[0] - 90) : span[1] + 60]
    return is_replaced(text, span) and re.search(_TO_COME, around) is not None


def is_leaving(office: AskedOffice, name: str, text: str) -> bool:
    """Whether a text tells that somebody leaves an office, left it or is put out of it.

    Args:
        office: The office, or its body, is what is left: who leaves another stays in this one.
        name: Who.
        text: The text.
    """
    surname = re.escape(name.rsplit(maxsplit=1)[-1])
    named = list(re.finditer(rf"\b{surname}\b", text))[:_MOST_PLACES]
    for found in named:
        before, behind = text[max(0, found.start() - 160) : found.end()], text[found.end() : found.end() + _REACH]
        if re.search(rf"{_DISMISSES}{_WORDS}{surname}$", before) or _goes(office, behind):
            return True
        own = re.match(_OWN_GOING, behind)
        if own and not re.search(_CALLED_FOR, before):
            return True
        # "She will step down in May", right behind the sentence that names her.
        following = re.match(r"[^.!?]{0,300}[.!?]\s+(?:She|He)(?=\s)", behind)
        if following and _goes(office, behind[following.end() :]):
            return True
    return False


def _goes(office: AskedOffice, behind: str) -> bool:
    found = re.match(_SUBJECT, behind)
    if found is None:
        return False
    rest = behind[found.end() :]
    if found["moves"]:  # to another body than that which is asked about
        return office.body is None or not office.body.may_be_named_in(re.split(r"[,;:.!?]", rest)[0])
    if of := re.match(_OF_WHAT, rest):
        is_place = re.match(rf"(?:\w+\s)?{_PLACE}\b", of["of"]) is not None
        return is_place or _is_of_office(office, of["of"])
    if found["leaves"] and not re.match(_LEFT_FOR_GOOD, rest):
        return office.body is not None and office.body.may_be_named_in(re.split(r"[,;:.!?]", rest)[0])
    return True


def _is_of_office(office: AskedOffice, words: str) -> bool:
    is_body = office.body is not None and office.body.may_be_named_in(words)
    return is_body or re.match(rf"(?i)(?:{office.told})(?!\w)", words) is not None or any(places(office, words))
