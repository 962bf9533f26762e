"""Bringing articles in: pages taken apart, sentences lost to the rules for flattened text, records read and compared.

Pages and flattened texts are made around articles whose bodies are known: those of the starter corpus and of the sets
that are given, so that what is lost and what is left over can be counted.
"""

from __future__ import annotations

import html
import json
import random
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from qabot.core.articles import Article
from qabot.core.text import clean, sentences
from qabot.corpus.article_reader import read as read_source
from qabot.corpus.drafts import RawDocument
from qabot.corpus.folder import walk
from qabot.corpus.formats.flattened_page import extract_article
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.formats.web_page import read as read_page
from tests.benchmarks.homes import Homes, write_records
from tests.benchmarks.measure import ROOT, Goal, print_table, python, run
from tests.benchmarks.synthetic import records

_PAGES = 300
_RECORDS = 100_000
_ALIKE_RECORDS = (10_001, 50_000, 100_000)
_ALIKE = {
    "one text": "The council will sell its depot to a museum for £3m, the mayor said on Tuesday. It has stood empty "
    "since the last tram left, and no other buyer came forward in a year of looking. Members vote on it in the spring.",
    "one form": "Lot {0} goes to Firm {0} for £{0}. The notice was published under the rules for bodies of this size. "
    "Bids were scored for quality and for price. Firms that were not chosen may ask for the scores.",
}
_SHAPES = ("article", "main", "divs", "form")
_FEWEST_WORDS = 100
_REGISTER = """
import json, pathlib, sys, tempfile, time
from qabot.corpus.ingest import dump_files, local_sources
dump = pathlib.Path(sys.argv[1])
with tempfile.TemporaryDirectory(dir=dump.parent) as folder:
    (file,), _ = local_sources.listed([dump])
    started, used = time.perf_counter(), time.process_time()
    (outcome,) = dump_files.register(pathlib.Path(folder) / "corpus", file, local_sources.MetadataOverrides())
    taken = [time.perf_counter() - started, time.process_time() - used]
lines = pathlib.Path("/proc/self/status").read_text().splitlines()
(peak,) = (int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))
print(json.dumps([outcome.articles, *taken, peak]))
"""
"""Registers a dump with an empty corpus folder; prints seconds, processor seconds and peak memory (MB).

The peak that `getrusage` tells begins with what the process held that started this one.
"""


def ingest(homes: Homes, data: Path | None) -> None:
    """Print how well and how fast articles are brought in.

    Args:
        homes: Where the made-up records are kept.
        data: A folder with sets of articles beside the starter corpus.
    """
    articles = [article for folder in _folders(data) for article in _articles(folder)]
    _pages(random.Random(1).sample(articles, min(_PAGES, len(articles))))  # noqa: S311 - the same every time
    _flattened(articles)
    _records(homes)
    _alike(homes)


def _folders(data: Path | None) -> list[Path]:
    sets = sorted(path.parent for path in data.glob("*/corpus.jsonl*")) if data else []
    return [ROOT / "corpus", *sets]


def _articles(folder: Path) -> Iterable[Article]:
    """Return what is an article: prose of some length, with a date."""
    found = (each for file in walk(folder)[0] for each in read_source(file) if isinstance(each, Article))
    return (each for each in found if each.published and each.text.count(" ") >= _FEWEST_WORDS)


def _pages(articles: Sequence[Article]) -> None:
    """Take made pages apart, and count the words found against those of the body."""
    made = [_page(article, _SHAPES[number % len(_SHAPES)]).encode() for number, article in enumerate(articles)]
    _taken(made[0])
    scores: list[tuple[float, float]] = []
    right: Counter[str] = Counter()
    used = time.process_time()
    found = [_taken(page) for page in made]
    used = time.process_time() - used
    for article, (title, text, published) in zip(articles, found, strict=True):
        scores.append(_overlap(text, article.text))
        right["title"] += title == article.title
        right["date"] += published == str(article.published)
    precision, recall = (sum(score[side] for score in scores) / len(scores) for side in (0, 1))
    print(f"  {len(made)} pages made of articles: precision {precision:.3f}, recall {recall:.3f}")
    print(f"  title right {right['title'] / len(made):.3f}, date right {right['date'] / len(made):.3f}")
    print(Goal("F1 of words", 2 * precision * recall / (precision + recall), 0.95, "", at_most=False))
    print(Goal("pages a second on one core", len(made) / used, 30, "", at_most=False))


def _taken(page: bytes) -> tuple[str, str, str]:
    try:
        (found,) = read_page(RawDocument("page", page, "html"))
    except UnreadableDocument:
        return "", "", ""
    return found.title, found.text, str(found.published)


