"""What stands between the parts of a title, such as a headline and the name of its site. Pure."""

from __future__ import annotations

import re

MARKS = " |·•»›:–—-"
"""What is left at the end of a part."""
SITE_PARTING = re.compile(r"(?<!\s)\s++[|·•»›–—-]++\s++")
"""What stands before a site's name. A colon is none: `Review: Computing` may be a headline as it stands."""
PARTING = re.compile(r"(?<!\s)\s++[|·•»›:–—-]++\s++|(?<=\w):\s++")
"""What stands between any two parts, as in `Gazette: council buys trams`."""
