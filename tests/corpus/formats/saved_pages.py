"""Pages of the field as people save them to text: heads in the shapes that outlets have, around invented stories.

Sixty pages, drawn by a fixed seed: each shape says where its headline, its date and its author stand, so that what is
read out of a page can be compared with what was put into it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

_BODIES = "Lerwick|Ullapool|Stromness|Kirkwall|Oban|Wick|Thurso|Dornoch|Nairn|Tain|Brora|Golspie".split("|")
_ACTS = (
    "drops its payroll system after three failed tests",
    "to share a data centre with its neighbours",
    "signs £4.7m hosting deal with a local supplier",
    "appoints first chief data officer",
    "blames ‘old servers’ for week without telephones",
    "finds 40,000 records in the wrong folders",
    "moves school admissions to the cloud",
    "asks residents: would you pay parking fines by app?",
    "wins praise for plain online forms",
    "puts council tax bills online from April 2024",
)
_PEOPLE = (
    "Rosalind Quayle",
    "Derek van Preez",
    "Mary-Jane O’Neill",
    "Ann Other",
    "Tomás Rivero",
    "Sam A. Trent",
    "Li Ng",
)
_PHOTOS = (
    "Patrick Kosma",
    "clrmck",
    "wladi1804",
    "Jo Bloggs/Adobe Stock",
    "Shutterstock",
    "Credit: Pixabay",
    "Image: T. Moss",
)
_SECTIONS = (
    "Logo",
    "Cyber Bites",
    "Digital Trends",
    "Management > Identity",
    "Transparency data",
    "News",
    "NEWS",
    "Analysis",
)
_OUTLETS = (
    ("https://www.publictechnology.net/{d:%Y/%m/%d}/{s}/", "PublicTechnology"),
    ("https://www.computerweekly.com/news/{n}/{s}", "Computer Weekly"),
    ("https://www.civilserviceworld.com/professions/article/{s}", "Civil Service World"),
    ("https://www.ukauthority.com/articles/{s}/", "UKAuthority"),
    ("https://www.theregister.com/{d:%Y/%m/%d}/{s}/", "The Register"),
    ("https://www.gov.uk/government/news/{s}", "GOV.UK"),
    ("https://diginomica.com/{s}", "Diginomica"),
    ("https://www.localgov.co.uk/{s}/{n}", "LocalGov"),
    ("https://www.nao.org.uk/press-releases/{s}", "NAO"),
    ("https://www.harbour-gazette.example/news/{s}", "harbour-gazette.example"),
)
_STORY = (
    (
        "The council told its members on Tuesday that the work would begin before the summer and be paid for out of "
        "what the last programme had saved."
    ),
    (
        "Officers had warned in a paper that the present contract could not be extended a fourth time, and that the "
        "supplier no longer answered letters."
    ),
    (
        "“Nobody will notice the change, and that is the point,” the lead member for finance said. She added that a "
        "second phase would follow once the first had run for a year."
    ),
    "Unions asked for the plan to be put to staff first. A decision is expected in the autumn.",
)


class SavedPage(Struct, frozen=True):
    """A page, and what stands in it."""

    text: str
    url: str
    outlet: str
    title: str | None
    """None where the page begins with the story."""
    published: date | None
    """None where neither the page nor its address says."""
    author: str | None


class _Facts(Struct, frozen=True):
    title: str
    day: date
    who: str
    photo: str
    section: str
    has_title: bool = True
    has_day: bool = True
    has_author: bool = True


Shape = Callable[[_Facts], tuple[str, _Facts]]


def _of(*lines: str, gap: str = "\n\n", **lacks: bool) -> Callable[[_Facts], tuple[str, _Facts]]:
    """A shape by its lines: T, P, S are title, photo and section, A is who, D… a form of the day, B the story."""

    def shape(facts: _Facts) -> tuple[str, _Facts]:
        day = facts.day
        forms = {
            "{T}": facts.title,
            "{P}": facts.photo,
            "{S}": facts.section,
            "{A}": facts.who,
            "{AA}": facts.who.upper(),
            "{D1}": f"{day.day} {day:%B %Y}",
            "{D2}": f"{day:%d %b %Y}",
            "{D3}": f"{day:%B} {day.day}, {day.year}",
            "{D4}": f"{day:%d/%m/%Y}",
            "{D5}": f"{day:%d %b %y}",
            "{D6}": day.isoformat(),
            "{D7}": f"{day:%a} {day.day} {day:%b %Y}",
            "{D8}": f"{day:%A} {day.day}th {day:%B %Y}",
            "{L}": f"{day + timedelta(40):%d %B %Y}",
        }
        written = gap.join(lines)
        for form, value in forms.items():
            written = written.replace(form, value)
        story = [*_STORY]
        if "{B}" in written:
            written = written.replace("{B}", story.pop(0))
        return f"{written}{gap}" + "\n\n".join(story), replace(facts, **lacks)

    return shape


SHAPES: tuple[Shape, ...] = (
    _of("{T}", "By {A}", "{D2}"),
    _of("{P} -", "{S}", "2 min read", "{D2}", "{T}", has_author=False),
    _of("This article is more than 1 year old", "{T}", "{A}", "{D7} 15.00 BST", gap="\n"),
    _of("{S}", "{T}", "{B}", "By", "{A},Data & ethics editor", "Published: {D2} 11:15"),
    _of(
        "News story",
        "{T}",
        "From:",
        "Cabinet Office",
        "Published",
        "{D1}",
        "Last updated",
        "{L}",
        gap="\n",
        has_author=False,
    ),
    _of("{T}", "{A} Published {D1}"),
    _of("{T}", "By {A} {D3}", "{P}"),
    _of("{T}", "Author: Committee of Public Accounts", "Date Published: {D1}", has_author=False),
    _of("Skip to content", "Menu", "{P}", "{T}", "{B}", "{A}", "{D7} // 09:30 UTC", gap="\n"),
    _of("{T}", "Published {D1}", "Updated {L}", has_author=False),
    _of("{S}", "4 min read", "{T}", "Written by {A}", "{D5}"),
    _of("# {T}", "*", "By {A}, political correspondent | {D3} | 5 minute read"),
    _of("{T}", "{A}, {D1} - Digital, Data", "Back to article list"),
    _of("{T}", "Posted by {A} on {D8}"),
    _of("{T} | PublicTechnology", "{T}", "{D6}", "Words: {A}"),
    _of("BY {AA}", "{T}", "{D4}"),
    _of("Home", "News", "{T}", "date {D6}", "Share this article", has_author=False),
    _of("{B}", "{D2}", has_title=False, has_day=False, has_author=False),
    _of("back to article Harbour news", "{T}", "By: {A}", "1,204 views", "{D2} 03:01 PM"),
    _of("{T}", "Image credit: {P}", "{B}", "First published: {D1}", has_author=False),
)


def saved_pages(count: int = 60) -> Iterator[SavedPage]:
    """Yield pages, each shape in its turn."""
    drawn = random.Random(20261128)  # noqa: S311 - the same every time
    for number in range(count):
        day = date(2012, 1, 3) + timedelta(drawn.randrange(4500))
        facts = _Facts(
            f"{drawn.choice(_BODIES)} council {drawn.choice(_ACTS)}",
            day,
            drawn.choice(_PEOPLE),
            drawn.choice(_PHOTOS),
            drawn.choice(_SECTIONS),
        )
        text, said = SHAPES[number % len(SHAPES)](facts)
        pattern, outlet = _OUTLETS[0] if "| PublicTechnology" in text else drawn.choice(_OUTLETS)
        slug = facts.title[:20].lower().replace(" ", "-").strip("-")
        url = pattern.format(d=day, s=slug, n=25000 + number)
        in_address = "%Y" in pattern
        author = (
            "Committee of Public Accounts" if "Author: Committee" in text else facts.who if said.has_author else None
        )
        yield SavedPage(
            text,
            url,
            outlet,
            facts.title if said.has_title else None,
            day if said.has_day or in_address else None,
            author,
        )
