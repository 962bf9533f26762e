"""When a question is about.

`reading` tells. Below it the rules stand on one another: `periods` reckons with days, `tokens` cuts the text, `years`,
`absolute`, `relative` and `spans` read days, `context` and `events` know what surrounds them, and `mentions` finds them
all.
"""
