"""Which words of a quote its sentence disowns: denied, not admitted, taken back, or only asked. Pure.

Marked as those that answer, such words would say the contrary of what the sentence says.
"""

from __future__ import annotations

import re

from qabot.core.text import Span, sentences
from qabot.question.vocabulary import words_of

_OWNING = (
    r"(?:admit(?:ted|ting|s)?|accept(?:ed|ing|s)?|concede[ds]?|conceding|acknowledge[ds]?|acknowledging|know[ns]?|knew|"
    r"confirm(?:ed|ing|s)?|agree[ds]?|agreeing|believe[ds]?|think|thought|say|said|claim(?:ed|s)?|disclos(?:e|ed|ing)|"
    r"show(?:n|ed|s)?|prove[dns]?|demonstrate[ds]?|establish(?:ed)?|tell|true|clear|certain|the case)"
)
_NOT = (
    r"(?:(?:not|never)(?: yet| been| be){0,2}|\w{2,6}n[’']t(?: yet)?|(?:refus(?:ed|es|ing)|declin(?:ed|es|ing)) to|"
    r"stopped short of|without|yet to be|(?i:nobody|none|no one|neither)(?: \w+){0,5}?)"
)
_RUMOUR = (
    r"(?:claims?|reports?|suggestions?|allegations?|rumours?|ideas?|charges?|accusations?|speculation|statements?|"
    r"assertions?|remarks?|figures?|estimates?|stor(?:y|ies))"
)
_NOT_SO = (
    r"(?i:no (?:\w+ )?(?:evidence|proof|sign|suggestion|truth|question of|indication|basis)|"
    r"no (?:\w+ )?(?:link|connection|relation) between [^,;:.!?]{1,80}? and|"
    r"nothing to (?:show|suggest|support)|untrue|false|incorrect|nonsense|"
    r"unclear|unknown|uncertain)"
)
_DENIES = r"(?:den(?:y|ies|ied|ying)|disput(?:e|es|ed|ing))"
_REJECTS = (
    r"(?:reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|refut(?:es?|ed|ing)|rebut(?:s|ted)?|rubbish(?:es|ed)?|"
    r"retract(?:s|ed|ing)?|withdr[ae]w(?:s|n|ing)?|t(?:ook|akes?|aken|aking) back|recant(?:s|ed|ing)?|"
    r"disprov(?:es?|ed|ing)|debunk(?:s|ed|ing)?|discredit(?:s|ed|ing)?|apologis(?:es?|ed|ing) for|"
    r"(?:row|back)(?:s|ed|ing)? (?:back|away) (?:on|from))"
)
_SOME = r"(?:[\w’'-]+ ){0,4}?"
_DENIED = (
    rf"\b{_NOT} {_OWNING}\b|\b{_NOT_SO}\b|(?<!not )(?<!never )(?<!n[’']t )\b{_DENIES}\b(?: {_SOME}{_RUMOUR}\b)?|"
    rf"(?<!not )\b{_REJECTS} {_SOME}{_RUMOUR}\b"
)
_STATED = r"(?:said|claimed|insisted|stated|reported|maintained|wrote|gave|put)"
_ONCE = r"(?:previously|originally|initially|earlier|wrongly|incorrectly|mistakenly|erroneously|at first)"
_FORMER = rf"\b(?:{_ONCE} {_STATED}|had {_STATED} (?:before|{_ONCE})|had (?:\w+ )?claimed)\b"
_TEXT = r"(?:article|story|report|item|piece|page|post)"
_TAKEN_BACK = (
    rf"(?i)\b(?:(?:earlier|previous|original|first) version of (?:this|the|our|an) {_TEXT}\b|"
    rf"(?P<we>we) {_ONCE} {_STATED}|(?P<in>in) (?:an |our |the |this |a )?(?:\w+ )?{_TEXT}\b|our (?:\w+ )?{_TEXT}\b)"
)
_RIGHT = (
    r"(?i)\b(?:(?:correct|right|true|actual|accurate|proper) \w+ (?:is|are|was|were|should)|in fact|instead|"
    r"rather than|should (?:have|read|be)|(?:is|are|was|were) (?:in fact|actually|really)|not [£$€\d])"
)
_THAT = (
    r"[”\"’']?(?: of| about| in [^,;:.]{1,40})?,? ?(?:(?P<that>that|whether|if|how|when|who|which|what|why)\b|"
    r"(?P<doing>(?:having |being )?[a-z]+ing\b))"
)
_WORD_AT_MOST = r"[”\"’']?(?: of)?(?: [\w’'-]+)? (?:a |an |the )?[“\"‘']?"
_CLOSES = (
    r"[;:]|,\s(?:but|and|or|while|whereas|although|though|which|who|saying|adding|insisting|claiming|arguing|yet|so|as|"
    r"after|before)\b|\bbut\b|\band\s(?:(?:has|had|also|instead|then|that)\s)?(?:said|says|sa(?:id|ys)|insist|claim|add|"
    r"argu|put|told|admit|confirm|blam|will|would|spent|paid)"
)
_DIRECTLY = (
    r"(?i)(?:\b(?:not|never|rather than|instead of|other than)|n[’']t)\s(?:(?:in|on|by|from|at|the|a|an|to|for|of|with|"
    r"being)\s){0,2}[“\"‘']?$"
)
"""What stands right before words that are not so: `is not Birmingham`, `£19m, not £9m`, `rather than the £5m`."""
_UNTRUE = (
    r"(?:withdrawn|untrue|false|denied|rejected|dismissed|unfounded|disproved|retracted|wrong|incorrect|inaccurate|"
    r"mistaken|baseless|groundless|misleading|exaggerated|nonsense|rubbish|fiction|discredited|debunked|disowned|"
    r"wide of the mark|without (?:foundation|basis)|(?<=not )(?:true|correct|right|so))"
)
_BEHIND = (
    rf"^[^;:.!?]{{0,160}}?(?:,?\s(?:which|something|a claim|a charge|an allegation|claims|allegations)\s(?:that\s)?"
    rf"(?:(?!(?:not|never|nobody|none|no|neither|few|\w{{2,6}}n[’']t)\b)[\w’'-]+\s){{1,6}}?"
    rf"(?P<by>{_DENIES}|{_REJECTS})|\b(?:is|are|was|were|has been|have been)\s"
    rf"(?:\w+ly\s|now\s|later\s|not\s(?=true|correct|right|so)){{0,2}}{_UNTRUE}\b|[“\"‘'](?:\w+\s){{0,2}}{_UNTRUE})"
)
_OF_RUMOUR = rf"(?i)\b{_RUMOUR} (?:of|that)\b[^;:.!?]{{0,300}}$"
_DENIER = (
    rf"^(?:,[^,;:.!?]{{1,100}},|,\swho)?\s(?:(?:has|have|had|also|later|\w{{2,12}}ly)\s){{0,3}}{_DENIES}\s(?P<what>.*)$"
)
_ASKS_AFTER_DENIAL = (
    r"(?i)\b(?:den(?:y|ies|ied|ial)|disput\w*|reject\w*|dismiss\w*|refut\w*|rebut\w*|admit\w*|accept\w*|"
    r"not|never|without|evidence)\b|n[’']t\b"
)
_ASKS_AFTER_FORMER = (
    r"(?i)\b(?:before|previous\w*|original\w*|initial\w*|earlier|first|wrong\w*|correct\w*|error|mistake\w*)\b"
)
_YES_OR_NO = r"(?i)^\W*(?:(?:and|but|so)\W+)?(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would|should)\b"
_REACH = 400
"""Characters beside words among which that stands which disowns them."""
_ENOUGH = 2 / 3
"""Share of the words asked that a denied clause must have to deny what is asked."""


