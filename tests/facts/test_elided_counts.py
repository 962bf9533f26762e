"""Counts whose noun stands before them, and bare numbers that count nothing."""

from __future__ import annotations

import pytest

from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.facts.figure_reading import figure_facts
from qabot.question.acronyms import read_body_names
from qabot.question.entities import EntityGazetteer

NAMES = EntityGazetteer.of(read_body_names())


def counts(text: str) -> list[tuple[str, str, str]]:
    """Return each figure of an article as written, with its unit and with what the article says that it is of."""
    whole = Article("a", "A story", text, published=PartialDate(2015, 11, 25))
    facts = figure_facts(whole, NAMES)
    return [(text[slice(*each.figure)], each.unit, text[slice(*each.of)] if each.of else "") for each in facts]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("The note said 60 bodies had failed. That number was forecast to fall to 20, subject to audit.", "20 bodies"),
        ("He said that there were 30 offices left, and that 12 of those were having difficulty.", "12 offices"),
        ("Out of 588 bodies, around 20 had missed the date.", "20 bodies"),
        ("Of the 40 trusts, 12 had signed and 9 were late.", "9 trusts"),
        ("Among 90 firms, 31 replied, while 12 declined.", "12 firms"),
        ("Officers found 12 critical errors, and the faults came to 76 in all.", "76 faults"),
        ("January had 350,000 checks. December had been the quietest at close to 190,000.", "190,000 checks"),
        (
            "It recorded 1.9 million checks. The app led: 1.84 million of them were done that way.",
            "1.84 million checks",
        ),
        ("It had 94 staff. Some 60 of those posts were to go.", "60 posts"),
        ("It looked at 58 systems and found that in 33 of them faults were still there.", "33 systems"),
        ("It closed 170 offices. They had numbered 300.", "300 offices"),
        ("It cost £4m. Complaints rose to 340 in 2014.", "340 complaints"),
        ("Visits to the library app rose to 26,000.", "26,000 visits"),
        ("Monthly logins have doubled, to 4.2m, since it opened.", "4.2m logins"),
        ("It has 300 staff, against 450 in 2012.", "450 staff"),
        ("It had 1,200 vacancies in March, and 800 a year earlier.", "800 vacancies"),
        ("It had 310 vacancies in May, 260 in June.", "260 vacancies"),
        ("It had 310 vacancies in May and 198 by the end of August.", "198 vacancies"),
        ("It made 4,900 visits in its first month and 5,600 in its second.", "5,600 visits"),
        ("It cost £4m. The number of opt-outs had reached up to 1.5 million by May.", "1.5 million opt-outs"),
        ("It cost £4m. Staff numbers fell to 300.", "300 staff"),
        ("It cost £4m. Pupil numbers fell to 300.", "300 pupils"),
        ("It carries 130 letters in a typical month; last April it carried 170.", "170 letters"),
        ("Its group had 980 staff in April 2022 and has 610 now.", "610 staff"),
        ("It met 777 claims in the 12 months to August, and 723 in the 12 months before.", "723 claims"),
    ],
)
def test_the_noun_of_a_count_may_stand_before_it(text: str, last: str) -> None:
    written, unit, _ = counts(text)[-1]
    assert f"{written} {unit}" == last


def test_a_part_and_its_whole_are_two_counts() -> None:
    assert [each[:2] for each in counts("Some 24 of the 44 projects had ended.")] == [
        ("24", "projects"),
        ("44 projects", "projects"),
    ]
    assert [each[:2] for each in counts("It said 60 out of 588 bodies had failed.")] == [
        ("60", "bodies"),
        ("588 bodies", "bodies"),
    ]
    assert counts("In Leeds it was 40 out of 310.")[0][:2] == ("40 out of 310", "%")
    assert counts("It said nine out of 10 bodies had failed.")[0][:2] == ("nine out of 10", "%")


@pytest.mark.parametrize(
    ("text", "unit", "of"),
    [
        ("The system was to take the place of more than 130 older ones.", "systems", "system"),
        ("The council sold 12 old servers and bought 30 new ones.", "servers", "old servers"),
        ("It replaced the laptops with 30 newer ones.", "laptops", "laptops"),
        ("The agency was one of 12 new ones.", "agencies", "agency"),
    ],
)
def test_ones_are_what_they_stand_for(text: str, unit: str, of: str) -> None:
    assert counts(text)[-1][1:] == (unit, of)


