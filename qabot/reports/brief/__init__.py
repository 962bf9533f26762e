"""A note for others to read, of pinned passages or about a topic, with footnotes and a proof that can be checked later.

pins             a pinned passage, and what may be done with a list of them
pin_store        keeps them in the user's own file
quote_standing   whether a quote still stands in its article
brief_sections   quotes with their footnotes, section by section
pinned_brief     the note made of pins
topic_brief      the note about a topic
brief_file       the note written, with its proof beside it
proof_check      that proof compared with the corpus
"""
