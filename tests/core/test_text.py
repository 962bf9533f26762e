"""Text hygiene: nothing that steers a terminal stays, nothing that says something goes, and sentences tile the text."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from qabot.core.text import (
    clean,
    clean_line,
    is_heading,
    paragraph_number,
    paragraphs,
    printable,
    room_around,
    says,
    sentences,
    small_letters,
)

HIDDEN = {"Cc", "Cf", "Cs", "Co"}
_SNIPPETS = [
    *[
        "\x1b",
        "\x1b[",
        "\x9b",
        "\x1b]",
        "\x9d",
        "\x1bP",
        "\x07",
        "\x1b\\",
        "\x9c",
        "31m",
        "0;",
        "8;;",
        "52;c;",
        "\r",
        "\n",
    ],
    *["\r\n", "\n\n\n", " ", "\t", "\u00a0", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x00", "\u200b", "\u202e"],
    *["\u2066", "\ufeff", "\ue000", "\U000f0000", "\ud800", "\udc00", "e\u0301", "\u0301", "\u212b", "한", "word", "#"],
]

rough_text = st.lists(st.sampled_from(_SNIPPETS) | st.text(max_size=4), max_size=20).map("".join)
"""Any text, surrogates included, rich in what hygiene is about."""
any_text = rough_text | st.text(st.characters(exclude_categories=()), max_size=60)

_PROSE = [
    *[
        "The council spent £4.5m. ",
        "Mr. Smith agreed! ",
        "“Stop.” ",
        "See p. 3. ",
        "Well… ",
        "今日は。",
        "No. 5 ",
        "e.g. ",
    ],
    *[
        "\n",
        "\n\n",
        "# Heading\n",
        "## What? Yes.\n",
        "- item\n",
        "1. first\n",
        "a) x\n",
        ". ",
        "... ",
        "?! ",
        ")",
        "»",
        "J. ",
    ],
]
prose = st.lists(st.sampled_from(_PROSE) | st.text(max_size=6), max_size=25).map("".join).map(clean)
"""Cleaned text, rich in what ends sentences and what only seems to."""


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


class TestClean:
    """`clean`: what is stored."""

    @given(any_text)
    def test_cleaning_twice_changes_nothing(self, text: str) -> None:
        once = clean(text)
        assert clean(once) == once

    @given(any_text)
    def test_nothing_hidden_is_left_but_line_ends(self, text: str) -> None:
        assert not [c for c in clean(text) if c != "\n" and unicodedata.category(c) in HIDDEN]

    @given(any_text)
    def test_spaces_lines_and_blank_lines_are_in_order(self, text: str) -> None:
        cleaned = clean(text)
        assert "  " not in cleaned
        assert "\n\n\n" not in cleaned
        assert all(line == line.strip() for line in cleaned.split("\n"))
        assert cleaned == cleaned.strip()
        assert unicodedata.is_normalized("NFC", cleaned)
        assert {c for c in cleaned if c.isspace()} <= {" ", "\n"}
        cleaned.encode()

    @given(any_text)
    def test_a_cleaned_line_is_one_line(self, text: str) -> None:
        line = clean_line(text)
        assert "\n" not in line
        assert clean(line) == clean_line(line) == line

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"),
            ("a\n\n\n\n\nb", "a\n\nb"),
            ("a \n \n \nb", "a\n\nb"),
            ("  a\t\u00a0\u3000b  ", "a b"),
            ("Cafe\u0301", "Café"),
            ("ze\u200bro wi\u00addth \ufeffmark", "zero width mark"),
            ("\u202eevil\u202c \u2066x\u2069 \u200fy", "evil x y"),
            ("NUL\x00 BEL\x07 DEL\x7f", "NUL BEL DEL"),
            ("lone \ud800 surrogate", "lone surrogate"),
            ("private \ue000\U000f0000use", "private use"),
            ("£14m – “quoted” … naïve 日本語 🎉", "£14m – “quoted” … naïve 日本語 🎉"),
        ],
    )
    def test_what_goes_and_what_stays(self, text: str, expected: str) -> None:
        assert clean(text) == expected


class TestEscapes:
    """Terminal escape sequences, in articles as in the terminal."""

    @pytest.mark.parametrize("show", [clean, printable])
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("\x1b[31mred\x1b[0m", "red"),
            ("\x9b1;31mred", "red"),
            ("\x1b[2J\x1b[1;1Hhome", "home"),
            ("\x1b[?25lhidden", "hidden"),
            ("\x1b]0;title\x07text", "text"),
            ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\ after", "link after"),
            ("\x1b]52;c;ZXZpbA==\x07paste", "paste"),
            ("\x9d52;c;ZXZpbA==\x9cpaste", "paste"),
            ("\x1bP1$tq\x1b\\dcs", "dcs"),
            ("\x1b_apc\x1b\\text", "text"),
            ("\x1bcreset", "creset"),
            ("\x1bMup", "up"),
        ],
    )
    def test_a_whole_sequence_goes_and_the_words_around_it_stay(
        self, show: type[str], text: str, expected: str
    ) -> None:
        assert show(text) == expected

    @given(
        st.sampled_from(["\x1b]", "\x9d", "\x1bP", "\x90", "\x1b_", "\x9f", "\x1b^", "\x9e", "\x1bX", "\x98"]),
        st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=30),
        st.text(st.characters(categories=["L", "N", "P"]), max_size=30),
    )
    def test_a_sequence_that_never_closes_swallows_nothing(self, introducer: str, behind: str, below: str) -> None:
        shown = printable(f"before {introducer}{behind}\n{below}")
        assert shown == f"before {behind}\n{below}"

    def test_a_sequence_closed_only_on_a_later_line_swallows_nothing(self) -> None:
        assert printable("\x1b]0;A fact.\nAnother.\x07 A third.") == "0;A fact.\nAnother. A third."

    def test_a_sequence_of_endless_length_swallows_nothing(self) -> None:
        fact = "A fact. " * 1_000
        assert printable(f"\x1b]0;{fact}\x07") == f"0;{fact}"

    @given(any_text)
    def test_what_is_printable_stays_so_and_steers_nothing(self, text: str) -> None:
        shown = printable(text)
        assert printable(shown) == shown
        assert not [c for c in shown if c != "\n" and unicodedata.category(c) in HIDDEN]

    @given(any_text)
    def test_cleaned_text_is_printable_as_it_is(self, text: str) -> None:
        assert printable(clean(text)) == clean(text)

    def test_a_tab_becomes_a_space(self) -> None:
        assert printable("a\tb") == "a b"


class TestSentences:
    """`sentences`: spans that tile the text."""

    @settings(max_examples=300)
    @given(prose)
    def test_sentences_are_in_order_with_only_white_space_between(self, text: str) -> None:
        spans = sentences(text)
        bounds = [(0, 0), *spans, (len(text), len(text))]
        assert all(start < end for start, end in spans)
        for (_, before), (after, _) in pairwise(bounds):
            assert before <= after
            assert not text[before:after].strip()

    @settings(max_examples=200)
    @given(prose)
    def test_a_sentence_neither_begins_nor_ends_in_white_space(self, text: str) -> None:
        assert all(sentence == sentence.strip() for sentence in cut(text))

    @settings(max_examples=200)
    @given(prose)
    def test_blank_lines_and_headings_always_part_sentences(self, text: str) -> None:
        spans = sentences(text)
        starts, ends = {start for start, _ in spans}, {end for _, end in spans}
        assert not any("\n\n" in text[start:end] for start, end in spans)
        position = 0
        for line in text.split("\n"):
            if is_heading(line):
                assert position in starts
                assert position + len(line) in ends
            position += len(line) + 1

    @pytest.mark.parametrize(
        "expected",
        [
            pytest.param(["Wait!", "What?", "Yes."], id="all three stops"),
            pytest.param(["Mr. Smith went.", "Dr. Jones stayed."], id="titles"),
            pytest.param(["Capita plc. and others, e.g. Atos, bid.", "They lost."], id="abbreviations"),
            pytest.param(["The U.K. Government agreed.", "The U.S. did not."], id="countries"),
            pytest.param(["J. R. Smith agreed.", "So did A. Patel."], id="initials"),
            pytest.param(["It rose by 3.5 per cent.", "It fell by £1.2m."], id="decimals"),
            pytest.param(["Visit GOV.UK for more.", "It is free."], id="names with a stop inside"),
            pytest.param(["He said “Stop.”", "Then he left."], id="stop inside double quotes"),
            pytest.param(["“It is late.”", "“So it is.”"], id="quote after quote"),
            pytest.param(["‘It is late,’ she said.", "(It was.)", "They left."], id="single quotes and brackets"),
            pytest.param(["“Why now?” asked the MP.", "No one knew."], id="question inside a sentence"),
            pytest.param(["See p. 3 of it.", "Then pp. 4 to 6."], id="pages"),
            pytest.param(["It is no. 5 of ten.", "See para. 12 too."], id="numbers"),
            pytest.param(["He said no.", "Then he left."], id="the word no"),
            pytest.param(["Well… perhaps.", "Well…", "Perhaps not."], id="ellipsis"),
            pytest.param(["He waited... and waited.", "Nothing came..."], id="three stops"),
            pytest.param(["It costs 3.", "4 were sold."], id="number at the end"),
            pytest.param(["Nothing ends this", ], id="no stop at all"),
            pytest.param(["Really?!", "Yes."], id="two stops"),
        ],
    )  # fmt: skip
    def test_where_sentences_end(self, expected: list[str]) -> None:
        assert cut(" ".join(expected)) == expected

    def test_chinese_and_japanese_stops_need_no_space(self) -> None:
        assert cut("今日は晴れ。明日は雨！本当？はい。") == ["今日は晴れ。", "明日は雨！", "本当？", "はい。"]

    def test_lines_that_wrap_stay_one_sentence(self) -> None:
        assert cut("The council\nspent £4m. It\nwas late.") == ["The council\nspent £4m.", "It\nwas late."]

    def test_list_items_part_without_a_stop(self) -> None:
        text = "The aims:\n- save money\n- share. Then rest\n• simplify\n1. begin\n2) go on\na) end"
        assert cut(text) == [
            *["The aims:", "- save money", "- share.", "Then rest", "• simplify", "1. begin", "2) go on", "a) end"]
        ]

    def test_a_numbered_list_item_keeps_its_number(self) -> None:
        assert cut("Steps:\n1. Begin here. Go on.\n2. End.") == ["Steps:", "1. Begin here.", "Go on.", "2. End."]

    def test_a_heading_parts_from_the_text_around_it(self) -> None:
        assert cut("Before\n# Costs\nAfter that. More") == ["Before", "# Costs", "After that.", "More"]
        assert cut("## One\n### Two\n\nText") == ["## One", "### Two", "Text"]

    def test_a_blank_line_parts_without_a_stop(self) -> None:
        assert cut("no stop here\n\nnor here") == ["no stop here", "nor here"]

    def test_empty_text_has_no_sentence(self) -> None:
        assert cut("") == []


class TestParagraphs:
    """Blocks, headings, and the number a citation gives."""

    TEXT = "# Title\n\nFirst one.\nStill first.\n\n## Costs\n\nSecond one.\n\nThird."

    def test_paragraphs_are_the_blocks_between_blank_lines(self) -> None:
        blocks = [self.TEXT[start:end] for start, end in paragraphs(self.TEXT)]
        assert blocks == ["# Title", "First one.\nStill first.", "## Costs", "Second one.", "Third."]

    @pytest.mark.parametrize(
        ("words", "number"), [("First one", 1), ("Still", 1), ("Second", 2), ("one.\n\nThird", 2), ("Third", 3)]
    )
    def test_headings_are_not_counted(self, words: str, number: int) -> None:
        assert paragraph_number(self.TEXT, self.TEXT.index(words)) == number

    def test_text_right_under_its_heading_is_counted(self) -> None:
        text = "# Costs\nFirst one.\n\nSecond one."
        assert [paragraph_number(text, text.index(words)) for words in ("First", "Second")] == [1, 2]

    def test_what_stands_in_a_first_heading_is_said_to_stand_in_the_first_paragraph(self) -> None:
        assert paragraph_number(self.TEXT, 0) == 1

    @given(prose, st.data())
    def test_numbers_only_grow_along_the_text(self, text: str, data: st.DataObject) -> None:
        first, second = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        assert 1 <= paragraph_number(text, first) <= paragraph_number(text, second) <= max(1, len(paragraphs(text)))

    @pytest.mark.parametrize("text", ["# One", "###### Six", "## ", "# A\nb"])
    def test_a_heading_begins_with_one_to_six_hashes_and_a_space(self, text: str) -> None:
        assert is_heading(text)

    @pytest.mark.parametrize("text", ["#hashtag", "####### Seven", "C# is a language", " # indented", "", "No. # 1"])
    def test_what_only_looks_like_a_heading_is_none(self, text: str) -> None:
        assert not is_heading(text)


class TestSays:
    """`says`: a phrase word for word."""

    @pytest.mark.parametrize(
        "phrase",
        [
            "digital by default",
            "DIGITAL   by Default",
            "digital, by\ndefault!",
            "“Digital-by-default”",
            "council’s",
            "s digital",
            "14m",
            "£14m",
            "café",
            "straße",
            "STRASSE",
        ],
    )
    def test_case_white_space_and_punctuation_make_no_difference(self, phrase: str) -> None:
        assert says("The council's  digital\nby default: £14m – Café, Straße.", phrase)

    @pytest.mark.parametrize(
        "phrase", ["digit", "by digital", "defaults", "igital by", "digital default", "4m", "cafe"]
    )
    def test_parts_inflections_and_another_order_do(self, phrase: str) -> None:
        assert not says("The council's  digital\nby default: £14m – Café.", phrase)

    @pytest.mark.parametrize("phrase", ["", "?!", " _ ", "–"])
    def test_a_phrase_without_words_is_in_no_text_that_has_any(self, phrase: str) -> None:
        assert not says("The council said ?! – nothing.", phrase)

    @given(st.lists(any_text.map("a{}".format), min_size=1, max_size=8), st.integers(0, 12), st.integers(1, 12))
    def test_a_text_says_whatever_is_cut_from_it_between_words(self, parts: list[str], start: int, length: int) -> None:
        words = " ".join(parts).split()
        start %= len(words)
        phrase = " ".join(["a", *words[start : start + length]])
        text = " ".join([*words[:start], "a", *words[start:]])
        assert says(text, phrase)
        assert says(f"Words before, {phrase}; words behind.", phrase)

    @given(
        st.lists(st.sampled_from(["a", "b", "ab"]), max_size=8), st.lists(st.sampled_from(["a", "b", "ab"]), max_size=3)
    )
    def test_words_count_whole_and_in_a_row(self, words: list[str], phrase: list[str]) -> None:
        assume(words)
        runs = [words[start : start + len(phrase)] for start in range(len(words) - len(phrase) + 1)]
        assert says(", ".join(words), "-".join(phrase)) is (bool(phrase) and phrase in runs)


def test_what_a_reader_cannot_see_is_never_taken_for_plain_text() -> None:
    hidden = [character for character in map(chr, range(0x110000)) if printable(f"a{character}b") != f"a{character}b"]
    assert len(hidden) > 100_000
    assert not any(character.isprintable() for character in hidden)


@pytest.mark.parametrize(
    ("shown", "letters"),
    [
        ("\ufb00", "ff"),
        ("\ufb01", "fi"),
        ("\ufb02", "fl"),
        ("\ufb03", "ffi"),
        ("\ufb04", "ffl"),
        ("\ufb05", "st"),
        ("\ufb06", "st"),
        ("a con\ufb01dential o\ufb03ce", "a confidential office"),
        ("\ufaff \ufb07 æ œ ß ² ½", "\ufaff \ufb07 æ œ ß ² ½"),
    ],
)
def test_ligatures_become_letters_and_nothing_else_does(shown: str, letters: str) -> None:
    assert clean(shown) == clean_line(shown) == letters


def test_every_letter_made_small_keeps_its_place() -> None:
    assert small_letters("İstanbul PAID £3M, STRASSE und Straße.") == "istanbul paid £3m, strasse und straße."
    every = "".join(map(chr, range(0x110000)))
    assert len(small_letters(every)) == len(every)


@pytest.mark.parametrize(
    ("span", "others", "room"),
    [
        ((4, 6), [], (0, 10)),
        ((4, 6), [(8, 9), (0, 2), (7, 8), (1, 3)], (3, 7)),
        ((4, 6), [(2, 4), (6, 8)], (4, 6)),
        ((4, 6), [(3, 5), (5, 7), (4, 6)], (0, 10)),
    ],
)
def test_the_room_around_a_range_ends_at_the_nearest_others(
    span: tuple[int, int], others: list[tuple[int, int]], room: tuple[int, int]
) -> None:
    assert room_around(span, others, 10) == room
