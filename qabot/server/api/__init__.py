"""What programs ask: the documents of the command line over HTTP, and their description (OpenAPI)."""
