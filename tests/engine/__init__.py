"""Tests of `qabot.engine`."""
