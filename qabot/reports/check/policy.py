"""What passes: which differences between a draft and the corpus are no faults, with a fingerprint that names them."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal

from msgspec import Struct, to_builtins


class Rule(Struct, frozen=True):
    """One kind of difference."""

    name: str
    """What it is called."""
    passes: bool
    """Whether it is no fault."""
    words: str
    """What it is, as a clause."""


class Policy(Struct, frozen=True):
    """What passes, and by which measures."""

    rules: tuple[Rule, ...] = (
        Rule("marks", True, "other quotation marks, dashes or apostrophes, or an ellipsis of other dots"),
        Rule("spaces", True, "other spaces and line breaks"),
        Rule("case", True, "other capitals"),
        Rule("hidden", True, "characters that cannot be seen, or that look like others"),
        Rule("punctuation", True, "other commas, stops and markup between the same words; never a question mark"),
        Rule("rounding", True, "a figure that is rounded, to fewer digits than the article has"),
        Rule("brackets", True, "words in square brackets in the place of others, which are shown"),
        Rule("ellipsis", True, "an ellipsis within a passage, where no negation is left out"),
        Rule("order", False, "fragments in another order than the article's"),
        Rule("distance", False, "fragments of one quotation that stand further apart"),
        Rule("words", False, "a word more, less or in another's place within a quotation"),
        Rule("negation", False, "a negation more or less, anywhere"),
        Rule("figures", False, "another figure than an article's of the same thing"),
        Rule("places", False, "two figures or dates of an article that have changed places"),
        Rule("speaker", False, "another speaker than the article's"),
        Rule("speech", False, "the opposite of what a speaker does: praise for blame, a denial for a report"),
        Rule("summary", False, "words of a qabot brief in quotation marks as an outlet's or a speaker's"),
        Rule("body", False, "another body than the article's"),
        Rule("date", False, "another date than the article's"),
        Rule("absent", False, "a quotation of four words or more that stands nowhere in the corpus"),
    )
    """Every kind of difference, and whether it passes."""
    longest_gap: int = 60
    """Words that an ellipsis may leave out."""
    longest_quotation: int = 1_500
    """Words of a quotation that is compared; a longer one is not checked."""
    longest_sentence: int = 400
    """Words of a sentence that is compared."""
    fewest_words: int = 4
    """Words from which a quotation that is not held is a fault; fewer may be a term or a title."""
    altered_share: float = 0.6
    """Share of a quotation's words that stand in one place of an article, from which it counts as altered."""
    near_share: float = 0.6
    """Share of a sentence's words that stand in order in an article's, from which the two are compared word by word."""
    some_near: float = 0.4
    """The same, from which a name in the place of another tells."""
    same_matter: float = 0.5
    """Share of a sentence's meaning, its words weighed by how rare they are, that an article's sentence has, from which
    both are about the same thing."""
    some_matter: float = 0.3
    """The same, for a sentence that has the same figure."""
    agreeing_matter: float = 0.45
    """The same, for one with a figure that agrees when rounded, or that counts other things."""
    own_matter: float = 0.25
    """Share of it that stands in the sentence itself, for one with another figure."""
    rounding: Decimal = Decimal("0.03")
    """How far a rounded figure may lie from the article's, as a share of it."""
    hedged_rounding: Decimal = Decimal("0.1")
    """The same, behind words such as "about"."""

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change with any rule or measure."""
        written = json.dumps(to_builtins(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()[:12]


POLICY = Policy()
"""What `qabot check` goes by."""
