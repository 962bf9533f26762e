"""PDF files: words as they were meant, in the order they are read, without what belongs to the paper."""

from __future__ import annotations

import random
import time
import zlib
from collections.abc import Sequence

import pytest

from qabot.corpus.drafts import RawDocument
from qabot.corpus.formats.document_facts import person_named, title_named
from qabot.corpus.formats.documents import article_drafts
from qabot.corpus.formats.line_ends import LineJoiner
from tests.corpus.formats.papers import Print, column, paper
from tests.corpus.ingest.helpers import refusal, take

LEFT = (
    "The Oakham council report says",
    "that the customer system was",
    "switched on in April 2019 after",
    "a delay of fourteen months that",
    "cost the taxpayers 6.2 million",
    "pounds more than was planned.",
)
RIGHT = (
    "The Melton trust report says",
    "that the records system was",
    "switched off in June 2020 after",
    "a ransomware attack that cost",
    "the trust 1.1 million pounds in",
    "overtime and new equipment.",
)
MIDDLE = (
    "The Corby port report says",
    "that two of its nine cranes",
    "stood still until May 2021 for",
    "want of a licence that would",
    "have cost the port 40,000",
    "pounds for a whole year.",
)
BODY = (
    "The auditor found that the payroll migration, which began in the autumn of 2021 and was",
    "meant to take six weeks, in the end cost the council a total of 4.4 million pounds, of which",
    "a third went to the consultants who had recommended it in the first place. Nobody had tested",
    "the backups.",
)


def text_of(lines: Sequence[str]) -> str:
    return " ".join(lines)


def interleaved(*columns: Sequence[Print]) -> list[Print]:
    """Return the lines of columns in the order of rows, as some programs write them."""
    return [line for row in zip(*columns, strict=True) for line in row]


class TestWords:
    """Ligatures and hyphens."""

    @pytest.mark.parametrize(
        ("shown", "read"),
        [
            ("Home O\ufb03ce con\ufb01dential", "Home Office confidential"),
            ("work\ufb02ow and sta\ufb00", "workflow and staff"),
            ("ba\ufb04ed o\ufb03cials", "baffled officials"),
            ("\ufb01ve \ufb02oods", "five floods"),
            ("e\ufb00ective e\ufb03ciency", "effective efficiency"),
        ],
    )
    def test_ligatures_are_letters(self, shown: str, read: str) -> None:
        found = take(paper([[Print(60, 780, f"{shown} review"), *column(60, 750, BODY)]]), "pdf")
        assert found.title == f"{read} review"

    @pytest.mark.parametrize("kind", ["text", "html", "markdown"])
    def test_ligatures_are_letters_in_every_format(self, kind: str) -> None:
        words = "The O\ufb03ce \ufb01led a con\ufb01dential work\ufb02ow, \ufb00\ufb04 and \ufb05\ufb06."
        made = {
            "text": f"T\n\n{words}",
            "html": f"<article><h1>T</h1><p>{words}</p></article>",
            "markdown": f"# T\n\n{words}",
        }
        assert take(made[kind], kind).text == "The Office filed a confidential workflow, ffffl and stst."

    @pytest.mark.parametrize(
        ("before", "behind", "read"),
        [
            ("for the public-", "sector body", "public-sector"),
            ("an end-to-", "end service", "end-to-end"),
            ("an end-", "to-end service", "end-to-end"),
            ("a three-", "year term", "three-year"),
            ("in the twenty-", "first century", "twenty-first"),
            ("a cyber-", "security lot", "cyber-security"),
            ("on the G-", "Cloud framework", "G-Cloud"),
            ("a UK-", "wide rollout", "UK-wide"),
            ("the NHS-", "funded app", "NHS-funded"),
            ("an e-", "mail to staff", "e-mail"),
            ("a well-", "known supplier", "well-known"),
            ("an open-", "source licence", "open-source"),
            ("a London-", "based firm", "London-based"),
            ("state-of-", "the-art desks", "state-of-the-art"),
            ("a 10-", "year deal", "10-year"),
            ("up from 1.2-", "1.4 billion", "1.2-1.4 billion"),
            ("in 2015-", "16 alone", "2015-16 alone"),
            ("cost £1.8-", "billion over", "£1.8 billion"),
            ("cost £40-", "million over", "£40 million"),
            ("the govern-", "ment said", "government"),
            ("its procure-", "ment rules", "procurement"),
            ("through-", "out the year", "throughout"),
            ("a data-", "base of desks", "database"),
            ("of inter-", "national law", "international"),
            ("for interoper-", "ability tests", "interoperability"),
            ("of modern-", "isation work", "modernisation"),
            ("for digitis-", "ation work", "digitisation"),
            ("was out-", "sourced to", "outsourced"),
            ("an over-", "spend of", "overspend"),
            ("of case-", "workers", "caseworkers"),
            ("a bench-", "mark for it", "benchmark"),
            ("two time-", "scales for it", "timescales"),
            ("a policy-", "making body", "policy-making"),
            ("its back-", "office systems", "back-office"),
            ("the minis-", "ter's desk", "minister's"),
            ("in Birming-", "ham itself", "Birmingham"),
            ("at https://www.example.org/", "news for more", "https://www.example.org/news"),
            ("he said – ", "and left", "said – and left"),
            ("the depart-", "ment’s desks", "department’s"),
            ("DEPART-", "MENT OF DESKS", "DEPARTMENT OF DESKS"),
        ],
    )
    def test_hyphens_at_the_end_of_a_line_stay_where_they_belong(self, before: str, behind: str, read: str) -> None:
        lines = [
            f"Nothing was found to be wrong with what had been bought {before}",
            f"{behind} and that was all there was.",
        ]
        assert read in take(paper([column(60, 700, lines)], "Desks"), "pdf").text

    @pytest.mark.parametrize(
        ("lines", "read"),
        [
            (["A word of tele-", "desk and teledesk, said", "the teledesk."], "teledesk and teledesk"),
            (["A word of tele-", "desk and tele-desk, said", "the tele-desk."], "tele-desk and tele-desk"),
            (["Case-", "workers and case-workers met case-workers."], "Case-workers and"),
            (["on-", "line and the on-line shop, on-line"], "on-line and"),
        ],
    )
    def test_the_documents_own_words_decide_first(self, lines: list[str], read: str) -> None:
        assert read in LineJoiner(lines).joined(lines)

    def test_raised_numbers_of_notes_are_no_part_of_a_figure(self) -> None:
        prints = [
            Print(60, 700, "The desks cost £3.2m"), Print(166, 704, "1", 6), Print(174, 700, "in 2015"),
            Print(213, 704, "12", 6), Print(222, 700, "for 40 m"), Print(265.5, 704, "2", 6),
            Print(272, 700, "of floor."),
        ]  # fmt: skip
        assert take(paper([prints], "Desks"), "pdf").text == "The desks cost £3.2m in 2015 for 40 m2 of floor."