def asks_yes_or_no(question: str) -> bool:
    """Whether it is asked if something is so: a quote that denies it answers, and the words denied do not."""
    return re.search(_YES_OR_NO, question) is not None


def is_disowned(question: str, text: str, quote: Span, span: Span) -> bool:
    """Whether the sentence that has these words denies them, does not admit them, takes them back, or asks them.

    Args:
        question: As typed: who asks what was denied is answered by it, and who asks what was said before by that.
        text: Text of the article.
        quote: The quote, as a range of it.
        span: The words, within the quote.
    """
    sentence = _sentence_of(text[slice(*quote)], span[0] - quote[0])
    start, end = sentence[0] + quote[0], sentence[1] + quote[0]
    before, behind = text[max(start, span[0] - _REACH) : span[0]], text[span[1] : max(end, span[1])][:_REACH]
    if is_question(text[start:end]):
        return True
    is_open = asks_yes_or_no(question)
    if (is_open or not re.search(_ASKS_AFTER_DENIAL, question)) and _is_denied(question, before, behind):
        return True
    return (is_open or not re.search(_ASKS_AFTER_FORMER, question)) and is_no_more_said(before)


def is_denied_behind(before: str, behind: str) -> bool:
    """Whether what stands behind words in their sentence says that they are not so: `which it denies`, `was wrong`."""
    found = re.match(_BEHIND, behind[:_REACH])
    return bool(found) and bool(found["by"] or re.search(_OF_RUMOUR, before[-_REACH:]))


