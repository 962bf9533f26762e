"""The three stores: one passage id in all of them, exact nearest neighbours, and names in any spelling."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from qabot.core.articles import Article, Passage
from qabot.core.dates import PartialDate
from qabot.core.errors import IndexCorrupt, NotFound
from qabot.core.name_keys import name_key, organisation_keys
from qabot.core.questions import Filters
from qabot.core.settings import Home
from qabot.index import vector_index as vectors_module
from qabot.index.article_writer import ArticleWriter, StoredFile
from qabot.index.articles_db import ArticleStore
from qabot.index.build.chunking import indexed_text
from qabot.index.segmented_articles import SegmentedArticles
from qabot.index.snapshot import Generation, open_current
from qabot.index.text_index import LexicalQuery, TextIndex, TextWriter
from qabot.index.vector_index import VectorIndex, write_vectors
from tests.conftest import MakeHome, article
from tests.homes import indexed_home
from tests.near import near

Vectors = NDArray[np.float32]


@pytest.fixture(scope="module")
def texts(generation: Generation) -> list[str]:
    """What was indexed for each passage of the starter corpus, by id."""
    passages = generation.passages(range(generation.manifest.passages))
    return [indexed_text(generation.require_article(p.article_id).title, p.text) for p in passages]


class TestOneId:
    """A passage has the same id in all three stores."""

    def test_the_stores_hold_the_same_ids_from_0_without_gaps(self, generation: Generation) -> None:
        every = range(generation.manifest.passages)
        assert list(generation.articles_of(every)) == list(every)
        assert len(generation.vectors(np.arange(len(every)))) == len(every)
        common = generation.best(LexicalQuery(tuple(generation.terms("the of a to in and"))), 2 * len(every), Filters())
        assert sorted(number for number, _ in common) == list(every)

    def test_the_words_under_an_id_are_those_of_its_passage(self, generation: Generation, texts: list[str]) -> None:
        for number, text in enumerate(texts):
            best = generation.best(LexicalQuery(tuple(generation.terms(text))), 1, Filters())
            assert [found for found, _ in best] == [number]

    def test_the_vector_under_an_id_is_that_of_its_passage(self, generation: Generation, texts: list[str]) -> None:
        sample = np.arange(0, len(texts), 29)
        fresh = generation.encoder().encode_documents([texts[i] for i in sample])
        assert np.allclose(np.sum(fresh * generation.vectors(sample), axis=1), 1, atol=0.01)

    def test_the_digest_under_an_id_is_that_of_what_was_embedded(
        self, generation: Generation, texts: list[str]
    ) -> None:
        digests = [d for stored in generation.articles.stored() for d in generation.articles.embedded(stored.id)]
        assert digests == [hashlib.sha256(text.encode()).digest() for text in texts]
        assert generation.articles.vector_rows(digests[:5]) == {digest: i for i, digest in enumerate(digests[:5])}

    def test_the_passages_of_an_article_follow_one_another(self, generation: Generation) -> None:
        following = 0
        for stored in generation.articles.stored():
            assert stored.first_passage == following
            following += stored.passages
            owned = generation.articles_of(range(stored.first_passage, following))
            assert set(owned.values()) == {stored.id}
        assert following == generation.manifest.passages


class TestOrder:
    """A full build numbers passages in order of publication."""

    def test_ids_rise_with_the_day_of_publication(self, generation: Generation) -> None:
        order = [(stored.first_day, stored.id) for stored in generation.articles.stored()]
        assert order == sorted(order)
        first, last = generation.articles.dates()
        assert first is not None
        assert last is not None
        assert order[0][0] == first.first.toordinal()
        assert order[-1][0] <= last.last.toordinal()

    @settings(max_examples=40, deadline=None)
    @given(before=st.dates(date(2009, 1, 1), date(2027, 1, 1)))
    def test_what_was_published_by_a_day_is_a_range_of_ids(self, generation: Generation, before: date) -> None:
        ids = generation.matching(Filters(before=before))[0]
        assert ids.tolist() == list(range(len(ids)))

    def test_a_range_of_dates_is_a_range_of_ids_wherever_the_files_lie(self, make_home: MakeHome) -> None:
        published = [f"20{10 + (7 * i) % 12}-0{1 + i % 9}-15" for i in range(12)]
        home = make_home(
            {f"{i:02}/{i}.md": article(f"Story {i}", f"Fact {i}.", published=day) for i, day in enumerate(published)}
        )
        opened = open_current(home.index)
        for after in sorted(published):
            for before in sorted(published):
                ids = opened.matching(Filters(date.fromisoformat(after), date.fromisoformat(before)))[0].tolist()
                assert len(ids) == sum(after <= day <= before for day in published)
                assert not ids or ids == list(range(ids[0], ids[-1] + 1))
        opened.close()


def unit_vectors(rows: int, dimension: int, seed: int) -> Vectors:
    drawn = np.random.default_rng(seed).normal(size=(rows, dimension)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def brute_force(rows: Vectors, vector: Vectors, limit: int, allowed: NDArray[np.int64] | None) -> list[int]:
    ids = np.arange(len(rows)) if allowed is None else allowed
    cosines = (rows.astype(np.float64) @ vector.astype(np.float64))[ids]
    return [int(ids[i]) for i in np.lexsort((ids, -cosines))[:limit]]


ROWS, DIMENSION = 6_000, 32
ALLOWED: dict[str, NDArray[np.int64] | None] = {
    "all": None,
    "none": np.empty(0, dtype=np.int64),
    "one": np.array([17]),
    "few": np.arange(3, ROWS, 97),
    "as many as are gathered": np.arange(4_000),
    "a range": np.arange(700, 5_500),
    "a range to the end": np.arange(ROWS - 4_500, ROWS),
    "scattered": np.array([i for i in range(ROWS) if i % 7]),
    "all of them, named": np.arange(ROWS),
}


@pytest.fixture(scope="module", params=["float32", "float16"])
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[VectorIndex, Vectors]:
    """An index of either kind, and the vectors as it holds them."""
    rows = unit_vectors(ROWS, DIMENSION, 1)
    path = tmp_path_factory.mktemp("vectors") / "vectors.faiss"
    with patch.object(vectors_module, "HALF_FROM", ROWS if request.param == "float16" else ROWS + 1):
        write_vectors(path, rows)
    assert (path.stat().st_size < ROWS * DIMENSION * 3) is (request.param == "float16")
    return VectorIndex(path), rows.astype(request.param).astype(np.float32)


class TestNearest:
    """`VectorIndex.nearest`: exact, whichever way it goes about it."""

    @pytest.mark.parametrize("limit", [1, 10, 100])
    @pytest.mark.parametrize("kind", ALLOWED)
    def test_the_nearest_are_those_of_brute_force(
        self, written: tuple[VectorIndex, Vectors], kind: str, limit: int
    ) -> None:
        index, rows = written
        vector = unit_vectors(1, DIMENSION, 2)[0]
        found = index.nearest(vector, limit, ALLOWED[kind])
        assert [number for number, _ in found] == brute_force(rows, vector, limit, ALLOWED[kind])
        assert [cosine for _, cosine in found] == near([float(rows[n] @ vector) for n, _ in found], abs=1e-5)

    @pytest.mark.parametrize("kind", ALLOWED)
    def test_a_limit_beyond_what_is_allowed_gives_all_of_it(
        self, written: tuple[VectorIndex, Vectors], kind: str
    ) -> None:
        allowed = ALLOWED[kind]
        found = written[0].nearest(unit_vectors(1, DIMENSION, 3)[0], 2 * ROWS, allowed)
        assert sorted(number for number, _ in found) == list(range(ROWS) if allowed is None else allowed)

    def test_stored_rows_come_back_in_the_order_asked_for(self, written: tuple[VectorIndex, Vectors]) -> None:
        index, rows = written
        ids = np.array([5, 3, 5_999, 0])
        assert np.array_equal(index.rows(ids), rows[ids])
        assert index.rows(np.empty(0, dtype=np.int64)).shape == (0, DIMENSION)
        assert (index.passages, index.dimension) == (ROWS, DIMENSION)

    @settings(max_examples=40, deadline=None)
    @given(
        allowed=st.sets(st.integers(0, 59)).map(lambda ids: np.array(sorted(ids), dtype=np.int64)),
        gather=st.sampled_from([0, 4_000]),
        half=st.booleans(),
        limit=st.integers(1, 70),
        seed=st.integers(0, 50),
    )
    def test_any_set_may_be_allowed(
        self,
        tmp_path_factory: pytest.TempPathFactory,
        allowed: NDArray[np.int64],
        gather: int,
        half: bool,
        limit: int,
        seed: int,
    ) -> None:
        rows, vector = unit_vectors(60, 8, seed), unit_vectors(1, 8, seed + 1_000)[0]
        path = tmp_path_factory.mktemp("set") / "vectors.faiss"
        with patch.object(vectors_module, "HALF_FROM", 0 if half else 1_000):
            write_vectors(path, rows)
        with patch.object(vectors_module, "GATHER_UP_TO", gather):
            found = [number for number, _ in VectorIndex(path).nearest(vector, limit, allowed)]
        held = rows.astype(np.float16).astype(np.float32) if half else rows
        cosines = (held @ vector)[found]
        assert len(found) == len(set(found)) == min(limit, len(allowed))
        assert set(found) <= set(allowed.tolist())
        assert np.all(np.diff(cosines) <= 1e-6)
        expected = (held @ vector)[brute_force(held, vector, limit, allowed)]
        assert cosines == near(expected, abs=1e-6)

    @pytest.mark.parametrize(
        ("allowed", "scans"),
        [
            (range(40), [True]),
            (range(60, 100), [True, False]),  # none of these is among the nearest of all
            (range(0, 100, 2), [True]),
            (range(0, 100, 4), [True]),
            (range(3, 99, 4), [False]),
        ],
    )
    def test_a_filter_that_leaves_a_quarter_is_applied_to_the_nearest_of_all(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, allowed: range, scans: list[bool]
    ) -> None:
        angles = np.linspace(0, 1.5, 100)
        rows = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
        write_vectors(tmp_path / "v", rows)
        index, searched = VectorIndex(tmp_path / "v"), list[bool]()
        known = vars(index)["_index"]

        class Counted:
            """FAISS, told apart by whether it is to look at all rows."""

            def __getattr__(self, name: str) -> object:
                return getattr(known, name)

            def search(self, *arguments: Any, params: object) -> object:
                searched.append(params is None)
                return known.search(*arguments, params=params)

        monkeypatch.setattr(index, "_index", Counted())
        monkeypatch.setattr(vectors_module, "GATHER_UP_TO", 0)
        found = index.nearest(rows[0], 5, np.array(allowed))
        assert [number for number, _ in found] == [*allowed][:5]
        assert searched == scans

    @pytest.mark.parametrize(("allowed", "is_fetched"), [(1_000, True), (1_001, False)])
    def test_a_thousand_rows_are_fetched(
        self, written: tuple[VectorIndex, Vectors], monkeypatch: pytest.MonkeyPatch, allowed: int, is_fetched: bool
    ) -> None:
        fetched: list[int] = []

        def similarities(_index: VectorIndex, _vector: Vectors, ids: NDArray[np.int64]) -> Vectors:
            fetched.append(len(ids))
            return np.zeros(len(ids), dtype=np.float32)

        monkeypatch.setattr(VectorIndex, "similarities", similarities)
        written[0].nearest(unit_vectors(1, DIMENSION, 2)[0], 1, np.arange(allowed))
        assert bool(fetched) is is_fetched

    @pytest.mark.parametrize("gather", [0, 4_000])
    def test_equal_vectors_come_in_order_of_id(self, tmp_path: Path, gather: int) -> None:
        write_vectors(tmp_path / "v", np.repeat(unit_vectors(2, 8, 1), 3, axis=0))
        with patch.object(vectors_module, "GATHER_UP_TO", gather):
            found = VectorIndex(tmp_path / "v").nearest(unit_vectors(2, 8, 1)[1], 6, np.arange(6))
        assert [number for number, _ in found] == [3, 4, 5, 0, 1, 2]

    def test_what_is_no_index_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "v").write_bytes(b"not an index")
        for path in (tmp_path / "v", tmp_path / "missing"):
            with pytest.raises(IndexCorrupt):
                VectorIndex(path)


class TestNames:
    """Outlets and bodies, as people write them."""

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("The Register", "the-register"),
            ("The Register", "REGISTER"),
            ("PublicTechnology", "Public Technology"),
            ("GOV.UK", "gov uk"),
            ("Café News", "cafe news"),
            ("Computer Weekly", "computer_weekly"),
            ("ＧＤＳ", "gds"),
            ("Straße", "STRASSE"),
        ],
    )
    def test_spellings_of_a_name_have_one_key(self, one: str, other: str) -> None:
        assert name_key(one) == name_key(other) != ""

    @pytest.mark.parametrize(
        ("one", "other"),
        [("The Register", "The Registrar"), ("Theatre News", "Atre News"), ("The", "A"), ("日本", "中国")],
    )
    def test_different_names_have_different_keys(self, one: str, other: str) -> None:
        assert name_key(one) != name_key(other)

    @given(st.text(max_size=30))
    def test_a_key_ignores_case_spaces_and_punctuation(self, name: str) -> None:
        key = name_key(name)
        assert name_key(f" -{name}. ") == key
        assert not set(key) & set(" -_.,()'")

    @pytest.mark.parametrize(
        "asked", ["gds", "G.D.S.", "Government Digital Service", "government-digital-service (gds)"]
    )
    def test_a_body_answers_to_its_name_its_acronym_and_both(self, asked: str) -> None:
        assert name_key(asked) in organisation_keys("Government Digital Service (GDS)")

    @pytest.mark.parametrize(
        ("name", "keys"),
        [
            ("Socitm", ["socitm"]),
            ("The Cabinet Office (CO)", ["cabinetofficeco", "cabinetoffice", "co"]),
            ("Board (of) Nothing", ["boardofnothing"]),
            ("(GDS)", ["gds"]),
            ("()", []),
            ("", []),
        ],
    )
    def test_every_key_of_a_body_counts_once(self, name: str, keys: list[str]) -> None:
        assert organisation_keys(name) == keys


ONE = Article(
    "2015/one",
    "One – “title”",
    "First.\n\nSecond 🎉 has £14m. Third.",
    outlet="The Register",
    author="Jane Roe",
    published=PartialDate(2015, 11),
    url="https://example.org",
    organisations=("Government Digital Service (GDS)", "GDS"),
    topics=("cloud",),
)
TWO = Article("two", "Two", "Nothing else.")
ONES = [Passage("2015/one", 0, 0, 6, "First."), Passage("2015/one", 1, 8, 33, "Second 🎉 has £14m. Third.")]
TWOS = [Passage("two", 0, 0, 13, "Nothing else.")]


class TestArticleStore:
    """SQLite: what is written comes back."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[ArticleStore]:
        """Two articles."""
        path = tmp_path / "passages.db"
        writer = ArticleWriter(path)
        assert writer.add(ONE, "a.md", ONES, [b"1", b"2"]) == 0
        assert writer.add(TWO, "b.md", TWOS, [b"2"]) == 2
        writer.set_files([StoredFile("b.md", 3, 4, settled=True), StoredFile("a.md", 1, 2, settled=False)])
        assert writer.close() == (2, 3)
        store = ArticleStore(path)
        yield store
        store.close()

    def test_articles_come_back_whole(self, store: ArticleStore) -> None:
        assert [store.article("2015/one"), store.article("two"), store.article("three")] == [ONE, TWO, None]

    def test_passages_come_back_by_article_or_in_the_order_of_ids_given(self, store: ArticleStore) -> None:
        assert [store.passages_of("2015/one"), store.passages_of("two"), store.passages_of("3")] == [ONES, TWOS, []]
        assert store.passages_by_id([2, 0, 1, 2]) == [TWOS[0], *ONES, TWOS[0]]
        assert store.passages_by_id([]) == []
        assert store.articles_of([2, 0]) == {0: "2015/one", 2: "two"}
        assert store.titles_of([2, 0, 2]) == {0: "One – “title”", 2: "Two"}
        assert store.titles_of([]) == {}

    def test_a_passage_that_is_not_there_has_no_article(self, store: ArticleStore) -> None:
        for asked in (store.titles_of, store.articles_of, store.passages_by_id):
            with pytest.raises(IndexCorrupt, match="passage 3 is missing"):
                asked([0, 3])

    @pytest.mark.parametrize(("ids", "count"), [([], 0), ([0], 1), ([0, 1], 1), ([1, 2], 2), ([0, 1, 2], 2), ([2], 1)])
    def test_the_articles_among_passages_are_counted(self, store: ArticleStore, ids: list[int], count: int) -> None:
        assert store.articles_among(np.array(ids, dtype=np.int64)) == count

    def test_passages_lie_where_they_say_in_characters(self) -> None:
        assert [ONE.text[p.start : p.end] for p in ONES] == [p.text for p in ONES]

    def test_files_come_back(self, store: ArticleStore) -> None:
        assert store.files() == {
            "a.md": StoredFile("a.md", 1, 2, settled=False),
            "b.md": StoredFile("b.md", 3, 4, settled=True),
        }

    def test_dates_and_their_absence_are_told(self, store: ArticleStore) -> None:
        assert store.undated() == 1
        assert store.dates() == (PartialDate(2015, 11), PartialDate(2015, 11))

    def test_one_embedded_text_is_found_under_its_first_id(self, store: ArticleStore) -> None:
        assert store.vector_rows([b"2", b"1", b"3"]) == {b"1": 0, b"2": 1}

    def test_a_sound_file_passes_its_own_check(self, store: ArticleStore) -> None:
        assert store.check() is None

    def test_ids_that_come_close_are_told(self, store: ArticleStore) -> None:
        whole = SegmentedArticles([store])
        assert whole.unknown_article("ONE").nearest == ("2015/one",)
        assert whole.unknown_article("tow").nearest == ("two",)
        assert whole.unknown_article("").nearest == whole.unknown_article("zzzzzz").nearest == ()

    def test_a_text_that_was_altered_is_not_passed_on(self, store: ArticleStore, tmp_path: Path) -> None:
        raw = (tmp_path / "passages.db").read_bytes()
        assert raw.count(b"Nothing else.") == 1
        (tmp_path / "altered.db").write_bytes(raw.replace(b"Nothing else.", b"Nothing more."))
        altered = ArticleStore(tmp_path / "altered.db")
        assert altered.article("2015/one") == store.article("2015/one")
        with pytest.raises(IndexCorrupt, match="checksum"):
            altered.article("two")
        altered.close()

    def test_an_unknown_article_is_not_found_and_the_nearest_is_named(self, generation: Generation) -> None:
        with pytest.raises(NotFound) as unknown:
            generation.require_article("2015/2015-11-26-socitm-spending-revue")
        assert "2015/2015-11-26-socitm-spending-review" in unknown.value.hint


