"""The one way in which something received is refused."""

from __future__ import annotations


class UnreadableDocument(ValueError):
    """What was received holds no article that can be used; its text is the cause, as a clause."""


PARSER_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What a library may raise over input that is made to break it; never a fault of the machine or the user."""
