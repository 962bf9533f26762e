"""From what was typed to what is searched for. Pure: nothing here knows the index.

`reading` puts a question together from `prefixes` (`outlet:`, `after:`, `"exact"`, `-word`), `dates` (ranges, hints and
"latest"), `bodies` (acronyms and names of organisations) and `followups` (what an elliptical question takes over from
the turns before it). `words` tells words that carry meaning from words that only ask.
"""
