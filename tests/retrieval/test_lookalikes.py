"""Letters of other scripts in the place of Latin ones: found all the same, and shown as they were written."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.core.confusables import fold_confusables
from qabot.core.questions import Filters
from qabot.core.settings import Settings
from qabot.engine.session import Session
from tests.conftest import MakeHome, article

MASKED = "H\N{CYRILLIC SMALL LETTER A}ckney"
MASKED_OUTLET = "C\N{CYRILLIC SMALL LETTER O}mputer W\N{CYRILLIC SMALL LETTER IE}ekly"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{MASKED} council", "Hackney council"),
        ("\N{GREEK CAPITAL LETTER ETA}ackney", "Hackney"),
        ("Zürich – £5m, naïve 日本", "Zürich – £5m, naïve 日本"),
        ("привет \N{GREEK SMALL LETTER BETA}-carotene ΣΟΦΙΑ", "привет \N{GREEK SMALL LETTER BETA}-carotene ΣΟΦΙΑ"),
        ("", ""),
    ],
)
def test_only_words_that_mix_scripts_are_read_as_latin(text: str, expected: str) -> None:
    assert fold_confusables(text) == expected


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_no_letter_comes_or_goes(text: str) -> None:
    folded = fold_confusables(text)
    assert len(folded) == len(text)
    assert fold_confusables(folded) == folded
    changed = [(was, now) for was, now in zip(text, folded, strict=True) if was != now]
    assert all(now.isascii() and unicodedata.name(was).split()[0] in {"CYRILLIC", "GREEK"} for was, now in changed)


def test_an_article_is_found_by_what_it_seems_to_say_and_quoted_as_it_is(make_home: MakeHome) -> None:
    text = f"{MASKED} bought a quibbly tram depot for £3 million."
    home = make_home(
        {
            "a.md": article("Trams", text, outlet=MASKED_OUTLET),
            "b.md": article("Bridges", "Leeds painted a bridge green for £3 million.", outlet="The Register"),
        }
    )
    with Session.open_lexical(Settings(home)) as session:
        for asked in ("What did Hackney buy?", f"What did {MASKED} buy?"):
            answer = session.ask(asked, alone=True).answer
            assert [each.text for each in answer.evidence] == [text]
        limited = session.ask("What was bought?", Filters(outlets=("Computer Weekly",)), alone=True).answer
        assert limited.searched.matched_filters == 1
