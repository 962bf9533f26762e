"""Whole articles by address: `qabot://article/ID@SHA`, SHA that of the text: what an address names never changes."""

from __future__ import annotations

from urllib.parse import quote, unquote

from qabot.core.errors import NotFound
from qabot.engine.engine import Engine
from qabot.output.json_documents import article_document
from qabot.output.schemas.document import encode_line

TEMPLATE = "qabot://article/{+id}@{sha}"
"""The address of an article, as a template (RFC 6570)."""
_BEGINNING = "qabot://article/"
_SHA_CHARACTERS = 64


def article_address(article_id: str, text_sha256: str) -> str:
    """Return the address of an article with this text."""
    return f"{_BEGINNING}{quote(article_id, safe='/')}@{text_sha256}"


def read_article(engine: Engine, address: str) -> str:
    """Return `qabot.article/1` of an article by its address.

    Raises:
        NotFound: It is no such address, or the article has gone or says something else now.
    """
    name, _, sha = address.removeprefix(_BEGINNING).rpartition("@")
    if not (address.startswith(_BEGINNING) and name and len(sha) == _SHA_CHARACTERS):
        raise NotFound("That is no address of an article.", hint=f"It reads {TEMPLATE}, with the SHA-256 of the text.")
    article = engine.article(unquote(name))
    if article.text_sha256 != sha.lower():
        raise NotFound(
            f"The text of {article.id} has changed since.",
            still_works="What it says now can be read.",
            hint=f"Read {article_address(article.id, article.text_sha256)}.",
        )
    return encode_line(article_document(article))
