"""`qabot show ID --facts`: each fact in its parts, with its paragraph and its sentence, cut from the article."""

from __future__ import annotations

from qabot.core.settings import Home
from qabot.index.snapshot import open_current
from tests.cli.helpers import run_qabot

ARTICLE = "2015/2015-11-26-socitm-spending-review"


def test_facts_are_listed(starter_home: Home) -> None:
    ran = run_qabot("show", ARTICLE, "--facts", home=starter_home)
    assert ran.code == 0
    assert ran.stdout.startswith("4 figures, 6 statements and 2 dates in “Socitm says Spending Review digital plans")
    assert "  Socitm · warned (“warned”) · indirect\n" in ran.stdout
    assert "    paragraph 1 · 145:239\n" in ran.stdout
    assert "These were read just now" not in ran.stdout


def test_facts_are_told_to_programs_as_ranges_of_the_article(starter_home: Home) -> None:
    told = run_qabot("show", ARTICLE, "--facts", "--json", home=starter_home).document()
    generation = open_current(starter_home.index)
    text = generation.require_article(ARTICLE).text
    generation.close()
    assert (told["schema"], told["stored"]) == ("qabot.facts/1", True)
    ranges = [each["quote"] for kind in ("figures", "attributions", "events") for each in told[kind]]
    ranges += [part for each in told["attributions"] for part in each["contents"]]
    ranges += [each["figure"] for each in told["figures"]]
    assert len(ranges) > 12
    assert all(text[each["start"] : each["end"]] == each["text"] for each in ranges)
    assert [each["value"] for each in told["figures"]] == [1_800_000_000, 1_300_000_000, 450_000_000, 1_750_000_000]


def test_facts_do_not_go_with_marks(starter_home: Home) -> None:
    ran = run_qabot("show", ARTICLE, "--facts", "--passage", "0", home=starter_home)
    assert ran.code == 2
    assert "--facts lists facts and marks nothing." in ran.stderr
    assert run_qabot("show", "nothing/such", "--facts", home=starter_home).code == 1
