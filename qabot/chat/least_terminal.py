"""The smallest terminal that a chat on a screen can be drawn in: the chat says so where it has less, and doctor too."""

from __future__ import annotations

LEAST_COLUMNS, LEAST_LINES = 60, 20
"""Cells that the chat needs."""
