"""What every exported model has, run by onnxruntime: a note of what it is, a tokeniser and a network.

    ….json                      which model it is, and how texts are put to it: a kind of `ModelSpec`
    tokenizer.json              text to token ids: `Tokeniser`
    model.onnx                  token ids to a row of numbers a text: `OnnxSession`
    model.onnx.data             the weights, apart from the graph so that they are mapped, not read

`qabot.models.export` writes the four files; nothing here loads torch.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Protocol, Self, TypeVar, cast

import msgspec
import numpy as np
import onnxruntime
from msgspec import Meta, Struct
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from qabot.core.error_translation import translating_errors
from qabot.core.errors import IndexCorrupt, IndexFromFuture, QabotError
from qabot.core.storage_faults import storage_fault
from qabot.core.text import Span
from qabot.models.tokeniser_files import loaded_tokenizer, same_but_for_cut

T = TypeVar("T")
R = TypeVar("R")

TOKENIZER = "tokenizer.json"
GRAPH = "model.onnx"
WEIGHTS = "model.onnx.data"

CHARACTERS_A_TOKEN = 16
"""How many characters a token may stand for: of more than that times what is read, nothing is even tokenised."""

FORMAT = 2
"""The only format of a spec that this version writes and reads."""

Rows = NDArray[np.float32]
"""What a network gives: shape (texts, numbers a text)."""
Tokens = NDArray[np.int64]
"""One tokenised text or pair of texts, shape (2, tokens): its token ids, then its token type ids."""
Input = Literal["input_ids", "attention_mask", "token_type_ids"]
"""What a network can ask for; what it gives must follow from these."""
ModelInputs = dict[Input, NDArray[np.int64]]
"""What the network takes: arrays of shape (texts, tokens of the longest text) by the name of the input."""

Count = Annotated[int, Meta(ge=0)]
"""A number that may be nothing and never less."""

ROWS, TOKENS = "rows", "tokens"
"""What networks give: a row of numbers a text, and a vector of length 1 for each of its tokens."""

_REBUILD = "Run `qabot index --rebuild`."
_ort: Any = onnxruntime  # it has no types; `_Session` below says what is used of it
_native: Any = _ort.capi.onnxruntime_pybind11_state
# Its errors have no common base but Exception; of a garbled graph it may fail even to word one (UnicodeDecodeError).
_NATIVE_ERRORS: tuple[type[Exception], ...] = (
    RuntimeError,
    ValueError,
    _native.EPFail,
    _native.EngineError,
    _native.Fail,
    _native.InvalidArgument,
    _native.InvalidGraph,
    _native.InvalidProtobuf,
    _native.NoSuchFile,
    _native.NotImplemented,
    _native.RuntimeException,
)


class ModelSpec(Struct, frozen=True, kw_only=True):
    """Which model this is and how texts are put to it; each kind of model adds what it needs."""

    FILE: ClassVar[str]
    """What the file is called that holds it."""
    OUTPUTS: ClassVar[tuple[str, ...]] = (ROWS,)
    """What the network gives, in its order."""

    model: str
    """The model's name for a reader: `all-MiniLM-L6-v2`, a folder's name, or a name on the model hub."""
    weights_sha256: str
    """SHA-256 (hex) of its one file of weights, or of the names and hashes of several."""
    pipeline_sha256: str
    """SHA-256 (hex) of the files that set up its tokeniser, its network and what becomes of what that gives."""
    max_tokens: Count
    """What is read: this many tokens, with the prompt and the tokens that mark start, end and middle."""
    inputs: tuple[Input, ...]
    """Names of the network's inputs, in its order."""
    pad_id: Count
    """Token id that fills short texts up to the longest of their batch."""
    pad_type_id: Count
    """Token type id of the same."""
    pad_left: bool
    """Whether the filling stands before the text."""
    format: int = FORMAT
    """Number of this layout."""

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the spec in this folder.

        Raises:
            IndexCorrupt: It is missing, damaged or not one that qabot wrote.
            IndexFromFuture: It was written by a newer qabot.
        """
        path = folder / cls.FILE
        values = _read_object(path)
        if isinstance(number := values.get("format"), int) and number > FORMAT:
            message = f"The model in {folder} has format {number}, and this qabot reads up to {FORMAT}."
            raise IndexFromFuture(message, hint="Upgrade qabot, or run `qabot index --rebuild`.")
        if number != FORMAT:
            raise _corrupt(path, "an older qabot wrote it" if isinstance(number, int) else "it names no format")
        try:
            spec = msgspec.convert(values, cls)
        except ValueError as cause:  # of msgspec's own, or of a name that is no text
            raise _corrupt(path, str(cause)) from cause
        if "input_ids" not in spec.inputs or len(set(spec.inputs)) < len(spec.inputs):
            raise _corrupt(path, "`inputs` cannot be those of a network")
        return spec

    def write(self, folder: Path) -> None:
        """Write the spec into this folder, which must exist."""
        text = json.dumps(msgspec.structs.asdict(self), indent=2, ensure_ascii=True)
        part = folder / f"{self.FILE}.part"  # what lay there may be the file of another generation by another name
        part.write_text(text + "\n", encoding="utf-8")
        part.replace(folder / self.FILE)


class Tokeniser:
    """Text to the token ids that the model was trained on. Takes any `str`; safe to share between threads."""

    def __init__(self, spec: ModelSpec, path: Path, other: Tokeniser | None = None) -> None:
        """Read `tokenizer.json` at this path.

        Args:
            spec: The model's.
            path: Where the file lies.
            other: One that is used where it makes the same tokens and cuts no earlier: to load one takes as long as to
                read a passage.

        Raises:
            IndexCorrupt: The file is missing or damaged.
        """
        self.spec = spec
        self.path = path
        is_same = other and other.spec.max_tokens >= spec.max_tokens and same_but_for_cut(path, other.path)
        self.loaded = other.loaded if other and is_same else self._load()

    def tokens(self, texts: Iterable[str], prompt: str) -> list[Tokens]:
        """Tokenise texts with a prompt before each, cut to the model's length. Shape of each: (2, tokens)."""
        encodings = self.loaded.encode_batch_fast([sound(prompt + text) for text in texts])
        return [_tokens(encoding) for encoding in encodings]

    def tokens_and_spans(self, texts: Sequence[str], prompt: str) -> list[tuple[Tokens, list[Span]]]:
        """Tokenise texts likewise, and tell which characters of its text each token stands for; none for a prompt's."""
        encodings = self.loaded.encode_batch([sound(prompt + text) for text in texts])
        skipped = len(prompt)
        return [
            (_tokens(each), [(max(0, a - skipped), max(0, b - skipped)) for a, b in each.offsets]) for each in encodings
        ]

    def pairs(self, first: str, seconds: Iterable[str]) -> list[Tokens]:
        """Tokenise one text with each of others behind it, the longer of the two cut to the model's length."""
        encodings = self.loaded.encode_batch_fast([(sound(first), sound(text)) for text in seconds])
        return [_tokens(encoding) for encoding in encodings]

    def count(self, texts: Iterable[str], prompt: str) -> list[int]:
        """Tokens that each text takes, uncut, with a prompt before it and the marks of start and end."""
        encodings = self._uncut.encode_batch_fast([sound(prompt + text) for text in texts])
        return [len(encoding.ids) for encoding in encodings]

    def feed(self, rows: Sequence[Tokens]) -> ModelInputs:
        """Pad tokenised texts to the longest of them: what the network takes."""
        width = max(1, *(row.shape[1] for row in rows))
        shape = (len(rows), width)
        ids = np.full(shape, self.spec.pad_id, dtype=np.int64)
        types = np.full(shape, self.spec.pad_type_id, dtype=np.int64)
        mask = np.zeros(shape, dtype=np.int64)
        for place, row in enumerate(rows):
            filled = slice(width - row.shape[1], width) if self.spec.pad_left else slice(row.shape[1])
            ids[place, filled], types[place, filled] = row
            mask[place, filled] = 1
        arrays: ModelInputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        return {name: arrays[name] for name in self.spec.inputs}

    @cached_property
    def _uncut(self) -> Tokenizer:
        return self._load(is_cut=False)

    def _load(self, *, is_cut: bool = True) -> Tokenizer:
        with translating_errors(lambda cause: _unreadable(self.path, cause)):
            return loaded_tokenizer(self.path.read_bytes(), is_cut=is_cut)


