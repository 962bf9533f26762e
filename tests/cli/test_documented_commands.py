"""Every command that README.md and the helps give is run, and gives what is promised of it there."""

# ruff: noqa: E501 - a command stands on one line with what is promised of it

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
from collections.abc import Callable, Generator, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from msgspec import Struct, field
from typer.main import get_command

from qabot.chat.history import History, PastQuestion, default_path
from qabot.cli import index_watch
from qabot.cli.app import app
from qabot.core.settings import Home, Settings
from qabot.corpus.drafts import AddOutcome
from qabot.corpus.feeds.puller import Pulled
from qabot.corpus.feeds.subscriptions_db import Subscription
from qabot.corpus.fetch.clock import Clock
from qabot.corpus.ingest.corpus_index import open_corpus_index
from qabot.evaluate.eval_home import kept_folder, prepare
from qabot.index.build.corpus_watcher import FeedsPulled
from qabot.index.build.indexer import BuildReport
from tests.cli.documented import Ran, Shell, in_help, in_readme, transcripts
from tests.cli.saved_pages_example import write_saved_pages
from tests.conftest import link_index
from tests.corpus.feeds.documents import page, rss, whole_items
from tests.corpus.formats.papers import column, paper
from tests.corpus.ingest.test_local import warc
from tests.evaluate.helpers import ARTICLES, QUESTIONS, write_lines
from tests.homes import indexed_home
from tests.reports.check.test_draft_file import docx, paragraph
from tests.sites import Answer, Site, serving

SHOWN = "2015/2015-11-26-socitm-spending-review"
UNTIL_STOPPED = "it runs until Ctrl-C: test_watching.py and tests/server start it and stop it"
ON_A_TERMINAL = "it is the chat on a terminal: tests/tui/test_terminal.py starts it there"
NOT_RUN = {
    "qabot": ON_A_TERMINAL,
    "qabot chat --private": ON_A_TERMINAL,
    "qabot chat --theme light": ON_A_TERMINAL,
    "qabot web": UNTIL_STOPPED,
    "qabot web --port 0": UNTIL_STOPPED,
    "qabot serve --open": UNTIL_STOPPED,
    "qabot serve --port 0": UNTIL_STOPPED,
    "qabot serve keys add desk --role editor && qabot serve --host 0.0.0.0": UNTIL_STOPPED,
    "qabot serve --background": "tests/cli/test_running_server.py starts one and sees it end",
    "qabot mcp": "it speaks to a program: tests/server/mcp/test_tools.py is one",
    "ssh -t -L 8617:localhost:8617 HOST qabot serve": "it needs another machine",
    "qabot index --watch": UNTIL_STOPPED,
    "qabot plan": "it is named so; it takes --passages, and with those it is run",
    "qabot index --ray": "it needs Ray and many passages: tests/cluster/test_real_node.py starts a node",
    "qabot index --ray-address 10.0.0.5:6379": "it needs a cluster",
    "qabot doctor": "it looks at the machine: tests/chat/test_doctor.py and tests/cli/test_doctor.py make all well",
    "qabot doctor --deep": "likewise",
    "qabot index --rebuild": "it exports the model anew, for 20 seconds: tests/index/test_incremental.py rebuilds",
    "qabot index --model ./models/my-encoder": "it exports a model of the user's: tests/models does",
    "qabot eval calibrate questions.jsonl --corpus ./articles --hide": "it fits hundreds of questions: tests/evaluate does",
    "qabot eval calibrate questions.jsonl ./scifact ./mtrag --hide --out calibration.json": "likewise",
}
"""Commands that are not run here, each with the reason."""


COMMANDS_THAT_NEED_MORE = (["corpus", "edit"], ["corpus", "dropped"], ["eval"])


class Promise(Struct, frozen=True):
    """What is promised of a command."""

    says: tuple[str, ...] = ()
    """What stands in its output, as patterns."""
    code: int = 0
    """Its exit code."""
    before: tuple[str, ...] = ()
    """What was done first."""
    ids: tuple[str, ...] = (SHOWN,)
    """The articles that `ID` stands for, in turn."""
    small: bool = False
    """Whether it is run in a home of three articles, since it takes long in a large one."""
    holds: Callable[[Ran], bool] = field(default=lambda _: True)
    """What else is so."""


def is_strong(ran: Ran) -> bool:
    """Whether the answer is strong."""
    return ran.out.startswith("● STRONG")


