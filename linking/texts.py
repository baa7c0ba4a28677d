"""Which articles carry one text: reprints of an agency's report, found by MinHash.

The text is cut into pairs of words that follow one another; two texts that share most of these
pairs are one report under two headlines. Source of the method: Broder 1997 (resemblance of
documents), as datasketch implements it.
"""

from __future__ import annotations

import re

import numpy as np
from datasketch import MinHash
from numpy.typing import NDArray

from extractors.text.fold import fold

PERMUTATIONS = 96
#: 32 bands of 3 rows: texts that share half of their runs meet with a chance of 99 %, those that
#: share a fifth with 23 %
BANDS = 32
#: share of common runs from which two texts are one report. A reprint keeps most of them (its
#: dateline, a cut paragraph and other words here and there take up to four in ten); two desks that
#: write up one event share few.
REPRINT_FROM = 0.5
#: fewer runs than this are a headline, which two desks can write alike
SHORTEST = 20
RUN_WORDS = 2
_SEED = 1
_WORD = re.compile(r"\w+")

Signature = tuple[int, ...]
#: one signature a row
Signatures = NDArray[np.uint32]


def signature(text: str) -> Signature | None:
    """96 numbers that stand for the text; None where it is too short to be unlike others."""
    words = _WORD.findall(fold(text))
    runs = {" ".join(words[at : at + RUN_WORDS]) for at in range(len(words) - RUN_WORDS + 1)}
    if len(runs) < SHORTEST:
        return None
    hashed = MinHash(num_perm=PERMUTATIONS, seed=_SEED)
    hashed.update_batch([run.encode() for run in sorted(runs)])
    return tuple(int(value) for value in hashed.hashvalues)


def bands(values: Signature) -> tuple[str, ...]:
    """The signature cut into 32 pieces; texts that share one are worth comparing."""
    rows = PERMUTATIONS // BANDS
    return tuple(
        f"{band}:" + "-".join(f"{value:x}" for value in values[band * rows : (band + 1) * rows])
        for band in range(BANDS)
    )


def are_reprints(left: Signatures, right: Signatures) -> NDArray[np.bool_]:
    """Whether each row's two signatures are of one text, give or take a cut and a headline."""
    same: NDArray[np.int64] = np.count_nonzero(left == right, axis=1)
    return same >= REPRINT_FROM * PERMUTATIONS