class PairTokeniser(Tokeniser):
    """Makes a pair of texts by hand, so that it is known which characters of the second each token stands for."""

    def __init__(self, spec: ModelSpec, path: Path, other: Tokeniser | None = None) -> None:
        """Read `tokenizer.json` at this path, as `Tokeniser` does; it must be one with marks of start and middle.

        Args:
            spec: The model's.
            path: Where the file lies.
            other: One that may be the same but for where it cuts; see `Tokeniser`.
        """
        super().__init__(spec, path, other)
        first, middle = self.loaded.token_to_id("[CLS]"), self.loaded.token_to_id("[SEP]")
        if first is None or middle is None:
            raise _corrupt(path, "it has no [CLS] and [SEP]")
        self._marks = first, middle

    def ids(self, text: str) -> list[int]:
        """Return the ids of a text's tokens without marks; what the model never reads may be cut off."""
        return self.loaded.encode(sound(text), add_special_tokens=False).ids

    def ids_and_spans(self, text: str) -> tuple[list[int], list[Span]]:
        """Return them with the characters that each stands for."""
        encoding = self.loaded.encode(sound(text), add_special_tokens=False)
        return encoding.ids, encoding.offsets

    def pair(self, first: Sequence[int], second: Sequence[int]) -> Tokens:
        """Put two runs of tokens together with marks: `[CLS] first [SEP] second [SEP]`."""
        start, middle = self._marks
        types = [0] * (len(first) + 2) + [1] * (len(second) + 1)
        return np.array([[start, *first, middle, *second, middle], types], dtype=np.int64)


