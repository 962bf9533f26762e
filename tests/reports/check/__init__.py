"""Tests of checked drafts."""
