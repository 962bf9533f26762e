"""The models, run by ONNX Runtime and OpenVINO; `export` and `training`, processes of their own, alone import torch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qabot.core.faces import lazy_face

if TYPE_CHECKING:
    from qabot.models.batch_embedding import add_reading, export_encoder, export_reranker
    from qabot.models.cluster.ray_embedder import RayEmbedder
    from qabot.models.embedders import Embedder, LocalEmbedder
    from qabot.models.encoder import (
        READING_RULE,
        READING_WEIGHTS,
        Encoder,
        EncoderSpec,
        OnnxEncoder,
        TokenEmbeddings,
        Vectors,
        file_sha256,
        of_unit_length,
    )
    from qabot.models.onnx_session import TOKENIZER, WEIGHTS, Tokeniser, core_count, on_every_core
    from qabot.models.reader import OnnxReader, PassageReading, PassageText, ReaderSpec, ReadingPair
    from qabot.models.reader_export import export_reader, reader_identity
    from qabot.models.reranker import OnnxReranker, RerankerSpec
    from qabot.models.sentence_memory import SentenceMemory
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "batch_embedding": ("add_reading", "export_encoder", "export_reranker"),
            "cluster.ray_embedder": ("RayEmbedder",),
            "embedders": ("Embedder", "LocalEmbedder"),
            "encoder": (
                "Encoder",
                "EncoderSpec",
                "OnnxEncoder",
                "READING_RULE",
                "READING_WEIGHTS",
                "TokenEmbeddings",
                "Vectors",
                "file_sha256",
                "of_unit_length",
            ),
            "onnx_session": ("TOKENIZER", "Tokeniser", "WEIGHTS", "core_count", "on_every_core"),
            "reader": ("OnnxReader", "PassageReading", "PassageText", "ReaderSpec", "ReadingPair"),
            "reader_export": ("export_reader", "reader_identity"),
            "reranker": ("OnnxReranker", "RerankerSpec"),
            "sentence_memory": ("SentenceMemory",),
        },
    )

__all__ = [
    "READING_RULE",
    "READING_WEIGHTS",
    "TOKENIZER",
    "WEIGHTS",
    "Embedder",
    "Encoder",
    "EncoderSpec",
    "LocalEmbedder",
    "OnnxEncoder",
    "OnnxReader",
    "OnnxReranker",
    "PassageReading",
    "PassageText",
    "RayEmbedder",
    "ReaderSpec",
    "ReadingPair",
    "RerankerSpec",
    "SentenceMemory",
    "TokenEmbeddings",
    "Tokeniser",
    "Vectors",
    "add_reading",
    "core_count",
    "export_encoder",
    "export_reader",
    "export_reranker",
    "file_sha256",
    "of_unit_length",
    "on_every_core",
    "reader_identity",
]
