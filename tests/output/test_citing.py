"""Citations: what each format says of a quote, and that real parsers read back what was put in, whatever it was."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace

from qabot.core.answers import Evidence
from qabot.core.dates import PartialDate
from qabot.core.text import clean, clean_line
from qabot.output.citations import cite, cite_all
from qabot.output.reference import Reference, web_address
from tests.cli.helpers import steering
from tests.output.helpers import (
    BARE,
    DIGITAL,
    QUOTE,
    TODAY,
    evidence_from,
    evidence_of,
    raw_articles,
    ris_records,
    stored_articles,
)

FOUND = evidence_of(DIGITAL, QUOTE, 2)
PLAIN = evidence_of(BARE, BARE.text)
KEY = Reference.of(FOUND, TODAY).key

quotes = evidence_from(stored_articles()) | evidence_from(raw_articles)
several = st.lists(quotes, max_size=4)


class TestText:
    """Text is one line to paste."""

    def test_says_all_that_is_known(self) -> None:
        assert cite(FOUND, "text", TODAY) == (
            "“The service will receive £450m over four years.” — Digital spending in the Autumn Statement, "
            "UKAuthority, 25 November 2015, para. 2, https://www.ukauthority.com/articles/digital"
        )

    def test_leaves_out_what_is_not(self) -> None:
        assert cite(PLAIN, "text", TODAY) == "“The ferry timetable went online.” — bare, para. 1"

    def test_several_stand_a_blank_line_apart(self) -> None:
        both = cite_all((FOUND, PLAIN), "text", TODAY)
        assert both == f"{cite(FOUND, 'text', TODAY)}\n\n{cite(PLAIN, 'text', TODAY)}"

    @given(quotes)
    def test_steers_no_terminal(self, evidence: Evidence) -> None:
        assert steering(cite(evidence, "text", TODAY)) == set()

    @given(evidence_from(stored_articles()))
    def test_quotes_a_stored_article_word_for_word(self, evidence: Evidence) -> None:
        assert cite(evidence, "text", TODAY).startswith(f"“{evidence.text}” — ")


class TestMarkdown:
    """Markdown is a block quote with its source."""

    def test_is_a_quote_with_a_linked_title(self) -> None:
        assert cite(FOUND, "markdown", TODAY) == (
            "> The service will receive £450m over four years.\n>\n"
            "> — [Digital spending in the Autumn Statement](<https://www.ukauthority.com/articles/digital>), "
            "UKAuthority, 25 November 2015, para. 2"
        )

    def test_without_an_address_has_no_link(self) -> None:
        assert cite(PLAIN, "markdown", TODAY) == "> The ferry timetable went online.\n>\n> — bare, para. 1"

    def test_links_to_the_address_as_it_stands(self) -> None:
        address = "https://a.example/?a=1&copy;=2&lt;*_x_*(y)[z]"
        cited = cite(evidence_of(replace(BARE, url=address), BARE.text), "markdown", TODAY)
        inner = [child for token in MarkdownIt("commonmark").parse(cited) for child in token.children or []]
        assert [child.attrs["href"] for child in inner if child.type == "link_open"] == [
            address.replace("[z]", "%5Bz%5D")
        ]

    @given(evidence_from(stored_articles()))
    def test_reads_back_as_written(self, evidence: Evidence) -> None:
        tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(cite(evidence, "markdown", TODAY))
        blocks = {"blockquote_open", "blockquote_close", "paragraph_open", "paragraph_close", "inline"}
        assert {token.type for token in tokens} <= blocks
        assert [token.type for token in tokens].count("blockquote_open") == 1
        inner = [[child for child in token.children or [] if child.content or child.type != "text"] for token in tokens]
        *said, cited = [children for children in inner if children]
        text = "\n\n".join("".join(c.content or "\n" for c in children) for children in said)
        assert re.sub(r"\n{2,}", "\n\n", text) == evidence.text
        links = [child.attrs["href"] for child in cited if child.type == "link_open"]
        assert len(links) == bool(web_address(evidence.article.url))
        assert all(str(link).lower().startswith(("http://", "https://")) for link in links)
        assert {child.type for child in cited} <= {"text", "text_special", "link_open", "link_close"}
        assert "".join(child.content for child in cited).startswith(f"— {evidence.article.title}")


class TestBibTeX:
    """BibTeX holds an entry for each quote."""

    def test_is_a_newspaper_article(self) -> None:
        assert cite(FOUND, "bibtex", TODAY) == (
            f"@article{{{KEY},\n"
            "  author = {{Mark Say}},\n"
            "  title = {{Digital spending in the Autumn Statement}},\n"
            "  journaltitle = {UKAuthority},\n"
            "  entrysubtype = {newspaper},\n"
            "  date = {2015-11-25},\n"
            "  url = {https://www.ukauthority.com/articles/digital},\n"
            "  urldate = {2026-11-25},\n"
            "  note = {para. 2},\n"
            "  annotation = {The service will receive £450m over four years.},\n"
            "}\n"
        )

    def test_without_an_outlet_is_online_and_without_an_address_neither(self) -> None:
        on_the_web = evidence_of(replace(BARE, url="http://example.org"), BARE.text)
        assert cite(on_the_web, "bibtex", TODAY).startswith("@online{articleundated-")
        assert cite(PLAIN, "bibtex", TODAY).startswith("@misc{articleundated-")
        assert "date = " not in cite(PLAIN, "bibtex", TODAY)

    def test_tex_draws_what_is_written(self) -> None:
        article = replace(BARE, text="50% of R&D -- C:\\{x} _a^b~ #1 $5 ``so'' <<it>> |\n\nis. ?`")
        cited = cite(evidence_of(article, article.text), "bibtex", TODAY)
        assert (
            r"annotation = {50\% of R\&D -{}- C:\textbackslash{}\textbraceleft{}x\textbraceright{} "
            r"\_a\textasciicircum{}b\textasciitilde{} \#1 \$5 `{}`so'{}' \textless{}\textless{}it\textgreater{}"
            r"\textgreater{} \textbar{}\newline{}\newline{}is. ?{}`}"
        ) in cited

    @given(several)
    def test_reads_back_as_written(self, found: list[Evidence]) -> None:
        written = cite_all(found, "bibtex", TODAY)
        library = parse_string(written)
        assert library.failed_blocks == []
        expected = distinct(found)
        assert len(library.blocks) == len(library.entries) == len(expected)
        for entry, reference in zip(library.entries, expected, strict=True):
            assert entry.key == reference.key
            fields = {field.key: str(field.value) for field in entry.fields}
            assert list(fields) == [name for name, value in bibtex_fields(reference).items() if value]
            assert fields.pop("url", None) == reference.url
            for name in {"author", "title"} & fields.keys():
                assert (fields[name][0], fields[name][-1]) == ("{", "}"), "kept whole"
                fields[name] = fields[name][1:-1]
            assert {name: untexed(value) for name, value in fields.items()} == {
                name: value for name, value in bibtex_fields(reference).items() if value and name != "url"
            }

    @given(several)
    def test_braces_balance_as_bibtex_counts_them(self, found: list[Evidence]) -> None:
        for line in cite_all(found, "bibtex", TODAY).split("\n"):
            if line.startswith("  "):
                depths = running_depths(line)
                assert depths[-1] == 0
                assert 0 not in depths[line.index("{") : line.rindex("}")]


class TestKeys:
    """Keys name quotes for good."""

    @given(several)
    def test_are_unique_ascii_and_the_same_alone_as_in_company(self, found: list[Evidence]) -> None:
        keys = re.findall(r"^@\w+\{(.*),$", cite_all(found, "bibtex", TODAY), re.MULTILINE)
        assert len(set(keys)) == len(keys)
        assert all(re.fullmatch(r"[a-z0-9]+-[0-9a-f]{10}", key) for key in keys)
        assert set(keys) == {Reference.of(each, TODAY).key for each in found}
        places = {(each.article.id, each.start, each.end, each.text) for each in found}
        assert len(keys) >= len(places)

    def test_tell_quotes_of_one_article_apart(self) -> None:
        other = evidence_of(DIGITAL, "Staff were told.", 2)
        assert Reference.of(other, TODAY).key != KEY
        assert KEY.startswith("ukauthority2015-")

    def test_a_quote_given_twice_is_cited_once(self) -> None:
        for form in ("text", "markdown", "bibtex", "ris", "csl-json"):
            assert cite_all((FOUND, PLAIN, FOUND), form, TODAY) == cite_all((FOUND, PLAIN), form, TODAY)


class TestRIS:
    """RIS holds a record for each quote."""

    def test_is_a_news_record(self) -> None:
        assert cite(FOUND, "ris", TODAY).split("\r\n") == [
            "TY  - NEWS",
            "TI  - Digital spending in the Autumn Statement",
            "T2  - UKAuthority",
            "AU  - Mark Say",
            "PY  - 2015",
            "DA  - 2015/11/25/",
            "UR  - https://www.ukauthority.com/articles/digital",
            "Y2  - 2026/11/25/",
            "N1  - The service will receive £450m over four years.",
            "N1  - para. 2",
            "ER  - ",
            "",
        ]

    @pytest.mark.parametrize(
        ("published", "written"),
        [(PartialDate(2015), "2015///"), (PartialDate(2015, 3), "2015/03//"), (PartialDate(987, 3, 1), "0987/03/01/")],
    )
    def test_partial_dates_stay_partial(self, published: PartialDate, written: str) -> None:
        cited = cite(evidence_of(replace(DIGITAL, published=published), QUOTE), "ris", TODAY)
        assert f"\r\nPY  - {written[:4]}\r\nDA  - {written}\r\n" in cited

    @given(several)
    def test_reads_back_as_written(self, found: list[Evidence]) -> None:
        records = ris_records(cite_all(found, "ris", TODAY))
        expected = distinct(found)
        assert len(records) == len(expected)
        for record, reference in zip(records, expected, strict=True):
            *quote, paragraph = record.pop("notes")
            assert "\n".join(quote) == reference.quote
            assert paragraph == f"para. {reference.paragraph}"
            whole, names = ris_fields(reference), record.get("authors", [])
            assert bool(names) == bool(reference.author)
            if re.search(r"[,;&]| and ", reference.author or "", re.IGNORECASE):
                # A comma that parts no names gives way to a space, which the byline need not have: `0,0` is `0 0`.
                assert all(set(name) - {" "} <= set(str(reference.author)) for name in names)
                whole["authors"] = names
            assert record == whole

    def test_each_author_has_a_line(self) -> None:
        cited = cite(evidence_of(replace(DIGITAL, author="Ann Other, Bob Next"), QUOTE), "ris", TODAY)
        assert "\r\nAU  - Ann Other\r\nAU  - Bob Next\r\n" in cited

    @given(several)
    def test_every_line_is_a_tag_and_a_value(self, found: list[Evidence]) -> None:
        written = cite_all(found, "ris", TODAY)
        lines = written.splitlines(keepends=True)
        assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - [^\r\n]*\r\n", line) for line in lines)
        assert sum(line.startswith("ER") for line in lines) == len(distinct(found))


class TestCSL:
    """CSL-JSON holds an item for each quote."""

    def test_is_a_newspaper_article(self) -> None:
        assert json.loads(cite(FOUND, "csl-json", TODAY)) == [
            {
                "id": KEY,
                "type": "article-newspaper",
                "title": "Digital spending in the Autumn Statement",
                "note": "“The service will receive £450m over four years.” (para. 2)",
                "author": [{"literal": "Mark Say"}],
                "container-title": "UKAuthority",
                "issued": {"date-parts": [[2015, 11, 25]]},
                "URL": "https://www.ukauthority.com/articles/digital",
                "accessed": {"date-parts": [[2026, 11, 25]]},
            }
        ]

    def test_leaves_out_what_is_not_known(self) -> None:
        (item,) = json.loads(cite(PLAIN, "csl-json", TODAY))
        assert item.keys() == {"id", "type", "title", "note"}

    @pytest.mark.parametrize(("published", "parts"), [(PartialDate(2015), [2015]), (PartialDate(2015, 3), [2015, 3])])
    def test_partial_dates_stay_partial(self, published: PartialDate, parts: list[int]) -> None:
        (item,) = json.loads(cite(evidence_of(replace(DIGITAL, published=published), QUOTE), "csl-json", TODAY))
        assert item["issued"] == {"date-parts": [parts]}

    @given(several)
    def test_reads_back_as_written(self, found: list[Evidence]) -> None:
        items = json.loads(cite_all(found, "csl-json", TODAY))
        expected = distinct(found)
        assert [item["id"] for item in items] == [reference.key for reference in expected]
        for item, reference in zip(items, expected, strict=True):
            assert item["note"] == f"“{reference.quote}” (para. {reference.paragraph})"
            assert item["title"] == reference.title
            assert item.get("container-title") == reference.outlet
            assert item.get("URL") == reference.url


class TestReferences:
    """References hold what is known, cleaned."""

    @given(evidence_from(stored_articles()))
    def test_quote_a_stored_article_word_for_word(self, evidence: Evidence) -> None:
        reference = Reference.of(evidence, TODAY)
        assert reference.quote == evidence.article.text[evidence.start : evidence.end]
        assert reference.title == evidence.article.title

    @given(evidence_from(raw_articles))
    def test_clean_what_nobody_cleaned(self, evidence: Evidence) -> None:
        reference, article = Reference.of(evidence, TODAY), evidence.article
        assert reference.quote == clean(evidence.text)
        assert (reference.title, reference.outlet or "") == (
            clean_line(article.title),
            clean_line(article.outlet or ""),
        )
        said = (reference.title, reference.outlet, reference.author, reference.url, reference.quote.replace("\n", ""))
        assert all(len(text.splitlines()) <= 1 and steering(text) == set() for text in said if text)

    @pytest.mark.parametrize(
        "url", [None, "", "javascript:alert(1)", "ftp://a.example", "https:///x", "//a.example", "a"]
    )
    def test_only_addresses_on_the_web_are_addresses(self, url: str | None) -> None:
        assert web_address(url) is None

    def test_an_address_holds_nothing_that_could_end_it(self) -> None:
        assert web_address(" HTTPS://a.example/{b}|c>d\\e f?g=h&i#%20 ") == (
            "HTTPS://a.example/%7Bb%7D%7Cc%3Ed%5Ce%20f?g=h&i#%20"
        )


@pytest.mark.parametrize(("form", "nothing"), [(form, "") for form in ("text", "markdown", "bibtex", "ris")])
def test_of_no_quote_nothing_is_written(form: str, nothing: str) -> None:
    assert cite_all((), form, TODAY) == nothing
    assert json.loads(cite_all((), "csl-json", TODAY)) == []


def distinct(found: Sequence[Evidence]) -> list[Reference]:
    """Return what should be cited: each quote once."""
    references = [Reference.of(each, TODAY) for each in found]
    return list({reference.key: reference for reference in references}.values())


def bibtex_fields(reference: Reference) -> dict[str, str]:
    """Return what a parser must find in an entry, empty where it must find nothing."""
    return {
        "author": reference.author or "",
        "title": reference.title,
        "journaltitle": reference.outlet or "",
        "entrysubtype": "newspaper" if reference.outlet else "",
        "date": str(reference.published or ""),
        "url": reference.url or "",
        "urldate": "2026-11-25" if reference.url else "",
        "note": f"para. {reference.paragraph}",
        "annotation": reference.quote,
    }


def ris_fields(reference: Reference) -> dict[str, Any]:
    """Return what a parser must find in a record besides its notes."""
    published = reference.published
    parts = (
        [f"{published.year:04d}", *(f"{n:02d}" if n else "" for n in (published.month, published.day))]
        if published
        else []
    )
    fields = {
        "type_of_reference": "NEWS",
        "title": reference.title,
        "secondary_title": reference.outlet,
        "authors": [reference.author] if reference.author else None,
        "year": parts[0] if parts else None,
        "date": "/".join([*parts, ""]) if parts else None,
        "urls": [reference.url] if reference.url else None,
        "access_date": "2026/11/25/" if reference.url else None,
    }
    return {name: value for name, value in fields.items() if value is not None}


_COMMANDS = {
    "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^", "textasciitilde": "~",
    "textless": "<", "textgreater": ">", "textbar": "|", "newline": "\n",
}  # fmt: skip
_TEX = re.compile(r"\\(?P<command>[a-z]+)\{\}|\\(?P<character>[$&#_%])|\{\}")


def untexed(value: str) -> str:
    """Return what TeX draws for a field, refusing what would do anything but draw."""
    assert not set(_TEX.sub("", value)) & set("\\{}$&#_%^~")
    return _TEX.sub(lambda found: _COMMANDS[found["command"]] if found["command"] else found["character"] or "", value)


def running_depths(line: str) -> list[int]:
    """Return how deep in braces each character of a line leaves it."""
    depth, depths = 0, list[int]()
    for character in line:
        depth += {"{": 1, "}": -1}.get(character, 0)
        depths.append(depth)
    return depths
