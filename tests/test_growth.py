"""Text made to take time: what is done with it grows with its length, whoever wrote it.

Every text function and every reader of a format is given the same runs at two lengths. What takes as little as one
walk through the text's characters passes at once; of anything else the longer may cost twenty times what the shorter
does, which is an eighth of it. A pattern that takes quadratic time needs sixty-four times. A profile of Hypothesis
other than the usual one takes texts of 100 kB, and more runs.
"""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from html import escape
from io import BufferedReader, BytesIO
from pathlib import Path
from time import thread_time
from typing import cast
from zipfile import ZipFile

import pytest
from msgspec.structs import replace

from qabot.answer import (
    agents_told,
    answer_type_match,
    disowned_words,
    figure_fit,
    figure_match,
    former_values,
    kinds_told,
    left_open,
    name_coverage,
    name_mentions,
    office_changes,
    other_event,
    quotation,
    roles_told,
    times_told,
    told_plans,
)
from qabot.answer.asked_offices import asked_office
from qabot.core import confusables, name_keys
from qabot.core import text as hygiene
from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.corpus import charset_guess, outlet_domains, page_addresses, published_dates
from qabot.corpus.drafts import RawDocument
from qabot.corpus.feeds import feed_parser, json_feed, opml
from qabot.corpus.formats import (
    boilerplate,
    bylines,
    decoding,
    documents,
    flattened_page,
    head_lines,
    line_ends,
    linked_data,
    markup_text,
    page_titles,
    registry,
    text_head,
)
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.ingest import corpus_index
from qabot.corpus.metadata import compose_article, is_web_address
from qabot.corpus.origin import Origin
from qabot.facts import counted_nouns, figures, near_duplicates, particulars, quotation_marks
from qabot.facts.attributions import find_attributions
from qabot.index import text_index
from qabot.index.build import chunking
from qabot.index.fact_rules import FactRules
from qabot.models.encoder import EncoderSpec
from qabot.models.onnx_session import TOKENIZER, Tokeniser
from qabot.output import author_names, markdown_page
from qabot.question import analysis, operators, vocabulary
from qabot.question.analysis import analyse
from qabot.question.entities import EntityGazetteer
from tests.conftest import usual
from tests.corpus.formats.papers import Print, paper
from tests.corpus.formats.test_packages import epub, zipped
from tests.corpus.ingest.test_local import warc

SHORT, LONG = 1_000, 8_000
MOST = 20
"""How many times what the short text costs the long one may, which is eight times as long."""
WALKS = 2
"""Walks through the characters of a text, with a call for each, of which that is not asked."""

RUNS = (
    *(
        ".",
        "?!",
        "…",
        "(",
        '"',
        "’",
        "1,",
        "1.",
        "1",
        "\x1b[",
        "\x9d",
        "\u0301\u0316",
        "a\u0301",
        " ",
        "\n",
        "\t",
        "a",
        "A",
    ),
    *("A. ", "St. ", "No. 5 ", "e.g. A ", "a.", "a-", "a'", "<b>", "<", "&", "@", "@@@@ x ", "http://a/", "Ab Cd, "),
    *("\ud83d", "# ", "- ", "£5m ", "1 million ", "12/", "1 May ", "[a](", "<!--", "<meta ", "水", "twenty-", "x \n"),
    *("previously ", "the ", "A & ", "\xa0", "a-\n", "By Ab Cd ", ";  ", "http://\u0301\u0316", "/2021/", "2015-"),
    *(". ", "in May "),
)
DOUBTS = (
    *("denied that ", "has not said ", "claims of ", "nobody has ", "in an article we wrote ", "previously said "),
    *(
        "was cancelled by mistake ",
        "by the ",
        "is to be done ",
        "was due to ",
        ", who resigned ",
        "Lee has ",
        "up from about ",
        "MPs want to know why it shut, ",
        "questions remain over why ",
        "12 to 31 £5m ",
        "set aside a sum to ",
        "is moving to the ",
        "proposed closing ",
    ),
)
"""What is tried besides of what speaks against a quote."""
PAGES = (".", '"', "1,", "\u0301\u0316", " ", "a", "A. ", "<b>", "<", "&", "@", "@@@@ x ", "Ab Cd, ", "<!--", "<meta ")

