"""Tests of search: fusion, the pipeline and what a question says besides."""
