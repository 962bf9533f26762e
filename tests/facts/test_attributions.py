"""Who said what in a text: styles of quoting and reporting, who is meant, and what is no saying."""

from __future__ import annotations

import random
from pathlib import Path
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.core.articles import Article
from qabot.core.facts import Attribution
from qabot.core.text import clean
from qabot.facts.attributions import find_attributions
from qabot.facts.body_mentions import BodyMention


def article(text: str, *organisations: str) -> Article:
    """Return an article that says this."""
    return Article(id="a", title="t", text=clean(text), organisations=organisations)


def told(text: str, *organisations: str) -> list[tuple[str, str, str, bool, list[str]]]:
    """Return of each attribution who, by which cue, which act, whether directly, and what."""
    whole = article(text, *organisations)
    return [
        (each.speaker, whole.text[slice(*each.cue)], each.act, each.direct, contents(whole, each))
        for each in find_attributions(whole)
    ]


def contents(whole: Article, said: Attribution) -> list[str]:
    """Return what was said, part by part."""
    return [whole.text[start:end] for start, end in said.contents]


class TestDirect:
    """Between quotation marks."""

    @pytest.mark.parametrize(
        ("text", "speaker", "parts"),
        [
            ("“It is late,” said Ann Lee.", "Ann Lee", ["It is late"]),
            ("“It is late,” Ann Lee said.", "Ann Lee", ["It is late"]),
            ('"It is late," Ann Lee told the BBC.', "Ann Lee", ["It is late"]),
            ("‘It is late,’ says Ann Lee. ‘Very late.’", "Ann Lee", ["It is late", "Very late."]),
            ("“It is,” Ann Lee said, “very late.”", "Ann Lee", ["It is", "very late."]),
            ("“It is,” Ann Lee said on Monday, “very late.”", "Ann Lee", ["It is", "very late."]),
            ("Ann Lee, the mayor of Hull, said: “It is late.”", "Ann Lee", ["It is late."]),
            ("According to Ann Lee, “it is very late”.", "Ann Lee", ["it is very late"]),
            ("A spokesman for the council said: “It is late.”", "A spokesman for the council", ["It is late."]),
            ("“Is it late?” Ann Lee asked.", "Ann Lee", ["Is it late?"]),
            ("“The councils’ plan isn’t ‘late’,” said Ann Lee.", "Ann Lee", ["The councils’ plan isn’t ‘late’"]),
        ],
    )
    def test_in_the_styles_of_many_outlets(self, text: str, speaker: str, parts: list[str]) -> None:
        ((who, _, _, direct, said),) = told(text)
        assert (who, direct, said) == (speaker, True, parts)

    def test_over_paragraphs_each_of_which_opens_it_again(self) -> None:
        found = told("Ann Lee said: “One is late.\n\n“Two is later.\n\n“Three.”\n\nShe left in June.")
        assert [(who, said) for who, _, _, _, said in found] == [
            ("Ann Lee", ["One is late."]),
            ("Ann Lee", ["Two is later."]),
            ("Ann Lee", ["Three."]),
        ]

    def test_a_colon_announces_what_the_next_paragraph_quotes(self) -> None:
        assert told("Ann Lee said:\n\n“It is late.”")[0][0] == "Ann Lee"

    def test_a_quotation_without_a_cue_goes_on_only_where_its_place_shows_it(self) -> None:
        assert len(told("“It is late,” said Ann Lee.\n\nThe train came.\n\n“Nobody knew of it at all.”")) == 1

    @pytest.mark.parametrize(
        "text", ["The “digital dividend” never came.", "Its ‘cloud first’ policy is old.", "He read “War and Peace”."]
    )
    def test_scare_quotes_and_titles_are_no_sayings(self, text: str) -> None:
        assert told(text) == []


