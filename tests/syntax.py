"""The syntax of the package's modules, parsed and walked once for all the rules that are held against it."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path


@cache
def tree(path: Path) -> ast.Module:
    """Return a module's syntax."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return every node of a module's syntax, as `ast.walk` yields them."""
    return tuple(ast.walk(tree(path)))
