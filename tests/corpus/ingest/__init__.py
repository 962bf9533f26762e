"""Tests of how articles are brought in."""
