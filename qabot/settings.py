"""Settings: one frozen tree from defaults, the home's `qabot.toml`, the environment and flags, later ones winning.

The home is found first, since it holds the file: `--home`, else `QABOT_HOME`, else the nearest folder upward that has
both `corpus/` and `index/` or a `qabot.toml`, else the user's data folder.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

import platformdirs

from qabot.errors import UsageError

CONFIG_FILE = "qabot.toml"
PACKAGED = "packaged"
"""The name of the model that comes with qabot."""
Device = Literal["auto", "cpu", "cuda"]


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that holds a corpus and its index."""

    path: Path
    """Absolute."""
    is_default: bool = False
    """Whether it is the user's data folder, which is seeded with the starter corpus on first use."""

    @property
    def corpus(self) -> Path:
        """Where articles lie."""
        return self.path / "corpus"

    @property
    def index(self) -> Path:
        """Where generations lie."""
        return self.path / "index"


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Which encoder an index is built with."""

    name: str | None = None
    """A folder, a hub name or `PACKAGED`; None means what the index has, or the packaged model for a new one."""
    device: Device = "auto"
    """Where passages are embedded in bulk. `auto` takes a GPU for large jobs where there is one."""
    download: bool = False
    """Whether a hub model that is not on this machine may be fetched. The packaged model never needs it."""

    def source(self, held: str = "") -> str:
        """Return where the model is to come from, empty for the packaged one; `held` is where the index has its own."""
        if self.name is None:
            return held
        return "" if self.name == PACKAGED else self.name

    def accepts(self, held: str) -> bool:
        """Whether an index whose encoder came from `held` has the model that is asked for."""
        return self.source(held) == held


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set."""

    home: Home
    """Where this user's articles and index are."""
    model: ModelSettings = ModelSettings()
    """The encoder."""


def load(home: Path | None, environ: Mapping[str, str], cwd: Path, model: str | None = None) -> Settings:
    """Put the settings together.

    Args:
        home: The `--home` flag.
        environ: The environment: `QABOT_HOME`, `QABOT_MODEL`, `QABOT_DEVICE` and `QABOT_DOWNLOAD` are read.
        cwd: Where the search upward for a home begins.
        model: The `--model` flag.

    Raises:
        UsageError: The home does not exist, or its `qabot.toml` cannot be read.
    """
    found = find_home(home, environ, cwd)
    raw = _model_table(found.path / CONFIG_FILE)
    raw |= {key: environ[name] for key, name in _ENVIRONMENT.items() if environ.get(name)}
    if model:
        raw["name"] = model
    return Settings(found, _model_settings(raw, found.path))


def find_home(home: Path | None, environ: Mapping[str, str], cwd: Path) -> Home:
    """Decide which folder is the home; see the head of this module for the order."""
    named = home or (Path(environ["QABOT_HOME"]) if environ.get("QABOT_HOME") else None)
    if named is not None:
        named = (cwd / os.path.expanduser(named)).resolve()  # noqa: PTH111 - unlike Path, it never raises
        if not named.is_dir():
            raise UsageError(f"There is no folder {named}.", hint=f"Run `mkdir -p {named / 'corpus'}` to start a home.")
        return Home(named)
    for folder in (cwd.resolve(), *cwd.resolve().parents):
        if (folder / CONFIG_FILE).is_file() or ((folder / "corpus").is_dir() and (folder / "index").is_dir()):
            return Home(folder)
    return Home(platformdirs.user_data_path("qabot", appauthor=False), is_default=True)


_TRUE, _FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off", ""})
_ENVIRONMENT = {"name": "QABOT_MODEL", "device": "QABOT_DEVICE", "download": "QABOT_DOWNLOAD"}


def _model_table(path: Path) -> dict[str, object]:
    """Read the `[model]` table of a `qabot.toml`, refusing what nothing would read."""
    hint = f"Correct {path}, or remove it to use the defaults."
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as cause:
        raise UsageError(f"{path} cannot be read: {cause}.", hint=hint) from cause
    if unknown := sorted(tree.keys() - {"model"}):
        raise UsageError(f"{path} sets {unknown[0]!r}, which qabot does not know.", hint=hint)
    table = tree.get("model", {})
    if not isinstance(table, dict):
        raise UsageError(f'{path}: `model` is a table, such as [model] with name = "…".', hint=hint)
    model = cast("dict[str, object]", table)
    if unknown := sorted(model.keys() - _ENVIRONMENT.keys()):
        raise UsageError(f"{path} sets model.{unknown[0]}, which qabot does not know.", hint=hint)
    return dict(model)


def _model_settings(raw: Mapping[str, object], home: Path) -> ModelSettings:
    device = str(raw.get("device", "auto"))
    if device not in get_args(Device):
        raise UsageError(f"There is no device {device!r}.", hint="Set it to auto, cpu or cuda.")
    name = str(raw["name"]) if raw.get("name") else None
    if name is not None and (folder := home / os.path.expanduser(name)).is_dir():  # noqa: PTH111 - as above
        name = str(folder.resolve())
    download = str(raw.get("download", "false")).lower()
    if download not in _TRUE | _FALSE:
        raise UsageError(f"{download!r} is neither true nor false.", hint="Set download to true or false.")
    return ModelSettings(name, cast("Device", device), download in _TRUE)
