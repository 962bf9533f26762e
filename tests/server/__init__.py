"""Tests of `qabot.server`."""
