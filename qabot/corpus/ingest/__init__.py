"""Bringing articles in: from a file, a page, a feed or a dump to one Markdown file an article in the corpus folder.

`qabot.corpus.drafts` names what passes from step to step. `local_sources` and `web_sources` receive,
`qabot.corpus.formats` takes the articles out of what was received, and `adder` decides what becomes of each and writes
it. `dump_files` registers files of very many articles; `curation` and `mending` change what is there. All of them write
by `article_files`, and keep in the `ingest_store` what they replace.
"""
