"""Settings: one frozen tree from defaults, the home's `qabot.toml`, the environment and flags, later ones winning.

The home is found first, since it holds the file: `--home`, else `QABOT_HOME`, else the nearest folder upward that has
both `corpus/` and `index/` or a `qabot.toml`, else the user's data folder.

A home is not trusted for having been found or named: what its `qabot.toml` says of the network and of models holds once
the user has said yes to it (`home_trust`). The environment, flags and the user's data folder always hold.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from shlex import quote
from typing import Literal, cast, get_args

from msgspec import Struct

from qabot.core.errors import UsageError
from qabot.core.home_trust import TrustedHomes, links_out, own_home
from qabot.core.storage_faults import storage_fault
from qabot.core.toml_files import read_toml

CONFIG_FILE = "qabot.toml"
CURRENT = "CURRENT"
"""The file in an index that names the generation that answers."""
PACKAGED = "packaged"
"""The name of the model that comes with qabot."""
Device = Literal["auto", "cpu", "cuda"]
StoreKind = Literal["local", "milvus"]


class Home(Struct, frozen=True):
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

    @property
    def key(self) -> str:
        """What its files outside of it are called: 32 hex digits of a SHA-256 over its real path."""
        return hashlib.sha256(os.fsencode(self.path.resolve())).hexdigest()[:32]


class ModelSettings(Struct, frozen=True):
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


class RerankSettings(Struct, frozen=True):
    """Whether a cross-encoder puts what is found into a better order, and which."""

    model: str | None = None
    """A folder or a hub name; None is for none. `ModelSettings.download` says whether it may be fetched."""

    def accepts(self, held: str | None) -> bool:
        """Whether an index whose reranker came from `held` has the one that is asked for, if one is."""
        return self.model in (None, held)


class ReaderSettings(Struct, frozen=True):
    """Whether a reader looks for the answer in what is found, and which."""

    is_off: bool = False
    """Whether to do without."""
    folder: str | None = None
    """A folder that holds another one than the reader that ships; None for that."""


class PairModels(Struct, frozen=True):
    """The models that read a question and a passage together."""

    rerank: RerankSettings = RerankSettings()
    """The reranker; off unless it is named."""
    reader: ReaderSettings = ReaderSettings()
    """The reader; the one that ships unless the settings say otherwise."""


class NetworkSettings(Struct, frozen=True):
    """How pages and feeds are fetched."""

    private_addresses: bool = False
    """Whether addresses of this machine and of private networks may be fetched from: a site inside an organisation."""
    contact: str | None = None
    """An address of mail or web by which sites can reach whoever fetches; it is sent with every request."""


class StoreSettings(Struct, frozen=True):
    """What keeps the generations that answer."""

    kind: StoreKind = "local"
    """`local`: the home's own index folder; `milvus`: an engine that many machines ask."""
    uri: str = ""
    """Where that engine is, such as `http://127.0.0.1:19530`."""
    token_env: str = ""
    """Which variable of the environment holds what it is to be shown; empty where it asks for nothing."""
    database: str = ""
    """Which of its databases; empty for the one that it has by default."""

    @property
    def is_local(self) -> bool:
        """Whether the home's own index answers."""
        return self.kind == "local"


class Settings(Struct, frozen=True):
    """Everything that can be set."""

    home: Home
    """Where this user's articles and index are."""
    model: ModelSettings = ModelSettings()
    """The encoder."""
    rerank: RerankSettings = RerankSettings()
    """The reranker; off unless it is named."""
    reader: ReaderSettings = ReaderSettings()
    """The reader; on unless it is turned off."""
    network: NetworkSettings = NetworkSettings()
    """How pages and feeds are fetched."""
    store: StoreSettings = StoreSettings()
    """What keeps the generations that answer."""
    ignored: tuple[str, ...] = ()
    """What the home's `qabot.toml` sets and does not hold, as the user has not said yes to it: `network.contact`."""

    @property
    def notice(self) -> str | None:
        """Tell of what is ignored, and how to have it hold; None where nothing is."""
        if not self.ignored:
            return None
        *others, last = self.ignored
        named = f"{', '.join(others)} and {last}, which are" if others else f"{last}, which is"
        return (
            f"{self.home.path / CONFIG_FILE} sets {named} ignored, since you have not said yes to this home. "
            f"Run `qabot trust {quote(str(self.home.path))}` if you wrote it, or have read it and agree."
        )

    @property
    def pair_models(self) -> PairModels:
        """The models that read a question and a passage together."""
        return PairModels(self.rerank, self.reader)

    @classmethod
    def at(cls, home: str | os.PathLike[str]) -> Settings:
        """Return the settings of a home as the command line would with `--home`: its file, then the environment.

        What the user has not said yes to is left out, and named in `ignored`.

        Raises:
            UsageError: The home does not exist, or its `qabot.toml` cannot be read.
        """
        return load(Path(home), os.environ, Path.cwd())


