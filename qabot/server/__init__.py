"""The server: one warm engine, and its doors: pages for people, an API for programs, feeds for readers of feeds.

    serving              a socket and its end; guarded_protocol: connections cut that hang; listeners: where it listens
    web_application      which address is answered by what; on the way: security_headers, request_limits
    request_guard        who comes in, under which name and from which page
    access_keys          who may come in, kept as hashes
    site                 what all doors share: current_engine, builds, earlier_turns, given_answers
    question_address     a question as an address, which holds the whole conversation; question_chips: crosses
    pages/ templates/    pages; rendering: how they are filled
    api_documents, api/      what programs are answered
    quote_permalinks     links that show a quote whatever became of its article
    evidence_feeds       Atom; build_events: server-sent events

An endpoint reads an address, asks a headless room on a thread of its own, and shows the result; it decides nothing.
"""