class TestIndirect:
    """Without them."""

    @pytest.mark.parametrize(
        ("text", "speaker", "act", "parts"),
        [
            ("Socitm said that it was late.", "Socitm", "said", ["it was late"]),
            ("Socitm said the plan was late.", "Socitm", "said", ["the plan was late"]),
            ("The plan was late, Socitm said.", "Socitm", "said", ["The plan was late"]),
            ("Its members who took part said it was late.", "Its members", "said", ["it was late"]),
            ("Ministers who came by train said it was late.", "Ministers", "said", ["it was late"]),
            ("The plan, Socitm argued, was late.", "Socitm", "claimed", ["The plan", "was late"]),
            ("Ministers, said Lord Adonis, must go.", "Adonis", "said", ["Ministers", "must go"]),
            ("According to Socitm, the plan was late.", "Socitm", "said", ["the plan was late"]),
            ("The plan was late, according to Socitm.", "Socitm", "said", ["The plan was late"]),
            ("In Socitm's view, the plan was late.", "Socitm", "said", ["the plan was late"]),
            ("As Socitm pointed out, the plan was late.", "Socitm", "said", ["the plan was late"]),
            ("Socitm's view was that the plan was late.", "Socitm", "said", ["the plan was late"]),
            ("Socitm has called on ministers to act.", "Socitm", "called_for", ["ministers to act"]),
            ("Socitm urged ministers to act.", "Socitm", "called_for", ["ministers to act"]),
            ("Socitm warned of a crash.", "Socitm", "warned", ["a crash"]),
            ("Socitm welcomed the plan.", "Socitm", "welcomed", ["the plan"]),
            ("Socitm criticised the plan.", "Socitm", "criticised", ["the plan"]),
            ("Socitm denied that it was late.", "Socitm", "denied", ["it was late"]),
            ("Socitm promised to pay.", "Socitm", "promised", ["to pay"]),
            ("Socitm asked whether it was late.", "Socitm", "asked", ["whether it was late"]),
            ("Socitm agreed to pay.", "Socitm", "agreed", ["to pay"]),
            ("The review found that it was late.", "The review", "found", ["it was late"]),
            ("Socitm announced that it was late.", "Socitm", "announced", ["it was late"]),
            ("It was late, the company maintained.", "the company", "claimed", ["It was late"]),
            ("The plan was criticised by the NAO.", "NAO", "criticised", ["The plan"]),
        ],
    )
    def test_by_each_kind_of_cue(self, text: str, speaker: str, act: str, parts: list[str]) -> None:
        ((who, _, does, direct, said),) = told(text)
        assert (who, does, direct, said) == (speaker, act, False, parts)

    def test_several_in_one_sentence_are_told_apart(self) -> None:
        found = told("The union said that jobs would go, adding that nobody had been asked, the BBC reported.")
        assert [(who, cue, said) for who, cue, _, _, said in found] == [
            ("The union", "said", ["jobs would go"]),
            ("The union", "adding", ["nobody had been asked"]),
            ("BBC", "reported", ["The union said that jobs would go, adding that nobody had been asked"]),
        ]

    def test_the_cue_is_told_as_it_is_written(self) -> None:
        assert told("Socitm has also called on ministers to act.")[0][1] == "has also called on"

    @pytest.mark.parametrize(
        "text",
        [
            "The council did not say when it would be back.",
            "No one said that it was late.",
            "Nor did Socitm say that it was late.",
            "If ministers say that it is late, it is.",
            "Did the minister say that it was late?",
            "HMRC was criticised.",
            "It is said that the archive holds ten million pages.",
            "MPs were told that it was late.",
            "It tied its proposals to four reasons for reform, which it supported.",
            "Ministers could argue that it was late.",
            "The council declined to comment.",
            "The call for evidence closed, and the report of June ran to 300 pages.",
            "The new service adds two buttons to the page.",
            "They wrote it according to the specification.",
            "I said that it was late, and we believe that it was.",
        ],
    )
    def test_denied_asked_supposed_or_said_by_nobody_it_is_no_saying(self, text: str) -> None:
        assert told(text) == []


