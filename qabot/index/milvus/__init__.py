"""Generations in Milvus: made of one that was built here, asked by any number of machines.

A build writes the home's own index first, as it does without an engine; `generation_upload` then puts into Milvus what
the generation that answers there has not, and `store_publication` has it answer by switching one alias.
`milvus_generation` reads it. Nothing that was written is ever changed:

    qabot_<generation>              its manifest, which names the others; the alias `qabot_current` names one of these
    qabot_<layout>_passages         passages with their vectors, their words and what filters look at; parted by year
    qabot_<layout>_articles         articles with their texts, the first part of long ones
    qabot_<layout>_parts            what is too long for a field, in parts: texts, facts
    qabot_<layout>_terms            in how many passages each term stands

A layout is what one generation wrote anew. A later one adds rows to its collections, each with the number of the
`step` that wrote it; a manifest lists the steps that count and the articles that no longer do, so that a reader never
sees what a later, an unfinished or a withdrawn one wrote. Once much is dead, or there are many steps, all is laid out
anew.

Words are ours: `term_scores` turns our analyser's terms into sparse vectors, by which Milvus finds candidates, and
weighs those once more as the local index would.
"""
