"""Fetching over the network."""
