"""Every JSON document that qabot writes: a frozen shape for each, which names it, writes it, reads it and describes it.

`document` is what all have in common; the `…_schemas` modules hold the shapes, by what they are of, and whoever writes
or reads a document takes its shape from there, so that no command loads the others. `catalogue` lists all of them.
"""
