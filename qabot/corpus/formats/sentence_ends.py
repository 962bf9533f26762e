"""How lines end: what ends a sentence, what no title ends with, and where running text may break off. Pure."""

from __future__ import annotations

import re

_CLOSING = r"[\"'”’)\]]*$"
"""What may stand behind the mark."""
SENTENCE_END = re.compile(rf"[.!?…]{_CLOSING}")
"""How a sentence ends, a question and a call among them."""
NO_TITLE_END = re.compile(rf"[.…;:,]{_CLOSING}")
"""What no title ends with: a headline may well ask or call."""
TEXT_END = re.compile(rf"[.!?…;:,]{_CLOSING}")
"""How a paragraph of running text ends, where a list or a quotation follows too; a label, a menu or a name does not."""
PRINTED_END = re.compile(rf"[.!?:]{_CLOSING}")
"""How a line of print ends behind which a paragraph may: dots there may as well stand for what a narrow column left."""
