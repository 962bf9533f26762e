"""Commands about pins: `/pin` and `/pins`. What is pinned is kept for the home that it was pinned in."""

from __future__ import annotations

from qabot import reports
from qabot.chat.command_arguments import PinsWanted
from qabot.chat.command_results import Pinned, PinsListed, Result
from qabot.chat.exchange import Exchange
from qabot.chat.headless_chat import Chat
from qabot.chat.passage_commands import passage
from qabot.core.answers import Evidence
from qabot.core.errors import UsageError
from qabot.output.phrasing import counted

_NOTHING = "Nothing is pinned. Ask something, then pin a passage: /pin 1, or +1."
_PASSING = "Pins of this chat end with it."


async def pin(chat: Chat, argument: int, at: Exchange | None) -> Result:
    """Pin a passage that is shown."""
    exchange, _ = chat.answered(at)
    return pin_passage(chat, passage(exchange, argument))


def pin_passage(chat: Chat, evidence: Evidence) -> Pinned:
    """Pin a passage.

    Raises:
        HistoryUnusable: The file of pins cannot be used.
        UsageError: There are as many pins as there may be.
    """
    pinned = reports.Pin.of(evidence, chat.context.clock())
    number, is_new = chat.pins.change(_home(chat), lambda pins: reports.add_pin(pins, pinned))
    return Pinned(number, is_new, chat.pins.is_kept)


async def change_pins(chat: Chat, argument: PinsWanted, at: Exchange | None) -> Result:  # noqa: ARG001 - as every handler
    """List the pins, after something was done with them.

    Raises:
        HistoryUnusable: The file of pins cannot be used.
        UsageError: There is no such pin, or nothing to bring back.
    """
    done = _done(chat, argument)
    pins = chat.pins.pins(_home(chat))
    lines = await chat.asker.with_texts(lambda texts, _: tuple(reports.pin_lines(pins, texts))) if pins else ()
    said = (done, "" if pins else _NOTHING, "" if chat.pins.is_kept else _PASSING)
    return PinsListed((*(reports.ReportLine("note", each) for each in said if each), *lines))


def _done(chat: Chat, wanted: PinsWanted) -> str:
    """Do what is wanted, and say what was done."""
    number, pins, home = wanted.number, chat.pins, _home(chat)
    match wanted.what:
        case "list":
            return ""
        case "up" | "down" | "move":
            to = wanted.to or number + (-1 if wanted.what == "up" else 1)
            pins.change(home, lambda held: reports.move_pin(held, number, to))
            return f"Pin {number} stands at {to} now."
        case "note":
            pins.change(home, lambda held: reports.annotate_pin(held, number, wanted.words))
            return f"The note beside pin {number} is kept." if wanted.words else f"Pin {number} has no note any more."
        case "drop" | "drop all":
            count = pins.drop(home, number or None)
            return f"{counted(count, 'pin')} dropped. /pins undo brings back what was dropped last."
        case "undo":
            if not (count := pins.undo(home)):
                raise UsageError("There is nothing to bring back.", hint="/pins lists what is pinned.")
            left = f" There is no room for {pins.waiting} more." if pins.waiting else ""
            return f"{counted(count, 'pin')} brought back.{left}"


def _home(chat: Chat) -> str:
    return str(chat.context.home)
