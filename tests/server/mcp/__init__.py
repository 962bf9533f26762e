"""Tests of `qabot.server.mcp`."""
