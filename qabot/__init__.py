"""qabot: questions to the public-sector ICT press, answered with passages of the texts that are stored.

As a library, an engine is opened once and asked by any number of conversations, from any thread:

    >>> from qabot import Conversation, Engine, Settings
    >>> with Engine.open(Settings.at("news")) as engine:
    ...     conversation = Conversation(engine)
    ...     first = conversation.ask("How much did GDS get in the 2015 Spending Review?")
    ...     second = conversation.ask("what about HMRC?")
    >>> first.answer.verdict
    'strong'
    >>> evidence = first.answer.evidence[0]
    >>> evidence.article.text[evidence.start : evidence.end] == evidence.text
    True
    >>> second.question.inherited_terms
    ('2015 Spending Review',)

`news` is a home: a folder with `corpus/`, indexed by `qabot index --home news`. Whatever goes wrong is a `QabotError`,
which says what happened, what still works and what to do:

    >>> from qabot import QabotError
    >>> try:
    ...     Engine.open(Settings.at("nowhere"))
    ... except QabotError as error:
    ...     print(error.hint)  # doctest: +ELLIPSIS
    Run `mkdir -p .../nowhere/corpus` to start a home.

Importing qabot loads none of its libraries and changes nothing of the process; `qabot.core.telemetry.opt_out` declines
what those libraries would otherwise report of their use, as the command line does at its start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qabot.core.faces import lazy_face

if TYPE_CHECKING:
    from qabot.core.answers import Answer, Evidence
    from qabot.core.articles import Article
    from qabot.core.errors import QabotError
    from qabot.core.settings import Settings
    from qabot.engine.conversation import Conversation
    from qabot.engine.engine import Engine
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "core.answers": ("Answer", "Evidence"),
            "core.articles": ("Article",),
            "core.errors": ("QabotError",),
            "core.settings": ("Settings",),
            "engine.conversation": ("Conversation",),
            "engine.engine": ("Engine",),
        },
    )

__version__ = "0.1.0"
__all__ = ["Answer", "Article", "Conversation", "Engine", "Evidence", "QabotError", "Settings", "__version__"]
