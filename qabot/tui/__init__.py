"""The chat: a Textual terminal interface to a session.

    app        the application: screens, themes, what every screen can do
    desk       the one thread that talks to the session
    screens/   Ask, Reader, Browse, History, Index, Help
    widgets/   what they are made of

Nothing here loads the index's libraries: the session is opened by a function that is handed in, on the desk's thread,
after the first screen has been drawn.
"""
