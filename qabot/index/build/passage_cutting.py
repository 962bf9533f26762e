"""Cutting the articles of a plan into passages, each within its budget of the processor's time.

Chunking takes time in proportion to a text, whatever it is made of. Should a text be found that it does not hold for,
it costs its own article and no other: that is left out, or stays as it was indexed before, and is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from qabot.core.articles import Article, Passage, ReadIssue
from qabot.core.progress import OnProgress, Progress
from qabot.corpus.formats import reading_budget
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.index.build.chunking import split
from qabot.index.build.plan import KEPT, Plan, PlannedArticle, copy_of, order
from qabot.index.snapshot import Generation
from qabot.models.encoder import EncoderSpec
from qabot.models.onnx_session import TOKENIZER, Tokeniser

SHORT = 8_000
"""Characters of a text that is cut without being looked at, which would take an article's budget at no rate known."""

_PURPOSE = "to cut into passages, and was left out"


class _Cutter(Struct, frozen=True):
    """Cuts articles as one encoder needs them."""

    spec: EncoderSpec
    tokeniser: Tokeniser

    def passages(self, article: Article) -> tuple[Passage, ...]:
        """Return an article's passages (UnreadableDocument where they take too long)."""
        act = partial(split, article, self._count, self.spec.max_tokens)
        is_short = len(article.text) + len(article.title) <= SHORT
        return tuple(act() if is_short else reading_budget.within(act, purpose=_PURPOSE))

    def _count(self, texts: Iterable[str]) -> list[int]:
        return self.tokeniser.count(texts, self.spec.document_prompt)


def cut_articles(plan: Plan, encoder: Path, last: Generation | None, on_progress: OnProgress, *, copies: bool) -> Plan:
    """Cut the articles of a plan that were read.

    Args:
        plan: What the next generation is to hold.
        encoder: The folder of the encoder that its passages are cut for.
        last: The generation before, if there is one.
        on_progress: Told after every article.
        copies: Whether passages of that generation can be taken as they are.

    Returns:
        The plan with passages, without what takes too long; that is among its problems.
    """
    waiting = [entry for entry in plan.entries if entry.article]
    if not waiting:
        return plan
    spec = EncoderSpec.read(encoder)
    cutter = _Cutter(spec, Tokeniser(spec, encoder / TOKENIZER))
    became: dict[str, PlannedArticle | None] = {}
    problems: list[ReadIssue] = []
    for number, entry in enumerate(waiting, start=1):
        try:
            became[entry.id] = _cut(entry, entry.article, cutter)
        except UnreadableDocument as error:
            became[entry.id] = kept = _kept(entry, last, cutter, copies=copies)
            cause = f"the article {entry.id!r} {error}{KEPT if kept else ''}"
            problems.append(ReadIssue(entry.file, cause))
        on_progress(Progress("split", number, len(waiting)))
    return _with(plan, became, problems)


def _cut(entry: PlannedArticle, article: Article | None, cutter: _Cutter) -> PlannedArticle:
    return replace(entry, article=article, passages=cutter.passages(article)) if article else entry


def _kept(entry: PlannedArticle, last: Generation | None, cutter: _Cutter, *, copies: bool) -> PlannedArticle | None:
    """Return an article as it was indexed before; None where it was not, or takes too long as well."""
    if entry.stored is None or last is None:
        return None
    if copies:
        return copy_of(entry.stored)
    try:
        return _cut(copy_of(entry.stored), last.article(entry.id), cutter) if entry.is_changed else None
    except UnreadableDocument:
        return None


def _with(plan: Plan, became: Mapping[str, PlannedArticle | None], problems: Sequence[ReadIssue]) -> Plan:
    """Return a plan with its articles cut; files of those that were not are read again the next time."""
    faulty = {problem.path for problem in problems}
    entries = [became.get(entry.id, entry) for entry in plan.entries]
    gone = [entry.id for entry in plan.entries if entry.stored and became.get(entry.id, entry) is None]
    return Plan(
        entries=tuple(sorted((e for e in entries if e), key=order)),
        files=tuple(replace(file, settled=file.settled and file.path not in faulty) for file in plan.files),
        problems=(*plan.problems, *problems),
        removed=tuple(sorted({*plan.removed, *gone})),
    )
