"""Reprints: copies of a story are found however they were edited, and stories that share a phrase are left alone."""

from __future__ import annotations

import string
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.corpus.article_reader import read
from qabot.corpus.folder import walk
from qabot.facts.near_duplicates import group
from qabot.facts.number_words import SCALES
from qabot.facts.particulars import read_words
from tests.conftest import CORPUS

STARTER = [article for source in walk(CORPUS)[0] for article in read(source) if isinstance(article, Article)]
FURNITURE = (
    "Sign up to our newsletter! Related: councils share data. Share this on social media. Comments (3). ".split()
)

stories = st.sampled_from(STARTER).map(lambda article: article.text)


def story(text: str, article_id: str = "a", published: str | None = None) -> Article:
    """An article of which only the text, the id and the date matter."""
    return Article(article_id, "Title", text, published=PartialDate.parse(published) if published else None)


def are_copies(*texts: str) -> bool:
    """Whether all these texts come to one group."""
    return len(group([story(text, str(number)) for number, text in enumerate(texts)])) == 1


@st.composite
def copies(draw: st.DrawFn) -> tuple[str, str]:
    """A story and a copy of it that has been through an editor's hands."""
    text = draw(stories)
    words = text.split()
    edit = draw(st.sampled_from([changed, framed, cut, restyled]))
    return text, " ".join(edit(draw, words))


