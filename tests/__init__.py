"""Tests of qabot."""
