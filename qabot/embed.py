"""Models in: sentence-transformers loads one, and this exports it as a generation's encoder.

It is the only importer of torch, which takes longer to import than most indexing takes. So `qabot.bulk` runs this
module as a child process, and only for a model that no earlier generation has exported already:

    python -m qabot.embed export --model FOLDER|NAME --name NAME --out FOLDER
    python -m qabot.embed encode --model FOLDER|NAME --weights-sha256 HASH --device cuda  < texts.jsonl > float32 rows

Standard output carries only vectors. What goes wrong comes as the last line of standard error, one JSON object.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import tempfile
import warnings
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast, get_args

import huggingface_hub
import numpy as np
import onnxruntime
import torch
import transformers
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import Router, Transformer
from sentence_transformers.sentence_transformer.modules import Pooling

from qabot.encoder import GRAPH, TOKENIZER, WEIGHTS, EncoderSpec, Input, OnnxEncoder, file_sha256
from qabot.errors import ModelUnavailable, QabotError

ALIKE = 0.9995
"""Cosine that the exported network must reach against sentence-transformers on every probe."""

LONGEST = 8192
"""Tokens read of a text where the model itself names no limit."""

_OPSET = 17
_WINDOW = 1024
_HINT = "Choose another model with `--model`, or none for the default."
_SETUP = (
    *("modules.json", "config.json", "sentence_*_config.json", "tokenizer.json", "tokenizer_config.json"),
    *("special_tokens_map.json", "added_tokens.json", "vocab.txt", "vocab.json", "merges.txt", "*.model"),
)
_PROBES = (
    "Who runs the Government Digital Service?",
    "a",
    "Der Rat schloß das Büro; 数字政府 و الحكومة الرقمية 🏛️ \u0928\u092e\u0938\u094d\u0924\u0947.",
    "The council paid £4,250,000 (12.5 %) for the new payroll system; it went live on 1 April 2014.\n\n" * 3,
    "Procurement of hosting, desktops and networks was let to several smaller suppliers. " * 150,
)


def locate(model: str, *, allow_download: bool) -> Path:
    """Find the folder that holds a model's files.

    Args:
        model: A folder, or a name on the model hub: `organisation/name`, or `name` for one of sentence-transformers.
        allow_download: Whether what this machine's hub cache lacks may be fetched.

    Raises:
        ModelUnavailable: It is not on this machine and may not or cannot be fetched.
    """
    if Path(model).is_dir():
        return Path(model).resolve()
    name = model if "/" in model else f"sentence-transformers/{model}"
    reason = "could not be fetched" if allow_download else "is not on this machine, and downloading is not allowed"
    hub: Any = huggingface_hub
    with _refusing(f"The model {model} {reason}"):
        found: str = hub.snapshot_download(
            name,
            local_files_only=not allow_download,
            allow_patterns=["*.json", "*.txt", "*.model", "*.safetensors"],
            ignore_patterns=["onnx/*", "openvino/*"],
        )
    return Path(found)


def load(weights: Path, *, device: str = "cpu") -> SentenceTransformer:
    """Load a model from its folder, in single precision: weights from safetensors only, and none of its own code.

    Raises:
        ModelUnavailable: Weights are missing or pickled, or sentence-transformers cannot load them.
    """
    for part in _parts(weights):
        pickle = next(part.glob("pytorch_model*.bin"), None)
        if pickle and not any(part.glob("*.safetensors")):
            message = f"The model in {weights} has weights only as a pickle ({pickle.name}), which can run code."
            raise ModelUnavailable(
                message, hint="Save it again as safetensors, or choose another model with `--model`."
            )
    if (weights / "adapter_config.json").exists():
        raise _refusal(weights, "it is an adapter to another model; merge the two and save the result")
    transformers.utils.logging.disable_progress_bar()
    with _refusing(f"The model in {weights} cannot be loaded"):
        return SentenceTransformer(
            str(weights),
            device=device,
            local_files_only=True,
            trust_remote_code=False,
            # Only eager attention can be traced with lengths left open.
            model_kwargs={"use_safetensors": True, "attn_implementation": "eager", "dtype": torch.float32},
        )


def export(model: SentenceTransformer, weights: Path, folder: Path, *, name: str) -> EncoderSpec:
    """Write a loaded model as the encoder of a generation, and check it against sentence-transformers.

    Args:
        model: What `load` gave.
        weights: The folder it was loaded from.
        folder: Where `encoder.json`, `tokenizer.json`, `model.onnx` and `model.onnx.data` go; must exist.
        name: The model's name for a reader.

    Raises:
        ModelUnavailable: This kind of model cannot be exported, or what came out gives other vectors.
    """
    tokenizer = _exportable_tokenizer(model, weights)
    length = model.max_seq_length or LONGEST
    inputs, dimension = _write_graph(model, folder)
    spec = EncoderSpec(
        model=name,
        weights_sha256=weights_sha256(weights),
        pipeline_sha256=_digest(_named(_parts(weights), _SETUP), weights),
        dimension=dimension,
        max_tokens=min(length, LONGEST),
        query_prompt=prompt(model, ("query",)),
        document_prompt=prompt(model, ("document", "passage", "corpus")),
        inputs=inputs,
        pad_id=tokenizer.pad_token_id,
        pad_type_id=tokenizer.pad_token_type_id,
        pad_left=tokenizer.padding_side == "left",
    )
    _write_tokenizer(tokenizer, spec.max_tokens, folder)
    spec.write(folder)
    _check(model, OnnxEncoder.open(folder), weights)
    return spec


def weights_sha256(weights: Path) -> str:
    """SHA-256 (hex) of the model's one file of weights, or of the names and hashes of several."""
    files = _named(_parts(weights), ("*.safetensors",))
    return file_sha256(files[0]) if len(files) == 1 else _digest(files, weights)


