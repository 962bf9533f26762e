"""The models, run by ONNX Runtime and OpenVINO; `models.export` alone, a process of its own, imports torch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qabot.core.faces import lazy_face

if TYPE_CHECKING:
    from qabot.models.batch_embedding import embed_documents, export_encoder, export_reranker
    from qabot.models.encoder import EncoderSpec, OnnxEncoder, TokenEmbeddings, file_sha256
    from qabot.models.onnx_session import WEIGHTS, core_count
    from qabot.models.reader import OnnxReader, PassageReading, PassageText, ReaderSpec
    from qabot.models.reader_export import export_reader, reader_identity
    from qabot.models.reranker import OnnxReranker, RerankerSpec
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "EncoderSpec": "encoder",
            "OnnxEncoder": "encoder",
            "OnnxReader": "reader",
            "OnnxReranker": "reranker",
            "PassageReading": "reader",
            "PassageText": "reader",
            "ReaderSpec": "reader",
            "RerankerSpec": "reranker",
            "TokenEmbeddings": "encoder",
            "WEIGHTS": "onnx_session",
            "core_count": "onnx_session",
            "embed_documents": "batch_embedding",
            "export_encoder": "batch_embedding",
            "export_reader": "reader_export",
            "export_reranker": "batch_embedding",
            "file_sha256": "encoder",
            "reader_identity": "reader_export",
        },
    )

__all__ = [
    "WEIGHTS",
    "EncoderSpec",
    "OnnxEncoder",
    "OnnxReader",
    "OnnxReranker",
    "PassageReading",
    "PassageText",
    "ReaderSpec",
    "RerankerSpec",
    "TokenEmbeddings",
    "core_count",
    "embed_documents",
    "export_encoder",
    "export_reader",
    "export_reranker",
    "file_sha256",
    "reader_identity",
]
