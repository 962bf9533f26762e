"""Saved questions: asked again when articles come in, and what is new in their answers, each thing told once.

`saved_questions` has their shapes, `watch_store` keeps them in the user's own file, `answer_news` compares an answer
with what was told before, `watching` saves and runs them, and `news_feed` writes what was told as an Atom feed.
"""
