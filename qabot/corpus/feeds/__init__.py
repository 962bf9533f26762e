"""Feeds: who is subscribed to, what is new in them, and what sites published before.

`feed_parser` reads a feed, `puller` brings in what is new, `backfill` what is old, and `subscriptions_db` remembers.
"""