class TestColumns:
    """Pages in columns, and pages that only look like that."""

    @pytest.mark.parametrize("offset", [0, 3, 7, 100])
    @pytest.mark.parametrize("is_by_rows", [True, False])
    def test_are_read_one_by_one(self, offset: float, is_by_rows: bool) -> None:
        left, right = column(60, 740, LEFT), column(320, 740 - offset, RIGHT)
        lines = interleaved(left, right) if is_by_rows else [*left, *right]
        found = take(paper([[Print(60, 780, "Two bodies, two reports", 18), *lines]]), "pdf")
        assert found.title == "Two bodies, two reports"
        assert found.text == f"{text_of(LEFT)}\n\n{text_of(RIGHT)}"

    def test_may_be_three(self) -> None:
        lines = interleaved(column(40, 740, LEFT), column(215, 740, MIDDLE), column(390, 740, RIGHT))
        found = take(paper([lines], "Bodies"), "pdf")
        assert found.text == "\n\n".join(map(text_of, (LEFT, MIDDLE, RIGHT)))

    def test_may_stand_between_lines_across_the_page(self) -> None:
        above, below = column(60, 780, BODY), column(60, 560, BODY)
        lines = [*above, *interleaved(column(60, 700, LEFT), column(320, 700, RIGHT)), *below]
        found = take(paper([lines], "Bodies"), "pdf")
        assert found.text == "\n\n".join(map(text_of, (BODY, LEFT, RIGHT, BODY)))

    def test_go_on_in_the_next_column_and_on_the_next_page(self) -> None:
        first = interleaved(column(60, 740, LEFT[:3]), column(320, 740, LEFT[3:]))
        second = interleaved(column(60, 740, RIGHT[:3]), column(320, 740, RIGHT[3:]))
        found = take(paper([first, second], "Bodies"), "pdf")
        assert found.text == f"{text_of(LEFT)}\n\n{text_of(RIGHT)}"

    @pytest.mark.parametrize(
        "rest",
        [["The Corby port report says that it has nine cranes."], ["Vicky Sargent was the author", "of the update."]],
    )
    def test_may_end_with_a_short_one(self, rest: list[str]) -> None:
        lines = interleaved(column(60, 740, LEFT[: len(rest)]), column(320, 740, rest))
        found = take(paper([[*lines, *column(60, 740 - 14 * len(rest), LEFT[len(rest) :])]], "Bodies"), "pdf")
        assert found.text == f"{text_of(LEFT)}\n\n{text_of(rest)}"

    def test_with_a_number_between_them_are_none_the_less(self) -> None:
        lines = interleaved(column(60, 740, LEFT), column(320, 740, RIGHT))
        found = take(paper([[*lines, Print(285, 20, "12", 8)]], "Bodies"), "pdf")
        assert found.text == f"{text_of(LEFT)}\n\n{text_of(RIGHT)}"

    def test_of_other_lengths_keep_their_rest(self) -> None:
        more = [*RIGHT, "Two desks went to", "the museum of desks."]
        lines = [*interleaved(column(60, 740, LEFT), column(320, 740, RIGHT)), *column(320, 740 - 6 * 14, more[6:])]
        assert take(paper([lines], "Bodies"), "pdf").text.endswith("equipment. Two desks went to the museum of desks.")

    def test_of_a_table_are_read_row_by_row(self) -> None:
        rows = [("Council", "Saving"), ("Harbour", "40,000"), ("Marina", "30,000"), ("Port", "1,000")]
        cells = interleaved(column(60, 640, [one for one, _ in rows]), column(320, 640, [other for _, other in rows]))
        found = take(paper([[*column(60, 740, BODY), *cells]], "Savings"), "pdf")
        assert "Council | Saving\n\nHarbour | 40,000\n\nMarina | 30,000\n\nPort | 1,000" in found.text

    def test_of_names_and_values_are_read_row_by_row(self) -> None:
        rows = [("Date:", "25 November 2015"), ("Author:", "Jane Roe of the Gazette"), ("Cost:", "£4m in all years")]
        cells = interleaved(column(60, 640, [one for one, _ in rows]), column(320, 640, [other for _, other in rows]))
        assert "Author: Jane Roe of the Gazette" in take(paper([cells], "Facts"), "pdf").text

    @pytest.mark.parametrize(
        "marks", [("•",) * 4, ("1.", "2.", "3.", "4."), ("(a)", "(b)", "(c)", "(d)"), ("1.1", "1.2", "2", "10")]
    )
    def test_of_bullets_and_numbers_are_none(self, marks: Sequence[str]) -> None:
        items = [
            f"The {word} desk of the council was sold for a pound or more."
            for word in ("first", "next", "third", "last")
        ]
        lines = interleaved(column(60, 640, marks), column(90, 640, items))
        found = take(paper([[*column(60, 740, BODY), *lines]], "Desks"), "pdf")
        assert f"{marks[1]} {items[1]}" in found.text

    def test_lists_end_where_their_lines_are_no_longer_set_in(self) -> None:
        items = [
            *column(60, 640, ["• The desk was sold.", "• It was made of oak and"]),
            Print(72, 612, "had four legs."),
        ]
        found = take(paper([[*items, *column(60, 598, BODY)]], "Desks"), "pdf")
        told = ["• The desk was sold.", "• It was made of oak and had four legs.", text_of(BODY)]
        assert found.text == "\n\n".join(told)

    def test_are_no_lines_with_one_wide_space(self) -> None:
        lines = [
            *column(60, 740, BODY),
            Print(60, 684, "The last"),
            Print(140, 684, "line has a gap."),
            *column(60, 670, BODY),
        ]
        assert "The last line has a gap." in take(paper([lines], "Gaps"), "pdf").text


