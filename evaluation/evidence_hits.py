"""Do the words that a recorded value rests on touch the words that a coder marked for it?

Grain: one slot of one recorded incident that stands for a labelled one, has the labelled value, and
whose label says by `spans` which words bear it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from evaluation.details import Share, share_of
from evaluation.figures import Pair
from evaluation.scorer import SLOTS, agrees
from extractors.records import Article

#: the field of a recorded incident's evidence that bears a slot
_EVIDENCE_OF = {"country": "place", "admin1": "place"}
#: slots whose words a coder marks
MARKED = tuple(slot for slot in SLOTS if slot not in _EVIDENCE_OF and slot != "event_type")


def evidence_hits(pairs: Iterable[Pair], articles: Mapping[str, Article]) -> Share:
    """Share of right values whose evidence touches the marked words, with its interval."""
    return share_of(list(_hits(pairs, articles)))


def _hits(pairs: Iterable[Pair], articles: Mapping[str, Article]) -> Iterator[tuple[str, bool]]:
    for pair in pairs:
        if pair.gold is None or pair.predicted is None:
            continue
        marked: Mapping[str, Any] = pair.gold.get("spans") or {}
        evidence = pair.predicted.get("evidence")
        resting: Mapping[str, Any] = evidence if isinstance(evidence, Mapping) else {}
        article = articles[pair.article_id]
        for slot in MARKED:
            if slot in marked and agrees(slot, pair.gold, pair.predicted):
                wanted = range_of(marked[slot], article)
                found = [_range(span, article) for span in resting.get(slot, ())]
                yield pair.article_id, wanted is not None and any(touch(wanted, b) for b in found)


def range_of(marked: Mapping[str, Any], article: Article) -> tuple[int, int] | None:
    """Where marked words stand in title, newline, text; None where they do not."""
    whole = f"{article.title}\n{article.text}"
    at = -1
    for _ in range(int(marked["occurrence"])):
        at = whole.find(str(marked["words"]), at + 1)
        if at < 0:
            return None
    return at, at + len(str(marked["words"]))


def _range(span: Mapping[str, Any], article: Article) -> tuple[int, int]:
    before = 0 if span["part"] == "title" else len(article.title) + 1
    return before + int(span["start"]), before + int(span["end"])


def touch(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two spans (start, end) share a character."""
    return a[0] < b[1] and b[0] < a[1]
