"""How well qabot answers, beside plain retrieval over the same index and what was measured of other tools.

The folder given with `--data` holds `questions.jsonl` and `corpus/`, `date-phrases.jsonl`, and below `data/` the sets
`scifact`, `mtrag` and `cast`. What is not there is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from qabot.core.progress import ignore_progress
from qabot.core.questions import AnalysedQuestion, Filters, Period
from qabot.core.settings import Home, Settings
from qabot.evaluate.bootstrap import compare_means
from qabot.evaluate.eval_home import prepare
from qabot.evaluate.metrics import FALSE_NOT_FOUND, FALSE_STRONG, measured
from qabot.evaluate.question_sets import read_questions
from qabot.evaluate.run_report import Report, report
from qabot.evaluate.runner import QueryResult, run
from qabot.index.build.indexer import update
from qabot.index.snapshot import Generation, open_current
from qabot.index.text_index import LexicalQuery, Scored, analyser
from qabot.question.dates.date_range import read_dates
from qabot.question.follow_ups import rewrite_follow_up
from qabot.question.tokeniser import content_words, tokenise
from tests.benchmarks.homes import Homes
from tests.benchmarks.measure import SkippedError, print_table

_WORDS = re.compile(r"\w+")
_DEPTH = 100
"""Passages that each plain retriever lists."""
_RRF = 60
_HALF = 0.5
_PLACES = ("success@1", "success@5")
_UNDATED = Path(__file__).parent.parent / "question" / "undated.txt"

Ranking = Callable[[str], list[Scored]]
"""Ranks passages for a question, best first."""


class Row(Struct, frozen=True):
    """One figure beside what others reach and what it should be."""

    measure: str
    """Of what."""
    peer: str
    """The best of the other tools, or of plain retrieval in the same run."""
    target: str
    """What it should be."""
    seen: str
    """What it is."""


def quality(homes: Homes, data: Path | None) -> None:
    """Measure rankings, follow-ups, the verdict, what is carried over and dates, and print a table."""
    if data is None:
        raise SkippedError("name the folder of question sets with --data DIR")
    parts: Mapping[str, Callable[[Path], Iterable[Row]]] = {
        "questions.jsonl": lambda path: _starter(path, _settings(path.parent / "corpus", homes)),
        "data/scifact": lambda path: _scifact(path, _settings(path, homes)),
        "data/mtrag": lambda path: _mtrag(path, _settings(path, homes)),
        "data/cast/queries.jsonl": _cast,
        "date-phrases.jsonl": _dates,
    }
    rows: list[Row] = []
    for name, part in parts.items():
        if (data / name).exists():
            rows += part(data / name)
        else:
            print(f"  {name} is not there")
    print_table(["measure", "best peer", "target", "seen"], [[r.measure, r.peer, r.target, r.seen] for r in rows])


def _starter(path: Path, settings: Settings) -> Iterator[Row]:
    """Rankings and verdicts over the starter corpus. The peers' figures are those of the tools' comparison."""
    found = _reported(path, settings)
    answerable = [each for each in found.run.outcomes if each.question.answerable]
    single = [each for each in answerable if not each.question.previous]
    follow = [each for each in answerable if each.question.previous]
    for name, part, peers, targets in (
        (f"starter, single questions ({len(single)})", single, (".75", ".98"), (".85", ".98")),
        (f"starter, follow-ups ({len(follow)})", follow, (".62", "1.00"), (".75", ".95")),
    ):
        for place, measure, peer, target in zip(("first", "in the first five"), _PLACES, peers, targets, strict=True):
            yield Row(f"{name}: right article {place}", peer, f"≥ {target}", _mean(part, measure))
    yield from _verdicts("starter", found, ".57", "≥ .80")
    yield Row("starter: median milliseconds for a question", "–", "–", f"{found.median_ms:.0f}")


def _scifact(path: Path, settings: Settings) -> Iterator[Row]:
    """Rankings of abstracts for claims, against plain retrieval from the same index."""
    yield from _against("SciFact train", _reported(path, settings), settings, "ndcg@10")


def _mtrag(path: Path, settings: Settings) -> Iterator[Row]:
    """Last turns of conversations: ours with what went before them, plain retrieval without."""
    found = _reported(path, settings)
    yield from _against("MTRAG, last turn", found, settings, "ndcg@5")
    yield from _verdicts("MTRAG", found, "–", "–")


def _against(name: str, found: Report, settings: Settings, measure: str) -> Iterator[Row]:
    """Set a ranking beside plain ones of the same questions alone, without the turns before them."""
    ours = _values(found.run.outcomes, measure)
    yield Row(f"{name} ({len(ours)}): {measure}", "–", "–", f"{sum(ours) / len(ours):.3f}")
    with closing(open_current(settings.home.index)) as index:
        plain = Plain(index)
        rankings = {"dense": plain.dense, "BM25": plain.words, "RRF": plain.ranks, "convex 0.5": plain.scores}
        for called, ranked in rankings.items():
            theirs = _values([_reranked(each, index, ranked) for each in found.run.outcomes], measure)
            told = compare_means(theirs, ours)
            seen = f"{told.after - told.before:+.3f} [{told.low:+.3f}, {told.high:+.3f}]"
            yield Row(f"{name}: {measure} above {called}", f"{told.before:.3f}", "above 0", seen)


def _verdicts(name: str, found: Report, peer: str, target: str) -> Iterator[Row]:
    overall = found.overall
    auroc = "no calibration" if overall.auroc is None else f"{overall.auroc:.3f}"
    yield Row(f"{name}, verdict: AUROC", peer, target, auroc)
    for called, key, most in (("false strong", FALSE_STRONG, ".10"), ("refused", FALSE_NOT_FOUND, ".15")):
        mean = overall.means[key]
        yield Row(f"{name}, verdict: {called} (of {mean.questions})", "–", f"≤ {most}", f"{mean.value:.3f}")


def _cast(path: Path) -> Iterator[Row]:
    """What is carried over, beside the words that a person put into each question to make it stand alone.

    Recall: of the words that the person added, how many are carried over. Pollution: of the questions that the person
    left as they were, how many have any carried over.
    """
    wanted = kept = there = kept_there = carried_in_all = alone = polluted = 0
    for each in _records(path):
        earlier: list[AnalysedQuestion] = []
        for text in each["history"]:
            earlier.append(AnalysedQuestion(text, inherited_terms=rewrite_follow_up(text, earlier).terms))
        said, before = _stems([each["text"]]), _stems(each["history"])
        added = _stems([each["rewrite"]]) - said
        carried = _stems(rewrite_follow_up(each["text"], earlier).terms) - said
        wanted, kept, carried_in_all = wanted + len(added), kept + len(added & carried), carried_in_all + len(carried)
        there, kept_there = there + len(added & before), kept_there + len(added & before & carried)
        if each["history"] and _WORDS.findall(each["rewrite"].lower()) == _WORDS.findall(each["text"].lower()):
            alone, polluted = alone + 1, polluted + bool(carried)
    yield Row(f"CAsT: words carried over, of {wanted} that a person added", "–", "–", f"{kept / wanted:.3f}")
    yield Row(f"CAsT: the same, of the {there} that earlier questions have", "–", "–", f"{kept_there / there:.3f}")
    yield Row(f"CAsT: such words among the {carried_in_all} carried over", "–", "–", f"{kept / carried_in_all:.3f}")
    share = f"{polluted / alone:.3f}"
    yield Row(f"CAsT: complete questions ({alone}) with something carried over", "–", "≤ .05", share)


def _dates(path: Path) -> Iterator[Row]:
    """Dates in questions, and dates seen in questions that hold none."""
    phrases = _records(path)
    today = date.fromisoformat(phrases[0]["today"])
    wrong = [each["text"] for each in phrases if not _is_read(each)]
    total = len(phrases)
    yield Row(f"date phrases read right (of {total})", "13", "≥ 57", f"{total - len(wrong)}")
    for text in wrong:
        print(f"  read otherwise: {text}")
    asked = path.with_name("questions.jsonl")
    undated = [each["q"] for each in (_records(asked) if asked.exists() else []) if not each.get("date_expression")]
    undated += _UNDATED.read_text(encoding="utf-8").splitlines()
    ranges = [text for text in undated if read_dates(text, today).reading == "range"]
    yield Row(f"dates limiting questions that name none ({len(undated)})", "–", "0", f"{len(ranges)}")


def _is_read(phrase: Mapping[str, Any]) -> bool:
    found = read_dates(phrase["text"], date.fromisoformat(phrase["today"]))
    days = (date.fromisoformat(day) if (day := phrase.get(end)) else None for end in ("after", "before"))
    wanted = Period(*days)
    return found.reading == phrase["reading"] and (found.period or Period()) == wanted


class Plain:
    """Plain retrieval from an index: passages for a question, best first."""

    def __init__(self, index: Generation) -> None:
        """Read this index, with its own encoder."""
        self._index = index
        self._encoder = index.encoder()
        self._dense: dict[str, list[Scored]] = {}

    def dense(self, text: str) -> list[Scored]:
        """Nearness of meaning."""
        if text not in self._dense:
            self._dense[text] = self._index.nearest(self._encoder.encode_query(text), _DEPTH, None)
        return self._dense[text]

    def words(self, text: str) -> list[Scored]:
        """BM25 over English stems."""
        return self._index.best(LexicalQuery(tuple(self._index.terms(text))), _DEPTH, Filters())

    def ranks(self, text: str) -> list[Scored]:
        """Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009) with k = 60."""
        lists = (self.dense(text), self.words(text))
        return _added({number: 1 / (_RRF + rank) for rank, (number, _) in enumerate(each, start=1)} for each in lists)

    def scores(self, text: str) -> list[Scored]:
        """Convex combination, a half each, of scores stretched from 0 to 1 within each list."""
        return _added(_stretched(each) for each in (self.dense(text), self.words(text)))


def _stretched(scored: Sequence[Scored]) -> dict[int, float]:
    low, high = min((s for _, s in scored), default=0.0), max((s for _, s in scored), default=0.0)
    return {number: _HALF * (score - low) / ((high - low) or 1.0) for number, score in scored}


def _added(parts: Iterable[Mapping[int, float]]) -> list[Scored]:
    total: dict[int, float] = {}
    for part in parts:
        for number, score in part.items():
            total[number] = total.get(number, 0.0) + score
    return sorted(total.items(), key=lambda each: (-each[1], each[0]))


def _reranked(outcome: QueryResult, index: Generation, ranked: Ranking) -> QueryResult:
    """Return an outcome as another ranking would have it: an article stands where its best passage stands."""
    if not outcome.question.is_judged:
        return outcome
    numbers = [number for number, _ in ranked(outcome.question.text)]
    owners = index.articles_of(numbers)
    return replace(outcome, ranked=tuple(dict.fromkeys(owners[number] for number in numbers)))


def _reported(questions: Path, settings: Settings) -> Report:
    given = read_questions(questions)
    return report(given.name, run(settings, given.questions, lambda _done, _total: None))


def _settings(corpus: Path, homes: Homes) -> Settings:
    """Return the settings of a home over these articles, indexed as they are now."""
    ready = prepare(corpus, homes.folder / "quality", Settings(Home(homes.folder)))
    print(f"  indexing {corpus} where it is not yet …", flush=True)
    update(ready.home, ready.model, ignore_progress, ready.pair_models)
    return ready


def _values(outcomes: Sequence[QueryResult], measure: str) -> list[float]:
    return [figures[measure] for figures in measured(outcomes) if measure in figures]


def _mean(outcomes: Sequence[QueryResult], measure: str) -> str:
    values = _values(outcomes, measure)
    return f"{sum(values) / len(values):.3f}"


def _stems(texts: Iterable[str]) -> set[str]:
    """Return the stems of the words that carry what a text is about."""
    analyse = analyser()
    words = (" ".join(token.text for token in content_words(tokenise(text))) for text in texts)
    return {stem for each in words for stem in analyse.analyze(each)}


def _records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
