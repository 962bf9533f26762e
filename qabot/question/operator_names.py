"""The names of the filters that a question may hold: a table by itself, which completion reads before anything else."""

from __future__ import annotations

OPERATORS = {
    "outlet": 'who reported it: outlet:ukauthority, outlet:"Computer Weekly", outlet:ukauthority,diginomica',
    "source": "the same as outlet:",
    "org": 'a body it is about: org:HMRC, org:"Government Digital Service"',
    "said-by": 'whose words come first: said-by:LGA, said-by:"Jos Creese"',
    "after": 'published then or later: after:2015-11, after:yesterday, after:"nov 2015"',
    "before": "published then or earlier: before:2015, before:25/11/2015",
    "on": 'published within: on:2015-11-25, on:2015, on:"last month"',
    "as-of": "as if it were that day, with nothing published later: as-of:2015-06",
}
"""Every prefix, without its colon, and what it limits an answer to, in a line."""
