"""The headless conversation that every shell renders.

    headless_chat       the conversation: filters, history, questions, what asking again does
    exchange            one question of it, and what has come of it so far
    commands            the registry of commands; command_arguments: what each takes; handlers: what each does
    command_results     what comes of a line, one type a kind: a shell shows it, and decides nothing by itself
    asker               what questions are put to; inline_asker: a session on this thread; worker: on one of its own
    history             earlier questions; recent_questions: those that `ask --continue` goes on from
    build_process       bringing the index up to date beside the chat; index_status: what it holds
"""
