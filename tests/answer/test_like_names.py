"""What stands in a text in the place of a name that is asked about, and what is the same name, written otherwise."""

from __future__ import annotations

import pytest

from qabot.answer.like_names import bodies_of_everyday_words, like_name
from qabot.answer.name_mentions import Named
from qabot.question.analysis import analyse
from tests.answer.test_missing_parts import claims, quoted


def instead(name: str, text: str) -> str:
    """Return what a text has in the place of a name."""
    return like_name(Named(name, (0, len(name)), ()), text)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("Halden", "Haldon council bought trams.", "Haldon"),
        ("Northmoor", "The Northmore council's trams.", "Northmore"),
        ("Westborough", "Trams run in Westbrough.", "Westbrough"),
        ("Clearwater", "The Clearway platform is late.", "Clearway"),
        ("North Dale", "Trams run in Northdale.", "Northdale"),
        ("Northdale", "Trams run in North Dale.", "North Dale"),
        ("Ferry Authority", "The Ferry Agency has boats.", "Ferry Agency"),
        ("Ely County Council", "Ely District Council has boats.", "Ely District"),
        ("Helen Brandt", "It is led by Helena Brandt.", "Helena Brandt"),
        ("Peter Brandt", "It is led by Helen Brandt.", "Helen Brandt"),
        ("Dan Ferguson", "Dan Ferris has left.", "Dan Ferris"),
        ("Kestral", "The Kestrel system is late.", "Kestrel"),
    ],
)
def test_another_name_in_its_place_is_told(name: str, text: str, told: str) -> None:
    assert instead(name, text) == told


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Halden", "Halden's council bought trams, and Haldon's did not."),
        ("Tram", "The Trams are late."),
        ("Trams", "The Tram is late."),
        ("Calder & Pike", "Calder and Pike bought it."),
        ("St Aldhelm's", "Saint Aldhelm's bought it."),
        ("Calder-Pike", "Calder Pike bought it."),
        ("PassGate", "Passgate is late."),
        ("A.I.", "AI is late."),
        ("Wales", "The Welsh government bought it."),
        ("Gloucester", "Gloucestershire bought it."),
        ("Northdale Council", "Northdale Borough Council bought it."),
        ("Northdale Borough Council", "Northdale Council bought it."),
        ("Daniel Ferris", "Dan Ferris has left."),
        ("Helen Brandt", "Ms Brandt has left."),
        ("Consult", "The tool is meant for consultants."),
        ("Ferry Authority", "The authority in Ferry has boats, and so has the Ferry Agency."),
        ("Contractor", "The Contract was signed."),
        ("Ely", "Trams run in Bath."),
    ],
)
def test_the_same_name_written_otherwise_and_what_only_begins_alike_are_let_be(name: str, text: str) -> None:
    assert instead(name, text) == ""


def test_a_name_of_everyday_words_is_one_where_it_says_which_kind_of_body_it_is() -> None:
    (found,) = bodies_of_everyday_words(analyse("How much will the Public Data Authority save?"))
    assert found.written == "Public Data Authority"
    assert not list(bodies_of_everyday_words(analyse("What did the Home Office say of the Chief Executive?")))


def test_what_is_named_in_place_of_a_name_is_told_of_all_that_is_quoted_or_of_the_first() -> None:
    question = "How many trams has Halden?"
    haldon = quoted("Haldon has 12 trams.")
    assert claims(question, haldon) == ["No article quoted here names “Halden”, but “Haldon”."]
    assert claims(question, haldon, "Halden has 14 trams.") == [
        "The article quoted first names “Haldon”, and not “Halden”."
    ]
    assert claims(question, "Halden has 14 trams.", haldon) == []
    assert claims(question, haldon, answers=False) == ["None of the nearest articles names “Halden”, but “Haldon”."]
