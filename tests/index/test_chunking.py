"""Cutting articles: every word in exactly one passage, each passage as its article has it and short enough to embed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from qabot.core.articles import Article, Passage
from qabot.core.settings import Home
from qabot.core.text import clean, clean_line, is_heading, sentences
from qabot.index.build.chunking import headline, indexed_text, split
from qabot.index.snapshot import open_current
from qabot.models.encoder import OnnxEncoder
from tests.conftest import examples

_WORDS = (
    "council cloud Whitehall £4.5m unreconstructed interoperability (GDS) “digital” 2015 co-op naïve — ; , :".split()
)

words = st.sampled_from(_WORDS) | st.text(st.characters(categories=["L", "N", "S", "P"]), min_size=1, max_size=12)
plain = st.lists(words, min_size=1, max_size=60).map(lambda each: " ".join(each) + ". ")
monsters = st.one_of(
    st.integers(300, 1_200).map(lambda n: " ".join(_WORDS[i % 5] for i in range(n)) + ". "),
    st.integers(300, 1_200).map(lambda n: ", ".join(_WORDS[i % 5] for i in range(n)) + ". "),
    st.tuples(st.sampled_from("xé漢한あ🎉§ก"), st.integers(100, 6_000)).map(lambda each: each[0] * each[1] + " "),
    st.tuples(st.sampled_from(["漢字", "한국어", "かな。", "ab-", "9."]), st.integers(50, 600)).map(
        lambda e: e[0] * e[1]
    ),
)
headings = st.lists(words, max_size=5).map(lambda each: "\n\n## " + " ".join(each) + "\n\n")
texts = (
    st.lists(st.one_of(plain, plain, headings, st.just("\n\n"), st.just("\n- item "), monsters), max_size=14)
    .map("".join)
    .map(clean)
)
titles = st.one_of(
    st.just(""),
    st.text(max_size=30).map(clean_line),
    st.sampled_from(["Council buys servers", "word " * 2_000, "x" * 10_000, "漢字" * 100]),
)


@pytest.fixture(scope="session")
def encoder(encoder_folder: Path) -> OnnxEncoder:
    """The packaged model, for its tokenizer."""
    return OnnxEncoder.open(encoder_folder)


def cut(encoder: OnnxEncoder, text: str, title: str = "Title") -> list[Passage]:
    """Cut a text, and check what holds of the passages of any article."""
    article = Article("a", title, text)
    passages = split(article, encoder.count_tokens, encoder.spec.max_tokens)
    check_cover(article, passages)
    check_sizes(article, passages, encoder)
    check_headings(article, passages)
    return passages


def check_cover(article: Article, passages: Sequence[Passage]) -> None:
    """Everything but white space, in order, each passage word for word."""
    assert [p.ordinal for p in passages] == list(range(len(passages)))
    assert {p.article_id for p in passages} <= {article.id}
    bounds = [0, *(bound for p in passages for bound in (p.start, p.end)), len(article.text)]
    assert bounds == sorted(bounds)
    for before, after in zip(bounds[::2], bounds[1::2], strict=True):
        assert not article.text[before:after].strip()
    for passage in passages:
        assert passage.text
        assert passage.text == article.text[passage.start : passage.end]


def check_sizes(article: Article, passages: Sequence[Passage], encoder: OnnxEncoder) -> None:
    """What is embedded is never cut short by the encoder."""
    head = headline(article.title, encoder.count_tokens, encoder.spec.max_tokens)
    counts = encoder.count_tokens([indexed_text(head, p.text) for p in passages])
    assert max(counts, default=0) <= encoder.spec.max_tokens
    assert max((len(p.text) for p in passages), default=0) <= 2_000


def check_headings(article: Article, passages: Sequence[Passage]) -> None:
    """A heading opens its passage: only other headings stand before it there."""
    text = article.text
    spans = [(a, b, is_heading(text, a)) for a, b in sentences(text)]
    for passage in passages:
        kinds = [heading for start, end, heading in spans if start < passage.end and end > passage.start]
        assert kinds == sorted(kinds, reverse=True)


@settings(
    max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(text=texts, title=titles)
def test_the_laws_hold_for_any_article(encoder: OnnxEncoder, text: str, title: str) -> None:
    assert cut(encoder, text, title) == cut(encoder, text, title)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("word " * 5_000, id="a sentence of 5,000 words"),
        pytest.param("x" * 100_000, id="a word of 100 kB"),
        pytest.param("x-" * 50_000, id="a word of 100 kB full of hyphens"),
        pytest.param("Ж" * 20_000, id="a foreign word of 20,000 letters"),
        pytest.param("今日は良い天気です" * 1_000, id="Japanese without a stop"),
        pytest.param("今日は良い天気です。" * 1_000, id="Japanese with stops"),
        pytest.param("한국어" * 1_000, id="Korean, whose syllables are several tokens each"),
        pytest.param("🎉" * 3_000, id="emoji"),
        pytest.param("\n\n".join(f"# Heading {i}" for i in range(500)), id="headings and nothing else"),
        pytest.param("\n\n".join(f"# Heading {i}\n\nText." for i in range(200)), id="a heading for every sentence"),
        pytest.param("# " + "word " * 2_000, id="a heading of 2,000 words"),
        pytest.param("a. " * 3_000, id="sentences of a letter"),
        pytest.param("(" * 5_000, id="nothing but brackets"),
    ],
)
@pytest.mark.parametrize("title", ["Title", "", "word " * 2_000, "x" * 10_000])
def test_the_laws_hold_for_monsters(encoder: OnnxEncoder, text: str, title: str) -> None:
    assert cut(encoder, clean(text), clean_line(title))


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("漢字" * 100, id="Chinese"),
        pytest.param("🎉" * 200, id="emoji"),
        pytest.param("(" * 200, id="brackets"),
        pytest.param("1." * 100, id="numbers"),
        pytest.param("é" * 200, id="accents"),
        pytest.param("정부의 디지털 서비스 " * 17, id="Korean, whose syllables are several tokens each"),
    ],
)
def test_a_title_of_many_tokens_leaves_room_for_whole_sentences(encoder: OnnxEncoder, title: str) -> None:
    text = "The council spent four million pounds on servers. Nobody knew why. " * 8
    passages = cut(encoder, text.strip(), clean_line(title))
    assert len(passages) <= 16


def test_an_empty_text_has_no_passage(encoder: OnnxEncoder) -> None:
    assert cut(encoder, "") == []


def test_a_short_text_stays_whole(encoder: OnnxEncoder) -> None:
    text = "First. Second.\n\nThird."
    assert [p.text for p in cut(encoder, text)] == [text]


def test_a_text_beyond_the_limit_is_cut_into_passages_of_like_length(encoder: OnnxEncoder) -> None:
    lengths = [
        len(p.text.split()) for p in cut(encoder, " ".join(["Ten words are in this sentence, one for each."] * 20))
    ]
    assert len(lengths) == 2
    assert max(lengths) - min(lengths) <= 10


def test_each_section_begins_a_passage(encoder: OnnxEncoder) -> None:
    text = "Lead.\n\n# One\n\n## One and a half\n\nText one.\n\n# Two\n\nText two. More."
    assert [p.text for p in cut(encoder, text)] == [
        "Lead.",
        "# One\n\n## One and a half\n\nText one.",
        "# Two\n\nText two. More.",
    ]


def test_a_hash_in_the_middle_of_a_line_is_no_heading(encoder: OnnxEncoder) -> None:
    text = "They rank us all. # 1 is what we are called. So be it.\n\n# Heading\n\nText."
    assert [p.text for p in cut(encoder, text)] == [text[: text.index("\n")], "# Heading\n\nText."]


def test_a_monster_is_cut_at_a_clause_where_there_is_one(encoder: OnnxEncoder) -> None:
    clause = "the council moved its old payroll to the cloud without a plan"
    passages = cut(encoder, ", ".join([clause] * 40) + ".")
    assert len(passages) > 1
    assert all(p.text.endswith(",") and p.text.startswith("the council") for p in passages[:-1])


@pytest.mark.parametrize("mark", [";", ":", " –", ")", ",”"])
def test_clauses_end_at_every_mark_that_ends_one(encoder: OnnxEncoder, mark: str) -> None:
    text = f"{mark} ".join(["and then another twelve or so words came along with it all"] * 40)
    assert all(p.text.endswith(mark.strip()) for p in cut(encoder, text)[:-1])


def test_a_monster_without_clauses_is_cut_between_words(encoder: OnnxEncoder) -> None:
    text = " ".join(f"word{i}" for i in range(700))
    passages = cut(encoder, text)
    assert [word for p in passages for word in p.text.split()] == text.split()
    assert all(len(p.text.split()) > 20 for p in passages[:-1])


def test_only_a_word_that_fits_nowhere_is_cut_inside(encoder: OnnxEncoder) -> None:
    monster = "x" * 5_000
    passages = cut(encoder, f"A short start. {monster} and a short end.")
    whole = " ".join(p.text for p in passages)
    assert whole.startswith("A short start.")
    assert whole.endswith("and a short end.")
    assert "".join(p.text for p in passages).count("x") == len(monster)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("", ""),
        ("Short", "Short"),
        ("x" * 200, "x" * 200),
        ("x" * 300, "x" * 200),
        ("정부의 디지털 서비스 " * 17, " ".join(["정부의 디지털 서비스"] * 6)),
        ("word " * 39 + "abcde and more", "word " * 39 + "abcde"),
        ("word " * 39 + "abcdef and more", ("word " * 39).strip()),
    ],
)
def test_a_title_is_shortened_to_whole_words(encoder: OnnxEncoder, title: str, expected: str) -> None:
    assert headline(title, encoder.count_tokens, encoder.spec.max_tokens) == expected


def test_what_is_indexed_is_the_title_and_then_the_passage() -> None:
    assert indexed_text("Title", "Text.") == "Title\nText."


@pytest.fixture(scope="module")
def starter_articles(starter_home: Home) -> list[tuple[Article, list[Passage]]]:
    """Every article of the starter corpus with its stored passages."""
    generation = open_current(starter_home.index)
    ids = [stored.id for stored in generation.articles.stored()]
    found = [(generation.require_article(each), generation.articles.passages_of(each)) for each in ids]
    generation.close()
    return found


def test_the_starter_articles_are_stored_as_they_are_cut(
    encoder: OnnxEncoder, starter_articles: list[tuple[Article, list[Passage]]]
) -> None:
    assert len(starter_articles) == 213
    for article, stored in starter_articles:
        passages = cut(encoder, article.text, article.title)
        assert [replace(p, article_id=article.id) for p in passages] == stored


def test_the_starter_passages_are_runs_of_whole_sentences(
    starter_articles: list[tuple[Article, list[Passage]]],
) -> None:
    for article, passages in starter_articles:
        spans = sentences(article.text)
        starts, ends = {start for start, _ in spans}, {end for _, end in spans}
        assert all(p.start in starts and p.end in ends for p in passages), article.id


def test_the_starter_passages_are_of_a_length_worth_quoting(
    starter_articles: list[tuple[Article, list[Passage]]],
) -> None:
    lengths = [len(p.text.split()) for _, passages in starter_articles for p in passages]
    assert max(lengths) <= 180
    assert sum(lengths) / len(lengths) > 80
    assert sum(length < 25 for length in lengths) < len(lengths) / 20


def test_no_section_of_the_starter_articles_ends_in_a_scrap(
    starter_articles: list[tuple[Article, list[Passage]]],
) -> None:
    scraps = [
        (article.id, len(one.text.split()), len(other.text.split()))
        for article, passages in starter_articles
        for one, other in pairwise(passages)
        if not is_heading(other.text) and len(other.text.split()) < 30
    ]
    assert not scraps
