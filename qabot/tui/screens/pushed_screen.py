"""What stands over the conversation: a screen that is dismissed once, and whose failure is its own."""

from __future__ import annotations

from textual import events
from textual._context import active_message_pump  # there is no other way to know what was at work
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.screen import Screen, ScreenResultType
from textual.worker import WorkerFailed


class PushedScreen(Screen[ScreenResultType]):
    """A screen over another. The conversation below is there when it ends, however it ends.

    Textual's `dismiss` takes away whichever screen is on top: of two keys that came at once, the second would take
    away the screen below. And what a key is bound to is done by the application, which an error would end: here it is
    done by the screen.
    """

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """End with a result. A screen that is not on top, since it has ended or is covered, stays as it is."""
        return super().dismiss(result) if self.is_active else AwaitComplete.nothing()

    async def on_key(self, event: events.Key) -> None:
        """Do here what a key is bound to; what the binding does not take is left to the application."""
        active = self.active_bindings.get(event.key) if self.is_active else None
        if active and active.enabled and await self.app.run_action(active.binding.action, active.node):  # pyright: ignore[reportUnknownMemberType] - an app of any kind
            event.stop()


def failed_node(app: App[int], error: Exception) -> MessagePump | None:
    """Return what an error happened in: what was handling a message or a timer, or what had begun a worker."""
    if isinstance(error, WorkerFailed):
        return next((each.node for each in app.workers if each.error is error.error), None)
    return active_message_pump.get(None)


def pushed_screen_of(node: MessagePump | None) -> PushedScreen[object] | None:
    """Return the screen over the conversation that this is, or is a part of; None where it belongs to none."""
    owners = node.ancestors_with_self if isinstance(node, DOMNode) else ()
    screens: list[PushedScreen[object]] = [each for each in owners if isinstance(each, PushedScreen)]
    return screens[0] if screens else None
