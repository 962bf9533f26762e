"""From a question to ranked passages.

`pipeline` is the order of things, `fusion` turns lists into votes and votes into an order, `circumstances` votes for
what a question says besides its subject, and `index` says what is needed of a generation.
"""
