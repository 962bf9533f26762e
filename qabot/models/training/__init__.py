"""How the reader is trained: a program of its own, `python -m qabot.models.training`, that nothing else loads.

    examples → variation → windows → network → stages → scoring, packing

`examples` reads labelled questions and holds them to the data manifest, `variation` writes a question as people type it
and exchanges names and figures, `windows` makes tokens of it, `network` is what learns, `stages` runs the recipe with
checkpoints and goes on from the last one, `scoring` says how a checkpoint reads, and `packing` writes what qabot ships.
"""
