"""Feeds and pages of the web."""
