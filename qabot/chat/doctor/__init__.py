"""Everything that a user could have wrong: each check looks at one thing and returns what it found.

    findings            what a check returns, and how a check that cannot be made is told as one
    examinee            what checks look at: the settings of a home, and what is around the process
    examination         every check in order, each by itself: what one meets never keeps the others from being made

A check says what is so, and of what is not in order also the command that mends it. It changes nothing, and it shows no
value of a variable, no question and no address of a feed, since these may hold secrets.
"""
