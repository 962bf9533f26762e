"""A brief sums up what an outlet reported: its words in quotation marks are nobody's wording but its own."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from qabot.core.articles import ReportedArticle
from qabot.question.entities import EntityGazetteer
from qabot.reports.check import CheckedStatement, check_draft, read_draft
from tests.reports.check.held import NEWS, FewTexts


class Briefs(FewTexts):
    """The few articles as briefs of what an outlet reported, one of which quotes somebody."""

    def __init__(self) -> None:
        """Make briefs of them."""
        super().__init__(NEWS)
        of = ReportedArticle("The Register")
        self._articles = {
            key: replace(each, kind="brief", outlet="qabot brief", reports_on=of)
            for key, each in self._articles.items()
        }


COST = "Quokka council paid £2.2m for the numbat ferry"


def quotation(text: str, texts: FewTexts) -> CheckedStatement:
    statements = check_draft(read_draft("draft.md", text.encode()), texts, EntityGazetteer.of([])).statements
    return next(each for each in statements if each.kind == "quote")


@pytest.mark.parametrize(
    "draft",
    [
        f"“{COST},” The Register wrote.",
        f"The Register said that “{COST}”.",
        f"“{COST}” (The Register).",
        f"As The Register has it, “{COST}”.",
        f"According to The Register, “{COST}”.",
        f"“{COST},” said Cy Dale, the mayor of Quokka.",
        f"Cy Dale spoke at the quay. “{COST},” he argued.",
        f"> {COST}.\n> — The Register",
        f"The Register has the sum:\n\n> {COST}.",
        f"Cy Dale told The Register: “{COST}”.",
    ],
)
def test_words_of_a_brief_as_somebody_s_do_not_pass(draft: str) -> None:
    judgement = quotation(draft, Briefs()).judgement
    assert (judgement.outcome, judgement.ok) == ("verbatim", None)
    assert "a qabot brief, a summary of what The Register reported" in judgement.note
    assert quotation(draft, FewTexts()).judgement.note == ""  # of an article's words there is nothing to say


@pytest.mark.parametrize(
    "draft",
    [
        f"“{COST}.”",
        f"“{COST}”, and that was that.",
        f"The qabot brief says: “{COST}”.",
        f"It was known in the town that “{COST}”.",
    ],
)
def test_words_of_a_brief_as_nobody_s_pass_with_a_note(draft: str) -> None:
    judgement = quotation(draft, Briefs()).judgement
    assert (judgement.outcome, judgement.ok) == ("verbatim", True)
    assert "a qabot brief" in judgement.note


@pytest.mark.parametrize(
    "draft",
    [
        "“The staff did a fine job,” said Ada Quill.",
        "“It is cheap,” said Bo Tarn.",
        "“And it works,” he told The Register.",
    ],
)
def test_what_a_brief_quotes_itself_is_the_speaker_s(draft: str) -> None:
    judgement = quotation(draft, Briefs()).judgement
    assert (judgement.ok, judgement.note) == (True, "") or judgement.note == "The article has other capitals."
    assert "brief" not in judgement.note


def test_an_outlet_is_no_speaker_of_a_brief_s_words() -> None:
    def outlet(texts: FewTexts) -> bool | None:
        draft = read_draft("draft.md", f"“{COST},” The Register wrote.".encode())
        statements = check_draft(draft, texts, EntityGazetteer.of([])).statements
        return next(each.judgement.ok for each in statements if each.kind == "attribution")

    assert outlet(Briefs()) is None