class TestPages:
    """What belongs to the paper."""

    @pytest.mark.parametrize(
        ("head", "foot"),
        [
            ("Quarterly audit of Rutland systems", "Page {} of 3"),
            ("Quarterly audit of Rutland systems", "{}"),
            ("Quarterly audit of Rutland systems  {}", "– {} –"),
            ("RUTLAND COUNCIL | AUDIT | {}", "Printed by order of the council"),
            ("", "p. {}"),
            ("Draft {}", "[{}]"),
        ],
    )
    def test_heads_and_feet_are_left_out_of_sentences(self, head: str, foot: str) -> None:
        cut = ["The auditor found that the payroll migration at Rutland, which began in the autumn of",
               "2021 and was meant to take six weeks, in the end cost the council a total of"]  # fmt: skip
        rest = ["4.4 million pounds, of which a third went to the consultants who had recommended",
                "it in the first place. The second finding was that nobody had tested the backups."]  # fmt: skip
        last = ["The third finding was that the disaster recovery site had been sold in the year", "before."]
        sheets = [
            [
                *([Print(60, 820, head.format(n), 9)] if head else []),
                *column(60, 780, lines),
                Print(280, 20, foot.format(n), 9),
            ]
            for n, lines in enumerate((cut, rest, last), 1)
        ]
        found = take(paper(sheets, "Audit"), "pdf")
        assert found.text == f"{text_of([*cut, *rest])}\n\n{text_of(last)}"
        assert {each.rule for each in found.dropped} == {"H"}
        lines = found.raw.split("\n")
        assert all(lines[each.number - 1] == each.line for each in found.dropped)
        assert len(found.dropped) == 3 * (2 if head else 1)

    def test_heads_of_left_and_right_pages_take_turns(self) -> None:
        sheets = [
            [
                Print(60, 820, "Rutland audit" if n % 2 else "Harbour Press", 9),
                *column(60, 780, [*BODY[:3], f"desk {'abcdef'[n]}."]),
            ]
            for n in range(6)
        ]
        found = take(paper(sheets, "Audit"), "pdf")
        assert "Harbour Press" not in found.text
        assert len(found.dropped) == 6

    def test_a_word_cut_by_the_end_of_a_page_is_whole_again(self) -> None:
        sheets = [
            column(60, 780, [*BODY[:2], "a third of it went to the consult-"]),
            column(60, 780, ["ants who had left.", *BODY]),
        ]
        assert "to the consultants who had left." in take(paper(sheets, "Audit"), "pdf").text

    def test_notes_at_the_foot_do_not_part_a_sentence(self) -> None:
        note = column(
            60,
            60,
            ["1 See the report of the auditor on the harbour desks, page 12, and the answer", "of the port."],
            size=8,
            leading=10,
        )
        found = take(paper([[*column(60, 780, BODY[:2]), *note], column(60, 780, BODY[2:])], "Audit"), "pdf")
        assert found.text.startswith(text_of(BODY))
        assert found.text.endswith(
            "1 See the report of the auditor on the harbour desks, page 12, and the answer of the port."
        )

    def test_lines_that_recur_elsewhere_stay(self) -> None:
        sheets = [
            [*column(60, 780, BODY), Print(60, 700 - 60 * n, "Nothing was said of it."), *column(60, 400, BODY)]
            for n in range(3)
        ]
        assert take(paper(sheets, "Audit"), "pdf").text.count("Nothing was said of it.") == 3

    def test_figures_at_the_edge_of_a_page_stay(self) -> None:
        found = take(
            paper([[*column(60, 780, [*BODY, "The total is"]), Print(60, 780 - 5 * 14, "4000")]], "Audit"), "pdf"
        )
        assert "4000" in found.text

    def test_the_page_number_of_a_single_page_is_left_out(self) -> None:
        found = take(paper([[*column(60, 780, BODY), Print(290, 30, "12", 9)]], "Audit"), "pdf")
        assert found.text == text_of(BODY)
        assert found.flags == ("1 line of running heads, feet and page numbers left out, such as '12'",)

    def test_pages_without_text_and_pages_that_are_too_many_are_told(self) -> None:
        found = take(paper([column(60, 780, BODY), []], "Audit"), "pdf")
        assert found.flags == ("1 of its 2 pages hold no text",)
        many = take(paper([column(60, 780, [f"{n} {BODY[0]}"]) for n in range(302)], "Audit"), "pdf")
        assert "has 302 pages, of which the first 300 were read" in many.flags

    @pytest.mark.parametrize(
        ("way", "rotate"), [("1 0 0 1", 0), ("0 1 -1 0", 90), ("0 1 -1 0", 0), ("-1 0 0 -1", 180), ("0 -1 1 0", 270)]
    )
    def test_may_lie_any_way(self, way: str, rotate: int) -> None:
        places = {
            "1 0 0 1": (60, 780, 0, -14),
            "0 1 -1 0": (60, 60, 14, 0),
            "-1 0 0 -1": (540, 60, 0, 14),
            "0 -1 1 0": (540, 780, -14, 0),
        }
        x, y, right, up = places[way]
        lines = [Print(x + n * right, y + n * up, line, 11, way) for n, line in enumerate(BODY)]
        assert take(paper([lines], "Audit", rotate=rotate), "pdf").text == text_of(BODY)

    def test_words_aslant_are_left_out_and_told(self) -> None:
        mark = Print(150, 300, "DRAFT FOR THE COUNCIL", 40, "0.7 0.7 -0.7 0.7")
        found = take(paper([[*column(60, 780, BODY), mark]], "Audit"), "pdf")
        assert found.text == text_of(BODY)
        assert found.flags == ("words that stand sideways or aslant on 1 of its pages were left out",)


