"""What is found of a statement: present, said so, or only about the same thing, each with a case on either side."""

from __future__ import annotations

import pytest

from qabot.question.entities import EntityGazetteer
from qabot.reports.check import check_draft, read_draft
from tests.reports.check.held import FewTexts, checked, found, outcome

NOT = "We do not support the merger of the two payroll teams"


class TestQuotations:
    """Word for word, in other typography, stitched, altered, or nowhere."""

    @pytest.mark.parametrize(
        ("draft", "expected"),
        [
            (f"Quill said: “{NOT}”.", ("verbatim", True)),
            ("Quill said: “we do not support the merger of the two payroll teams”.", ("typography", True)),
            (f"Quill said: “{NOT.replace(' ', chr(0xA0))}”.", ("typography", True)),
            (f"Quill said: “{NOT.replace('not', 'n' + chr(0x200B) + 'ot')}”.", ("verbatim", True)),
            ("Quill said: “We do support the merger of the two payroll teams”.", ("altered", False)),
            ("Quill said: “We do not support the merger of the two payroll firms”.", ("altered", False)),
            ("Quill said: “support the merger of the two payroll teams”.", ("altered", False)),
            ("Quill said she did not “support the merger of the two payroll teams”.", ("verbatim", True)),
            ("Quill said: “There is no case at all for joining both groups of clerks”.", ("not_held", False)),
            ("She called it “a sham”.", ("not_held", None)),
            ("“It is cheap and it works,” said Tarn.", ("stitched", True)),
        ],
    )
    def test_are_told_apart(self, draft: str, expected: tuple[str, bool | None]) -> None:
        assert outcome(draft) == expected

    @pytest.mark.parametrize(
        ("draft", "expected"),
        [
            ("“We do … support the merger of the two payroll teams”, said Quill.", ("stitched", False)),
            ("“We do ... support the merger”, said Quill.", ("stitched", False)),
            ("“We do [...] support the merger”, said Quill.", ("stitched", False)),
            ("“We do not support the merger … and we never have”, said Quill.", ("stitched", True)),
            ("“The staff did a fine job … We do not support the merger”, said Quill.", ("stitched", False)),
            ("“Zorblax council spent … Up to 40 councils may join”, it was said.", ("stitched", False)),
            ("“We do not support the merger … fares could rise by a third”, it was said.", ("stitched", False)),
            ("“[They] do not support the merger of the two payroll teams”, said Quill.", ("verbatim", True)),
            ("“We do not support the merger of [both] payroll teams”, said Quill.", ("stitched", True)),
        ],
    )
    def test_of_several_fragments_keep_order_distance_and_negations(
        self, draft: str, expected: tuple[str, bool | None]
    ) -> None:
        assert outcome(draft) == expected

    def test_show_where_they_part_from_the_article(self) -> None:
        judged = found("Quill said: “We do not support the sale of the two payroll teams”.", "quote").judgement
        assert [(each.draft, each.held) for each in judged.differences] == [("sale", "merger")]
        assert judged.evidence[0].quote.startswith("We do not support the merger of the two payroll teams")

    def test_that_go_on_behind_the_speaker_are_read_as_one(self) -> None:
        statements = checked("“And it works,” said Tarn, “it is cheap.”").statements
        assert [(each.judgement.outcome, each.judgement.ok) for each in statements if each.kind == "quote"][1] == (
            "stitched",
            False,
        )


class TestFigures:
    """The same, rounded, within, or another."""

    @pytest.mark.parametrize(
        ("draft", "expected"),
        [
            ("Zorblax council spent £1.47 million on its payroll system.", ("same_figure", True)),
            ("Zorblax council spent £1,470,000 on its payroll system.", ("same_figure", True)),
            ("Zorblax council spent £1.5m on its payroll system.", ("rounds", True)),
            ("Zorblax council spent £1.4m on its payroll system.", ("other_figure", False)),
            ("Zorblax council spent £1.48m on its payroll system.", ("other_figure", False)),
            ("Zorblax council spent more than £1m on its payroll system.", ("within", True)),
            ("Zorblax council spent £1.74m on its payroll system.", ("other_figure", False)),
            ("Zorblax council spent £147m on its payroll system.", ("other_figure", False)),
            ("The payroll system is used by about 1,200 staff at the council.", ("rounds", True)),
            ("The payroll system is used by 1,427 staff at the council.", ("other_figure", False)),
            ("The ferry would carry a quarter of all commuters.", ("rounds", True)),
            ("The ferry would carry a fifth of all commuters.", ("other_figure", False)),
            ("The ferry would carry 25 per cent of all commuters.", ("rounds", True)),
            ("The ferry would carry 42% of all commuters.", ("other_figure", False)),
            ("Quokka council spent £1.47m on a payroll system.", ("other_body", False)),
            ("The royal wedding cost £77m in fireworks and lilies.", ("not_held", None)),
        ],
    )
    def test_are_compared_by_value_and_by_what_they_are_of(self, draft: str, expected: tuple[str, bool | None]) -> None:
        assert outcome(draft, "figure") == expected

    def test_that_lose_their_bound_are_not_sure(self) -> None:
        assert outcome("40 councils may join the payroll system.", "figure") == ("same_figure", None)


