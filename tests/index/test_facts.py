"""Facts are read when an article is indexed: those that are stored are those that the article is read to."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from qabot.core.articles import Article
from qabot.core.errors import IndexCorrupt
from qabot.core.facts import ArticleFacts
from qabot.core.progress import Progress, ignore_progress
from qabot.core.settings import Home, ModelSettings, Settings
from qabot.core.text import Span
from qabot.corpus.formats import reading_budget
from qabot.engine.engine import Engine
from qabot.index.build import fact_worker
from qabot.index.build.indexer import BuildReport, update
from qabot.index.fact_rows import FactStore, FactWriter, encode_facts
from qabot.index.fact_rules import FactRules
from qabot.index.manifest import Manifest
from qabot.index.snapshot import Generation, open_current
from qabot.index.verification import verify
from qabot.reports.sayings import sayings
from qabot.reports.timeline import topic_timeline
from qabot.reports.topic_ledger import figure_ledger
from tests.conftest import MakeHome, article, link_index, write_corpus

RULE_AND_FACTS = (11, "74a03f0d3c8aecce")
"""The number of the rules, and a hash over the facts of the starter corpus: where this changes, so must that."""
SPENT = {"a.md": article("Leeds buys", "Leeds City Council spent £4m on servers in 2014, its chief executive said.")}
PLANNED = {"b.md": article("Pilot", "Socitm warned that payroll would cost 12% more by 2016.")}


def held(home: Home) -> dict[str, bytes | None]:
    """Return the facts of every article, as they are stored."""
    generation = open_current(home.index)
    try:
        return {each.id: generation.facts.encoded(each.id, each.content_hash) for each in generation.articles.stored()}
    finally:
        generation.close()


def settle(home: Home) -> None:
    """Have articles lie there for a minute: those that were written just now are read, and noted, once more."""
    for path in home.corpus.rglob("*.md"):
        then = path.stat().st_mtime_ns - 60_000_000_000
        os.utime(path, ns=(then, then))


def change(home: Home) -> BuildReport:
    """Bring an index up to date."""
    return update(home, ModelSettings(), ignore_progress)


def test_stored_facts_are_those_that_every_article_of_the_starter_corpus_is_read_to(generation: Generation) -> None:
    rules = FactRules.load(Path("/nowhere"))
    digest = hashlib.sha256()
    for each in generation.articles.stored():
        told = generation.article(each.id)
        assert told is not None
        facts = generation.facts.of(told, rules.identity)
        assert facts == rules.read(told), each.id
        assert facts is not None
        digest.update(encode_facts(facts))
    number = int(rules.identity.partition("-")[0])
    assert (number, digest.hexdigest()[:16]) == RULE_AND_FACTS, (
        "facts have changed: let `article_facts.FACTS_RULE` rise"
    )


def test_what_is_stored_is_what_the_sentence_states(make_home: MakeHome) -> None:
    generation = open_current(make_home(SPENT | PLANNED).index)
    rules = FactRules.load(Path("/nowhere"))
    spent, planned = (generation.facts.of(generation.require_article(each), rules.identity) for each in ("a", "b"))
    assert spent
    assert planned
    assert [(each.value, each.unit, each.about, each.period) for each in spent.figures] == [
        (Decimal(4_000_000), "£", "Leeds City Council", "2014")
    ]
    assert [(each.speaker, each.act, each.direct) for each in planned.attributions] == [("Socitm", "warned", False)]
    assert [str(each.date) for each in planned.events] == ["2016"]
    assert generation.facts.of(generation.require_article("a"), "another rule") is None
    assert generation.facts.of(replace(generation.require_article("a"), title="Another"), rules.identity) is None
    generation.close()


def test_an_edit_and_a_removal_lead_to_what_a_full_build_says(make_home: MakeHome) -> None:
    home = make_home(SPENT | PLANNED)
    before = held(home)
    later = {"b.md": article("Pilot", "Socitm denied that payroll would cost 13% more by 2017.")}
    write_corpus(home, later)
    write_corpus(home, {"c.md": article("More", "GDS saved £3m.")})
    change(home)
    (home.corpus / "a.md").unlink()
    change(home)
    assert held(home) == held(make_home(later | {"c.md": article("More", "GDS saved £3m.")}))
    assert held(home).keys() == {"b", "c"}
    assert held(home)["b"] != before["b"]
    assert list(verify(open_current(home.index).folder)) == []


def test_other_rules_read_every_article_anew_and_embed_nothing(make_home: MakeHome) -> None:
    home = make_home(SPENT | PLANNED)
    before = held(home)
    (home.path / "speech_cues.toml").write_text('[[denied]]\nverb = "warn"\n')
    settle(home)
    done = change(home)
    assert (done.published, done.embedded, done.changed) == (True, 0, ())
    assert held(home)["a"] == before["a"]
    assert held(home)["b"] != before["b"]
    assert not change(home).published


def test_a_list_that_cannot_be_read_costs_the_facts_alone_and_is_told(make_home: MakeHome) -> None:
    home = make_home(SPENT)
    (home.path / "entities.toml").write_text("[[bodies")
    write_corpus(home, PLANNED)
    done = change(home)
    assert done.added == ("b",)
    assert "no figures, statements and dates are read" in done.problems[0].cause
    assert "entities.toml" in done.problems[0].cause
    assert set(held(home).values()) == {None}
    (home.path / "entities.toml").unlink()
    settle(home)
    assert (change(home).published, change(home).published) == (True, False)
    assert None not in held(home).values()


def test_a_text_that_takes_too_long_costs_its_own_facts(make_home: MakeHome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fact_worker, "_SHORT", 100)
    monkeypatch.setattr(reading_budget, "SECONDS", -1.0)
    home = make_home(SPENT)
    write_corpus(home, {"long.md": article("Long", "GDS saved £3m. " * 20), **PLANNED})
    done = change(home)
    assert [(each.path, each.skipped) for each in done.problems] == [("long.md", False)]
    assert "to read for figures and statements" in done.problems[0].cause
    assert held(home)["long"] == encode_facts(ArticleFacts((), (), ()))


def test_progress_is_told(make_home: MakeHome) -> None:
    home = make_home(SPENT)
    write_corpus(home, PLANNED)
    told: list[Progress] = []
    update(home, ModelSettings(), told.append)
    # What lies in segments that are linked is not read again.
    assert [(each.done, each.total) for each in told if each.stage == "facts"] == [(1, 1)]


def without_facts(home: Home) -> None:
    """Make an index what one was before facts were stored."""
    generation = open_current(home.index)
    generation.close()
    files = {name: record for name, record in generation.manifest.files.items() if not name.endswith("facts.db")}
    for name in generation.manifest.files.keys() - files.keys():
        (generation.folder / name).unlink()
    (generation.folder / "manifest.json").unlink()  # which is a link
    replace(generation.manifest, files=files, facts=None).write(generation.folder)


def test_reports_of_an_index_without_facts_are_the_same(starter_home: Home, tmp_path: Path) -> None:
    older = Home(tmp_path / "older")
    link_index(starter_home, older)
    without_facts(older)
    assert Manifest.read(open_current(older.index).folder).facts is None
    reports: list[tuple[object, ...]] = []
    for home in (starter_home, older):
        with Engine.open_lexical(Settings(home)) as engine, engine.lease() as current:
            facts = current.facts()
            topic, speaker, rules = facts.topic("PSN"), facts.speaker("Socitm"), facts.rules
            has_facts = {each.facts is not None for each in (*topic.articles, *speaker.articles)}
            assert has_facts == {home == starter_home}
            said = sayings(speaker, rules.names, rules.cues)
            ledger, line = figure_ledger(topic, rules.names, rules.cues), topic_timeline(topic, rules.names)
            reports.append((ledger.rows, line.rows, said.rows))
    assert all(reports[0])
    assert reports[0] == reports[1]


DAMAGE = ("facts = x'93909090'", "facts = 'text'", "sum = sum + 1", "content_hash = x'00'")
TOLD = Article("a", "Title", "GDS saved £3m.")


def stored(path: Path, facts: ArticleFacts) -> FactStore:
    """Return a file with the facts of an article."""
    writer = FactWriter(path)
    writer.add(TOLD.id, TOLD.content_hash, encode_facts(facts))
    writer.close()
    return FactStore(path)


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_facts_are_told_and_not_shown(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "facts.db"
    facts = FactRules.load(tmp_path).read(TOLD)
    assert facts.figures
    assert stored(path, facts).facts(TOLD) == facts
    with sqlite3.connect(path) as connection:
        connection.execute(f"UPDATE facts SET {damage}")  # noqa: S608 - of this file
    connection.close()
    if "content_hash" in damage:  # of another article
        assert FactStore(path).facts(TOLD) is None
        return
    with pytest.raises(IndexCorrupt, match="facts"):
        FactStore(path).facts(TOLD)


@pytest.mark.parametrize("place", [(0, 15), (-1, 3), (9, 4)])
def test_ranges_outside_the_text_are_refused(tmp_path: Path, place: Span) -> None:
    facts = FactRules.load(tmp_path).read(TOLD)
    foreign = replace(facts, figures=(replace(facts.figures[0], figure=place),))
    with pytest.raises(IndexCorrupt, match="do not lie in its text"):
        stored(tmp_path / "facts.db", foreign).facts(TOLD)
    other = replace(facts, figures=(replace(facts.figures[0], article_id="b"),))
    with pytest.raises(IndexCorrupt, match="do not lie in its text"):
        stored(tmp_path / "other.db", other).facts(TOLD)
