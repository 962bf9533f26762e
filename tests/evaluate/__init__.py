"""Tests of `qabot.evaluate`, and of the commands over it."""
