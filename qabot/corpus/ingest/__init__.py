"""Bringing articles in: from a file, a page, a feed or a dump to one Markdown file an article in the corpus folder.

`records` names what passes from step to step; a carrier (`local`, `web`, `feeds`) receives, `reading` and the modules
under it take the article out of what was received, and `adding` alone writes.
"""
