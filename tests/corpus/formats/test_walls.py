"""Pages that stand in front of an article, and articles that only speak of such."""

from __future__ import annotations

import time

import pytest

from qabot.corpus.drafts import AddOutcome, ArticleDraft, RawDocument
from qabot.corpus.formats.documents import article_drafts

CONSENT = "is a page that asks for consent to cookies, not an article"
LOGIN = "is a page that asks to subscribe or to sign in, not an article"
ROBOTS = "is a page that keeps programs out, not an article"
MISSING = "is an error page, not an article"
STORY = (
    "Harbour councils will run one payroll system from April, their leaders agreed on Tuesday.",
    "The contract, worth £3.2m over five years, replaces four systems that no supplier maintains any longer.",
    "Staff at all four were told in October that no post would be lost.",
    "Unions want the second phase of the work to wait until the first has run for a year.",
)


def found_on(title: str, *paragraphs: str, markup: str = "") -> ArticleDraft | AddOutcome:
    """Return what is made of a page with these paragraphs."""
    body = "".join(f"<p>{each}</p>" for each in paragraphs) + markup
    page = f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title></head><body>{body}</body></html>"
    (found,) = article_drafts(RawDocument("page.html", page.encode(), "html"))
    return found


@pytest.mark.parametrize(
    ("title", "paragraphs", "why"),
    [
        (
            "Before you continue | Harbour News",
            (
                "We use cookies and data to deliver and maintain our services and to measure how they are used.",
                "If you choose “Accept all”, we will also use cookies and data to show personalised content and ads.",
                "You can change your privacy settings at any time.",
            ),
            CONSENT,
        ),
        (
            "Your privacy choices",
            (
                "We and our 1,204 partners store and/or access information on a device, such as unique IDs.",
                "You may accept or manage your choices by clicking below, including your right to object.",
                "These choices will be signalled to our partners and will not affect browsing data.",
            ),
            CONSENT,
        ),
        (
            "Harbour News",
            (
                "This website uses cookies to give you the best experience.",
                "By continuing to browse you agree to our use of cookies.",
                "Accept all cookies",
                "Manage preferences",
            ),
            CONSENT,
        ),
        (
            "Cookie settings - Harbour News",
            (
                "We, and our advertising partners, use cookies to understand how you use our site.",
                "With your permission we may use precise geolocation data. See our privacy policy for more.",
            ),
            CONSENT,
        ),
        (
            "Consent",
            ("Our site uses technical cookies. You can click to reject everything. We respect your privacy.",),
            CONSENT,
        ),
        (
            "Sign in | Harbour News",
            ("Sign in to continue reading.", "Already a subscriber? Enter your email address below."),
            LOGIN,
        ),
        (
            "Payroll moves to the cloud",
            (
                "This article is for subscribers only.",
                "Subscribe now to continue reading and get unlimited access to everything we publish.",
            ),
            LOGIN,
        ),
        (
            "Subscribe",
            ("You have reached your limit of free articles this month. Create a free account to keep reading.",),
            LOGIN,
        ),
        (
            "Just a moment...",
            (
                "Checking your browser before accessing news.example.org.",
                "This process is automatic. Your browser will redirect to the content you asked for shortly.",
                "Enable JavaScript and cookies to continue.",
            ),
            ROBOTS,
        ),
        (
            "Access Denied",
            ("You don't have permission to access this page on this server.", "Reference 18.2d3e4f"),
            ROBOTS,
        ),
        (
            "Attention Required! | Shield",
            ("Sorry, you have been blocked.", "This website is using a security service to protect itself."),
            ROBOTS,
        ),
        ("Robot check", ("Please complete the captcha below to confirm you are human.",), ROBOTS),
        (
            "Page not found - Harbour News",
            ("Sorry, the page you are looking for cannot be found.", "Go back to the home page or search."),
            MISSING,
        ),
        ("404", ("The page you requested may have been moved or deleted. Check the address.",), MISSING),
        (
            "Privacy preference centre",
            (
                "When you visit any site, it may keep information in your browser, mostly in the form of cookies.",
                "Because we respect your rights, you can choose not to allow some kinds.",
            ),
            CONSENT,
        ),
        (
            "Harbour News",
            (
                "We'd like to set more cookies, to learn how you use the site and to make it better.",
                "We also use cookies of other sites, which help us to show what they made.",
            ),
            CONSENT,
        ),
        ("You are being redirected", ("Please wait while we look at your browser.",), ROBOTS),
        ("Site maintenance", ("The site is down for planned maintenance.", "We will be back soon."), MISSING),
        ("Service unavailable", ("The server is temporarily unable to do what you asked for.",), MISSING),
        ("Error 503 Service Unavailable", ("The server is busy. Try again later on today.",), MISSING),
    ],
)
def test_a_wall_is_refused(title: str, paragraphs: tuple[str, ...], why: str) -> None:
    found = found_on(title, *paragraphs)
    assert isinstance(found, AddOutcome), found
    assert (found.kind, found.reason) == ("skipped", why)


