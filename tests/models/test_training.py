"""The reader's training: what is drawn, varied and cut, a few real steps, and going on from a checkpoint."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors import safe_open
from tokenizers import Tokenizer

from qabot.core.errors import UsageError
from qabot.models.reader_export import uncut_tokenizer
from qabot.models.training import __main__ as program
from qabot.models.training import stories as stories_module
from qabot.models.training.balancing import balanced, wording_auroc
from qabot.models.training.examples import DataManifest, Example, by_source, read_examples, write_examples
from qabot.models.training.hard_questions import passage_name, passages_by_name, read_hard_questions
from qabot.models.training.network import Int8Linear
from qabot.models.training.packing import average, learnt_in_8_bits, load, pack
from qabot.models.training.recipe import Recipe, Stage, rate_at
from qabot.models.training.sampling import Sampler
from qabot.models.training.scoring import word_f1, words
from qabot.models.training.stages import CHECKPOINT, LOG, PACKED, Plan, run_stage
from qabot.models.training.stories import Story, examples_of, near_misses, read_stories
from qabot.models.training.variation import exchanged, typed
from qabot.models.training.windows import WindowMaker, batch
from tests.conftest import examples as tries
from tests.near import near

TEXT = "In 2014 Barnet council paid Capita £12m for a payroll system. Anna Lee runs the service."
PAID = Example("own", "what did Barnet pay in 2014?", "Payroll in Barnet", TEXT, ((35, 39),))
LED = Example("own", "who runs the service", "Payroll in Barnet", TEXT, ((62, 70),))
NONE = Example("other", "who owns the building", "", TEXT)
STAGE = Stage(name="tiny", seed=5, examples=12, rate=1e-4, warm_up=4, tokens=48, batch=4)


@pytest.fixture(scope="session")
def tokenizer(packaged: Path) -> Tokenizer:
    return uncut_tokenizer(packaged)


def written() -> list[Path]:
    """Return the files that were written to train on."""
    return sorted(Path(stories_module.__file__).with_name("data").glob("*.txt"))


def answer(example: Example) -> list[str]:
    return [example.text[a:b] for a, b in example.spans]


class TestExamples:
    """What is read, and which files are the right ones."""

    @pytest.mark.parametrize("name", ["some.jsonl", "some.jsonl.gz"])
    def test_they_are_read_as_they_were_written_and_the_same_make_the_same_bytes(
        self, tmp_path: Path, name: str
    ) -> None:
        rows = [PAID, NONE]
        assert (answer(PAID), answer(LED)) == (["£12m"], ["Anna Lee"])
        assert write_examples(tmp_path / name, rows) == 2
        first = (tmp_path / name).read_bytes()
        assert read_examples(tmp_path / name) == rows
        write_examples(tmp_path / name, rows)
        assert (tmp_path / name).read_bytes() == first

    @pytest.mark.parametrize(
        "line", ['{"src": "a", "q": "b", "title": "", "text": "c", "spans": [[0, 9]]}', "{}", "[]", "nonsense"]
    )
    def test_a_line_that_is_none_is_named(self, tmp_path: Path, line: str) -> None:
        path = tmp_path / "bad.jsonl"
        write_examples(path, [PAID])
        path.write_text(path.read_text("utf-8") + line + "\n", "utf-8")
        with pytest.raises(UsageError, match="line 2"):
            read_examples(path)

    def test_the_manifest_knows_what_is_missing_and_what_is_another(self, tmp_path: Path) -> None:
        manifest = DataManifest.read()
        assert {file.held_out for file in manifest.files} == {True, False}
        assert all(len(file.sha256) == 64 and file.rows and file.origin and file.licence for file in manifest.files)
        (tmp_path / manifest.files[0].name).write_bytes(b"other")
        wrong = manifest.check(tmp_path)
        assert len(wrong) == len(manifest.files)
        assert "is not the file" in wrong[0]
        assert "is missing" in wrong[1]


class TestVariation:
    """Names, years and figures exchanged."""

    def test_contradicted_an_answer_is_none_any_more(self) -> None:
        chance = random.Random(1)  # noqa: S311 - no secret
        made = [exchanged(PAID, ["Camden", "Kirklees"], chance, both=False) for _ in range(40)]
        found = [each for each in made if each]
        assert len(found) > 20
        assert all(each.spans == () and each.text == TEXT and each.question != PAID.question for each in found)
        assert any("Barnet" in each.question and "2014" not in each.question for each in found)

    def test_exchanged_on_both_sides_the_answer_stands_where_it_moved(self) -> None:
        chance = random.Random(2)  # noqa: S311 - no secret
        for example in [PAID, LED] * 30:
            made = exchanged(example, ["Kirklees-upon-Something", "Ely"], chance, both=True)
            if made:
                assert answer(made) == answer(example)
                assert made.text != TEXT

    def test_what_is_shared_with_the_answer_alone_stays(self) -> None:
        example = Example("own", "did Barnet pay Capita", "", TEXT, ((8, 35),))
        chance = random.Random(3)  # noqa: S311 - no secret
        assert {exchanged(example, ["Ely"], chance, both=False) for _ in range(20)} == {None}

    @settings(max_examples=tries(50))
    @given(st.text(max_size=80), st.integers(0, 99))
    def test_typed_keeps_to_the_words(self, question: str, seed: int) -> None:
        written = typed(question, random.Random(seed))  # noqa: S311 - no secret
        assert len(written) <= len(question) + 3
        assert set(written.lower().split()) <= set(question.lower().split()) | set(
            question.lower().rstrip(" ?").split()
        )


class TestWindows:
    """Which part of a passage is read."""

    @settings(max_examples=tries(40))
    @given(st.integers(0, 400), st.integers(2, 20), st.integers(0, 9))
    def test_the_answer_is_always_inside(self, tokenizer: Tokenizer, place: int, length: int, seed: int) -> None:
        text = " ".join(f"word{number}" for number in range(200))
        span = (min(place, len(text) - 30), min(place, len(text) - 30) + length)
        chance = random.Random(seed)  # noqa: S311 - no secret
        window = WindowMaker(tokenizer, 64).window("what is it", "a title", text, span, chance)
        assert len(window.ids) == len(window.types) == len(window.offsets) <= 64
        first, last = window.offsets[window.span[0]], window.offsets[window.span[1]]
        assert first
        assert last
        assert first[0] < span[1]
        assert last[1] > span[0]

    def test_without_an_answer_the_first_token_stands_for_none(self, tokenizer: Tokenizer) -> None:
        window = WindowMaker(tokenizer, 64).window("what", "title", TEXT)
        assert window.span == (0, 0)
        assert [window.ids[0], window.ids[-1]] == [101, 102]
        made = batch([window, WindowMaker(tokenizer, 32).window("what", "", TEXT)])
        assert {each.shape for each in made.values()} == {torch.Size([2, len(window.ids)])}
        read: Any = made["attention_mask"].sum(1)
        assert read.tolist() == [len(window.ids), len(window.ids) - 1]


class TestSampling:
    """What an epoch sees."""

    def batches(self, tokenizer: Tokenizer, rank: int, ranks: int, skipped: int = 0, count: int = 3) -> list[Any]:
        sampler = Sampler(STAGE, by_source([PAID, LED, NONE] * 8), WindowMaker(tokenizer, 48), rank, ranks)
        made = sampler.batches(skipped)
        return [[(each.ids, answered) for each, answered in next(made)] for _ in range(count)]

    def test_the_seed_decides_and_what_was_seen_is_skipped(self, tokenizer: Tokenizer) -> None:
        assert self.batches(tokenizer, 0, 1) == self.batches(tokenizer, 0, 1)
        assert self.batches(tokenizer, 0, 1, count=4)[2:] == self.batches(tokenizer, 0, 1, skipped=2, count=2)

    def test_ranks_share_a_step(self, tokenizer: Tokenizer) -> None:
        assert [len(each) for each in self.batches(tokenizer, 1, 2)] == [2, 2, 2]

    def test_shares_say_how_often_a_set_is_seen(self, tokenizer: Tokenizer) -> None:
        stage = Stage(name="s", seed=1, examples=1, rate=1, batch=4, shares={"own": 1.5, "other": 0.0})
        sampler = Sampler(stage, by_source([PAID, LED, NONE] * 8), WindowMaker(tokenizer, 48), 0, 1)
        epoch = sampler.epoch(random.Random(1))  # noqa: S311 - no secret
        assert (len(epoch), {each.source for each in epoch}) == (24, {"own"})


def test_the_rate_rises_stays_and_falls() -> None:
    stage = Stage(name="s", seed=1, examples=1000, rate=1.0, warm_up=100, cool_down=200)
    assert [rate_at(stage, seen) for seen in (0, 49, 99, 500, 800, 900, 1000)] == near([0.01, 0.5, 1, 1, 1, 0.5, 0.02])


def test_words_are_compared_as_squad_compares_them() -> None:
    assert words("The £4m, a year!") == ["£4m", "year"]
    assert word_f1("the big council", "big town council") == near(0.8)
    assert (word_f1("", "the"), word_f1("x", "y")) == (1.0, 0.0)


def test_wording_that_gives_the_label_away_is_thinned() -> None:
    told = [Example("a", f"how many {n}", "", TEXT, () if n % 5 else ((0, 2),)) for n in range(200)]
    open_ = [Example("a", f"who {n}", "", TEXT, ((0, 2),) if n % 2 else ()) for n in range(200)]
    kept = balanced([*told, *open_], 1)
    assert wording_auroc([*told, *open_], 1) > 0.6 > wording_auroc(kept, 1) - 0.05
    assert sum(each in open_ for each in kept) > 150
    assert sum(each in told for each in kept) < 130


class TestStages:
    """A few real steps of the real network."""

    @pytest.fixture(scope="class")
    def data(self, tmp_path_factory: pytest.TempPathFactory) -> Path:
        path = tmp_path_factory.mktemp("data") / "tiny.jsonl"
        write_examples(path, [PAID, LED, NONE] * 4)
        return path

    def run(self, stage: Stage, data: Path, packaged: Path, folder: Path) -> Path:
        return run_stage(Plan(stage, (data,), packaged, None, folder, 1, logged=1))

    def test_it_learns_goes_on_and_ends(self, data: Path, packaged: Path, tmp_path: Path) -> None:
        half = Stage(name="tiny", seed=5, examples=8, rate=3e-4, warm_up=4, tokens=48, batch=4)
        whole = Stage(name="tiny", seed=5, examples=16, rate=3e-4, warm_up=4, tokens=48, batch=4)
        self.run(half, data, packaged, tmp_path / "a")
        (tmp_path / "a" / PACKED).unlink()
        done = self.run(whole, data, packaged, tmp_path / "a")
        opened: Any = safe_open
        with opened(tmp_path / "a" / CHECKPOINT, "pt") as checkpoint:
            assert checkpoint.metadata() == {"steps": "4"}
        log = [json.loads(line) for line in (tmp_path / "a" / LOG).read_text("utf-8").splitlines()]
        assert [entry["step"] for entry in log] == [1, 2, 3, 4]
        assert log[-1]["span"] < log[0]["span"]
        weights = load(done)
        assert {each.dtype for each in weights.values()} == {torch.float16}
        assert not any("embeddings" in name for name in weights)
        before = done.stat().st_mtime_ns
        assert self.run(whole, data, packaged, tmp_path / "a") == done
        assert done.stat().st_mtime_ns == before, "a stage that is done is not run again"

    def test_a_stage_in_half_precision_that_drops_out_and_rounds_learns_too(
        self, data: Path, packaged: Path, tmp_path: Path
    ) -> None:
        stage = Stage(
            name="tiny",
            seed=5,
            examples=24,
            rate=3e-4,
            warm_up=4,
            tokens=48,
            batch=4,
            dropped=0.1,
            half=True,
            int8=True,
        )
        done = self.run(stage, data, packaged, tmp_path)
        log = [json.loads(line) for line in (tmp_path / LOG).read_text("utf-8").splitlines()]
        assert log[-1]["span"] + log[-2]["span"] < log[0]["span"] + log[1]["span"]
        assert learnt_in_8_bits(done)

    def test_a_layer_rounds_its_inputs_by_text_and_its_weights_by_column(self) -> None:
        layer = Int8Linear(2, 1)
        layer.weight.data, layer.bias.data = torch.tensor([[0.5, -0.1]]), torch.tensor([1.0])
        given = torch.tensor([[[254.9, 0.4], [-0.1, 1.6]], [[0.0, 0.0], [2.0, 1.2]]], requires_grad=True)
        product = layer(given)
        columns = [64 * 0.5 / 64, -13 * 0.5 / 64]
        first, second = 255 / 255, 2 / 255
        assert product.flatten().tolist() == near(
            [
                1 + 255 * first * columns[0],
                1 + 2 * first * columns[1],
                1,
                1 + 255 * second * columns[0] + 153 * second * columns[1],
            ],
            abs=1e-4,
        )
        product.sum().backward()
        to_given: Any = given.grad
        to_weight: Any = layer.weight.grad
        assert to_given[0, 0].tolist() == near([0.5, -0.1])
        assert to_weight.flatten().tolist() == near([256.8, 3.2], abs=1e-3)

    def test_the_average_lies_between(self, tmp_path: Path) -> None:
        for name, value in (("a", 1.0), ("b", 3.0)):
            pack({"x": torch.full((2, 2), value)}, tmp_path / f"{name}.safetensors", int8=False)
        mean: Any = average([tmp_path / "a.safetensors", tmp_path / "b.safetensors"])["x"]
        assert mean.tolist() == [[2, 2], [2, 2]]


class TestHardQuestions:
    """Questions over the passages of other files."""

    FILE = "# a remark\n## {name}\n? who was paid £12m\n= Capita\n? who was paid £13m\n= -\n"

    def test_they_stand_with_their_passages_however_those_are_spaced(self, tmp_path: Path) -> None:
        spaced = Example("any", "?", "Payroll", TEXT.replace("Barnet council", "Barnet\n  council"))
        path = tmp_path / "hard.txt"
        path.write_text(self.FILE.format(name=passage_name(TEXT)), "utf-8")
        found = list(read_hard_questions(path, passages_by_name([spaced])))
        assert [(each.source, each.question, answer(each)) for each in found] == [
            ("hard", "who was paid £12m", ["Capita"]),
            ("hard", "who was paid £13m", []),
        ]
        assert {(each.title, each.text) for each in found} == {("Payroll", spaced.text)}

    def test_those_that_the_shipped_reader_learnt_from_are_whole(self) -> None:
        counts: dict[str, list[int]] = {}
        for path in (each for each in written() if each.name.startswith("hard-")):
            lines = path.read_text("utf-8").splitlines()
            kinds = ("## ", "? ", "= ", "= -")
            counts[path.stem] = [sum(line.startswith(kind) for line in lines) for kind in kinds]
            assert all(line.startswith((*kinds, "# ")) for line in lines if line)
        assert sum(passages for passages, *_ in counts.values()) == 4620
        assert all(asked == answered for _, asked, answered, _ in counts.values())
        assert all(0.49 < none / asked < 0.51 for _, asked, _, none in counts.values())

    def test_one_passage_in_twenty_is_only_scored(self, tmp_path: Path) -> None:
        passages = [Example("any", "?", "", f"Capita {number}") for number in range(40)]
        path = tmp_path / "hard.txt"
        path.write_text("".join(self.FILE.format(name=passage_name(each.text)) for each in passages), "utf-8")
        out, apart, held = tmp_path / "out.jsonl", tmp_path / "apart.jsonl", tmp_path / "held.jsonl"
        write_examples(held, passages)
        assert program.main(["hard", str(out), str(apart), str(path), "--passages", str(held)]) == 0
        assert [len(read_examples(out)), len(read_examples(apart))] == [76, 4]
        assert {each.text for each in read_examples(apart)} == {"Capita 7", "Capita 27"}

    @pytest.mark.parametrize(
        ("line", "replaced"),
        [("## {name}", "## 0123456789ab"), ("= Capita", "= Serco"), ("? who was paid £12m", "who?")],
    )
    def test_what_cannot_be_read_is_named(self, tmp_path: Path, line: str, replaced: str) -> None:
        path = tmp_path / "hard.txt"
        path.write_text(self.FILE.replace(line, replaced).format(name=passage_name(TEXT)), "utf-8")
        with pytest.raises(UsageError, match=r"line [34]"):
            list(read_hard_questions(path, passages_by_name([PAID])))


class TestProgram:
    """`python -m qabot.models.training`."""

    def run(self, argv: Sequence[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
        status = program.main(argv)
        said = capsys.readouterr()
        return status, said.out, said.err

    def test_check_names_what_is_missing(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        status, _, told = self.run(["check", str(tmp_path)], capsys)
        assert status == 2
        assert "is missing" in told

    def test_scores_say_what_the_wording_gives_away(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        from qabot.models.reader_export import reader_weights  # noqa: PLC0415

        write_examples(tmp_path / "few.jsonl", [PAID, LED, NONE])
        status, said, _ = self.run(["score", str(reader_weights(None)), str(tmp_path / "few.jsonl")], capsys)
        found = json.loads(said)
        assert status == 0
        assert (found["examples"], found["answered"], found["set"]) == (3, 2, "few.jsonl")
        assert 0 <= found["blank"] <= 1
        assert found["f1"] > 0.4

    def test_the_recipe_of_the_reader_that_ships(self) -> None:
        recipe, held = Recipe.read(), {file.name for file in DataManifest.read().files}
        assert len(recipe.start_sha256 or "") == 64
        assert recipe.start not in held
        names = [stage.name for stage in recipe.stages]
        assert len(names) == len(set(names)) >= 2
        assert all(stage.examples % stage.batch == 0 for stage in recipe.stages)


STORIES = """### harbourline
[A] Harbourline goes live | 2016-03-14
The system cost Bristol £14.2m. It was built in Leeds.

