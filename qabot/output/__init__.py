"""What is said and written of an answer: pure functions on the records, the same for every surface.

`phrasing` says it in sentences. `json_documents` writes JSON in the shapes of `schemas`, `markdown_page` and
`html_page` lay it out, `citations` cites single quotes in what reference managers read (`reference` is what a citation
says; `bibtex`, `ris` and `csl_json` write it down), and `conversation_export` puts whole turns on one page;
`writer_registry` lists the formats. Nothing here knows by which option or key a reader asked for it, and only
`new_file` writes to the disk. Articles and questions are text: every format escapes them, and cleans them once more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qabot.core.faces import lazy_face

if TYPE_CHECKING:
    from qabot.output.answer_marks import answer_line, answer_within
    from qabot.output.attribution import (
        BRIEFS_SAID,
        address_words,
        linked_address,
        may_be_quoted,
        outlets_words,
        short_source,
        source,
        source_name,
        source_parts,
        text_count,
    )
    from qabot.output.brief_words import left_out_words, why_left_out
    from qabot.output.brief_writers import BRIEF_WRITERS, BriefWriter, brief_writer
    from qabot.output.citations import cite, cite_all
    from qabot.output.conversation_file import save
    from qabot.output.footnotes import footnote
    from qabot.output.html_page import html_document, on_page
    from qabot.output.json_documents import (
        article_document,
        ask_document,
        number,
        number_or_none,
        outlet_counts,
        particulars,
        search_scope,
        text_or_none,
    )
    from qabot.output.markdown_page import escaped
    from qabot.output.new_file import seen_from, write_new
    from qabot.output.phrasing import (
        PROMISE,
        QueryInterpretation,
        also_in,
        asked,
        citation,
        counted,
        coverage,
        explanation,
        interpret_query,
        judged,
        limits,
        missing,
        moment,
        newer,
        not_found,
        origins_words,
        owners,
        reprints,
        short_citation,
        verdict_caveat,
        verdict_name,
        verdict_words,
    )
    from qabot.output.quote_table import quotes_csv
    from qabot.output.reference import Reference, web_address
    from qabot.output.said_formats import said_csv, said_html, said_markdown
    from qabot.output.said_lines import (
        act_words,
        also_words,
        check_words,
        grouped,
        place_words,
        said_heading,
        said_notes,
        speaker_words,
        statement_words,
    )
    from qabot.output.schemas.answer_schemas import Ask
    from qabot.output.schemas.article_schemas import Article, Range
    from qabot.output.schemas.brief_schemas import Brief, BriefQuote
    from qabot.output.schemas.catalogue import DOCUMENTS, json_schema, object_schema, schema_components, summary
    from qabot.output.schemas.check_schemas import Check, Outcome, StatementKind
    from qabot.output.schemas.corpus_schemas import (
        Added,
        AddedArticle,
        CorpusArticle,
        CorpusDropped,
        CorpusDuplicates,
        CorpusList,
        CorpusMended,
        CorpusRemoved,
        CorpusRestored,
        Diff,
        DiffField,
        DiffParagraph,
        DiffVersion,
        EarlierVersion,
        ListedArticle,
    )
    from qabot.output.schemas.doctor_schemas import Doctor, DoctorFinding
    from qabot.output.schemas.document import Document, encode, encode_line, read
    from qabot.output.schemas.eval_schemas import (
        Evaluation,
        FittedCalibration,
        KindSummary,
        MeasureDifference,
        MeasureMean,
        QuestionResult,
        RunComparison,
    )
    from qabot.output.schemas.event_schemas import ErrorLine, WatchEvent, WatchLine
    from qabot.output.schemas.fact_schemas import Facts, StatedAttribution, StatedEvent, StatedFigure
    from qabot.output.schemas.feed_schemas import (
        Feed,
        FeedsAdd,
        FeedsBackfill,
        FeedsList,
        FeedsPull,
        FeedsRemove,
        FeedsSuggest,
        PulledFeed,
    )
    from qabot.output.schemas.history_schemas import EarlierQuestion, FirstArticle, History
    from qabot.output.schemas.index_schemas import (
        IndexCheck,
        IndexReport,
        LogCheck,
        LogLine,
        ProgressLine,
        Rollback,
        ServerProcess,
        Status,
        Waiting,
    )
    from qabot.output.schemas.plan_schemas import PlannedItem, PlannedLocal, PlannedStore, StorePlanned
    from qabot.output.schemas.report_schemas import (
        Attention,
        FigureRelation,
        FigureRow,
        Figures,
        RelationKind,
        Timeline,
        TimelineRow,
    )
    from qabot.output.schemas.said_schemas import Said, SameSaying, SayingOrder, SayingRow
    from qabot.output.schemas.search_schemas import (
        ChangedArticle,
        Changes,
        Coverage,
        PassageOfArticle,
        Passages,
        PassageText,
        Search,
    )
    from qabot.output.schemas.watch_schemas import (
        EarlierQuote,
        NewInAnswer,
        NewsArticle,
        NewsKind,
        Watch,
        WatchedQuestion,
    )
    from qabot.output.spreadsheets import comma_separated, safe_cell
    from qabot.output.why import plain_explanation, plain_ranking
    from qabot.output.writer_registry import ShownAnswer, Writer, find, require, writers
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "answer_marks": ("answer_line", "answer_within"),
            "attribution": (
                "BRIEFS_SAID",
                "address_words",
                "linked_address",
                "may_be_quoted",
                "outlets_words",
                "short_source",
                "source",
                "source_name",
                "source_parts",
                "text_count",
            ),
            "brief_words": ("left_out_words", "why_left_out"),
            "brief_writers": ("BRIEF_WRITERS", "BriefWriter", "brief_writer"),
            "citations": ("cite", "cite_all"),
            "conversation_file": ("save",),
            "footnotes": ("footnote",),
            "html_page": ("html_document", "on_page"),
            "json_documents": (
                "article_document",
                "ask_document",
                "number",
                "number_or_none",
                "outlet_counts",
                "particulars",
                "search_scope",
                "text_or_none",
            ),
            "markdown_page": ("escaped",),
            "new_file": ("seen_from", "write_new"),
            "phrasing": (
                "PROMISE",
                "QueryInterpretation",
                "also_in",
                "asked",
                "citation",
                "counted",
                "coverage",
                "explanation",
                "interpret_query",
                "judged",
                "limits",
                "missing",
                "moment",
                "newer",
                "not_found",
                "origins_words",
                "owners",
                "reprints",
                "short_citation",
                "verdict_caveat",
                "verdict_name",
                "verdict_words",
            ),
            "quote_table": ("quotes_csv",),
            "reference": ("Reference", "web_address"),
            "said_formats": ("said_csv", "said_html", "said_markdown"),
            "said_lines": (
                "act_words",
                "also_words",
                "check_words",
                "grouped",
                "place_words",
                "said_heading",
                "said_notes",
                "speaker_words",
                "statement_words",
            ),
            "schemas.answer_schemas": ("Ask",),
            "schemas.article_schemas": ("Article", "Range"),
            "schemas.brief_schemas": ("Brief", "BriefQuote"),
            "schemas.catalogue": ("DOCUMENTS", "json_schema", "object_schema", "schema_components", "summary"),
            "schemas.check_schemas": ("Check", "Outcome", "StatementKind"),
            "schemas.corpus_schemas": (
                "Added",
                "AddedArticle",
                "CorpusArticle",
                "CorpusDropped",
                "CorpusDuplicates",
                "CorpusList",
                "CorpusMended",
                "CorpusRemoved",
                "CorpusRestored",
                "Diff",
                "DiffField",
                "DiffParagraph",
                "DiffVersion",
                "EarlierVersion",
                "ListedArticle",
            ),
            "schemas.doctor_schemas": ("Doctor", "DoctorFinding"),
            "schemas.document": ("Document", "encode", "encode_line", "read"),
            "schemas.eval_schemas": (
                "Evaluation",
                "FittedCalibration",
                "KindSummary",
                "MeasureDifference",
                "MeasureMean",
                "QuestionResult",
                "RunComparison",
            ),
            "schemas.event_schemas": ("ErrorLine", "WatchEvent", "WatchLine"),
            "schemas.fact_schemas": ("Facts", "StatedAttribution", "StatedEvent", "StatedFigure"),
            "schemas.feed_schemas": (
                "Feed",
                "FeedsAdd",
                "FeedsBackfill",
                "FeedsList",
                "FeedsPull",
                "FeedsRemove",
                "FeedsSuggest",
                "PulledFeed",
            ),
            "schemas.history_schemas": ("EarlierQuestion", "FirstArticle", "History"),
            "schemas.index_schemas": (
                "IndexCheck",
                "IndexReport",
                "LogCheck",
                "LogLine",
                "ProgressLine",
                "Rollback",
                "ServerProcess",
                "Status",
                "Waiting",
            ),
            "schemas.plan_schemas": ("PlannedItem", "PlannedLocal", "PlannedStore", "StorePlanned"),
            "schemas.report_schemas": (
                "Attention",
                "FigureRelation",
                "FigureRow",
                "Figures",
                "RelationKind",
                "Timeline",
                "TimelineRow",
            ),
            "schemas.said_schemas": ("Said", "SameSaying", "SayingOrder", "SayingRow"),
            "schemas.search_schemas": (
                "ChangedArticle",
                "Changes",
                "Coverage",
                "PassageOfArticle",
                "PassageText",
                "Passages",
                "Search",
            ),
            "schemas.watch_schemas": (
                "EarlierQuote",
                "NewInAnswer",
                "NewsArticle",
                "NewsKind",
                "Watch",
                "WatchedQuestion",
            ),
            "spreadsheets": ("comma_separated", "safe_cell"),
            "why": ("plain_explanation", "plain_ranking"),
            "writer_registry": ("ShownAnswer", "Writer", "find", "require", "writers"),
        },
    )

__all__ = [
    "BRIEFS_SAID", "BRIEF_WRITERS", "DOCUMENTS", "PROMISE", "Added", "AddedArticle", "Article", "Ask", "Attention",
    "Brief", "BriefQuote", "BriefWriter", "ChangedArticle", "Changes", "Check", "CorpusArticle", "CorpusDropped",
    "CorpusDuplicates", "CorpusList", "CorpusMended", "CorpusRemoved", "CorpusRestored", "Coverage", "Diff",
    "DiffField", "DiffParagraph", "DiffVersion", "Doctor", "DoctorFinding", "Document", "EarlierQuestion",
    "EarlierQuote", "EarlierVersion", "ErrorLine", "Evaluation", "Facts", "Feed", "FeedsAdd", "FeedsBackfill",
    "FeedsList", "FeedsPull", "FeedsRemove", "FeedsSuggest", "FigureRelation", "FigureRow", "Figures", "FirstArticle",
    "FittedCalibration", "History", "IndexCheck", "IndexReport", "KindSummary", "ListedArticle", "LogCheck", "LogLine",
    "MeasureDifference", "MeasureMean", "NewInAnswer", "NewsArticle", "NewsKind", "Outcome", "PassageOfArticle",
    "PassageText", "Passages", "PlannedItem", "PlannedLocal", "PlannedStore", "ProgressLine", "PulledFeed",
    "QueryInterpretation", "QuestionResult", "Range", "Reference", "RelationKind", "Rollback", "RunComparison", "Said",
    "SameSaying", "SayingOrder", "SayingRow", "Search", "ServerProcess", "ShownAnswer", "StatedAttribution",
    "StatedEvent", "StatedFigure", "StatementKind", "Status", "StorePlanned", "Timeline", "TimelineRow", "Waiting",
    "Watch", "WatchEvent", "WatchLine", "WatchedQuestion", "Writer", "act_words", "address_words", "also_in",
    "also_words", "answer_line", "answer_within", "article_document", "ask_document", "asked", "brief_writer",
    "check_words", "citation", "cite", "cite_all", "comma_separated", "counted", "coverage", "encode", "encode_line",
    "escaped", "explanation", "find", "footnote", "grouped", "html_document", "interpret_query", "json_schema",
    "judged", "left_out_words", "limits", "linked_address", "may_be_quoted", "missing", "moment", "newer", "not_found",
    "number", "number_or_none", "object_schema", "on_page", "origins_words", "outlet_counts", "outlets_words", "owners",
    "particulars", "place_words", "plain_explanation", "plain_ranking", "quotes_csv", "read", "reprints", "require",
    "safe_cell", "said_csv", "said_heading", "said_html", "said_markdown", "said_notes", "save", "schema_components",
    "search_scope", "seen_from", "short_citation", "short_source", "source", "source_name", "source_parts",
    "speaker_words", "statement_words", "summary", "text_count", "text_or_none", "verdict_caveat", "verdict_name",
    "verdict_words", "web_address", "why_left_out", "write_new", "writers",
]  # fmt: skip
