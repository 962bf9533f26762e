"""The chat line by line, for screen readers, plain terminals and pipes: sentences, and nothing that moves or is drawn.

    conversing    from the first line to the exit code
    talk          the conversation: questions, and what each command does
    commands      which commands there are here, most of them those of the full chat
    telling       answers, passages and articles in sentences
    voice         what goes out, and what comes in

It loads neither Textual nor Rich.
"""

from __future__ import annotations

from qabot.cli.plain.line_session import converse

__all__ = ["converse"]
