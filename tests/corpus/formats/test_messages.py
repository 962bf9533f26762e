"""Messages of MIME: pages that a browser saved as MHTML, and mail."""

from __future__ import annotations

import io
import quopri
from base64 import encodebytes
from email.message import EmailMessage
from pathlib import Path

import pytest

from qabot.core.articles import ReadIssue
from qabot.corpus.article_reader import read as read_in_folder
from qabot.corpus.drafts import ArticleDraft
from qabot.corpus.folder import walk
from qabot.corpus.formats import registry
from qabot.corpus.ingest import local_sources
from qabot.corpus.ingest.local_sources import MetadataOverrides
from tests.corpus.ingest.helpers import prose, refusal, take
from tests.corpus.ingest.test_pages import ARTICLE, page, paragraphs

PAGE = page(
    f"<main><article><h1>Jewel street works</h1><p>The works cost £6m – “too much”, say shops.</p>{paragraphs(ARTICLE)}"
    "</article></main>",
    title="Jewel street works",
)
ADDRESS = "https://news.example.org/jewel"


def mhtml(
    markup: str = PAGE,
    *,
    charset: str = "utf-8",
    coding: str = "quoted-printable",
    head: str = f"From: <Saved by Blink>\nSnapshot-Content-Location: {ADDRESS}\nSubject: Jewel street works\n",
    before: bytes = b"",
    declared: str = "text/html",
) -> bytes:
    """Return a page saved as MHTML, with a picture, a style and a frame beside it."""
    body = markup.encode(charset)
    coded = {"quoted-printable": quopri.encodestring, "base64": encodebytes, "8bit": bytes}[coding](body)
    top = f'{head}MIME-Version: 1.0\nContent-Type: multipart/related;\n\ttype="text/html";\n\tboundary="--B--"\n\n'
    part = f"----B--\nContent-Type: {declared}\nContent-Transfer-Encoding: {coding}\nContent-Location: {ADDRESS}\n\n"
    others = (
        "\n----B--\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n" + "QUJD" * 100 + "\n----B--\n"
        "Content-Type: text/html\n\n<p>An advertisement in a frame.</p>\n----B----\n"
    )
    return top.encode() + before + part.encode() + coded + others.encode()


