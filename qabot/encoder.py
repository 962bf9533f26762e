"""Texts to vectors while asking: the encoder that each generation carries, run by onnxruntime.

    encoder/encoder.json        which model it is, how it was prompted and cut: `EncoderSpec`
    encoder/tokenizer.json      text to token ids: `Tokeniser`
    encoder/model.onnx          token ids to one vector a text, pooled and of length 1: `OnnxEncoder`
    encoder/model.onnx.data     the weights, apart from the graph so that they are mapped, not read

`qabot.embed` writes the four files; nothing here loads torch, so a question is encoded a fifth of a second after the
process starts.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Protocol, cast, get_args

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from qabot.errors import IndexCorrupt, IndexFromFuture

SPEC = "encoder.json"
TOKENIZER = "tokenizer.json"
GRAPH = "model.onnx"
WEIGHTS = "model.onnx.data"

FORMAT = 1
"""The only format of `encoder.json` that this version writes and reads."""

BATCH = 8
"""Texts run through the network at once; larger batches are no faster and pad more."""

Vectors = NDArray[np.float32]
"""Shape (texts, dimension), each row of length 1."""
Tokens = NDArray[np.int64]
"""One tokenised text, shape (2, tokens): its token ids, then its token type ids."""
Input = Literal["input_ids", "attention_mask", "token_type_ids"]
"""What a network can ask for; the vector must follow from these."""
Feed = dict[Input, NDArray[np.int64]]
"""What the network takes: arrays of shape (texts, tokens of the longest text) by the name of the input."""

_REBUILD = "Run `qabot index --rebuild`."
_ort: Any = onnxruntime  # it has no types; `_Session` below says what is used of it
_native: Any = _ort.capi.onnxruntime_pybind11_state
# Its errors have no common base but Exception; of a garbled graph it may fail even to word one (UnicodeDecodeError).
_NATIVE_ERRORS: tuple[type[Exception], ...] = (
    RuntimeError,
    ValueError,
    _native.EPFail,
    _native.Fail,
    _native.InvalidArgument,
    _native.InvalidGraph,
    _native.InvalidProtobuf,
    _native.NoSuchFile,
    _native.NotImplemented,
    _native.RuntimeException,
)


@dataclass(frozen=True, slots=True)
class EncoderSpec:
    """What `encoder.json` holds: which model this is and how texts are put to it."""

    model: str
    """The model's name for a reader: `all-MiniLM-L6-v2`, a folder's name, or a name on the model hub."""
    weights_sha256: str
    """SHA-256 (hex) of its one file of weights, or of the names and hashes of several."""
    pipeline_sha256: str
    """SHA-256 (hex) of the files that set up its tokeniser, network and pooling."""
    dimension: int
    """Length of a vector."""
    max_tokens: int
    """What of a text is read: this many tokens, with the prompt and the tokens that mark start and end."""
    query_prompt: str
    """Put before every question; often empty."""
    document_prompt: str
    """Put before every passage; often empty."""
    inputs: tuple[Input, ...]
    """Names of the network's inputs, in its order."""
    pad_id: int
    """Token id that fills short texts up to the longest of their batch."""
    pad_type_id: int
    """Token type id of the same."""
    pad_left: bool
    """Whether the filling stands before the text."""
    format: int = FORMAT
    """Number of this layout."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hex) over whatever would change a vector, and nothing else: the same model, the same fingerprint."""
        decisive = [self.format, self.weights_sha256, self.pipeline_sha256, self.dimension, self.max_tokens]
        canonical = json.dumps([*decisive, self.query_prompt, self.document_prompt])
        return hashlib.sha256(canonical.encode()).hexdigest()

    @classmethod
    def read(cls, folder: Path) -> EncoderSpec:
        """Read `encoder.json` in this folder.

        Raises:
            IndexCorrupt: It is missing, damaged or not one that qabot wrote.
            IndexFromFuture: It was written by a newer qabot.
        """
        path = folder / SPEC
        values = _read_object(path)
        if isinstance(number := values.get("format"), int) and number > FORMAT:
            message = f"The encoder in {folder} has format {number}, and this qabot reads up to {FORMAT}."
            raise IndexFromFuture(message, hint="Upgrade qabot, or run `qabot index --rebuild`.")
        kinds = {field.name: str(field.type) for field in dataclasses.fields(cls)}
        for name, kind in kinds.items():
            if not _fits(values.get(name), kind):
                raise _corrupt(path, f"`{name}` is missing or wrong")
        fields = {name: values[name] for name in kinds} | {"inputs": tuple(cast("list[Input]", values["inputs"]))}
        return cls(**cast("dict[str, Any]", fields))

    def write(self, folder: Path) -> None:
        """Write `encoder.json` into this folder, which must exist."""
        text = json.dumps(dataclasses.asdict(self), indent=2, ensure_ascii=True)
        (folder / SPEC).write_text(text + "\n", encoding="utf-8")


