"""The chat: a Textual terminal interface to a session.

    application           the application: it holds the screens, and opens the index behind the first of them
    question_controller   what comes of questions, shown; command_handler: what comes of commands
    screens/              Ask, Reader, Browse, History, Index, Help
    widgets/              what they are made of

Nothing here loads the index's libraries: the session is opened by a function that is handed in, on the worker's thread,
after the first screen has been drawn.
"""