def _flattened(articles: Sequence[Article]) -> None:
    """Run the rules over prose without furniture, and over the same within furniture."""
    rows: list[list[str]] = []
    total = sum(len(sentences(article.text)) for article in articles)
    for name, made in (("without furniture", _bare), ("within furniture", _furnished)):
        lost = left = 0
        for article in articles:
            found = extract_article(made(article))
            lines = Counter(line for line in found.text.split("\n") if line)
            body = Counter(line for line in article.text.split("\n") if line)
            lost += (body - lines).total()
            left += (lines - body).total()
        rows.append([name, f"{len(articles):,}", f"{lost:,}", f"{left:,}", f"{lost / total:.4%}"])
        print(Goal(f"sentences lost {name}", 100 * lost / total, 0.1, " %"))
    print_table(["flattened text", "articles", "lines lost", "lines left over", "of sentences"], rows)


def _records(homes: Homes) -> None:
    """Register a hundred thousand records, in a process of its own."""
    dump = homes.folder / f"records-{_RECORDS}.jsonl"
    if not dump.exists():
        write_records(dump, records(homes.language(), _RECORDS))
    articles, seconds, used, peak = json.loads(run(python(_REGISTER, str(dump))).stdout)
    print(f"  {articles:,} records: {seconds:.1f} s, {used:.1f} s of processor time")
    print(Goal("records a second, read and compared", articles / seconds, 5_000, "", at_most=False))
    print(Goal("records a second of processor time", articles / used, 5_000, "", at_most=False))
    print(Goal("peak memory", peak, 300, " MB"))


def _alike(homes: Homes) -> None:
    """Register many records of one text, and of one form: each is to take the same, however many there are."""
    for name, text in _ALIKE.items():
        for count in _ALIKE_RECORDS:
            dump = homes.folder / f"alike-{name.replace(' ', '-')}-{count}.jsonl"
            if not dump.exists():
                made = (
                    {"id": f"alike-{n}", "title": "A notice", "outlet": "Desk", "text": text.format(n)}
                    for n in range(count)
                )
                dump.write_text("".join(f"{json.dumps(each)}\n" for each in made), encoding="utf-8")
            articles, _, used, peak = json.loads(run(python(_REGISTER, str(dump))).stdout)
            each = f"{1_000_000 * used / articles:.0f} µs each"
            print(f"  {articles:,} records of {name}: {used:.1f} s of processor time, {each}, {peak:.0f} MB")


def _page(article: Article, shape: str) -> str:
    """Make a web page around an article: its text in one of several shapes, with all that usually stands around."""
    paragraphs = "".join(f"<p>{html.escape(each)}</p>" for each in article.text.split("\n\n"))
    links = "".join(f"<li><a href='/{n}'>Section number {n}</a></li>" for n in range(25))
    others = "".join(f"<li><a href='/s{n}'>A story that others read, number {n}</a></li>" for n in range(8))
    title = html.escape(article.title)
    body = f"<h1>{title}</h1><p class='byline'>By Rosalind Quayle</p>{paragraphs}"
    body = {
        "article": f"<main><article>{body}</article></main>",
        "main": f"<main>{body}</main>",
        "divs": f"<div id='page'><div class='content'>{body}</div></div>",
        "form": f"<form id='aspnetForm' action='x.aspx'><div class='content'>{body}</div></form>",
    }[shape]
    dated = f"<meta property='article:published_time' content='{article.published}'>"
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title} | Harbour News</title>{dated}"
        f"<meta property='og:site_name' content='Harbour News'></head><body><header><ul>{links}</ul></header>"
        f"{body}<aside><h2>Most read</h2><ul>{others}</ul></aside><div class='comments'><h3>Leave a reply</h3></div>"
        f"<footer><p>© 2016 Harbour News. All rights reserved.</p></footer></body></html>"
    )


def _bare(article: Article) -> str:
    return f"{article.title}\n\n{article.text}"


def _furnished(article: Article) -> str:
    """Flatten a page around an article, with a related block in its midst."""
    first, *rest = article.text.split("\n\n")
    related = "Related content\n\nMarina trust drops its data centre\nWhy tide gauges went online"
    tail = "Learn More →\n\nLeave a Reply\n\nYour email address will not be published.\n\nI agree with all of this."
    return clean("\n\n".join(["Skip to content", article.title, first, related, *rest, "Rosalind Quayle", tail]))


def _overlap(found: str, wanted: str) -> tuple[float, float]:
    """Return precision and recall of words, counted as often as they stand there."""
    one, other = Counter(found.split()), Counter(wanted.split())
    common = (one & other).total()
    return common / max(1, one.total()), common / max(1, other.total())