def main(argv: Sequence[str]) -> int:
    """Run as a child process; returns its exit status. See the top of this file."""
    # What libraries print, even from C, must not end up among the vectors.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as vectors:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        try:
            _run(_parser().parse_args(argv), vectors)
        except QabotError as error:
            told = {"message": error.message, "hint": error.hint, "still_works": error.still_works}
            print(json.dumps({"error": type(error).__name__, **told}), file=sys.stderr)  # noqa: T201 - the protocol
            return error.exit_code
    return 0


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--model", required=True, help="folder, or name on the model hub")
    shared.add_argument("--allow-download", action="store_true", help="fetch from the hub what is not on this machine")
    parser = argparse.ArgumentParser(prog="python -m qabot.embed", description=(__doc__ or "").partition("\n")[0])
    tasks = parser.add_subparsers(dest="task", required=True)
    exporting = tasks.add_parser("export", parents=[shared], help="write a model as the encoder of a generation")
    exporting.add_argument("--name", required=True, help="what to call the model")
    exporting.add_argument("--out", required=True, type=Path, help="folder to write to")
    encoding = tasks.add_parser("encode", parents=[shared], help="JSON strings, one a line, to rows of float32")
    encoding.add_argument("--weights-sha256", required=True, help="refuse any other weights")
    encoding.add_argument("--device", required=True, help="as torch names it: cuda, cpu")
    return parser


def _run(given: argparse.Namespace, vectors: BinaryIO) -> None:
    weights = locate(given.model, allow_download=given.allow_download)
    if given.task == "export":
        export(load(weights), weights, given.out, name=given.name)
        return
    if given.device.startswith("cuda") and not torch.cuda.is_available():
        raise ModelUnavailable("There is no GPU that torch can use.", hint='Set the device to "cpu".')
    model: Any = load(weights, device=given.device)
    if weights_sha256(weights) != given.weights_sha256:
        raise _refusal(weights, "its weights are not those that the index is built with")
    texts = (cast(str, json.loads(line)) for line in sys.stdin.buffer)
    while window := list(islice(texts, _WINDOW)):
        rows: NDArray[np.float32] = model.encode_document(window, normalize_embeddings=True, show_progress_bar=False)
        vectors.write(rows.astype(np.float32, copy=False).tobytes())
        vectors.flush()


class _Graph(torch.nn.Module):
    """All modules of a model in a row: token ids in, vectors of length 1 out."""

    def __init__(self, model: SentenceTransformer, inputs: Sequence[str]) -> None:
        super().__init__()
        self.model = model
        self.inputs = inputs

    def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
        """Tensors of shape (texts, tokens), one an input, to vectors of shape (texts, dimension)."""
        features = self.model(dict(zip(self.inputs, tensors, strict=True)))
        vectors = features["sentence_embedding"][:, : self.model.truncate_dim]
        return torch.nn.functional.normalize(vectors, p=2.0, dim=-1)


def _exportable_tokenizer(model: SentenceTransformer, weights: Path) -> Any:
    """The model's tokeniser, once it is clear that token ids from it are all that decides a vector."""
    modules = list(model.children())
    first = modules[0]
    if any(isinstance(module, Router) for module in modules):
        raise _refusal(weights, "it has separate networks for questions and passages")
    if not isinstance(first, Transformer) or first.tokenizer is None:
        raise _refusal(weights, f"it begins with a {type(first).__name__}, not with a transformer that reads text")
    if not first.tokenizer.is_fast or first.tokenizer.pad_token_id is None:
        raise _refusal(weights, "its tokeniser is not one that can be saved as `tokenizer.json` with padding")
    if "message" in first.modality_config:
        raise _refusal(weights, "it reads texts through a chat template")
    if first.query_expansion or (first.query_length or first.document_length):
        raise _refusal(weights, "it reads questions and passages to different lengths")
    excluded = any(isinstance(module, Pooling) and not module.include_prompt for module in modules)
    if excluded and any(model.prompts.values()):
        raise _refusal(weights, "it leaves its prompts out of the pooling")
    return first.tokenizer


