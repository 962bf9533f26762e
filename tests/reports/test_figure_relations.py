"""How figures stand to each other: a case for each kind, and one beside it that is none."""

from __future__ import annotations

import pytest

from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.facts.figure_reading import figure_facts
from qabot.question.acronyms import read_body_names
from qabot.question.entities import EntityGazetteer
from qabot.reports.figure_relations import StatedFigure, relate

NAMES = EntityGazetteer.of(read_body_names())


def related(*texts: str, days: tuple[str, ...] = ()) -> list[tuple[int, str, int]]:
    """Return the relations of the figures of some articles: of which, how, to which."""
    stated: list[StatedFigure] = []
    for place, text in enumerate(texts):
        published = PartialDate.parse(days[place] if days else "2015-11-25")
        article = Article(f"a{place}", "A story", text, published=published)
        stated += [StatedFigure(each, article) for each in figure_facts(article, NAMES)]
    return [(i, each.kind, each.to) for i, relations in enumerate(relate(stated)) for each in relations]


def test_one_value_is_the_same_however_it_is_written() -> None:
    texts = ("GDS has a budget of £450m.", "GDS has a budget of £450 million.", "GDS has a budget of £0.45bn.")
    pairs = [(i, "same", j) for i in range(3) for j in range(3) if i != j]
    assert related(*texts) == pairs


def test_of_another_body_it_is_not() -> None:
    assert related("GDS has a budget of £450m.", "HMRC has a budget of £450m.") == []


def test_what_is_about_a_value_rounds_it() -> None:
    assert related("GDS has a budget of about £2bn.", "GDS has a budget of £1.98bn.") == [(0, "rounds", 1)]
    assert related("GDS has a budget of £2bn.", "GDS has a budget of £1.98bn.") == [(0, "rounds", 1)]
    assert related("GDS has a budget of £2bn.", "GDS has a budget of £1.6bn.") == []
    assert related("Damages of £49.98m, or £50m, fell to GDS.") == [(1, "rounds", 0)]


def test_a_value_lies_within_a_range() -> None:
    assert related("GDS needs a budget of £13bn to £22bn.", "GDS needs a budget of £15bn.") == [(1, "within", 0)]
    assert related("GDS needs a budget of £13bn to £22bn.", "GDS needs a budget of £25bn.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GDS spent £425m, of which £303m went on contracts.", [(1, "part_of", 0)]),
        ("GDS had £4.2bn, and £50m of it was for security.", [(1, "part_of", 0)]),
        ("GDS took £2.3bn of a total of £4.7bn.", [(0, "part_of", 1)]),
        ("GDS had £4.2bn, and £50m was for security.", []),
    ],
)
def test_a_sentence_says_what_is_part_of_what(text: str, expected: list[tuple[int, str, int]]) -> None:
    assert related(text) == expected


def test_parts_that_make_up_a_sum_are_parts_of_it() -> None:
    text = "GDS got £1.8bn. It was split into £1.3bn for tax and £450m for services."
    assert related(text) == [(1, "part_of", 0), (2, "part_of", 0)]
    assert related("GDS got £1.8bn. It spent £1.3bn on tax and £450m on services.") == []


def test_another_year_is_another_scope() -> None:
    texts = ("GDS had a budget of £58m in 2014/15.", "GDS had a budget of £66m in 2015/16.")
    assert related(*texts) == [(0, "other_scope", 1), (1, "other_scope", 0)]


def test_counts_by_two_nouns_that_are_far_apart_are_of_no_other_time() -> None:
    first = "The PSN had 588 bodies late in February 2014."
    assert related(first, "The PSN had 30 organisations late in March 2014.") == []
    both = [(0, "other_scope", 1), (1, "other_scope", 0)]
    assert related(first, "The PSN had 300 organisations late in March 2014.") == both
    assert related(first, "The PSN had 30 bodies late in March 2014.") == both


def test_a_year_and_a_sum_over_several_are_other_scopes() -> None:
    texts = ("GDS had a budget of £90m a year.", "GDS had a budget of £450m over five years.")
    assert related(*texts) == [(0, "other_scope", 1), (1, "other_scope", 0)]


def test_what_a_value_rose_to_is_the_later_one() -> None:
    assert related("The cost of GDS had risen from £20 million to around £100 million.") == [(1, "later", 0)]


def test_what_was_reported_a_month_later_is_the_later_one() -> None:
    texts = ("GDS had a budget of £58m.", "GDS had a budget of £67m.")
    assert related(*texts, days=("2015-01-01", "2015-03-01")) == [(1, "later", 0)]
    assert related(*texts, days=("2015-01-01", "2015-01-20")) == []