Leeds was glad.
[B] Harbourline is scrapped | 2018-06-20
Joan Petrie closed the system that Bristol had bought.
? what did the system cost
= A: £14.2m
? where was it built
= A: Leeds
? who closed the system bought by bristol
= B: Joan Petrie
? who bought the system from bristol
= -
### dockside
[A] Dockside opens
The ferry system cost Cardiff £9m.
? what did the ferry system cost cardiff
= A: £9m
"""


class TestStories:
    """Made-up briefs with their questions, as examples."""

    @pytest.fixture
    def stories(self, tmp_path: Path) -> list[Story]:
        (tmp_path / "stories.txt").write_text(STORIES, encoding="utf-8")
        return read_stories(tmp_path / "stories.txt")

    def test_a_question_stands_with_what_answers_it_and_with_the_other_briefs_of_its_story(
        self, stories: list[Story]
    ) -> None:
        found = {(each.question, each.source, each.title): answer(each) for each in examples_of(stories, "made")}
        live, scrapped = "Harbourline goes live", "Harbourline is scrapped"
        assert found == {
            ("what did the system cost", "made", live): ["£14.2m"],
            ("what did the system cost", "made-sibling", scrapped): [],
            ("where was it built", "made", live): ["Leeds", "Leeds"],
            ("where was it built", "made-sibling", scrapped): [],
            ("who closed the system bought by bristol", "made", scrapped): ["Joan Petrie"],
            ("who closed the system bought by bristol", "made-sibling", live): [],
            ("who bought the system from bristol", "made", scrapped): [],
            ("who bought the system from bristol", "made-sibling", live): [],
            ("what did the ferry system cost cardiff", "made", "Dockside opens"): ["£9m"],
        }

    def test_a_near_miss_is_of_another_article_and_does_not_hold_the_answer(self, stories: list[Story]) -> None:
        rows = list(examples_of(stories, "made"))
        found = [(each.question, each.title) for each in near_misses(rows, rows, 1)]
        assert ("what did the system cost", "Dockside opens") in found
        assert ("what did the ferry system cost cardiff", "Harbourline goes live") in found
        assert all(each.source == "made-near" and not each.spans for each in near_misses(rows, rows, 1))

    @pytest.mark.parametrize("spoiled", ["= A: £15m", "= C: £14.2m", "=", "= £14.2m"])
    def test_an_answer_that_does_not_stand_in_its_brief_is_told(self, tmp_path: Path, spoiled: str) -> None:
        (tmp_path / "stories.txt").write_text(STORIES.replace("= A: £14.2m", spoiled), encoding="utf-8")
        with pytest.raises(UsageError, match="line 9"):
            read_stories(tmp_path / "stories.txt")

    def test_those_that_the_shipped_reader_learnt_from_are_whole(self) -> None:
        files = [each for each in written() if not each.name.startswith("hard-")]
        told = [story for path in files for story in read_stories(path)]
        assert (len(files), len(told), len({story.name for story in told})) == (12, 600, 600)
        asked = [question for story in told for question in story.questions]
        assert all(2 <= len(story.briefs) <= 4 for story in told)
        assert 0.49 < sum(bool(each.answers) for each in asked) / len(asked) < 0.51

    def test_the_program_keeps_one_story_in_ten_apart(self, tmp_path: Path) -> None:
        many = "".join(STORIES.replace("harbourline\n[", f"story {number}\n[") for number in range(5))
        (tmp_path / "stories.txt").write_text(many, encoding="utf-8")
        out, apart = tmp_path / "stories.jsonl.gz", tmp_path / "apart.jsonl.gz"
        assert program.main(["stories", str(out), str(apart), str(tmp_path / "stories.txt")]) == 0
        assert {each.source for each in read_examples(out)} == {"stories", "stories-sibling", "stories-near"}
        assert {(each.source, each.title[:11]) for each in read_examples(apart)} == {("stories_dev", "Harbourline")}
