"""Articles in: what lies in the corpus folder, and how each kind of file is read.

`files` lists the folder, `reading` turns one file into articles; a module a format does the rest.
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
    from qabot.corpus.folder import HIDDEN, SourceFile, holds_articles, walk
    from qabot.corpus.formats.decoding import decode, is_binary
    from qabot.corpus.formats.documents import article_drafts
    from qabot.corpus.formats.html import decoded_page
    from qabot.corpus.formats.html_tree import Element, parse
    from qabot.corpus.formats.unreadable import UnreadableDocument
    from qabot.corpus.formats.word_document import QUOTATION, paragraphs
    from qabot.corpus.ingest.corpus_index import CorpusIndex, open_corpus_index
    from qabot.corpus.ingest.ingest_store import RemovedArticle, StoredEntry
    from qabot.corpus.ingest.local_sources import LocalFile, MetadataOverrides
    from qabot.corpus.ingest.mending import Amendments, MendedArticle, MendingReport, mend
    from qabot.corpus.ingest.missing_facts import has_stand_in
    from qabot.corpus.ingest.web_sources import receive
    from qabot.corpus.metadata import NAME_LIMIT, TITLE_LIMIT, identifier
    from qabot.corpus.starter import seed_default_home
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "AddOutcome": "drafts",
            "Amendments": "ingest.mending",
            "ArticleDraft": "drafts",
            "CorpusIndex": "ingest.corpus_index",
            "Element": "formats.html_tree",
            "FeedState": "feeds.subscriptions_db",
            "Fetcher": "fetch.fetcher",
            "HIDDEN": "folder",
            "LocalFile": "ingest.local_sources",
            "MendedArticle": "ingest.mending",
            "MendingReport": "ingest.mending",
            "MetadataOverrides": "ingest.local_sources",
            "NAME_LIMIT": "metadata",
            "OutcomeKind": "drafts",
            "Pulled": "feeds.puller",
            "QUOTATION": "formats.word_document",
            "RawDocument": "drafts",
            "RemovedArticle": "ingest.ingest_store",
            "SourceFile": "folder",
            "StoredEntry": "ingest.ingest_store",
            "Subscription": "feeds.subscriptions_db",
            "Sure": "feeds.suggestions",
            "TITLE_LIMIT": "metadata",
            "UnreadableDocument": "formats.unreadable",
            "address": "fetch.fetcher",
            "article_drafts": "formats.documents",
            "decode": "formats.decoding",
            "decoded_page": "formats.html",
            "has_stand_in": "ingest.missing_facts",
            "holds_articles": "folder",
            "identifier": "metadata",
            "is_binary": "formats.decoding",
            "mend": "ingest.mending",
            "open_corpus_index": "ingest.corpus_index",
            "outlet_of": "feeds.suggestions",
            "paragraphs": "formats.word_document",
            "parse": "formats.html_tree",
            "pull": "feeds.puller",
            "read": "article_reader",
            "receive": "ingest.web_sources",
            "seed_default_home": "starter",
            "suggestions": "feeds.suggestions",
            "walk": "folder",
        },
    )

__all__ = [
    "HIDDEN",
    "NAME_LIMIT",
    "QUOTATION",
    "TITLE_LIMIT",
    "AddOutcome",
    "Amendments",
    "ArticleDraft",
    "CorpusIndex",
    "Element",
    "FeedState",
    "Fetcher",
    "LocalFile",
    "MendedArticle",
    "MendingReport",
    "MetadataOverrides",
    "OutcomeKind",
    "Pulled",
    "RawDocument",
    "RemovedArticle",
    "SourceFile",
    "StoredEntry",
    "Subscription",
    "Sure",
    "UnreadableDocument",
    "address",
    "article_drafts",
    "decode",
    "decoded_page",
    "has_stand_in",
    "holds_articles",
    "identifier",
    "is_binary",
    "mend",
    "open_corpus_index",
    "outlet_of",
    "paragraphs",
    "parse",
    "pull",
    "read",
    "receive",
    "seed_default_home",
    "suggestions",
    "walk",
]
