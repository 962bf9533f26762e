"""Pages that stand in front of an article: consent to cookies, subscriptions, checks for robots, frames, missing pages.

Known by their sentences, which speak to the reader about the page itself. A page that is made of them is refused; one
that holds some among others is flagged, for an article may well report on them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from qabot.core.text import sentences
from qabot.corpus.drafts import ArticleDraft
from qabot.corpus.formats.title_parts import PARTING
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.formats.wall_phrases import ADVERTISEMENT, LOGIN, NO_FRAMES, WALLS, Wall

REFUSED = 0.5
"""Which share of the words a wall's sentences have at the least."""
TITLED = 0.2
"""Likewise, where the title is a wall's too."""
FLAGGED = 0.2
"""Which share of the words makes someone look at it."""
SHORT = 120
"""Words that an advertisement has at the most."""
BARE = 30
"""Words of a page below which its title alone tells a wall."""
FRAMED = 60
"""Words that a page of frames has at the least where it is an article all the same."""

_READ = 60_000
"""Characters of an article that are looked at; no wall is longer."""
_SENTENCE = 1_000
"""Characters of a sentence that are looked at."""
_LAST = 4
"""Sentences at the end among which an article that was cut by a wall says so."""
_FRAMESET = re.compile(rb"<frameset\b", re.IGNORECASE)


def checked(draft: ArticleDraft, data: bytes) -> ArticleDraft:
    """Return the article on a page, flagged where it may be a wall.

    Args:
        draft: What was taken for the article.
        data: The page.

    Raises:
        UnreadableDocument: It is one.
    """
    text = draft.text[:_READ]
    said = [text[start:end][:_SENTENCE] for start, end in sentences(text)]
    words = _words(said)
    titles = [part.strip(" .…") for part in [draft.title, *PARTING.split(draft.title)]]
    if _FRAMESET.search(data) and (words < FRAMED or any(map(NO_FRAMES.search, said))):
        raise UnreadableDocument("is made of frames, whose pages are other files")
    if words < SHORT and any(map(ADVERTISEMENT.fullmatch, titles)):
        raise UnreadableDocument("is an advertisement")
    share, is_titled, wall = max((_likeness(wall, said, titles) for wall in WALLS), key=lambda each: each[:2])
    if share >= REFUSED or (is_titled and (share >= TITLED or words < BARE)):
        raise UnreadableDocument(f"is {wall.name}, not an article")
    if share >= FLAGGED:
        return _flagged(draft, f"may be no article: {share:.0%} of its words are those of {wall.name}")
    if any(map(LOGIN.says.search, said[-_LAST:])):
        return _flagged(draft, "may be cut short: it ends by asking to subscribe or to sign in")
    return draft


def _likeness(wall: Wall, said: Sequence[str], titles: Sequence[str]) -> tuple[float, bool, Wall]:
    """Which share of the words are in sentences of a wall's, and whether the title is."""
    share = _words([each for each in said if wall.says.search(each)]) / max(_words(said), 1)
    return share, any(map(wall.titles.fullmatch, titles)), wall


def _words(said: Sequence[str]) -> int:
    return sum(each.count(" ") + 1 for each in said)


def _flagged(draft: ArticleDraft, flag: str) -> ArticleDraft:
    return replace(draft, flags=(*draft.flags, flag))