class TestSavedPages:
    """MHTML."""

    @pytest.mark.parametrize(
        "data",
        [
            mhtml(),
            mhtml(coding="base64"),
            mhtml(coding="8bit"),
            mhtml(
                PAGE.replace("<meta charset='utf-8'>", ""), charset="cp1252", declared="text/html; charset=windows-1252"
            ),
            mhtml(PAGE.replace("utf-8", "windows-1252"), charset="cp1252"),
            mhtml(PAGE, charset="utf-16", declared="text/html; charset=utf-16", coding="base64"),
            mhtml(PAGE, charset="utf-16-le", declared="text/html; charset=utf-16le", coding="base64"),
            mhtml().replace(b"\n", b"\r\n"),
            mhtml(head="From: <Saved by Windows Internet Explorer 11>\nSubject: =?utf-8?Q?Jewel=20street?=\n"),
            mhtml(head="Subject: Jewel street works\nDate: Tue, 4 Feb 2020 10:00:00 -0000\n"),
            mhtml(before=b"----B--\nContent-Type: text/css\n\nbody { color: red }\n"),
            mhtml()[:-80],
        ],
    )
    @pytest.mark.parametrize("kind", ["mhtml", "html", "text"])
    def test_are_read_whatever_they_are_called(self, data: bytes, kind: str) -> None:
        found = take(data, kind)
        assert found.title == "Jewel street works"
        assert "The works cost £6m – “too much”, say shops." in found.text
        assert found.text.endswith(ARTICLE)
        assert (found.url, found.published) == (ADDRESS, None)
        assert "advertisement" not in found.text

    @pytest.mark.parametrize("name", ["a.mhtml", "a.MHT", "a.html", "a.htm", "a.txt"])
    def test_are_read_from_files_and_from_input(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_bytes(mhtml())
        (file,), _ = local_sources.listed([tmp_path])
        piped = local_sources.from_input(io.BytesIO(mhtml()), MetadataOverrides())
        for (found,) in (local_sources.from_file(file, MetadataOverrides()), piped):
            assert isinstance(found, ArticleDraft), found
            assert (found.title, found.url) == ("Jewel street works", ADDRESS)

    def test_in_the_corpus_folder_are_told(self, tmp_path: Path) -> None:
        (tmp_path / "a.html").write_bytes(mhtml())
        (source,) = walk(tmp_path)[0]
        assert list(read_in_folder(source)) == [
            ReadIssue("a.html", "is mhtml under another name; `qabot add` reads it")
        ]

    def test_whose_bytes_are_not_what_the_part_names_tell_how_many(self) -> None:
        damaged = mhtml(coding="8bit", declared="text/html; charset=utf-8").replace(b"shops", b"sh\xffps")
        assert "1 byte is not UTF-8 and was replaced" in take(damaged, "mhtml").flags

    def test_with_large_pictures_are_read(self) -> None:
        picture = (
            b"----B--\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n" + b"QUJD" * 2_000_000 + b"\n"
        )
        assert take(mhtml(before=picture), "html").title == "Jewel street works"

    def test_without_a_page_are_refused(self) -> None:
        assert refusal(mhtml().replace(b"text/html", b"text/css"), "mhtml") == "is MHTML without a page in it"
        assert refusal(b"no message at all", "mhtml") == "is MHTML without a page in it"

    def test_that_nest_to_hurt_are_refused(self) -> None:
        nested = b"".join(b'Content-Type: multipart/related; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(2_000))
        assert "parts" in refusal(nested + b"x\n" * 100_000, "mhtml")

    def test_that_name_a_charset_nobody_knows_are_read(self) -> None:
        assert take(mhtml(declared="text/html; charset=punycode"), "mhtml").title == "Jewel street works"

    def test_are_no_texts_that_begin_with_a_colon(self) -> None:
        text = "Payroll: a review\nContent: what was found\n\n" + prose(1)
        assert take(text, "text").title == "Payroll: a review"
        assert registry.of_bytes(text.encode()).name == "text"


def mail(**headers: str) -> EmailMessage:
    """Return a message with these headers, without a text."""
    made = EmailMessage()
    given = {
        "From": "Jane Roe <jane@example.org>",
        "To": "press@example.net",
        "Subject": "Harbour councils pool payroll – £3.2m",
        "Date": "Wed, 25 Nov 2015 23:30:00 +0000",
        "Message-ID": "<1@example.org>",
    } | headers
    for name, value in given.items():
        made[name] = value
    return made


class TestMail:
    """Mail."""

    def test_of_plain_text_is_an_article(self) -> None:
        message = mail()
        message.set_content(f"The system costs £3.2m a year.\n\n{prose(1)}")
        found = take(bytes(message), "mail")
        assert (found.title, found.author) == ("Harbour councils pool payroll – £3.2m", "Jane Roe")
        assert str(found.published) == "2015-11-25"
        assert found.text == f"The system costs £3.2m a year.\n\n{prose(1)}"
        assert found.flags == ()

    @pytest.mark.parametrize("charset", ["utf-8", "iso-8859-15", "windows-1252"])
    @pytest.mark.parametrize("coding", ["quoted-printable", "base64", "8bit"])
    def test_is_decoded(self, charset: str, coding: str) -> None:
        message = mail()
        message.set_content(f"Café costs.\n\n{prose(1)}", charset=charset, cte=coding)
        assert take(bytes(message), "mail").text.startswith("Café costs.")

    def test_of_html_is_the_article_in_it(self) -> None:
        message = mail()
        message.set_content(PAGE, subtype="html")
        found = take(bytes(message), "mail")
        assert found.text.endswith(ARTICLE)
        assert found.title == "Harbour councils pool payroll – £3.2m"

    def test_of_both_is_read_once(self) -> None:
        message = mail()
        message.set_content(ARTICLE)
        message.add_alternative(PAGE, subtype="html")
        assert take(bytes(message), "mail").text == ARTICLE

    def test_of_many_parts_is_read_in_their_order(self) -> None:
        message, inner = mail(), EmailMessage()
        inner.set_content(f"Second.\n\n{prose(2)}")
        inner.add_attachment(f"Third.\n\n{prose(3)}", disposition="inline")
        message.set_content(f"First.\n\n{prose(1)}")
        message.make_mixed()
        message.attach(inner)
        message.add_attachment(f"Fourth.\n\n{prose(4)}", disposition="inline")
        words = take(bytes(message), "mail").text.split()
        order = ["First.", "Second.", "Third.", "Fourth."]
        assert [word for word in words if word in order] == order

    def test_whose_text_only_points_to_its_html_is_the_html(self) -> None:
        message = mail()
        message.set_content("Open this message in a browser.")
        message.add_alternative(PAGE, subtype="html")
        assert take(bytes(message), "mail").text.endswith(ARTICLE)

    def test_tells_what_is_attached(self) -> None:
        message = mail()
        message.set_content(ARTICLE)
        message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="release.pdf")
        message.add_attachment(b"x", maintype="image", subtype="png")
        found = take(bytes(message), "mail")
        assert found.flags == ("attached and not read: release.pdf, image/png",)
        assert found.text == ARTICLE

    def test_with_flowed_lines_is_whole_again(self) -> None:
        text = "Subject: T\nMIME-Version: 1.0\nContent-Type: text/plain; format=flowed\n\nOne \nsentence.\nAnother.\n"
        assert take(text, "mail").text == "One sentence.\nAnother."

    @pytest.mark.parametrize("subject", ["Re: Fwd: Payroll", "FW: Payroll", "=?utf-8?B?UGF5cm9sbA==?=", "Pay\n roll"])
    def test_has_its_subject_for_a_title(self, subject: str) -> None:
        text = f"Subject: {subject}\nMIME-Version: 1.0\n\n{prose(1)}"
        assert take(text, "mail").title in {"Payroll", "Pay roll"}

    @pytest.mark.parametrize("date", ["", "yesterday", "Wed, 99 Nov 2015 25:00:00 +9999"])
    def test_without_a_date_has_none(self, date: str) -> None:
        assert take(f"Subject: T\nDate: {date}\n\n{prose(1)}", "mail").published is None

    def test_is_read_from_files_and_from_input(self, tmp_path: Path) -> None:
        message = mail()
        message.set_content(ARTICLE)
        for name in ("a.eml", "b.txt"):
            (tmp_path / name).write_bytes(bytes(message))
            (file,), _ = local_sources.listed([tmp_path / name])
            (found,) = local_sources.from_file(file, MetadataOverrides())
            assert isinstance(found, ArticleDraft), found
            assert found.author == "Jane Roe"
        (piped,) = local_sources.from_input(io.BytesIO(bytes(message)), MetadataOverrides("Gazette"))
        assert isinstance(piped, ArticleDraft)
        assert (piped.text, piped.outlet) == (ARTICLE, "Gazette")

    @pytest.mark.parametrize(
        ("data", "why"),
        [
            (b"Content-Type: multipart/encrypted; boundary=b\nMIME-Version: 1.0\n\n--b\n\nx\n--b--\n", "is encrypted"),
            (b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nMIAG", "is encrypted"),
            (b"Subject: T\n\n", "is mail without a text"),
            (b"Subject: T\nContent-Type: image/png\n\nx", "is mail without a text"),
            (b"Subject: T\nContent-Type: multipart/mixed\n\nno boundary", "is mail that cannot be taken apart"),
            (b"", "is mail without a text"),
            (b"Subject: T\n\n" + b"word " * 1_200_000, "is larger than 5 MiB"),
        ],
    )
    def test_that_holds_nothing_is_refused(self, data: bytes, why: str) -> None:
        assert refusal(data, "mail") == why

    def test_that_steers_a_terminal_is_disarmed(self) -> None:
        found = take("Subject: \x1b[2JT\nFrom: \x1b]0;x\x07a <a@b>\n\nWo\x1b[31mrds of a text.", "mail")
        assert "\x1b" not in found.title + found.text + (found.author or "")


class TestSenders:
    """Whose mail it is, and what in it is nobody's article."""

    @pytest.mark.parametrize(
        ("sender", "outlet", "author"),
        [
            ("UKAuthority <news@ukauthority.com>", "UKAuthority", None),
            ("UKAuthority News <x@mailer.example>", "UKAuthority", None),
            ("The MJ newsletter <x@y.example>", "The MJ", None),
            ("Computer Weekly Daily <a@b.example>", "Computer Weekly", None),
            ("Government Computing | Daily bulletin <a@b.example>", "Government Computing", None),
            ("Sam Trendall at PublicTechnology <x@y.example>", "PublicTechnology", "Sam Trendall"),
            ("Leeds City Council Press Office <press@leeds.gov.uk>", "Leeds City Council", None),
            ("Wick Gazette <a@b.example>", "Wick Gazette", None),
            ("news@theregister.com", "The Register", None),
            ("noreply <noreply@civilserviceworld.com>", "Civil Service World", None),
            ("Jane Roe <jane@example.org>", None, "Jane Roe"),
            ("Sam Trendall <sam@publictechnology.net>", None, "Sam Trendall"),
            ("Press Office <press@leeds.gov.uk>", None, None),
        ],
    )
    def test_are_outlets_or_people(self, sender: str, outlet: str | None, author: str | None) -> None:
        message = mail(From=sender)
        message.set_content(ARTICLE)
        found = take(bytes(message), "mail")
        assert (found.outlet, found.author) == (outlet, author)

    def test_who_passes_a_mail_on_did_not_write_it(self) -> None:
        message = mail(Subject="Fwd: Payroll")
        message.set_content(ARTICLE)
        assert take(bytes(message), "mail").author is None

    @pytest.mark.parametrize(
        "head",
        [
            """---------- Forwarded message ---------
From: LocalGov <a@b.example>
Date: Tue, 17 Sept 2024 at 08:31
Subject: Payroll of two councils
To: <bob@example.org>
""",
            """Begin forwarded message:

> From: LocalGov <a@b.example>
> Subject: Payroll of two councils
> Date: 17 September 2024 at 08:31:02 BST
> To: Bob <bob@example.org>
""",
            """-----Original Message-----
From: LocalGov [mailto:a@b.example]
Sent: 17 September 2024 08:31
To: Bob; Ann; Eve;
 Dan; Zoe
Subject: Payroll of two councils
""",
            """*From:* LocalGov <a@b.example>
*Sent:* Tuesday, 17 September 2024 08:31
*To:* Bob <bob@example.org>
*Subject:* RE: Payroll of two councils
""",
        ],
    )
    def test_that_was_passed_on_is_the_message_within_it(self, head: str) -> None:
        message = mail(Subject="FW: have you seen this?", Date="Wed, 18 Sep 2024 10:00:00 +0100")
        message.set_content(f"FYI. Is it true that it cost £9m?\n\n{head}\n{ARTICLE}\n")
        found = take(bytes(message), "mail")
        assert (found.title, str(found.published), found.outlet, found.author) == (
            "Payroll of two councils",
            "2024-09-17",
            "LocalGov",
            None,
        )
        assert found.text == ARTICLE
        assert ("S", "FYI. Is it true that it cost £9m?") in {(each.rule, each.line) for each in found.dropped}

    def test_that_was_passed_on_is_not_of_the_house_that_did(self) -> None:
        head = "From: Jane Roe <jane@example.org>\nDate: 17 September 2024\nSubject: Payroll\n\n"
        message = mail(Subject="Fwd: Payroll", From="LocalGov <news@localgov.co.uk>")
        message.set_content(f"{head}{ARTICLE}\n")
        found = take(bytes(message), "mail")
        assert (found.outlet, found.author) == (None, "Jane Roe")

    @pytest.mark.parametrize(
        ("subject", "head"),
        [
            ("Payroll", "From: Jane Roe <j@example.org>\nDate: 17 September 2024\nSubject: Other\n\n"),
            ("Fwd: Payroll", "From: September\nTo: the end of the year\n\n"),
            ("Fwd: Payroll", "Subject: pay. From: there it went. Date: none\n\n"),
        ],
    )
    def test_that_holds_no_head_of_another_is_read_whole(self, subject: str, head: str) -> None:
        message = mail(Subject=subject)
        message.set_content(f"It begins here, as it did before.\n\n{head}{ARTICLE}\n")
        found = take(bytes(message), "mail")
        assert found.title == "Payroll"
        assert found.text.startswith("It begins here")

    def test_a_byline_in_it_is_its_author_s(self) -> None:
        message = mail(From="LocalGov <a@b.example>")
        message.set_content(f"By Jo Bloggs\n\n{ARTICLE}")
        found = take(bytes(message), "mail")
        assert (found.outlet, found.author, found.text) == ("LocalGov", "Jo Bloggs", ARTICLE)

    def test_buttons_and_the_signature_are_dropped_and_told(self) -> None:
        message = mail()
        story = f"{ARTICLE}\n\nResidents may unsubscribe from the service, the council said."
        behind = "Unsubscribe | Privacy policy\n-- \nUKAuthority, 1 Some Street\nwww.example.org"
        message.set_content(f"View this email in your browser\n\n{story}\n\n{behind}\n")
        found = take(bytes(message), "mail")
        assert found.text == story
        assert [(each.rule, each.line) for each in found.dropped] == [
            ("K", "View this email in your browser"),
            ("K", "Unsubscribe | Privacy policy"),
            ("S", "--"),
            ("S", "UKAuthority, 1 Some Street"),
            ("S", "www.example.org"),
        ]

    def test_dashes_between_stories_are_no_signature(self) -> None:
        message = mail()
        message.set_content(f"{ARTICLE}\n\n--\n\n{prose(4)}")
        found = take(bytes(message), "mail")
        assert found.text.endswith(prose(4))
        assert found.dropped == ()

    def test_of_html_is_rid_of_them_too(self) -> None:
        cells = f"<h1>Jewel street works</h1>{paragraphs(ARTICLE)}"
        rows = f"<tr><td><a href=x>View in browser</a></td></tr><tr><td>{cells}</td></tr><tr><td>Unsubscribe</td></tr>"
        message = mail(Subject="Jewel street works")
        message.set_content(f"<html><body><table>{rows}</table></body></html>", subtype="html")
        found = take(bytes(message), "mail")
        assert found.text == ARTICLE
        assert [(each.rule, each.line) for each in found.dropped] == [("K", "View in browser"), ("K", "Unsubscribe")]
