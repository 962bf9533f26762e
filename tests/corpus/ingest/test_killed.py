"""Being killed while adding loses no article and leaves none half-written; adding again completes it."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from qabot.core.articles import Article
from qabot.corpus.article_reader import read
from qabot.corpus.folder import walk
from qabot.corpus.ingest.corpus_index import open_corpus_index
from tests import forked
from tests.corpus.ingest.helpers import add_files, contents, prose

_ADD = """
import os, signal, sys
from pathlib import Path
from qabot.corpus.ingest import adder, local_sources
from qabot.corpus.ingest.ingest_store import IngestStore

corpus, source, stage, after = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
count = 0

def dying(whole):
    def run(*args, **said):
        global count
        count += 1
        if count > after:
            os.kill(os.getpid(), signal.SIGKILL)
        return whole(*args, **said)
    return run

if stage == "fsync":
    os.fsync = dying(os.fsync)
elif stage == "replace":
    Path.replace = dying(Path.replace)
elif stage == "commit":
    IngestStore.commit = dying(IngestStore.commit)
elif stage == "note":
    IngestStore.note_file = dying(IngestStore.note_file)
files, _ = local_sources.listed([source])
items = (item for file in files for item in local_sources.from_file(file, local_sources.MetadataOverrides()))
list(adder.add(corpus, items))
"""


def articles(corpus: Path) -> list[Article]:
    found = [each for file in walk(corpus)[0] for each in read(file)]
    assert all(isinstance(each, Article) for each in found)
    return [each for each in found if isinstance(each, Article)]


UPDATED = f"{prose(0)} Put right since."
"""What the first article says when it comes again."""


@pytest.mark.parametrize(
    ("stage", "after"),
    [
        ("fsync", 0),
        ("fsync", 3),
        ("replace", 0),
        ("replace", 4),
        ("commit", 1),
        ("commit", 2),
        ("note", 2),
        ("never", 0),
    ],
)
def test_killed_at_every_stage(tmp_path: Path, stage: str, after: int) -> None:
    corpus, source = tmp_path / "corpus", tmp_path / "source"
    source.mkdir()
    (source / "before.md").write_text(
        f"---\ntitle: Before\nurl: https://example.org/a\n---\n{prose(0)}", encoding="utf-8"
    )
    add_files(corpus, source)
    before = contents(corpus)
    (source / "before.md").write_text(
        f"---\ntitle: Before\nurl: https://example.org/a\n---\n{UPDATED}", encoding="utf-8"
    )
    for seed in range(1, 7):
        (source / f"{seed}.txt").write_text(f"Title {seed}\n\n{prose(seed)}", encoding="utf-8")

    killed = subprocess.run(
        forked.script(_ADD, str(corpus), str(source), stage, str(after)),
        check=False,
        capture_output=True,
        timeout=120,
    )
    assert killed.returncode == (0 if stage == "never" else -signal.SIGKILL), killed.stderr.decode()

    shown = [path for path in corpus.rglob("*") if path.is_file() and ".qabot" not in path.parts]
    assert all(path.suffix == ".md" and not path.name.startswith(".") for path in shown)
    assert before.keys() <= contents(corpus).keys()
    assert {each.text for each in articles(corpus)} <= {UPDATED, *map(prose, range(7))}

    add_files(corpus, source)
    assert sorted(each.text for each in articles(corpus)) == sorted([UPDATED, *map(prose, range(1, 7))])
    assert list((corpus / ".qabot").glob("*.new")) == []
    with open_corpus_index(corpus) as opened:
        (article_id,) = [path.removesuffix(".md") for path in before]
        assert [each.data for each in opened.store.versions(article_id)] == list(before.values())
        assert {entry.path for entry in opened.store.entries()} == set(contents(corpus))
        assert all(opened.store.received(entry.id) for entry in opened.store.entries())
