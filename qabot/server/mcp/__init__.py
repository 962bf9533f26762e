"""qabot for assistant programs, by the Model Context Protocol: tools that read, and answer with proof.

`tool_arguments` says what each tool takes, `tool_answers` what it does, and `tool_registry` lists them;
`article_resources` gives whole articles by address. `mcp_server` speaks the protocol, over whichever transport;
`stdio_transport` is the one for programs on the same machine. `host_configs` and `bundle` tell such programs of it.
"""