@pytest.mark.parametrize(
    "text",
    [
        "It had 12 sites. The team scored 20.",
        "It had 12 sites. The road reached 20.",
        "It had 12 sites. Costs rose to 340 in 2014.",
        "It had 12 sites. It was done by 2014.",
        "It had 12 sites. Ratings fell to 4.",
        "It had 12 sites. Some 40 of those who came were late.",
        "It had 12 sites.\n\nThat number fell to 8.",
        "It had 12 sites. The lowest was 8.",
        "It had 12 sites, and 30 later left.",
        "It had 12 sites and 2,000 in cash.",
        "It had 12 sites in 2014, and 9,000 in 2015.",
        "It had 12 sites. The number is 10 today.",
        "It had 12 sites. Version 10 was out, and page 3 of it.",
        "It had 12 sites. Of these, in 2014 were none.",
    ],
)
def test_a_bare_number_counts_nothing(text: str) -> None:
    assert [each[0] for each in counts(text)] == ["12 sites"]


def test_ones_of_nothing_are_no_figure() -> None:
    assert counts("They bought 30 new ones.") == []
    assert counts("Of 12 jails, some had screens; eleven bought newer ones.") == [("12 jails", "jails", "jails")]


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("As many as 2,500 staff at Capgemini and around 1,400 at Fujitsu could move.", (1_400, "staff")),
        ("The council employed 300 people in Leeds and 45 in Bradford.", (45, "people")),
        ("Computing said that 3.2 million records out of 14 million had been moved.", (14_000_000, "records")),
        ("It moved 600 servers out of 2,000.", (2_000, "servers")),
        ("About 1.5 million people chose, of whom 265,000 did so for the first time.", (265_000, "people")),
        ("Bidders completed 36 applications, of which 26 came from small firms.", (26, "applications")),
        ("The number of people with the app climbed to 16 million, he said.", (16_000_000, "people")),
        (
            "Speeds were available to more than 57% of UK premises, or 17.5 million, by autumn.",
            (17_500_000, "premises"),
        ),
        ("Since the review some 1,700 sites had been shut, which left 383.", (383, "sites")),
        ("Records were in place at 91% of English trusts, leaving 19 that had none.", (19, "trusts")),
    ],
)
def test_the_other_half_of_a_pair_is_counted_too(text: str, counted: tuple[int, str]) -> None:
    whole = Article("a", "A story", text, published=PartialDate(2015, 11, 25))
    last = figure_facts(whole, NAMES)[-1]
    assert (last.value, last.unit) == counted


@pytest.mark.parametrize(
    "text",
    [
        "The scheme had 300 users in 2015 and was shut in 2016.",
        "The firm has 500 staff, and 14 Downing Street was its base.",
        "It has 500 staff at Leeds and 3.2 at best of five.",
        "Support for 40 versions of Windows 7 in Leeds and 10 at Kew ended.",
        "He was one of three people in Room 12, or 14 at most.",
        "It had 12 offices and moved on 3 May.",
        "The agency has 40 offices, and Windows 11 runs in all.",
        "Some 40 offices closed, leaving 2016 as the last year.",
        "It had 30 staff, of which he was 1.",
        "It told 40 councils about Article 50 in June.",
    ],
)
def test_a_number_that_is_no_half_of_a_pair_counts_nothing(text: str) -> None:
    assert len(counts(text)) == 1


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("In 2009 there were 120 desks in its libraries. Today there are 74.", (74, "desks")),
        ("It had 820 websites in 2010. It planned to be down to 320 by March.", (320, "websites")),
        ("It had 820 websites in 2010. It still had 430 in 2012.", (430, "websites")),
        ("It employed 1,150 contractors in May; by October that was down to 310.", (310, "contractors")),
        ("It employed 1,150 contractors in May, which had fallen to 310 by October.", (310, "contractors")),
        ("It lost 103 laptops. Of these, 17 went missing in a year.", (17, "laptops")),
        ("It lost 103 laptops. The number is now 40.", (40, "laptops")),
    ],
)
def test_how_many_there_are_later_is_counted_too(text: str, last: tuple[int, str]) -> None:
    whole = Article("a", "A story", text, published=PartialDate(2015, 11, 25))
    figure = figure_facts(whole, NAMES)[-1]
    assert (figure.value, figure.unit) == last


@pytest.mark.parametrize(
    "text",
    [
        "The trust runs 40 sites and 300 wards. There were 60 in 2012.",
        "It had 40 sites and 300 wards. It still had 60 in 2012.",
        "There are 40 sites and 300 wards. Of these, 900 would be a surprise.",
        "Its 40 sites have 300 wards. There are 24 hours in a day.",
    ],
)
def test_what_may_be_of_two_things_counts_neither(text: str) -> None:
    assert len(counts(text)) == 2


def test_fewer_are_counted_by_what_they_are() -> None:
    assert counts("It has 1,200 laptops, 300 fewer than in May.") == [("1,200 laptops", "laptops", "laptops")]
    assert counts("It has 300 fewer laptops.") == [("300 fewer laptops", "laptops", "fewer laptops")]