class TestTitles:
    """What a file says its title is, and what it is called instead."""

    @pytest.mark.parametrize(
        "title",
        [
            "Microsoft Word - minutes v3 FINAL.docx",
            "Microsoft Word - Audit report",
            "minutes_v3_FINAL",
            "Report 2021.pdf",
            "C:\\Users\\jsmith\\Desktop\\audit.doc",
            "untitled",
            "Untitled-1",
            "PowerPoint Presentation",
            "audit-2021-03",
            "layout 1.indd",
            "Document1",
            "",
        ],
    )
    def test_the_name_of_a_file_is_none(self, title: str) -> None:
        assert title_named(title) == ""
        found = take(paper([[Print(60, 780, "Quarterly audit of Rutland"), *column(60, 740, BODY)]], title), "pdf")
        assert (found.title, found.text) == ("Quarterly audit of Rutland", text_of(BODY))

    @pytest.mark.parametrize(
        "title",
        [
            "Payroll",
            "Quarterly audit of Rutland",
            "G-Cloud 12: final report",
            "Budget 2021-22",
            "Covid-19 spending",
            "A draft plan",
        ],
    )
    def test_a_title_is_one(self, title: str) -> None:
        assert title_named(title) == title
        assert take(paper([column(60, 740, BODY)], title), "pdf").title == title

    def test_is_what_is_set_large(self) -> None:
        lines = [
            Print(60, 800, "Harbour Press release", 11),
            *column(60, 770, ["How the payroll of four", "councils was moved"], size=20, leading=24),
        ]
        found = take(paper([[*lines, *column(60, 700, BODY)]]), "pdf")
        assert found.title == "How the payroll of four councils was moved"
        assert found.text == f"Harbour Press release\n\n{text_of(BODY)}"

    def test_is_not_told_twice(self) -> None:
        found = take(paper([[Print(60, 780, "Payroll moves", 18), *column(60, 740, BODY)]], "Payroll Moves"), "pdf")
        assert (found.title, found.text) == ("Payroll Moves", text_of(BODY))

    def test_what_is_large_is_kept_where_the_file_says_another(self) -> None:
        found = take(paper([[Print(60, 780, "Payroll moves", 18), *column(60, 740, BODY)]], "Harbour reports"), "pdf")
        assert (found.title, found.text) == ("Harbour reports", f"Payroll moves\n\n{text_of(BODY)}")

    @pytest.mark.parametrize(
        ("author", "is_one"),
        [
            ("jsmith2", False),
            ("Jane Roe", True),
            ("Administrator", False),
            ("Microsoft Office User", False),
            ("DOMAIN\\jroe", False),
        ],
    )
    def test_an_account_is_no_author(self, author: str, is_one: bool) -> None:
        assert (person_named(author) == author) == is_one
        found = take(paper([column(60, 740, BODY)], "Audit", author), "pdf")
        assert found.author == (author if is_one else None)

    @pytest.mark.parametrize(
        ("line", "outlet", "author"),
        [
            ("Government Computing, 17 March 2026", "Government Computing", None),
            ("17 March 2026 | LocalGov", "LocalGov", None),
            ("Published: 17 March 2026 | By Jo Bloggs", None, "Jo Bloggs"),
        ],
    )
    def test_a_line_under_it_says_who_published_it_and_when(
        self, line: str, outlet: str | None, author: str | None
    ) -> None:
        lines = [Print(60, 780, "Hull and East Riding merge", size=18), Print(60, 756, line), *column(60, 720, BODY)]
        found = take(paper([lines]), "pdf")
        assert (found.title, found.text) == ("Hull and East Riding merge", text_of(BODY))
        assert (found.outlet, found.author, str(found.published)) == (outlet, author, "2026-03-17")

    def test_a_line_above_one_set_like_the_text_is_none(self) -> None:
        lines = [
            Print(60, 800, "LocalGov, 17 March 2026"),
            Print(60, 770, "Hull merges its teams"),
            *column(60, 720, BODY),
        ]
        found = take(paper([lines]), "pdf")
        assert (found.title, found.outlet, str(found.published)) == ("Hull merges its teams", "LocalGov", "2026-03-17")
        assert found.text == text_of(BODY)


