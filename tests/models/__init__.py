"""Tests of encoding texts and exporting models."""
