"""The command palette: the same commands as after a slash."""

from __future__ import annotations

from textual.command import DiscoveryHit, Hit, Hits, Provider

from qabot.chat.commands import COMMANDS, LEADER, Command
from qabot.tui.messages import CommandGiven
from qabot.tui.themes import THEME_NAMES


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
    entries = [(f"{LEADER}{each.name}", "", _summary(each)) for each in COMMANDS if each.name != "theme"]
    return [*entries, *((f"{LEADER}theme {name}", name, "change the colours") for name in THEME_NAMES)]


def _summary(command: Command) -> str:
    return f"{command.summary} ({command.key})" if command.key else command.summary
