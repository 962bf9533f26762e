"""`python -m qabot` is `qabot`."""

from __future__ import annotations

import sys

from qabot.cli import main

if __name__ == "__main__":
    sys.exit(main())