class _Session(Protocol):
    """What is used of `onnxruntime.InferenceSession`, which has no types."""

    def run(self, output_names: Sequence[str], input_feed: ModelInputs) -> list[Rows]: ...

    def get_inputs(self) -> list[_Named]: ...

    def get_outputs(self) -> list[_Named]: ...


class _Named(Protocol):
    name: str


class OnnxSession:
    """A model's network, on the processor. One thread a call; safe to share between threads."""

    def __init__(self, spec: ModelSpec, path: Path, *, repacked: bool = True) -> None:
        """Open the graph at this path.

        Args:
            spec: The model's.
            path: Where the file lies.
            repacked: Whether its weights are laid out anew in memory, which takes as long as running two passages;
                short texts run sooner then, and long ones do not.

        Raises:
            IndexCorrupt: It is missing, damaged or does not belong with its spec.
        """
        self._path = path
        self._session = _open_session(path, repacked=repacked)
        inputs = tuple(given.name for given in self._session.get_inputs())
        outputs = tuple(given.name for given in self._session.get_outputs())
        if inputs != spec.inputs or outputs != spec.OUTPUTS:
            raise _corrupt(path, f"it does not belong with {spec.FILE}")
        self._outputs = outputs

    def run(self, feed: ModelInputs, width: int) -> Rows:
        """Run the network on one padded batch of tokens; gives `width` numbers a text.

        Raises:
            IndexCorrupt: The network cannot be run, or gives another shape.
        """
        (rows,) = self._run([ROWS], feed)
        if rows.shape != (len(feed["input_ids"]), width):
            raise _corrupt(self._path, f"it gives numbers of shape {rows.shape}")
        return rows

    def read(self, feed: ModelInputs, width: int) -> tuple[Rows, NDArray[np.float32]]:
        """Run it and return the vectors of the tokens too, shape (texts, tokens of the longest text, any width).

        Raises:
            IndexCorrupt: The network cannot be run, or gives another shape.
        """
        rows, tokens = self._run([ROWS, TOKENS], feed)
        texts, longest = feed["input_ids"].shape
        if rows.shape != (texts, width) or tokens.shape[:2] != (texts, longest):
            raise _corrupt(self._path, f"it gives numbers of shape {rows.shape} and {tokens.shape}")
        return rows, tokens

    def all_outputs(self, feed: ModelInputs) -> list[Rows]:
        """Run the network of one text on its tokens, and return all that it gives, in the spec's order.

        Raises:
            IndexCorrupt: The network cannot be run, or gives numbers for another count of tokens or texts.
        """
        given = self._run(self._outputs, feed)
        texts, tokens = feed["input_ids"].shape
        if any(each.shape not in {(texts, tokens), (texts,)} for each in given):
            raise _corrupt(self._path, f"it gives numbers of shapes {[each.shape for each in given]}")
        return given

    def _run(self, outputs: Sequence[str], feed: ModelInputs) -> list[Rows]:
        try:
            given = self._session.run(outputs, feed)
        except _NATIVE_ERRORS as cause:
            raise _corrupt(self._path, str(cause)) from cause
        if not all(np.isfinite(each).all() for each in given):
            raise _corrupt(self._path, "it gives what is no number")
        return given


