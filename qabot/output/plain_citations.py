"""Citations to paste, as text and as Markdown; neither ends with a line feed."""

from __future__ import annotations

from collections.abc import Iterable

from qabot.output.markdown_page import block_quote, bracketed, escaped
from qabot.output.reference import Reference


def texts(references: Iterable[Reference]) -> str:
    """Return quotes with where they stand as text, a blank line between them."""
    return "\n\n".join(map(_text, references))


def _text(reference: Reference) -> str:
    if reference.brief:
        on = reference.brief.words_and_address
        about = f". It reports on: {on}" if on else ""
        return f"{reference.quote} — {reference.source}: {reference.title}, para. {reference.paragraph}{about}"
    where = ", ".join(filter(None, (reference.title, *_place(reference), reference.url)))
    return f"“{reference.quote}” — {where}"


def block_quotes(references: Iterable[Reference]) -> str:
    """Return the same as Markdown, each a quote of its own."""
    return "\n\n".join(map(_block_quote, references))


def _block_quote(reference: Reference) -> str:
    title = _linked(reference.title, reference.url)
    if brief := reference.brief:
        # The address is that of what it reports on, so that no link stands on the brief's own title.
        on = _linked(brief.words or brief.url or "", brief.url)
        about = f". It reports on: {on}" if on else ""
        below = f"— {escaped(reference.source)}: {title}, para. {reference.paragraph}{about}"
        return block_quote(reference.quote, below, answer=reference.answer)
    below = "— " + ", ".join([title, *map(escaped, _place(reference))])
    return block_quote(reference.quote, below, answer=reference.answer)


def _linked(words: str, address: str | None) -> str:
    """Return words as Markdown, linked where there is an address."""
    return f"[{escaped(words)}]({bracketed(address)})" if address else escaped(words)


def _place(reference: Reference) -> list[str]:
    """Return outlet, date and paragraph, as far as they are known."""
    dated = reference.published.label if reference.published else None
    return [part for part in (reference.outlet, dated, reference.place) if part]
