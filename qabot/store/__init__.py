"""What a generation keeps: articles and passages (SQLite), their words (tantivy) and their vectors (FAISS).

One invariant holds the three together, and this package owns it: **a passage has the same id in all of them**. Ids run
from 0 without gaps, the passages of one article follow one another, and a full build assigns them in order of
publication, so that a range of dates is a range of ids.
"""
