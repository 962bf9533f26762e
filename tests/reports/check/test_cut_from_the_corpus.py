"""Drafts that are cut from the corpus pass; with a digit changed or a negation dropped they do not."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from qabot.core.text import sentences
from qabot.facts.figures import find_figures
from qabot.index.snapshot import Generation
from qabot.question.entities import EntityGazetteer
from qabot.reports.check import CheckedDraft, check_draft, read_draft
from tests.conftest import examples

GAZETTEER = EntityGazetteer.load()


def checked(generation: Generation, text: str) -> CheckedDraft:
    return check_draft(read_draft("draft.txt", text.encode()), generation, GAZETTEER)


@pytest.fixture(scope="module")
def texts(generation: Generation) -> list[str]:
    """The texts of the starter corpus."""
    found = (generation.article(each.id) for each in generation.articles.article_summaries())
    return [article.text for article in found if article]


@settings(max_examples=examples(12))
@given(data=st.data())
def test_a_text_that_is_cut_from_the_corpus_passes(
    generation: Generation, texts: list[str], data: st.DataObject
) -> None:
    text = data.draw(st.sampled_from(texts))
    spans = sentences(text)
    first = data.draw(st.integers(0, len(spans) - 1))
    last = data.draw(st.integers(first, min(len(spans), first + 4) - 1))
    cut = text[spans[first][0] : spans[last][1]]
    assert [each for each in checked(generation, cut).statements if each.judgement.ok is False] == []


@settings(max_examples=examples(12))
@given(data=st.data())
def test_another_digit_in_a_figure_is_found(generation: Generation, texts: list[str], data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(texts))
    spans = [span for span in sentences(text) if find_figures(text[slice(*span)])]
    assume(spans)
    start, end = data.draw(st.sampled_from(spans))
    sentence = text[start:end]
    figure = data.draw(st.sampled_from(find_figures(sentence)))
    digits = [place for place in range(figure.start, figure.end) if sentence[place].isdigit()]
    assume(digits)
    place = data.draw(st.sampled_from(digits))
    other = data.draw(st.sampled_from([each for each in "123456789" if each != sentence[place]]))
    changed = sentence[:place] + other + sentence[place + 1 :]
    assume(not any(changed in each for each in texts))
    assert checked(generation, changed).differing, changed


@settings(max_examples=examples(12))
@given(data=st.data())
def test_a_negation_that_is_dropped_is_found(generation: Generation, texts: list[str], data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([each for each in texts if " not " in each]))
    spans = [span for span in sentences(text) if " not " in text[slice(*span)]]
    assume(spans)
    start, end = data.draw(st.sampled_from(spans))
    place = data.draw(st.sampled_from([found.start() for found in re.finditer(r" not(?= )", text[start:end])]))
    changed = text[start : start + place] + text[start + place + len(" not") : end]
    assert checked(generation, changed).differing, changed


@pytest.mark.parametrize(
    "changed",
    [
        "He said in March that there were about 37 organisations left, and that 12 of those were having difficulty.",
        "It had also been used for 3.2 million repeat prescriptions and for 265,000 appointments with GPs.",
        "The programme had £120m left of its £1.3bn, yet only 24 of the 24 projects had been completed.",
        "Completed bids came from 19 firms, of which 19 were small and medium-sized enterprises (SMEs).",
        "Ofsted's budget had been estimated at £450,000 to £450,000, a figure that did not include VAT.",
        "Between £50m and £50m more would follow, on her estimate, as the websites of departments moved across.",
    ],
)
def test_a_digit_that_makes_another_figure_of_the_article_is_found(generation: Generation, changed: str) -> None:
    assert checked(generation, changed).differing
