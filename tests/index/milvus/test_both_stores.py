"""What both stores do alike: the home's own index, and Milvus in its small form, over the loopback interface."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from numpy.typing import NDArray

from qabot.core.articles import Article
from qabot.core.errors import NotFound
from qabot.core.progress import ignore_progress
from qabot.core.questions import Filters
from qabot.core.settings import Home, Settings, StoreSettings
from qabot.engine.generation_diff import diff_generations
from qabot.engine.session import Session
from qabot.index.build.store_update import update_store
from qabot.index.generation_reading import OpenGeneration
from qabot.index.milvus.milvus_generation import MilvusGeneration
from qabot.index.store_changes import roll_back_store, store_faults
from qabot.index.stores import answering_name, kept_generations, open_generation, open_kept
from qabot.index.text_index import LexicalQuery
from tests.conftest import article, link_index, write_corpus
from tests.near import near

ARTICLES = {
    "leeds.md": article(
        "Leeds buys servers", "Leeds council spent £4m on servers. Jane Roe said: “It is worth it.”",
        date="2014-03-09", outlet="UKAuthority", organisations="[Leeds City Council (LCC)]",
    ),
    "york.md": article(
        "York moves payroll", "York council moved its shared payroll to the cloud.",
        date="2015-11", outlet="The Register",
    ),
    "hull.md": article(
        "Hull maps crossings", "Hull mapped zebra crossings with open data, and opened data on buses.",
        date="2012", outlet="The Register",
    ),
    "bath.md": article("Bath waits", "Bath council waits for its payroll. The shared cloud is late."),
}  # fmt: skip
"""Four articles, of a day, a month and a year, and one without a date."""
_PARAGRAPHS = (f"Paragraph {number} tells of trams and of ferries, naïvely." for number in range(1_400))
OTHERS = {f"other/{number}.md": article(f"Other {number}", f"A garden, the {number}th.") for number in range(30)}
"""So many that a change is a small one, after which nothing is laid out anew."""
LONG = article("A long report", "\n\n".join(_PARAGRAPHS))
"""Some 80 kB: more than a field of Milvus takes, which is 65,535 bytes."""


@pytest.fixture(params=["local", "milvus"])
def store(request: pytest.FixtureRequest) -> StoreSettings:
    return StoreSettings() if request.param == "local" else request.getfixturevalue("milvus")


@pytest.fixture
def settings(starter_home: Home, tmp_path: Path, store: StoreSettings) -> Settings:
    home = Home(tmp_path / "home")
    link_index(starter_home, home)
    return Settings(home, store=store)


def built(settings: Settings, files: Mapping[str, str], *, gone: tuple[str, ...] = ()) -> str:
    """Change the corpus, bring index and store up to date, and return the generation that answers."""
    write_corpus(settings.home, files)
    for name in gone:
        (settings.home.corpus / name).unlink()
    update_store(settings, ignore_progress)
    return answering_name(settings)


def names(generation: OpenGeneration, ids: NDArray[np.int64]) -> set[str]:
    return set(generation.articles_of(ids.tolist()).values())


def test_what_is_read_is_what_was_written(settings: Settings) -> None:
    built(settings, ARTICLES | {"long.md": LONG})
    with closing(open_generation(settings)) as generation:
        assert (generation.manifest.articles, len(generation.articles.article_summaries())) == (5, 5)
        long = generation.require_article("long")
        assert long.text.count("Paragraph") == 1_400
        assert long.text.endswith("Paragraph 1399 tells of trams and of ferries, naïvely.")
        passages = generation.articles.passages_of("long")
        assert all(long.text[each.start : each.end] == each.text for each in passages)
        assert passages[0].start == 0
        leeds = generation.require_article("leeds")
        assert leeds == Article(
            "leeds", "Leeds buys servers", "Leeds council spent £4m on servers. Jane Roe said: “It is worth it.”",
            "UKAuthority", published=leeds.published, organisations=("Leeds City Council (LCC)",),
        )  # fmt: skip
        assert str(leeds.published) == "2014-03-09"
        assert [str(day) for day in generation.articles.dates()] == ["2012", "2015-11"]
        held = [(each.name, each.articles) for each in generation.outlets()]
        assert held == [("The Register", 2), ("UKAuthority", 1)]
        assert generation.undated == 2
        stored = [*generation.articles.stored_of_files(["leeds.md", "nothing.md"])]
        assert [(each.id, each.file, each.content_hash) for each in stored] == [
            ("leeds", "leeds.md", leeds.content_hash)
        ]
        assert [*generation.articles.stored_by_id(["nobody", "leeds"])] == stored
        ids = np.array([generation.matching(Filters(outlets=("ukauthority",)))[0][0]])
        assert np.linalg.norm(generation.vectors(ids)) == near(1.0, rel=1e-3)
        with pytest.raises(NotFound, match="leads"):
            generation.require_article("leads")
    assert [*store_faults(settings, answering_name(settings))] == []


def test_filters_come_before_ranking(settings: Settings) -> None:
    built(settings, ARTICLES)
    with closing(open_generation(settings)) as generation:
        every: dict[Filters, set[str]] = {
            Filters(): {"leeds", "york", "hull", "bath"},
            Filters(after=date(2014, 1, 1)): {"leeds", "york"},
            Filters(before=date(2014, 3, 8)): {"hull"},
            Filters(after=date(2012, 6, 1), before=date(2012, 7, 1)): {"hull"},
            Filters(after=date(2015, 11, 30), before=date(2016, 1, 1)): {"york"},
            Filters(outlets=("the register",)): {"york", "hull"},
            Filters(organisations=("LCC",)): {"leeds"},
            Filters(organisations=("Leeds City Council",), outlets=("The Register",)): set(),
            Filters(exact=("open data",)): {"hull"},
            Filters(exact=("opened data",), outlets=("The Register",)): {"hull"},
            Filters(exact=("opening data",)): set(),
            Filters(excluded=("payroll",)): {"leeds", "hull"},
            Filters(exact=("shared payroll",), excluded=("cloud",)): set(),
        }
        vector = generation.vectors(generation.matching(Filters())[0][:1])[0]
        query = LexicalQuery(tuple(generation.terms("council payroll cloud data servers")))
        for filters, expected in every.items():
            ids, articles = generation.matching(filters)
            assert (names(generation, ids), articles) == (expected, len(expected)), filters
            near = generation.nearest(vector, 10, ids)
            assert names(generation, np.array([number for number, _ in near])) == expected, filters
            found = generation.best(query, 10, filters)
            assert names(generation, np.array([number for number, _ in found])) == expected, filters
            assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


def test_as_of_a_day_only_what_was_published_by_then_is_seen(settings: Settings) -> None:
    built(settings, ARTICLES)
    with closing(open_generation(settings)) as whole:
        then = whole.as_of(date(2014, 12, 31))
        ids, articles = then.matching(Filters())
        assert (names(then, ids), articles, then.manifest.articles) == ({"leeds", "hull"}, 2, 2)
        assert [str(day) for day in then.articles.dates()] == ["2012", "2014-03-09"]
        assert then.document_frequency(*then.terms("payroll")) == 0
        assert whole.document_frequency(*whole.terms("payroll")) == 2
        vector = whole.vectors(ids[:1])[0]
        assert names(then, np.array([number for number, _ in then.nearest(vector, 10, None)])) == {"leeds", "hull"}
        assert then.holding("shared payroll") == []
        assert then.article("york") is None
        assert then.searched(None).as_of == date(2014, 12, 31)


def test_words_phrases_and_counts_are_alike(settings: Settings) -> None:
    built(settings, ARTICLES)
    with closing(open_generation(settings)) as generation:
        shared, payroll = generation.terms("shared payroll")
        assert generation.document_frequency(payroll) == 2
        assert generation.document_frequency("nowher") == 0
        assert generation.phrase_frequency((shared, payroll)) == 1
        assert generation.phrase_frequency((payroll, shared)) == 0
        assert names(generation, np.array(generation.holding("open data"))) == {"hull"}
        assert len(generation.best(LexicalQuery((payroll,)), 1, Filters())) == 1
        whole_name = LexicalQuery((), names=((shared, "cloud"), (shared, "nowher")))
        assert names(generation, np.array([n for n, _ in generation.best(whole_name, 9, Filters())])) == {
            "york",
            "bath",
        }
        side_by_side = LexicalQuery((), spellings=(((shared, payroll), 1.0),))
        assert names(generation, np.array([n for n, _ in generation.best(side_by_side, 9, Filters())])) == {"york"}


def test_an_edit_and_a_removal_take_effect_with_the_next_generation(settings: Settings) -> None:
    first = built(settings, ARTICLES | OTHERS)
    with closing(open_generation(settings)) as before:
        changed = article("York moves payroll", "York council moved payroll back from Zorblax.", date="2016-01-01")
        second = built(settings, {"york.md": changed}, gone=("hull.md",))
        assert second != first
        with closing(open_generation(settings)) as after:
            assert (before.name, after.name) == (first, second)
            assert "Zorblax" in after.require_article("york").text
            assert "Zorblax" not in before.require_article("york").text
            assert (after.article("hull"), after.manifest.articles) == (None, 33)
            assert before.article("hull") is not None
            (zorblax,) = after.terms("zorblax")
            assert (len(before.holding("zebra")), after.holding("zebra")) == (1, [])
            assert (before.document_frequency(zorblax), after.document_frequency(zorblax)) == (0, 1)
            news = diff_generations(before, after)
            assert ([each.id for each in news.changed], news.added, news.removed) == (["york"], (), 1)
            held = [(each.name, each.articles) for each in after.outlets()]
            assert held == [("UKAuthority", 1)]
    assert [*store_faults(settings, second)] == []
    if not settings.store.is_local:
        with closing(open_generation(settings)) as generation:
            assert isinstance(generation, MilvusGeneration)
            assert (len(generation.stored.steps), len(generation.stored.dead)) == (2, 2)  # what is new was added alone
            assert generation.document_frequency(*generation.terms("zebra")) == 0
    everything = {f"other/{number}.md": article("Anew", f"Another garden, the {number}th.") for number in range(30)}
    third = built(settings, everything)
    with closing(open_generation(settings)) as generation:
        assert generation.document_frequency(*generation.terms("garden")) == 30
        if isinstance(generation, MilvusGeneration):
            assert len(generation.stored.steps) == 1
    assert [*store_faults(settings, third)] == []


def test_stepping_back_is_a_switch(settings: Settings) -> None:
    first = built(settings, ARTICLES | OTHERS)
    second = built(settings, {"new.md": article("Derby", "Derby council bought Zorblax.")})
    withdrawn = open_generation(settings)
    assert roll_back_store(settings).name == first == answering_name(settings)
    with closing(open_generation(settings)) as generation:
        assert generation.article("new") is None
        assert generation.manifest.articles == 34
    third = built(settings, {"new.md": article("Derby", "Derby council sold Zorblax.")})
    assert third not in {first, second}
    with closing(withdrawn):  # whoever reads what was stepped back from reads that to the end
        assert {each.text for each in withdrawn.passages(withdrawn.holding("zorblax"))} == {
            "Derby council bought Zorblax."
        }
        assert withdrawn.require_article("new").text == "Derby council bought Zorblax."
    with closing(open_generation(settings)) as generation:
        assert generation.document_frequency(*generation.terms("Zorblax")) == 1
        assert generation.manifest.articles == 35
    assert [*store_faults(settings, third)] == []
    assert third in kept_generations(settings)
    assert open_kept(settings, "20260101T000000000000Z-00000000") is None


def test_a_reader_stays_with_its_generation_while_twenty_others_are_published(settings: Settings) -> None:
    """Whatever is published meanwhile, a reader reads the texts, the counts and the passages of one generation."""
    built(
        settings, ARTICLES | OTHERS | {"state.md": article("State", "The state is 0: zorblax zero.", date="2014-01-01")}
    )
    faults: list[str] = []
    opened: set[str] = set()
    is_over = threading.Event()
    pause_s = 0.02 if settings.store.is_local else 0.1  # a generation stays for longer where Milvus makes the next

    def read() -> None:
        while not is_over.wait(pause_s):
            with closing(open_generation(settings)) as generation:
                opened.add(generation.name)
                state = generation.require_article("state").text
                for _ in range(3):
                    ids = generation.holding("zorblax")
                    texts = {each.text for each in generation.passages(ids)}
                    if texts != {state} or generation.manifest.articles != len(generation.articles.article_summaries()):
                        faults.append(f"{generation.name}: {texts} is not {state}")

    pinned = open_generation(settings)
    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(1, 21):
            built(
                settings, {"state.md": article("State", f"The state is {number}: zorblax {number}.", date="2014-01-01")}
            )
    finally:
        is_over.set()
        reader.join()
    assert faults == []
    assert len(opened) > 10, "the reader saw the index change"
    with closing(pinned):
        texts = {each.text for each in pinned.passages(pinned.holding("zorblax"))}
    assert texts == {"The state is 0: zorblax zero."}


def test_a_question_is_answered_with_the_same_quote(settings: Settings) -> None:
    built(settings, ARTICLES)
    with Session.open(settings) as session, Session.open(replace(settings, store=StoreSettings())) as local:
        for question in ("How much did Leeds spend on servers?", "who moved payroll", "“open data” in 2012"):
            ours, theirs = session.ask(question).answer, local.ask(question).answer
            assert [each.text for each in ours.evidence] == [each.text for each in theirs.evidence]
            assert ours.verdict == theirs.verdict
        built(settings, {"new.md": article("Derby", "Derby council bought Zorblax for £9m in May.")})
        news = session.refresh()
        assert news is not None
        assert [each.id for each in news.added] == ["new"]
        assert "£9m" in session.ask("What did Derby pay for Zorblax?").answer.evidence[0].text
