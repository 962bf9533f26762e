"""Cutting the long articles of a plan into passages, each within its budget of the processor's time.

Chunking takes time in proportion to a text, whatever it is made of. Should a text be found that this does not hold for,
it costs its own article and no other: that is left out, or stays as it was indexed before, and is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from qabot.core.articles import Article, ReadIssue
from qabot.core.progress import OnProgress, Progress
from qabot.core.text import Span
from qabot.corpus.formats import reading_budget
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.index.build.chunking import split
from qabot.index.build.plan import KEPT, Plan, PlanSpool, ReadArticle
from qabot.models.encoder import EncoderSpec
from qabot.models.onnx_session import TOKENIZER, Tokeniser

_PURPOSE = "to cut into passages, and was left out"


class _Cutter(Struct, frozen=True):
    """Cuts articles as one encoder needs them."""

    spec: EncoderSpec
    tokeniser: Tokeniser

    def spans(self, article: Article) -> tuple[Span, ...]:
        """Return where an article's passages lie (UnreadableDocument where that takes too long)."""
        act = partial(split, article, self._count, self.spec.max_tokens)
        return tuple((each.start, each.end) for each in reading_budget.within(act, purpose=_PURPOSE))

    def _count(self, texts: Iterable[str]) -> list[int]:
        return self.tokeniser.count(texts, self.spec.document_prompt)


def cut_long_articles(plan: Plan, spool: PlanSpool, encoder: Path, on_progress: OnProgress) -> Plan:
    """Cut the long articles of a plan that were read.

    Args:
        plan: What the next generation is to hold.
        spool: Where its articles lie; those that are cut are set aside there once more.
        encoder: The folder of the encoder that its passages are cut for.
        on_progress: Told after every long article.

    Returns:
        The plan with their passages; what takes too long is among its problems, and in the plan only as it was before.
    """
    waiting = {each.id: each.read_at for each in plan.read if each.is_long and each.read_at is not None}
    if not waiting:
        return plan
    spec = EncoderSpec.read(encoder)
    cutter = _Cutter(spec, Tokeniser(spec, encoder / TOKENIZER))
    cut: dict[str, int] = {}
    faults: dict[str, str] = {}
    for number, (name, place) in enumerate(waiting.items(), start=1):
        article = spool.get(place).article
        try:
            cut[name] = spool.add(ReadArticle(article, cutter.spans(article)))
        except UnreadableDocument as error:
            faults[name] = str(error)
        on_progress(Progress("split", number, len(waiting)))
    cut_up = replace(
        plan,
        read=tuple(replace(each, read_at=cut[each.id]) if each.id in cut else each for each in plan.read),
    )
    return _without(cut_up, faults) if faults else cut_up


def _without(plan: Plan, faults: Mapping[str, str]) -> Plan:
    """Return a plan that leaves what has a fault as it was; the files of that are read again the next time."""
    left = [entry for entry in plan.read if entry.id in faults]
    problems = [
        ReadIssue(entry.file, f"the article {entry.id!r} {faults[entry.id]}{KEPT if entry.stored else ''}")
        for entry in left
    ]
    faulty = {entry.file for entry in left}
    return replace(
        plan,
        read=tuple(entry for entry in plan.read if entry.id not in faults),
        kept=plan.kept + sum(entry.stored is not None for entry in left),
        files=tuple(replace(file, settled=file.settled and file.path not in faulty) for file in plan.files),
        problems=(*plan.problems, *problems),
        lines={**plan.lines, **dict.fromkeys(faulty, b"")},
    )
