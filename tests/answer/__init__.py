"""Tests of answers: what is quoted, and what is made of it."""
