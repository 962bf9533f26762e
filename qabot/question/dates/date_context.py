"""What stands around a date and makes it something else: a count, a product, or the name of an event or a strategy."""

from __future__ import annotations

from qabot.question.dates.date_tokens import Stretch, Tokens
from qabot.question.tokeniser import STOP_WORDS

SOURCES = frozenset(
    """news story stories article articles coverage headline headlines pieces posts items press announcement
    announcements anything something everything nothing""".split()
)
"""What is published: `stories from 2015`, `this week’s news`."""
_EVENTS = frozenset(
    """accounts address agenda agreement announcement attack audit bill blueprint breach budget bulletin campaign
    census charter cohort conference consultation convention crisis declaration edition election estimate evaluation
    event exhibition forecast forum framework games guidance guideline hack hearing index initiative inquiry inspection
    launch letter manifesto mandate memo merger olympics outage outturn paper pathfinder pilot plan pledge policy poll
    programme program project prospectus referendum release report reshuffle results review roadmap round scandal scheme
    settlement speech standard statement strategies strategy study summit survey target tender trial update version
    vision vote workshop""".split()
)
"""What is called by its year, or by the month or the day it came out."""
_BEFORE_EVENTS = frozenset({"spending", "general", "autumn", "spring"})
"""First words of the names of events: `November 2015 spending review`."""
_NO_YEAR_BEHIND = frozenset(
    """act acts regulation regulations order directive rules
    windows office server exchange sharepoint sql dynamics outlook access excel visio biztalk nt xp suite
    iso rfc bs en cve pas agenda vision horizon room page section clause article paragraph para form model version
    release build no number nos ext extension tel phone port level type area route building fortune top class
    than over under about nearly almost some only just least most roughly approximately exactly another total those
    these all every per times x to at £ $ € # = + * @ & % ~ < >""".split()
)
"""What makes four figures behind it no year, or none in which anything came out: laws, products and quantities."""
_COUNTED = frozenset(
    """people staff users servers sites jobs posts roles employees workers patients pupils students residents customers
    citizens taxpayers households homes premises properties records files pages laptops computers pcs devices phones
    mobiles tablets machines desktops printers licences licenses seats services websites domains systems applications
    apps contracts suppliers companies firms smes councils authorities schools colleges trusts hospitals practices
    surgeries offices branches departments organisations bodies members officers officials contractors specialists
    engineers developers nurses doctors gps teachers police men women children claimants applicants respondents
    responses complaints incidents errors bugs defects tickets calls emails messages requests transactions payments
    documents datasets items tonnes miles km metres hours minutes seconds days weeks months years pounds quid euros
    dollars million billion thousand percent m bn k gb mb tb mbps am pm gmt bst""".split()
)
"""What a number counts or measures."""
_VERSIONED = frozenset("version versions ver v release releases build rev revision firmware ip address".split())
"""What has three numbers with full stops between them."""
_NUMBERED = frozenset(
    """act case claim decision directive directives ext extension fax fraction invoice iso no nos number odds phone
    ratio ratios ref reference regulation regulations rfc score serial si split tel telephone ticket""".split()
)
"""What has numbers with any marks between them."""
_MONEY_OF = frozenset("prices terms money levels baseline rates standards".split())
"""What only takes its measure from a year: `in 2015 prices`."""
_DETERMINERS = frozenset("the a an this that these those every each any which".split())
_UNMARKED = frozenset({"years", "months", "weeks"})
"""Written for `year’s`, `month’s` and `week’s`: `last years budget`."""


def is_count(tokens: Tokens, i: int, found: Stretch, *, certain: bool, bare: bool) -> bool:
    """Whether what was read as a year is a number of things or part of a product's name.

    Args:
        tokens: The text.
        i: Where the stretch begins.
        found: What was read.
        certain: Whether a preposition says that it is a date.
        bare: Whether no preposition of time stands before it.
    """
    before, behind = tokens.word(i - 1), tokens.word(found.end)
    if found.measure in {"day", "month"} and tokens.number(i) is not None:
        mark = tokens.word(i + 1)
        return bare and (before in _NUMBERED or (mark == "." and _is_version(tokens, i, found)))
    figures = tokens.number(found.end - 1, 4)
    if found.measure not in {"year", "years"} or figures is None:
        return False
    if behind in _MONEY_OF:
        return True
    round_number = figures % 100 == 0
    counts = round_number or (behind in _COUNTED and found.measure == "year")
    if counts and _is_content(behind) and not is_event(tokens, found.end):
        return round_number or not certain
    return bare and (round_number or before.isdigit() or behind.isdigit() or before in _NO_YEAR_BEHIND)


def _is_version(tokens: Tokens, i: int, found: Stretch) -> bool:
    """Whether figures with full stops between them are those of a version, as words beside them say."""
    press = tokens.words(i - 2, 2) in {"press release", "press releases", "news release"}
    return (tokens.word(i - 1) in _VERSIONED and not press) or tokens.word(found.end) in _VERSIONED


def is_named(tokens: Tokens, i: int, found: Stretch, *, bare: bool) -> bool:
    """Whether a date is part of a name or tells which one is meant: `the 2015 spending review`, `last year’s budget`.

    Args:
        tokens: The text.
        i: Where the stretch begins.
        found: What was read.
        bare: Whether no preposition of time stands before it.
    """
    behind = tokens.possessive(found.end)
    unmarked = tokens.word(found.end - 1) in _UNMARKED and found.measure in {"week", "years"}
    if behind > found.end or unmarked:
        return _is_content(tokens.word(behind)) and tokens.word(behind) not in SOURCES
    in_figures = tokens.word(found.end - 1).isdigit()
    if found.measure in {"decade", "rolling"} or (found.sure and not in_figures):
        return False
    if is_event(tokens, found.end) or (in_figures and _is_determined(tokens, i, found)):
        return True
    if found.measure not in {"year", "years", "season"}:
        return False
    adjective = _is_content(tokens.word(found.end)) and is_event(tokens, found.end + 1)
    return adjective or (bare and is_event(tokens, i - 1))


def _is_determined(tokens: Tokens, i: int, found: Stretch) -> bool:
    """Whether a date stands like an adjective between an article and a noun, unlike `the summer of 2020`."""
    if tokens.word(i - 1) not in _DETERMINERS and not tokens.owned(i):
        return False
    noun = tokens.word(found.end)
    of = any(tokens.word(j) == "of" for j in range(i, found.end))
    return not of and (found.measure == "year" or (_is_content(noun) and noun not in SOURCES))


def is_event(tokens: Tokens, i: int) -> bool:
    """Whether the noun here is what is called by its date."""
    word = tokens.word(i)
    if word in _BEFORE_EVENTS:
        word = tokens.word(i + 1)
    return word in _EVENTS or word.removesuffix("s") in _EVENTS


def _is_content(word: str) -> bool:
    """Whether a word says something, so that what stands before it can belong to it."""
    return word.isalpha() and word not in STOP_WORDS
