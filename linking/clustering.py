"""Edges in, groups of mentions out: each group is one incident.

Groups grow from the strongest edge down. Two groups join only if the mean weight between their
members is high enough, and at least one pair alone is: a chance likeness cannot chain two incidents
together. A pair without an edge counts against the join. The more pairs there are, the surer is
their mean, and the lower it may be. Where an article reports two incidents, another report can be
of only one of them: its likeness to the one reduces its likeness to the other. Pure and
deterministic: the groups of a component depend on its mentions and edges alone, not on their order.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2

from linking.mention import Edge, Member


@dataclass(frozen=True, slots=True)
class Thresholds:
    """`join_from`: weight from which two mentions are one. `join_many`: mean weight that is enough
    between two groups with very many pairs. `recall_from`: weight from which a mention in passing
    is put with an incident. `missing`: what a pair without an edge weighs, less than what joins."""

    join_from: float
    join_many: float
    recall_from: float
    missing: float

    @property
    def least(self) -> float:
        """A pair that weighs less never brings two mentions together on its own."""
        return min(self.join_from, self.recall_from)

    def join_at(self, pairs: int) -> float:
        """The mean weight from which two groups with so many pairs between them are one."""
        return self.join_many + (self.join_from - self.join_many) / pairs


@dataclass(frozen=True, slots=True)
class Group:
    """The mentions of one incident: its reports, and the articles that recall it in passing.

    `weights`: for each mention the mean weight towards the other reports (None: it stands alone).
    """

    reports: tuple[str, ...]
    recalled: tuple[str, ...]
    weights: Mapping[str, float | None]


def components(mention_ids: Iterable[str], edges: Iterable[Edge]) -> list[tuple[str, ...]]:
    """Mentions that hang together by any edge, each sorted, in the order of their first."""
    neighbours: defaultdict[str, set[str]] = defaultdict(set)
    for edge in edges:
        neighbours[edge.left].add(edge.right)
        neighbours[edge.right].add(edge.left)
    left = set(mention_ids)
    found = []
    for start in sorted(left):
        if start not in left:
            continue
        reached, waiting = {start}, [start]
        while waiting:
            fresh = neighbours[waiting.pop()] - reached
            reached |= fresh
            waiting.extend(fresh)
        left -= reached
        found.append(tuple(sorted(reached)))
    return found


def group(
    mentions: Sequence[Member],
    edges: Sequence[Edge],
    thresholds: Thresholds,
    *,
    together: Collection[frozenset[str]] = (),
    apart: Collection[frozenset[str]] = (),
    outside: Collection[Member] = (),
) -> list[Group]:
    """Group the mentions of one component, or of several.

    A component hangs together by edges from thresholds.least on: two groups join only where one
    of the pairs between them weighs as much. The mentions
    `outside` are of other components, at the other end of weaker edges; they count as rivals only.

    Two incidents of one article are never one. `together` and `apart` are sets of mention ids
    that an editor has put together, or of which no two may be in one group; an editor's word wins
    over the rule of the article. A mention in passing never opens a group: it joins the group
    that most speaks for it, or none. Groups come in the order of their first report's id.
    """
    by_id = {mention.mention_id: mention for mention in mentions}
    known = by_id | {mention.mention_id: mention for mention in outside}
    weights = _against_rivals(
        known,
        {
            (edge.left, edge.right): edge.weight
            for edge in edges
            if edge.left in known and edge.right in known
        },
    )
    weights = {
        pair: weight for pair, weight in weights.items() if pair[0] in by_id and pair[1] in by_id
    }
    mains = sorted(id_ for id_, mention in by_id.items() if mention.is_main)
    joined = _Joining(by_id, mains, weights, thresholds, together=together, apart=apart).run()
    return _with_recalled(by_id, joined, weights, thresholds, apart)


def _against_rivals(
    by_id: Mapping[str, Member], weights: Mapping[tuple[str, str], float]
) -> dict[tuple[str, str], float]:
    """The weights, given that a report is of one incident of another article at most.

    With odds o for this pair and o' for the rivals (the same report with the other incidents of
    that article) the odds become o / (1 + sum of o'). Where both articles report several incidents
    the side with the stronger rivals counts: the rivals of the one side are those of the other
    once more.
    """
    towards: defaultdict[tuple[str, str], list[tuple[str, float]]] = defaultdict(list)
    for (left, right), weight in weights.items():
        towards[left, by_id[right].article_id].append((right, weight))
        towards[right, by_id[left].article_id].append((left, weight))
    found = {}
    for (left, right), weight in weights.items():
        sums = []
        for one, other in ((left, right), (right, left)):
            candidates = towards[one, by_id[other].article_id]
            if len(candidates) == 1:  # nearly always there are no rivals
                continue
            rivals = [w for id_, w in candidates if id_ != other]
            sums.append(sum(2.0 ** min(w, _SURE) for w in sorted(rivals)))
        found[left, right] = weight - log2(1.0 + max(sums, default=0.0))
    return found


#: a weight beyond which odds grow past reason
_SURE = 40.0


class _Joining:
    """Agglomeration by mean weight over the main mentions."""

    def __init__(
        self,
        by_id: Mapping[str, Member],
        mains: Sequence[str],
        weights: Mapping[tuple[str, str], float],
        thresholds: Thresholds,
        *,
        together: Collection[frozenset[str]],
        apart: Collection[frozenset[str]],
    ) -> None:
        self._by_id, self._thresholds = by_id, thresholds
        self._apart = _pairs_apart(apart)
        self._members: dict[int, tuple[str, ...]] = {at: (id_,) for at, id_ in enumerate(mains)}
        self._next = len(mains)
        at = {id_: number for number, id_ in enumerate(mains)}
        # the edges between groups, both ways: sum and number of weights, the strongest
        self._sums: dict[int, dict[int, tuple[float, int, float]]] = {n: {} for n in self._members}
        for (left, right), weight in sorted(weights.items()):
            if left in at and right in at:
                self._sums[at[left]][at[right]] = (weight, 1, weight)
                self._sums[at[right]][at[left]] = (weight, 1, weight)
        self._heap: list[tuple[float, str, str, int, int]] = []
        self._force(together)

    def run(self) -> list[tuple[str, ...]]:
        for one in self._members:
            for other in self._sums[one]:
                if one < other:
                    self._offer(one, other)
        while self._heap:
            _, _, _, one, other = heapq.heappop(self._heap)
            if one in self._members and other in self._members and self._may_join(one, other):
                joined = self._join(one, other)
                for neighbour in self._sums[joined]:
                    self._offer(joined, neighbour)
        return sorted(self._members.values())

    def _force(self, together: Collection[frozenset[str]]) -> None:
        for wanted in sorted(together, key=sorted):
            numbers = [n for n, members in self._members.items() if wanted & set(members)]
            while len(numbers) > 1:
                numbers = [self._join(numbers[0], numbers[1]), *numbers[2:]]

    def _offer(self, one: int, other: int) -> None:
        total, edges, strongest = self._sums[one][other]
        pairs = len(self._members[one]) * len(self._members[other])
        mean = (total + (pairs - edges) * self._thresholds.missing) / pairs
        if mean >= self._thresholds.join_at(pairs) and strongest >= self._thresholds.join_from:
            first, second = sorted((self._members[one][0], self._members[other][0]))
            heapq.heappush(self._heap, (-round(mean, 6), first, second, one, other))

    def _may_join(self, one: int, other: int) -> bool:
        left, right = self._members[one], self._members[other]
        articles = {self._by_id[id_].article_id for id_ in left}
        if any(self._by_id[id_].article_id in articles for id_ in right):
            return False
        return not any(frozenset((a, b)) in self._apart for a in left for b in right)

    def _join(self, one: int, other: int) -> int:
        joined, self._next = self._next, self._next + 1
        self._members[joined] = tuple(sorted(self._members.pop(one) + self._members.pop(other)))
        sums: dict[int, tuple[float, int, float]] = {}
        for part in (one, other):
            for neighbour, (total, edges, strongest) in self._sums.pop(part).items():
                if neighbour in (one, other):
                    continue
                before = sums.get(neighbour, (0.0, 0, strongest))
                sums[neighbour] = (before[0] + total, before[1] + edges, max(before[2], strongest))
                self._sums[neighbour].pop(part)
        self._sums[joined] = sums
        for neighbour, value in sums.items():
            self._sums[neighbour][joined] = value
        return joined


def _with_recalled(
    by_id: Mapping[str, Member],
    joined: Sequence[tuple[str, ...]],
    weights: Mapping[tuple[str, str], float],
    thresholds: Thresholds,
    apart: Collection[frozenset[str]],
) -> list[Group]:
    of_group = {id_: number for number, members in enumerate(joined) for id_ in members}
    pairs_apart = _pairs_apart(apart)
    recalled: defaultdict[int, list[str]] = defaultdict(list)
    strength: dict[str, float | None] = {}
    for id_ in sorted(set(by_id) - set(of_group)):
        best = _best_group(
            id_, by_id, joined, weights=weights, thresholds=thresholds, apart=pairs_apart
        )
        if best is not None:
            recalled[best[1]].append(id_)
            strength[id_] = best[0]
    for members in joined:
        for id_ in members:
            others = [_weight(weights, id_, other) for other in members if other != id_]
            known = [weight for weight in others if weight is not None]
            strength[id_] = sum(known) / len(known) if known else None
    return [
        Group(
            members,
            tuple(recalled[number]),
            {id_: strength[id_] for id_ in (*members, *recalled[number])},
        )
        for number, members in enumerate(joined)
    ]


def _best_group(
    id_: str,
    by_id: Mapping[str, Member],
    joined: Sequence[tuple[str, ...]],
    *,
    weights: Mapping[tuple[str, str], float],
    thresholds: Thresholds,
    apart: Collection[frozenset[str]],
) -> tuple[float, int] | None:
    best: tuple[float, int] | None = None
    for number, members in enumerate(joined):
        known = [w for other in members if (w := _weight(weights, id_, other)) is not None]
        if not known or any(frozenset((id_, other)) in apart for other in members):
            continue
        if any(by_id[other].article_id == by_id[id_].article_id for other in members):
            continue
        weight = max(known)
        if weight >= thresholds.recall_from and (best is None or weight > best[0]):
            best = (weight, number)
    return best


def _weight(weights: Mapping[tuple[str, str], float], one: str, other: str) -> float | None:
    return weights.get((one, other) if one < other else (other, one))


def _pairs_apart(apart: Collection[frozenset[str]]) -> frozenset[frozenset[str]]:
    return frozenset(
        frozenset((one, other))
        for wanted in apart
        for one in wanted
        for other in wanted
        if one < other
    )