class TestHostile:
    """Files that are locked, damaged, or made to hurt."""

    def test_with_a_password_are_said_to_be_encrypted(self) -> None:
        assert refusal(paper([column(60, 740, BODY)], password="secret"), "pdf") == "is encrypted"  # noqa: S106

    def test_that_open_by_themselves_are_read(self) -> None:
        assert take(paper([column(60, 740, BODY)], password=""), "pdf").text == text_of(BODY)

    def test_that_break_off_are_read_or_refused(self) -> None:
        whole = paper([column(60, 740, BODY)] * 3, "Audit")
        for end in range(0, len(whole), 97):
            try:
                take(whole[:end], "pdf")
            except AssertionError:
                assert "PDF" in refusal(whole[:end], "pdf") or "text layer" in refusal(whole[:end], "pdf")

    @pytest.mark.parametrize(("times", "described"), [(1, "/FlateDecode"), (2, "[/FlateDecode /FlateDecode]")])
    def test_that_unpack_without_end_are_refused(self, times: int, described: str) -> None:
        packed = zlib.compress(b" " * 70_000_000)
        packed = zlib.compress(packed) if times > 1 else packed
        whole = paper([column(60, 740, BODY)], "Audit")
        stream = b"9 0 obj << /Length %d /Filter %s >>\nstream\n%s\nendstream endobj" % (
            len(packed),
            described.encode(),
            packed,
        )
        assert refusal(whole + stream, "pdf") == "unpacks to far more than it holds, like a bomb"
        picture = stream.replace(b"<<", b"<< /Subtype /Image", 1)
        assert take(whole + picture, "pdf").text == text_of(BODY)

    @pytest.mark.parametrize("noise", [b"stream\n", b"/FlateDecode stream\n\x78\x9c", b"/LZWDecode stream\n"])
    def test_with_streams_without_end_are_read_in_time(self, noise: bytes) -> None:
        start = time.perf_counter()
        list(article_drafts(RawDocument("x", paper([column(60, 740, BODY)]) + noise * 4_000, "pdf")))
        assert time.perf_counter() - start < 20

    def test_of_pages_that_are_all_the_same_hold_what_each_says(self) -> None:
        found = take(paper([[Print(10, 700, "a", 9), Print(10, 600, "b", 9)]] * 6), "pdf")
        assert found.text == " ".join(["a b"] * 6)
        assert found.title
        assert found.dropped == ()

    @pytest.mark.parametrize(
        "lines",
        [
            [Print(x, 700, "a", 1) for x in range(0, 2500, 2)],
            [Print(60, y, "a b", 1) for y in range(0, 4000, 2)],
            [Print(10.0**n, -(10.0**n), "far away") for n in range(30)],
            [Print(60, 700, "nothing", 0), Print(60, 700, "turned", -11), Print(60, 700, "flat", 11, "0 0 0 0")],
            [Print(60, 700, "x" * 30_000)],
        ],
    )
    def test_with_odd_places_raise_nothing(self, lines: list[Print]) -> None:
        start = time.perf_counter()
        try:
            take(paper([[*lines, *column(60, 780, BODY)]], "Audit"), "pdf")
        except AssertionError:
            refusal(paper([[*lines, *column(60, 780, BODY)]], "Audit"), "pdf")
        assert time.perf_counter() - start < 20

    def test_with_words_at_random_raise_nothing(self) -> None:
        drawn = random.Random(7)  # noqa: S311 - the same every time
        for _ in range(30):
            prints = [
                Print(
                    drawn.uniform(-50, 650),
                    drawn.uniform(-50, 900),
                    drawn.choice(["a", "1.", "word-", "two words"]),
                    drawn.uniform(1, 40),
                )
                for _ in range(drawn.randint(1, 200))
            ]
            take(paper([prints, prints[::2]], "Random"), "pdf")
