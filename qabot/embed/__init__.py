"""Models in: sentence-transformers loads one, and this exports it for a generation; also embeds in bulk on a GPU.

It is the only importer of torch, which takes longer to import than most indexing takes. So `qabot.bulk` runs it as a
child process, `python -m qabot.embed`, and only for a model that no earlier generation has exported already.

`sources` finds a model's files and says what they are, `graphs` writes what onnxruntime runs, `encoders` and
`rerankers` know the two kinds of model, and `__main__` is the process.
"""
