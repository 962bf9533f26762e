"""What comes of a command or a question, one type a kind: a shell shows it, and decides nothing by itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from qabot.chat.asker import OpenedIndex
from qabot.chat.exchange import Exchange
from qabot.chat.filter_chips import describe_filters
from qabot.chat.history import PastQuestion
from qabot.core.answers import Evidence
from qabot.core.articles import GenerationDiff
from qabot.core.errors import QabotError
from qabot.core.questions import Filters
from qabot.output.phrasing import counted
from qabot.output.schemas.fact_schemas import Facts
from qabot.output.schemas.said_schemas import Said

if TYPE_CHECKING:
    from qabot.output.schemas.brief_schemas import Brief
    from qabot.reports.check.checked_draft import CheckedDraft
    from qabot.reports.report_lines import ReportLine
    from qabot.reports.timeline import TopicTimeline
    from qabot.reports.topic_ledger import FigureLedger

ScreenName = Literal["browse", "index", "history", "help"]


class Answered(Struct, frozen=True):
    """A question was answered, for the first time or once more."""

    exchange: Exchange
    """The question with its answer."""


class MoreShown(Struct, frozen=True):
    """A question was answered with more passages."""

    exchange: Exchange
    """The question with its answer."""
    before: int
    """How many passages it had before."""


class Failed(Struct, frozen=True):
    """A question could not be answered; an answer that it had stays."""

    exchange: Exchange
    """The question."""
    error: QabotError
    """What went wrong."""


class NearestShown(Struct, frozen=True):
    """What came nearest to a question is to be read, and can be called by number."""

    exchange: Exchange
    """The question."""


class Explained(Struct, frozen=True):
    """It is to be said why passages rank where they do."""

    exchange: Exchange
    """The question that they answer."""


class PassageOpened(Struct, frozen=True):
    """An article is to be read at a passage."""

    evidence: Evidence
    """The passage, with its article."""
    among: tuple[Evidence, ...]
    """All passages of the same answer."""


class Cited(Struct, frozen=True):
    """A quote with its citation is to be taken away."""

    evidence: Evidence
    """The quote."""
    form: str
    """The form of the citation."""
    text: str
    """Both, as they are to be pasted."""


class SourcesListed(Struct, frozen=True):
    """The articles that answers of this conversation come from."""

    quoted: tuple[Evidence, ...]
    """A quote of each, in the order they were first quoted."""


class Written(Struct, frozen=True):
    """A file was written."""

    path: Path
    """Which."""


class Pinned(Struct, frozen=True):
    """A passage is pinned."""

    number: int
    """Which pin it is, from 1."""
    is_new: bool
    """Whether it was not pinned before."""
    is_kept: bool
    """Whether pins outlive the chat."""

    @property
    def words(self) -> str:
        """What to say."""
        told = f"Pinned as {self.number}." if self.is_new else f"It is pinned already, as {self.number}."
        kept = "" if self.is_kept else " Pins of this chat end with it."
        return f"{told} /pins lists the pins, /brief makes a note of them.{kept}"


class PinsListed(Struct, frozen=True):
    """What is pinned, after something was done with it or not."""

    lines: tuple[ReportLine, ...]
    """What was done, and the pins, line by line."""


class BriefShown(Struct, frozen=True):
    """A note was made, and is to be shown."""

    brief: Brief
    """The note."""


class BriefWritten(Struct, frozen=True):
    """A note was written to a file, with its proof beside it."""

    note: Path
    """The note."""
    proof: Path
    """Its proof."""

    @property
    def words(self) -> str:
        """What to say."""
        return f"Wrote {self.note}, and {self.proof}, which proves its quotes."


class FiguresListed(Struct, frozen=True):
    """The figures about a topic."""

    ledger: FigureLedger
    """The figures, with their relations."""


class SayingsListed(Struct, frozen=True):
    """What a person or a body said."""

    said: Said
    """The statements, by date."""
    is_grouped: bool
    """Whether they stand under what their verbs do."""


class TimelineShown(Struct, frozen=True):
    """What happened about a topic, and when."""

    timeline: TopicTimeline
    """The dated sentences, and how much attention the topic had."""


class FactsListed(Struct, frozen=True):
    """What one article states."""

    facts: Facts
    """Its figures, statements and dates."""


class DraftChecked(Struct, frozen=True):
    """A draft was checked."""

    draft: CheckedDraft
    """What was found of it."""


class WatchTold(Struct, frozen=True):
    """Saved questions are listed, shown, saved, forgotten or run."""

    lines: tuple[ReportLine, ...]
    """What to say."""


class Limited(Struct, frozen=True):
    """What limits the search was changed, taken away, or asked for."""

    how: Literal["changed", "cleared", "asked for"]
    """Which of these."""
    filters: Filters
    """What limits it now."""
    notes: tuple[str, ...] = ()
    """What the reader should know of how it was read."""

    @property
    def words(self) -> str:
        """What to say."""
        return "Everything is searched again." if self.how == "cleared" else describe_filters(self.filters)


class TopicTold(Struct, frozen=True):
    """What every question is about was pinned, let go of, or asked for."""

    how: Literal["pinned", "let go", "asked for"]
    """Which of these."""
    topic: str
    """What it is now; empty where nothing is pinned."""

    @property
    def words(self) -> str:
        """What to say."""
        if self.topic:
            return f"Every question is about “{self.topic}” until /topic off."
        return "No topic is pinned any more." if self.how == "let go" else "No topic is pinned. Try /topic One Login."


class BegunAnew(Struct, frozen=True):
    """A new conversation begins, and nothing limits the search."""

    words: str = "A new conversation begins."
    """What to say."""


class PastListed(Struct, frozen=True):
    """Earlier questions."""

    wanted: str
    """The words that they hold; empty where any were wanted."""
    questions: tuple[PastQuestion, ...]
    """The newest first."""


class HistoryCleared(Struct, frozen=True):
    """The questions that were put to this home are forgotten."""

    count: int
    """How many there were."""

    @property
    def words(self) -> str:
        """What to say."""
        return f"Forgot {counted(self.count, 'question')}."


class PrivacySet(Struct, frozen=True):
    """A history is kept no longer, or again."""

    is_private: bool
    """Whether none is kept."""

    @property
    def words(self) -> str:
        """What to say."""
        if self.is_private:
            return "Questions are not kept from here on."
        return "Questions are kept in the history again."


class CaughtUp(Struct, frozen=True):
    """Whether a newer index was looked for, and what came of it."""

    news: GenerationDiff | None = None
    """What a newer index brought; None where there is none."""
    error: QabotError | None = None
    """Why the newer one cannot be used; the one there was answers on."""


class IndexReported(Struct, frozen=True):
    """What is indexed."""

    opened: OpenedIndex
    """The index."""
    waiting: int
    """Corpus files that are new, changed or gone since it was built."""
    caught_up: CaughtUp
    """What came of looking for a newer one first."""


class ScreenWanted(Struct, frozen=True):
    """Something is to be looked at on a screen of its own, which reads what it shows by itself."""

    screen: ScreenName
    """Which."""
    words: str = ""
    """What to look for there."""


class HelpWanted(Struct, frozen=True):
    """Commands and filters are to be listed."""


class ThemeChosen(Struct, frozen=True):
    """Other colours are wanted."""

    name: str
    """The theme."""


class Left(Struct, frozen=True):
    """The reader leaves."""


class Refused(Struct, frozen=True):
    """Nothing was done."""

    error: QabotError
    """Why, and what to do instead."""


AskResult = Answered | MoreShown | Failed
"""What comes of asking."""
Result = (
    AskResult
    | NearestShown
    | Explained
    | PassageOpened
    | Cited
    | SourcesListed
    | Written
    | Pinned
    | PinsListed
    | BriefShown
    | BriefWritten
    | FiguresListed
    | SayingsListed
    | TimelineShown
    | FactsListed
    | DraftChecked
    | WatchTold
    | Limited
    | TopicTold
    | BegunAnew
    | PastListed
    | HistoryCleared
    | PrivacySet
    | IndexReported
    | ScreenWanted
    | HelpWanted
    | ThemeChosen
    | Left
    | Refused
)
"""What comes of anything that is typed."""
