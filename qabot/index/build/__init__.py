"""Bringing the index up to date: what changed in the corpus, and a new generation that holds it.

`diff` tells what is waiting and is light enough for the path of a question; `indexer` reads and publishes, with `plan`
deciding what the new generation holds and `generation_writer` writing it: `segment_writer` a segment at a time, and
`segment_merging` which older ones go into it.
"""
