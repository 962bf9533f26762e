"""The report on a draft as Markdown, and as a page that asks for nothing; what others wrote is parsed in neither."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qabot.core.text import printable
from qabot.output.html_page import html_document, on_page
from qabot.output.markdown_page import escaped
from qabot.reports.check.check_report import CheckLine, check_lines
from qabot.reports.check.checked_draft import CheckedDraft

_HEADS = frozenset({"fault", "open", "fine"})
_MARKS = {"fault": "✗", "open": "?", "fine": "✓"}


def markdown_report(checked: CheckedDraft, *, only_faults: bool = False) -> str:
    """Return the report as Markdown; what comes from the draft and from articles is escaped."""
    return markdown_lines(check_lines(checked, only_faults=only_faults))


def markdown_lines(lines: Sequence[CheckLine]) -> str:
    """Return lines of any report of this kind as Markdown."""
    return printable("\n".join(map(_markdown, lines))) + ("\n" if lines else "")


def _markdown(line: CheckLine) -> str:
    text = escaped(line.text)
    if line.role == "title":
        return f"\n## {text}\n"
    if line.role in _HEADS:
        words = f"**{text}**" if line.role == "fault" else text
        return f"- {_MARKS[line.role]} {words}"
    if line.role in {"passed over", "summary"}:
        return f"{text}  "
    return f"  - > {text}" if line.role == "quote" else f"  - {text}"


def html_report(checked: CheckedDraft, *, only_faults: bool = False) -> str:
    """Return the report as a page; what comes from the draft and from articles is escaped."""
    return html_lines(check_lines(checked, only_faults=only_faults), f"Checked: {checked.name}")


def html_lines(lines: Sequence[CheckLine], title: str) -> str:
    """Return lines of any report of this kind as a page."""
    return html_document(title, title, "".join(_html(lines)), None)


def _html(lines: Sequence[CheckLine]) -> Iterator[str]:
    is_open = False
    for role, text in lines:
        if role in {*_HEADS, "title", "summary", "passed over"} and is_open:
            yield "</article>\n"
            is_open = False
        shown = on_page(text)
        if role == "title":
            yield f"<h2>{shown}</h2>\n"
        elif role in _HEADS:
            yield f"<article>\n<h3>{_MARKS[role]} {shown}</h3>\n"
            is_open = True
        elif role == "quote":
            yield f"<blockquote><p>{shown}</p></blockquote>\n"
        elif role == "source":
            yield f"<p><small>{shown}</small></p>\n"
        else:
            yield f"<p>{shown}</p>\n"
    if is_open:
        yield "</article>\n"
