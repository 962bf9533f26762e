"""The models of the index, and the calibration of the verdict that belongs to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qabot.answer.calibration import FILE, find, models_key
from qabot.chat.doctor.examinee import Examinee
from qabot.chat.doctor.findings import Finding, fine, notice, on_path, told, wrong
from qabot.core.errors import IndexUnusable, UsageError
from qabot.core.progress import Progress
from qabot.index.manifest import ENCODER, READER, RERANKER, Manifest
from qabot.models.encoder import EncoderSpec, OnnxEncoder
from qabot.models.reader import OnnxReader, PassageText, ReaderSpec
from qabot.models.reranker import OnnxReranker, RerankerSpec
from qabot.retrieval.ranking_parameters import RANKING

_CALIBRATE = "qabot eval calibrate questions.jsonl"
_QUESTION, _PASSAGE = "How much did it cost?", "It cost £2 million."
"""What models are tried with."""


def check_models(examinee: Examinee) -> Iterator[Finding]:
    """Whether the index carries the models that the settings ask for; whether they run, where everything is tried.

    Raises:
        IndexUnusable: There is no index, or its models cannot be read.
    """
    manifest, folder = examinee.manifest(), examinee.generation()
    faults = [*_other_models(examinee, manifest)]
    yield from faults
    names = [f"encoder {EncoderSpec.read(folder / ENCODER).model}"]
    if manifest.reader:
        off = ", which the settings turn off" if examinee.settings.reader.is_off else ""
        names.append(f"{ReaderSpec.read(folder / READER).model}{off}")
    if manifest.reranker:
        names.append(f"reranker {RerankerSpec.read(folder / RERANKER).model}")
    if examinee.deep:
        yield from _tried(examinee, manifest, folder)
    if not faults:
        yield fine("models", f"The index carries: {'; '.join(names)}.")


def check_calibration(examinee: Examinee) -> Iterator[Finding]:
    """Whether a calibration belongs to the models that answer and to the numbers that are ranked with.

    Raises:
        IndexUnusable: There is no index, or its encoder cannot be read.
    """
    manifest, reader = examinee.manifest(), examinee.settings.reader
    fingerprint = EncoderSpec.read(examinee.generation() / ENCODER).fingerprint
    key = models_key(fingerprint, None if reader.is_off else manifest.reader)
    home = examinee.settings.home.path
    try:
        calibration, packaged = find(key, home), find(key)
    except UsageError as error:
        yield wrong("calibration", told("calibration", error).words, on_path("rm", home / FILE))
        return
    is_own = calibration != packaged
    whose = "the home's own" if is_own else "the one that comes with qabot"
    if calibration is None:
        yield _missing(fingerprint)
    elif calibration.ranking != RANKING.hash:
        words = f"The calibration, {whose}, was fitted with other ranking numbers and is not used: it is stale."
        mend = on_path("rm", home / FILE) if is_own and packaged else _CALIBRATE
        yield wrong("calibration", f"{words} No answer can be called strong.", mend)
    else:
        yield fine("calibration", f"Fitted on {calibration.fitted} for these models ({whose}).")


def _other_models(examinee: Examinee, manifest: Manifest) -> Iterator[Finding]:
    settings = examinee.settings
    if not settings.model.accepts(manifest.source):
        words = "The settings ask for another encoder than the index was built with, so no question is answered."
        yield wrong("models", words, "qabot index")
    if not settings.rerank.accepts(manifest.reranker):
        words = "The settings ask for a reranker that the index does not carry, so no question is answered."
        yield wrong("models", words, "qabot index")
    if not settings.reader.is_off and manifest.reader is None:
        words = "The index carries no reader: passages are found and ranked without one, and the verdict knows less."
        yield notice("models", words, "qabot index")
    source = Path(manifest.source)
    if source.is_absolute() and not source.is_dir() and settings.model.accepts(manifest.source):
        words = (
            f"{source}, where the encoder came from, is no longer there: questions are answered all the same, and an"
        )
        yield notice("models", f"{words} index cannot be built anew with it.", "qabot index --rebuild --model packaged")


def _tried(examinee: Examinee, manifest: Manifest, folder: Path) -> Iterator[Finding]:
    """Open each model and have it read something; only what fails is told."""
    tries = (
        (True, _try_encoder, ENCODER),
        (manifest.reader is not None, _try_reader, READER),
        (manifest.reranker is not None, _try_reranker, RERANKER),
    )
    present = [(run, name) for there, run, name in tries if there]
    for number, (run, name) in enumerate(present, start=1):
        try:
            run(folder / name)
        except IndexUnusable as error:
            yield wrong("models", error.message, "qabot index --rebuild")
        examinee.on_progress(Progress("model", number, len(present), name))


def _try_encoder(folder: Path) -> None:
    OnnxEncoder.open(folder).encode_query(_QUESTION)


def _try_reader(folder: Path) -> None:
    OnnxReader.open(folder).read([(_QUESTION, PassageText("", _PASSAGE))])


def _try_reranker(folder: Path) -> None:
    OnnxReranker.open(folder).score(_QUESTION, [_PASSAGE])


def _missing(fingerprint: str) -> Finding:
    """Tell that no calibration belongs to these models, and how to have one."""
    words = "No calibration belongs to the models that answer, so that no answer can be called strong."
    if find(models_key(fingerprint, None)):
        words = f"{words} One comes with qabot for this encoder, but for another reader: an index of an older qabot"
        words = f"{words} gets the newer reader by the next build; else fit one: {_CALIBRATE}."
        return wrong("calibration", words, "qabot index")
    return wrong("calibration", f"{words} Fit one on questions whose answers are known.", _CALIBRATE)
