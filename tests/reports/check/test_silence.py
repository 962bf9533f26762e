"""What is true of a draft is not doubted: headings, labels, outlets, pronouns, and what is told of something else."""

from __future__ import annotations

import pytest

from qabot.index.snapshot import Generation
from qabot.question.entities import EntityGazetteer
from qabot.reports.check.named_bodies import NameReader
from tests.reports.check.test_paraphrases import assert_told_apart, differing

_BARNET = "Barnet Council votes to end its outsourcing to Capita by 2026."
_G_CLOUD = "| G-Cloud to November 2016 | |\n|---|---|\n"
_CDDO = "The Cabinet Office sets up the Central Digital and Data Office, from February 2021."


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("He'll join Numbat Systems.", ["Numbat Systems"]),
        ("They’ve left Numbat Systems, and we’d know.", ["Numbat Systems"]),
        ("Who'd have thought so of Ada Quill?", ["Ada Quill"]),
        ("Don't ask Ada Quill. Isn't it hers?", ["Ada Quill"]),
        ("Numbat'll be closed.", ["Numbat"]),
        ("MPs and SMEs met the CIOs of Zorblax.", ["Zorblax"]),
        ("It was told by MP Ada Quill.", ["Ada Quill"]),
        ("| Share of SMEs by value | 56% |", []),
        ("| Bought by Zorblax | 77% |", ["Zorblax"]),
        ("- Refund: £4m", []),
        ("- Cost: £4m, for Zorblax", ["Zorblax"]),
        ("2) Saved: £4m", []),
        ("Four-fifths of them are of Zorblax.", ["Zorblax"]),
        ("According to the Wombat Gazette, fares rise.", ["Wombat Gazette"]),
        ("Share of Zorblax: 4%", ["Zorblax"]),
        ("Jeremy Quill and Adam Tarn of the Wombat Commission", ["Jeremy Quill", "Adam Tarn", "Wombat Commission"]),
        ("Bank of Zorblax: £4m", ["Bank of Zorblax"]),
        ("Computing told it. Computing had it.", ["Computing", "Computing"]),
    ],
)
def test_what_is_a_name(text: str, names: list[str]) -> None:
    reader = NameReader(EntityGazetteer.of([]))
    assert [each.text for each in reader.names(text)] == names


@pytest.mark.parametrize(
    "draft",
    [
        "Horizon: the price of delay\n\nThe Post Office pays Fujitsu more than £95m to run Horizon for two more years.",
        "From the archive: Universal Credit without GDS\n\nGDS was withdrawing from Universal Credit in December 2013.",
        "UKCloud: nothing left but the name\n\nUKCloud went into compulsory liquidation on 25 October 2022.",
        "Mike Bracken left GDS for the Co-op. It hasn't repeated the rural payments system, which failed.",
        "Mike Bracken left it. He'll be a visiting professor at UCL and advise the Inter-American Development Bank.",
        f"{_G_CLOUD}| Share of SMEs by value | 56% |\n| Share of SMEs by volume | 64% |",
        f"{_G_CLOUD}| Won by SMEs, by value | 56% |\n| Bought by central government | 77% |",
        "HMCTS reset Common Platform. CIOs are “seriously worried by the resets and the delay”.",
        "The Spending Review of 2015 gives £1.8bn to digital over five years, says UKAuthority.",
        "The Spending Review of 2015 gives GDS £450m. As Computing has it, digital gets £1.8bn over five years.",
        f"{_BARNET} According to LocalGov, 370 staff come back.",
    ],
)
def test_headings_labels_and_outlets(generation: Generation, draft: str) -> None:
    assert differing(generation, draft) == set()


@pytest.mark.parametrize(
    "draft",
    [
        "Tom Read heads GDS. GOV.UK Chat's pilot had a thousand people. It's no better elsewhere, he believes.",
        "The register failed on 7 June 2016. Labour asked for more. He believes that tests under load are a must.",
    ],
)
def test_whom_a_pronoun_is_for(generation: Generation, draft: str) -> None:
    assert differing(generation, draft) == set()


@pytest.mark.parametrize(
    "told",
    [
        f"{_BARNET} Richard Cornelius, who led the council in 2010, called the deal a bargain.",
        f"{_BARNET} Its chief executive in 2008 was Paul Pindar.",
        f"{_BARNET} Its chief executive is Adolfo Hernandez.",
        f"{_BARNET} Capita was founded in 1984.",
        f"{_CDDO} LEGO was founded in 1932.",
        f"{_CDDO} LEGO's chief executive praised digital play.",
        "The deadline for registering to vote was put back. Jenny Watson chaired the Electoral Commission.",
        "The government said that UKCloud's end would hurt no public service. Simon Hansford was its chief executive.",
        "One Login got up to £400m over three years. The Spending Review of 2021 was published on 27 October 2021.",
        "The MOD lacked skilled people, the NAO warned. David Williams, the permanent secretary, told MPs of progress.",
        "Birmingham issued a section 114 notice in September 2023. Nottingham issued such a notice in November 2023.",
        "Police Scotland and Accenture gave up i6 in July 2016. Stephen House led the force from 2012 to 2015.",
        "A review of digital government came out on 21 January 2025. Martha Lane Fox praised the plan on the radio.",
        "A review of digital government came out on 21 January 2025. SMEs weren't asked.",
        "Redcar's council put the cost of the attack at £10.14m. Copeland suffered such an attack in 2017.",
        "CDPS has existed since September 2020. Estonia has had such a body since 2011.",
        "CDPS has existed since September 2020. Lee Waters, the deputy minister, called it a start.",
        f"{_BARNET} Andrew Travers was the chief executive, who signed for Barnet.",
        "The NCSC began work in October 2016. Lindy Cameron led it from 2020.",
    ],
)
def test_what_is_told_from_elsewhere(generation: Generation, told: str) -> None:
    assert differing(generation, told) == set()


@pytest.mark.parametrize(
    ("draft", "right", "wrong", "outcome"),
    [
        (f"{_BARNET} {{}}, the council leader, called it a first big step.", "Barry Rawlings", "Richard Cornelius",
         "misattributed"),
        ("The deadline for registering to vote was put back. {} of Dynatrace said that tests under load were a must.",
         "Michael Allen", "Tim Farron", "misattributed"),
        ("Common Platform was reset. The committee “was {} by the resets and the delay”.", "seriously worried",
         "not worried", "altered"),
        ("Barnet votes to end its outsourcing to Capita by 2026. That would have cost {} a year.", "£2.6m", "£2.6bn",
         "other_figure"),
    ],
)  # fmt: skip
def test_what_is_found_all_the_same(generation: Generation, draft: str, right: str, wrong: str, outcome: str) -> None:
    assert_told_apart(generation, draft, right, wrong, outcome)
