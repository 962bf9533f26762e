"""Files of a home near sound ones, as a clone or a failing disk may have them: an error of qabot's own, or none."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings

from qabot.answer import calibration
from qabot.chat.history import History
from qabot.core.articles import Article, Passage
from qabot.core.dates import PartialDate
from qabot.core.errors import IndexCorrupt, QabotError
from qabot.core.home_trust import TrustedHomes
from qabot.core.publishers import PUBLISHERS_FILE, PublisherTable
from qabot.core.questions import Filters
from qabot.core.settings import CONFIG_FILE, Home, home_claims, load
from qabot.corpus.feeds.subscriptions_db import FeedState
from qabot.corpus.ingest.corpus_index import open_corpus_index
from qabot.index.article_writer import ArticleWriter, StoredFile
from qabot.index.articles_db import ArticleStore
from qabot.index.current_generation import current_name
from qabot.index.manifest import Manifest
from qabot.index.snapshot import open_current
from qabot.models.encoder import EncoderSpec
from qabot.models.reranker import RerankerSpec
from qabot.question.entities import EntityGazetteer
from tests.conftest import examples
from tests.corpus.ingest.helpers import add_all, candidate, prose
from tests.fuzz.mutations import EDITS, edited, in_good_time

ACRONYMS = b"""[[body]]\nname = "Government Digital Service"\nacronyms = "GDS"\nwas = "x"\nyears = "2000-2011"\n"""
PUBLISHERS = b"""[[outlet]]\nname = "UKAuthority"\nalso = ["UKA"]\nowners = [{ name = "Informed", from = 2010 }]\n"""
CONFIG = b"""[model]
name = "a/b"
device = "cpu"
download = true
[network]
private_addresses = true
contact = "a@b.c"
[rerank]
model = "c/d"
[reader]
model = "off"
"""
TRUSTED = b'{"homes": {"/home/a": {"network.contact": "x", "model.name": "y"}}}'

Edits = list[tuple[int, float, float, int]]


def holds(act: Callable[[bytes], object], whole: bytes, count: int) -> None:
    """Check that reading a file like this raises nothing but what can be told."""

    @settings(max_examples=examples(count), suppress_health_check=[HealthCheck.too_slow])
    @given(EDITS)
    def check(edits: Edits) -> None:
        with in_good_time(), suppress(QabotError):
            act(edited(whole, edits))

    act(whole)
    check()


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's own folders lie apart."""
    for name in ("XDG_STATE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))


def _settings(home: Path) -> object:
    return load(home, {}, home), home_claims(home)


def _answers(home: Path) -> object:
    return TrustedHomes.read(home / "trusted-homes.json")


@pytest.mark.parametrize(
    ("name", "whole", "act"),
    [
        (CONFIG_FILE, CONFIG, _settings),
        ("acronyms.toml", ACRONYMS, EntityGazetteer.load),
        (PUBLISHERS_FILE, PUBLISHERS, PublisherTable.load),
        ("trusted-homes.json", TRUSTED, _answers),
    ],
)
def test_what_a_person_may_write(tmp_path: Path, name: str, whole: bytes, act: Callable[[Path], object]) -> None:
    def read(data: bytes) -> None:
        (tmp_path / name).write_bytes(data)
        act(tmp_path)

    holds(read, whole, 25)


@pytest.mark.parametrize("name", ["manifest.json", "encoder/encoder.json", "calibration.json", "CURRENT"])
def test_what_an_index_says_of_itself(starter_home: Home, tmp_path: Path, name: str) -> None:
    generation = starter_home.index / current_name(starter_home.index)
    index = tmp_path / "index"
    index.mkdir()
    acts: dict[str, Callable[[Path], object]] = {
        "manifest.json": lambda path: Manifest.read(path.parent),
        "encoder/encoder.json": lambda path: (EncoderSpec.read(path.parent), RerankerSpec.read(path.parent)),
        "calibration.json": calibration.read,
        "CURRENT": lambda path: open_current(path.parent),
    }
    packaged = Path(calibration.__file__).with_name("calibration.json")
    wholes = {"calibration.json": packaged, "CURRENT": starter_home.index / "CURRENT"}
    path = index / Path(name).name

    def read(data: bytes) -> None:
        path.write_bytes(data)
        with suppress(QabotError):  # of the whole, a reranker's is no encoder's, and of CURRENT nothing is there
            acts[name](path)

    holds(read, wholes.get(name, generation / name).read_bytes(), 25)


@cache
def _articles() -> bytes:
    """The database of an index with a few articles."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "passages.db"
        writer = ArticleWriter(path)
        for number in range(8):
            text = f"Servers cost £{number}m."
            held = Article(
                id=f"a{number}",
                title=f"Servers {number}",
                text=text,
                outlet="UKAuthority",
                author="A",
                published=PartialDate.parse("2015-11-25"),
                url="https://example.org/1",
                organisations=("GDS",),
                topics=("servers",),
            )
            writer.add(held, "a.md", [Passage(held.id, 0, 0, len(text), text)], [bytes(32)])
        writer.set_files([StoredFile("a.md", 1, 2, settled=True)])
        writer.close()
        return path.read_bytes()


def _read_articles(path: Path) -> None:
    store = ArticleStore(path)
    try:
        acts: Sequence[Callable[[], object]] = (
            store.files,
            lambda: list(store.stored()),
            store.article_summaries,
            store.dates,
            store.outlets,
            store.check,
            lambda: store.matching(Filters(outlets=("UKAuthority",), organisations=("GDS",))),
            lambda: [(store.article(f"a{number}"), store.passages_of(f"a{number}")) for number in range(8)],
            lambda: store.passages_by_id(range(8)),
            lambda: (store.titles_of(range(8)), store.articles_of(range(8)), store.embedded("a1")),
        )
        for act in acts:
            with suppress(QabotError):
                act()
    finally:
        store.close()


@cache
def _kept() -> bytes:
    """What is kept of a corpus with a few articles."""
    with TemporaryDirectory() as folder:
        add_all(Path(folder), [candidate(prose(number), title=f"Title {number}") for number in range(4)])
        return (Path(folder) / ".qabot" / "kept.db").read_bytes()


def _read_kept(path: Path) -> None:
    corpus = path.parent.parent
    with open_corpus_index(corpus) as opened:
        for entry in opened.store.entries():
            opened.store.received(entry.id)
            opened.store.versions(entry.id)
        opened.groups()
        opened.store.removed()
    add_all(corpus, [candidate(prose(2), title="Title 2"), candidate(prose(9), title="Title 9")])


@cache
def _feeds() -> bytes:
    with TemporaryDirectory() as folder:
        with FeedState.open(Path(folder)) as state:
            state.subscribe("https://e.org/feed", "A feed", "UKAuthority")
            state.note_seen("https://e.org/feed", ["a", "b"])
        return (Path(folder) / ".qabot" / "feeds.db").read_bytes()


def _read_feeds(path: Path) -> None:
    with FeedState.open(path.parent.parent) as state:
        for each in state.subscriptions():
            state.seen(each.url)
        state.subscribe("https://e.org/other")


def _history() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "history.db"
        History.open(path).close()
        with sqlite3.connect(path) as database:
            values = ("2015-11-25T10:00:00+00:00", "/home", "c", "Who?", "", "strong", 1, "a", "t", "g")
            database.execute("INSERT INTO questions VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        database.close()
        return path.read_bytes()


def _read_history(path: Path) -> None:
    with History.open(path) as history:
        history.search("who")
        history.openings("/home", 3)
        history.conversation("c")
        history.count()


@pytest.mark.parametrize(
    ("name", "made", "act"),
    [
        ("passages.db", _articles, _read_articles),
        ("kept.db", _kept, _read_kept),
        ("feeds.db", _feeds, _read_feeds),
        ("history.db", _history, _read_history),
    ],
)
def test_databases(tmp_path: Path, name: str, made: Callable[[], bytes], act: Callable[[Path], None]) -> None:
    folder = tmp_path / "corpus" / ".qabot"
    folder.mkdir(parents=True)

    def read(data: bytes) -> None:
        for path in folder.iterdir():
            path.unlink()
        (folder / name).write_bytes(data)
        act(folder / name)

    holds(read, made(), 10 if name == "kept.db" else 25)


READ: dict[str, Callable[[ArticleStore], object]] = {
    "article": lambda store: store.article("a1"),
    "summaries": lambda store: store.article_summaries(),
    "dates": lambda store: store.dates(),
    "passages of": lambda store: store.passages_of("a1"),
    "passages": lambda store: store.passages_by_id([1]),
    "stored": lambda store: list(store.stored()),
    "matching": lambda store: store.matching(Filters()),
    "embedded": lambda store: store.embedded("a1"),
    "files": lambda store: store.files(),
}


@pytest.mark.parametrize(
    ("change", "read"),
    [
        ("UPDATE texts SET text = 7", "article"),
        ("UPDATE articles SET title = x'00'", "article"),
        ("UPDATE articles SET organisations = '[7]'", "article"),
        ("UPDATE articles SET topics = printf('%.*c', 200000, '[')", "article"),
        ("UPDATE articles SET published = 'r011-09-17'", "summaries"),
        ("UPDATE articles SET published = 'r011-09-17'", "dates"),
        ("UPDATE articles SET organisations = 'x'", "summaries"),
        ("UPDATE articles SET title = x'00'", "summaries"),
        ("UPDATE articles SET first_passage = 'x'", "passages of"),
        ("UPDATE articles SET first_passage = 'x'", "stored"),
        ("UPDATE articles SET first_passage = 'x'", "matching"),
        ("UPDATE articles SET passages = 4000000000", "matching"),
        ("UPDATE articles SET passages = -1", "matching"),
        ("UPDATE passages SET start = 'x'", "passages"),
        ("UPDATE passages SET embedded = 4000000000", "embedded"),
        ("UPDATE files SET size = 'x'", "files"),
    ],
)
def test_a_value_that_was_never_written_is_damage(tmp_path: Path, change: str, read: str) -> None:
    path = tmp_path / "passages.db"
    path.write_bytes(_articles())
    store = ArticleStore(path)
    assert READ[read](store)
    store.close()
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA ignore_check_constraints = ON")
        database.execute(change)
    database.close()
    store = ArticleStore(path)
    with pytest.raises(IndexCorrupt, match=r"passages.db cannot be read: |does not match its checksum"):
        READ[read](store)
    store.close()


def test_a_spec_with_a_name_that_is_no_text_is_damaged(encoder_folder: Path, tmp_path: Path) -> None:
    spec = json.loads((encoder_folder / "encoder.json").read_text())
    (tmp_path / "encoder.json").write_text(json.dumps(spec | {"\ud800": 1}))
    with pytest.raises(IndexCorrupt, match=r"encoder\.json"):
        EncoderSpec.read(tmp_path)
