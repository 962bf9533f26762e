"""A real browser on the pages: asking, going on, printing; by keyboard alone, without scripts, on a phone."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pypdfium2 import PdfDocument

from qabot.core.settings import Home
from tests.conftest import usual
from tests.server.contrast import worst_contrast
from tests.server.running import Running, running

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
PAGES = [
    "/",
    "/ask?q=How much was Capita fined?&after=2012",
    "/ask?q=why%3F&earlier=who left GDS in 2015%3F",
    "/ask?q=who ate the gruffalo pie",
    "/article/2015/2015-11-26-socitm-spending-review?mark=10-330#p2",
    "/browse?by=outlet",
    "/figures?topic=e-Borders",
    "/said?who=Socitm",
    "/timeline?topic=e-Borders",
    "/brief?topic=e-Borders",
    "/brief",
    "/check",
    "/watch",
    "/status",
    "/nowhere",
]
AUDIT = Path(__file__).with_name("page_audit.js")


@pytest.fixture(scope="module")
def served(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The starter corpus on the loopback."""
    with running(starter_home, tmp_path_factory.mktemp("browsed")) as server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all of these tests."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, served: Running) -> Iterator[Page]:
    """A page that was let in, in a browser of its own."""
    context = browser.new_context(base_url=f"http://127.0.0.1:{served.port}", viewport={"width": 1000, "height": 800})
    yield _entered(context, served)
    context.close()


def _entered(context: BrowserContext, served: Running) -> Page:
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto(f"/?key={served.key}")
    assert "key=" not in page.url
    assert faults == []
    return page


def test_asking_going_on_and_dropping_what_was_carried(page: Page) -> None:
    page.get_by_label("Your question").fill("who left GDS in 2015?")
    page.get_by_role("button", name="Ask").click()
    assert page.get_by_role("heading", level=1).inner_text() == "who left GDS in 2015?"
    page.get_by_label("Go on asking").fill("why?")
    page.get_by_role("button", name="Ask").click()
    assert page.get_by_text("carried over:").first.is_visible()
    page.get_by_role("link", name="Ask without what was carried over").click()
    assert page.get_by_text("asked by itself").is_visible()
    page.go_back()
    assert page.get_by_text("carried over:").first.is_visible()


def test_opening_the_article_and_copying_a_citation(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/ask?q=How much was Capita fined?")
    page.get_by_role("link", name="Capita fined £14m").first.click()
    assert page.locator("article mark").inner_text().startswith("Capita was fined £14m")
    page.get_by_role("link", name="Link and cite").click()
    assert page.get_by_text("The article still says this").is_visible()
    page.get_by_role("button", name="Copy").first.click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Capita was fined £14m")
    assert "qabot brief, after PublicTechnology" in copied


def test_the_keyboard_alone(page: Page) -> None:
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("How much was Capita fined?")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask?**")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.title a')"):
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid", "the focus is not seen"
    page.keyboard.press("Enter")
    page.wait_for_url("**/article/**")


def test_without_scripts_all_of_it_is_there(browser: Browser, served: Running) -> None:
    context = browser.new_context(base_url=f"http://127.0.0.1:{served.port}", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/?key={served.key}")
    page.get_by_label("Your question").fill("How much was Capita fined?")
    page.get_by_role("button", name="Ask").click()
    page.get_by_role("link", name="Link and cite").first.click()
    assert page.get_by_role("button", name="Copy").count() == 0
    assert page.locator("pre.citation").count() == 2
    page.goto("/check")
    page.get_by_label("Paste the text").fill("Capita was fined £15m by the Information Commissioner.")
    page.get_by_role("button", name="Check").click()
    assert page.get_by_text("another figure of the same thing").first.is_visible()
    context.close()


def test_printed_it_has_the_words_and_no_controls(page: Page, tmp_path: Path) -> None:
    page.goto("/ask?q=How much was Capita fined?")
    page.emulate_media(media="print")
    assert not page.get_by_label("Go on asking").is_visible()
    assert page.get_by_text("Capita was fined £14m").is_visible() or page.locator("mark").is_visible()
    printed = tmp_path / "answer.pdf"
    page.pdf(path=printed)
    document = PdfDocument(printed)
    text = " ".join(sheet.get_textpage().get_text_range() for sheet in document)
    document.close()
    assert "How much was Capita fined?" in text
    assert "£14m" in text
    assert "qabot brief, after PublicTechnology, 16 October 2025" in text


def test_an_answer_asks_for_its_stylesheet_and_nothing_else(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/ask?q=How much was Capita fined?")
    assert [each.partition("?")[0].rpartition("/")[2] for each in asked] == ["ask", "site.css"]


def test_every_page_is_accessible_and_fits_a_phone(page: Page) -> None:
    """Names, labels, headings, landmarks, sizes of targets and contrast, as of WCAG 2.2 AA; and 320 pixels (1.4.10)."""
    audit = AUDIT.read_text(encoding="utf-8")
    for path in PAGES:
        page.set_viewport_size({"width": 1000, "height": 800})
        page.goto(path)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate(audit)
            assert found["faults"] == [], path
            contrast, where = worst_contrast(found["colours"])
            assert contrast >= 4.5, f"{path}: {contrast:.2f} at {where}"
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") == 320, path


def test_a_shared_address_opens_once_more_from_elsewhere(browser: Browser, served: Running) -> None:
    """A cookie that is kept from other sites is not sent as their link is followed; the page leads on."""
    context = browser.new_context(base_url=f"http://127.0.0.1:{served.port}")
    page = _entered(context, served)
    page.goto(f"data:text/html,<a href='http://127.0.0.1:{served.port}/watch'>there</a>")
    page.get_by_text("there").click()
    page.wait_for_url("**/watch")
    if page.get_by_role("heading", level=1).inner_text() == "Unauthorized":
        page.get_by_role("link", name="open this page again").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Saved questions"
    context.close()


@pytest.mark.skipif(usual(), reason="axe-core comes from npm: --hypothesis-profile=nightly")
def test_axe_finds_nothing_serious(page: Page, tmp_path: Path) -> None:
    source = _axe(tmp_path)
    if source is None:
        pytest.skip("axe-core cannot be had on this machine; the audit above is ours")
    for path in PAGES:
        page.goto(path)
        # Playwright evaluates it in the page; what the page itself may run stays forbidden.
        page.evaluate(source)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        serious = [each["id"] for each in found["violations"] if each["impact"] in {"serious", "critical"}]
        assert serious == [], f"{path}: {json.dumps(found['violations'])[:800]}"


def _axe(folder: Path) -> str | None:
    """Return the source of axe-core, if npm has it at hand."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    try:
        packed = subprocess.run(
            [npm, "pack", "axe-core@4", "--prefer-offline", "--silent"],
            cwd=folder,
            capture_output=True,
            timeout=20,
            check=True,
            text=True,
        )
        shutil.unpack_archive(folder / packed.stdout.strip(), folder, filter="data")
    except (OSError, subprocess.SubprocessError, ValueError, shutil.ReadError):
        return None
    return (folder / "package" / "axe.min.js").read_text(encoding="utf-8")