HARBOUR = "undated/harbour-councils-pool-their-payroll-systems-57158ecc"
TIDES = "undated/tide-gauges-go-online-28a9437e"
ADD_HARBOUR = "qabot add saved-pages/harbour.txt"
RETITLED = f"qabot corpus edit {SHOWN} --title Another"
ADD_FEED = "qabot feeds add https://www.publictechnology.net/feed/"
ADD_WATCH = 'qabot watch add "how much did the attack on Redcar cost" --name redcar --every 1d'
FIRST_EVAL = "qabot eval questions.jsonl --corpus ./articles --json > before.json"
BRIEF_E_BORDERS = "qabot brief e-Borders --output e-borders.docx"
WRITE_NOTE = 'qabot brief "Redcar attack cost" -n 1 --output note.docx'
PIN = "printf 'How much was Capita fined?\n/pin 1\n' | qabot chat --plain"
NOTHING_TO_DO = Promise((r"Nothing to do: the index of 213 articles is up to date\.",))
ADDED_AND_INDEXED = (r"\A1 added\n", r"Generation \S+ answers now\.")
ANSWERED_450 = Promise((r"\A● STRONG", r"▌ .*£450m", r"matched: GDS = Government Digital Service"))
A_KEY = Promise((r"\Aqabot_[\w-]{43}\n\Z",))
PROMISES: dict[str, Promise] = {
    # The chat, and asking
    'qabot "how much did GDS get in the 2015 Spending Review?"': ANSWERED_450,
    'qabot ask "How much did GDS get in the 2015 Spending Review?"': ANSWERED_450,
    "printf 'who left GDS in 2015?\\nwhy?\\n' | qabot chat --plain": Promise(
        (
            r"(?s)\AQuestion: who left GDS in 2015\?\nAnswer: strong\..*\nQuestion: why\?\nAnswer: ",
            r"Carried over: .*left",
        )
    ),
    "qabot chat --plain": Promise((r"\A\Z",)),
    'qabot ask "what is Socitm\'s stance on the Spending Review?" --on 2015-11': Promise(
        (r"Socitm",), holds=lambda ran: is_strong(ran) and not re.search(r"reports? .*(?:December|October) 20", ran.out)
    ),
    'qabot ask "what is Socitm\'s stance on it" --on 2015-11': Promise((r"Socitm", r"November 2015")),
    'qabot ask "how much did the cyber attack cost Redcar" --after 2020 --before 2023-06 -n 5': Promise(
        (r"\A● STRONG", r"▌ .*£10\.4m", r"(?m)^\[5\]$"),
        holds=lambda ran: all(2020 <= year <= 2023 for year in years(ran.out)),
    ),
    'qabot ask "cyber attacks on councils" --after 2020 --json | jq .verdict': Promise((r"\A(?:strong|possible)\n\Z",)),
    'qabot ask "How much did HMRC pay for Aspire?" --org HMRC --outlet "Computer Weekly" --outlet Computing': Promise(
        (r"\A● STRONG", r"▌ .*£724m"), holds=lambda ran: outlets(ran.out) <= {"Computer Weekly", "Computing"}
    ),
    'qabot ask "How much did HMRC pay for Aspire?" --org HMRC --explain': Promise(
        (
            r"\A● STRONG",
            r"▌ .*£724m",
            r"The first quote comes first because",
            r"probability 0\.\d\d",
            r"score \d\.\d+ = ",
        )
    ),
    'qabot ask "How much was Capita fined?" --full --explain': Promise(
        (r"\A● STRONG", r"▌ .*£14m", r"probability 0\.\d\d", r"score \d\.\d+ = ")
    ),
    'qabot ask "How much was Capita fined?" --outlet PublicTechnology --outlet LocalGov': Promise(
        (r"\A● STRONG", r"▌ .*£14m"), holds=lambda ran: outlets(ran.out) <= {"PublicTechnology", "LocalGov"} != set()
    ),
    "echo \"when did GOV.UK replace Directgov?\" | qabot ask - --json | jq -r '.answers[0].quote'": Promise(
        (r"17 October 2012",)
    ),
    'echo "when did GOV.UK replace Directgov?" | qabot ask - --json': Promise((r"17 October 2012",)),
    "qabot ask 'what did the attack on Redcar cost outlet:LocalGov after:2020 \"ransomware\" -school'": Promise(
        (r"\A● STRONG", r"▌ .*£10\.14m"), holds=lambda ran: outlets(ran.out) == {"LocalGov"}
    ),
    'qabot ask "How much did GDS get in the 2015 Spending Review?" --as-of 2015-12': Promise(
        (
            r"£450m",
            r"published by 31 December 2015",
        )
    ),
    'qabot ask "and what about HMRC?" --continue': Promise(
        (r"carried over: .*Review", r"HMRC"), before=('qabot ask "How much did GDS get in the 2015 Spending Review?"',)
    ),
    'qabot ask "who left GDS" --format bibtex > quotes.bib': Promise((r"\A@misc\{", r"GDS")),
    'qabot ask "who left GDS" --after 2015-08 --before 2015-12 -n 5': Promise(
        (r"\A● STRONG", r"(?m)^\[5\]$"), holds=lambda ran: years(ran.out) == [2015] * len(years(ran.out))
    ),
    # Who said what
    "qabot said Socitm": Promise((r"\A\d+ statements by Socitm, 20 shown; newest first", r"Socitm · warned")),
    "qabot said LGA --about PSN": Promise(
        (r"\A\d statements by Local Government Association about PSN", r"Carolyn Downs")
    ),
    "qabot said NAO --as-of 2018": Promise((r"as of 2018-12-31: nothing that was published later was read",)),
    "qabot said NAO --as warned --after 2019 -n 5": Promise((r"National Audit Office, warned", r"Ministry of Defence")),
    'qabot said "Francis Maude" --oldest --group': Promise((r"oldest first", r"Said \(\d", r"Francis Maude")),
    "qabot said Socitm --format csv > socitm.csv": Promise((r"\Adate,speaker,body,act,", r"Socitm,Socitm,welcomed")),
    "qabot said Maude --json | jq -r '.rows[].quote'": Promise((r"Francis Maude",)),
    # Figures and timelines
    'qabot figures "Universal Credit"': Promise((r"\A\d+ figures about “Universal Credit”", r"£425m", r"part of \d+")),
    "qabot figures GDS --after 2015 --before 2016 --sort value": Promise((r"£450m · .*Government Digital Service",)),
    "qabot figures e-Borders --format csv > e-borders.csv": Promise((r"\Anumber,value,low,high,unit,", r"£34\.6m")),
    "qabot figures Verify --as-of 2016": Promise(
        (
            r"£282 million",
            r"published by 31 December 2016",
        )
    ),
    "qabot figures Aspire --outlet Computing --chart": Promise((r"£724m", r"In £, by the date of the article", r"█")),
    "qabot figures \"One Login\" --json | jq '.rows[].quote'": Promise((r"£305m",)),
    "qabot timeline e-Borders": Promise((r"\A\d+ dated sentences about “e-Borders”", r"July 2010")),
    'qabot timeline "Universal Credit" --chart': Promise((r"April 2013", r"nothing held", r"█")),
    "qabot timeline GDS --after 2015 --limit 20": Promise((r"the last 20 of them shown",)),
    "qabot timeline PSN --format html > psn.html": Promise((r"\A<!doctype html>", r"<td>14 January 2014</td>")),
    'qabot timeline "One Login" --json | jq .attention': Promise((r'"on_topic"',)),
    f"qabot show {SHOWN}": Promise((r"\ASocitm says Spending Review", r"PublicTechnology")),
    f"qabot show {SHOWN} --passage 0": Promise((r"▌ Socitm, the body for ICT staff",)),
    f"qabot show {SHOWN} --quote 0:120": Promise((r"▌ Socitm, the body for ICT staff",)),
    f"qabot show {SHOWN} --facts": Promise((r"\A4 figures, 6 statements and 2 dates in", r"paragraph 1 · 145:239")),
    f"qabot show {SHOWN} --facts --json | jq '.figures[].figure.text'": Promise((r"£1\.8bn",)),
    "qabot ask '2015 Spending Review said-by:Socitm'": Promise(
        (r"STRONG", r"▌ Socitm expressed disappointment that the money")
    ),
    "qabot show ID --json": Promise((r'"text_sha256": "[0-9a-f]{64}"', r'"text": "')),
    # Checking drafts
    "qabot check draft.md": Promise(
        (r"\AChecked draft\.md against 213 qabot briefs", r"Nothing differs", r"Policy [0-9a-f]{12}")
    ),
    "qabot check draft.docx --format html > report.html": Promise((r"\A<!doctype html>", r"draft\.docx")),
    "qabot check draft.docx --comments draft-checked.docx": Promise(
        (r"\AChecked draft\.docx",), holds=lambda _: Path("draft-checked.docx").read_bytes().startswith(b"PK")
    ),
    "qabot check note.docx --proof note.docx.proof.json": Promise((r"(\d+) of \1 quotes stand",), before=(WRITE_NOTE,)),
    "qabot check note.docx.proof.json --json | jq .ok": Promise((r"\Atrue\n\Z",), before=(WRITE_NOTE,)),
    "qabot check e-borders.docx.proof.json": Promise((r"(\d+) of \1 quotes stand",), before=(BRIEF_E_BORDERS,)),
    # Notes
    'qabot brief "Universal Credit"': Promise((r"\A# Briefing note: Universal Credit\n", r"(?m)^\[\^1\]: ")),
    BRIEF_E_BORDERS: Promise((), holds=lambda _: Path("e-borders.docx.proof.json").exists()),
    "qabot brief Aspire --after 2014 -n 5 --format html > aspire.html": Promise((r"\A<!doctype html>", r'id="note-1"')),
    'qabot brief --title "For the director" --output note.docx': Promise(
        (), before=(PIN,), holds=lambda _: Path("note.docx").exists()
    ),
    "qabot brief \"One Login\" --json | jq '.sections[].heading'": Promise(
        (r"\AIn short\nFigures\n", r"What is missing")
    ),
    "qabot check draft.md --json | jq .ok": Promise((r"\Atrue\n\Z",)),
    'qabot check draft.md --quiet && echo "nothing differs"': Promise((r"\Anothing differs\n\Z",)),
    "pbpaste | qabot check -": Promise((r"\AChecked standard input against 213 qabot briefs",)),
    # Saved questions
    ADD_WATCH: Promise((r"\A\d+ articles bear on it, ", r"Saved as “redcar”")),
    'qabot watch add "what does Socitm say about cyber security"': Promise((r"Saved as “what does Socitm say about",)),
    'qabot watch add "who left GDS" --outlet PublicTechnology --every 12h': Promise((r"Saved as “who left GDS”",)),
    'qabot watch add "cyber attacks on councils" --dry-run': Promise(
        (r"bear on it",), holds=lambda ran: "Saved" not in ran.out
    ),
    "qabot watch list": Promise((r"\Aredcar: how much did", r"due every 1 day"), before=(ADD_WATCH,)),
    "qabot watch list --json": Promise((r'"name": "redcar"',), before=(ADD_WATCH,)),
    "qabot watch show redcar": Promise((r"\Aredcar: how much did", r"0 things told"), before=(ADD_WATCH,)),
    "qabot watch show redcar --json": Promise((r'"qabot.watch/1"',), before=(ADD_WATCH,)),
    "qabot watch remove redcar": Promise((r"\AForgot “redcar”",), before=(ADD_WATCH,)),
    "qabot index && qabot watch run": Promise((r"Nothing new in 1 answer",), code=1, before=(ADD_WATCH,)),
    "qabot watch run": Promise((r"Nothing new in 1 answer",), code=1, before=(ADD_WATCH,)),
    "qabot watch run redcar": Promise((r"Nothing new in 1 answer",), code=1, before=(ADD_WATCH,)),
    "qabot watch run --feed news.atom": Promise(
        (r"Nothing new",), code=1, before=(ADD_WATCH,), holds=lambda _: Path("news.atom").exists()
    ),
    "qabot watch run --due --feed news.atom": Promise((r"No saved question is due",), code=1, before=(ADD_WATCH,)),
    "qabot watch run --json": Promise((r'"new": \[\]',), code=1, before=(ADD_WATCH,)),
    "qabot watch run --exec 'notify-send \"New in the press\"'": Promise(
        (r"Nothing new",), code=1, before=(ADD_WATCH,)
    ),
    "qabot watch run --mail me@example.org": Promise((r"Nothing new",), code=1, before=(ADD_WATCH,)),
    # Adding
    "qabot add page.html notes.txt report.pdf": Promise((r"\A      3  added\n", r"Run `qabot index`")),
    'qabot add ~/saved-pages --outlet "Computer Weekly"': Promise((r"\A      1  added\n", r"scan\.pdf: has no text")),
    "qabot add crawl.warc.gz dump.jsonl.gz --dry-run": Promise((r"\A      3  would be added\n",)),
    "qabot add dump.jsonl.gz --dry-run": Promise((r"\A      2  would be added\n",)),
    "pbpaste | qabot add - --published 2015-11-25": Promise((r"\A      1  added\n",)),
    "qabot add ./articles && qabot index": Promise((r"\A3 added\n", r"216 articles, ")),
    "qabot add page.html && qabot index": Promise((*ADDED_AND_INDEXED, r"214 articles, ")),
    "qabot corpus list": Promise((r"\A2026 2026/", r"and 193 more; -n 213 lists them all\n\Z")),
    "qabot corpus list -n 50": Promise((r"and 163 more",), holds=lambda ran: len(ran.out.splitlines()) == 51),
    "qabot corpus list --outlet UKAuthority --after 2015": Promise(
        (r"after UKAuthority\)",), holds=lambda ran: all("after UKAuthority)" in each for each in ran.out.splitlines())
    ),
    "qabot corpus list --lacking date": Promise((rf"undated +{HARBOUR}",), before=(ADD_HARBOUR,)),
    "qabot corpus list --json | jq -r '.articles[].id'": Promise(
        (r"\A20\d\d/",), holds=lambda ran: ran.out.count("\n") == 20
    ),
    "qabot corpus show ID": Promise((r"\ASocitm says Spending Review", r"Socitm, the body for ICT staff")),
    f"qabot corpus show {SHOWN}": Promise((r"\ASocitm says Spending Review",)),
    "qabot corpus show ID --raw": Promise((r"Leave a Reply",), before=(ADD_HARBOUR,), ids=(HARBOUR,)),
    "qabot corpus show ID --history": Promise(
        (r"harbour", r"payroll"), before=(ADD_HARBOUR, f"qabot corpus edit {HARBOUR} --date 2015"), ids=(HARBOUR,)
    ),
    "qabot corpus edit ID": Promise((r"Changed .* run `qabot index`",)),
    "EDITOR='code --wait' qabot corpus edit ID": Promise((r"Changed .* run `qabot index`",)),
    'qabot corpus edit ID ID --outlet "Computer Weekly" --date 2015-11': Promise(
        (r"outlet none → Computer Weekly", r"date none → 2015-11", r"2 changed\."),
        before=(ADD_HARBOUR, "pbpaste | qabot add -"),
        ids=(HARBOUR, TIDES),
    ),
    "qabot corpus edit ID ID --outlet UKAuthority": Promise(
        (r"outlet none → UKAuthority", r"2 changed\."),
        before=(ADD_HARBOUR, "pbpaste | qabot add -"),
        ids=(HARBOUR, TIDES),
    ),
    "qabot corpus list --lacking outlet -n 500 --json | jq -r '.articles[].id' | qabot corpus edit - --outlet UKAuthority": (
        Promise((rf"{HARBOUR}: outlet none → UKAuthority", r"1 changed\."), before=(ADD_HARBOUR,))
    ),
    "qabot corpus remove ID": Promise((r"`qabot corpus restore .*` brings it back",)),
    "qabot corpus remove ID && qabot index": Promise((r"\A1 removed\n", r"212 articles")),
    f"qabot corpus remove {SHOWN} && qabot index": Promise((r"\A1 removed\n", r"212 articles")),
    "qabot corpus list --removed": Promise((SHOWN,), before=(f"qabot corpus remove {SHOWN}",)),
    "qabot corpus restore ID": Promise((r"\ARestored ",), before=(f"qabot corpus remove {SHOWN}",)),
    "qabot corpus restore ID && qabot index": Promise((r"213 articles",), before=(f"qabot corpus remove {SHOWN}",)),
    "qabot corpus duplicates": Promise((rf"  = .*{HARBOUR}",), before=("qabot add saved-pages",)),
    "qabot corpus duplicates --json | jq '.groups | length'": Promise((r"\A1\n\Z",), before=("qabot add saved-pages",)),
    "qabot corpus diff ID": Promise((r"- title: .*\n\+ title: Another", r"held now"), code=1, before=(RETITLED,)),
    "qabot corpus diff ID --from 1 --to now": Promise((r"\+ title: Another",), code=1, before=(RETITLED,)),
    "qabot corpus diff ID --exact --json | jq '.paragraphs[].words'": Promise(before=(RETITLED,)),
    "qabot corpus dropped ID": Promise(
        (r"K  known furniture     Skip to content",), before=(ADD_HARBOUR,), ids=(HARBOUR,)
    ),
    # Feeds
    "qabot feeds suggest": Promise((r"https://www\.publictechnology\.net/feed/", r"None was fetched")),
    ADD_FEED: Promise((r"\ASubscribed to Town Hall News",)),
    'qabot feeds add https://gds.blog.gov.uk/feed/ --outlet "GDS blog"': Promise((r"\ASubscribed to Town Hall News",)),
    "qabot feeds add feeds.opml": Promise(
        (r"\ASubscribed to Town Hall News",),
        before=(ADD_FEED, "qabot feeds export > feeds.opml", "qabot feeds remove URL"),
    ),
    "qabot feeds pull": Promise(
        (r"1 feed asked", r"2  added", r"25 November 2015 · .* · Story number 1"), before=(ADD_FEED,)
    ),
    "qabot feeds pull && qabot index": Promise((r"\A2 added\n",), before=(ADD_FEED,)),
    "qabot feeds pull --all --since 2026-11": Promise((r"1 feed asked",), before=(ADD_FEED,)),
    "qabot feeds backfill https://www.publictechnology.net --after 2025": Promise((r"1  added",)),
    "qabot feeds backfill https://www.publictechnology.net --after 2024": Promise((r"1  added",)),
    "qabot feeds backfill https://www.publictechnology.net --after 2024 --outlet PublicTechnology": Promise(
        (r"· PublicTechnology · ",)
    ),
    "qabot feeds backfill https://example.org --after 2025-06-01": Promise((r"1  added",)),
    "qabot feeds list": Promise((r"\ATown Hall News\n  http", r"not asked yet"), before=(ADD_FEED,)),
    "qabot feeds remove URL": Promise((r"\AUnsubscribed from ",), before=(ADD_FEED,)),
    "qabot feeds export": Promise((r"<opml", r"Town Hall News"), before=(ADD_FEED,)),
    "qabot feeds export > feeds.opml": Promise((r"<opml", r"Town Hall News"), before=(ADD_FEED,)),
    # The index
    "qabot index": NOTHING_TO_DO,
    "qabot index --dry-run": NOTHING_TO_DO,
    "qabot index --model packaged": NOTHING_TO_DO,
    "qabot index --json --progress jsonl 2>progress.jsonl": Promise(
        (r'"qabot.index/1"',), holds=lambda _: progress_is_json()
    ),
    "qabot plan --passages 1000000": Promise((r"\A1,000,000 passages", r"object storage   8\.6 GB", r"Assumed:")),
    "qabot plan --passages 100000000 --precision fp16 --replicas 2": Promise((r"vectors in fp16, 2 × in memory",)),
    "qabot plan --passages 10000000 --node-price 300 --storage-price 0.02": Promise((r"= 301\.72\n",)),
    "qabot plan --passages 1000000 --compose > compose.yaml": Promise((r"127\.0\.0\.1:19530:19530",)),
    "qabot plan --passages 1000000 --json | jq .local.disk": Promise((r"\A4606000000\n\Z",)),
    "qabot status": Promise((r"Index       213 qabot briefs", r"Waiting     nothing")),
    "qabot status --json | jq .waiting.files": Promise((r"\A0\n\Z",)),
    "qabot verify-index": Promise((r"is sound: ",), small=True),
    "qabot verify-index --log": Promise((r"The log is whole: \d+ entr",), small=True),
    "qabot verify-index --json && echo sound": Promise((r"\Asound\n\Z",), small=True),
    "qabot doctor --json | jq .well": Promise((r"\A(true|false)\n\Z",), small=True),
    "qabot rollback": Promise((r"answers again: 213 articles",), small=True),
    "qabot rollback && qabot status": Promise((r"Index       213 qabot briefs",), small=True),
    # The rest
    "qabot eval questions.jsonl": Promise((r"4 questions",), small=True),
    "qabot eval questions.jsonl --corpus ./articles": Promise((r"4 questions",)),
    FIRST_EVAL: Promise((r'"qabot.eval/1"',)),
    "qabot eval questions.jsonl --corpus ./articles --compare before.json": Promise(
        (r"4 questions", r"before"), before=(FIRST_EVAL,)
    ),
    "qabot eval ./scifact": Promise((r"1 question",)),
    "qabot history list": Promise((r"what is Socitm's stance",)),
    "qabot history list -n 50": Promise((r"what is Socitm's stance",)),
    "qabot history list --json | jq -r '.questions[].text'": Promise((r"\Awhat is Socitm's stance",)),
    "qabot history search spending review": Promise((r"what is Socitm's stance",)),
    "qabot history search socitm": Promise((r"what is Socitm's stance",)),
    "qabot history search cyber council -n 5": Promise((r"what is Socitm's stance",)),
    "qabot history path": Promise((r"history",)),
    # On a terminal it asks whether that is meant.
    "qabot history clear": Promise(code=2, holds=lambda ran: "Add --yes." in ran.err),
    "qabot history clear --home ./news": Promise((r"\AForgot 0 questions\.",)),
    "qabot history clear --home ./news --yes": Promise((r"\AForgot 0 questions\.",)),
    'ls -l "$(qabot history path)"': Promise((r"listed",)),
    "qabot feeds list --json | jq -r '.feeds[].url'": Promise((r"\Ahttp",), before=(ADD_FEED,)),
    "qabot feeds remove https://gds.blog.gov.uk/feed/": Promise(
        (r"\AUnsubscribed from ",), before=("qabot feeds add https://gds.blog.gov.uk/feed/",)
    ),
    "qabot feeds suggest --json | jq -r '.feeds[].url'": Promise((r"https://www\.publictechnology\.net/feed/\n",)),
    "qabot trust": Promise((r"\A.*/home sets nothing that needs your yes\.",)),
    "qabot trust ./news": Promise(
        (r"\AFrom now on these hold in .*/news, as they stand:\n  network\.contact = a@b\.example\n",)
    ),
    "qabot trust --list": Promise((r"/news\n  network\.contact = a@b\.example\n\Z",), before=("qabot trust ./news",)),
    "qabot trust --withdraw ./news": Promise(
        (r"\AWhat .*/news sets of the network and of models is ignored from now on\.",), before=("qabot trust ./news",)
    ),
    # Keys of the server
    "qabot mcp --print-config claude": Promise((r'"mcpServers"', r'"mcp"')),
    "qabot mcp --print-config vscode > mcp.json": Promise(()),
    "qabot mcp --bundle qabot.mcpb": Promise(()),
    "qabot serve --help": Promise((r"\AUsage: qabot serve ",)),
    "qabot serve keys add NAME": A_KEY,
    "qabot serve keys add feeds": A_KEY,
    "qabot serve keys add desk --role editor": A_KEY,
    "qabot serve keys add me --role owner": A_KEY,
    "qabot serve keys list": Promise((r"\Afeeds  reader  made \d{4}-",), before=("qabot serve keys add feeds",)),
    "qabot serve keys remove feeds": Promise(
        (r"\AThe key feeds opens nothing any more\.\n\Z",), before=("qabot serve keys add feeds",)
    ),
    "qabot schema": Promise((r"\Aqabot\.ask/1 ",)),
    "qabot schema ask": Promise((r'"title": "qabot\.ask/1"',)),
    "qabot schema qabot.ask/1": Promise((r'"title": "qabot\.ask/1"',)),
    "qabot schema ask > ask.json": Promise((r'"title": "qabot\.ask/1"',)),
    "qabot --help": Promise((r"Exit codes:", r"Environment:")),
    "qabot help": Promise((r"Exit codes:",)),
    "qabot help ask": Promise((r"Usage: qabot ask ",)),
    "qabot help feeds pull": Promise((r"Usage: qabot feeds pull ",)),
    "qabot eval --help": Promise((r"Usage: qabot eval ",)),
}
"""Every command by how it is written."""


