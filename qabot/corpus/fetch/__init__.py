"""Everything that comes over the network comes through here, by `fetcher.Fetcher`.

It is made for hostile sites and is polite to all: it reaches public addresses only, follows no redirect blindly, reads
no more and no longer than it must, honours `robots.txt`, says who it is, and never asks one host too often.
"""