def test_conflicts_are_of_one_thing_one_period_and_one_scope() -> None:
    one, other = "GDS had a budget of £58m in 2014/15.", "GDS had a budget of £67m in 2014/15."
    assert related(one, other) == [(0, "conflicts", 1), (1, "conflicts", 0)]


@pytest.mark.parametrize(
    "other",
    [
        "GDS had a budget of £67m in 2013/14.",
        "GDS had a budget of £67m.",
        "GDS had a staff budget of £67m in 2014/15.",
        "GDS had a forecast budget of £67m in 2014/15.",
        "GDS had a budget of about £67m in 2014/15.",
        "GDS had a budget of £67m a year in 2014/15.",
        "HMRC had a budget of £67m in 2014/15.",
        "GDS had savings of £67m in 2014/15.",
        "GDS had a budget of £58.4m in 2014/15.",
    ],
)
def test_and_silence_beats_a_false_alarm(other: str) -> None:
    kinds = {kind for _, kind, _ in related("GDS had a budget of £58m in 2014/15.", other)}
    assert "conflicts" not in kinds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GDS was expected to cost £1.3bn, against a forecast of £226m made in 2013.", [(0, "later", 1)]),
        ("GDS put trust at 58%, up from 22% in November.", [(0, "later", 1)]),
        ("Benefits of GDS once put at £2.5bn had been marked down to £366m.", [(1, "later", 0)]),
        ("By April GDS had sales of £18m, and at the end of the year they stood at over £50m.", [(1, "later", 0)]),
        ("GDS cut its cost by £700m, from £2.6bn to £1.9bn.", [(2, "later", 1)]),
        ("GDS had a cost of £4m and a bill of £3m.", []),
    ],
)
def test_a_sentence_says_what_came_of_what(text: str, expected: list[tuple[int, str, int]]) -> None:
    assert related(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "GDS had spent £236m. Development accounted for £199m of the total, staff for £36m and others for £1m.",
            [(1, "part_of", 0), (2, "part_of", 0), (3, "part_of", 0)],
        ),
        ("Costs of GDS were over £2bn. That sum took in £640m for the case.", [(1, "part_of", 0)]),
        ("Costs of GDS were over £2bn. A new office took £640m.", []),
        ("Sales of GDS came to £3.2bn. G-Cloud alone had reached £2.85bn.", [(1, "part_of", 0)]),
        (
            "GDS was to pay £224m. Damages came to £50m and assets to £126m. Interest added £38m, and changes £10m.",
            [(1, "part_of", 0), (2, "part_of", 0), (3, "part_of", 0), (4, "part_of", 0)],
        ),
        ("GDS was to pay £224m. Damages came to £50m and assets to £120m.", []),
    ],
)
def test_figures_that_stand_together_make_up_another(text: str, expected: list[tuple[int, str, int]]) -> None:
    assert related(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "GDS paid £12.2m, £800,000 more than was told but less than the £13m that some had feared.",
        "GDS paid £12.2m, £800,000 less than the £13m that it had set aside.",
        "GDS paid £12.2m, £800,000 below the £13m that it had set aside.",
        "GDS paid £12.2m. It was £800,000 under budget, which was £13m.",
        "GDS got £29m on top of the £100m that it had.",
        "GDS was to spend £3m instead of the £5m that was planned.",
        "GDS stood at £29m ahead of the £40m that was forecast.",
    ],
)
def test_by_how_much_something_is_more_or_less_is_part_of_no_sum(text: str) -> None:
    assert [each for each in related(text) if each[1] == "part_of"] == []


def test_what_comes_on_top_makes_up_a_sum_all_the_same() -> None:
    told = related("GDS had £12.2m for its work, and £800,000 more for offices. In all it had £13m.")
    assert [each for each in told if each[1] == "part_of"] == [(0, "part_of", 2), (1, "part_of", 2)]


def test_a_long_value_is_the_same_whoever_it_is_about() -> None:
    texts = ("GDS was to get £224m.", "HMRC fought the award of £224m.")
    assert related(*texts) == [(0, "same", 1), (1, "same", 0)]
    assert related("GDS was to get £22m.", "HMRC fought the award of £22m.") == []
    assert related("GDS lost £34m.", "HMRC's sum took in the £34m already announced.") == [
        (0, "same", 1),
        (1, "same", 0),
    ]


def test_what_many_are_of_a_kind_is_no_later_figure_of_one() -> None:
    days = ("2014-01-19", "2015-04-28")
    assert related("GDS had won a contract of £485m.", "GDS won a contract of £125m.", days=days) == []
    assert related("GDS had a budget of £485m.", "GDS had a budget of £125m.", days=days) == [(1, "later", 0)]
    assert related("GDS had a budget of £485m.", "GDS had a budget of £12m.", days=days) == []


