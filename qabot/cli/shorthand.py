"""What may be left out of a command line: the command itself, and where its options go.

qabot                       qabot chat
qabot --home DIR            qabot chat --home DIR
qabot "who left GDS?"       qabot ask "who left GDS?"
qabot --home DIR status     qabot status --home DIR
qabot --home DIR schema     qabot schema, which is about no home
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

CommandTree = Mapping[str, Collection[str]]
"""The names of the commands, each with those of the commands inside it."""

_HOME = "--home"


def expand(arguments: Sequence[str], tree: CommandTree, takes_home: Callable[[Sequence[str]], bool]) -> list[str]:
    """Return a command line with the command that it means written out; any other stays as it is.

    Args:
        arguments: What was typed behind `qabot`.
        tree: All commands.
        takes_home: Whether a command, by its one or two names, has a `--home`; where it has none, it needs none.
    """
    home, rest = _leading_home(arguments)
    if not rest:
        return ["chat", *home]
    first, *others = rest
    if first in tree:
        depth = 2 if others and others[0] in tree[first] else 1
        command = rest[:depth]
        return [*command, *(home if takes_home(command) else ()), *rest[depth:]]
    if is_question(first) and (not others or others[0].startswith("-")):
        return ["ask", first, *home, *others]
    return rest


def is_question(word: str) -> bool:
    """Whether one argument is a question rather than a command misspelt: several words, or a question mark."""
    return not word.startswith("-") and (len(word.split()) > 1 or word.rstrip().endswith(("?", "？")))


def _leading_home(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part a `--home DIR` in front of everything from the rest."""
    if len(arguments) > 1 and arguments[0] == _HOME:
        return [*arguments[:2]], [*arguments[2:]]
    if arguments and arguments[0].startswith(f"{_HOME}="):
        return [arguments[0]], [*arguments[1:]]
    return [], [*arguments]
