"""Names and acronyms: the file says what is so, a question is understood both ways, and a home has the last word."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from qabot.core.dates import PartialDate
from qabot.core.errors import UsageError
from qabot.core.questions import EntityMention
from qabot.question.acronyms import FILE, Entity, Years, read_entities
from qabot.question.entities import EntityGazetteer
from tests.conftest import CORPUS

SHIPPED = read_entities()
KNOWN = EntityGazetteer.of(SHIPPED)
ICO = "Information Commissioner's Office"
_NAME_AND_ACRONYM = re.compile(r"(.+) \(([^() ]+)\)")

_PIECES = """
    GDS gds Gds's GDS-led IT it NICE nice CIOs GOV.UK gov uk govuk data.gov.uk the of and & Department for Health Work
    Pensions Culture, Media Sport Digital, (GDS) SR21 UC ai AI BIS RPA “PSN” ’s . ? i.AI G-Cloud ǅ ß İ 2015 x@gov.uk
"""
pieces = st.sampled_from(_PIECES.split())
questions = st.lists(pieces | st.text(max_size=8), max_size=14).map(" ".join)


def names(text: str, year: Years | None = None) -> dict[str, tuple[str, ...]]:
    """What a text names, and its other names."""
    return {naming.written: naming.names for naming in KNOWN.named(text, year)}


class TestTheFile:
    """What comes with qabot."""

    def test_it_covers_the_field_and_says_everything_once(self) -> None:
        assert len(SHIPPED) > 250
        assert len({body.name.casefold() for body in SHIPPED}) == len(SHIPPED)

    def test_what_was_renamed_has_the_new_name_from_when_it_lost_the_old_one(self) -> None:
        by_name = {body.name: body for body in SHIPPED}
        renamed = [body for body in SHIPPED if body.was]
        assert len(renamed) > 10
        for body in renamed:
            ends = {last for _, last in by_name[body.was].years}
            assert ends & {first for first, _ in body.years}, body

    def test_periods_run_forward_and_do_not_overlap(self) -> None:
        for body in SHIPPED:
            flat = [year for period in body.years for year in period if year is not None]
            assert flat == sorted(flat), body
            for (_, last), (first, _) in pairwise(body.years):
                assert last is not None, body
                assert first is not None, body

    def test_it_agrees_with_how_the_starter_corpus_spells_organisations(self) -> None:
        spelt = {name for path in CORPUS.rglob("*.md") for name in organisations(path)}
        pairs = [(found[1], found[2]) for name in spelt if (found := _NAME_AND_ACRONYM.fullmatch(name))]
        assert len(pairs) > 30
        for name, acronym in pairs:
            assert acronym in names(f"the {name} today")[name]
            assert name.casefold() in [each.casefold() for each in names(f"what {acronym} said")[acronym]]


def organisations(path: Path) -> list[str]:
    """Return the organisations in the front matter of an article."""
    front = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])
    return front.get("organisations", [])


class TestNamed:
    """`Bodies.named`: what a question names."""

    @pytest.mark.parametrize(
        ("text", "written", "others"),
        [
            ("who ran GDS in 2015?", "GDS", ("Government Digital Service",)),
            ("who ran gds in 2015?", "gds", ("Government Digital Service",)),
            ("the GDS's budget", "GDS", ("Government Digital Service",)),
            ("a GDS-led review", "GDS", ("Government Digital Service",)),
            ("(GDS)", "GDS", ("Government Digital Service",)),
            ("budget of the government digital service", "government digital service", ("GDS",)),
            ("Gov Digital Service spending", "Gov Digital Service", ("Government Digital Service", "GDS")),
            ("is govuk down", "govuk", ("GOV.UK",)),
            ("gcloud sales", "gcloud", ("G-Cloud",)),
            ("care data opt-outs and caredata", "caredata", ("care.data",)),
            ("dept for work & pensions", "dept for work & pensions", ("DWP",)),
            ("Department of Work and Pensions", "Department of Work and Pensions", ("DWP",)),
            ("the information commissioners office", "information commissioners office", (ICO, "ICO")),
            ("socitm on sr 2021", "sr 2021", ("Spending Review 2021", "SR21")),
            ("the 2021 spending review", "2021 spending review", ("Spending Review 2021", "SR21")),
            ("do SMEs win", "SMEs", ("small and medium-sized enterprise", "SME")),
            ("electronic patient records", "electronic patient records", ("electronic patient record", "EPR")),
            ("uc it write off", "uc", ("Universal Credit",)),
            ("Society of IT Management", "Society of IT Management", ("Socitm",)),
        ],
    )
    def test_it_knows_names_as_people_write_them(self, text: str, written: str, others: tuple[str, ...]) -> None:
        assert names(text) == {written: others}

    @pytest.mark.parametrize(
        "text",
        [
            *("is it nice", "who said so", "IT costs", "the os maps", "gps at work", "bt", "mps asked", "a dose of sr"),
            *("www.data.gov.uk", "someone@gov.uk", "gds.example", "GDSX", "GOV.UK is gov uk", "socitm", "the of and"),
            *("", "—", "social care data"),
        ],
    )
    def test_what_is_something_else_names_nothing(self, text: str) -> None:
        assert names(text) == {}

    @pytest.mark.parametrize(
        ("text", "written"),
        [("GPS use", "GPS"), ("NICE said", "NICE"), ("MPS phones", "MPS"), ("WHO advice", "WHO"), ("SR money", "SR")],
    )
    def test_acronyms_that_are_words_or_short_are_known_by_their_capitals(self, text: str, written: str) -> None:
        assert list(names(text)) == [written]
        assert not names(text.lower())

    def test_capitals_say_nothing_where_all_is_capitals(self) -> None:
        assert list(names("WHAT DID GDS DO THAT WAS NICE")) == ["GDS"]

    def test_what_an_index_without_capitals_would_confuse_is_not_searched_under(self) -> None:
        assert not names("Metropolitan Police Service phones")
        assert names("the Metropolitan Police's phones") == {"Metropolitan Police": ("Metropolitan Police Service",)}

    def test_the_longest_name_counts(self) -> None:
        assert list(names("Department of Health and Social Care")) == ["Department of Health and Social Care"]
        assert list(names("Department of Health and social workers")) == ["Department of Health"]
        assert list(names("NHS Federated Data Platform")) == ["NHS Federated Data Platform"]

    def test_an_acronym_of_two_things_is_searched_as_both(self) -> None:
        assert names("RPA delays") == {"RPA": ("Rural Payments Agency", "robotic process automation")}

    def test_each_is_named_once_and_no_name_that_the_question_has_is_repeated(self) -> None:
        assert names("did gds tell GDS") == {"gds": ("Government Digital Service",)}
        assert names("the Government Digital Service (GDS)") == {}

    def test_namings_stand_in_the_order_of_the_question(self) -> None:
        assert list(names("PSN, then GDS, then the LGA")) == ["PSN", "GDS", "LGA"]

    @given(questions)
    def test_any_text_can_be_asked(self, text: str) -> None:
        place = 0
        for naming in KNOWN.named(text):
            place = text.index(naming.written, place) + len(naming.written)
            assert naming.names
            assert len(set(naming.names)) == len(naming.names)
            assert naming.written not in naming.names

    @pytest.mark.parametrize("frame", ["{}", "what did {} do?", "“{}”", "the {}'s plan", "pre-{}, as it was"])
    def test_every_name_leads_to_the_others(self, frame: str) -> None:
        for body in SHIPPED:
            for name in (body.name, *body.acronyms, *body.also):
                found = {each for others in names(frame.format(name)).values() for each in others}
                assert {each for each in body.searched if apart(each) != apart(name)} <= found, name

    def test_a_year_behind_a_name_is_part_of_a_longer_one(self) -> None:
        assert names("pre-Spending Review, 2015") == {"Spending Review, 2015": ("SR15",)}
        assert names("pre-Spending Review, 1815") == {"Spending Review": ("SR",)}


def apart(name: str) -> list[str]:
    """The words that an index would have of a name, little ones aside."""
    return [word for word in re.findall(r"[^\W_]+", name.casefold()) if word not in {"and", "of", "for", "the"}]


class TestWhole:
    """A name that is asked for alone is the body that a text of nothing else names."""

    @staticmethod
    def located(name: str, published: PartialDate | None = None) -> str:
        found = KNOWN.located(name, published)
        return next((each.name for each in found if (each.start, each.end) == (0, len(name))), "")

    def test_every_name_that_is_shipped(self) -> None:
        told = {name: KNOWN.whole(name) for body in SHIPPED for name in (body.name, *body.acronyms, *body.also)}
        assert told == {name: self.located(name) for name in told}
        assert told["GDS"] == "Government Digital Service"

    @given(questions, st.sampled_from([None, 1999, 2012, 2020]))
    def test_any_text(self, text: str, year: int | None) -> None:
        published = PartialDate(year) if year else None
        assert KNOWN.whole(text, published) == self.located(text, published)


class TestRenaming:
    """The same body under the names it bore before and after."""

    def test_older_and_newer_names_come_last(self) -> None:
        assert names("what CCS bought") == {
            "CCS": ("Crown Commercial Service", "Government Procurement Service", "Government Commercial Agency", "GCA")
        }

    def test_names_borne_in_the_years_asked_about_come_first(self) -> None:
        assert names("DLUHC and councils")["DLUHC"][0] == "Department for Levelling Up, Housing and Communities"
        earlier = names("DLUHC and councils", (2012, 2014))["DLUHC"]
        assert earlier[:2] == ("Department for Communities and Local Government", "DCLG")
        assert set(earlier) == set(names("DLUHC and councils")["DLUHC"])

    @pytest.mark.parametrize(
        ("year", "first"),
        [
            (None, "Department for Culture, Media and Sport"),
            ((2015, 2015), "Department for Culture, Media and Sport"),
            ((2019, 2020), "Department for Digital, Culture, Media and Sport"),
            ((2024, None), "Department for Culture, Media and Sport"),
            ((None, 2000), "Department for Culture, Media and Sport"),
        ],
    )
    def test_one_acronym_of_two_times_is_read_by_the_year(self, year: Years | None, first: str) -> None:
        assert names("DCMS policy", year)["DCMS"][0] == first

    def test_a_body_that_took_over_the_work_is_another(self) -> None:
        assert names("BIS") == {"BIS": ("Department for Business, Innovation and Skills",)}

    def test_bodies_renamed_in_a_circle_are_each_other(self) -> None:
        bodies = EntityGazetteer.of(
            [Entity("Old Office", ("OOO",), was="New Office"), Entity("New Office", ("NNN",), was="Old Office")]
        )
        assert bodies.named("OOO") == (EntityMention("OOO", ("Old Office", "New Office", "NNN")),)

    def test_an_older_name_needs_no_entry_of_its_own(self) -> None:
        bodies = EntityGazetteer.of([Entity("New Office", ("NNN",), was="Old Office")])
        assert bodies.named("the old office") == (EntityMention("old office", ("New Office", "NNN")),)


class TestHome:
    """`acronyms.toml` in a home."""

    def test_a_home_without_the_file_has_what_comes_with_qabot(self, tmp_path: Path) -> None:
        assert EntityGazetteer.load(tmp_path) == EntityGazetteer.load() == KNOWN

    def test_what_comes_with_qabot_is_made_ready_once_and_no_home_changes_it(self, tmp_path: Path) -> None:
        assert EntityGazetteer.load(tmp_path) is EntityGazetteer.load()
        write(tmp_path, '[[body]]\nname = "Anyshire Digital Partnership"\nacronyms = ["ADP"]\n')
        assert EntityGazetteer.load(tmp_path).named("ADP")
        assert EntityGazetteer.load().named("ADP") == ()
        assert read_entities() == SHIPPED

    def test_it_adds(self, tmp_path: Path) -> None:
        write(tmp_path, '[[body]]\nname = "Anyshire Digital Partnership"\nacronyms = ["ADP"]\nyears = "2019-"\n')
        bodies = EntityGazetteer.load(tmp_path)
        assert bodies.named("what ADP and GDS did") == (
            EntityMention("ADP", ("Anyshire Digital Partnership",)),
            EntityMention("GDS", ("Government Digital Service",)),
        )

    def test_it_replaces_what_it_repeats(self, tmp_path: Path) -> None:
        write(tmp_path, 'body = [{ name = "government digital service", acronyms = "GovDS" }]')
        bodies = EntityGazetteer.load(tmp_path)
        assert bodies.named("GDS") == ()
        assert bodies.named("GovDS") == (EntityMention("GovDS", ("government digital service",)),)

    def test_a_file_as_windows_saves_it_is_read(self, tmp_path: Path) -> None:
        (tmp_path / FILE).write_bytes(b'\xef\xbb\xbf[[term]]\r\nname = "widget"\r\nacronyms = "WDG"\r\n')
        assert EntityGazetteer.load(tmp_path).named("WDGs") == (EntityMention("WDGs", ("widget", "WDG")),)

    def test_what_could_steer_a_terminal_is_taken_out(self, tmp_path: Path) -> None:
        write(tmp_path, '[[body]]\nname = "Red \\u001b[31m Office"\nacronyms = ["ROO", "—", ""]\n')
        assert EntityGazetteer.load(tmp_path).named("ROO") == (EntityMention("ROO", ("Red Office",)),)

    @pytest.mark.parametrize(
        ("content", "cause"),
        [
            ("body = [", "cannot be read"),
            ("[[bodies]]\nname = 'x'", "'bodies'"),
            ("body = 'GDS'", "[[body]]"),
            ("body = ['GDS']", "number 1"),
            ("[[body]]\nacronyms = 'GDS'", "no name"),
            ("[[body]]\nname = '—'", "no name"),
            ("[[body]]\nname = 'x'\nacronym = 'GDS'", "'acronym'"),
            ("[[body]]\nname = 3", "name"),
            ("[[body]]\nname = 'x'\n[[body]]\nname = 'y'\nacronyms = [3]", "number 2"),
            ("[[body]]\nname = 'x'\nalso = { y = 1 }", "also"),
            ("[[body]]\nname = 'x'\nyears = '2011 to 2014'", "2011 to 2014"),
            ("[[body]]\nname = 'x'\nyears = '-'", "years"),
            ("[[body]]\nname = 'x'\nyears = 2011", "years"),
            ("[[body]]\nname = 'x'\ncase = 'lower'", "case"),
            ("x = " + "[" * 5_000, "cannot be read"),
        ],
    )
    def test_a_mistake_is_told_with_the_file_and_what_to_do(self, tmp_path: Path, content: str, cause: str) -> None:
        write(tmp_path, content)
        with pytest.raises(UsageError) as told:
            EntityGazetteer.load(tmp_path)
        assert str(tmp_path / FILE) in told.value.message
        assert str(tmp_path / FILE) in told.value.hint
        assert cause in told.value.message

    def test_a_file_that_is_no_text_is_told_too(self, tmp_path: Path) -> None:
        (tmp_path / FILE).write_bytes(b"\xff\xfe\x00")
        with pytest.raises(UsageError):
            EntityGazetteer.load(tmp_path)


def write(home: Path, content: str) -> None:
    (home / FILE).write_text(content, encoding="utf-8")