def sound(text: str) -> str:
    """The text with what UTF-8 cannot hold replaced: lone surrogates, as a badly decoded file may have them."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def on_every_core(work: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """Do some work with each item, as many at once as there are cores, and return what it gave, in their order."""
    at_once = min(core_count(), len(items))
    if at_once < 2:  # noqa: PLR2004 - a thread of its own would only have to be started and waited for
        return [work(each) for each in items]
    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(work, items))


def core_count() -> int:
    """Return how many cores of the processor this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _tokens(encoding: Encoding) -> Tokens:
    return np.array([encoding.ids, encoding.type_ids], dtype=np.int64)


def _open_session(path: Path, *, repacked: bool) -> _Session:
    options = _ort.SessionOptions()
    options.intra_op_num_threads = 1  # two threads are slower than one for a short text, and two texts take one each
    options.inter_op_num_threads = 1
    # `qabot.models.export` saves the graph already optimised, so doing it again would only cost time.
    options.graph_optimization_level = _ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.add_session_config_entry("session.disable_prepacking", "0" if repacked else "1")
    options.log_severity_level = 4  # what goes wrong is raised; the same as text on stderr would spoil the screen
    try:
        # Its fallback would print to the screen and try the same once more.
        session = _ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"], enable_fallback=0)
    except _NATIVE_ERRORS as cause:
        raise _unreadable(path, cause) from cause
    return cast(_Session, session)


def _read_object(path: Path) -> dict[str, object]:
    try:
        found = cast(object, json.loads(path.read_bytes()))
    except (OSError, ValueError, RecursionError) as cause:
        raise _unreadable(path, cause) from cause
    if not isinstance(found, dict):
        raise _corrupt(path, "it holds no JSON object")
    return cast("dict[str, object]", found)


def _unreadable(path: Path, cause: Exception) -> QabotError:
    """Return what to say of a file that cannot be read: that it is damaged, unless the machine refuses to read it."""
    return storage_fault(cause, path, of_library=True) or _corrupt(path, str(cause))


def _corrupt(path: Path, why: str) -> IndexCorrupt:
    return IndexCorrupt(f"The model's file {path} cannot be used: {why.strip().rstrip('.')}.", hint=_REBUILD)
