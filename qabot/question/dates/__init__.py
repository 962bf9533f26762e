"""When a question is about.

`date_range` tells. Below it the rules stand on one another: `periods` reckons with days, `date_tokens` cuts the text,
`date_words` lists the words, `years`, `absolute`, `relative` and `spans` read days, `date_context` and `event_dates`
know what surrounds them, and `date_mentions` finds them all.
"""
