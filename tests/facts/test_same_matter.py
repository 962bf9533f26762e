"""What is in one form but says it of others is another article; what was only passed on, cut or misspelt is a copy."""

from __future__ import annotations

from itertools import combinations

import pytest

from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.facts.near_duplicates import are_copies, group, is_update

RULES = (
    "The notice was published under the procurement rules for bodies of this size. Bids were scored for quality and "
    "for "
    "price in equal parts. Firms that were not chosen may ask for the scores within ten days of the notice. The "
    "buyer may "
    "extend the contract twice, each time for a year, on the same terms. Questions about the notice go to the buyer's "
    "procurement desk and not to this site."
)
STATUS = (
    "Engineers are looking into the cause and will post the next update here within the hour. Customers need not "
    "call the "
    "help desk, whose lines are busy. Those who depend on the line for care alarms should use a mobile phone in the "
    "meantime. A list of public buildings with free wireless can be found on the site. We are sorry for the trouble."
)
PATCH = (
    "Administrators should install the update as soon as their change rules allow. Where that cannot be done at once, "
    "access to the management pages should be limited to known addresses. There is no sign yet that the flaw is used "
    "by "
    "attackers. The advisory will be updated if that changes. Reports of incidents go to the usual address."
)
JOBS = (
    "The post is permanent and can be shared. Work from home is possible for up to three days a week. The council is a "
    "Disability Confident employer and interviews everyone who meets the essential criteria. Apply through the jobs "
    "site "
    "with a statement of no more than two pages. Interviews are held online in the two weeks after the closing date."
)
BUDGET = (
    "Councillors will debate the plans at the full meeting next month. Under the law a rise above the limit needs a "
    "vote "
    "of all residents. The leader said that every council was in the same position and that reserves could be used but "
    "once. Unions have asked for talks on posts. A list of the savings is in the papers for the meeting."
)


def told(text: str, title: str = "", outlet: str | None = "Notices", published: str | None = None) -> Article:
    """An article of which these matter."""
    return Article("a", title, text, outlet=outlet, published=PartialDate.parse(published) if published else None)