def changed(draw: st.DrawFn, words: list[str]) -> list[str]:
    """Change one word in twenty, as an editor does: none that names, counts or dates anything, or denies it."""
    places = draw(st.sets(st.integers(0, len(words) - 1), max_size=len(words) // 20))
    return [edited(place) if place in places and is_plain(word) else word for place, word in enumerate(words)]


def edited(place: int) -> str:
    """Return a word that stands nowhere else, without a digit."""
    return "changed" + "".join(chr(ord("a") + int(digit)) for digit in str(place))


def is_plain(word: str) -> bool:
    """Whether a word is in small letters, and no figure or denial in words."""
    return (
        word.isalpha()
        and word.islower()
        and word not in {*SCALES, "per", "cent"}
        and read_words(word, 9)[0].kind == "word"
    )


def framed(draw: st.DrawFn, words: list[str]) -> list[str]:
    """Leave furniture of a page around it."""
    most = len(words) // len(FURNITURE)
    return FURNITURE * draw(st.integers(0, most)) + words + FURNITURE * draw(st.integers(0, most // 2))


def cut(draw: st.DrawFn, words: list[str]) -> list[str]:
    """Cut it behind the first two fifths or later."""
    return words[: draw(st.integers(len(words) * 2 // 5, len(words)))]


def restyled(draw: st.DrawFn, words: list[str]) -> list[str]:
    """Set other punctuation, and capitals throughout."""
    mark = draw(st.sampled_from([" – ", "…", '"', ""]))
    return [word.strip(string.punctuation).upper() + mark for word in words]


class TestCopies:
    """What belongs together."""

    @given(copies())
    def test_an_edited_copy_is_found(self, pair: tuple[str, str]) -> None:
        assert are_copies(*pair)

    @pytest.mark.parametrize(
        ("end", "left"),
        [
            ("options could not be afforded.", "options could"),
            ("options could not be afforded.", "options"),
            ("the attempt had come to nothing.", "the attempt"),
            ("the scheme was to grow by £10 million.", "the scheme was to grow by £10"),
            ("the scheme was to grow by £4.2 million, not less.", "the scheme was to grow by £4.2"),
        ],
    )
    def test_a_copy_that_breaks_off_before_a_denial_or_within_a_figure_is_found(self, end: str, left: str) -> None:
        assert are_copies(f"{STARTER[0].text} {end}", f"{STARTER[0].text} {left}")

    @pytest.mark.parametrize(
        ("end", "other"),
        [
            ("The options could not be afforded.", "The options could be afforded."),
            ("The scheme was to grow by £10 million.", "The scheme was to grow by £10."),
            ("The scheme was to grow by £10 million.", "The scheme was to grow by £100"),
            ("The scheme is to go on without fail.", "The scheme is to go on."),
        ],
    )
    def test_a_text_that_ends_otherwise_is_another(self, end: str, other: str) -> None:
        assert not are_copies(f"{STARTER[0].text} {end}", f"{STARTER[0].text} {other}")

    @given(stories)
    def test_a_story_with_a_word_in_thirteen_changed_is_found_by_its_runs_of_three(self, text: str) -> None:
        words = text.split()
        lightly = [edited(place) if place % 13 == 6 and is_plain(word) else word for place, word in enumerate(words)]
        assert are_copies(text, " ".join(lightly))
        thoroughly = [edited(place) if place % 7 == 3 else word for place, word in enumerate(words)]
        assert not are_copies(text, " ".join(thoroughly))

    @given(stories)
    def test_an_identical_text_is_found_however_short(self, text: str) -> None:
        for words in (1, 5, 30, 1_000):
            start = " ".join(text.split()[:words])
            assert are_copies(start, start, f"“{start.upper()}!”")

    def test_a_copy_of_a_copy_belongs_to_the_group(self) -> None:
        first, second, third = (" ".join(map(edited, range(start, start + 100))) for start in (0, 25, 50))
        assert are_copies(first, second)
        assert are_copies(second, third)
        assert not are_copies(first, third)
        assert are_copies(first, third, second)

    def test_a_text_without_words_is_like_nothing_but_itself(self) -> None:
        assert are_copies("—", "—")
        assert not are_copies("—", "***")


class TestStrangers:
    """What does not belong together."""

    def test_no_two_stories_of_the_starter_corpus_are_copies(self) -> None:
        assert len(STARTER) > 200
        assert group(STARTER) == tuple((number,) for number in range(len(STARTER)))

    def test_stories_that_end_in_the_same_notice_stay_apart(self) -> None:
        notice = "About us: " + " ".join(FURNITURE * 5)
        noted = [story(f"{article.text}\n\n{notice}", article.id) for article in STARTER[:40]]
        assert len(group(noted)) == len(noted)

    def test_short_texts_that_differ_in_a_word_stay_apart(self) -> None:
        notice = " ".join(["Read", "more", "on", "our", "site", "about"] * 4)
        assert len(notice.split()) < 30
        assert not are_copies(f"{notice} GDS", f"{notice} NHS")
        assert not are_copies(notice, f"{STARTER[0].text} {notice}")

    def test_a_round_up_does_not_make_one_story_of_its_items(self) -> None:
        items = [article.text for article in STARTER[:6]]
        assert min(map(len, items)) < (1 / 3) * len("".join(items))
        articles = [story(text, str(number)) for number, text in enumerate([*items, " ".join(items)])]
        assert len(group(articles)) == len(articles)

    def test_nothing_is_grouped_where_there_is_nothing(self) -> None:
        assert group([]) == ()
        assert group([story("")]) == ((0,),)


class TestOrder:
    """Who comes first."""

    @pytest.mark.parametrize(
        ("dates", "expected"),
        [
            (["2015-11-26", "2015-11-25", "2014-12-31"], (2, 1, 0)),
            ([None, "2015-11-25", None], (1, 0, 2)),
            (["2015", "2015-11", "2015-11-25", "2014"], (3, 2, 1, 0)),
            (["2015", "2015-12-31", "2015-12"], (1, 2, 0)),
            (["2015-11-25", "2015-11-25", "2015-11-25"], (0, 1, 2)),
        ],
    )
    def test_the_earliest_leads_and_what_has_no_date_comes_last(
        self, dates: Sequence[str | None], expected: tuple[int, ...]
    ) -> None:
        articles = [story(STARTER[0].text, str(number), published) for number, published in enumerate(dates)]
        assert group(articles) == (expected,)

    def test_groups_stand_where_the_first_of_their_members_stands(self) -> None:
        one, other = STARTER[0].text, STARTER[1].text
        articles = [
            story(one, "a", "2016"),
            story(other, "b", "2014"),
            story(STARTER[2].text, "c"),
            story(other, "d", "2013"),
            story(one, "e", "2015"),
        ]
        assert group(articles) == ((4, 0), (3, 1), (2,))

    @given(st.lists(copies(), max_size=5), st.data())
    def test_the_order_of_the_articles_makes_no_difference(
        self, pairs: list[tuple[str, str]], data: st.DataObject
    ) -> None:
        texts = [text for pair in pairs for text in pair]
        dates = data.draw(st.lists(st.sampled_from([None, "2014", "2015-03"]), min_size=10, max_size=10))
        articles = [story(text, str(number), dates[number]) for number, text in enumerate(texts)]
        shuffled = data.draw(st.permutations(articles))
        assert ids(shuffled, group(shuffled)) == ids(articles, group(articles))

    @given(st.lists(copies(), min_size=1, max_size=5))
    def test_grouping_again_changes_nothing(self, pairs: list[tuple[str, str]]) -> None:
        articles = [story(text, str(number)) for number, text in enumerate(text for pair in pairs for text in pair)]
        groups = group(articles)
        assert sorted(number for members in groups for number in members) == list(range(len(articles)))
        leaders = [articles[members[0]] for members in groups]
        assert group(leaders) == tuple((number,) for number in range(len(leaders)))
        for members in groups:
            assert group([articles[number] for number in members]) == (tuple(range(len(members))),)


def ids(articles: Sequence[Article], groups: Sequence[Sequence[int]]) -> set[tuple[str, ...]]:
    """The groups as the ids of their members."""
    return {tuple(articles[number].id for number in members) for members in groups}
