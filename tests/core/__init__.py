"""Tests of `qabot.core`."""