def load(home: Path | None, environ: Mapping[str, str], cwd: Path, model: str | None = None) -> Settings:
    """Put the settings together.

    Args:
        home: The `--home` flag.
        environ: The environment: `QABOT_HOME`, `QABOT_MODEL`, `QABOT_DEVICE`, `QABOT_DOWNLOAD`, `QABOT_RERANK`,
            `QABOT_READER`, `QABOT_PRIVATE_ADDRESSES`, `QABOT_CONTACT`, `QABOT_STORE`, `QABOT_STORE_URI`,
            `QABOT_STORE_TOKEN_ENV` and `QABOT_STORE_DATABASE` are read.
        cwd: Where the search upward for a home begins.
        model: The `--model` flag.

    Raises:
        UsageError: The home does not exist, or its `qabot.toml` cannot be read.
    """
    found = find_home(home, environ, cwd)
    raw = _tables(found.path / CONFIG_FILE)
    claims = _claims(raw)
    ignored = TrustedHomes.read().refused(found.path.resolve(), claims) if claims else ()
    for name in ignored:
        table, key = name.split(".")
        raw[table].pop(key, None)
        if table == "store":
            raw[table].clear()  # half of a store is none: what is trusted of it says nothing without the rest
    for table, variables in _ENVIRONMENT.items():
        raw[table] |= {key: environ[name] for key, name in variables.items() if environ.get(name)}
    if model:
        raw["model"]["name"] = model
    model_settings = _model_settings(raw["model"], found.path)
    return Settings(
        found,
        model_settings,
        _rerank_settings(raw["rerank"], found.path),
        _reader_settings(raw["reader"], found.path),
        _network_settings(raw["network"]),
        _store_settings(raw["store"]),
        ignored,
    )


def home_claims(home: Path) -> dict[str, str]:
    """Return what a home says that takes the user's yes: settings in its `qabot.toml`, and folders that lie elsewhere.

    Raises:
        UsageError: Its `qabot.toml` cannot be read.
    """
    return _claims(_tables(home / CONFIG_FILE)) | links_out(home)


def find_home(home: Path | None, environ: Mapping[str, str], cwd: Path) -> Home:
    """Decide which folder is the home; see the head of this module for the order."""
    named = home or (Path(environ["QABOT_HOME"]) if environ.get("QABOT_HOME") else None)
    if named is not None:
        named = (cwd / os.path.expanduser(named)).resolve()  # noqa: PTH111 - unlike Path, it never raises
        if not named.is_dir():
            raise UsageError(
                f"There is no folder {named}.", hint=f"Run `mkdir -p {quote(str(named / 'corpus'))}` to start a home."
            )
        return Home(named)
    for folder in (cwd.resolve(), *cwd.resolve().parents):
        if (folder / CONFIG_FILE).is_file() or ((folder / "corpus").is_dir() and (folder / "index").is_dir()):
            return Home(folder)
    return Home(own_home(), is_default=True)


_TRUE, _FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off", ""})
_CONTACT = re.compile(r"[!-'*-~]{0,200}")
"""One word of what a header may hold, without the parentheses that it is put into."""
_STORE_URI = re.compile(r"https?://[A-Za-z0-9._\[\]:-]{1,255}/?")
"""Scheme, host and port: a name and a password before the host would be printed with it."""
_STORE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,127}")
_ENVIRONMENT = {
    "model": {"name": "QABOT_MODEL", "device": "QABOT_DEVICE", "download": "QABOT_DOWNLOAD"},
    "rerank": {"model": "QABOT_RERANK"},
    "reader": {"model": "QABOT_READER"},
    "network": {"private_addresses": "QABOT_PRIVATE_ADDRESSES", "contact": "QABOT_CONTACT"},
    "store": {
        "kind": "QABOT_STORE",
        "uri": "QABOT_STORE_URI",
        "token_env": "QABOT_STORE_TOKEN_ENV",
        "database": "QABOT_STORE_DATABASE",
    },
}
"""Tables of `qabot.toml`, their keys, and the variables that go before them."""
_HARMLESS = frozenset({"model.device"})
"""What a home may set unasked."""
_LARGEST = 64 * 1024
"""Bytes of a `qabot.toml`."""
_LONGEST = 1_000
"""Characters of a name or a path in it."""