class TestSpeakers:
    """Whom the words mean."""

    def test_a_surname_and_a_pronoun_mean_who_was_named_in_full(self) -> None:
        found = told("Ann Lee, chief executive of Hull Council, resigned. Lee said it was late. She said it was over.")
        assert [who for who, *_ in found] == ["Ann Lee", "Ann Lee"]

    def test_he_and_she_mean_those_whose_first_names_fit(self) -> None:
        found = told("Tom Reed met Ann Lee in May. She said it was late. He said it was not.")
        assert [who for who, *_ in found] == ["Ann Lee", "Tom Reed"]

    @pytest.mark.parametrize(
        ("text", "speaker"),
        [
            ("Hull Council met. The council said it was late.", "Hull Council"),
            ("The Department for Transport met. The department said it was late.", "Department for Transport"),
            ("The Royal Society met. The society said it was late.", "Royal Society"),
            ("The Local Government Association (LGA) met. The LGA said it was late.", "Local Government Association"),
        ],
    )
    def test_a_short_name_means_the_last_body_that_fits(self, text: str, speaker: str) -> None:
        assert [who for who, *_ in told(text)] == [speaker]

    @pytest.mark.parametrize(
        ("text", "body"),
        [
            ("A spokesman for Leeds City Council said it was late.", "Leeds City Council"),
            ("Ann Lee, chief executive of Hull Council, said it was late.", "Hull Council"),
            ("Hull Council leader Ann Lee said it was late.", "Hull Council"),
            ("Hull Council's leader said it was late.", "Hull Council"),
            ("A report by Audit Scotland said it was late.", "Audit Scotland"),
            ("Ann Lee, former head of Hull Council, said it was late.", ""),
            ("Ann Lee, who used to run Hull Council, said it was late.", ""),
            ("Ann Lee, previously head of Hull Council, said it was late.", ""),
            ("Ann Lee, who was head of Hull Council until 2020, said it was late.", ""),
            ("Ann Lee said it was late.", ""),
        ],
    )
    def test_the_body_that_a_speaker_speaks_for(self, text: str, body: str) -> None:
        (found,) = find_attributions(article(text, "Audit Scotland"))
        assert found.body == body

    def test_the_outlet_is_the_articles_own(self) -> None:
        text = "Hull Council met in May. More was to come, according to the outlet."
        (found,) = find_attributions(Article(id="a", title="t", text=text, outlet="PublicTechnology"))
        assert found.speaker == "PublicTechnology"

    def test_nobody_is_tied_to_a_body_that_only_shares_a_word(self) -> None:
        text = "The Government Digital Service met. Ann Lee, chief of the civil service, said it was late."
        assert [each.body for each in find_attributions(article(text))] == [""]

    def test_a_body_is_not_guessed_at(self) -> None:
        assert [who for who, *_ in told("Capita met Hull Council. The hospital said it was late.")] == ["The hospital"]

    def test_a_gazetteer_says_what_a_body_is_called(self) -> None:
        class Knows:
            def located(self, text: str, published: object = None) -> list[BodyMention]:  # noqa: ARG002 - as every one
                return [BodyMention(0, 3, "National Audit Office")] if text == "NAO" else []

            def whole(self, name: str, published: object = None) -> str:  # noqa: ARG002 - likewise
                return "National Audit Office" if name == "NAO" else ""

        (found,) = find_attributions(article("The NAO said it was late."), Knows())
        assert (found.speaker, found.body) == ("National Audit Office", "National Audit Office")

    @pytest.mark.parametrize(
        "name", ["Theresa May", "Lord Maude of Horsham", "Ciarán O’Brien", "Stephen Foreshew-Cain"]
    )
    def test_names_that_hold_other_words(self, name: str) -> None:
        assert len(told(f"{name} said it was late.")) == 1


PIECES = (
    *("“", "”", '"', "‘", "’", "'", " said", " says", " warned of", " according to", " has called on", " told MPs"),
    *(
        " Ann Lee",
        " the council",
        " Socitm",
        " he",
        " it",
        " was",
        " that",
        " not",
        " by",
        ",",
        ".",
        "?",
        ":",
        ";",
        "\n\n",
    ),
    *(
        " (NAO)",
        " [bold]",
        "\u202e",
        " £5m",
        " late",
        " plan",
        "# ",
        " – ",
        " who",
        " and",
        " their",
        "'s",
        " view",
        " of",
    ),
)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_every_part_is_a_range_of_the_text_and_what_is_said_lies_in_its_sentences(text: str) -> None:
    check(article(text))


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    check(article(text))


def test_no_salad_of_words_that_report_raises() -> None:
    """Names, cues and marks in any order: letters at random hardly ever make two names in a row."""
    words = (Path(__file__).parents[1] / "sayings.txt").read_text(encoding="utf-8").split()
    capitals = [word for word in words if word[0].isupper()]
    rng = random.Random(0)  # noqa: S311 - the same every time
    check(article("Laura The | Hannah in us says app."))
    for _ in range(1_500):
        salad = [rng.choice(rng.choice((capitals, words))) for _ in range(rng.randrange(4, 40))]
        check(article(clean(" ".join(salad))))


def check(whole: Article) -> None:
    """Assert that each attribution of an article points into its text."""
    for each in find_attributions(whole):
        assert 0 <= each.start < each.end <= len(whole.text)
        for start, end in each.contents:
            assert each.start <= start < end <= each.end
        for start, end in (each.cue, each.speaker_words):
            assert 0 <= start < end <= len(whole.text)
        assert each.contents
        assert each.speaker


