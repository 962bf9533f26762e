"""Articles in: what lies in the corpus folder, and how each kind of file is read.

`files` lists the folder, `reading` turns one file into articles; a module a format does the rest.
"""