def years(text: str) -> list[int]:
    """Return the year of every source that is shown."""
    return [int(each) for each in re.findall(r"qabot brief, after [^·\n]*?(\d{4}) ·", text)]


def outlets(text: str) -> set[str]:
    """Return the outlet of every source that is shown."""
    return set(re.findall(r"qabot brief, after ([^,\n]+), ", text))


def progress_is_json() -> bool:
    """Whether what a build said beside its result is a document a line."""
    return all(json.loads(line)["schema"] for line in Path("progress.jsonl").read_text().splitlines())


def named(lines: Iterable[str]) -> list[str]:
    """Return the commands that sentences only name, without what they need."""
    return [line for line in lines if line.split()[1:] in COMMANDS_THAT_NEED_MORE]


def documented() -> list[str]:
    """Return every command of README.md and of every help, each once."""
    commands = cast("Any", get_command(app)).commands
    pages = [app.info.epilog, *epilogs(commands)]
    lines = [*in_readme(), *(line for page in pages for line in in_help((page or "").replace("\b\n", "")))]
    return list(dict.fromkeys(lines))


def epilogs(commands: Any) -> Generator[str]:
    """Yield what stands below the help of every command and group."""
    for command in commands.values():
        yield command.epilog
        yield from epilogs(getattr(command, "commands", {}))