def test_users_are_more_later_and_no_rounding() -> None:
    days = ("2018-10-09", "2019-05-01")
    assert related("GDS had 3.6 million users.", "GDS had 3.9 million users.", days=days) == [(1, "later", 0)]
    assert related("Some 500 staff of GDS were to move.", "GDS said 370 staff would return.", days=days) == []
    assert related("GDS bought 50% of it.", "GDS bought 52% of it.", days=days) == []


def test_what_another_outlet_had_reported_is_the_same_where_its_article_says_so() -> None:
    """A value of one digit, too: whoever else says so may mean another one."""
    told = "GDS got up to £400m over three years."
    for again, kinds in (
        ("The Wombat Weekly had previously reported a total of up to £400m.", ["same", "same"]),
        ("The Wombat Weekly had reported a total of up to £400m.", []),
        ("The Times had previously reported a total of up to £400m.", []),
    ):
        first = Article("a", "A story", told, outlet="Wombat Weekly", published=PartialDate(2015, 11))
        second = Article(
            "b", "A story", f"GDS was late. {again}", outlet="UKAuthority", published=PartialDate(2015, 12)
        )
        stated = [StatedFigure(each, whole) for whole in (first, second) for each in figure_facts(whole, NAMES)]
        assert [each.kind for relations in relate(stated) for each in relations] == kinds


AT_ODDS = [(0, "conflicts", 1), (1, "conflicts", 0)]


@pytest.mark.parametrize(
    "text",
    [
        "GDS was late. The audit gave its price as £46.11m, while Computer Weekly used £40m.",
        "GDS was late. The Register gave the cost as £4m, but Computing printed £7m.",
        "GDS was late. The minutes put the loss at £212m; the accounts put it at £190m.",
        "GDS was late. Computing put the cost at £4m. The Register put it at £7m.",
        "GDS was late. The Register put the cost at £4m. But the Evening Echo put the cost at £7m.",
    ],
)
def test_sources_that_an_article_sets_against_each_other_conflict(text: str) -> None:
    assert related(text) == AT_ODDS


def test_of_three_sources_each_conflicts_with_each() -> None:
    text = "GDS was late. The Wombat Courier put it at £4m, the Yorkshire Post at £5m and the Evening Echo at £6m."
    assert related(text) == [(i, "conflicts", j) for i in range(3) for j in range(3) if i != j]


@pytest.mark.parametrize(
    "text",
    [
        "The Register put the cost at £4m in 2013, but Computing put it at £7m in 2014.",
        "The Register put the cost at £4m in 2013, but Computing put it at £7m.",
        "The Register put the cost at £4m a year, but Computing put it at £7m.",
        "The Register put the cost at up to £4m, but Computing put it at £7m.",
        "The Register put the cost at £4m, but Computing put it at more than £7m.",
        "The Register put the cost at £4m, but Computing put it at about £7m.",
        "The Register put the cost at £46.11m, but Computing put it at £46m.",
        "The Register put the cost at £4m to £5m, but Computing put it at £7m.",
        "The Register put the cost at £4m, but Computing put the savings at £7m.",
        "The Register put the forecast cost at £4m, but Computing put it at £7m.",
        "The Register earlier put the cost at £4m, but Computing put it at £7m.",
        "The Register put the cost at £4m, but Computing put it at £7m with VAT.",
        "The Register put HMRC's bill at £4m and Computing put GDS's bill at £6m.",
        "HMRC put its bill at £4m, while the DWP put its own at £7m.",
        "The Register put the cost at £4m, and Computing put it at £4m.",
        "The Register put the cost at £4m. It was £7m.",
        "The Register put the cost at £4m.\n\nComputing put it at £7m.",
        "The Register put the cost at £4m. A year later Computing put it at £7m.",
        "The survey gave 40%, while the audit gave 60%.",
    ],
)
def test_and_where_a_time_a_scope_or_a_bound_may_explain_it_nothing_is_said(text: str) -> None:
    assert "conflicts" not in {kind for _, kind, _ in related(f"GDS was late. {text}")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GDS had 30 offices, and 12 of those were shut.", [(1, "part_of", 0)]),
        ("GDS made 900 checks. In all 840 of them were done by app.", [(1, "part_of", 0)]),
        ("Out of 588 bodies, GDS said, around 20 had failed.", [(1, "part_of", 0)]),
        ("GDS found 12 errors, and the faults came to 76 in all.", [(0, "part_of", 1)]),
        ("GDS made 840 checks in the first quarter of 2015. January saw 350 checks.", [(1, "part_of", 0)]),
        ("GDS had 840 staff in the first quarter of 2015. In January it had 350 staff.", []),
        ("GDS made 840 checks in 2014. In January 2015 it made 350 checks.", None),
        ("GDS took 900 calls in 2013/14, of which 350 calls came in May 2013.", [(1, "part_of", 0)]),
        ("GDS expected 900 calls in 2013/14. It had 350 calls in May 2013.", None),
        ("GDS had 30 offices, and 12 sites were shut.", []),
        ("GDS had 30 staff, and 12 of those posts were to go.", []),
        ("GDS had 60 bodies on it in May. That number fell to 20.", [(1, "later", 0)]),
        (
            "GDS said 60 out of 588 bodies had failed. That number was to fall to 20.",
            [(0, "part_of", 1), (2, "later", 0)],
        ),
    ],
)
def test_counts_are_parts_of_what_was_counted_and_move(text: str, expected: list[tuple[int, str, int]] | None) -> None:
    found = related(text)
    assert (found == expected) if expected is not None else not {kind for _, kind, _ in found} & {"part_of", "later"}


