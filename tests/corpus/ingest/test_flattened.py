"""Flattened text: what goes, what stays, and what is kept of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.core.text import clean, sentences
from qabot.corpus.article_reader import read
from qabot.corpus.folder import walk
from qabot.corpus.formats.boilerplate import is_known
from qabot.corpus.formats.flattened_page import extract_article
from tests.conftest import CORPUS
from tests.corpus.ingest.helpers import BODY, FLATTENED

LONG = "Four harbour councils will run one payroll system from April, their leaders agreed on Tuesday. " * 5


class TestAScrapedPage:
    """A whole page, as a scraper leaves it."""

    def test_yields_exactly_the_article(self) -> None:
        found = extract_article(FLATTENED)
        assert found.title == "Harbour councils pool their payroll systems"
        assert found.text == clean(BODY)
        assert found.author == "Rosalind Quayle"
        assert found.published == PartialDate(2015, 11, 25)

    def test_every_dropped_line_is_kept_with_its_rule_and_its_place(self) -> None:
        found = extract_article(FLATTENED)
        lines = found.raw.split("\n")
        assert all(lines[each.number - 1] == each.line for each in found.dropped)
        assert [(each.rule, each.line) for each in found.dropped][:5] == [
            ("K", "Skip to content"),
            ("R", "Related articles"),
            ("R", "Marina trust drops its data centre"),
            ("R", "Why tide gauges went online"),
            ("K", "Read more →"),
        ]
        assert {each.rule for each in found.dropped[5:]} == {"T"}
        assert "Great news, about time too. I have waited for this since the flood." in {
            each.line for each in found.dropped
        }


class TestK:
    """Known lines."""

    @pytest.mark.parametrize(
        "line",
        [
            "Learn More →",
            "SHARE THIS ARTICLE",
            "Share on Facebook",
            "Facebook | Twitter | LinkedIn",
            "Subscribe to our newsletter",
            "Processing...",
            "ErrorHere",
            "Menu",
            "Home News Events | About us",
            "© 2015 Dods Parliamentary Communications. All rights reserved.",
            "Next article »",
            "Filed under: Cloud, GDS",
            "Share this article: Facebook Twitter LinkedIn",
            "Share: X, LinkedIn and WhatsApp",
            "Follow Civic Tech Weekly on LinkedIn @ctw",
            "Have a story? Email newsdesk@civictechweekly.example",
            "Download our free whitepaper on cloud ERP",
        ],
    )
    def test_a_known_line_goes(self, line: str) -> None:
        assert is_known(line)
        assert extract_article(f"Title\n\n{LONG}\n\n{line}\n\n{LONG}").text.count("\n\n") == 1

    @pytest.mark.parametrize(
        "line",
        [
            "Councils can subscribe to our newsletter for free, the minister said.",
            "Read more about the contract, he urged, before you sign it.",
            "Share this article of faith with every supplier.",
            "© is the sign for copyright.",
            "Privacy",
            "Comments",
            "Search",
            "Home secretary",
            "News, events and jobs",
            "Share of X",
            "Share prices on X fell by 4%",
            "Got a story to tell",
            "Find Capita on the list: @no",
            "Download the NHS App and you can order a repeat prescription, the minister said",
        ],
    )
    def test_a_sentence_that_mentions_one_stays(self, line: str) -> None:
        assert line in extract_article(f"Title\n\n{LONG}\n\n{line}").text

    def test_takes_no_time_over_endless_lines(self) -> None:
        assert not is_known("→ . " * 1_000_000)
        assert is_known("subscribe" + "." * 291)
        assert not is_known("subscribe" + "." * 292), "no line of more than 300 characters is taken for a button"


class TestR:
    """Blocks of related content."""

    def test_titles_set_apart_go_too(self) -> None:
        block = "Related stories\n\nMarina trust drops its data centre\n\nWhy tide gauges went online\n\nRead more"
        assert extract_article(f"Title\n\n{LONG}\n\n{block}\n\n{LONG}").text == clean(f"{LONG}\n\n{LONG}")

    def test_a_heading_behind_them_stays(self) -> None:
        block = "Related content\n\nMarina trust drops its data centre\n\nWhat the second phase will bring"
        found = extract_article(f"Title\n\n{LONG}\n\n{block}\n\n{LONG}")
        assert "What the second phase will bring" in found.text
        assert "Marina trust" not in found.text

    def test_a_heading_over_sentences_is_one_of_the_article(self) -> None:
        found = extract_article(f"Title\n\n{LONG}\n\nRelated news\n\nThe trust also sold its data centre, for £2m.")
        assert found.dropped == ()
        assert found.text.endswith("Related news\n\nThe trust also sold its data centre, for £2m.")


class TestT:
    """All behind the start of a comment form."""

    def test_a_form_at_the_top_ends_nothing(self) -> None:
        found = extract_article(f"Title\n\n3 comments\n\n{LONG}")
        assert found.text == clean(LONG)
        assert [each.rule for each in found.dropped] == ["K"]


class TestTheAuthor:
    """A name that stands alone."""

    @pytest.mark.parametrize("name", ["Colin Marrs", "Derek van Preez", "Mary-Jane O’Neill"])
    def test_a_lone_name_behind_the_body(self, name: str) -> None:
        found = extract_article(f"Title\n\n{LONG}\n\n{name}\n\nLearn More →")
        assert (found.author, found.text) == (name, clean(LONG))

    def test_a_menu_before_the_title_hides_neither_it_nor_the_date(self) -> None:
        found = extract_article(
            f"Skip to content\nMenu\nHome News Events\nTitle\nBy Jane Roe\n24 November 2026\n{LONG}"
        )
        assert (found.title, found.author, found.text) == ("Title", "Jane Roe", clean(LONG))
        assert found.published == PartialDate(2026, 11, 24)

    def test_a_byline_under_the_title(self) -> None:
        found = extract_article(f"Title\n\nBy Jane Roe\n\n{LONG}")
        assert (found.author, found.text) == ("Jane Roe", clean(LONG))

    @pytest.mark.parametrize(
        "line", ["Cabinet Office", "Greater Manchester", "Next Steps For Councils", "Leaders Agreed", "socitm", "MOD"]
    )
    def test_another_last_line_stays(self, line: str) -> None:
        found = extract_article(f"Title\n\n{LONG}\n\n{line}")
        assert found.text.endswith(line)
        assert found.author is None

    def test_a_name_in_the_midst_stays(self) -> None:
        found = extract_article(f"Title\n\n{LONG}\n\nColin Marrs\n\n{LONG}")
        assert found.author is None
        assert "Colin Marrs" in found.text


class TestLaws:
    """What holds whatever the text."""

    @given(st.text())
    def test_nothing_raises_and_every_line_is_somewhere(self, text: str) -> None:
        found = extract_article(text)
        lines = [line for line in found.raw.split("\n") if line]
        kept = [found.title] * bool(found.title) + [line for line in found.text.split("\n") if line]
        moved = (found.author is not None) + (found.published is not None)
        assert len(kept) + len(found.dropped) + moved >= len(lines)

    def test_prose_without_furniture_loses_nothing(self) -> None:
        articles = [each for file in walk(CORPUS)[0] for each in read(file) if isinstance(each, Article)]
        found = [extract_article(f"{article.title}\n\n{article.text}") for article in articles]
        assert sum(len(sentences(article.text)) for article in articles) > 1000
        assert [each.dropped for each in found if each.dropped] == []
        assert [each.text for each in found] == [article.text for article in articles]

    def test_prose_within_furniture_loses_nothing(self) -> None:
        articles = [each for file in walk(CORPUS)[0] for each in read(file) if isinstance(each, Article)]
        for article in articles:
            paragraphs = article.text.split("\n\n")
            middle = "Related content\n\nMarina trust drops its data centre\nWhy tide gauges went online"
            whole = "\n\n".join(
                [article.title, *paragraphs[:1], middle, *paragraphs[1:], "Rosalind Quayle", "Leave a Reply"]
            )
            found = extract_article(whole)
            assert (found.text, found.author) == (article.text, "Rosalind Quayle")
