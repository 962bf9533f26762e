"""`qabot ask` for readers: the verdict, the quote in its passage, and where it stands."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from qabot.core.dates import PartialDate
from qabot.core.settings import Home
from tests.cli.conftest import MARKDOWN, Call
from tests.cli.helpers import GUTTER, quotes, run_qabot
from tests.cli.test_ask_json import QUESTION
from tests.near import near

ZORBLAX = "How much will Zorblax council pay for the payroll move?"
QUOTE = "Zorblax council will pay £2 million for the payroll move."


def test_verdict_then_quotes_in_a_gutter_then_citations(judged_home: Home, call: Call) -> None:
    ran = run_qabot("ask", QUESTION, home=judged_home)
    assert (ran.code, ran.stderr) == (0, "")
    assert "\x1b" not in ran.stdout
    document = call("ask", QUESTION, "--json", home=judged_home).document()
    count = document["searched"]["articles"]
    head, names, blank, rank, *_ = ran.stdout.splitlines()
    assert head.startswith("● STRONG · ")
    assert f"{count:,} qabot briefs" in head
    assert names == "  matched: GDS = Government Digital Service"
    assert (blank, rank) == ("", "[1]")
    answers = document["answers"]
    assert [re.sub(r" *\n", "\n", quote) for quote in quotes(ran.stdout)] == [answer["quote"] for answer in answers]
    places: list[int] = []
    for answer in answers:
        article = answer["article"]
        on = article["reports_on"]
        source = f"qabot brief, after {on['outlet']}, {PartialDate.parse(on['published']).label}"
        paragraph = f"¶{answer['location']['paragraph']}"
        cited = " · ".join([source, article["title"], paragraph, f"reports on {on['url']}"])
        places.append(ran.stdout.index(f"\n    {cited}\n"))
        assert ran.stdout.index(f"[{answer['rank']}]\n") < places[-1]
    assert places == sorted(places)


def test_the_neighbouring_sentences_or_the_whole_passage(odd_home: Home, call: Call) -> None:
    near = call("ask", ZORBLAX, "-n", "1", home=odd_home)
    assert quotes(near.stdout) == [QUOTE]
    cited = (
        "    UKAuthority · 25 November 2015 · Zorblax council moves its payroll · ¶2 · https://example.org/zorblax\n"
    )
    assert cited in near.stdout
    assert "Staff were told in June." in near.stdout
    assert "Unions asked" not in near.stdout
    whole = call("ask", ZORBLAX, "-n", "1", "--full", home=odd_home)
    assert quotes(whole.stdout) == [QUOTE]
    lines = whole.stdout.splitlines()
    assert "    The mayor welcomed visitors to the town hall." in lines
    assert "    A second phase follows." in lines
    assert lines.index("    The mayor welcomed visitors to the town hall.") < lines.index(f"{GUTTER} {QUOTE}")
    assert cited in whole.stdout


def test_an_explanation_adds_up(judged_home: Home, call: Call) -> None:
    plain = call("ask", QUESTION, home=judged_home).stdout
    ran = call("ask", QUESTION, "--explain", home=judged_home)
    added = [line for line in ran.stdout.splitlines() if line not in plain.splitlines()]
    answers = call("ask", QUESTION, "--json", home=judged_home).document()["answers"]
    searched, first, verdict, drawn_from, owned, unlisted, *scores = added
    assert searched == "  All of 213 qabot briefs were searched, by meaning and by shared words."
    assert first.startswith("  The first quote comes first because it is ")
    assert verdict.startswith("  It is called strong because, by the test questions")
    assert owned == "  publishers of one owner, Dods: Civil Service World, PublicTechnology"
    assert unlisted == "  publishers not in publishers.toml for that time, each counted as its own owner: Diginomica"
    assert re.match(
        r"  probability 0\.\d\d, from how near each comes: the reader, that one answers -?\d+\.\d\d, "
        r"the words it finds, over none -?\d+\.\d\d, the best sentence, to the question \d\.\d\d, ",
        drawn_from,
    )
    words, scores = scores[::2], scores[1::2]
    assert all(each.startswith("    Ranked here as it is ") for each in words), "plain words come before the figures"
    assert len(scores) == len(answers) == 3
    for line, answer in zip(scores, answers, strict=True):
        total = re.match(r"    score (\d\.\d{3}) = ", line)
        shares = [float(share) for share in re.findall(r"→ (\d\.\d{3})", line)]
        assert total
        assert float(total[1]) == near(answer["score"], abs=0.001)
        assert sum(shares) == near(answer["score"], abs=0.004)
        assert [vote["retriever"] in line for vote in answer["votes"]] == [True] * len(answer["votes"])
        where = answer["location"]
        assert line.endswith(f" · {answer['article']['id']} {where['start']}:{where['end']}")


def test_what_is_not_known_is_left_out_of_the_citation(odd_home: Home, call: Call) -> None:
    ran = call("ask", "What did the vorpal ferry timetable cost?", "-n", "1", home=odd_home)
    assert ran.code == 0
    assert "\n    undated · bare · ¶1\n" in ran.stdout


def _blocks(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


def _quoted(tokens: list[Token]) -> str:
    """Return the text of the blocks as a reader sees it, refusing everything that is not plain."""
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    inner = [child for token in tokens for child in token.children or []]
    assert {child.type for child in inner} <= {"text", "softbreak"}
    return " ".join(" ".join(c.content or " " for c in token.children or []) for token in tokens)


@pytest.mark.parametrize("word", MARKDOWN)
def test_article_text_is_never_parsed_as_markdown(word: str, odd_home: Home, call: Call) -> None:
    asked = ("ask", f"What do {word} licences cost?", "-n", "1", "--format")
    ran = call(*asked, "md", home=odd_home)
    (answer,) = call(*asked, "json", home=odd_home).document()["answers"]
    assert answer["article"]["id"] == f"md/{word}"
    assert answer["quote"] in MARKDOWN[word]
    tokens = _blocks(ran.stdout)
    bounds = [i for i, token in enumerate(tokens) if token.type in {"blockquote_open", "blockquote_close"}]
    assert len(bounds) == 2, "one quote, and no quote in a quote"
    seen = _quoted(tokens[bounds[0] + 1 : bounds[1]])
    assert " ".join(seen.split()) == " ".join(f"{answer['quote']} — undated · {word.title()} spending · ¶1".split())


def test_markdown_for_notes(judged_home: Home, call: Call) -> None:
    ran = call("ask", QUESTION, "--format", "md", home=judged_home)
    assert (ran.code, ran.stderr) == (0, "")
    assert ran.stdout.startswith(f"**{QUESTION}**\n\nStrong · ")
    tokens = _blocks(ran.stdout)
    assert [token.type for token in tokens].count("blockquote_open") == 3
    assert ran.stdout.endswith("\n")
    assert not ran.stdout.endswith("\n\n")
