"""The command palette: the same commands as after a slash."""

from __future__ import annotations

from collections.abc import Iterator

from textual.command import DiscoveryHit, Hit, Hits, Provider

from qabot.chat.command_arguments import NameOf
from qabot.chat.commands import COMMANDS, LEADER, Command
from qabot.tui.messages import CommandGiven


class CommandProvider(Provider):
    """Finds commands by their names and by what they do."""

    async def discover(self) -> Hits:
        """Yield every command."""
        for name, argument, summary in _entries():
            yield DiscoveryHit(name, lambda n=name, a=argument: self._give(n, a), help=summary)

    async def search(self, query: str) -> Hits:
        """Yield the commands that match."""
        matcher = self.matcher(query)
        for name, argument, summary in _entries():
            score = max(matcher.match(name), matcher.match(summary))
            if score > 0:
                yield Hit(score, matcher.highlight(name), lambda n=name, a=argument: self._give(n, a), help=summary)

    def _give(self, name: str, argument: str) -> None:
        self.app.post_message(CommandGiven(name.removeprefix(LEADER).partition(" ")[0], argument))


def _entries() -> list[tuple[str, str, str]]:
    """Return what can be chosen: the name to show, the argument it is given with, and what it does."""
    return [entry for command in COMMANDS for entry in _entries_of(command)]


def _entries_of(command: Command) -> Iterator[tuple[str, str, str]]:
    """Yield a command by itself, or with each of the names that it must be given one of."""
    names = command.takes.choices() if isinstance(command.takes, NameOf) else ("",)
    for name in names:
        yield f"{LEADER}{command.name} {name}".rstrip(), name, _summary(command)


def _summary(command: Command) -> str:
    return f"{command.summary} ({command.key})" if command.key else command.summary
