"""What the tests of the article readers share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qabot.core.articles import Article, ReadIssue
from qabot.corpus.article_reader import read
from qabot.corpus.folder import SourceFile

Read = Callable[[str, bytes], list[Article | ReadIssue]]


@pytest.fixture
def read_bytes(tmp_path: Path) -> Read:
    """Read bytes as the file of that name."""

    def _read(name: str, data: bytes) -> list[Article | ReadIssue]:
        path = tmp_path / name
        path.write_bytes(data)
        return list(read(SourceFile(name, path, len(data), 0)))

    return _read


@pytest.fixture
def read_one(read_bytes: Read) -> Callable[[str, bytes], Article]:
    """Read bytes that hold one article and nothing to remark on."""

    def _read(name: str, data: bytes) -> Article:
        (article,) = read_bytes(name, data)
        assert isinstance(article, Article), article
        return article

    return _read


@pytest.fixture
def refusal(read_bytes: Read) -> Callable[[str, bytes], str]:
    """Read bytes that hold no article, for the one cause that is given."""

    def _read(name: str, data: bytes) -> str:
        (problem,) = read_bytes(name, data)
        assert isinstance(problem, ReadIssue), problem
        assert problem.skipped
        assert problem.path == name
        return problem.cause

    return _read