def test_out_of_one_whole_the_count_of_a_later_article_is_the_later_one() -> None:
    texts = ("GDS said 60 of the 588 bodies had failed.", "Out of 588 bodies, around 20 had failed GDS.")
    assert set(related(*texts, days=("2014-03-01", "2014-04-16"))) == {
        (0, "part_of", 1), (1, "same", 2), (2, "same", 1), (3, "part_of", 2), (3, "later", 0),
    }  # fmt: skip
    others = ("GDS said 60 of the 90 bodies had failed.", "Out of 90 bodies, around 20 had failed GDS.")
    assert "later" not in {kind for _, kind, _ in related(*others, days=("2014-03-01", "2014-04-16"))}


def test_faults_and_defects_are_counted_as_one_thing() -> None:
    assert related("GDS found 76 faults.", "GDS had 76 defects.") == [(0, "same", 1), (1, "same", 0)]
    assert related("GDS found 76 faults.", "GDS had 76 offices.") == []


def test_a_part_of_users_is_no_figure_of_all_users() -> None:
    days = ("2014-01-01", "2015-04-28")
    texts = ("GDS had 220 users, and 180 of them were new.", "GDS had 300 users.")
    assert [each for each in related(*texts, days=days) if 1 in each[::2]] == [(1, "part_of", 0)]


@pytest.mark.parametrize(
    ("text", "is_later"),
    [
        ("GDS said 60 out of 588 bodies had failed. In March there were 30 organisations left.", True),
        ("GDS said 60 out of 588 bodies had failed. In March it met 30 organisations.", False),
        ("GDS said 60 out of 588 bodies had failed. In March there were 90 organisations left.", False),
        ("GDS had 588 bodies. In March there were 30 organisations left.", False),
    ],
)
def test_what_is_left_of_a_part_is_the_later_number(text: str, is_later: bool) -> None:
    assert ((2, "later", 0) in related(text)) is is_later
    assert any(kind == "later" for _, kind, _ in related(text)) is is_later


@pytest.mark.parametrize(
    "other",
    [
        "Computing had reported up to £400m for GDS.",
        "Computing had reported up to £90m for GDS.",
        "Computing had reported up to £700m for GDS.",
        "Computing had reported £400m for GDS.",
        "Computing had reported up to £400m for HMRC.",
        "Computing had reported spending on paper of up to £400m at GDS.",
    ],
)
def test_of_two_bounds_neither_lies_in_the_other(other: str) -> None:
    assert related("GDS was to receive more than £100m for staff.", other) == []


def test_what_went_from_one_number_to_another_is_the_later_one() -> None:
    assert related("GDS cut its servers from 500 to 320.") == [(1, "later", 0)]


DAYS = ("2020-08-06", "2021-04-01")


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (
            (
                "GDS put the cost of the ransomware attack that hit it at £10.14m.",
                "GDS was offered 3 servers towards the costs of a cyber attack, far below the £10.4m that it had cost.",
            ),
            [(0, "conflicts", 2), (2, "conflicts", 0)],
        ),
        (("GDS put the cost of the attack at £10.14m.", "A new roof of GDS had a cost of £10.4m."), []),
        (("GDS put the cost of the attack at £10.14m.", "The attack on GDS had a cost of £18m."), []),
        (
            ("GDS put the cost of the attack at £10.14m.", "The cost of the attack on GDS had risen to £10.4m."),
            [(1, "later", 0)],
        ),
        (("GDS spent £130m so far.", "GDS had spent £212m."), [(1, "later", 0)]),
        (("The Spending Review gave GDS £1.3bn.", "The Spending Review gave GDS £600m."), []),
        (("The bill for appeals of GDS was £220m.", "Costs of police systems of GDS rose to £1.1bn."), []),
    ],
)
def test_later_asks_for_a_later_state_and_a_cost_told_twice_is_in_conflict(
    texts: tuple[str, str], expected: list[tuple[int, str, int]]
) -> None:
    assert related(*texts, days=DAYS) == expected


