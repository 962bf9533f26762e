"""Python, qabot and the libraries, against what is supported and what qabot was tested with."""

from __future__ import annotations

import platform
import shlex
import sys
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

import qabot
from qabot.chat.doctor.examinee import Surroundings
from qabot.chat.doctor.findings import Finding, fine, listed, notice, wrong

_PACKAGE = Path(qabot.__file__).resolve().parent
_PLACES = (_PACKAGE / "constraints.txt", _PACKAGE.parent / "constraints.txt")
"""Where the versions stand that qabot was tested with: inside an installed package, or beside it in a checkout."""
_NAME = "qabot"


def pinned() -> Mapping[str, str]:
    """Return the versions that qabot was tested with, by the canonical names of libraries; none where that is lost."""
    place = next((place for place in _PLACES if place.is_file()), None)
    lines = place.read_text(encoding="utf-8").splitlines() if place else []
    pairs = (line.split("==") for line in lines if "==" in line and not line.startswith("#"))
    return {canonicalize_name(name): version.strip() for name, version in pairs}


def requirements() -> list[Requirement]:
    """Return the libraries that qabot needs on this machine.

    Raises:
        PackageNotFoundError: qabot is not installed, but run from its source.
    """
    every = (Requirement(line) for line in metadata.requires(_NAME) or ())
    return [each for each in every if each.marker is None or each.marker.evaluate({"extra": ""})]


def check_python(_: Surroundings) -> Iterator[Finding]:
    """Whether Python is one that qabot runs on."""
    version = platform.python_version()
    try:
        supported = metadata.metadata(_NAME)["Requires-Python"] or ""
    except metadata.PackageNotFoundError:
        supported = ""
    if supported and not SpecifierSet(supported).contains(version, prereleases=True):
        yield wrong("python", f"Python {version} is not supported; qabot needs {supported}.", "python3 --version")
    elif sys.version_info.releaselevel != "final":
        yield notice("python", f"Python {version} is not a final release.", "python3 --version")
    else:
        yield fine("python", f"Python {version} in {sys.prefix}{f'; qabot needs {supported}' if supported else ''}.")


def check_libraries(_: Surroundings) -> Iterator[Finding]:
    """Whether qabot is installed as it runs, and with libraries of versions that it supports and was tested with."""
    try:
        installed, needed = metadata.version(_NAME), requirements()
    except metadata.PackageNotFoundError:
        words = "qabot is run from its source and not installed, so that it cannot be told which libraries it needs."
        yield notice("libraries", words, _install("-e", str(_PACKAGE.parent)))
        return
    if installed != qabot.__version__:
        words = f"qabot {qabot.__version__} runs, but {installed} is what is installed."
        yield wrong("libraries", words, _install("--force-reinstall", "--no-deps", _NAME))
    yield from compare(needed, {each.name: _version(each.name) for each in needed}, pinned())


def compare(
    needed: list[Requirement], versions: Mapping[str, str | None], tested: Mapping[str, str]
) -> Iterator[Finding]:
    """Compare libraries with what is supported and with what was tested.

    Args:
        needed: What is supported.
        versions: Which version there is, by the names in `needed`; None for one that is missing.
        tested: Which version was tested, by canonical names.
    """
    pins = {each.name: tested.get(canonicalize_name(each.name)) for each in needed}
    missing = [each for each in needed if versions[each.name] is None]
    unsupported = [each for each in needed if (version := versions[each.name]) and not _supports(each, version)]
    sound = [each for each in needed if each not in missing and each not in unsupported]
    others = [each for each in sound if pins[each.name] and not _same(versions[each.name], pins[each.name])]
    if missing:
        yield wrong("libraries", f"Missing: {listed(each.name for each in missing)}.", _installed(missing, pins))
    if unsupported:
        named = listed(f"{each.name} {versions[each.name]} (needed: {each.specifier})" for each in unsupported)
        yield wrong("libraries", f"Not supported: {named}.", _installed(unsupported, pins))
    if others:
        named = listed(f"{each.name} {versions[each.name]} (tested: {pins[each.name]})" for each in others)
        yield notice("libraries", f"Supported, but not tested with: {named}.", _installed(others, pins))
    if not (missing or unsupported or others):
        how = "of the versions that it was tested with" if tested else "of supported versions"
        yield fine("libraries", f"qabot {qabot.__version__}, {len(needed)} libraries {how}.")


def _installed(requirements: list[Requirement], pins: Mapping[str, str | None]) -> str:
    wanted = [
        f"{each.name}=={pin}" if (pin := pins[each.name]) else f"{each.name}{each.specifier}" for each in requirements
    ]
    return _install(*wanted)


def _install(*arguments: str) -> str:
    return shlex.join([sys.executable, "-m", "pip", "install", *arguments])


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _supports(requirement: Requirement, version: str) -> bool:
    try:
        return requirement.specifier.contains(version, prereleases=True)
    except InvalidVersion:
        return False


def _same(version: str | None, pin: str | None) -> bool:
    """Whether two versions are one, however they are written, and whatever a build adds behind a plus."""
    try:
        return Version(Version(version or "").public) == Version(Version(pin or "").public)
    except InvalidVersion:
        return version == pin
