"""Every check in order, each by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from msgspec.structs import replace

from qabot.chat.doctor.clock_checks import check_clock
from qabot.chat.doctor.corpus_checks import check_corpus
from qabot.chat.doctor.database_checks import check_databases
from qabot.chat.doctor.disk_checks import check_disk
from qabot.chat.doctor.examinee import Examinee, Surroundings
from qabot.chat.doctor.feed_checks import check_feeds
from qabot.chat.doctor.findings import Finding, Subject, isolated, notice, on_path
from qabot.chat.doctor.home_checks import check_home, check_settings, home_of, settings_of
from qabot.chat.doctor.index_checks import check_index, check_lock
from qabot.chat.doctor.library_checks import check_libraries, check_python
from qabot.chat.doctor.model_checks import check_calibration, check_models
from qabot.chat.doctor.permission_checks import check_permissions, check_privacy
from qabot.chat.doctor.terminal_checks import check_terminal
from qabot.chat.doctor.variable_checks import check_variables
from qabot.core.progress import OnProgress, ignore_progress
from qabot.core.settings import Home

Check = Callable[[], Iterable[Finding]]

_OF_A_HOME: dict[Subject, Callable[[Examinee], Iterable[Finding]]] = {
    "corpus": check_corpus,
    "index": check_index,
    "lock": check_lock,
    "models": check_models,
    "calibration": check_calibration,
    "feeds": check_feeds,
    "clock": check_clock,
    "disk": check_disk,
    "permissions": check_permissions,
    "databases": check_databases,
}
_OF_AN_INDEX: frozenset[Subject] = frozenset({"models", "calibration"})
"""What there is nothing to say of where there is no index that can be read."""


def examine(around: Surroundings, on_progress: OnProgress = ignore_progress, *, deep: bool = False) -> list[Finding]:
    """Make every check, and return what they found.

    Args:
        around: What is around the process; it says which home is meant.
        on_progress: Told how far it has come, where everything is read.
        deep: Read everything: every article, every checksum, every model. It takes as long as that does.
    """
    home = home_of(around)
    found = isolated("home", partial(check_home, around))
    if home:
        found += _of_home(home, around, on_progress, deep=deep)
    for subject, check in _without_home(around).items():
        found += isolated(subject, check)
    return [_at_home(each, around) for each in found]


def _of_home(home: Home, around: Surroundings, on_progress: OnProgress, *, deep: bool) -> list[Finding]:
    examinee = Examinee(settings_of(home, around), around, deep, on_progress)
    found = isolated("settings", partial(check_settings, home, around))
    for subject, check in _OF_A_HOME.items():
        if subject in _OF_AN_INDEX and not examinee.has_manifest:
            found.append(notice(subject, "These can be looked at once the index can be read."))
        else:
            found += isolated(subject, partial(check, examinee))
    return found


def _without_home(around: Surroundings) -> dict[Subject, Check]:
    return {
        "privacy": partial(check_privacy, around),
        "variables": partial(check_variables, around),
        "terminal": partial(check_terminal, around),
        "python": check_python,
        "libraries": check_libraries,
    }


def _at_home(finding: Finding, around: Surroundings) -> Finding:
    """Return a finding whose command, if it is one of qabot's, names the home that was named, wherever it is typed."""
    command = finding.command
    if not command or not command.startswith("qabot ") or around.named_home is None or "--home" in command:
        return finding
    return replace(finding, command=on_path(f"{command} --home", around.cwd / around.named_home))
