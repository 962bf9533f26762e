"""Feeds: who is subscribed to, what is new in them, and what sites published before.

`parsing` reads a feed, `pulling` brings in what is new, `backfill` what is old, and `state` remembers.
"""