def _tables(path: Path) -> dict[str, dict[str, object]]:
    """Read the tables of a `qabot.toml`, refusing what nothing would read; one that is not there is empty."""
    hint = f"Correct {path}, or remove it to use the defaults."
    try:
        tree = read_toml(path, _LARGEST)
    except FileNotFoundError:
        tree = {}
    except (OSError, ValueError) as cause:
        if refused := storage_fault(cause, path):
            raise refused from cause
        raise UsageError(f"{path} cannot be read: {cause}.", hint=hint) from cause
    if unknown := sorted(tree.keys() - _ENVIRONMENT.keys()):
        raise UsageError(f"{path} sets {unknown[0][:40]!r}, which qabot does not know.", hint=hint)
    tables: dict[str, dict[str, object]] = {}
    for name, keys in _ENVIRONMENT.items():
        table = tree.get(name, {})
        if not isinstance(table, dict):
            raise UsageError(f'{path}: `{name}` is a table, such as [{name}] with {next(iter(keys))} = "…".', hint=hint)
        tables[name] = dict(cast("dict[str, object]", table))
        if unknown := sorted(tables[name].keys() - keys.keys()):
            raise UsageError(f"{path} sets {name}.{unknown[0][:40]}, which qabot does not know.", hint=hint)
        for key, value in tables[name].items():
            if not isinstance(value, str | bool | int) or len(str(value)) > _LONGEST:
                raise UsageError(f"{path}: {name}.{key} is no word, or one that is too long.", hint=hint)
    return tables


def _claims(tables: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    """Return what takes a yes among the settings of a home, by its whole name."""
    named = {f"{table}.{key}": str(value) for table, keys in tables.items() for key, value in keys.items()}
    return {name: value for name, value in named.items() if name not in _HARMLESS}


def _model_settings(raw: Mapping[str, object], home: Path) -> ModelSettings:
    device = str(raw.get("device", "auto"))
    if device not in get_args(Device):
        raise UsageError(f"There is no device {device[:40]!r}.", hint="Set it to auto, cpu or cuda.")
    name = _model_name(str(raw["name"]), home) if raw.get("name") else None
    return ModelSettings(name, cast("Device", device), _is_true(raw, "download"))


def _rerank_settings(raw: Mapping[str, object], home: Path) -> RerankSettings:
    model = str(raw.get("model", ""))
    return RerankSettings(None if model.lower() in _FALSE else _model_name(model, home))


def _reader_settings(raw: Mapping[str, object], home: Path) -> ReaderSettings:
    model = str(raw.get("model", "on"))
    if model.lower() in _FALSE:
        return ReaderSettings(is_off=True)
    if model.lower() in _TRUE:
        return ReaderSettings()
    folder = _model_name(model, home)
    if not os.path.isdir(folder):  # noqa: PTH112 - unlike Path, it never raises
        raise UsageError(f"There is no folder {folder} with a reader.", hint='Set model to a folder, or to "off".')
    return ReaderSettings(folder=folder)


def _network_settings(raw: Mapping[str, object]) -> NetworkSettings:
    contact = str(raw.get("contact", "")).strip()
    if not _CONTACT.fullmatch(contact):
        hint = "Set contact to an address of mail or web, such as news@example.org."
        raise UsageError(f"{contact[:40]!r} cannot be sent as a contact.", hint=hint)
    return NetworkSettings(_is_true(raw, "private_addresses"), contact or None)


def _store_settings(raw: Mapping[str, object]) -> StoreSettings:
    kind, uri = str(raw.get("kind", "local")), str(raw.get("uri", "")).strip()
    if kind not in get_args(StoreKind):
        raise UsageError(f"There is no store {kind[:40]!r}.", hint="Set kind under [store] to local or milvus.")
    if kind == "local":
        return StoreSettings()
    if not _STORE_URI.fullmatch(uri):
        hint = 'Set uri under [store], such as uri = "http://127.0.0.1:19530"; a token goes into the environment.'
        raise UsageError(f"{_without_secrets(uri)!r} is no address of a store.", hint=hint)
    names = {key: str(raw.get(key, "")).strip() for key in ("token_env", "database")}
    for key, name in names.items():
        if name and not _STORE_NAME.fullmatch(name):
            raise UsageError(f"store.{key} is no name.", hint="Use letters, digits and underscores.")
    return StoreSettings("milvus", uri, names["token_env"], names["database"])


def _without_secrets(uri: str) -> str:
    """Return the beginning of an address that is no use, without what may stand before its host."""
    scheme, found, rest = uri[:60].partition("://")
    return f"{scheme}{found}{rest.rpartition('@')[2]}"


def _is_true(raw: Mapping[str, object], key: str) -> bool:
    said = str(raw.get(key, "false")).lower()
    if said not in _TRUE | _FALSE:
        raise UsageError(f"{said[:40]!r} is neither true nor false.", hint=f"Set {key} to true or false.")
    return said in _TRUE


def _model_name(name: str, home: Path) -> str:
    """Return the whole path where a model's name is that of a folder, as seen from the home."""
    if len(name) > _LONGEST or "\0" in name:
        raise UsageError(f"No model is called {name[:40]!r}…: the name is too long, or no name.", hint="Name another.")
    folder = os.path.join(home, os.path.expanduser(name))  # noqa: PTH111, PTH118 - as above
    return os.path.realpath(folder) if os.path.isdir(folder) else name  # noqa: PTH112 - unlike Path, it never raises
