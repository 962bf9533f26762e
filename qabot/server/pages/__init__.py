"""The pages, one module a kind: each reads an address, asks a headless room, and fills a template."""
