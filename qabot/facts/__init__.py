"""What a sentence states, read as values: pure functions from a text to facts with the place they were read from.

`figures` reads sums, shares and counts, as people write them, to value, unit, bounds and period.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qabot.core.faces import lazy_face

if TYPE_CHECKING:
    from qabot.facts.figure_spellings import printed, spellings
    from qabot.facts.figures import Figure, figures_of_value, find_figures, the_amount
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "Figure": "figures",
            "figures_of_value": "figures",
            "find_figures": "figures",
            "printed": "figure_spellings",
            "spellings": "figure_spellings",
            "the_amount": "figures",
        },
    )

__all__ = ["Figure", "figures_of_value", "find_figures", "printed", "spellings", "the_amount"]
