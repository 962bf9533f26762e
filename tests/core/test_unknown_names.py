"""A name that nothing has is told with the nearest that exist, whichever way it was mistyped."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from qabot.core import unknown_names as module
from qabot.core.name_keys import organisation_keys
from qabot.core.unknown_names import UnknownName, nearest_names, unknown_name

OUTLETS = (
    "Clerk Gazette",
    "Clerk Weekly",
    "ClerkworldUK",
    "The Tram Register",
    "Ferry World",
    "UKTolls",
    "Tolling",
    "TollGov",
    "Bay & Port",
    "RTP News",
    "Péage Aujourd’hui",
)
BODIES = ("Tolls Executive (TEX)", "Ferry and Harbour Agency (FHA)", "Ministry of Quays", "Tidal Trust")
IDS = (
    "2015/2015-11-26-clerks-spending-review",
    "2015/2015-11-25-tolls-spending-review",
    "2019/2019-03-01-ferry-terminal-0a1b2c3d",
    "undated/clerks-criticise-toll-plan-fbabf2c3",
    "crawl#17",
)


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("Tollng", ("Tolling",)),
        ("Tolilng", ("Tolling",)),
        ("Tlolng", ("Tolling",)),
        ("clerk wekly", ("Clerk Weekly",)),
        ("Weekly Clerk", ("Clerk Weekly",)),
        ("Clerk", ("Clerk Weekly", "ClerkworldUK", "Clerk Gazette")),
        ("Weekly", ("Clerk Weekly",)),
        ("CW", ("Clerk Weekly",)),
        ("TR", ("The Tram Register",)),
        ("FW", ("Ferry World",)),
        ("Tram Registr", ("The Tram Register",)),
        ("the-tram-regster", ("The Tram Register",)),
        ("UK Tolls News", ("UKTolls",)),
        ("TollGov.example", ("TollGov",)),
        ("RTP", ("RTP News",)),
        ("Bay and Port", ("Bay & Port",)),
        ("Peage Aujourdhui", ("Péage Aujourd’hui",)),
        ("Сlerk Weekly Online", ("Clerk Weekly",)),
        ("Le Monde", ()),
        ("zzz", ()),
        ("x", ()),
        ("", ()),
        ("?!", ()),
    ],
)
def test_outlets(typed: str, nearest: tuple[str, ...]) -> None:
    assert nearest_names(typed, OUTLETS) == nearest


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("TXE", ("Tolls Executive (TEX)",)),
        ("Tolls Exectuive", ("Tolls Executive (TEX)",)),
        ("Ferry & Harbor Agency", ("Ferry and Harbour Agency (FHA)",)),
        ("Quays Ministry of", ("Ministry of Quays",)),
        ("MOQ", ("Ministry of Quays",)),
        ("Trust", ("Tidal Trust",)),
        ("Bank of Sponges", ()),
    ],
)
def test_organisations_by_any_of_their_names(typed: str, nearest: tuple[str, ...]) -> None:
    assert nearest_names(typed, BODIES, organisation_keys) == nearest


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("2015/2015-11-26-clerks-spending-revew", ("2015/2015-11-26-clerks-spending-review",)),
        ("2015/2015-11-26-CLERKS-spending-review", ("2015/2015-11-26-clerks-spending-review",)),
        ("2015-11-26-clerks-spending-review", ("2015/2015-11-26-clerks-spending-review",)),
        ("corpus/2019/2019-03-01-ferry-terminal-0a1b2c3d", ("2019/2019-03-01-ferry-terminal-0a1b2c3d",)),
        ("ferry-terminal", ("2019/2019-03-01-ferry-terminal-0a1b2c3d",)),
        ("undated/clerks-criticize-toll-plan", ("undated/clerks-criticise-toll-plan-fbabf2c3",)),
        ("0a1b2c3d", ("2019/2019-03-01-ferry-terminal-0a1b2c3d",)),
        ("crawl#18", ("crawl#17",)),
        ("gruffalo", ()),
    ],
)
def test_ids(typed: str, nearest: tuple[str, ...]) -> None:
    assert nearest_names(typed, IDS) == nearest


@pytest.mark.parametrize(
    ("unknown", "words"),
    [
        (UnknownName("outlet", "Tollng", ("Tolling",)), "No outlet called “Tollng”. Nearest: Tolling."),
        (UnknownName("organisation", "TXE", ("A", "B")), "No organisation called “TXE”. Nearest: A, B."),
        (UnknownName("outlet", "Le Monde", ()), "No outlet called “Le Monde”, nor one like it."),
        (UnknownName("article", "2015/x", ()), "No article with the id “2015/x”, nor one like it."),
        (UnknownName("removed article", "x", ("xy",)), "No removed article with the id “x”. Nearest: xy."),
        (UnknownName("outlet", "x" * 201, ()), f"No outlet called “{'x' * 200}…”, nor one like it."),
        (UnknownName("outlet", "x" * 200, ()), f"No outlet called “{'x' * 200}”, nor one like it."),
    ],
)
def test_what_is_said(unknown: UnknownName, words: str) -> None:
    assert unknown.words == words


def test_a_name_is_found_with_its_kind() -> None:
    assert unknown_name("outlet", "Tollng", OUTLETS) == UnknownName("outlet", "Tollng", ("Tolling",))


@pytest.mark.parametrize(
    ("typed", "names", "nearest"),
    [
        ("abcde", ("abcxy",), ("abcxy",)),  # three letters of five are alike: .6
        ("abcdefg", ("abcdxyz",), ()),  # four of seven: .57
        ("abcdefghij", ("abcdefghiz", "abcdefghyz"), ("abcdefghiz", "abcdefghyz")),  # .9, and .8 beside it
        ("abcdefghij", ("abcdefghiz", "abcdefgxyz"), ("abcdefghiz",)),  # .9, and .7 is too far from it
        ("abc", ("xyzabcuvw",), ("xyzabcuvw",)),  # three letters are a part
        ("ab", ("xyzabuvw",), ()),  # two are none
        ("abcxyzuvw12", ("abcxyz",), ("abcxyz",)),  # a name that is more than half of what was typed
        ("abcxyzuvw123", ("abcxyz",), ("abcxyz",)),  # half of it: alike, no more
        ("abcxyzuvw1234567", ("abcxyz",), ()),
    ],
)
def test_how_near_is_near(typed: str, names: tuple[str, ...], nearest: tuple[str, ...]) -> None:
    assert nearest_names(typed, names) == nearest


@pytest.mark.parametrize("typed", ["2015/2015-01-01-council-tender-revew-1234", "tends", "a" * 100_000, "council " * 9])
def test_of_very_many_names_few_are_compared_letter_by_letter(typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []
    real = module.SequenceMatcher

    def counting(junk: None, one: str, other: str, autojunk: bool) -> object:
        compared.append(one)
        return real(junk, one, other, autojunk)

    monkeypatch.setattr(module, "SequenceMatcher", counting)
    many = [f"{2010 + n % 9}/{2010 + n % 9}-01-01-council-tender-review-{n}" for n in range(5_000)]
    nearest_names(typed, many)
    assert len(compared) <= 200


def test_the_right_one_is_found_among_very_many_that_look_like_it() -> None:
    many = [f"2015/2015-{1 + n % 12:02}-{1 + n % 28:02}-council-{n:x}-tender-review" for n in range(5_000)]
    assert nearest_names("2015/2015-11-26-clerks-spending-revew", [*many, *IDS]) == IDS[:1]


def test_names_that_are_all_alike_are_told_three_at_a_time() -> None:
    names: Iterable[str] = (f"Clerk {letter}" for letter in "abcdefgh")
    assert nearest_names("Clerk", names) == ("Clerk a", "Clerk b", "Clerk c")
