"""Train the reader, and say how it reads.

python -m qabot.models.training check DATA             the files of the data manifest are there, and are those named
python -m qabot.models.training run DATA OUT           all stages of the recipe, going on from the last checkpoint
python -m qabot.models.training score WEIGHTS FILE…    how packed weights read labelled examples
python -m qabot.models.training average OUT WEIGHTS…   the mean of several packed weights
python -m qabot.models.training stories OUT APART FILE…   examples of stories that were written to train on
python -m qabot.models.training hard OUT APART FILE… --passages FILE…   examples of hard questions over others' passages
python -m qabot.models.training near OUT FILE          answered examples with likely passages that do not answer
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from qabot.core.errors import QabotError, UsageError
from qabot.models.batch_embedding import resolve_model
from qabot.models.encoder import file_sha256
from qabot.models.reader_export import uncut_tokenizer
from qabot.models.training.examples import MANIFEST, DataManifest, read_examples, write_examples
from qabot.models.training.hard_questions import passages_by_name, read_hard_questions
from qabot.models.training.network import ReaderNetwork
from qabot.models.training.packing import average, learnt_in_8_bits, pack, unpack
from qabot.models.training.recipe import RECIPE, Recipe
from qabot.models.training.scoring import score
from qabot.models.training.stages import Plan, run_stage
from qabot.models.training.stories import near_misses, read_stories, training_and_held_out


def main(argv: Sequence[str]) -> int:
    """Run a command; returns the exit status."""
    given = _parser().parse_args(argv)
    try:
        given.run(given)
    except QabotError as error:
        print(f"{error.message}\n{error.hint}", file=sys.stderr)  # noqa: T201 - a program of its own
        return error.exit_code
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m qabot.models.training",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    tasks = parser.add_subparsers(dest="task", required=True)
    checking = tasks.add_parser("check", help="hold the data to its manifest")
    running = tasks.add_parser("run", help="run the stages of the recipe")
    for each in (checking, running):
        each.add_argument("data", type=Path, help="folder of data")
        each.add_argument("--manifest", type=Path, default=MANIFEST, help="other than the shipped reader's")
    running.add_argument("out", type=Path, help="folder for checkpoints, logs and weights")
    running.add_argument("--recipe", type=Path, default=RECIPE, help="other than the shipped reader's")
    running.add_argument("--ranks", type=int, default=2, help="processes, one thread each (2)")
    scoring = tasks.add_parser("score", help="say how weights read")
    scoring.add_argument("weights", type=Path)
    scoring.add_argument("files", type=Path, nargs="+")
    averaging = tasks.add_parser("average", help="average several weights")
    averaging.add_argument("out", type=Path)
    averaging.add_argument("weights", type=Path, nargs="+")
    telling = tasks.add_parser("stories", help="make examples of stories, as `stories` says they are written")
    telling.add_argument("out", type=Path, help="what is trained on")
    telling.add_argument("apart", type=Path, help="what is only scored: one story in ten")
    telling.add_argument("files", type=Path, nargs="+")
    telling.add_argument("--source", default="stories", help="what their set is called (stories)")
    hardening = tasks.add_parser("hard", help="make examples of questions over passages that other files hold")
    hardening.add_argument("out", type=Path, help="what is trained on")
    hardening.add_argument("apart", type=Path, help="what is only scored: one passage in twenty")
    hardening.add_argument("files", type=Path, nargs="+", help="questions, as `hard_questions` says they are written")
    hardening.add_argument("--passages", type=Path, nargs="+", required=True, help="examples that hold the passages")
    hardening.add_argument("--source", default="hard", help="what their set is called (hard)")
    nearing = tasks.add_parser("near", help="give answered examples likely passages that do not answer")
    nearing.add_argument("out", type=Path)
    nearing.add_argument("file", type=Path)
    nearing.add_argument("--each", type=int, default=2, help="how many for a question (2)")
    parsers = (checking, running, scoring, averaging, telling, hardening, nearing)
    for each, command in zip(parsers, (_check, _run, _score, _average, _stories, _hard, _near), strict=True):
        each.set_defaults(run=command)
    return parser


def _check(given: argparse.Namespace) -> None:
    if wrong := DataManifest.read(given.manifest).check(given.data):
        raise UsageError("; ".join(wrong) + ".", hint="Get the files that the manifest names.")
    print("Every file is there, and is the one that the manifest names.")  # noqa: T201


def _run(given: argparse.Namespace) -> None:
    _check(given)
    manifest, recipe = DataManifest.read(given.manifest), Recipe.read(given.recipe)
    start = given.data / recipe.start if recipe.start else None
    if start and file_sha256(start) != recipe.start_sha256:
        raise UsageError(f"{start} is not the file that the recipe names.", hint="Get the file that it names.")
    files = manifest.paths(given.data, held_out=False)
    for stage in recipe.stages:
        folder = given.out / stage.name
        plan = Plan(stage, tuple(files), _base(), start, folder, given.ranks)
        start = run_stage(plan)
        _print_scores(start, manifest.paths(given.data, held_out=True))


def _score(given: argparse.Namespace) -> None:
    _print_scores(given.weights, given.files)


def _print_scores(weights: Path, files: Sequence[Path]) -> None:
    network = ReaderNetwork(_base(), int8=learnt_in_8_bits(weights))
    network.take(unpack(weights))
    tokenizer = uncut_tokenizer(_base())
    for path in files:
        found = msgspec.to_builtins(score(network, tokenizer, read_examples(path)))
        rounded = {key: round(value, 3) for key, value in found.items()}
        print(json.dumps({"weights": weights.name, "set": path.name} | rounded))  # noqa: T201


def _average(given: argparse.Namespace) -> None:
    pack(average(given.weights), given.out, int8=all(map(learnt_in_8_bits, given.weights)))


def _stories(given: argparse.Namespace) -> None:
    stories = [story for path in given.files for story in read_stories(path)]
    rows, apart = training_and_held_out(stories, given.source)
    written = write_examples(given.out, rows), write_examples(given.apart, apart)
    print(f"{len(stories)} stories: {written[0]} examples, and {written[1]} apart.")  # noqa: T201


def _hard(given: argparse.Namespace) -> None:
    passages = passages_by_name(each for path in given.passages for each in read_examples(path))
    rows = [each for path in given.files for each in read_hard_questions(path, passages, given.source)]
    taken, apart = ([each for each in rows if (each.source != given.source) is held] for held in (False, True))
    print(f"{write_examples(given.out, taken)} examples, and {write_examples(given.apart, apart)} apart.")  # noqa: T201


def _near(given: argparse.Namespace) -> None:
    rows = read_examples(given.file)
    print(f"{write_examples(given.out, near_misses(rows, rows, given.each))} examples.")  # noqa: T201


def _base() -> Path:
    return Path(resolve_model(None).location)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
