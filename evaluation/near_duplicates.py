"""Articles that carry one text: they must lie on one side of every split.

What makes two texts one is what makes two reports a reprint: linking/texts.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from linking.texts import Signature, are_reprints, bands, signature


def groups(texts: Mapping[str, str]) -> dict[str, str]:
    """The group of each text, by id: a group's name is the smallest id in it.

    A text that is too short to be told from others (fewer than 20 pairs of words) stands alone.
    """
    signatures = {
        id_: found for id_, text in sorted(texts.items()) if (found := signature(text)) is not None
    }
    parent = {id_: id_ for id_ in texts}

    def root(id_: str) -> str:
        while parent[id_] != id_:
            parent[id_] = parent[parent[id_]]
            id_ = parent[id_]
        return id_

    for left, right in _pairs(signatures):
        first, second = sorted((root(left), root(right)))
        parent[second] = first
    return {id_: root(id_) for id_ in texts}


def repeated(texts: Mapping[str, str], known: Mapping[str, str]) -> frozenset[str]:
    """Ids of those `texts` that carry the text of one of the `known`."""
    marked = {f"known\n{id_}": text for id_, text in known.items()}
    found = groups({**{f"new\n{id_}": text for id_, text in texts.items()}, **marked})
    taken = {found[id_] for id_ in marked}
    return frozenset(id_ for id_ in texts if found[f"new\n{id_}"] in taken)


def _pairs(signatures: Mapping[str, Signature]) -> list[tuple[str, str]]:
    """Pairs of ids whose texts are one; of many that meet in one band each with the first."""
    meeting: dict[str, list[str]] = defaultdict(list)
    for id_, values in signatures.items():
        for band in bands(values):
            meeting[band].append(id_)
    candidates = sorted(
        {
            (left, right)
            for ids in meeting.values()
            for at, left in enumerate(ids)
            for right in ids[at + 1 :]
        }
    )
    if not candidates:
        return []
    left_rows = np.array([signatures[left] for left, _ in candidates], dtype=np.uint32)
    right_rows = np.array([signatures[right] for _, right in candidates], dtype=np.uint32)
    same = are_reprints(left_rows, right_rows)
    return [pair for pair, one in zip(candidates, same, strict=True) if one]
