"""What can be typed behind `qabot`: each module declares a command or a group of them, with its options and its help.

A new command is a module here with `declare(app)`, a line in `DECLARED`, and a module beside this package that does the
work. That is imported inside the command's function, when the command is given: `--help` and completion answer at once,
and no command loads what another needs.
"""

from __future__ import annotations

from qabot.cli.subcommands import (
    add_command,
    ask_command,
    brief_command,
    chat_command,
    check_command,
    corpus_commands,
    doctor_command,
    eval_commands,
    feed_commands,
    help_command,
    history_commands,
    index_command,
    inspection_commands,
    mcp_command,
    plan_command,
    said_command,
    schema_command,
    serve_commands,
    topic_commands,
    trust_command,
    watch_commands,
)

DECLARED = (
    ask_command,
    topic_commands,
    brief_command,
    chat_command,
    check_command,
    index_command,
    inspection_commands,
    plan_command,
    said_command,
    doctor_command,
    serve_commands,
    mcp_command,
    add_command,
    corpus_commands,
    eval_commands,
    feed_commands,
    watch_commands,
    history_commands,
    trust_command,
    schema_command,
    help_command,
)
"""Every module that declares commands, in the order that the front page names them."""
