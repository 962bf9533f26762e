"""Tests of building, publishing and reading indexes."""
