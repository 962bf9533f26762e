"""Bringing the index up to date: what changed in the corpus, and a new generation that holds it.

`changes` tells what is waiting and is light enough for the path of a question; `updating` reads and publishes, with
`reconcile` deciding what the new generation holds and `drafting` writing it.
"""
