"""Tests of `qabot.chat`."""
