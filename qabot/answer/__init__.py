"""From hits to an answer: what to quote, and what to make of it.

`answerer` puts it together in five steps: `deduplication` collapses near-copies; `sentence_scoring` reads sentences, by
`token_similarity` and `answer_type_match` (or `lexical_reading`, while there is no encoder), and ranks hits anew;
`verdict` judges, with a `calibration` and `name_coverage`; `quotation` cuts. `term_coverage` says what a corpus lacks
that does not answer.
"""
