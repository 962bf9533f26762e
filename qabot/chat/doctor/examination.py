"""Every check in order, each by itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
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
_OF_THE_SURROUNDINGS: dict[Subject, Callable[[Surroundings], Iterable[Finding]]] = {
    "privacy": check_privacy,
    "variables": check_variables,
    "terminal": check_terminal,
    "python": check_python,
    "libraries": check_libraries,
}
_OF_AN_INDEX: frozenset[Subject] = frozenset({"models", "calibration"})
"""What there is nothing to say of where there is no index that can be read."""
SUBJECTS: tuple[Subject, ...] = ("home", "settings", *_OF_A_HOME, *_OF_THE_SURROUNDINGS)
"""All that is looked at, in order."""


def examine(
    around: Surroundings,
    on_progress: OnProgress = ignore_progress,
    *,
    deep: bool = False,
    subjects: Collection[Subject] = SUBJECTS,
) -> list[Finding]:
    """Make every check, and return what they found.

    Args:
        around: What is around the process; it says which home is meant.
        on_progress: Told how far it has come, where everything is read.
        deep: Read everything: every article, every checksum, every model. It takes as long as that does.
        subjects: What to look at; by default everything.
    """
    home = home_of(around)
    checks: dict[Subject, Callable[[], Iterable[Finding]]] = {"home": partial(check_home, around)}
    if home:
        examinee = Examinee(settings_of(home, around), around, deep, on_progress)
        checks["settings"] = partial(check_settings, home, around)
        checks |= {subject: partial(_of_home, subject, examinee) for subject in _OF_A_HOME}
    checks |= {subject: partial(check, around) for subject, check in _OF_THE_SURROUNDINGS.items()}
    made = (isolated(subject, check) for subject, check in checks.items() if subject in subjects)
    found = [each for every in made for each in every]
    return [_at_home(each, home) for each in found] if home and around.named_home else found


def _of_home(subject: Subject, examinee: Examinee) -> Iterable[Finding]:
    if subject in _OF_AN_INDEX and not examinee.has_manifest:
        return [notice(subject, "It can be looked at once there is an index that can be read.")]
    return _OF_A_HOME[subject](examinee)


def _at_home(finding: Finding, home: Home) -> Finding:
    """Return a finding whose command, if it is one of qabot's, says which home is meant, wherever it is typed."""
    command = finding.command
    if not command or not command.startswith("qabot "):
        return finding
    return replace(finding, command=on_path(f"{command} --home", home.path))
