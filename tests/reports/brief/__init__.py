"""Notes, their pins and their proofs."""
