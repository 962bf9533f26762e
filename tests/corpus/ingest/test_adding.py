"""What becomes of articles that are added: once, again, changed, copied by others, dated oddly."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from qabot.core.articles import Article, ReadIssue
from qabot.core.dates import PartialDate
from qabot.core.errors import IndexLocked, UsageError
from qabot.corpus.article_reader import read
from qabot.corpus.drafts import AddOutcome, ArticleDraft
from qabot.corpus.folder import HIDDEN, walk
from qabot.corpus.ingest import adder, ingest_store, store_access
from qabot.corpus.ingest.corpus_index import open_corpus_index
from qabot.corpus.ingest.curation import remove, require
from qabot.corpus.ingest.minhash import candidate_pairs, signatures
from qabot.corpus.ingest.minhash_loops import MinHashSignature
from qabot.facts.near_duplicates import are_copies
from tests.corpus.ingest.helpers import FLATTENED, TODAY, add_all, candidate, contents, prose, take

URL = "https://example.org/news/payroll"


def read_back(corpus: Path) -> list[Article | ReadIssue]:
    return [each for file in walk(corpus)[0] for each in read(file)]


def sketches(texts: Sequence[str]) -> list[MinHashSignature]:
    return [sketch for _, sketch in signatures(texts)]


class TestAnArticle:
    """An article that was not there before."""

    def test_becomes_one_readable_file(self, tmp_path: Path) -> None:
        said = {"outlet": "Harbour News", "published": PartialDate(2015, 11), "url": URL, "author": "Rosalind Quayle"}
        (outcome,) = add_all(tmp_path, [candidate(prose(1), "Payroll: moved", "page.html", **said)])
        ((path, data),) = contents(tmp_path).items()
        assert path == f"{outcome.article_id}.md"
        assert path.startswith("2015/2015-11-payroll-moved-")
        (article,) = read_back(tmp_path)
        assert isinstance(article, Article)
        assert article == Article(str(outcome.article_id), "Payroll: moved", prose(1), **said)  # pyright: ignore[reportArgumentType]
        assert data.decode().startswith(
            '---\ntitle: "Payroll: moved"\npublished: "2015-11"\noutlet: "Harbour News"\nauthor: "Rosalind Quayle"\n'
            f'url: "{URL}"\nadded: "2026-03-01"\norigin: "page.html"\ncontent_hash: "{article.content_hash}"\n---\n\n'
        )

    def test_keeps_the_text_as_it_came_and_what_was_dropped(self, tmp_path: Path) -> None:
        (outcome,) = add_all(tmp_path, [take(FLATTENED, "text", "scrape.txt")])
        with open_corpus_index(tmp_path) as opened:
            received = opened.store.received(str(outcome.article_id))
        assert received is not None
        raw, dropped, flags = received
        assert "Sign up for our weekly newsletter" in raw
        assert [raw.split("\n")[each.number - 1] for each in dropped] == [each.line for each in dropped]
        assert flags == []

    @pytest.mark.parametrize(
        ("published", "flag"),
        [
            (PartialDate(2026, 3, 2), "its date is in the future"),
            (PartialDate(1989, 12), "its date is before 1990"),
            (PartialDate(2026), ""),
            (PartialDate(1990), ""),
        ],
    )
    def test_dated_oddly_is_flagged_and_keeps_its_date(self, tmp_path: Path, published: PartialDate, flag: str) -> None:
        (outcome,) = add_all(tmp_path, [candidate(prose(1), published=published)])
        assert (outcome.kind, outcome.reason) == ("added", flag)
        (article,) = read_back(tmp_path)
        assert isinstance(article, Article)
        assert article.published == published

    def test_in_a_dry_run_meets_what_it_would_after_those_before(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(adder, "_BATCH", 2)
        changed = f"{prose(1)} One more."
        items = [
            candidate(prose(1), url=URL),
            candidate(prose(2)),
            candidate(changed, url=URL),
            candidate(prose(3), outlet="Courier"),
            candidate(f"{prose(3)} Write to us.", outlet="Gazette"),
            candidate(f"{prose(3)} Call us.", outlet="Gazette"),
        ]
        expected = add_all(tmp_path / "real", items)
        assert [each.kind for each in expected] == ["added", "added", "updated", "added", "added", "duplicate"]
        assert add_all(tmp_path / "corpus", items, dry_run=True) == expected

    def test_in_a_dry_run_leaves_nothing_behind(self, tmp_path: Path) -> None:
        corpus = tmp_path / "corpus"
        assert [each.kind for each in add_all(corpus, [candidate(prose(1))] * 2, dry_run=True)] == [
            "added",
            "duplicate",
        ]
        assert not corpus.exists()
        add_all(corpus, [candidate(prose(1))])
        before = contents(corpus)
        assert [each.kind for each in add_all(corpus, [candidate(prose(2))], dry_run=True)] == ["added"]
        assert contents(corpus) == before
        assert [each.kind for each in add_all(corpus, [candidate(prose(2))])] == ["added"]

    def test_never_takes_the_place_of_a_file_that_someone_changed(self, tmp_path: Path) -> None:
        (outcome,) = add_all(tmp_path, [candidate(prose(1))])
        file = tmp_path / f"{outcome.article_id}.md"
        file.write_text("---\ntitle: Mine\n---\nMy own words.", encoding="utf-8")
        (again,) = add_all(tmp_path, [candidate(prose(1))])
        assert again.kind == "added"
        assert file.read_text(encoding="utf-8").endswith("My own words.")
        assert len(contents(tmp_path)) == 2


class TestAgain:
    """What is there already."""

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
    @given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from([None, "A", "B"])), min_size=1, max_size=6))
    def test_adding_twice_is_adding_once(
        self, tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[int, str]]
    ) -> None:
        corpus = tmp_path_factory.mktemp("corpus")
        items = [candidate(prose(seed), f"Title {seed}", outlet=outlet) for seed, outlet in drawn]
        add_all(corpus, items)
        once = contents(corpus)
        assert {each.kind for each in add_all(corpus, items)} == {"duplicate"}
        assert contents(corpus) == once
        assert len(once) == len(set(drawn))

    def test_the_same_page_is_nothing_new_under_another_address(self, tmp_path: Path) -> None:
        add_all(tmp_path, [candidate(prose(1), url=URL)])
        (outcome,) = add_all(
            tmp_path, [candidate(prose(1), "Other", url="http://www.example.org/news/payroll/?utm_source=x")]
        )
        assert outcome.kind == "duplicate"

    def test_what_was_added_without_being_noted_is_known(self, tmp_path: Path) -> None:
        add_all(tmp_path, [candidate(prose(1))])
        for file in (tmp_path / HIDDEN).iterdir():
            file.unlink()
        assert [each.kind for each in add_all(tmp_path, [candidate(prose(1))])] == ["duplicate"]

    def test_a_damaged_store_is_set_aside(self, tmp_path: Path) -> None:
        add_all(tmp_path, [candidate(prose(1))])
        (tmp_path / ".qabot" / "kept.db").write_bytes(b"no database" * 100)
        assert [each.kind for each in add_all(tmp_path, [candidate(prose(1))])] == ["duplicate"]
        (aside,) = (tmp_path / ".qabot").glob("kept.damaged-*")
        assert aside.read_bytes() == b"no database" * 100

    @pytest.mark.parametrize(
        ("script", "hint"),
        [
            ("PRAGMA user_version = 6", "Upgrade qabot"),
            (f"PRAGMA application_id = {int.from_bytes(b'othr')}", "Move"),
        ],
        ids=["newer", "foreign"],
    )
    def test_a_store_of_a_newer_qabot_or_another_program_stays_as_it_is(
        self, tmp_path: Path, script: str, hint: str
    ) -> None:
        add_all(tmp_path, [candidate(prose(1))])
        store = tmp_path / ".qabot" / "kept.db"
        database = sqlite3.connect(store)
        database.executescript(script)
        database.close()
        before = store.read_bytes()
        with pytest.raises(UsageError, match=r"kept\.db cannot be used") as raised:
            add_all(tmp_path, [candidate(prose(2))])
        assert raised.value.hint.startswith(hint)
        assert store.read_bytes() == before
        assert not list(store.parent.glob("*damaged*"))
        assert len(contents(tmp_path)) == 1

    def test_a_store_that_cannot_be_got_at_is_not_moved(self, tmp_path: Path) -> None:
        store = tmp_path / ".qabot" / "kept.db"
        (store / "something").mkdir(parents=True)
        with pytest.raises(UsageError, match="Is a directory"):
            add_all(tmp_path, [candidate(prose(1))])
        assert [file.name for file in store.parent.iterdir() if file.name != "lock"] == ["kept.db"]

    def test_a_store_held_by_another_program_is_not_moved(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        add_all(tmp_path, [candidate(prose(1))])
        monkeypatch.setattr(ingest_store, "POLICY", replace(ingest_store.POLICY, wait_s=0))
        store = tmp_path / ".qabot" / "kept.db"
        with closing(sqlite3.connect(store, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            with pytest.raises(UsageError, match="locked"):
                add_all(tmp_path, [candidate(prose(2))])
        assert not list(store.parent.glob("*damaged*"))
        assert [each.kind for each in add_all(tmp_path, [candidate(prose(2))])] == ["added"]

    def test_two_at_once_wait_for_each_other(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(store_access, "_WAIT_S", 0)
        with open_corpus_index(tmp_path), pytest.raises(IndexLocked, match="changing"):
            add_all(tmp_path, [candidate(prose(1))])


class TestAPageThatChanged:
    """The same address with other words."""

    def test_becomes_a_new_version_and_the_earlier_one_is_kept(self, tmp_path: Path) -> None:
        (first,) = add_all(tmp_path, [candidate(prose(1), "Payroll", url=URL)])
        ((path, before),) = contents(tmp_path).items()
        (second,) = add_all(tmp_path, [candidate(prose(1) + "\n\nUpdate: it was moved.", "Payroll moved", url=URL)])
        assert (second.kind, second.article_id) == ("updated", first.article_id)
        (article,) = read_back(tmp_path)
        assert isinstance(article, Article)
        assert (article.title, article.text) == ("Payroll moved", prose(1) + "\n\nUpdate: it was moved.")
        assert list(contents(tmp_path)) == [path]
        with open_corpus_index(tmp_path) as opened:
            assert [each.data for each in opened.store.versions(str(first.article_id))] == [before]

    def test_twice_in_one_go_is_a_new_version_too(self, tmp_path: Path) -> None:
        changed = f"{prose(1)} Put right since."
        outcomes = add_all(tmp_path, [candidate(prose(1), url=URL), candidate(changed, url=URL)])
        assert [each.kind for each in outcomes] == ["added", "updated"]
        (article,) = read_back(tmp_path)
        assert isinstance(article, Article)
        assert article.text == changed


NOTICE = (
    "The notice was published under the rules for bodies of this size. Bids were scored for quality and for price in "
    "equal parts. Firms that were not chosen may ask for the scores within ten days of the notice. The buyer may "
    "extend "
    "the contract twice, each time for a year, on the same terms."
)


def notice(council: str, firm: str, worth: str, **said: object) -> ArticleDraft:
    """Return one of many notices that have a form in common."""
    text = f"{council} Council has awarded a contract for hosting to {firm}, worth {worth}.\n\n{NOTICE}"
    return candidate(text, f"Award: {council} chooses {firm}", outlet="Contracts Desk", **said)  # pyright: ignore[reportArgumentType]


class TestOneAddress:
    """Pages of several articles that state one address."""

    @pytest.mark.parametrize(
        "url",
        [
            "https://news.example.org/",
            "https://news.example.org",
            "http://www.news.example.org/?utm_source=x",
            "https://news.example.org/contracts/",
            "https://news.example.org/story?id=1",
        ],
        ids=["home", "bare host", "tracked home", "section", "first page"],
    )
    def test_are_as_many_articles_as_they_are(self, tmp_path: Path, url: str) -> None:
        items = [
            candidate(prose(seed), title, url=url) for seed, title in enumerate(["Crewe", "Derby", "Exeter", "Exeter"])
        ]
        outcomes = add_all(tmp_path, items)
        assert [each.kind for each in outcomes] == ["added"] * 4
        assert len({each.article_id for each in outcomes}) == len(contents(tmp_path)) == 4
        assert {each.text for each in read_back(tmp_path) if isinstance(each, Article)} == {*map(prose, range(4))}
        assert [each.kind for each in add_all(tmp_path, items)] == ["duplicate"] * 4

    def test_are_told_of_each_other_unless_it_is_the_address_of_a_site(self, tmp_path: Path) -> None:
        for url, told in [(URL, True), ("https://example.org/", False)]:
            first, second = add_all(tmp_path / str(told), [candidate(prose(n), f"T {n}", url=url) for n in range(2)])
            expected = f"states the address of {first.article_id}, which is another article" if told else ""
            assert (first.reason, second.reason) == ("", expected)

    def test_are_articles_of_their_own_in_one_form_too(self, tmp_path: Path) -> None:
        url = "https://example.org/contracts"
        outcomes = add_all(
            tmp_path,
            [
                notice("Ashby", "Norton Data", "£410,000", url=url),
                notice("Brigg", "Weller Systems", "£1.9m", url=url),
                notice("Ashby", "Pike Software", "£95,000", url=url),
            ],
        )
        assert [each.kind for each in outcomes] == ["added"] * 3

    @pytest.mark.parametrize(
        ("changed", "title", "published", "kind"),
        [
            (f"{prose(1)}\n\nUpdate: {prose(5, 60)}", "Payroll", "2015-11-25", "updated"),
            (prose(1)[: len(prose(1)) * 2 // 3], "Payroll", "2015-11-25", "updated"),
            (prose(1) + " It will cost £5m.", "Payroll to cost £5m", "2015-11-25", "updated"),
            (f"{prose(1)} It costs £4m.", "Payroll", "2015-11-25", "updated"),
            (f"{prose(1)} It costs £4m.", "Payroll", "2015-12-25", "added"),
            (prose(2), "Payroll", "2015-11-25", "added"),
        ],
        ids=["grown", "cut", "renamed", "other figure", "other figure and day", "other words"],
    )
    def test_an_update_is_one_by_likeness(
        self, tmp_path: Path, changed: str, title: str, published: str, kind: str
    ) -> None:
        text = f"{prose(1)} It costs £3m."
        first = candidate(text, "Payroll", url=URL, published=PartialDate.parse("2015-11-25"))
        later = candidate(changed, title, url=URL, published=PartialDate.parse(published))
        one, other = add_all(tmp_path, [first, later])
        assert (one.kind, other.kind) == ("added", kind)
        assert (one.article_id == other.article_id) == (kind == "updated")
        with open_corpus_index(tmp_path) as opened:
            kept = [each.data.decode() for each in opened.store.versions(str(one.article_id))]
        assert [text in data for data in kept] == [True] * (kind == "updated"), "earlier words stay findable"


class TestItemsOfFeeds:
    """What a feed calls an item goes before its address."""

    def test_that_share_a_link_are_articles_of_their_own(self, tmp_path: Path) -> None:
        items = [candidate(prose(1), "Story", url=URL, item=f"feed {n}") for n in range(2)]
        other = replace(items[1], text=f"{prose(1)} And some words that came later.")
        assert [each.kind for each in add_all(tmp_path, [items[0], other])] == ["added", "updated"], "it was named anew"
        notices = [
            replace(notice(town, "Norton Data", "£1m", url=URL), item=f"feed {town}") for town in ("Ashby", "Brigg")
        ]
        assert [each.kind for each in add_all(tmp_path, notices)] == ["added"] * 2

    def test_that_moved_are_known_by_their_name(self, tmp_path: Path) -> None:
        first = candidate(prose(1), "Story", url=URL, item="feed 1")
        later = candidate(f"{prose(1)} Put right since.", "Story", url=f"{URL}-moved", item="feed 1")
        one, other = [*add_all(tmp_path, [first]), *add_all(tmp_path, [later])]
        assert (one.kind, other.kind, other.article_id) == ("added", "updated", one.article_id)

    def test_that_are_named_anew_for_other_words_replace_nothing(self, tmp_path: Path) -> None:
        items = [candidate(prose(n), f"Story {n}", url=f"{URL}/{n}", item="feed 1") for n in range(2)]
        assert [each.kind for each in add_all(tmp_path, items)] == ["added", "added"]

    def test_of_one_link_are_no_updates_of_each_other(self, tmp_path: Path) -> None:
        first = candidate(f"{prose(1)} It costs £3m.", "Payroll", url=URL, item="feed 1")
        later = replace(first, text=f"{prose(1)} It costs £4m.", item="feed 2")
        assert [each.kind for each in add_all(tmp_path, [first, later])] == ["added", "added"]
        assert [
            each.kind for each in add_all(tmp_path, [replace(later, item="another 9", text=prose(1) + " £5m.")])
        ] == ["updated"], "another feed calls it what it likes"


class TestNearCopies:
    """Texts that are nearly the same."""

    def test_of_the_same_outlet_are_one_and_what_was_not_taken_is_kept(self, tmp_path: Path) -> None:
        (first,) = add_all(tmp_path, [candidate(prose(1), outlet="Gazette")])
        (second,) = add_all(tmp_path, [candidate(prose(1) + " Contact us.", "Again", outlet="gazette")])
        assert (second.kind, second.article_id) == ("duplicate", first.article_id)
        assert len(contents(tmp_path)) == 1
        with open_corpus_index(tmp_path) as opened:
            (version,) = opened.store.versions(str(first.article_id))
        assert b"Contact us." in version.data

    @pytest.mark.parametrize(
        "said",
        [
            {"outlet": "Courier"},
            {"outlet": "Gazette", "published": PartialDate(2016)},
            {"outlet": "Gazette", "url": "https://example.org/other"},
        ],
        ids=["another outlet", "another date", "another address"],
    )
    def test_that_are_other_articles_are_added_and_grouped(self, tmp_path: Path, said: dict[str, object]) -> None:
        first = candidate(prose(1), "First", outlet="Gazette", published=PartialDate(2015), url=URL)
        copy = replace(first, title="Second", text=" ".join(prose(1).split()[:80]), **said)  # pyright: ignore[reportArgumentType]
        if "url" not in said:
            copy = replace(copy, url=None)
        one, other = add_all(tmp_path, [first, copy])
        assert [one.kind, other.kind] == ["added", "added"]
        assert other.copy_of == one.article_id
        with open_corpus_index(tmp_path) as opened:
            groups = [[entry.title for entry in opened.store.entries_at(group)] for group in opened.groups()]
        assert groups == [["First", "Second"]]

    def test_in_one_form_about_others_are_all_added(self, tmp_path: Path) -> None:
        notices = [
            notice("Ashby", "Norton Data", "£410,000"),
            notice("Brigg", "Weller Systems", "£1.9m"),
            notice("Calne", "Norton Data", "£88,000"),
            notice("Calne", "Norton Data", "£89,000"),
        ]
        outcomes = add_all(tmp_path, notices)
        assert [(each.kind, each.copy_of) for each in outcomes] == [("added", None)] * 4
        with open_corpus_index(tmp_path) as opened:
            assert opened.groups() == []

    def test_with_one_text_are_two_where_their_titles_are_of_different_things(self, tmp_path: Path) -> None:
        titles = ["Minutes of 3 May 2023", "Minutes of 7 June 2023", "Minutes of 3 May 2023"]
        outcomes = add_all(
            tmp_path, [candidate("The minutes can be read as a file on the site.", each) for each in titles]
        )
        assert [each.kind for each in outcomes] == ["added", "added", "duplicate"]
        assert outcomes[2].article_id == outcomes[0].article_id
        with open_corpus_index(tmp_path) as opened:
            assert opened.groups() == []

    def test_of_what_was_a_copy_itself_are_copies_of_the_first(self, tmp_path: Path) -> None:
        copies = [candidate(f"{prose(1)} Note {chr(97 + n) * 4}.", outlet="Gazette") for n in range(30)]
        outcomes = add_all(tmp_path, copies)
        assert [each.kind for each in outcomes] == ["added", *["duplicate"] * 29]
        assert {each.article_id for each in outcomes} == {outcomes[0].article_id}

    @pytest.mark.parametrize("share", [0.34, 0.4, 0.5, 0.7, 0.9])
    def test_that_were_cut_are_found(self, share: float) -> None:
        missed = 0
        for seed in range(60):
            text = prose(seed, 400)
            words = text.split()
            cut = " ".join(words[: int(len(words) * share)])
            assert are_copies(Article("a", "", text), Article("b", "", cut))
            missed += not len(candidate_pairs(b"".join(sketches([text, cut])), 1))
        assert missed <= 3

    def test_that_are_none_are_hardly_ever_compared(self) -> None:
        rows = sketches([prose(seed, 300) for seed in range(200)])
        assert not len(candidate_pairs(b"".join(rows), 0))

    def test_are_found_whatever_the_case_and_the_quotation_marks(self) -> None:
        one = "The minister’s “digital” plan – costing £5m – is late. " + prose(1)
        other = 'THE MINISTER\'S "digital" plan - costing £5m - is late. ' + prose(1).upper()
        (one_words, one_sketch), (other_words, other_sketch) = signatures([one, other])
        assert one_words == other_words
        assert one_sketch == other_sketch

    @given(st.lists(st.text() | st.sampled_from([prose(1), prose(2, 3_000), "-", "a" * 40, "É" * 70_000]), max_size=9))
    def test_are_told_by_themselves_alone(self, texts: list[str]) -> None:
        assert list(signatures(texts)) == [next(signatures([text])) for text in texts]

    def test_are_told_by_every_word_and_its_letters_in_order(self) -> None:
        texts = ["tide gauges", "gauges tide", "tied gauges", "tide gauge s", "tide gauges gauges", "tidegauges"]
        assert len({words for words, _ in signatures(texts)}) == len(texts)


class TestRecurringLines:
    """Rule X, which only points lines out."""

    def test_are_pointed_out_from_the_third_article_on_and_stay(self, tmp_path: Path) -> None:
        line = "Harbour News brings you the harbour every day"
        texts = [f"Title {n}\n\n{prose(n)}\n\n{line}\n\nRead more" for n in range(3)]
        outcomes = add_all(tmp_path, [take(text, "text", outlet="Harbour News") for text in texts])
        assert [each.reason for each in outcomes] == [
            "",
            "",
            "1 of its lines stand in other articles of Harbour News too",
        ]
        assert all(line.encode() in data for data in contents(tmp_path).values())


def test_two_hundred_at_once_are_compared_with_each_other_and_with_the_next(tmp_path: Path) -> None:
    items = [candidate(prose(seed), f"Title {seed}") for seed in range(210)]
    copies = [candidate(prose(seed) + " Contact us.", outlet="Courier") for seed in (3, 205)]
    outcomes = add_all(tmp_path, [*items, *copies])
    assert [each.copy_of for each in outcomes[-2:]] == [outcomes[n].article_id for n in (3, 205)]


class TestRemoving:
    """Taking out what was put in."""

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)
    @given(st.lists(st.integers(0, 20), min_size=1, max_size=4, unique=True))
    def test_what_was_added_leaves_the_corpus_as_it_was(
        self, tmp_path_factory: pytest.TempPathFactory, seeds: list[int]
    ) -> None:
        corpus = tmp_path_factory.mktemp("corpus")
        add_all(corpus, [candidate(prose(99), published=PartialDate(2015))])
        before = contents(corpus)
        outcomes = add_all(corpus, [candidate(prose(seed)) for seed in seeds])
        with open_corpus_index(corpus) as opened:
            for outcome in outcomes:
                remove(opened, require(opened, str(outcome.article_id)))
        assert contents(corpus) == before
        assert sorted(path.name for path in corpus.iterdir()) == [HIDDEN, "2015"]


def test_what_is_an_outcome_already_is_passed_on(tmp_path: Path) -> None:
    skipped = AddOutcome("skipped", "x", None, "is binary")
    items: list[ArticleDraft | AddOutcome] = [skipped, candidate(prose(1)), skipped]
    assert [each.kind for each in add_all(tmp_path, items)] == ["skipped", "added", "skipped"]
    assert TODAY.isoformat() in next(iter(contents(tmp_path).values())).decode()