MORE = (
    *(
        "[",
        "«",
        "'",
        "£",
        "%",
        "-",
        "–",
        ",",
        "a, ",
        "ab,cd ",
        "*",
        "`",
        "|a",
        "---\n",
        "key: ",
        "- a\n",
        "\n\n",
        "a\n\n",
    ),
    *(
        "&#769;",
        "</p>",
        "<a b='",
        "<![CDATA[",
        "%20",
        "\\u",
        "é",
        "ß",
        "İ",
        "\u200d",
        "👍🏽",
        "العَرَبِيَّة ",
        "हिन्दी ",
        "가",
        "ﬁ",
        "½",
        "٣",
    ),
    *(
        "U.K. ",
        "'s ",
        "O'Ab ",
        "and ",
        "in 2015 ",
        "last week ",
        "2015/16 ",
        "10.30 ",
        "million and ",
        "£1bn to ",
        "per cent ",
    ),
    *(
        "outlet:",
        'outlet:"',
        "after:2015 ",
        '"a" ',
        "who ",
        "what about ",
        "GDS ",
        "Ab of ",
        "a@b.c ",
        "?a=",
        "12:00 ",
        "ΑΣ",
    ),
    *(
        "?",
        "!",
        "!?",
        "... ",
        ". . . .",
        ".\n",
        "…\n\n",
        "’. ",
        "。",
        "a year earlier ",
        "that followed ",
        "he said ",
        "of which ",
    ),
    *("\0", "\x85", "\u2028", "\ufeff", "\U000e0001"),
)
"""What is tried besides where there is time."""

Use = Callable[[str], object]


def article(text: str, title: str = "A title") -> Article:
    return Article(id="a", title=title, text=text, outlet="o", author=None, published=None, url=None)


@cache
def rules() -> FactRules:
    return FactRules.load(Path(__file__).parent)  # which has no lists of its own


