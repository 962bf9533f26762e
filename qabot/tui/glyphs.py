"""The marks of the interface, in two sets: for terminals with a good font, and for those with ASCII alone."""

from __future__ import annotations

from msgspec import Struct

from qabot.core.answers import Verdict


class Glyphs(Struct, frozen=True):
    """A set of marks, each one cell wide unless it says otherwise."""

    strong: str
    """The verdict `strong`."""
    possible: str
    """The verdict `possible`."""
    not_found: str
    """The verdict `not_found`."""
    here: str
    """Points at a paragraph that holds evidence."""
    cross: str
    """What a click drops."""
    check: str
    """A quote that was compared with its article."""
    folded: str
    """What can be unfolded."""
    unfolded: str
    """What can be folded."""
    waiting: str
    """What is being worked on."""
    dot: str
    """Parts the pieces of a line; with its spaces."""
    bar: str
    """Parts the pieces of the head line; with its spaces."""
    paragraph: str
    """Stands before a paragraph's number."""
    prompt: str
    """Stands before what is typed."""
    open_quote: str
    """Opens a quotation."""
    close_quote: str
    """Closes one."""
    done: str
    """The part of a bar of progress that is done."""
    left: str
    """The part that is left."""
    arrow: str
    """Stands between a figure and what comes of it."""

    def spelled(self, words: str) -> str:
        """Return what is said in the same words on every surface with the marks of this set."""
        return words.replace(" · ", self.dot).replace("¶", self.paragraph).replace("→", self.arrow)

    def verdict(self, verdict: Verdict) -> str:
        """Return the mark of a verdict."""
        return {"strong": self.strong, "possible": self.possible, "not_found": self.not_found}[verdict]


UNICODE = Glyphs(
    strong="●",
    possible="◐",
    not_found="○",
    here="▶",
    cross="✕",
    check="✓",
    folded="▸",
    unfolded="▾",
    waiting="◌",
    dot=" · ",
    bar=" │ ",
    paragraph="¶",
    prompt="❯",
    open_quote="“",
    close_quote="”",
    done="━",
    left="╌",
    arrow="→",
)
ASCII = Glyphs(
    strong="*",
    possible="?",
    not_found="o",
    here=">",
    cross="x",
    check="+",
    folded=">",
    unfolded="v",
    waiting="~",
    dot=" - ",
    bar=" | ",
    paragraph="para ",
    prompt=">",
    open_quote='"',
    close_quote='"',
    done="=",
    left=".",
    arrow="->",
)
