"""From what was typed to what is searched for. Pure: nothing here knows the index.

`analysis` puts an analysed question together from `operators` (`outlet:`, `after:`, `"exact"`, `-word`), `dates`
(ranges, soft dates and "latest"), `entities` (acronyms and names of organisations) and `follow_ups` (what an elliptical
question takes over from the turns before it). `content_words` tells words that carry meaning from words that only ask,
and `answer_types` what kind of thing is asked for.
"""
