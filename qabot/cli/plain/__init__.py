"""The chat line by line, for screen readers, plain terminals and pipes: sentences, and nothing that moves or is drawn.

    line_session    from the first line to the exit code
    line_chat       what is typed, passed on to the conversation; what comes of it, said
    line_renderer   answers, passages and articles in sentences
    line_io         what goes out, and what comes in

It loads neither Textual nor Rich.
"""

from __future__ import annotations

from qabot.cli.plain.line_session import converse

__all__ = ["converse"]
