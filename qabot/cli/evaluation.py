"""`qabot eval`: ask the questions of a set and say how well they were answered; fit the verdict to such sets."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from msgspec import convert
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from qabot.answer import calibration
from qabot.answer.calibration import Calibration
from qabot.cli.eval_tables import write_calibration, write_report
from qabot.cli.json_output import write_json
from qabot.cli.page import standard_output
from qabot.cli.progress_display import progress
from qabot.cli.streams import is_quiet, note
from qabot.core.errors import ModelMismatch, UsageError
from qabot.core.settings import Settings
from qabot.evaluate.calibrator import Sample, fit, samples
from qabot.evaluate.comparison import compare, read_results
from qabot.evaluate.eval_home import kept_folder, prepare
from qabot.evaluate.question_sets import QuestionSet, read_questions
from qabot.evaluate.report_documents import document
from qabot.evaluate.run_report import report
from qabot.evaluate.runner import OnAsked, Run, run, run_hidden
from qabot.index.build.indexer import update
from qabot.output.phrasing import counted
from qabot.output.schemas.eval_schemas import FittedCalibration
from qabot.retrieval.ranking_parameters import RANKING


def evaluate(
    settings: Settings, questions: Path, corpus: Path | None, against: Path | None, keep: Path | None, *, as_json: bool
) -> None:
    """Ask the questions of a set, and print how well they were answered.

    Args:
        settings: Those of the command; its home answers unless there is a corpus.
        questions: The set: a file, or a folder that may hold the articles too.
        corpus: The folder of articles to ask.
        against: An earlier run to compare with.
        keep: Where indexes of corpora are kept; None for the user's cache.
        as_json: Print one JSON document instead of tables.
    """
    given = read_questions(questions)
    earlier = read_results(against) if against else {}
    folder = corpus or given.corpus
    found = report(given.name, _run(_ready(settings, folder, keep), given))
    comparison = compare(found, str(against), earlier) if against else None
    if as_json:
        write_json(document(found, str((folder or settings.home.corpus).resolve()), comparison))
    else:
        write_report(standard_output(), found, comparison)


def calibrate(
    settings: Settings,
    sets: Sequence[Path],
    corpora: Sequence[Path],
    keep: Path | None,
    out: Path | None,
    *,
    hide: bool,
) -> Calibration:
    """Fit the verdict to labelled questions, and write the calibration to its file.

    Args:
        settings: Those of the command.
        sets: Question sets.
        corpora: Folders of articles for those sets that have none of their own, in their order; or one for all.
        keep: Where indexes of corpora are kept; None for the user's cache.
        out: The file to write; None for the home's `calibration.json`.
        hide: Ask answerable questions a second time with the articles that answer them hidden.

    Raises:
        UsageError: Sets and corpora do not match in number, or there are too few questions.
        ModelMismatch: The sets were not all asked with the same encoder.
    """
    target = out or settings.home.path / calibration.FILE
    calibration.read(target)  # a damaged file is told before the work, not after it
    given = [read_questions(each) for each in sets]
    gathered: list[Sample] = []
    encoders: dict[str, str] = {}
    for each, folder in zip(given, _matched(given, corpora), strict=True):
        ready = _ready(settings, folder, keep)
        asked = _run(ready, each)
        with _asking(f"{each.name}, articles hidden") as on_asked:
            hidden = run_hidden(ready, each.questions, on_asked) if hide else ()
        gathered += samples(each.name, asked.outcomes, hidden)
        encoders[asked.encoder] = asked.searched.model
    if len(encoders) > 1:
        raise ModelMismatch(
            f"The sets were asked with different encoders: {', '.join(encoders.values())}.",
            hint="Name the corpora with --corpus, so that all are indexed with the same model.",
        )
    fitted = fit(*encoders.popitem(), gathered, datetime.now(UTC).date(), RANKING.hash)
    calibration.write(target, fitted)
    note(f"Written to {target}.")
    return fitted


def show_calibration(fitted: Calibration, *, as_json: bool) -> None:
    """Print a calibration, as one JSON document or as tables."""
    if as_json:
        write_json(convert(fitted, FittedCalibration, from_attributes=True))
    else:
        write_calibration(standard_output(), fitted)


def _matched(given: Sequence[QuestionSet], corpora: Sequence[Path]) -> list[Path | None]:
    """Give every set the folder its articles are in; None for the home's own index.

    Raises:
        UsageError: There are more or fewer folders than sets that need one.
    """
    bare = sum(each.corpus is None for each in given)
    if len(corpora) not in {0, 1, bare} or (corpora and not bare):
        raise UsageError(
            f"{counted(bare, 'set')} without articles and {len(corpora)} times --corpus do not match.",
            hint="Give --corpus once, or once for each set that has no corpus.jsonl, in the order of the sets.",
        )
    left = iter(corpora if len(corpora) == bare else [*corpora] * bare)
    return [each.corpus or next(left, None) for each in given]


def _ready(settings: Settings, folder: Path | None, keep: Path | None) -> Settings:
    """Return the settings to ask with: those of the home, or of one whose index over a folder is up to date."""
    if folder is None:
        return settings
    ready = prepare(folder, keep or kept_folder(), settings)
    with progress() as on_progress:
        done = update(ready.home, ready.model, on_progress, ready.pair_models)
    skipped = sum(problem.skipped for problem in done.problems)
    if skipped:
        note(f"Note: {counted(skipped, 'record')} of {folder} could not be read.")
    return ready


def _run(settings: Settings, given: QuestionSet) -> Run:
    with _asking(given.name) as on_asked:
        return run(settings, given.questions, on_asked)


@contextmanager
def _asking(what: str) -> Generator[OnAsked]:
    """Show on standard error how many questions have been asked; nothing in a pipe."""
    if is_quiet():
        yield lambda _done, _total: None
        return
    columns = (TextColumn("{task.description:<27}", markup=False), BarColumn(), MofNCompleteColumn())
    with Bars(*columns, TimeRemainingColumn(), console=Console(stderr=True, highlight=False), transient=True) as bars:
        task = bars.add_task(f"Asking {what}", total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)
