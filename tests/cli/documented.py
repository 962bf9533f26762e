"""The commands that README.md and every help give, and a small shell that runs such lines in this process."""

from __future__ import annotations

import io
import json
import re
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from qabot.cli import main

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
_REMARK = re.compile(r"\s{2,}(?=\S).*$")
_INDENTED = re.compile(r"^ {4}((?:[A-Z]+=\S+ |pbpaste \| |printf .* \| |echo .* \| )?qabot\b.*)$", re.MULTILINE)
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_IN_WORDS = re.compile(r"`(qabot [^`]*)`")
_SUBSTITUTED = re.compile(r'"\$\(([^()]*)\)"')
_EXAMPLES = re.compile(r"Examples:\n((?: +\S.*\n?)+)")


def in_readme() -> list[str]:
    """Return every command of README.md: those on lines of their own, and those in its sentences."""
    lines = [_without_remark(line) for line in _INDENTED.findall(_FENCED.sub("", README))]
    return [*(each for line in lines for each in _alternatives(line)), *_IN_WORDS.findall(README)]


def in_help(page: str) -> list[str]:
    """Return the examples of a help."""
    found = _EXAMPLES.search(page)
    return [_without_remark(line.strip()) for line in found[1].splitlines()] if found else []


def transcripts() -> Iterator[tuple[str, str]]:
    """Yield what README.md shows behind `$`: each command, and what it is said to print."""
    for command, shown in re.findall(r"^ {4}\$ (qabot .*)\n((?: {4}(?!\$).*\n)+)", README, re.MULTILINE):
        yield command, "".join(line.removeprefix("    ") + "\n" for line in shown.splitlines())


def _without_remark(line: str) -> str:
    return _REMARK.sub("", line)


def _alternatives(line: str) -> list[str]:
    """Return the commands of `qabot feeds list | remove URL`, where a stroke stands for "or"."""
    first, *others = line.split(" | ")
    start = first.rsplit(" ", 1)[0]
    programs = ("qabot", "jq")
    return [line] if any(each.split()[0] in programs for each in others) else [first, *(f"{start} {o}" for o in others)]


class Ran(Struct, frozen=True):
    """How a line ended."""

    code: int
    """The exit code of its last command."""
    out: str
    """What it printed, or wrote into the file it names."""
    err: str
    """What it said besides."""


class Shell:
    """Runs lines as a shell would, as far as the documentation asks for: `&&`, pipes, files, variables, a few tools."""

    def __init__(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tools: Mapping[str, str]
    ) -> None:
        """Run lines in the folder and the environment of the test; `tools` gives what other programs print."""
        self._capsys = capsys
        self._patch = monkeypatch
        self._tools = tools

    def run(self, line: str) -> Ran:
        """Run a line."""
        while inner := _SUBSTITUTED.search(line):
            line = line[: inner.start()] + shlex.quote(self.run(inner[1]).out.strip()) + line[inner.end() :]
        ran = Ran(0, "", "")
        for part in re.split(r" && ", line):
            ran = self._piped(part)
            if ran.code:
                return ran
        return ran

    def _piped(self, line: str) -> Ran:
        ran = Ran(0, "", "")
        for segment in _segments(line):
            ran = self._one(segment, ran.out)
        return ran

    def _one(self, words: list[str], given: str) -> Ran:
        words, targets = _redirected(words)
        while re.fullmatch(r"[A-Z]+=.*", words[0], re.DOTALL):
            name, _, value = words.pop(0).partition("=")
            self._patch.setenv(name, value)
        program = words[0]
        arguments = [str(Path(each).expanduser()) if each.startswith("~") else each for each in words[1:]]
        builtin: dict[str, Callable[[], str]] = {
            "echo": lambda: " ".join(arguments) + "\n",
            "printf": lambda: arguments[0].encode().decode("unicode_escape"),
            "jq": lambda: _jq(arguments[-1], given),
        }
        if program == "qabot":
            ran = self._qabot(arguments, given)
        else:
            ran = Ran(0, builtin[program]() if program in builtin else self._tools[program], "")
        for stream, name in targets:
            Path(name).write_text(ran.err if stream == "2" else ran.out, encoding="utf-8")
        return ran

    def _qabot(self, arguments: list[str], given: str) -> Ran:
        self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode()), "utf-8"))
        self._capsys.readouterr()
        code = main(arguments)
        caught = self._capsys.readouterr()
        return Ran(code, caught.out, caught.err)


def _segments(line: str) -> list[list[str]]:
    """Part a pipeline into the words of its programs; a stroke in quotes is none."""
    segments: list[list[str]] = [[]]
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|>")
    lexer.whitespace_split = True
    lexer.commenters = ""
    for word in lexer:
        if word == "|":
            segments.append([])
        else:
            segments[-1].append(word)
    return segments


def _redirected(words: list[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Take `> file` and `2>file` out of a command."""
    kept: list[str] = []
    targets: list[tuple[str, str]] = []
    rest = iter(words)
    for word in rest:
        if word == ">":
            stream = kept.pop() if kept[-1] == "2" else "1"
            targets.append((stream, next(rest)))
        else:
            kept.append(word)
    return kept, targets


def _jq(wanted: str, text: str) -> str:
    """Do the little of jq that the documentation uses; what is not there is an error, as in `jq -e`."""
    path, _, what = wanted.partition(" | ")
    found: list[Any] = [json.loads(text)]
    for step in re.findall(r"\.(\w+)|\[(\d*)\]", path):
        name, number = step
        if name:
            found = [each[name] for each in found]
        else:
            found = [one for each in found for one in (each if number == "" else [each[int(number)]])]
    found = [len(each) for each in found] if what == "length" else found
    return "".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in found)
