"""One question to a fresh process, files being in the system's cache."""

from __future__ import annotations

from statistics import median

from qabot.models.batch_embedding import resolve_model
from tests.benchmarks.breakdown import print_imports, print_steps
from tests.benchmarks.homes import LARGE, Homes
from tests.benchmarks.measure import Goal, alternate, print_ratio_goals, print_times, python, qabot, ratios, wall

QUESTION = "How much did GDS get in the 2015 Spending Review?"

PEER = """
import sys
from sentence_transformers import SentenceTransformer
SentenceTransformer(sys.argv[1]).encode(sys.argv[2])
"""
_OURS = "import sys; from qabot.cli import main; sys.exit(main(sys.argv[1:]))"
_ROUNDS = 7
_ANSWERED = (0, 1)


def cold(homes: Homes) -> None:
    """Time `qabot ask` against loading sentence-transformers and encoding the same question, which answers nothing."""
    starter, large = homes.starter(), homes.synthetic(LARGE)
    model = resolve_model(None).location
    asking = ["ask", QUESTION, "--json", "--home"]
    times = alternate(
        {
            "python -c pass": wall(python("pass")),
            "qabot --help": wall(qabot("--help")),
            "qabot ask, starter index": wall(qabot(*asking, str(starter.path))),
            "qabot ask, 100,000 passages": wall(qabot(*asking, str(large.path)), _ANSWERED),
            "sentence-transformers, encode": wall(python(PEER, model, QUESTION)),
        },
        _ROUNDS,
    )
    print_times(times, "sentence-transformers, encode")
    both = ratios(times, "qabot ask, starter index", "sentence-transformers, encode")
    print(Goal("cold ask", median(times["qabot ask, starter index"]), 0.8, " s"))
    print_ratio_goals("cold ask against sentence-transformers", both, 12)
    print(Goal("qabot --help", median(times["qabot --help"]), 0.2, " s"))
    for name, home in (("starter index", starter), ("100,000 passages", large)):
        path = str(home.path)
        print(f"\n  Steps of a cold ask, {name} (from starting the process to its end):")
        print_steps("ask", lambda path=path: [path, QUESTION])
    print("  Imports of a cold ask, by package (under -X importtime, which slows them):")
    print_imports(_OURS, [*asking, str(starter.path)])
    print("  Imports of qabot --help:")
    print_imports(_OURS, ["--help"])