def test_one_story_told_twice_with_two_sums_is_in_conflict() -> None:
    told = "GDS has signed a £{}m deal with Fujitsu to replace its ageing social care system, members were told."
    both = [(0, "conflicts", 1), (1, "conflicts", 0)]
    assert related(told.format("12.4"), told.format("13.4")) == both
    assert related(told.format("12.4"), "GDS has signed a £13.4m deal for paper.") == []


def test_what_had_been_reported_in_a_year_is_tied_to_that_report() -> None:
    texts = (
        "GDS put the cost of the attack at £10.14m.",
        "GDS gave a total of over £10 million which had been reported in 2020.",
    )
    days = ("2020-08-06", "2023-01-30")
    assert related(*texts, days=days) == [(0, "within", 1), (1, "rounds", 0)]
    assert related(*texts, days=("2019-08-06", "2023-01-30")) == []


def test_a_list_of_parts_is_of_its_own_sum_and_of_no_other() -> None:
    text = (
        "GDS stood to pay £2.2 billion, and £1.1 billion of that had gone. Lorenzo accounted for about £600m. "
        "A paper gave the same amount, which consisted of £500m set aside and £100m more."
    )
    assert related(text) == [(1, "part_of", 0), (3, "part_of", 2), (4, "part_of", 2)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HMRC paid Capgemini £724m in 2015-16.", "HMRC paid Fujitsu £690m in 2015-16."),
        ("HMRC paid £724m to Capgemini in 2015-16.", "HMRC paid £690m to Fujitsu in 2015-16."),
        (
            "HMRC bought £724m of services from Capgemini in 2015.",
            "HMRC bought £690m of services from Fujitsu in 2015.",
        ),
        ("HMRC's contract with Capgemini cost £724m in 2015.", "HMRC's contract with Fujitsu cost £690m in 2015."),
        ("HMRC paid Capgemini £724m in 2015-16.", "HMRC paid Fujitsu £690m in 2016-17."),
    ],
)
def test_what_two_are_paid_is_no_one_thing(one: str, other: str) -> None:
    assert related(one, other, days=("2016-10-01", "2016-10-20")) == []


def test_what_one_is_paid_may_conflict() -> None:
    texts = ("HMRC paid Serco £724m in 2015-16.", "HMRC paid Serco Group £690m in 2015-16.")
    assert {kind for _, kind, _ in related(*texts, days=("2016-10-01", "2016-10-20"))} == {"conflicts"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("DWP spent £12m on Universal Credit in Leeds in 2015.", "DWP spent £14m on Universal Credit in Hull in 2015."),
        ("DWP spent £12m on Universal Credit in Leeds in 2015.", "DWP spent £14m on Universal Credit in 2015."),
        ("Verify cost £12m gross in 2015.", "Verify cost £14m net in 2015."),
        ("Verify cost £12m in 2015, excluding staff.", "Verify cost £14m in 2015, including staff."),
        ("Phase one of Verify cost £12m in 2015.", "Phase two of Verify cost £14m in 2015."),
        ("Verify's hosting cost £12m in 2015.", "Verify's staff cost £14m in 2015."),
        ("The Home Office's IT cost £12m in 2015.", "The Home Office's police IT cost £14m in 2015."),
        ("In Scotland Verify cost £12m in 2015.", "In Wales Verify cost £14m in 2015."),
        ("Verify cost taxpayers £12m in 2015.", "Verify cost users £14m in 2015."),
    ],
)
def test_what_is_told_of_one_alone_keeps_two_sums_from_conflict(one: str, other: str) -> None:
    assert related(one, other, days=("2016-10-01", "2016-10-20")) == []


def test_the_same_place_and_phase_do_not() -> None:
    one, other = ("Phase one of Verify in Leeds cost £12m in 2015.", "Phase one of Verify in Leeds cost £14m in 2015.")
    assert {kind for _, kind, _ in related(one, other, days=("2016-10-01", "2016-10-20"))} == {"conflicts"}