@pytest.mark.parametrize(
    ("title", "paragraphs"),
    [
        (
            "Watchdog warns councils over cookie banners",
            (
                "The information commissioner has told 12 councils to put their cookie banners right by June.",
                "A site that asks visitors to “accept all” must make it as easy to reject all, the office said.",
                "Rutland's banner said “we use cookies to improve your visit”, with no way to refuse.",
                "The council spent £14,000 on a new one in March, and two more will follow this year.",
                "A spokeswoman said that 40,000 people a month use the site to pay and report.",
            ),
        ),
        (
            "Consent rules for health data to be rewritten",
            (
                "Patients will be asked once whether their records may be shared, under plans published on Monday.",
                "The department wants consent to be recorded in the NHS App by 2024, at a cost of £8m.",
                "Campaigners said that patients must be able to change their minds.",
            ),
        ),
        (
            "Access denied: how a password reset locked out 900 staff",
            (
                "A reset of passwords left 900 staff of the trust without access to records for two days.",
                "An audit found that the system had not been tested, and put the cost at £120,000.",
                "The trust has since replaced it, and trained 40 people to help with accounts.",
            ),
        ),
        (
            "Council bots fail the captcha test",
            (
                "Robots that were to file planning forms for the council were stopped by its own captcha.",
                "The supplier, paid £60,000, had not been told of the check, the committee heard.",
                "The forms are now filed by hand, and the contract ends in May.",
            ),
        ),
        ("Login scheme for tenants costs £2m", STORY),
        ("Harbour councils pool payroll", STORY),
        ("Subscribe to the cloud, councils told", STORY),
    ],
)
def test_an_article_that_speaks_of_such_things_is_none(title: str, paragraphs: tuple[str, ...]) -> None:
    found = found_on(title, *paragraphs)
    assert isinstance(found, ArticleDraft), found
    assert found.flags == ()
    assert paragraphs[-1] in found.text


def test_an_article_cut_by_a_wall_is_flagged() -> None:
    found = found_on("Harbour councils pool payroll", *STORY, "Subscribe to continue reading this article.")
    assert isinstance(found, ArticleDraft)
    assert found.flags == ("may be cut short: it ends by asking to subscribe or to sign in",)


def test_a_page_that_is_partly_a_wall_is_flagged() -> None:
    notice = (
        "We and our 300 partners store and access information on a device, such as cookies, as our privacy policy says."
    )
    found = found_on("Harbour councils pool payroll", *STORY, notice)
    assert isinstance(found, ArticleDraft)
    (flag,) = found.flags
    assert flag.startswith("may be no article: ")
    assert flag.endswith("% of its words are those of a page that asks for consent to cookies")


@pytest.mark.parametrize(
    "markup",
    [
        "<frameset cols='20%,80%'><frame src='menu.html'><frame src='story.html'></frameset>",
        "<frameset rows='*'><frame src='a.html'><noframes>Your browser knows no frames.</noframes></frameset>",
    ],
)
def test_a_page_of_frames_is_refused(markup: str) -> None:
    (found,) = article_drafts(RawDocument("page.html", f"<html><title>T</title>{markup}</html>".encode(), "html"))
    assert isinstance(found, AddOutcome)
    assert found.kind == "skipped"


@pytest.mark.parametrize("title", ["Advertisement", "3rd party ad content", "Advertisement | Deskland"])
def test_a_frame_of_an_advertisement_is_refused(title: str) -> None:
    found = found_on(title, "Save 40% on standing desks this week, with free delivery on every order over £50.")
    assert isinstance(found, AddOutcome)
    assert found.reason == "is an advertisement"


@pytest.mark.parametrize(
    "piece", ["we and our ", "by clicking 'a ", "this site, x ", "accept all ", "to keep reading. "]
)
def test_pages_made_to_hurt_take_time_in_proportion(piece: str) -> None:
    start = time.perf_counter()
    found_on("Long", *(piece * (40_000 // len(piece)) for _ in range(10)))
    assert time.perf_counter() - start < 10