class Tokeniser:
    """Text to the token ids that the model was trained on. Takes any `str`; safe to share between threads."""

    def __init__(self, spec: EncoderSpec, path: Path) -> None:
        """Read `tokenizer.json` at this path.

        Raises:
            IndexCorrupt: The file is missing or damaged.
        """
        self.spec = spec
        self._path = path
        self._tokenizer = self._load()

    def tokens(self, texts: Iterable[str], prompt: str) -> list[Tokens]:
        """Tokenise texts with a prompt before each, cut to the model's length. Shape of each: (2, tokens)."""
        encodings = self._tokenizer.encode_batch_fast([sound(prompt + text) for text in texts])
        return [np.array([encoding.ids, encoding.type_ids], dtype=np.int64) for encoding in encodings]

    def count(self, texts: Iterable[str]) -> list[int]:
        """Tokens that each text takes as a passage, uncut, with its prompt and the marks of start and end."""
        prompt = self.spec.document_prompt
        encodings = self._uncut.encode_batch_fast([sound(prompt + text) for text in texts])
        return [len(encoding.ids) for encoding in encodings]

    def feed(self, rows: Sequence[Tokens]) -> Feed:
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
        arrays: Feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        return {name: arrays[name] for name in self.spec.inputs}

    @cached_property
    def _uncut(self) -> Tokenizer:
        tokenizer = self._load()
        tokenizer.no_truncation()
        return tokenizer

    def _load(self) -> Tokenizer:
        try:
            tokenizer = Tokenizer.from_file(str(self._path))
        except Exception as cause:  # the library raises no narrower type
            raise _corrupt(self._path, str(cause)) from cause
        tokenizer.no_padding()  # `feed` pads, once the texts are sorted by length
        return tokenizer


class _Session(Protocol):
    """What is used of `onnxruntime.InferenceSession`, which has no types."""

    def run(self, output_names: None, input_feed: Feed) -> list[Vectors]: ...

    def get_inputs(self) -> list[_Named]: ...


class _Named(Protocol):
    name: str


