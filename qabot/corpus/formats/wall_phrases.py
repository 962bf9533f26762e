"""What pages say that stand in front of an article, sentence by sentence, and what they are called."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct


class Phrases(Struct, frozen=True):
    """Patterns of which any may be found, in large or small letters.

    They are compiled for the first page that is looked at: most of what is added is none.
    """

    patterns: tuple[str, ...]
    """In the writing of `re`."""

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first that stands anywhere in the text."""
        return _compiled(self).search(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Return one that is the whole text."""
        return _compiled(self).fullmatch(text)


@cache
def _compiled(phrases: Phrases) -> re.Pattern[str]:
    return re.compile("|".join(phrases.patterns), re.IGNORECASE)


def _any(*patterns: str) -> Phrases:
    return Phrases(patterns)


class Wall(Struct, frozen=True):
    """One kind of such pages."""

    name: str
    """What it is, behind "is"."""
    says: Phrases
    """What is found in its sentences, which speak to the reader."""
    titles: Phrases
    """What its title is as a whole, or between the name of the site and a dash."""


CONSENT = Wall(
    "a page that asks for consent to cookies",
    _any(
        r"\b(?:we|us),? and our (?:[\d,.]+ |selected |trusted |third.party |\w+ing )*(?:partners|vendors)",
        r"\b(?:we|our (?:\w+ )?partners|(?:this|our) (?:web)?site)(?:,? \w+){0,4} uses? (?:\w+,? ){0,4}cookies",
        r"\bcookies (?:\w+ ){0,6}(?:help us|allow us|to give you|to improve your|are used to|let us)",
        r"\bstore(?:,? and/?(?:or)?)? access (?:to )?information on (?:a|your) device",
        r"\b(?:you|your) (?:\w+ ){0,4}(?:consent|(?:cookie|privacy) (?:settings|preferences|choices))\b",
        r"\bby (?:clicking|tapping|selecting|choosing|continuing|using) (?:\W?\w+\W? ){0,6}(?:you|accept|agree)",
        r"\b(?:you (?:can|may)|please) (?:\w+ ){0,3}(?:click|tap|accept|reject|manage|opt out|change your)\b",
        r"\bwith your (?:permission|consent|agreement),? we\b",
        r"\bprecise geolocation data\b",
        r"\bpersonali[sz]ed (?:ads|advertising)\b.{0,80}\b(?:content|measurement|audience)\b",
        r"\bwe (?:value|respect|care about) your privacy\b|\byour privacy (?:matters|is important)",
        r"\bbefore you continue\b",
        r"^\W*(?:(?:accept|reject|allow|manage|more|cookie|save)\W+)+"
        r"(?:all|options?|settings|preferences|cookies|choices)?\W*$",
        r"\bour (?:privacy|cookies?) (?:policy|notice)\b",
        r"\b(?:you|your|we|our)\b[^“\"]{0,200}\bcookies\b|\bcookies\b[^“\"]{0,200}\b(?:you|your|we|our)\b",
    ),
    _any(
        r"we (?:value|respect|care about) your privacy",
        r"(?:about )?your privacy(?: choices| matters)?",
        r"before you continue.*|consent",
        r"(?:cookie|privacy|consent)s?(?: (?:consent|settings|preferences|notice|choices|manager|wall|required))+",
        r"(?:manage|accept|we use) (?:your )?cookies.*|cookies on .{1,40}|.{0,20}\bpreference cent(?:re|er)",
    ),
)
LOGIN = Wall(
    "a page that asks to subscribe or to sign in",
    _any(
        r"\b(?:subscribe|register|sign (?:in|up)|log ?in|join)(?: \w+){0,4}"
        r" to (?:continue|keep|read|unlock|access|view)\b",
        r"\bto (?:continue|keep) reading\b.{0,80}\b(?:subscri|regist|sign|log ?in|account|join)",
        r"\b(?:create|set up) (?:a|an|your) (?:\w+ )?account\b.{0,60}\b(?:read|continue|access)",
        r"\b(?:this|the) (?:article|story|content|page) is (?:\w+ )?"
        r"(?:for|available (?:to|for)|reserved for|exclusive to) (?:\w+ ){0,3}(?:subscribers|members|users|readers)",
        r"\balready (?:a |an )?(?:subscriber|member|registered|have an account)\b",
        r"\byou(?:[’']ve| have) (?:reached|read|used) (?:\w+ ){0,6}(?:limit|free articles|articles)",
        r"\b(?:start|begin) your (?:free )?(?:trial|subscription)\b|\bunlimited access to\b",
        r"^\W*(?:forgot(?:ten)? (?:your )?password|remember me|cancel any ?time)\W*$",
    ),
    _any(
        r"(?:sign|log) ?in(?: to .*)?|login",
        r"subscribe(?: (?:now|today|to (?:continue|read|keep).*))?",
        r"register(?: to .*)?|(?:create|your) (?:an )?account",
    ),
)
ROBOTS = Wall(
    "a page that keeps programs out",
    _any(
        r"\b(?:enable|turn on|allow) (?:java ?script|cookies)\b|\bjava ?script (?:is|has been|to be|and cookies)\b",
        r"\b(?:checking|verifying) (?:if )?(?:your browser|the site connection|that you are|you are|the security)",
        r"\byou(?: are|[’']re) (?:not )?(?:a )?(?:human|robot)\b|\bconfirm you.{1,6}human\b",
        r"\b(?:complete|solve|enter|pass) (?:the|this|a) (?:captcha|security check)\b",
        r"\bunusual traffic from your\b|\breview the security of your connection\b|\bray id\b",
        r"\byou (?:don[’']t|do not) have permission to access\b",
        r"\baccess (?:to this (?:page|site) )?(?:is|has been|was) denied",
        r"\b(?:you have been|why have i been) blocked\b|\bsecurity service to protect itself\b",
        r"\b(?:please wait while|you (?:are being|will be) redirected)\b",
        r"\bthis (?:process is automatic|may take (?:up to )?(?:a few|\d+) seconds)\b|\bbrowser will redirect\b",
    ),
    _any(
        r"just a moment|one moment,? please|you are being redirected|attention required!?|pardon our interruption",
        r"access denied|(?:403 )?forbidden|request (?:blocked|rejected)|error 1\d{3}",
        r"checking your browser.*|are you a robot\?*|robot check|captcha|verify(?:ing)? you are human",
        r"human verification|security check(?: required)?",
    ),
)
MISSING = Wall(
    "an error page",
    _any(
        r"\b(?:page|article|story|address) (?:that |which )?you(?: a|[’'])re (?:looking for|trying to|after)",
        r"\b(?:page|article|story) you (?:requested|were looking for)",
        r"\b(?:page|article|story) (?:could|can)(?:not| not|n[’']t) be found",
        r"\bpage (?:(?:does not|doesn[’']t|no longer) exists?|(?:was|is) not found|has (?:been )?(?:re)?moved)",
        r"\b(?:go|return|head) (?:back )?to (?:the |our )?home ?page\b|^\W*(?:error )?404\b",
        r"\bcheck (?:that )?the (?:url|address|link)\b|\bmay have been (?:moved|removed|renamed|deleted)\b",
        r"\btemporarily (?:unable|unavailable|down)\b|\bdown for (?:\w+ )?maintenance\b",
        r"\b(?:be back|try again) (?:soon|later)\b",
    ),
    _any(
        r"(?:error )?(?:404|410)\W*(?:error|(?:page )?not found)?|(?:sorry,? )?page not found|not found",
        r"(?:page|article|content) (?:unavailable|no longer available)|oops.{0,40}",
        r"(?:error )?50[0234](?:\W.*)?|bad gateway|service (?:temporarily )?unavailable|internal server error|error",
        r"gateway time-?out|(?:site|scheduled|under) maintenance",
    ),
)
WALLS = (CONSENT, LOGIN, ROBOTS, MISSING)
"""All of them."""
ADVERTISEMENT = _any(r"\W*(?:advertisements?|(?:3rd|third) party ad content|sponsored content|ad(?: frame)?)\W*")
"""What a frame that holds an advertisement has for a title."""
NO_FRAMES = _any(r"\b(?:browser|page)\b.{0,60}\bframes\b")
"""What a page made of frames says to a browser that knows none."""
