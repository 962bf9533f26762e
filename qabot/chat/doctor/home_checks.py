"""The home: which one, and why; and the settings and lists that lie in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from qabot.chat.doctor.examinee import Surroundings
from qabot.chat.doctor.findings import Finding, fine, notice, on_path, told, wrong
from qabot.core.errors import StorageFailed, UsageError
from qabot.core.publishers import PublisherTable
from qabot.core.settings import CONFIG_FILE, Home, Settings, find_home, load
from qabot.engine.list_files import CALIBRATION, LISTS
from qabot.facts.speech_cues import read_cues
from qabot.question.acronyms import read_entities, read_fact_bodies
from qabot.question.synonyms import SynonymTable

_EDIT = '"${EDITOR:-vi}"'
_READERS = {
    "acronyms.toml": read_entities,
    "entities.toml": read_fact_bodies,
    "synonyms.toml": SynonymTable.load,
    "speech_cues.toml": read_cues,
    "publishers.toml": PublisherTable.load,
}
"""What reads each list that a home may add to."""
_LISTS = tuple(name for name in LISTS if name != CALIBRATION)  # that has a check of its own


def home_of(around: Surroundings) -> Home | None:
    """Return the home that a command would take; None where that is a folder that does not exist."""
    try:
        return find_home(around.named_home, around.environ, around.cwd)
    except UsageError:
        return None


def settings_of(home: Home, around: Surroundings) -> Settings:
    """Return the settings of a home; where they cannot be read, those that nobody has set."""
    try:
        return load(around.named_home, around.environ, around.cwd)
    except (StorageFailed, UsageError):
        return Settings(home)


def check_home(around: Surroundings) -> Iterator[Finding]:
    """Which home is taken, and why."""
    home = home_of(around)
    named = around.named_home or Path(around.environ.get("QABOT_HOME", ""))
    if home is None:
        folder = around.cwd / named.expanduser()
        yield wrong(
            "home", f"There is no folder {folder}, though {_why(around)}.", on_path("mkdir -p", folder / "corpus")
        )
        return
    where = f"{home.path}: {_why(around, home)}."
    if home.is_default and not home.corpus.exists():
        words = f"{where} It is not there yet; the first index is built from the starter corpus."
        yield notice("home", words, "qabot index")
    else:
        yield fine("home", where)


def check_settings(home: Home, around: Surroundings) -> Iterator[Finding]:
    """Whether `qabot.toml`, the variables beside it and the lists of the home can be read."""
    file = home.path / CONFIG_FILE
    faults = [*_faults_of_settings(home, around), *_faults_of_lists(home)]
    yield from faults
    if not faults:
        own = [name for name in (CONFIG_FILE, *_LISTS) if (home.path / name).exists()]
        yield fine(
            "settings", f"Read from {', '.join(own)} in the home." if own else f"There is no {file}: the defaults."
        )


def _why(around: Surroundings, home: Home | None = None) -> str:
    if around.named_home:
        return "--home names it"
    if around.environ.get("QABOT_HOME"):
        return "QABOT_HOME names it"
    if home and home.is_default:
        return (
            "it is your data folder, as no folder from here upward is a home, and neither --home nor QABOT_HOME is set"
        )
    has = f"has a {CONFIG_FILE}" if home and (home.path / CONFIG_FILE).is_file() else "has corpus/ and index/"
    return f"the nearest folder from here upward that {has}"


def _faults_of_settings(home: Home, around: Surroundings) -> Iterator[Finding]:
    """Tell what cannot be read: the file, or else variables, of which only the names are told."""
    others = {name: value for name, value in around.environ.items() if not name.startswith("QABOT_")}
    named = None if home.is_default else home.path
    try:
        load(named, others, around.cwd)
    except StorageFailed as error:
        yield told("settings", error)
        return
    except UsageError as error:
        yield _in_file(home.path / CONFIG_FILE, error)
        return
    names = sorted(around.environ.keys() - others.keys() - {"QABOT_HOME"})
    for name in _refused_variables(names, lambda those: load(named, {**others, **those}, around.cwd), around.environ):
        yield wrong(
            "settings", f"{name} holds what it cannot be set to, and every command refuses it.", f"unset {name}"
        )


def _refused_variables(
    names: Sequence[str], read: Callable[[Mapping[str, str]], Settings], environ: Mapping[str, str]
) -> list[str]:
    """Return which variables settings are refused for: one needs another at times, so they are read together.

    Each without which all others are read is at fault by itself; where there is none, several are.
    """

    def is_refused(those: Iterable[str]) -> bool:
        try:
            read({name: environ[name] for name in those})
        except UsageError:
            return True
        return False

    if not is_refused(names):
        return []
    decisive = [name for name in names if not is_refused(set(names) - {name})]
    return decisive or [name for name in names if is_refused([name])]


def _faults_of_lists(home: Home) -> Iterator[Finding]:
    for name in _LISTS:
        try:
            _READERS[name](home.path)
        except StorageFailed as error:
            yield told("settings", error)
        except UsageError as error:
            yield _in_file(home.path / name, error)


def _in_file(path: Path, error: UsageError) -> Finding:
    return Finding("settings", "wrong", told("settings", error).words, on_path(_EDIT, path))
