"""What facts are read by: the names of bodies and the words that report, of qabot and of a home, and how to tell them.

What reads them is taken from the face of its room, so that a question that needs no facts does not load it. Stored
facts count only where the rules are those that they were read by; else the articles are read anew.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct

from qabot import facts
from qabot.core.articles import Article
from qabot.core.facts import ArticleFacts
from qabot.facts.speech_cues import CueLexicon, read_cues
from qabot.question.acronyms import read_body_names
from qabot.question.entities import EntityGazetteer

FACTS_RULE = 11
"""Rises whenever the same article would be read to other facts, but for what a home's own lists change."""


class FactRules(Struct, frozen=True):
    """The rules of one home."""

    names: EntityGazetteer
    """The bodies and programmes that facts may be about."""
    cues: CueLexicon
    """The words that report."""
    identity: str
    """Tells these rules from others: the rule's number, and the start of a SHA-256 (hex) over the lists."""

    @classmethod
    def load(cls, home: Path) -> FactRules:
        """Read the lists that come with qabot, and those of a home.

        Raises:
            UsageError: A file of the home is malformed or cannot be read.
        """
        bodies, cues = read_body_names(home), read_cues(home)
        listed = msgspec.json.encode((bodies, cues), order="deterministic")
        return cls(_made_ready(tuple(bodies)), cues, f"{FACTS_RULE}-{hashlib.sha256(listed).hexdigest()[:16]}")

    def read(self, article: Article) -> ArticleFacts:
        """Return the facts of an article."""
        return facts.read_article_facts(article, self.names, self.cues)


_made_ready = lru_cache(2)(EntityGazetteer.of)
"""Every build and every engine of a home asks for the same names."""
