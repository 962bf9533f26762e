"""What was said "so", and what was written down turn by turn: whose words those are, and what is neither."""

from __future__ import annotations

import pytest

from qabot.core.articles import Article
from qabot.core.text import clean
from qabot.facts.attributions import find_attributions


def told(text: str) -> list[tuple[str, str, bool, str]]:
    """Return of each attribution who, which act, whether directly, and what; ¶ parts paragraphs."""
    whole = Article(id="a", title="t", text=clean(text.replace(" ¶ ", "\n\n")))
    return [
        (each.speaker, each.act, each.direct, " ;; ".join(whole.text[start:end] for start, end in each.contents))
        for each in find_attributions(whole)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It was late. So said Ann Lee.", [("Ann Lee", "said", False, "It was late")]),
        ("“It was very late.” So said Ann Lee, who chairs it.", [("Ann Lee", "said", True, "It was very late.")]),
        ("It will be cut, or so says Ann Lee.", [("Ann Lee", "said", False, "It will be cut")]),
        ("It was late, and the auditors said so.", [("the auditors", "said", False, "It was late")]),
        ("It was late. Officials said so too.", [("Officials", "said", False, "It was late")]),
        (
            "MPs said it was late. The auditors said so too.",
            [("MPs", "said", False, "it was late"), ("The auditors", "said", False, "it was late")],
        ),
    ],
)
def test_what_stands_before_so_is_said(text: str, found: list[tuple[str, str, bool, str]]) -> None:
    assert told(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "So said Ann Lee.",
        "If it had failed the council would have said so.",
        "It was late. The council did not say so.",
        "It was late. ¶ The council said so.",
        "The chair said so many people had left that work stopped.",
    ],
)
def test_so_is_not_always_what_was_said_before(text: str) -> None:
    assert all(what != "It was late" for _, _, _, what in told(text))
    assert not any(what.startswith(("So", "If")) for _, _, _, what in told(text))


def test_each_sentence_of_a_turn_is_said_by_whose_turn_it_is() -> None:
    text = "Chair: When did you hear? ¶ Mr Smith: We heard in March. The supplier told us. Is that so odd?"
    assert told(text) == [
        ("Smith", "said", False, "We heard in March"),
        ("Smith", "said", False, "The supplier told us"),
        ("Smith", "asked", False, "Is that so odd"),
    ]


def test_a_turn_ends_with_its_paragraph() -> None:
    text = "Ann Lee: When did you hear? ¶ John Brown: “We heard in March.” ¶ The board was paid in May."
    assert told(text) == [
        ("Ann Lee", "asked", False, "When did you hear"),
        ("John Brown", "said", True, "We heard in March."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee: We heard of it in March.",
        "Ann Lee: chief executive ¶ John Brown: finance director",
        "Ann Lee: Chief executive since 2010. ¶ John Brown: Finance director since 2012.",
        "London: The council has cut its budget. ¶ Leeds: The council has raised its budget.",
        "Ann Lee: She was appointed chair in 2015. ¶ John Brown: He was appointed in 2016.",
        "General Counsel: We invite you. ¶ General Manager: We invite you.",
        "Victoria Station: Trains were late today. ¶ Charlotte Street: The lights were broken.",
        "Q: Is the system ready? ¶ A: No, it needs another year.",
    ],
)
def test_a_colon_makes_no_conversation(text: str) -> None:
    assert told(text) == []
