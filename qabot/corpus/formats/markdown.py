"""Markdown: YAML front matter between `---` lines, then the text.

Front matter is written by strangers. It is capped in size and depth, anchors, aliases and tags are refused before
anything is built from it, and every scalar stays the string it was written as: `2015` and `2015-11` are both dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import cast

import yaml

from qabot.core.articles import Article, ReadIssue
from qabot.core.text import printable
from qabot.corpus.formats.decoding import decode
from qabot.corpus.formats.front_matter import with_entries
from qabot.corpus.metadata import compose_article, is_given
from qabot.corpus.origin import Origin

FRONT_MATTER_LIMIT = 16 * 1024
"""Characters between the two `---` lines."""
DEPTH_LIMIT = 8
"""How deeply lists and mappings may nest; an article needs two."""

_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^---[ \t]*$", re.MULTILINE)
_HEADLINE = re.compile(r"\s*# (.*)")
_Loader = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader


class _Refused(ValueError):
    """Front matter that cannot be used; its text is the cause."""


def read(data: bytes, origin: Origin) -> Iterator[Article | ReadIssue]:
    """Yield the article in a Markdown file.

    Without a title in the front matter, a first line `# …` is the title and no part of the text.
    """
    decoded = decode(data)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        header, body = _split(text)
        fields = _parse(header)
    except _Refused as refused:
        yield origin.problem(str(refused))
        return
    if not is_given(fields.get("title")) and (headline := _HEADLINE.match(body)):
        fields = {**fields, "title": headline[1]}
        body = body[headline.end() :]
    yield from compose_article(fields, body, origin, decoded.notes)


def with_fields(data: bytes, fields: Mapping[str, str]) -> bytes:
    """Return a Markdown file whose front matter says these things, and which is otherwise as it was.

    A first line `# …` that was the title goes where another title is said.

    Args:
        data: The file.
        fields: What to say, by the keys `title`, `published`, `outlet` and `author`.

    Raises:
        ValueError: Its front matter cannot be changed; the message is a clause.
    """
    text = decode(data).text.replace("\r\n", "\n").replace("\r", "\n")
    header, body = _split(text)
    has_title = is_given(_parse(header).get("title"))
    if "title" in fields and not has_title and (headline := _HEADLINE.match(body)):
        body = f"\n\n{body[headline.end() :].lstrip()}"
    elif not _OPENING.match(text):
        body = f"\n\n{body}"
    return f"---\n{with_entries(printable(header), fields)}---{body}".encode()


def _split(text: str) -> tuple[str, str]:
    """Part the front matter, which may be missing, from the text."""
    opening = _OPENING.match(text)
    if not opening:
        return "", text
    closing = _CLOSING.search(text, opening.end())
    if not closing:
        raise _Refused("front matter is never closed by a line ---")
    if closing.start() - opening.end() > FRONT_MATTER_LIMIT:
        raise _Refused(f"front matter is longer than {FRONT_MATTER_LIMIT // 1024} KiB")
    return text[opening.end() : closing.start()], text[closing.end() :]


def _parse(header: str) -> Mapping[str, object]:
    """Read the front matter as a mapping whose values are strings, lists and mappings."""
    header = printable(header)  # a raw control character, which YAML refuses, should not cost the article
    try:
        _inspect(header)
        fields: object = _Loader(header).get_single_data()
    except yaml.MarkedYAMLError as error:
        raise _Refused(f"front matter is not valid YAML ({_where(error)})") from error
    except yaml.YAMLError as error:
        raise _Refused("front matter is not valid YAML (it holds a character that YAML does not allow)") from error
    if fields is None:
        return {}
    if not isinstance(fields, dict):
        raise _Refused("front matter is not a mapping of keys to values")
    return {key: value for key, value in cast(dict[object, object], fields).items() if isinstance(key, str)}


def _inspect(header: str) -> None:
    """Refuse what could grow, recurse or make objects, by the parser's events: nothing is built yet."""
    depth = 0
    events = cast(Iterator[yaml.Event], yaml.parse(header, Loader=_Loader))  # pyright: ignore[reportUnknownMemberType]
    for event in events:
        if isinstance(event, yaml.AliasEvent) or (isinstance(event, yaml.NodeEvent) and event.anchor):
            raise _Refused("front matter holds an anchor or alias, which is not allowed")
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag:
            raise _Refused("front matter holds a tag, which is not allowed")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEPTH_LIMIT:
            raise _Refused(f"front matter nests more than {DEPTH_LIMIT} deep")


def _where(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    # Marks count from 0, and the line --- stands above.
    line = f"line {mark.line + 2}: " if mark else ""
    return f"{line}{error.problem or error.context}"