TEMPLATES: dict[str, list[Article]] = {
    "awards": [
        told(
            f"{council} has awarded a contract for {what} to {firm}. It is worth {worth} and runs for {years} "
            f"years.\n\n{RULES}",
            f"Contract award: {council} chooses {firm}",
        )
        for council, what, firm, worth, years in [
            ("Selby Council", "print services", "Marlow Print", "£310,000", "three"),
            ("Thirsk Council", "case management", "Hexham Systems", "£2.4m", "five"),
            ("Ripon Council", "print services", "Hexham Systems", "£95,000", "two"),
            ("Filey Council", "a payroll bureau", "Otley Payroll", "£1.1m", "four"),
        ]
    ],
    "awards that differ in the sum alone": [
        told(
            f"Selby Council has awarded a contract for print services to Marlow Print for {worth}.\n\n{RULES}", "Award"
        )
        for worth in ("£310,000", "£330,000", "£3.1m", "€310,000")
    ],
    "awards that differ in the supplier alone": [
        told(f"Selby Council has awarded a contract for print services to {firm} for £310,000.\n\n{RULES}", "Award")
        for firm in ("Marlow Print", "Hexham Systems", "Otley Payroll", "Capita")
    ],
    "outages": [
        told(f"Broadband in {town} has been down since {hour} this morning. {STATUS}", f"{town}: broadband down")
        for town, hour in [("Penrith", "6am"), ("Kendal", "6am"), ("Workington", "9am"), ("Keswick", "9am")]
    ],
    "outages of one day and the next": [
        told(f"The planning portal will be closed on {day} March from noon. {STATUS}", "Planned maintenance")
        for day in ("3", "10", "17")
    ],
    "outages of services in lower case": [
        told(f"The {it} service is not working. Staff cannot log in to the {it} service. {STATUS}", f"No {it} service")
        for it in ("payroll", "parking", "library", "planning")
    ],
    "advisories": [
        told(
            f"A flaw in {what} lets attackers {how}. It has the number CVE-2023-{number} and a score of "
            f"{score}.\n\n{PATCH}",
            f"{what}: update available",
        )
        for what, how, number, score in [
            ("Northgate Mail 4", "read messages", "20118", "7.5"),
            ("Northgate Mail 5", "read messages", "20119", "7.5"),
            ("Farrow Gateway", "run code", "31007", "9.8"),
            ("Iken Legal", "see cases of others", "40112", "6.1"),
        ]
    ],
    "advisories that differ in the number alone": [
        told(
            f"A flaw in Farrow Gateway lets attackers run code. It is CVE-2023-{number}.\n\n{PATCH}",
            "Farrow Gateway flaw",
        )
        for number in ("31007", "31008", "31070")
    ],
    "results of one company": [
        told(
            f"Brackley Software reported revenue of £{revenue}m for the {quarter} quarter of {year}, against "
            f"£{before}m a "
            f"year earlier. Profit before tax was £{profit}m. Brackley Software sells case systems to councils and "
            f"courts "
            "and employs 900 people in Leeds and Cork. Its chief executive said that demand for hosted systems was "
            "firm "
            "and that the order book gave a good view of the year ahead. Shares were little changed in early trading.",
            f"Brackley results, {quarter} quarter of {year}",
        )
        for quarter, year, revenue, before, profit in [
            ("first", 2022, "31.2", "29.0", "4.1"),
            ("second", 2022, "33.4", "30.2", "4.6"),
            ("third", 2022, "30.9", "31.0", "3.8"),
            ("first", 2023, "34.0", "31.2", "4.4"),
        ]
    ],
    "posts": [
        told(
            f"The council is looking for {a_role} to join its digital team. The salary is £{pay}. As {a_role} you will "
            f"work with services across the council.\n\n{JOBS}",
            f"Wanted: {a_role}",
        )
        for a_role, pay in [
            ("a data analyst", "38,000"),
            ("a network engineer", "38,000"),
            ("a service designer", "38,000"),
            ("a delivery manager", "52,000"),
        ]
    ],
    "budgets": [
        told(
            f"{council} plans to cut {worth} from its spending next year and to raise council tax by {rise}. {BUDGET}",
            f"{council} to cut {worth}",
        )
        for council, worth, rise in [
            ("Wyre Forest", "£2.2m", "2.9 per cent"),
            ("Malvern Hills", "£1.4m", "2.9 per cent"),
            ("Redditch", "£3m", "1.99 per cent"),
            ("Bromsgrove", "£2.2m", "4.99 per cent"),
        ]
    ],
    "budgets of places that one word names": [
        told(f"{town} has agreed its budget. Council tax will rise by 2.99 per cent. {BUDGET}", "Council agrees budget")
        for town in ("Swale", "Maidstone", "Leeds")
    ],
    "plans of places that one word names": [
        told(f"{town} plans to move its payroll in March. {BUDGET}", "Payroll to move")
        for town in ("Ashford", "Thanet")
    ],
    "bodies that own what is told": [
        told(f"{town}'s portal is to be moved in March. {BUDGET}", "Portal to move") for town in ("Ashford", "Thanet")
    ],
    "statements of two bodies": [
        told(f"{body} has moved its payroll to the cloud. {body} pays a third less. {BUDGET}", "Payroll", body)
        for body in ("Ashford Council", "Thanet Council")
    ],
    "rows of a register": [
        told(f"Supplier: {firm}\nReference: {code}\nStart: {day}\nValue: {worth}\n\n{RULES}", "Entry in the register")
        for firm, code, day, worth in [
            ("Kainos", "CF-0011", "01/04/2023", "£90,000"),
            ("Kainos", "CF-0012", "01/04/2023", "£90,000"),
            ("Softcat", "CF-0011", "01/04/2023", "£90,000"),
            ("Kainos", "CF-0011", "01/05/2023", "£90,000"),
        ]
    ],
    "meetings that differ in the date of the title alone": [
        told(f"The papers of the digital committee can be read on the site. {BUDGET}", f"Digital committee, {day}")
        for day in ("3 May 2023", "7 June 2023", "5 July 2023", "3 May 2024")
    ],
    "places that differ in the title alone": [
        told(f"All services are running as they should. {STATUS}", f"Service status: {town}")
        for town in ("Barrow", "Carlisle", "Lancaster", "Preston")
    ],
    "decisions for and against": [
        told(f"The regulator {says} approve the merger of Marlow Print and Otley Payroll. {PATCH}", "Merger decision")
        for says in ("will", "will not")
    ],
    "names that are nearly one": [
        told(f"{town} has a new portal. Residents of {town} can pay there. {STATUS}", "A new portal")
        for town in ("Upper Walton", "Upper Wilton", "Upper Welton")
    ],
    "notices whose lead is told each in its own words": [
        told(
            f"Schools across Rutland get faster lines from Zeta Fibre under a deal signed by Oakham this "
            f"week.\n\n{RULES}"
        ),
        told(f"Hosting of the court archive in Truro passes to Penwith Data, which beat Camborne Systems.\n\n{RULES}"),
        told(f"Nobody but Solent Cabling bid to rewire the offices on the Isle of Wight, at £640,000.\n\n{RULES}"),
    ],
}
STORY = (
    "Capita has been fined £14m after hackers took the details of six million people. The Information Commissioner "
    "said "
    "the firm had taken 58 hours to shut off one laptop. “Capita failed in its duty,” said John Edwards, the "
    "commissioner. "
    "The firm has said it regrets the attack of March 2023 and has spent £25 million on its systems since then. "
    "Pension "
    "schemes such as USS had to warn their members that their data were at risk.\n\n"
    "The penalty was first meant to be £45m. It was cut after the company showed what it had done to help those who "
    "were "
    "hurt, and because it did not contest the decision. Unions said the money should go to the people whose data "
    "were lost."
)
CREDIT = "The Department for Work and Pensions told Reuters that it had not been hit. "
COPIES: dict[str, tuple[Article, Article]] = {
    "another headline": (told(STORY, "Capita fined £14m"), told(STORY, "Watchdog makes an example of outsourcer")),
    "another headline and byline": (
        told(f"By Jane Hollis\n\n{STORY}", "Capita fined £14m", "Courier"),
        told(f"By Owen Pryce\n\n{STORY}", "Outsourcer pays for slow reply to hackers", "Gazette"),
    ),
    "a byline on the line of the lead": (
        told(f"By Jane Hollis {STORY}"),
        told(f"By Owen Pryce, technology editor {STORY}"),
    ),
    "another dateline": (told(f"LONDON, May 3 (Reuters) - {STORY}"), told(f"MANCHESTER – {STORY}")),
    "an agency's lines": (
        told(f"{STORY}\n\nReporting by Ann Lee; editing by Bo Park"),
        told(f"(PA) {STORY}\n\nCopyright 2023 Press Association. All rights reserved."),
    ),
    "an agency named in the text": (
        told(f"{STORY} {CREDIT}"),
        told(f"{STORY} {CREDIT.replace('Reuters', 'the Press Association')}"),
    ),
    "an outlet named in the text": (
        told(f"{STORY} {CREDIT.replace('Reuters', 'the Courier')}", outlet="Courier"),
        told(f"{STORY} {CREDIT.replace('Reuters', 'Public Gazette')}", outlet="Public Gazette"),
    ),
    "an outlet that names itself": (
        told(f"{STORY} Computing has learned that more is to come.", outlet="Computing"),
        told(f"{STORY} The Harbour Gazette has learned that more is to come.", outlet="Harbour Gazette"),
    ),
    "an introduction": (
        told(STORY, outlet="Courier"),
        told(f"This story by Jane Hollis of the Courier is the second of five on Hull. {STORY}", outlet="Gazette"),
    ),
    "other last paragraphs": (
        told(f"{STORY}\n\nJane Hollis is technology editor of the Courier in Hull."),
        told(f"{STORY}\n\nThis story is a part of our series on Outsourcing, of which 12 have appeared since 2021."),
    ),
    "a last paragraph with more": (
        told(STORY),
        told(f"{STORY}\n\nIn May Serco said it had lost 4,000 records in Hull."),
    ),
    "quotation marks and dashes": (
        told(STORY),
        told(STORY.replace("“", '"').replace("”", '"').replace(", said John Edwards, ", " – said John Edwards – ")),
    ),
    "typos put right": (
        told(STORY.replace("Commissioner", "Comissioner").replace("Edwards", "Edwrads").replace("regrets", "regretts")),
        told(STORY),
    ),
    "lines wrapped anew": (
        told(
            STORY.replace("company", "com-\npany").replace(" of ", "\nof ").replace("commissioner", "commis-\nsioner")
        ),
        told(STORY),
    ),
    "words misread": (
        told(
            STORY.replace("Commissioner", "Cornmissioner").replace("Edwards", "Edwarcls").replace("regrets", "rcgrets")
        ),
        told(STORY),
    ),
    "misread throughout": (
        told(STORY),
        told(
            STORY.replace("hackers", "haekcrs")
            .replace("duty", "dufy")
            .replace("regrets", "rcgrcts")
            .replace("£25 million", "£25 rnillion")
            .replace("Capita", "Caplta")
            .replace("USS", "US5")
        ),
    ),
    "figures misread": (told(STORY.replace("£14m", "£l4m").replace("2023", "2O23").replace("£25", "£2S")), told(STORY)),
    "words that a machine parted": (
        told(STORY.replace("Capita has", "Cap ita has").replace("Pension ", "Pen sion ")),
        told(STORY),
    ),
    "figures written otherwise": (
        told(STORY),
        told(STORY.replace("£14m", "£14 million").replace("six million", "6m").replace("£25 million", "£25,000,000")),
    ),
    "spelling of another house": (
        told(STORY + " The organisation will recognise the programme and analyse it."),
        told(STORY + " The organization will recognize the program and analyze it."),
    ),
    "initials for a name": (
        told(f"{STORY} {CREDIT}"),
        told(f"{STORY} {CREDIT.replace('Department for Work and Pensions', 'DWP')}"),
    ),
    "counts of comments and shares": (
        told(f"12 comments\n\n{STORY}\n\n3 days ago\n\nComments (12)"),
        told(f"154 comments\n\n{STORY}\n\n5 hours ago\n\nComments (154)"),
    ),
    "other ways to reach them": (
        told(f"{STORY}\n\nContact: desk@courier.example, 020 7946 0001, https://courier.example/hull/17"),
        told(f"{STORY}\n\nContact: news@gazette.example, 020 7946 0999, www.gazette.example/a/b-2023-99"),
    ),
    "hours of updates": (
        told(f"Updated at 10:35\n\n{STORY}"),
        told(f"Updated: 11:20, 4 May 2023\n\n{STORY}"),
    ),
    "furniture": (
        told(f"{STORY}\n\nSign up to our newsletter! Related: councils share data. Share this on social media."),
        told(f"Skip to content. Home. News. Jobs.\n\n{STORY}"),
    ),
    "a cut": (told(STORY), told(STORY[: STORY.index("The penalty")])),
    "an editor's words": (
        told(STORY),
        told(STORY.replace("has said it regrets", "says it is sorry for").replace("such as", "including")),
    ),
    "other words for those who act": (
        told(f"Ministers have seen the report. {STORY} Bosses will meet in May."),
        told(f"Officials have seen the report. {STORY} Directors will meet in May."),
    ),
    "capitals throughout": (told(STORY), told(STORY.upper())),
    "a word for a name": (
        told(STORY),
        told(STORY.replace("said John Edwards, the commissioner", "the commissioner said")),
    ),
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_texts_of_one_form_about_others_are_no_copies(name: str) -> None:
    wrong = [(a.title, b.title) for a, b in combinations(TEMPLATES[name], 2) if are_copies(a, b) or are_copies(b, a)]
    assert not wrong


@pytest.mark.parametrize("name", COPIES)
def test_a_story_that_was_passed_on_is_a_copy(name: str) -> None:
    one, other = COPIES[name]
    assert are_copies(one, other)
    assert are_copies(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("By 2024 some 300 posts will go.", "By 2026 some 900 posts will go."),
        ("Updated figures put it at 4,000.", "Updated figures put it at 7,000."),
        ("Share prices fell by 4 per cent.", "Share prices fell by 9 per cent."),
        ("Posted workers number 300.", "Posted workers number 700."),
    ],
)
def test_lines_that_only_begin_like_furniture_count(one: str, other: str) -> None:
    assert not are_copies(told(f"{one}\n\n{RULES}"), told(f"{other}\n\n{RULES}"))


