"""The command: `python -m tests.screenshots`."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings, PairModels
from qabot.index.build.indexer import update
from tests.screenshots.pictures import FOLDER, pictures

_CORPUS = Path(__file__).resolve().parents[2] / "corpus"


def main() -> None:
    """Index the starter corpus, and draw every picture into this folder."""
    os.environ["HF_HUB_OFFLINE"] = "1"  # before anything imports the hub's library
    with TemporaryDirectory() as folder:
        home = Home(Path(folder))
        shutil.copytree(_CORPUS, home.corpus)
        update(home, ModelSettings(), ignore_progress, PairModels())
        for name, svg in asyncio.run(pictures(home)).items():
            (FOLDER / name).write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
