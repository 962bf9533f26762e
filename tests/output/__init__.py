"""Tests of what is said and written of answers: words, citations and whole conversations."""