class TestTextIndex:
    """tantivy: terms, and BM25 over them."""

    @pytest.fixture
    def index(self, tmp_path: Path) -> TextIndex:
        """Three passages of two articles, written in two goes."""
        for first, written, texts in (
            (0, ONE, ["Servers cost £14m", "servers, SERVERS!"]),
            (2, TWO, ["Cafés elsewhere"]),
        ):
            writer = TextWriter(tmp_path)
            writer.add(first, written, texts)
            writer.close()
        return TextIndex(tmp_path)

    def test_terms_are_stems_without_case_or_accents(self, index: TextIndex) -> None:
        assert index.terms("The Servers' cafés: £14m, GOV.UK!") == [
            "the",
            "server",
            "cafe",
            "14m",
            "gov",
            "uk",
        ]

    def test_a_run_of_letters_too_long_for_a_word_is_no_term(self, index: TextIndex) -> None:
        assert index.terms("x" * 61 + " short") == ["short"]

    def test_passages_and_what_holds_a_term_are_counted(self, index: TextIndex) -> None:
        assert index.passages == 3
        assert [index.document_frequency(term) for term in ("server", "cafe", "nothing")] == [2, 1, 0]

    def test_the_passage_that_says_most_of_it_comes_first(self, index: TextIndex) -> None:
        assert [number for number, _ in index.best(LexicalQuery(("server",)), 5, Filters())] == [1, 0]
        assert [number for number, _ in index.best(LexicalQuery(("server",)), 1, Filters())] == [1]
        assert index.best(LexicalQuery(()), 5, Filters()) == index.best(LexicalQuery(("nothing",)), 5, Filters()) == []

    @pytest.mark.parametrize("asked", ["gds", "Government Digital Service"])
    def test_filters_keep_scores_as_they_are(self, index: TextIndex, asked: str) -> None:
        wanted = Filters(date(2015, 11, 30), date(2015, 11, 30), ("register",), (asked,))
        filtered, free = (
            index.best(LexicalQuery(("server", "cafe")), 5, wanted),
            index.best(LexicalQuery(("server",)), 5, Filters()),
        )
        assert [number for number, _ in filtered] == [number for number, _ in free] == [1, 0]
        assert [score for _, score in filtered] == near([score for _, score in free])

    def test_a_term_that_is_taken_over_counts_less(self, index: TextIndex) -> None:
        own, carried = (
            index.best(wanted, 5, Filters())
            for wanted in (LexicalQuery(("server",)), LexicalQuery((), inherited=("server",), inherited_boost=0.7))
        )
        assert [number for number, _ in carried] == [number for number, _ in own] == [1, 0]
        assert [score for _, score in carried] == near([0.7 * score for _, score in own])
        both = index.best(LexicalQuery(("cafe",), inherited=("cafe", "server"), inherited_boost=0.7), 5, Filters())
        assert dict(both)[0] == near(dict(carried)[0])

    def test_another_name_counts_half_and_only_as_a_whole(self, index: TextIndex) -> None:
        own = dict(index.best(LexicalQuery(("server", "cost")), 5, Filters()))
        name = dict(index.best(LexicalQuery((), names=(("server", "cost"),), name_boost=0.5), 5, Filters()))
        assert name == {0: near(0.5 * own[0])}, "passage 1 has servers, but says nothing of their cost"
        assert index.best(LexicalQuery((), names=(("server", "cafe"),)), 5, Filters()) == []
        assert index.best(LexicalQuery((), names=((), ("nothing",))), 5, Filters()) == []

    def test_terms_one_after_the_other_are_counted(self, index: TextIndex) -> None:
        phrases: list[tuple[str, ...]] = [
            ("server", "cost"),
            ("cost", "server"),
            ("server",),
            ("server", "14m"),
            ("x",),
            (),
        ]
        assert [index.phrase_frequency(phrase) for phrase in phrases] == [1, 0, 2, 0, 0, 0]

    def test_another_spelling_counts_only_as_a_phrase_and_what_it_is_given(self, index: TextIndex) -> None:
        own = dict(index.best(LexicalQuery(("server",)), 5, Filters()))
        one = dict(index.best(LexicalQuery((), spellings=((("server",), 0.4),)), 5, Filters()))
        assert one == {number: near(0.4 * score) for number, score in own.items()}
        assert [
            number for number, _ in index.best(LexicalQuery((), spellings=((("server", "cost"), 1.0),)), 5, Filters())
        ] == [0]
        assert index.best(LexicalQuery((), spellings=((("cost", "server"), 1.0),)), 5, Filters()) == []

    def test_what_is_wanted_twice_counts_once(self, index: TextIndex) -> None:
        once = index.best(LexicalQuery(("server",), ("cost",), (("cafe",),)), 5, Filters())
        more = LexicalQuery(("server", "server"), ("cost", "cost"), (("cafe", "cafe"),))
        assert [number for number, _ in index.best(more, 5, Filters())] == [number for number, _ in once]
        assert [score for _, score in index.best(more, 5, Filters())] == near([score for _, score in once])

    @pytest.mark.parametrize(
        ("phrase", "expected"),
        [
            ("servers", [0, 1]),
            ("Server", [0, 1]),
            ("SERVERS cost", [0]),
            ("server, costs", [0]),
            ("cost servers", []),
            ("servers servers", [1]),
            ("CAFÉ", [2]),
            ("cafes elsewhere", [2]),
            ("£14m", [0]),
            ("nothing", []),
            ("servers nothing", []),
            ("", []),
            ("?! …", []),
            ("x" * 61, []),
        ],
    )
    def test_a_phrase_is_held_in_any_inflection_but_in_its_order(
        self, index: TextIndex, phrase: str, expected: list[int]
    ) -> None:
        assert index.holding(phrase) == expected
        listed = index.best(LexicalQuery(("server", "cafe")), 5, Filters(exact=(phrase,)))
        kept = index.best(LexicalQuery(("server", "cafe")), 5, Filters(excluded=(phrase,)))
        has_words = bool(index.terms(phrase))
        assert sorted(number for number, _ in listed) == (expected if has_words else [0, 1, 2])
        assert sorted(number for number, _ in kept) == [number for number in range(3) if number not in expected]

    def test_filters_on_words_hold_together_and_keep_scores(self, index: TextIndex) -> None:
        free = dict(index.best(LexicalQuery(("server",)), 5, Filters()))
        one = index.best(LexicalQuery(("server",)), 5, Filters(exact=("cost",), excluded=("cafe", "servers servers")))
        assert one == [(0, near(free[0]))]
        assert index.best(LexicalQuery(("server",)), 5, Filters(exact=("cost", "cafe"))) == []
        assert index.best(LexicalQuery(("server",)), 5, Filters(exact=("cost",), excluded=("14m",))) == []

    def test_an_index_of_nothing_holds_nothing(self, tmp_path: Path) -> None:
        TextWriter(tmp_path).close()
        empty = TextIndex(tmp_path)
        assert (empty.passages, empty.holding("servers")) == (0, [])
        assert empty.best(LexicalQuery(("server",)), 5, Filters(excluded=("cafe",))) == []

    def test_what_is_no_index_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(IndexCorrupt):
            TextIndex(tmp_path / "missing")