CODE = """#!/bin/sh
for file; do test "$file" = --wait || echo "One more sentence." >> "$file"; done
"""
"""An editor by the name of `code`, which adds a sentence."""


@pytest.fixture(scope="module")
def warm_home(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The starter corpus and its index, its corpus folder looked through once. Not to be changed."""
    home = Home(tmp_path_factory.mktemp("documented") / "home")
    link_index(starter_home, home)
    shutil.copytree(starter_home.corpus, home.corpus, copy_function=os.link, dirs_exist_ok=True)
    with open_corpus_index(home.corpus.resolve()):
        pass
    return home


@pytest.fixture(scope="module")
def small_home(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Three articles, indexed. Not to be changed."""
    return indexed_home(starter_home, tmp_path_factory.mktemp("small"), ARTICLES)


@pytest.fixture(scope="module")
def homes(warm_home: Home, small_home: Home) -> tuple[Home, Home]:
    """The large home and the small one."""
    return warm_home, small_home


@pytest.fixture
def site() -> Generator[Site]:
    """What stands for every site that is named: a feed, and a sitemap with one page."""
    with serving() as served:
        served.routes["/feed/"] = Answer(rss(whole_items(2)))
        served.routes["/sitemap.xml"] = Answer(f"<urlset><url><loc>{served.url}/one</loc></url></urlset>".encode())
        served.routes["/one"] = Answer(page("One", "bins"), headers={"Content-Type": "text/html"})
        yield served


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that a reader of the documentation works in, with the files that it names."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    write_saved_pages(folder / "saved-pages")
    (folder / "page.html").write_bytes(page("One", "bins"))
    (folder / "notes.txt").write_text(f"Notes of the day\n\n{'Clerks met to speak of tolls and of much else. ' * 20}\n")
    lines = [f"Line {number} of a report on the ferries that nobody read to its end." for number in range(12)]
    (folder / "report.pdf").write_bytes(paper([column(72, 720, lines)]))
    (folder / "crawl.warc.gz").write_bytes(warc([("https://example.org/a", "200 OK", "text/html", page("A", "tolls"))]))
    records = ({"title": f"Record {n}", "text": f"A record of {n} tolls. " * 30} for n in range(2))
    (folder / "dump.jsonl.gz").write_bytes(gzip.compress("".join(json.dumps(each) + "\n" for each in records).encode()))
    for name, text in ARTICLES.items():
        (folder / "articles" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "articles" / name).write_text(text)
    write_lines(folder / "questions.jsonl", QUESTIONS)
    (folder / "scifact").mkdir()
    write_lines(folder / "scifact" / "corpus.jsonl", [{"_id": "a", "title": "Tolls", "text": "Tolls rose to £3."}])
    write_lines(folder / "scifact" / "queries.jsonl", [{"_id": "q", "text": "How high are tolls?"}])
    (folder / "scifact" / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\ta\t1\n")
    (folder / "news" / "corpus").mkdir(parents=True)
    (folder / "news" / "qabot.toml").write_text('[network]\ncontact = "a@b.example"\n')
    (folder / "draft.md").write_text("Some 4,000 people worked on Aspire across the suppliers.\n")
    (folder / "draft.docx").write_bytes(docx(paragraph("Some 4,000 people worked on Aspire across the suppliers.")))
    (folder / "code").write_text(CODE)
    (folder / "code").chmod(0o700)
    return folder


@pytest.fixture
def shell(
    folder: Path,
    starter_home: Home,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Shell:
    """A shell in that folder: nothing it reaches lies outside of it, and no site is asked but this machine's own."""
    for name in ("QABOT_MODEL", "QABOT_DEVICE", "QABOT_DOWNLOAD", "QABOT_DEBUG", "FORCE_COLOR", "VISUAL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    monkeypatch.setenv("EDITOR", "code --wait")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    monkeypatch.setenv("QABOT_PRIVATE_ADDRESSES", "true")
    monkeypatch.setattr(Clock, "sleep", _pass)
    for name in ("articles", "scifact"):  # the model is at hand in the homes that are made for sets of questions
        prepared = prepare(folder / name, kept_folder(), Settings(Home(folder / "home"))).home
        shutil.copytree(
            starter_home.index, prepared.index, copy_function=os.link, ignore=shutil.ignore_patterns("*.lock")
        )
    with History.open(default_path()) as history:
        asked = "what is Socitm's stance on the Spending Review, and on cyber attacks on councils?"
        when, home = datetime(2026, 1, 1, tzinfo=UTC), str(folder / "home")
        history.add(PastQuestion(0, when, home, "x", asked, "", "strong", 1, None, None, "g"))
    clipboard = (
        "Tide gauges go online\n\n" + "The gauges of the harbour report the tide every minute from now on. " * 12
    )
    return Shell(capsys, monkeypatch, {"pbpaste": clipboard, "ls": "listed\n"})


def _pass(_clock: Clock, _seconds: float) -> None:
    """Wait for nothing."""


def copy_home(home: Home, target: Path) -> Home:
    """Copy a home: what is only replaced is linked, what is written into is copied."""
    shutil.copytree(home.path, target, copy_function=os.link, ignore=shutil.ignore_patterns("*.lock", ".qabot"))
    kept = home.corpus / ".qabot"
    if kept.exists():
        shutil.copytree(kept, target / "corpus" / ".qabot", ignore=shutil.ignore_patterns("lock"))
    return Home(target.resolve())


def test_every_documented_command_is_run_here_or_has_a_reason_not_to_be() -> None:
    lines = documented()
    assert [line for line in lines if line not in {*PROMISES, *NOT_RUN, *named(lines)}] == []
    assert [line for line in (*PROMISES, *NOT_RUN) if line not in lines] == [], "what is documented no more"


@pytest.mark.parametrize("line", [*PROMISES])
def test_it_gives_what_is_promised(
    line: str, homes: tuple[Home, Home], shell: Shell, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    promise = PROMISES[line]
    home = copy_home(homes[promise.small], Path("home"))
    monkeypatch.setenv("QABOT_HOME", str(home.path))
    for before in promise.before:
        ran = shell.run(here(before, site))
        assert ran.code == 0, ran
    ids = iter(promise.ids)
    ran = shell.run(re.sub(r"\bID\b", lambda _: next(ids), here(line, site)))
    assert ran.code == promise.code, ran
    assert [pattern for pattern in promise.says if not re.search(pattern, ran.out)] == [], ran.out
    assert promise.holds(ran), ran.out


def here(line: str, site: Site) -> str:
    """Return a command with this machine in the place of the sites that it names."""
    return re.sub(r"https://[\w.]+|\bURL\b", lambda found: site.url + "/feed/" * (found[0] == "URL"), line)


@pytest.mark.parametrize("name", named(documented()))
def test_a_command_that_is_only_named_is_one(name: str, shell: Shell) -> None:
    assert shell.run(f"{name} --help").out.startswith(f"Usage: {name} ")


def test_the_transcripts_are_real(
    warm_home: Home, shell: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = copy_home(warm_home, Path("home"))
    monkeypatch.setenv("QABOT_HOME", str(home.path))
    shown = dict(transcripts())
    watched = shown.pop("qabot index --watch")
    assert len(shown) == 2
    assert {command: shell.run(command).out for command in shown} == shown
    write = index_watch._EventWriter(Settings.at(home.path), as_json=False).write  # pyright: ignore[reportPrivateUsage]
    outcomes = tuple(AddOutcome("added", "x", "x", "") for _ in range(4))
    write(FeedsPulled((Pulled(Subscription("https://example.org/feed"), outcomes),)))
    write(built(217, added=("a", "b", "c", "d")))
    write(built(218, added=("e",)))
    write(built(217, removed=("e",)))
    times = re.compile(r"^\d\d:\d\d:\d\d  ", re.MULTILINE)
    assert times.sub("", capsys.readouterr().out) == times.sub("", watched)


def built(articles: int, added: tuple[str, ...] = (), removed: tuple[str, ...] = ()) -> BuildReport:
    """Return what a build did."""
    return BuildReport("g", True, added, (), removed, articles, articles, len(added), ())