def tokens(texts: list[str]) -> list[int]:
    return [2 + max(len(text.split()), len(text) // 4) for text in texts]


def named(text: str) -> bool:
    return name_mentions.Named("DWP", (0, 3), ("Department for Work",)).may_be_named_in(text)


def cut_up(text: str) -> object:
    return chunking.split(article(hygiene.clean(text) or "x"), cast("chunking.CountTokens", tokens), 256)


def linked(text: str) -> object:
    script = json.dumps({"@type": "NewsArticle", "headline": text, "datePublished": text, "url": f"http://{text}"})
    return linked_data.linked_nodes([script, f'{{"x": "{text}'])


def joined(text: str) -> object:
    return line_ends.LineJoiner(text.split("\n")).joined([*text.split("\n"), f"{text}-", "word"])


def composed(text: str) -> object:
    fields = dict.fromkeys(("title", "outlet", "author", "published", "topics", "organisations"), text)
    return list(compose_article(fields | {"url": f"http://{text}"}, text, Origin("a", "a")))


def sketched(text: str) -> object:
    return corpus_index.noted(article(hygiene.clean(text) or "x", text[:200]), "a.md")


def counted(text: str) -> object:
    return [counted_nouns.counted_noun(f"5 {text}", 1), counted_nouns.counted_noun(f"{text} 5 {text}", len(text) + 2)]


def feed_of_json(text: str) -> object:
    item = dict.fromkeys(("id", "title", "content_html", "content_text", "date_published"), text)
    told = {"version": "https://jsonfeed.org/version/1", "title": text, "items": [item | {"url": f"http://{text}"}]}
    return json_feed.read(json.dumps(told), "http://e.org", 10)


def list_of_feeds(text: str) -> object:
    value = escape(shown(text))
    try:
        return opml.read(encoded(f'<opml><body><outline text="{value}" xmlUrl="http://{value}"/></body></opml>'))
    except UnreadableDocument as error:
        return error


SOUGHT = figures.find_figures("£5m")
WHEN = times_told.times_in("2015")[0]
COST = analyse("how much did the trams cost")
ENDED = analyse("when did the trams end")
CHAIR = asked_office(analyse("who is the chair of the board"))
DONE = agents_told.agent_asked("who cancelled it")


def disowned(text: str) -> object:
    told = f"It denied {text} x {text}"
    place = told.index(" x ") + 1
    return [
        disowned_words.is_disowned(question, told, (0, len(told)), (place, place + 1))
        for question in ("who did it", "how much did it cost")
    ]


def left(text: str) -> object:
    return CHAIR and office_changes.is_leaving(CHAIR, "Ann Lee", f"Ann Lee, {text} Lee{text}")


def without_agent(text: str) -> object:
    return DONE and agents_told.lacks_agent(DONE, f"{text} it was cancelled {text}", (0, 1))


TEXTS: dict[str, Use] = {
    "clean": hygiene.clean,
    "printable": hygiene.printable,
    "sentences": hygiene.sentences,
    "sentences of cleaned text": lambda text: hygiene.sentences(hygiene.clean(text)),
    "paragraphs": hygiene.numbered_paragraphs,
    "says": lambda text: hygiene.says(text, "of the"),
    "name_key": name_keys.name_key,
    "find_figures": figures.find_figures,
    "attributions": lambda text: find_attributions(article(hygiene.clean(text))),
    "facts": lambda text: rules().read(
        replace(article(hygiene.clean(text) or "x"), published=PartialDate(2015, 11, 25))
    ),
    "quotations": quotation_marks.quotations,
    "words": lambda text: particulars.read_words(text, 5000),
    "copies": lambda text: near_duplicates.are_copies(article(text), article(f"{text} y")),
    "passages": cut_up,
    "headline": lambda text: chunking.headline(text, cast("chunking.CountTokens", tokens), 256),
    "former figure": lambda text: [
        figure_fit.is_former(f"{text} £5m", each) for each in figures.find_figures(text)[:1]
    ],
    "clauses": lambda text: figure_match.clauses_saying(text, SOUGHT),
    "money": lambda text: answer_type_match.holds_answer_type(("money",), text, text),
    "name": lambda text: answer_type_match.holds_answer_type(("name",), text, text[:10]),
    "may_tell_money": kinds_told.may_tell_money,
    "may_tell_a_share": kinds_told.may_tell_a_share,
    "may_tell_a_number": kinds_told.may_tell_a_number,
    "may_tell_a_time": times_told.may_tell_a_time,
    "may_tell_a_duration": times_told.may_tell_a_duration,
    "may_speak_of": lambda text: times_told.may_speak_of(WHEN, text, article("x")),
    "may_name_another": lambda text: kinds_told.may_name_another(text, [text]),
    "named": named,
    "initials": lambda text: name_coverage._may_write_out(f"D{text}", "DWPA"),  # pyright: ignore[reportPrivateUsage]
    "roles_told": lambda text: list(roles_told.roles_told(text)),
    "other_event": lambda text: other_event.tells_other_event(COST, "", text),
    "agents": without_agent,
    "disowned": disowned,
    "takes back": disowned_words.takes_back,
    "only asks": lambda text: disowned_words.only_asks(text, (0, 1)),
    "left open": lambda text: left_open.leaves_open("why is it shut", f"{text} why it shut {text}. {text}", None),
    "called no more": lambda text: former_values._supersedes(  # pyright: ignore[reportPrivateUsage]
        COST, SOUGHT, "£5m", former_values.FoundText(Article(id="a", title="", text=text), f"{text} £5m {text}", 1)
    ),
    "former": lambda text: former_values.is_former("how much is it", text),
    "leaving": left,
    "replaced": lambda text: office_changes.is_replaced(f"{text} Ann Lee {text}", (len(text) + 1, len(text) + 8)),
    "plans": lambda text: told_plans.tells_only_a_plan(ENDED, f"{text} 2015 {text}", None),
    "needs_context": lambda text: quotation.needs_context(text, 8),
    "author_names": lambda text: author_names.author_names(text[:200]),
    "markdown": markdown_page.escaped,
    "byline": bylines.byline,
    "line": lambda text: head_lines.told_by_shape(0, hygiene.clean_line(text)),
    "head": text_head.parted,
    "flattened": flattened_page.extract_article,
    "tags": markup_text.without_tags,
    "days": lambda text: list(published_dates.days_within(text)),
    "stated": published_dates.stated,
    "host": lambda text: page_addresses.own_host(f"http://{text}"),
    "outlet": lambda text: outlet_domains.outlet_of_address(f"http://{text}"),
    "address": lambda text: is_web_address(f"http://{text}"),
    "title": lambda text: page_titles.whole_title(text, [f"{text}y"]),
    "boilerplate": lambda text: (boilerplate.heads_related(text), boilerplate.is_known(text)),
    "linked data": linked,
    "composed": composed,
    "sketched": sketched,
    "counted nouns": counted,
    "feed of JSON": feed_of_json,
    "list of feeds": list_of_feeds,
    "decode": lambda text: decoding.decode(encoded(text)),
    "charset": lambda text: charset_guess.guessed(text.encode("cp1252", "replace")),
    "indexed words": lambda text: text_index.analyser().analyze(confusables.fold_confusables(hygiene.clean(text))),
    "names": lambda text: name_keys.all_keys([hygiene.clean_line(text)]),
    "json": hygiene.json_escaped,
    "feeds of a page": lambda text: feed_parser.feeds_of_page(
        encoded(f"<link {text}><link rel={text}>"), "http://e.org"
    ),
    "line ends": joined,
}


def used_up(of: Iterator[object]) -> None:
    for _ in of:
        pass


def folder(kind: str, made: Callable[[str], bytes]) -> Use:
    form = registry.by_name(kind)
    return lambda text: used_up(
        form.articles(BufferedReader(cast("BufferedReader", BytesIO(made(text)))), Origin("a", "a"))
    )


def added(kind: str, made: Callable[[str], bytes]) -> Use:
    return lambda text: used_up(documents.article_drafts(RawDocument("a", made(text), kind)))


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def page(text: str, head: str = "") -> bytes:
    words = "Words of the article itself stand here. " * 10
    return encoded(f"<!doctype html><title>T</title>{head}<body><h1>Title</h1><article><p>{words}{text}</p></article>")


def says_of_itself(text: str) -> bytes:
    value = escape(text)
    facts = ("og:title", "og:site_name", "og:url", "author", "keywords", "article:published_time", "description")
    metas = "".join(f'<meta property="{name}" content="{value}">' for name in facts)
    data = json.dumps({"@type": "NewsArticle", "headline": text, "author": {"name": text}, "datePublished": text})
    return page(
        "", f'{metas}<link rel=canonical href="http://{value}"><script type="application/ld+json">{data}</script>'
    )


def mail(text: str) -> bytes:
    line = " ".join(text.split())
    return encoded(
        f"From: {line}\nMIME-Version: 1.0\nSubject: {line}\nContent-Type: text/plain; charset=utf-8\n\n{text}"
    )


def mhtml(text: str) -> bytes:
    head = b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="B"\n\n--B\nContent-Type: text/html\n\n'
    return head + page(text) + b"\n--B--\n"


def shown(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", text)


def word_document(text: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    lines = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in ("A title", escape(shown(text))))
    data = BytesIO()
    with ZipFile(data, "w") as file:
        file.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{lines}</w:body></w:document>')
    return data.getvalue()


def feed(text: str) -> object:
    value = escape(text)
    item = f"<title>{value}</title><guid>{value}</guid><link>http://{value}</link><author>{value}</author>"
    item += f"<dc:creator>{value}</dc:creator><pubDate>{value}</pubDate><description>{value}</description>"
    space = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    try:
        return feed_parser.read(
            encoded(f'<rss version="2.0" {space}><channel><title>t</title><item>{item}</item></channel></rss>'),
            "http://e.org",
        )
    except UnreadableDocument as error:
        return error


READERS: dict[str, Use] = {
    "markdown": folder("markdown", lambda text: encoded(f"---\ntitle: {' '.join(text.split())}\n---\n{text}")),
    "text": folder("text", encoded),
    "html": folder("html", page),
    "json": folder("json", lambda text: encoded(json.dumps({"title": text, "author": text, "text": text}))),
    "json added": added("json", lambda text: encoded(json.dumps({"title": text, "published": text, "text": text}))),
    "text added": added("text", encoded),
    "markdown added": added("markdown", encoded),
    "epub": added("epub", lambda text: epub([f"<h1>A</h1><p>{escape(shown(text))}</p>"])),
    "pdf": added("pdf", lambda text: paper([[Print(10, 700, text.encode("ascii", "ignore").decode(), 9)]])),
    "warc": added("warc", lambda text: warc([("https://example.org/x", "200 OK", "text/html", page(text))])),
    "zip": added("zip", lambda text: zipped({"a.md": encoded(text), "b.txt": encoded(text)})),
    "input": lambda text: used_up(
        documents.article_drafts(RawDocument("a", encoded(text), registry.of_bytes(encoded(text)).name))
    ),
    "html added": added("html", page),
    "html added for what it says of itself": added("html", says_of_itself),
    "mail": added("mail", mail),
    "mhtml": added("mhtml", mhtml),
    "docx": added("docx", word_document),
    "feed": feed,
}


def cost(act: Use, text: str, tries: int) -> float:
    """The least time of the processor that it took."""
    least = float("inf")
    for _ in range(tries):
        begun = thread_time()
        act(text)
        least = min(least, thread_time() - begun)
    return least


@cache
def little() -> float:
    """What is too little to grow."""
    return WALKS * cost(lambda text: re.sub("(.)", lambda found: found[0], text), "a" * LONG, 5)


def grown(act: Use, run: str, longest: int = 0) -> str:
    """Return by how much it grew where that was too much, else nothing."""
    length = longest or (LONG if usual() else 100_000)
    long, short = (f"{run * (each // len(run))}x" for each in (length, length // (LONG // SHORT)))
    before, after = 0.0, cost(act, long, 1)
    for tries in (1, 5):
        if after <= max(MOST * before, little()):
            return ""
        before, after = cost(act, short, tries), min(after, cost(act, long, tries - 1))
    # From some length on there may be more to do: from there it grows in proportion all the same.
    if after <= MOST * before or (after < 1 and cost(act, f"{run * (4 * length // len(run))}x", 1) <= 10 * after):
        return ""
    return f"{run!r}: {before * 1000:.1f} → {after * 1000:.1f} ms"


@pytest.fixture(autouse=True)
def _uncollected() -> Iterator[None]:
    """Leave the garbage lie, whose collection would be put to whatever runs then."""
    gc.disable()
    yield
    gc.enable()


def runs(few: Sequence[str]) -> Sequence[str]:
    return few if usual() else (*RUNS, *MORE)


def test_every_format_is_tried() -> None:
    assert {each.name for each in registry.FORMATS} <= {name.split()[0] for name in READERS}


@pytest.mark.parametrize("name", TEXTS)
def test_what_a_function_costs_grows_with_its_text(name: str) -> None:
    TEXTS[name]("A few words.")
    assert [found for run in runs(RUNS) if (found := grown(TEXTS[name], run))] == []


@pytest.mark.parametrize(
    "name",
    ["agents", "disowned", "left open", "called no more", "takes back", "former", "leaving", "replaced", "plans"],
)
def test_what_speaks_against_a_quote_is_read_in_proportion(name: str) -> None:
    assert [found for run in DOUBTS if (found := grown(TEXTS[name], run))] == []


@pytest.mark.parametrize(
    "name", ["agents", "disowned", "left open", "called no more", "takes back", "leaving", "plans"]
)
def test_what_speaks_against_a_quote_is_read_in_proportion_in_a_whole_article(name: str) -> None:
    assert grown(TEXTS[name], "".join(DOUBTS), 100_000) == ""


@pytest.mark.parametrize("name", READERS)
def test_what_a_reader_costs_grows_with_its_document(name: str) -> None:
    READERS[name]("A few words, of 1 May 2015.")
    assert [found for run in runs(PAGES) if (found := grown(READERS[name], run))] == []


@pytest.mark.parametrize("name", ["of a question", "of a follow-up", "behind a question", "by the encoder"])
def test_what_is_read_at_all_costs_in_proportion(name: str, encoder_folder: Path) -> None:
    """A question is cut to 2,000 characters, a passage to what the encoder takes; up to there it may grow as a text."""
    spec = EncoderSpec.read(encoder_folder)
    tokeniser, bodies = Tokeniser(spec, encoder_folder / TOKENIZER), EntityGazetteer.load()

    def asked(text: str, *earlier: str) -> object:
        before = [analysis.analyse(each, today=date(2016, 1, 1), bodies=bodies) for each in earlier]
        return analysis.analyse(text, earlier=before, today=date(2016, 1, 1), bodies=bodies)

    def cut(text: str) -> object:
        held = article(hygiene.clean(text) or "x")
        return chunking.split(held, lambda texts: tokeniser.count(texts, spec.document_prompt), spec.max_tokens)

    uses: dict[str, tuple[Use, int]] = {
        "of a question": (lambda text: (asked(text), operators.parse_operators(text, date(2016, 1, 1))), 2_000),
        "of a follow-up": (lambda text: asked(text, "How much did GDS spend on servers in 2015?"), 2_000),
        "behind a question": (lambda text: (asked("and in 2014?", text), vocabulary.words_of(text)), 2_000),
        "by the encoder": (cut, 8_000),
    }
    act, longest = uses[name]
    act("A few words of 1 May 2015.")
    assert [found for run in runs(PAGES) if (found := grown(act, run, longest))] == []
