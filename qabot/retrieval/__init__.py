"""From a question to ranked passages.

`binding` looks a question's words up in an index, once; `pipeline` is the order of things; `fusion` turns lists into
score components and those into an order; `boosts` score what a question says besides its subject. `protocols` says what
is needed of an index, `term_sets` holds the terms of the texts that are compared with a question, and
`ranking_parameters` has every number that ranks.
"""