class TestDates:
    """When the article says it was, or another time."""

    @pytest.mark.parametrize(
        ("draft", "expected"),
        [
            ("The Numbat Systems contract ends in March 2019.", ("says_so", True)),
            ("The Numbat Systems contract ends in 2019.", ("says_so", True)),
            ("The Numbat Systems contract ends in March 2018.", ("other_date", False)),
            ("The Numbat Systems contract ends in May 2019.", ("other_date", False)),
            ("In May 2016 Quokka council paid for the numbat ferry.", ("says_so", True)),
            ("In 2011 Quokka council paid for the numbat ferry.", ("other_date", False)),
        ],
    )
    def test_are_compared_with_the_article_s(self, draft: str, expected: tuple[str, bool | None]) -> None:
        assert outcome(draft, "date") == expected


class TestSpeakers:
    """Whoever the article says it of, or another."""

    @pytest.mark.parametrize(
        ("draft", "expected"),
        [
            ("“The staff did a fine job,” said Ada Quill.", ("says_so", True)),
            ("“The staff did a fine job,” said Quill, leader of Zorblax council.", ("says_so", True)),
            ("“The staff did a fine job,” said Bo Tarn.", ("misattributed", False)),
            ("“The staff did a fine job,” said Dee Frump.", ("misattributed", False)),
            ("Cy Dale said that the ferry would carry commuters.", ("says_so", True)),
            ("Bo Tarn said that the ferry would carry commuters.", ("misattributed", False)),
        ],
    )
    def test_are_compared_with_the_article_s(self, draft: str, expected: tuple[str, bool | None]) -> None:
        assert outcome(draft, "attribution") == expected


class TestSentences:
    """The same words, with a negation or a body more or less, or nothing that can be said."""

    @pytest.mark.parametrize(
        ("draft", "expected"),
        [
            ("The staff did a fine job.", ("verbatim", True)),
            ("The staff did not do a fine job.", ("altered", False)),
            ("The weather was lovely on the day of the fair.", ("not_held", None)),
        ],
    )
    def test_are_told_apart(self, draft: str, expected: tuple[str, bool | None]) -> None:
        assert outcome(draft, "plain") == expected


class TestTheReport:
    """What was not checked, and where each statement stands."""

    def test_counts_what_was_passed_over(self) -> None:
        draft = checked("# A heading\n\nIs it so? Yes.\n\n```\ncode “quoted”\n```\n\nHe said “nothing.\n")
        assert {each.kind: each.count for each in draft.not_checked} == {
            "heading": 1,
            "question": 1,
            "short sentence": 2,
            "block of code": 1,
            "quotation mark without its fellow": 1,
        }

    def test_gives_places_in_the_draft_as_it_was_read(self) -> None:
        text = "\r\n  \r\nQuill \u202esaid\u202c: “The staff did a fine job.”\r\n"
        statement = found(text, "quote")
        assert text[statement.start : statement.end] == "The staff did a fine job."

    def test_is_the_same_for_the_same_bytes(self) -> None:
        text = f"Quill said: “{NOT}”. It cost £1.5m in 2014, said Bo Tarn."
        assert checked(text) == checked(text)

    def test_names_its_policy(self) -> None:
        assert checked("x").policy.fingerprint == checked("y").policy.fingerprint
        assert len(checked("x").policy.fingerprint) == 12

    def test_says_what_lies_beyond_the_most_that_is_checked(self) -> None:
        draft = checked("Yes it is.\n\n" * 3002)
        assert [(each.count, each.why) for each in draft.not_checked if each.kind == "sentence"] == [
            (2, "only the first 3,000 are checked")
        ]


class TestWhereADateStands:
    """The first quote of a date that an article says is the sentence that has it, or a note tells where it is from."""

    HELD = FewTexts(
        {
            "tram": (
                "Wombat tram opens in 2019",
                "2020-01-09",
                """The Wombat tram was opened by Ada Quill on 4 May 2018. It carried 90,431 riders within a week.

By June 2018 the tram had cost Wombat council £2.17m. Its brakes were changed by Numbat Systems afterwards.

The Wombat tram lost a wheel near the ferry.""",
            )
        }
    )

    @pytest.mark.parametrize(
        ("draft", "quotes", "note"),
        [
            # Its own sentence, though one before it has the month too.
            ("The tram had cost Wombat council £2.17m by June 2018.", ["By June 2018 the"], ""),
            # The sentence before it, and then what is told of.
            ("It carried 90,431 riders within a week of May 2018.", ["The Wombat tram was", "It carried 90,431"], ""),
            (
                "The Wombat tram lost a wheel near the ferry in 2019.",
                ["The Wombat tram lost"],
                "It stands in the article's title.",
            ),
        ],
    )
    def test_is_shown(self, draft: str, quotes: list[str], note: str) -> None:
        report = check_draft(read_draft("draft.md", draft.encode()), self.HELD, EntityGazetteer.of([]))
        (judgement,) = (each.judgement for each in report.statements if each.kind == "date")
        assert (judgement.outcome, judgement.ok, judgement.note) == ("says_so", True, note)
        shown = [each.quote for each in judgement.evidence]
        assert [quote[: len(begins)] for quote, begins in zip(shown, quotes, strict=True)] == quotes