class TestUpdates:
    """What stands where an earlier article stood."""

    @pytest.mark.parametrize(
        "later",
        [
            told(f"{STORY}\n\nThe firm said on Friday that it would pay by June.", "Capita fined £14m"),
            told(STORY[: STORY.index("The penalty")], "Capita fined £14m"),
            told(STORY.replace("six million", "6.6 million"), "Capita fined £14m"),
            told(STORY, "Capita: the fine, and what comes next"),
            told(f"{STORY}\n\n" + "The board met again and said more of what it knew. " * 30, "Capita fined £14m"),
        ],
        ids=["more", "less", "another figure", "another headline", "much more"],
    )
    def test_are_like_it_and_about_the_same(self, later: Article) -> None:
        assert is_update(later, told(STORY, "Capita fined £14m"))

    def test_are_about_the_same(self) -> None:
        for name in ("awards", "outages", "posts", "budgets", "results of one company"):
            for one, other in combinations(TEMPLATES[name], 2):
                assert not is_update(one, other), (one.title, other.title)

    def test_are_like_it(self) -> None:
        assert not is_update(told(f"Another page. {RULES}", "Capita fined £14m"), told(STORY, "Capita fined £14m"))
        assert not is_update(told("More to follow.", "Capita fined £14m"), told(STORY, "Capita fined £14m"))

    @pytest.mark.parametrize(("published", "expected"), [(None, True), ("2023-05-03", True), ("2023-06-03", False)])
    def test_with_other_figures_have_the_same_date(self, published: str | None, expected: bool) -> None:
        earlier = told(STORY, "Capita fined", published="2023-05-03")
        later = told(STORY.replace("58 hours", "61 hours"), "Capita fined", published=published)
        assert is_update(later, earlier) is expected


def test_what_two_notices_have_in_common_makes_no_story_of_them() -> None:
    notices = [*TEMPLATES["awards"][:2], told(RULES, "The rules")]
    assert len(group([Article(str(n), each.title, each.text) for n, each in enumerate(notices)])) >= 2
    for members in group(notices):
        assert not {0, 1} <= set(members)


@pytest.mark.parametrize("unit", ["a", "1", "1,", "£1", "one and ", "A ", "a_1.", "@", "0207 ", "by A B\n", "A-", "'s"])
def test_texts_made_to_take_time_are_compared_like_any(unit: str) -> None:
    one, other = (told(f"{start} {unit * (60_000 // len(unit))} {RULES}") for start in ("Here", "There"))
    assert are_copies(one, other) in {True, False}
