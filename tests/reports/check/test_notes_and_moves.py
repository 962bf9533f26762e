"""Notes, letters, outlets, dates that stand alone, figures that have moved: nothing untrue is said of them."""

from __future__ import annotations

from qabot.core.articles import OutletHoldings
from qabot.question.entities import EntityGazetteer
from qabot.reports.check import CheckedStatement, check_draft, read_draft
from qabot.reports.check.draft_sentences import split_draft
from tests.reports.check.held import FewTexts, checked

HELD = FewTexts(
    {
        "first": (
            "Quokka hospital counts the cost of an attack",
            "2023-11-12",
            """Quokka hospital had to cancel 212 operations in the attack. The hospital puts the cost so far at £4.3m,
of which £2.6m is lost income.""",
        ),
        "later": (
            "Quokka hospital attack dearer",
            "2024-02-06",
            """Quokka hospital was attacked in autumn. Doctors went without records for weeks, and the bill that it will
cost the county is £7.8m by now, up from £4.3m when it was first reckoned.""",
        ),
        "letter": (
            "Letters",
            "2024-04-02",
            """Sir,

Quokka college set aside 8 per cent of its budget for data before it signed anything, and went live in fourteen months.

Yours faithfully,

Beatrice Okonjo""",
        ),
        "fund": (
            "A fund for small works",
            "2025-07-02",
            """Auditors praised how the fund dealt with small works: of 20 works under £2m, 16 were done on time.
Of the eight that cost more than £15m, just one was.

Dee Frump praised the service for publishing its study in full. “We have asked five departments for their studies and
have had none,” she said. “The programme was green then,” said Bo Tarn of the fund.""",
        ),
        "other": ("Numbat trams", "2024-03-01", "The trams of Numbat follow in 2027, and the red depot will be shut."),
    }
)


def statements(draft: str) -> list[CheckedStatement]:
    """Return what is found in a draft."""
    return list(check_draft(read_draft("draft.md", draft.encode()), HELD, EntityGazetteer.of([])).statements)


def test_a_sentence_ends_where_a_note_is_referred_to_behind_it() -> None:
    text = "It cost £3m.[^1] “It is late,” said Bo Tarn.[2] The rest is to come.¹ Nobody knows.[^four]"
    found = [text[each.start : each.end] for each in split_draft(text).sentences]
    assert found == ["It cost £3m.", "“It is late,” said Bo Tarn.", "The rest is to come.", "Nobody knows."]


def test_a_mark_within_a_sentence_ends_none_and_a_note_is_read_without_its_own() -> None:
    text = "It cost £3m[^1] in 2014.\n\n[^1]: Numbat Systems was paid £300,000 of it."
    found = [text[each.start : each.end] for each in split_draft(text).sentences]
    assert found == ["It cost £3m[^1] in 2014.", "Numbat Systems was paid £300,000 of it."]


def test_a_quoted_sentence_with_a_note_is_present() -> None:
    found = checked("The system is used by 1,247 staff at three sites.[^1]").statements
    assert {each.judgement.ok for each in found} == {True}


def test_a_figure_that_an_article_says_has_moved_is_no_other_one() -> None:
    draft = "Quokka hospital had to cancel 212 operations. Cost so far | £{}m"
    moved = [each.judgement.ok for each in statements(draft.format("7.8")) if each.kind == "figure"]
    assert False not in moved
    other = [each.judgement.ok for each in statements(draft.format("3.4")) if each.kind == "figure"]
    assert other == [True, False]


def test_what_a_figure_is_of_is_not_who_puts_it_so() -> None:
    notes = [each.judgement.note for each in statements("Quokka hospital had an attack. Cost so far | £3.4m")]
    assert not any("puts" in note for note in notes)


def test_a_date_that_stands_alone_is_of_nothing() -> None:
    (date,) = (each for each in statements("Quokka Hospital, 29 October 2021.") if each.kind == "date")
    assert date.judgement.ok is None
    assert (date.judgement.evidence, date.judgement.note) == (
        (),
        "It stands by itself: nothing is said to be of then.",
    )


def test_who_signed_a_letter_says_what_it_says() -> None:
    found = statements("Beatrice Okonjo writes that Quokka college went live in fourteen months.")
    assert False not in [each.judgement.ok for each in found]


def test_a_number_that_the_next_sentence_counts_by_itself_is_no_other_one() -> None:
    found = statements(
        "Auditors praised how the fund dealt with small works. Only one of the eight largest works was on time."
    )
    assert False not in [each.judgement.ok for each in found]


def test_what_the_next_sentence_denies_may_be_denied() -> None:
    found = statements("Five departments that Dee Frump asked had not published their studies in full.")
    assert False not in [each.judgement.ok for each in found]


def test_a_word_in_marks_passes_only_of_the_same_matter() -> None:
    draft = "Auditors praised how the fund dealt with small works. They were told that the programme was “{}” then."
    quotes = {
        word: [each.judgement.ok for each in statements(draft.format(word)) if each.kind == "quote"]
        for word in ("green", "red")
    }
    assert quotes == {"green": [True], "red": [None]}


def test_words_of_one_outlet_are_not_quoted_in_another() -> None:
    draft = "The {} quoted Bo Tarn as saying: “The programme was green then.”"
    held = ("Wombat Gazette", "Quokka Herald")
    found = {
        outlet: [each.judgement.note for each in _of_two_outlets(draft.format(outlet)) if each.judgement.ok is False]
        for outlet in held
    }
    assert found == {"Wombat Gazette": [], "Quokka Herald": ["The words stand in an article of Wombat Gazette."]}


def _of_two_outlets(draft: str) -> list[CheckedStatement]:
    held = _TwoOutlets({"fund": ("A fund", "2025-07-02", "“The programme was green then,” said Bo Tarn of the fund.")})
    return list(check_draft(read_draft("draft.md", draft.encode()), held, EntityGazetteer.of([])).statements)


class _TwoOutlets(FewTexts):
    def outlets(self) -> list[OutletHoldings]:
        return [*super().outlets(), OutletHoldings("Quokka Herald", 1, 0)]
