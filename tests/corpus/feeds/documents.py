"""Feeds and pages, made for tests."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

SENTENCES = (
    "The council said on Tuesday that it would move its {0} service to a shared platform by the spring.",
    "Its chief information officer told members that the {0} programme had cost less than was planned.",
    "Suppliers of {0} systems will be asked to publish what their contracts are worth and when they end.",
    "A spokesperson for the union said that staff who work on {0} had not been told what it meant for them.",
    "The auditors found that the records of {0} were complete, but that nobody had looked at them for a year.",
    "Neighbouring districts are to decide in the autumn whether they want to join the {0} arrangement.",
    "Residents had complained that the old {0} forms could not be filled in on a telephone.",
    "Ministers have promised that money saved on {0} will be spent on the people who use it.",
    "An earlier attempt to replace {0} was given up in the winter after the supplier had failed to deliver.",
    "The plan for {0} will be put to the full council before the end of the month.",
)


def paragraphs(topic: str, times: int = 1) -> str:
    """Return ten different sentences about something as paragraphs, as often as is asked for: 170 words each time."""
    return "".join(f"<p>{escape(each.format(topic))}</p>\n" for _ in range(times) for each in SENTENCES)


def rss(items: Sequence[str], title: str = "Town Hall News", head: str = "") -> bytes:
    """Return an RSS feed with these items."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>{title}</title>{head}{''.join(items)}</channel></rss>"
    ).encode()


def item(
    number: int,
    link: str = "",
    content: str | None = None,
    date: str = "Wed, 25 Nov 2015 10:00:00 GMT",
    summary: str = "",
) -> str:
    """Return an item of such a feed; without `content` it has only its summary."""
    whole = f"<content:encoded><![CDATA[{content}]]></content:encoded>" if content is not None else ""
    return (
        f"<item><title>Story number {number}</title><link>{link or f'https://news.example/{number}'}</link>"
        f'<guid isPermaLink="false">https://news.example/?p={number}</guid>'
        f"<pubDate>{date}</pubDate><dc:creator>Jo Bloggs</dc:creator>"
        f"<description>{escape(summary)}</description>{whole}</item>"
    )


def whole_items(count: int, start: int = 0) -> list[str]:
    """Return items that have all of their words, each about something else."""
    return [item(number, content=paragraphs(f"topic{number}x")) for number in range(start, start + count)]


def atom(entries: str, title: str = "Town Hall News") -> bytes:
    """Return an Atom feed with these entries."""
    head = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{title}</title><id>urn:feed</id>'
    return f'<?xml version="1.0" encoding="utf-8"?>{head}{entries}</feed>'.encode()


def json_feed(items: Sequence[dict[str, object]], title: str = "Town Hall News") -> bytes:
    """Return a JSON Feed with these items."""
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": title, "items": list(items)}).encode()


def page(title: str, topic: str, head: str = "") -> bytes:
    """Return a page with an article of 170 words and furniture around it."""
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body><nav><a href=/>Home</a> <a href=/x>More"
        f"</a></nav><article><h1>{title}</h1>{paragraphs(topic)}</article>"
        "<footer>All rights reserved</footer></body></html>"
    ).encode()
