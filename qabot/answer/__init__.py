"""From hits to an answer: what to quote, and what to make of it.

`meaning` tells how nearly a text says each word of a question, `kinds` what kind of thing is asked for, `reading` reads
the sentences of a hit by both, `evidence` cuts the quote, `verdict` judges, and `answering` puts the answer together.
"""
