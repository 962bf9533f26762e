"""What every test may use: the packaged model exported once, and homes made from it.

Only fixtures load the index and its libraries, so that a test of text alone starts in a second.
"""

from __future__ import annotations

import gc
import hashlib
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from qabot.core.progress import ignore_progress
from qabot.core.settings import CURRENT, Home, ModelSettings, PairModels, ReaderSettings, Settings

if TYPE_CHECKING:
    from qabot.engine.session import Session
    from qabot.index.snapshot import Generation

os.environ["HF_HUB_OFFLINE"] = "1"  # before anything imports the hub's library: no test fetches a model

# A hundred tests start processes, and each would compile all that it imports where nothing compiled is kept.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# What a shell starts in its background is deaf to Ctrl-C, and so is all that this starts in turn. Whoever sits at a
# terminal has no such shell in between.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Nothing that is imported while tests are collected goes away again. To look through it for garbage, over and over,
# took almost half of the time of collecting and a tenth of that of the tests: it is set apart, and looked at no more.
gc.disable()

if _worker := os.environ.get("PYTEST_XDIST_WORKER"):
    # A worker and all that it starts keep to one core: threads of several runtimes that wait for each other burn two.
    _cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {_cores[int(_worker.removeprefix("gw")) % len(_cores)]})

# How long an example takes depends on the machine.
settings.register_profile("qabot", deadline=None)
settings.register_profile("nightly", deadline=None, max_examples=500)
settings.register_profile("fuzz", deadline=None, max_examples=5_000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("qabot")

CORPUS = Path(__file__).resolve().parent.parent / "corpus"

GARBAGE = (20_000, 20, 50)
"""Objects that are made before the newest are looked through, and such rounds before the older ones are."""

SHOWN_OF_A_VALUE = 60
"""Characters of a parameter that a test's name may show."""

MOST_REMEMBERED = 8_000
"""Texts whose embeddings a worker keeps: all sentences of the starter corpus, some 40 kB each."""

MOST_READ = 4_000
"""Readings of a passage with a question that a worker keeps: some 25 kB each."""

LARGE = 1_000_000
"""Bytes of a file that is taken for the weights of a model."""

SETTLED_S = 10
"""Seconds after which a file is taken not to be written any more."""

STARTER = "QABOT_TESTS_STARTER"
"""Set this variable to an index of the starter corpus, and it is taken though it was built by other code."""

MakeHome = Callable[[Mapping[str, str]], Home]
"""Makes a home with these corpus files (path to content), indexed."""


def examples(few: int) -> int:
    """Return how many examples a dear test tries: few, or as many as `--hypothesis-profile=nightly` asks for."""
    return few if usual() else settings().max_examples


def usual() -> bool:
    """Whether tests are run as the gate runs them, and not for long."""
    return settings.get_current_profile_name() == "qabot"


def pytest_collection_finish() -> None:
    """Begin to collect garbage, of what the tests leave."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)
    gc.enable()


def pytest_sessionfinish() -> None:
    """Look for garbage once, and set the rest apart: pytest looks through all that is there five times when it ends."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Give out tests as `tests.scheduling` says, where they are given out file by file."""
    from tests.scheduling import SharedProcesses

    return SharedProcesses(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_make_parametrize_id(val: object) -> str | None:
    """Names a long text or file in a test's name by its size: a megabyte in it helps nobody."""
    if isinstance(val, str | bytes) and len(val) > SHOWN_OF_A_VALUE:
        return f"{len(val):,} {'bytes' if isinstance(val, bytes) else 'characters'}"
    return None


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what tests, and processes that they start, find for a while out of the user's cache."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
        yield


@pytest.fixture(scope="session")
def starter_home(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[Home]:
    """The starter corpus, indexed by the real model (20 seconds). Not to be changed: copy it first.

    What is built is kept in pytest's cache, under a hash of everything that it is built from, and each run gets copies
    of its own. Where several processes share the run, the first of them makes those and the others wait.
    """
    own = tmp_path_factory.getbasetemp()
    home = Home((own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "starter")
    with FileLock(f"{home.path}.lock"):
        if not (home.index / CURRENT).exists():
            shutil.copytree(CORPUS, home.corpus)
            built = kept_starter(pytestconfig.rootpath)
            if (built / CURRENT).exists():
                shutil.copytree(built, home.index)
            else:
                from qabot.index.build.indexer import update

                update(home, ModelSettings(), ignore_progress, PairModels())
                shutil.rmtree(built.parent, ignore_errors=True)
                shutil.copytree(home.index, built, ignore=shutil.ignore_patterns("*.lock"))
    with pytest.MonkeyPatch.context() as patched:
        open_each_encoder_once(patched)
        open_each_reader_once(patched)
        sum_each_model_once(patched)
        _open_models(home)
        yield home


def _open_models(home: Home) -> None:
    """Open the models of an index that stays: those of tests' homes are links to them, and go away with the test."""
    from qabot.index.snapshot import open_current

    with closing(open_current(home.index)) as generation:
        generation.reader_for(ReaderSettings(), generation.encoder())


def open_each_encoder_once(patched: pytest.MonkeyPatch) -> None:
    """Have the same files give the same encoder, and one that an index is asked with read each text once.

    Homes link the encoder of the starter index, and loading it costs most; then reading the same few thousand sentences
    for question after question does. What is opened as an encoder by itself reads everything it is given.
    """
    from qabot.models.encoder import OnnxEncoder, TokenEmbeddings

    class RememberingEncoder(OnnxEncoder):
        """Reads a text that it has read before no second time."""

        def _read(self, texts: Sequence[str], prompt: str) -> list[TokenEmbeddings]:
            read = known.setdefault((id(self), prompt), {})
            new = [text for text in dict.fromkeys(texts) if text not in read]
            if len(read) + len(new) > MOST_REMEMBERED:
                return super()._read(texts, prompt)
            if new:
                read |= dict(zip(new, super()._read(new, prompt), strict=True))
            return [read[text] for text in texts]

    known: dict[tuple[int, str], dict[str, TokenEmbeddings]] = {}
    patched.setattr(OnnxEncoder, "open", classmethod(_once(OnnxEncoder.open)))
    patched.setattr("qabot.index.snapshot.OnnxEncoder", RememberingEncoder)


def open_each_reader_once(patched: pytest.MonkeyPatch) -> None:
    """Likewise for the reader, which reads the same question with the same passage no second time."""
    from qabot.models.reader import OnnxReader, PassageReading, ReadingPair

    class RememberingReader(OnnxReader):
        """Reads a passage that it has read with the same question no second time."""

        def read(self, pairs: Sequence[ReadingPair]) -> list[PassageReading]:
            read = known.setdefault(id(self), {})
            new = [each for each in dict.fromkeys(pairs) if each not in read]
            if sum(map(len, known.values())) + len(new) > MOST_READ:
                return super().read(pairs)
            if new:
                read |= dict(zip(new, super().read(new), strict=True))
            return [read[each] for each in pairs]

    known: dict[int, dict[ReadingPair, PassageReading]] = {}
    patched.setattr(OnnxReader, "open", classmethod(_once(OnnxReader.open)))
    patched.setattr("qabot.index.snapshot.OnnxReader", RememberingReader)


def sum_each_model_once(patched: pytest.MonkeyPatch) -> None:
    """Have the weights of models read once for their checksum: every opening compares them, and most homes link them.

    What was written of late is read every time: whether it is the same again, its time cannot tell.
    """
    from qabot.index.checksums import file_sum
    from qabot.models.encoder import file_sha256

    known: dict[tuple[object, ...], str] = {}

    def once(digest: Callable[[Path], str]) -> Callable[[Path], str]:
        def known_digest(path: Path) -> str:
            found = path.stat()
            if found.st_size < LARGE or time.time() - found.st_mtime < SETTLED_S:
                return digest(path)
            file = (digest, found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
            if file not in known:
                known[file] = digest(path)
            return known[file]

        return known_digest

    patched.setattr("qabot.index.file_faults.file_sum", once(file_sum))
    for module in ("index.manifest", "index.verification", "models.batch_embedding", "models.reader_export"):
        patched.setattr(f"qabot.{module}.file_sha256", once(file_sha256))


def _once(load: Any) -> Callable[..., Any]:
    """Return what opens a model's folder the first time, and gives the same for the same files thereafter.

    A model may read its files later than it is opened: it is given for as long as its own folder is there.
    """
    opened: dict[object, list[tuple[Path, Any]]] = {}

    def open_once(kind: type[Any], folder: Path, *more: Any, **named: Any) -> Any:
        if not folder.is_dir():
            return load.__func__(kind, folder, *more, **named)
        found = ((path.name, path.stat()) for path in sorted(folder.iterdir()))
        files = (
            kind,
            *more,
            *named.items(),
            *((name, stat.st_ino, stat.st_size, stat.st_mtime_ns) for name, stat in found),
        )
        models = opened.setdefault(files, [])
        for place, model in models:
            if place.is_dir():
                return model
        models.append((folder, load.__func__(kind, folder, *more, **named)))
        return models[-1][1]

    return open_once


def kept_starter(root: Path) -> Path:
    """Return where the index of the starter corpus is kept between runs, or the one that `STARTER` names."""
    return Path(os.environ.get(STARTER) or root / ".pytest_cache" / "starter" / _built_from())


def _built_from() -> str:
    """Return a hash of the corpus, of the code that makes an index of it, and of the versions of the libraries."""
    root = CORPUS.parent
    rooms = ("core", "corpus", "facts", "index", "models", "question")
    code = [path for room in rooms for kind in ("*.py", "*.toml") for path in (root / "qabot" / room).rglob(kind)]
    weights = root / "qabot" / "models" / "weights" / "reader.safetensors"
    files = [*CORPUS.rglob("*.md"), *code, weights, root / "constraints.txt"]
    digests = (f"{path.relative_to(root)} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in sorted(files))
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()[:16]


@pytest.fixture(scope="session")
def encoder_folder(starter_home: Home) -> Path:
    """The packaged model exported as an encoder. Not to be changed: copy it first."""
    from qabot.index.snapshot import open_current

    return open_current(starter_home.index).folder / "encoder"


@pytest.fixture
def exported_already(encoder_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have an index that is built anew take the packaged model as it was exported for the starter index."""
    monkeypatch.setattr("qabot.models.batch_embedding._export", export_of(encoder_folder))


def export_of(encoder_folder: Path) -> Callable[..., None]:
    """Return what takes the place of `batch_embedding._export`, which starts a process, where it is asked for that."""
    from qabot.models.batch_embedding import ModelSource, resolve_model

    def export(task: str, source: ModelSource, folder: Path, *, allow_download: bool) -> None:
        assert (task, source, allow_download) == ("export", resolve_model(None), False)
        shutil.copytree(encoder_folder, folder, copy_function=copy_but_weights, dirs_exist_ok=True)

    return export


@pytest.fixture(scope="session")
def starter(starter_home: Home) -> Session:
    """A session over the starter corpus, for asking only."""
    from qabot.engine.session import Session

    return Session.open(Settings(starter_home))


@pytest.fixture(scope="module")
def generation(starter_home: Home) -> Iterator[Generation]:
    """The starter index itself, for reading only."""
    from qabot.index.snapshot import open_current

    opened = open_current(starter_home.index)
    yield opened
    opened.close()


@pytest.fixture
def make_home(starter_home: Home, tmp_path: Path) -> MakeHome:
    """Make small homes fast: each begins as the starter index, whose encoder is linked, and is brought up to date."""
    from qabot.index.build.indexer import update

    made: list[Home] = []

    def make(files: Mapping[str, str]) -> Home:
        home = Home(tmp_path / f"home{len(made)}")
        made.append(home)
        link_index(starter_home, home)
        write_corpus(home, files)
        update(home, ModelSettings(), ignore_progress)
        return home

    return make


def link_index(source: Home, target: Home) -> None:
    """Give a new home the index of another; files are hard links, so they must be replaced, never written into."""
    shutil.copytree(
        source.index,
        target.index,
        copy_function=os.link,
        ignore=shutil.ignore_patterns("*.lock", "last-questions.json", "holdings.*"),  # SQLite writes into its file
    )
    target.corpus.mkdir(exist_ok=True)


def copy_but_weights(source: str, target: str) -> None:
    """Copy a file of an index, for `copytree`; weights, 50 MB and more, are linked: replace, never write them."""
    (os.link if source.endswith(".onnx.data") else shutil.copy2)(source, target)


def write_corpus(home: Home, files: Mapping[str, str]) -> None:
    """Write corpus files, making folders as needed."""
    for path, content in files.items():
        target = home.corpus / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")


def article(title: str, text: str, **metadata: str) -> str:
    """Return the content of an article's Markdown file."""
    front = "".join(f"{key}: {value}\n" for key, value in ({"title": title} | metadata).items())
    return f"---\n{front}---\n\n{text}\n"
