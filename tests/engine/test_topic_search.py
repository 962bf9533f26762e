"""A topic is one whichever of its names is typed: its articles, its sentences, its ledger and its timeline."""

from __future__ import annotations

from pathlib import Path

import pytest

from qabot.core.questions import Filters
from qabot.engine.speaker_search import find_speaker
from qabot.engine.topic_search import find_topic
from qabot.facts.topic_articles import TopicSearch
from qabot.index.fact_rules import FactRules
from qabot.index.snapshot import Generation, open_current
from qabot.question.entities import EntityGazetteer
from qabot.reports.sayings import sayings
from qabot.reports.timeline import topic_timeline
from qabot.reports.topic_ledger import figure_ledger
from tests.conftest import MakeHome, article

RULES = FactRules.load(Path("/nowhere"))
NAMES = EntityGazetteer.load()


def held(generation: Generation, topic: str) -> TopicSearch:
    """Return what is held about a topic."""
    return find_topic(generation, topic, None, NAMES, RULES)


def told(generation: Generation, topic: str) -> list[tuple[str, object]]:
    """Return the rows of a topic's ledger and of its timeline, by their places."""
    search = held(generation, topic)
    figures = [(row.article.id, row.fact.figure) for row in figure_ledger(search, RULES.names, RULES.cues).rows]
    events = [(row.article.id, str(row.event.date)) for row in topic_timeline(search, RULES.names).rows]
    assert figures
    assert events
    return [*figures, *events]


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("Public Services Network", ("PSN", "psn", "Public Sector Network")),
        ("Government Digital Service", ("GDS", "gds")),
        ("Department for Digital, Culture, Media and Sport", ("DCMS",)),
        ("NHS England", ("NHSE",)),
        ("Department for Work and Pensions", ("DWP", "Department for Work & Pensions")),
        ("Universal Credit", ("UC",)),
        ("G-Cloud", ("gcloud", "g cloud")),
        ("Government Digital Service budget", ("GDS budget",)),
    ],
)
def test_a_topic_and_its_other_names_have_one_ledger_and_one_timeline(
    generation: Generation, name: str, others: tuple[str, ...]
) -> None:
    rows = told(generation, name)
    assert [told(generation, other) == rows for other in others] == [True] * len(others)


def test_what_somebody_said_about_a_topic_is_the_same_under_its_other_name(generation: Generation) -> None:
    both = [
        sayings(find_speaker(generation, "Stubley", Filters(), NAMES, RULES, topic), RULES.names, RULES.cues).rows
        for topic in ("PSN", "Public Services Network")
    ]
    assert both[0] == both[1]
    assert len(both[0]) == 3


def test_a_name_is_held_whole_and_not_by_its_words_here_and_there(make_home: MakeHome) -> None:
    texts = {
        "a.md": article("Links", "Public money for services paid for a network of 40 roads. It cost £3m."),
        "b.md": article("Rules", "The Public Services Network had 40 faults."),
        "c.md": article("Rules", "The PSN had 50 faults."),
        "d.md": article("Thing", "It was nice. The agency had 60 faults."),
        "e.md": article("Drug", "NICE had 70 faults."),
    }
    opened = open_current(make_home(texts).index)
    for topic in ("PSN", "Public Services Network"):
        assert [each.article.id for each in held(opened, topic).articles] == ["b", "c"]
    for topic in ("NICE", "National Institute for Health and Care Excellence"):
        assert [each.article.id for each in held(opened, topic).articles] == ["e"]
    opened.close()


@pytest.mark.parametrize(
    ("topic", "names", "wider"),
    [
        ("GDS", ("Government Digital Service",), False),
        ("the GDS", ("Government Digital Service",), False),
        ("GDS budget", ("Government Digital Service",), True),
        ("Birmingham Oracle", ("Oracle",), True),
        ("payroll", (), True),
    ],
)
def test_a_topic_is_a_body_alone_or_says_more(
    generation: Generation, topic: str, names: tuple[str, ...], wider: bool
) -> None:
    search = held(generation, topic)
    assert (search.names, search.is_wider) == (names, wider)


def test_a_name_within_a_name_is_not_the_topic(generation: Generation) -> None:
    search = held(generation, "NHS App")
    assert search.is_programme
    assert search.names == ("NHS App",)
    assert "NHS" not in search.forms


def test_a_label_and_the_first_sentence_say_what_an_article_is_about(make_home: MakeHome) -> None:
    lead, rest = "The Public Services Network was reviewed.", "\n\n".join(["Staff left the office."] * 8)
    opened = open_current(
        make_home(
            {
                "a.md": article("Rules", f"{lead}\n\n{rest}", topics="[psn]"),
                "b.md": article("Rules", f"{lead}\n\n{rest}"),
                "c.md": article("Rules", f"{rest}\n\n{lead}", topics="[psn]"),
            }
        ).index
    )
    assert [(each.article.id, each.is_titled) for each in held(opened, "PSN").articles] == [
        ("a", True),
        ("b", False),
        ("c", False),
    ]
    opened.close()


def test_a_topic_that_is_a_name_is_looked_for_as_one(generation: Generation) -> None:
    ids = {each.article.id for each in held(generation, "National Data Strategy").articles}
    assert "2020/2020-09-09-national-data-strategy" in ids
    assert "2017/2017-03-scotland-digital-strategy" not in ids


def test_words_of_a_topic_that_stand_far_apart_are_not_about_it(generation: Generation) -> None:
    ids = {each.article.id for each in held(generation, "Digital Scotland").articles}
    assert not any("gigabit" in each for each in ids)


def test_a_name_in_small_letters_is_no_name(generation: Generation) -> None:
    ids = {each.article.id for each in held(generation, "NHS Digital").articles}
    assert "2021/2021-10-spending-review-2021-digital-money" not in ids
    assert "2023/2023-02-nhs-digital-merged" in ids


def test_words_of_a_topic_may_stand_in_the_title_and_in_a_paragraph(generation: Generation) -> None:
    ids = {each.article.id for each in held(generation, "Redcar attack cost").articles}
    assert {"2020/2020-08-06-redcar-cost-10m", "2021/2021-04-redcar-grant", "2023/2023-01-30-redcar-committee"} <= ids


def test_a_matter_of_two_names_is_still_found_by_its_words(generation: Generation) -> None:
    ids = {each.article.id for each in held(generation, "Birmingham Oracle").articles}
    assert len([each for each in ids if "birmingham" in each]) >= 4
    assert ids == {each.article.id for each in held(generation, "birmingham oracle").articles}
