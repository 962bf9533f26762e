"""The chat in a browser: a small web server on this machine, and one chat, a process of its own, for each open tab.

    browser ─ Guard ─┬─ the page, its styles and its terminal (textual-serve's xterm.js)
                     ├─ websocket ─ Chat ─ `qabot chat`, drawn for the browser by Textual's web driver
                     └─ files that a chat hands out

`guard` decides who comes in and what a page may do, `chats` runs the processes, `serving` joins them. A process itself
loads nothing of it but `leash`, and neither `aiohttp` nor textual-serve.
"""