@pytest.fixture(scope="module")
def worded(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generation]:
    """Articles that say nearly the same."""
    files = {
        "a.md": article(
            "Tram payroll", "The council fined the tram. The G-Cloud was digital by default.", published="2011"
        ),
        "b.md": article(
            "A fine day", "The council fines the ferry. Clouds of G were defaults of digits.", published="2012"
        ),
        "c.md": article("Ferry", "Payrolls were paid by the Café; it was digital, by default!", published="2013"),
        "d.md": article("Tram", "The ferry waits.\n\n" + "Nobody came to see it leave. " * 60, published="2014"),
    }
    opened = open_current(indexed_home(starter_home, tmp_path_factory.mktemp("words"), files).index)
    yield opened
    opened.close()


class TestWordsAsFilters:
    """Phrases that a passage or its article's title must hold word for word, and words that neither may hold."""

    def matching(self, worded: Generation, limits: Filters) -> set[str]:
        ids, count = worded.matching(limits)
        owners = set(worded.articles_of(ids.tolist()).values())
        assert ids.tolist() == sorted(set(ids.tolist()))
        assert count == len(owners)
        return owners

    @pytest.mark.parametrize(
        ("limits", "expected"),
        [
            # Word for word: other inflections are not meant.
            (Filters(exact=("fined",)), "a"),
            (Filters(exact=("fine",)), "b"),
            (Filters(exact=("PAYROLL",)), "a"),
            (Filters(exact=("payrolls",)), "c"),
            (Filters(exact=("Digital by Default",)), "ac"),
            (Filters(exact=("by default", "payrolls")), "c"),
            (Filters(exact=("g-cloud",)), "a"),
            (Filters(exact=("tram",)), "ad"),
            (Filters(exact=("payroll the council",)), ""),
            (Filters(exact=("default by",)), ""),
            (Filters(exact=("!?",)), ""),
            # In any inflection.
            (Filters(excluded=("fining",)), "cd"),
            (Filters(excluded=("payroll",)), "bd"),
            (Filters(excluded=("digital by default",)), "bd"),
            (Filters(excluded=("ferries", "payroll")), "d"),
            (Filters(excluded=("!?",)), "abcd"),
            (Filters(exact=("ferry",), excluded=("cafe",)), "bd"),
            (Filters(exact=("ferry",), excluded=("fine",), after=date(2014, 1, 1)), "d"),
            (Filters(exact=("tram",), before=date(2012, 1, 1)), "a"),
        ],
    )
    def test_what_they_leave(self, worded: Generation, limits: Filters, expected: str) -> None:
        assert self.matching(worded, limits) == set(expected)
        looked_for = LexicalQuery(tuple(worded.terms("tram payroll ferry council fine nobody default")))
        listed = [number for number, _ in worded.best(looked_for, 100, limits)]
        assert sorted(listed) == worded.matching(limits)[0].tolist()

    def test_a_title_counts_for_every_passage_and_a_passage_for_itself(self, worded: Generation) -> None:
        every = worded.matching(Filters(after=date(2014, 1, 1)))[0].tolist()
        assert len(every) > 1
        assert worded.matching(Filters(exact=("tram",), after=date(2014, 1, 1)))[0].tolist() == every
        assert worded.matching(Filters(exact=("ferry waits",)))[0].tolist() == every[:1]
        assert worded.matching(Filters(excluded=("ferry waits",), after=date(2014, 1, 1)))[0].tolist() == every[1:]

    def test_a_phrase_is_looked_for_before_the_list_is_cut(self, worded: Generation) -> None:
        wanted, limits = LexicalQuery(("council", "fine", "tram")), Filters(exact=("payrolls were paid",))
        assert worded.best(wanted, 1, limits) == []
        ((number, _),) = worded.best(LexicalQuery(("payrol",)), 1, limits)
        assert worded.articles_of([number]) == {number: "c"}

    def test_what_a_phrase_leaves_is_read_once(self, worded: Generation, monkeypatch: pytest.MonkeyPatch) -> None:
        read: list[list[int]] = []

        def passages(ids: Iterable[int]) -> list[Passage]:
            read.append([*ids])
            return known(read[-1])

        known = worded.articles.passages_by_id
        monkeypatch.setattr(worded.articles, "passages_by_id", passages)
        limits = [Filters(exact=("ferry",), before=date(2030, 1, day)) for day in range(1, 10)]
        for each in (*limits, limits[-1], limits[1], limits[0]):
            assert self.matching(worded, each) == {"b", "c", "d"}
        assert len(read) == 10, "the last eight are kept, and the first of nine no longer"
