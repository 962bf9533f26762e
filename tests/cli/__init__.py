"""The command line: real processes where streams, signals and terminals matter, in this process where they do not."""
