"""What is said and written of an answer: pure functions on the records, the same for every surface.

`wording` says it in sentences. `documents` writes JSON, `markdown` and `html` lay it out, `citing` cites single quotes
in what reference managers read (`reference` is what a citation says; `bibtex`, `ris` and `csl` write it down), and
`conversation` puts whole turns on one page. Nothing here knows where its text goes, or by which option or key a reader
asked for it. Articles and questions are text: every format escapes them, and cleans them once more.
"""