@pytest.mark.parametrize(
    "run",
    ["“", '"', "'", "a said ", "Ann Lee said ", ", said ", "according to ", "“a,” he said. ", "(", "A, ", "of the "],
)
def test_runs_take_no_longer_than_their_length(run: str) -> None:
    times: list[float] = []
    for length in (4_000, 32_000):
        whole = article(run * (length // len(run)))
        began = thread_time()
        find_attributions(whole)
        times.append(thread_time() - began)
    assert times[1] < 0.1 + 20 * times[0]


@pytest.mark.parametrize(
    "text",
    [
        "Tests revealed 12 critical errors, along with 76 defects.",
        "Trials showed that 40% of the cards failed.",
        "Leaks revealed that ministers had known.",
        "Monitoring showed that 12 servers were old.",
        "Failures highlighted the age of the network.",
        "Browser-based questions accounted for 53,801 users.",
        "Web-based forms said that users must log in.",
        "Horizon said nothing new. Ships lay on the horizon.",
    ],
)
def test_a_thing_at_the_start_of_a_sentence_is_no_name(text: str) -> None:
    assert [speaker for speaker, *_ in told(text)] == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Redcentric revealed that it had 300 customers.", "Redcentric"),
        ("Localis warned that it would fail.", "Localis"),
        ("Bidders revealed 30 faults.", "Bidders"),
        ("Cadence found that the theatres stood empty.", "Cadence"),
        ("UKAuthority highlighted the cost.", "UKAuthority"),
        ("Davies found that 30 faults remained. Gareth Davies is the auditor.", "Gareth Davies"),
        ("Officials revealed 30 faults.", "Officials"),
    ],
)
def test_who_stands_there_by_name_speaks(text: str, speaker: str) -> None:
    assert [each for each, *_ in told(text)] == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("It was set out in a review carried out for Labour, which found that it was late.", "a review"),
        ("It was in a report drawn up by KPMG for the council, which found that it was late.", "a report"),
        ("The system was built by Capita, which said that it was late.", "Capita"),
        ("Capita, which said that it was late, left.", "Capita"),
    ],
)
def test_a_text_says_what_is_told_of_it_and_not_whom_it_was_made_for(text: str, speaker: str) -> None:
    assert [each.speaker for each in find_attributions(article(text))] == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "Councils went on, the LGA said, in spite of budgets that had shrunk and demands upon them that had grown.",
        "The council said it was late in spite of claims that were heard and reports that it had read.",
    ],
)
def test_a_plural_noun_in_a_tale_of_the_past_is_no_cue(text: str) -> None:
    assert len(find_attributions(article(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The Post Office agreed a further deal with Fujitsu that would keep it there.",
        "It was tied to Ben Gummer, who wrote it as a minister, but he was voted out.",
        "UKAuthority reported the document, which was called a plan.",
    ],
)
def test_an_object_with_a_clause_of_its_own_is_nothing_said(text: str) -> None:
    assert find_attributions(article(text)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "The Post Office agreed that it would keep Fujitsu.",
        "MPs found no sign that the Home Office was learning.",
        "The paper suggests that it would be cheap, but warns of lock-in.",
    ],
)
def test_a_clause_that_is_said_stays_said(text: str) -> None:
    assert find_attributions(article(text))


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Unison branch secretary Paul Kerr warned that jobs would go.", "Unison"),
        ("PCS general secretary Mark Serwotka said it was wrong.", "PCS"),
        ("He left. The techUK chief executive Julian David said it was right.", "techUK"),
        ("Regional organiser Jane Smith said the deal was bad.", ""),
        ("Finance director Tom Jones said the deal was bad.", ""),
        ("Former minister Jane Smith said the deal was bad.", ""),
    ],
)
def test_a_name_before_a_post_is_the_body_of_who_has_it(text: str, body: str) -> None:
    assert find_attributions(article(text))[-1].body == body


def test_a_committee_of_another_parliament_is_another() -> None:
    text = (
        "The Public Accounts Committee (PAC) of the Northern Ireland Assembly met. The committee said that it was late."
    )
    (said,) = find_attributions(article(text))
    assert said.speaker == "Public Accounts Committee of the Northern Ireland Assembly"
    (said,) = find_attributions(
        article("The Public Accounts Committee (PAC) met. The committee said that it was late.")
    )
    assert said.speaker == "Public Accounts Committee"


def test_the_regulator_is_the_regulator_and_no_paper_that_begins_with_the() -> None:
    text = (
        "The Competition and Markets Authority (CMA) set a cap, The Register reported. "
        "The regulator judged that it was high."
    )
    assert find_attributions(article(text, "Competition and Markets Authority (CMA)"))[-1].speaker == (
        "Competition and Markets Authority"
    )


def test_a_report_whose_author_is_not_told_has_none() -> None:
    text = "The Cabinet Office faced a cut. On payments, the report noted that it had begun."
    assert find_attributions(article(text, "Cabinet Office"))[-1].body == ""


@pytest.mark.parametrize(
    "text",
    [
        "Had the board said that it was ready, the switch would have gone ahead.",
        "Few councils say that the app is secure.",
        "There were rumours that the firm had asked for more.",
        "Whoever said that the system was safe was wrong.",
        "The report says nothing about the cost.",
    ],
)
def test_what_is_supposed_rumoured_or_said_by_hardly_anybody_is_not_said(text: str) -> None:
    assert find_attributions(Article("a", "", text)) == ()


def test_a_few_and_those_who_begin_with_had_say_it() -> None:
    for text in ("A few councils say that the app is secure.", "Haddon Council said that the app is secure."):
        assert len(find_attributions(Article("a", "", text))) == 1
