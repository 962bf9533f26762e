"""Articles in: what lies in the corpus folder, and how each kind of file is read.

`folder` lists the folder, `article_reader` turns one file of it into articles, and `formats` has a reader for each
kind. `ingest` brings articles in, from this machine or the web (`fetch`), and `feeds` what is new in feeds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qabot.core.faces import lazy_face

if TYPE_CHECKING:
    from qabot.corpus.article_reader import read
    from qabot.corpus.drafts import AddOutcome, ArticleDraft, OutcomeKind, RawDocument
    from qabot.corpus.feeds.puller import Pulled, pull
    from qabot.corpus.feeds.subscriptions_db import FeedState, Subscription
    from qabot.corpus.feeds.suggestions import Sure, outlet_of, suggestions
    from qabot.corpus.fetch.fetcher import Fetcher, address
    from qabot.corpus.folder import HIDDEN, SourceFile, holds_articles, refused_parts, unread_parts, walk
    from qabot.corpus.formats.decoding import decode, is_binary
    from qabot.corpus.formats.documents import article_drafts
    from qabot.corpus.formats.html import decoded_page
    from qabot.corpus.formats.html_tree import Element, parse
    from qabot.corpus.formats.packaged_xml import Node, Package, attribute, name_of
    from qabot.corpus.formats.unreadable import UnreadableDocument
    from qabot.corpus.formats.word_document import QUOTATION, PlacedBlock, main_part, placed_blocks, text_pieces
    from qabot.corpus.ingest.adder import add
    from qabot.corpus.ingest.article_versions import ArticleVersion, KeptVersions, kept_versions
    from qabot.corpus.ingest.corpus_index import CorpusIndex, open_corpus_index
    from qabot.corpus.ingest.ingest_store import RemovedArticle, StoredEntry
    from qabot.corpus.ingest.kept_versions import earlier_versions
    from qabot.corpus.ingest.local_sources import LocalFile, MetadataOverrides
    from qabot.corpus.ingest.mending import Amendments, MendedArticle, MendingReport, mend
    from qabot.corpus.ingest.missing_facts import has_stand_in
    from qabot.corpus.ingest.web_sources import receive
    from qabot.corpus.line_memory import LINE_DIGEST, LineMemory
    from qabot.corpus.metadata import NAME_LIMIT, TITLE_LIMIT, identifier
    from qabot.corpus.starter import seed_default_home
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "article_reader": ("read",),
            "drafts": ("AddOutcome", "ArticleDraft", "OutcomeKind", "RawDocument"),
            "feeds.puller": ("Pulled", "pull"),
            "feeds.subscriptions_db": ("FeedState", "Subscription"),
            "feeds.suggestions": ("Sure", "outlet_of", "suggestions"),
            "fetch.fetcher": ("Fetcher", "address"),
            "folder": ("HIDDEN", "SourceFile", "holds_articles", "refused_parts", "unread_parts", "walk"),
            "formats.decoding": ("decode", "is_binary"),
            "formats.documents": ("article_drafts",),
            "formats.html": ("decoded_page",),
            "formats.html_tree": ("Element", "parse"),
            "formats.packaged_xml": ("Node", "Package", "attribute", "name_of"),
            "formats.unreadable": ("UnreadableDocument",),
            "formats.word_document": ("PlacedBlock", "QUOTATION", "main_part", "placed_blocks", "text_pieces"),
            "ingest.adder": ("add",),
            "ingest.article_versions": ("ArticleVersion", "KeptVersions", "kept_versions"),
            "ingest.corpus_index": ("CorpusIndex", "open_corpus_index"),
            "ingest.ingest_store": ("RemovedArticle", "StoredEntry"),
            "ingest.kept_versions": ("earlier_versions",),
            "ingest.local_sources": ("LocalFile", "MetadataOverrides"),
            "ingest.mending": ("Amendments", "MendedArticle", "MendingReport", "mend"),
            "ingest.missing_facts": ("has_stand_in",),
            "ingest.web_sources": ("receive",),
            "line_memory": ("LINE_DIGEST", "LineMemory"),
            "metadata": ("NAME_LIMIT", "TITLE_LIMIT", "identifier"),
            "starter": ("seed_default_home",),
        },
    )

__all__ = [
    "HIDDEN",
    "LINE_DIGEST",
    "NAME_LIMIT",
    "QUOTATION",
    "TITLE_LIMIT",
    "AddOutcome",
    "Amendments",
    "ArticleDraft",
    "ArticleVersion",
    "CorpusIndex",
    "Element",
    "FeedState",
    "Fetcher",
    "KeptVersions",
    "LineMemory",
    "LocalFile",
    "MendedArticle",
    "MendingReport",
    "MetadataOverrides",
    "Node",
    "OutcomeKind",
    "Package",
    "PlacedBlock",
    "Pulled",
    "RawDocument",
    "RemovedArticle",
    "SourceFile",
    "StoredEntry",
    "Subscription",
    "Sure",
    "UnreadableDocument",
    "add",
    "address",
    "article_drafts",
    "attribute",
    "decode",
    "decoded_page",
    "earlier_versions",
    "has_stand_in",
    "holds_articles",
    "identifier",
    "is_binary",
    "kept_versions",
    "main_part",
    "mend",
    "name_of",
    "open_corpus_index",
    "outlet_of",
    "parse",
    "placed_blocks",
    "pull",
    "read",
    "receive",
    "refused_parts",
    "seed_default_home",
    "suggestions",
    "text_pieces",
    "unread_parts",
    "walk",
]
