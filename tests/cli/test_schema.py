"""`qabot schema`: the JSON documents by name, and what each holds."""

from __future__ import annotations

from tests.cli.conftest import Call

DOCUMENTS = [
    f"qabot.{name}/1"
    for name in (
        "ask answer conversation article search passages passage coverage changes status index progress "
        "index-event verify-index verify-log rollback plan doctor check brief proof proof-check add corpus-list "
        "corpus-article corpus-edit corpus-removed corpus-restored corpus-duplicates corpus-dropped diff feeds.add "
        "feeds.list feeds.remove feeds.suggest feeds.pull feeds.backfill watch history eval calibration figures "
        "timeline said facts error"
    ).split()
]


def test_lists_the_documents_a_line_each(call: Call) -> None:
    ran = call("schema")
    assert (ran.code, ran.stderr) == (0, "")
    assert [line.split()[0] for line in ran.stdout.splitlines()] == DOCUMENTS
    assert "qabot.rollback/1           Which generation answers again: `qabot rollback --json`.\n" in ran.stdout


def test_prints_the_schema_of_one_by_its_name_or_the_middle_of_it(call: Call) -> None:
    whole, short = call("schema", "qabot.rollback/1"), call("schema", "rollback")
    assert whole == short
    shape = {
        "title": "Rollback",
        "description": "Which generation answers again: `qabot rollback --json`.",
        "type": "object",
        "properties": {
            "schema": {"enum": ["qabot.rollback/1"]},
            "generation": {"type": "string", "description": "Its name."},
            "articles": {"type": "integer", "description": "Articles it holds."},
        },
        "required": ["schema", "generation", "articles"],
    }
    assert whole.document() == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "qabot.rollback/1",
        "$ref": "#/$defs/Rollback",
        "$defs": {"Rollback": shape},
    }


def test_of_another_name_names_the_nearest(call: Call) -> None:
    ran = call("schema", "qabot.rolback/1")
    assert (ran.code, ran.stdout) == (1, "")
    assert "There is no document 'qabot.rolback/1'." in ran.stderr
    assert "Run `qabot schema qabot.rollback/1`" in ran.stderr