class OnnxEncoder:
    """The encoder of one generation: questions and passages to vectors, on the processor, in single precision.

    Takes any `str` without raising. One thread a call; safe to share between threads.
    """

    def __init__(self, spec: EncoderSpec, tokeniser: Tokeniser, session: _Session, folder: Path) -> None:
        """Put the parts together; `open` reads them."""
        self.spec = spec
        self.tokeniser = tokeniser
        self._session = session
        self._folder = folder

    @classmethod
    def open(cls, folder: Path) -> OnnxEncoder:
        """Open a generation's `encoder/` folder.

        Raises:
            IndexCorrupt: A file is missing, damaged or does not belong with the others.
            IndexFromFuture: It was written by a newer qabot.
        """
        spec = EncoderSpec.read(folder)
        tokeniser = Tokeniser(spec, folder / TOKENIZER)
        session = _open_session(folder / GRAPH)
        if tuple(given.name for given in session.get_inputs()) != spec.inputs:
            raise _corrupt(folder / GRAPH, f"it does not belong with {SPEC}")
        return cls(spec, tokeniser, session, folder)

    def encode_query(self, text: str) -> Vectors:
        """The vector of a question, shape (dimension,), length 1."""
        return self.run(self.tokeniser.feed(self.tokeniser.tokens([text], self.spec.query_prompt)))[0]

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """The vectors of passages or of sentences, shape (texts, dimension), each of length 1, in their order."""
        rows = self.tokeniser.tokens(texts, self.spec.document_prompt)
        vectors = np.empty((len(rows), self.spec.dimension), dtype=np.float32)
        for batch in batches_by_length(rows):
            vectors[batch] = self.run(self.tokeniser.feed([rows[place] for place in batch]))
        return vectors

    def count_tokens(self, texts: Iterable[str]) -> list[int]:
        """Tokens that each text takes as a passage, uncut, with its prompt and the marks of start and end."""
        return self.tokeniser.count(texts)

    def run(self, feed: Feed) -> Vectors:
        """Run the network on one padded batch of tokens.

        Raises:
            IndexCorrupt: The network cannot be run, or gives vectors of another shape.
        """
        try:
            (vectors,) = self._session.run(None, feed)
        except _NATIVE_ERRORS as cause:
            raise _corrupt(self._folder / GRAPH, str(cause)) from cause
        if vectors.shape != (len(feed["input_ids"]), self.spec.dimension):
            raise _corrupt(self._folder / GRAPH, f"it gives vectors of shape {vectors.shape}")
        return vectors


def sound(text: str) -> str:
    """The text with what UTF-8 cannot hold replaced: lone surrogates, as a badly decoded file may have them."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def file_sha256(path: Path) -> str:
    """Return the SHA-256 (hex) of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def batches_by_length(rows: Sequence[Tokens], size: int = BATCH) -> list[list[int]]:
    """Group tokenised texts into batches of like length, so that little is padded.

    Returns:
        Places in `rows`, longest texts first, `size` a batch; each place once.
    """
    order = sorted(range(len(rows)), key=lambda place: -rows[place].shape[1])
    return [order[start : start + size] for start in range(0, len(order), size)]


def _open_session(path: Path) -> _Session:
    options = _ort.SessionOptions()
    options.intra_op_num_threads = 1  # two threads are slower than one for a short question
    options.inter_op_num_threads = 1
    # `qabot.embed` saves the graph already optimised, so doing it again would only cost time.
    options.graph_optimization_level = _ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 4  # what goes wrong is raised; the same as text on stderr would spoil the screen
    try:
        # Its fallback would print to the screen and try the same once more.
        session = _ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"], enable_fallback=0)
    except _NATIVE_ERRORS as cause:
        raise _corrupt(path, str(cause)) from cause
    return cast(_Session, session)


def _read_object(path: Path) -> dict[str, object]:
    try:
        found = cast(object, json.loads(path.read_bytes()))
    except (OSError, ValueError, RecursionError) as cause:
        raise _corrupt(path, str(cause)) from cause
    if not isinstance(found, dict):
        raise _corrupt(path, "it holds no JSON object")
    return cast("dict[str, object]", found)


def _fits(value: object, kind: str) -> bool:
    """Whether a value read from JSON is of this field's type, and a possible one."""
    if kind == "bool":
        return isinstance(value, bool)
    if kind == "int":
        return type(value) is int and value >= 0
    if kind == "str":
        return isinstance(value, str)
    known = [name for name in get_args(Input) if isinstance(value, list) and name in value]
    return isinstance(value, list) and "input_ids" in known and len(cast("list[object]", value)) == len(known)


def _corrupt(path: Path, why: str) -> IndexCorrupt:
    return IndexCorrupt(f"The encoder's file {path} cannot be used: {why.strip().rstrip('.')}.", hint=_REBUILD)
