"""Asking: the first page, and answers with their evidence, each at an address that can be shared."""

from __future__ import annotations

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from qabot.core.answers import Turn
from qabot.core.dates import utc_now
from qabot.core.text import clean_line
from qabot.output import phrasing
from qabot.output.why import plain_explanation
from qabot.server.answer_files import answer_file, offered
from qabot.server.pages.empty_home import beginning
from qabot.server.question_address import MOST_SHOWN, SHOWN, QuestionAddress, earlier_fields
from qabot.server.question_chips import QuestionChip, question_chips
from qabot.server.rendering import handed_out, render
from qabot.server.site import site_of


class EarlierLink(Struct, frozen=True):
    """A question that another goes on from, as a link to its answer."""

    words: str
    """As typed."""
    path: str
    """Where its answer is."""


class AnswerView(Struct, frozen=True):
    """An answer, ready to be laid out."""

    turn: Turn
    """What was asked and answered."""
    question: str
    """The question in words."""
    verdict: str
    """`strong`, `possible` or `not found`."""
    caveat: str
    """What to mind about it."""
    origins: str
    """How much evidence there is."""
    missing: list[str]
    """Parts of the question that no quote gives."""
    chips: list[QuestionChip]
    """What was read into it, and what limits it."""
    lacks: list[str]
    """What the corpus holds and lacks, where it does not answer."""
    why: list[str]
    """Why the answer is as it is."""
    owners: list[str]
    """Why articles count as independent or not."""
    searched: str
    """What was searched."""


def first_page(request: Request) -> Response:
    """Show where to ask, and what there is to ask."""
    return render(request, "first.html", {"asked": QuestionAddress(""), **beginning(request)})


def answer_page(request: Request) -> Response:
    """Show an answer with its evidence."""
    asked = QuestionAddress.read(request.query_params)
    if not asked.text and not asked.filters.active:
        return RedirectResponse("/", 303)
    turn = site_of(request).answer(asked)
    return render(
        request,
        "answer.html",
        {
            "asked": asked,
            "answer": answer_view(asked, turn),
            "earlier": _earlier(asked),
            "following": QuestionAddress("", asked.filters),
            "following_fields": earlier_fields(asked.begun),
            "more": _more(asked, turn),
            "downloads": offered(asked, turn),
            "feed": asked.path("/feed.atom"),
        },
    )


def download(request: Request) -> Response:
    """Hand out an answer, or the citations of its quotes, in a format of files."""
    asked = QuestionAddress.read(request.query_params)
    file = answer_file(request.path_params["format"])
    body = file.write(asked, site_of(request).answer(asked), utc_now())
    return handed_out(body, f"qabot-answer{file.suffix}", file.media_type)


def answer_view(asked: QuestionAddress, turn: Turn) -> AnswerView:
    """Return an answer in the words that every format says it in."""
    answer = turn.answer
    return AnswerView(
        turn=turn,
        question=clean_line(phrasing.asked(turn.question)),
        verdict=phrasing.verdict_name(answer),
        caveat=phrasing.verdict_caveat(answer),
        origins=phrasing.origins_words(answer),
        missing=phrasing.missing(answer),
        chips=question_chips(asked, turn),
        lacks=phrasing.not_found(answer),
        why=plain_explanation(answer),
        owners=phrasing.owners(answer),
        searched=phrasing.searched(answer),
    )


def _earlier(asked: QuestionAddress) -> list[EarlierLink]:
    if asked.alone:
        return []
    links: list[EarlierLink] = []
    for number, each in enumerate(asked.earlier):
        at = QuestionAddress(each.text, infer=each.infer, earlier=asked.earlier[:number])
        links.append(EarlierLink(each.text, at.path()))
    return links


def _more(asked: QuestionAddress, turn: Turn) -> str | None:
    """Return where further passages are shown; None where there are none, or as many as are shown at the most."""
    wider = min(asked.limit + SHOWN, MOST_SHOWN)
    is_full = len(turn.answer.evidence) >= asked.limit and wider > asked.limit
    return asked.changed(limit=wider).path() + f"#quote{asked.limit + 1}" if is_full else None
