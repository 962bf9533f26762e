"""Models in: sentence-transformers loads one, and this exports it for a generation; also embeds in bulk on a GPU.

It imports torch, which takes longer than most indexing does; besides it, only the training of the reader may. So
`qabot.models.batch_embedding` runs it as a child process, `python -m qabot.models.export`, and only for a model that no
earlier generation has exported already.

`__main__` is the process. `model_source` finds a model's files and says what they are, before torch is loaded, and
`model_loading` loads them; `onnx_graph` writes what onnxruntime runs, `encoder_export` and `reranker_export` know the
two kinds of model, `eight_bits` rounds an encoder without torch, and `vector_stream` is for a GPU.
"""