def _write_graph(model: SentenceTransformer, folder: Path) -> tuple[tuple[Input, ...], int]:
    """Write `model.onnx` and its weights; returns the names of its inputs and the length of a vector."""
    model.eval()
    # Two texts of different lengths: a trace of one alone could take its shape for a constant.
    features: dict[str, Any] = cast(Any, model).preprocess(
        ["a short text", "a text that is rather longer than the first"]
    )
    names = [name for name in get_args(Input) if name in features]
    axes = {name: {0: "texts", 1: "tokens"} for name in names} | {"vectors": {0: "texts"}}
    graph = _Graph(model, names)
    tensors = tuple(features[name] for name in names)
    with _refusing(f"The network of {type(model[0]).__name__} cannot be exported"), torch.inference_mode():
        dimension = graph(*tensors).shape[1]
        with tempfile.TemporaryDirectory(dir=folder) as scratch, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what a trace could get wrong is checked by `_check`
            traced = Path(scratch) / GRAPH
            cast(Any, torch.onnx).export(
                graph,
                tensors,
                traced,
                input_names=names,
                output_names=["vectors"],
                dynamic_axes=axes,
                opset_version=_OPSET,
                dynamo=False,
            )
            return _optimise(traced, folder / GRAPH), dimension


def _optimise(traced: Path, path: Path) -> tuple[Input, ...]:
    """Save the graph simplified, with its weights in a file beside it: it then opens in a third of the time.

    Only optimisations that hold on every processor are made, in standard operators, so that OpenVINO reads it as well.
    """
    ort: Any = onnxruntime
    options = ort.SessionOptions()
    options.log_severity_level = 3
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(path)
    options.add_session_config_entry("session.optimized_model_external_initializers_file_name", WEIGHTS)
    options.add_session_config_entry("session.optimized_model_external_initializers_min_size_in_bytes", "1024")
    session = ort.InferenceSession(str(traced), options, providers=["CPUExecutionProvider"])
    return tuple(given.name for given in session.get_inputs())


def _write_tokenizer(tokenizer: Any, length: int, folder: Path) -> None:
    copied = tokenizer.backend_tokenizer.from_str(tokenizer.backend_tokenizer.to_str())
    copied.no_padding()
    copied.enable_truncation(length, direction=tokenizer.truncation_side)
    copied.save(str(folder / TOKENIZER), pretty=False)


def prompt(model: SentenceTransformer, names: Sequence[str]) -> str:
    """The prompt that `encode_query` or `encode_document` puts first, as sentence-transformers picks it."""
    chosen = next((name for name in names if name in model.prompts), model.default_prompt_name)
    return (model.prompts.get(chosen) if chosen is not None else None) or ""


def _check(model: Any, encoder: OnnxEncoder, weights: Path) -> None:
    probes = list(_PROBES)
    settings = {"normalize_embeddings": True, "show_progress_bar": False}
    queries = np.stack([encoder.encode_query(probe) for probe in probes])
    passages = encoder.encode_documents(probes)
    of_queries = np.sum(queries * model.encode_query(probes, **settings), axis=1)
    of_passages = np.sum(passages * model.encode_document(probes, **settings), axis=1)
    cosines = np.concatenate([of_queries, of_passages])
    if not np.all(cosines >= ALIKE):  # so that NaN fails too
        raise _refusal(weights, f"its exported network gives other vectors (cosine {np.min(cosines):.4f})")


def _parts(weights: Path) -> list[Path]:
    """The model's folder and those of its modules."""
    try:
        modules = json.loads((weights / "modules.json").read_bytes())
        paths = {str(module["path"]) for module in modules}
    except FileNotFoundError:
        paths = set[str]()
    except (OSError, ValueError, TypeError, KeyError) as cause:
        raise _refusal(weights, f"its modules.json cannot be read ({cause})") from cause
    return sorted({weights, *(weights / path for path in paths)})


def _named(parts: Sequence[Path], patterns: Sequence[str]) -> list[Path]:
    return sorted({path for part in parts for pattern in patterns for path in part.glob(pattern)})


def _digest(files: Sequence[Path], base: Path) -> str:
    lines = [f"{path.relative_to(base).as_posix()} {file_sha256(path)}\n" for path in files]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _refusal(weights: Path, why: str) -> ModelUnavailable:
    return ModelUnavailable(f"The model in {weights} cannot be used: {why}.", hint=_HINT)


@contextmanager
def _refusing(what: str) -> Generator[None]:
    """Whatever the libraries raise, which is of many kinds, becomes one error that names the cause."""
    try:
        yield
    except Exception as cause:
        reason = " ".join(str(cause).split())[:400] or type(cause).__name__
        raise ModelUnavailable(f"{what}: {reason.rstrip('.')}.", hint=_HINT) from cause


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
