"""What every floor may hold: the nouns, text hygiene and sentences, dates, settings and errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qabot.core.faces import lazy_face

if TYPE_CHECKING:
    from qabot.core.answers import Answer, Evidence, Hit, ScoreComponent, Turn
    from qabot.core.articles import Article, ArticleSummary, Passage
    from qabot.core.dates import PartialDate
    from qabot.core.errors import QabotError
    from qabot.core.questions import AnalysedQuestion, Filters
    from qabot.core.settings import Home, Settings
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "AnalysedQuestion": "questions",
            "Answer": "answers",
            "Article": "articles",
            "ArticleSummary": "articles",
            "Evidence": "answers",
            "Filters": "questions",
            "Hit": "answers",
            "Home": "settings",
            "PartialDate": "dates",
            "Passage": "articles",
            "QabotError": "errors",
            "ScoreComponent": "answers",
            "Settings": "settings",
            "Turn": "answers",
        },
    )

__all__ = [
    "AnalysedQuestion",
    "Answer",
    "Article",
    "ArticleSummary",
    "Evidence",
    "Filters",
    "Hit",
    "Home",
    "PartialDate",
    "Passage",
    "QabotError",
    "ScoreComponent",
    "Settings",
    "Turn",
]
