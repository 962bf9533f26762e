"""Near-duplicates: which articles may be one story, by MinHash; `qabot.facts.near_duplicates` says which are.

Comparing every text with every other would take for ever, so each is boiled down to a short signature, and only texts
whose signatures agree are compared word for word:

1. **Words to numbers.** Every word, in lower case, is hashed to 64 bits.
2. **Shingles.** Every run of five neighbouring words is a shingle; its hash is made of those of its words, each times
   another odd number, so that their order counts.
3. **Bins.** A shingle belongs to one of 64 bins by the lowest six bits of its hash; of each bin the smallest hash is
   kept. That is MinHash with one permutation (Li, Owen and Zhang 2012): the share of bins in which two texts agree
   estimates the share of shingles that they have in common. An empty bin, as short texts have, takes the value of the
   next full one ("densification by rotation", Shrivastava and Li 2014). Sixteen bits of each value are stored.
4. **Candidates.** Texts that agree in two neighbouring bins meet (locality-sensitive hashing with 32 bands of two
   rows), and are candidates if they agree in ten bins of all.

A text that was cut to a third of another is found so 98 times in 100; unrelated ones hardly ever are.

The steps are written down twice, and both say the same to the last bit. Many texts are worked out on arrays
(`minhash_arrays`), at forty times the speed of a loop over their words. But loading what has arrays takes a tenth of a
second, and who adds one article should not wait for it: a few texts are worked out by loops (`minhash_loops`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from itertools import chain
from typing import Any

from qabot.corpus.ingest import minhash_loops
from qabot.corpus.ingest.minhash_loops import SIGNATURE_BYTES, MinHashSignature, Pairs

MOST_LOOPED = 1 << 15
"""Characters of texts that are hashed by loops: some 15 ms."""
MOST_NEW = 3
"""New texts for which loops find candidates, however many are known: sorting all of those takes arrays as long."""
MOST_MET = 1 << 14
"""Signatures that loops go through for more new texts, for all of them together: some 20 ms."""


def signatures(texts: Iterable[str]) -> Iterator[tuple[str, MinHashSignature]]:
    """Return a hash over the words of each text, and its signature: both the same whatever case and punctuation."""
    waiting = iter(texts)
    first: list[str] = []
    size = 0
    for text in waiting:
        first.append(text)
        size += len(text)
        if size > MOST_LOOPED:
            return _arrays().signatures(chain(first, waiting))
    return minhash_loops.signatures(first)


def candidate_pairs(signatures: bytes | bytearray, known: int) -> Pairs:
    """Return the pairs that may be one story: of a known text and a new one, or of two new ones.

    The later row of a pair comes second and is a new one. Pairs stand in the order of their later rows, then by how
    alike they are, then in that of their earlier rows. Of many, each takes eight bytes.

    Args:
        signatures: Those of all texts, one after the other.
        known: How many are of known texts: the first.
    """
    new = len(signatures) // SIGNATURE_BYTES - known
    is_little = new <= MOST_NEW or new * (known + new) <= MOST_MET
    return (minhash_loops if is_little else _arrays()).candidate_pairs(signatures, known)


@cache
def _arrays() -> Any:
    """Load the arrays' module, and numpy with it, when there is enough to do for it."""
    return import_module("qabot.corpus.ingest.minhash_arrays")