def is_denied_there(before: str) -> bool:
    """Whether what stands before words in their sentence denies them, or says that they are not so."""
    return _is_led_to(_DENIED, before) or re.search(_DIRECTLY, before) is not None


def is_no_more_said(before: str) -> bool:
    """Whether what stands before words says that they were said once, or that an article once had them."""
    return _is_led_to(_FORMER, before) or is_taken_back(before)


def is_question(sentence: str) -> bool:
    """Whether a sentence asks, rather than tells: with its mark of a question, whatever quotation marks close it."""
    return re.search(r"\?[”\"’')\]]*\s*$", sentence) is not None


def only_asks(quote: str, span: Span | None) -> bool:
    """Whether a quote only asks, or words of it stand in a sentence that does."""
    said = [quote[a:b] for a, b in sentences(quote)]
    if said and all(map(is_question, said)):
        return True
    return span is not None and is_question(quote[slice(*_sentence_of(quote, span[0]))])


def is_taken_back(before: str) -> bool:
    """Whether what stands before words says that an article once had them: `in an article of 3 May we wrote that`."""
    place = _stated_once(before)
    return place is not None and not re.search(_CLOSES, before[place:])


def _stated_once(text: str) -> int | None:
    """Return where that begins which a text says an article once had; None where it says so of nothing."""
    found = re.search(_TAKEN_BACK, text)
    if found is None or found["we"]:
        return found and found.end()
    # In a report others say this and that; only what "we" said in an article is taken back.
    stated = re.compile(rf"(?i)\b{'we ' if found['in'] else ''}(?:{_ONCE} )?{_STATED}\b").search(text, found.end())
    return stated and stated.end()


def takes_back(sentence: str) -> bool:
    """Whether a sentence tells what an article once said, and was wrong."""
    return _stated_once(sentence) is not None


def states_right(sentence: str) -> bool:
    """Whether a sentence plainly tells what is right in the place of what was wrong."""
    return re.search(_RIGHT, sentence) is not None


def _is_denied(question: str, before: str, behind: str) -> bool:
    return is_denied_there(before) or _denies_it_itself(question, behind) or is_denied_behind(before, behind)


def _sentence_of(text: str, place: int) -> Span:
    return next(((a, b) for a, b in sentences(text) if a <= place < b), (0, len(text)))


def _is_led_to(pattern: str, before: str) -> bool:
    """Whether what a pattern finds leads on to the end of what stands before, with no other clause begun."""
    for found in re.finditer(pattern, before):
        rest = before[found.end() :]
        if re.fullmatch(_WORD_AT_MOST, rest):
            return True
        that = re.match(_THAT, rest)
        # A comma closes what is denied in passing: "Zorblax, which denied that it failed, lost to Acme".
        is_aside = that and (that["doing"] or re.search(r",\s(?:who|which)\b[^,]*$", before[: found.start()]))
        if that and not re.search(rf"{_CLOSES}|," if is_aside else _CLOSES, rest):
            return True
    return False


def _denies_it_itself(question: str, behind: str) -> bool:
    """Whether whoever is marked denies just what is asked: `Ciro denied that it supplied the software`."""
    if not re.match(r"(?i)\W*(?:(?:and|so|but)\W+)?(?:who|which|what)\b", question):
        return False
    found = re.match(_DENIER, behind.replace("\n", " "))
    if found is None:
        return False
    is_aside = behind.lstrip().startswith(", who")
    clause = re.split(rf"{_CLOSES}|," if is_aside else _CLOSES, found["what"], maxsplit=1)[0]
    asked = {each.stem for each in words_of(question) if not each.stop}
    told = {each.stem for each in words_of(clause)}
    return bool(asked) and len(asked & told) >= _ENOUGH * len(asked)
