"""How likely each word of a sentence belongs to a name, by what the words around it are.

A linear model over what words.py tells of a word and of its neighbours: seeds/lexicon/
name_weights.csv, fitted by scripts/fit_names.py to sentences in which names are marked. It
finds what no single rule would, from many small hints, and doubts what a rule took for a name.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.names.vocabulary import PERHAPS, SURELY
from extractors.seedfiles import read_seed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set
    from pathlib import Path

    from extractors.names.runs import Line
    from extractors.names.words import NameWord

#: the feature that every token has
ALWAYS = "always"
#: neighbours whose own features count, by their distance
_NEAR = (-2, -1, 0, 1, 2)
#: where the words' own weights come to less than this, no pair of words makes a name of it
_HOPELESS = -6.0
#: what is told of a token that is not looked at further
NEVER = -99.0
#: words whose weights are remembered
_VOCABULARY = 200_000
_LONG = 8
_FLAGS = (
    "is_office", "construct", "harms_before", "harms_after", "of_person", "says", "acts",
    "is_being", "is_verb", "is_thing", "ordinary", "listed", "prefixed", "definite",
    "is_person_noun", "joins", "unknown", "rare", "mostly",
)  # fmt: skip
_EDGE, _NOTHING = "edge", "_"
_NO_LETTERS = "^^"


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A word's kind, and what its own features weigh at each distance of _NEAR."""

    kind: str
    own: tuple[float, ...]


class NameWeights:
    """The weights. Holds what it has weighed; safe for any number of articles."""

    def __init__(self, seeds_dir: Path) -> None:
        """Read the seed. Raises LexiconError where it is missing or faulty."""
        rows = read_seed("lexicon/name_weights.csv", ("feature", "weight"), root=seeds_dir)
        self._weights = {row["feature"]: float(row["weight"]) for row in rows}
        self._near: list[dict[str, float]] = [{} for _ in _NEAR]
        for feature, weight in self._weights.items():
            by, _, name = feature.partition(" ")
            if by.lstrip("-").isdecimal():
                self._near[_NEAR.index(int(by))][name] = weight
        self._known: dict[str, _Weighed] = {}

    def odds(self, line: Line, covered: Set[int]) -> list[float]:
        """For each token the natural logarithm of the odds that it belongs to a name of a person,
        official or not; NEVER where it surely does not. `covered`: tokens of places and actors."""
        weights = self._weights
        always = weights.get(ALWAYS, 0.0)
        known = self._known.get
        inside = (known(word.text) or self._weighed(word) for word in line.words)
        words = [*_OUTSIDE, *inside, *_OUTSIDE]
        kinds = [word.kind for word in words]
        own = [word.own for word in words]
        found = []
        for at in range(len(line.words)):
            mid = at + len(_OUTSIDE)
            odds = always + own[mid - 2][0] + own[mid - 1][1] + own[mid][2]
            odds += own[mid + 1][3] + own[mid + 2][4]
            if odds < _HOPELESS:
                found.append(NEVER)
                continue
            for feature in around_features(line, at, kinds[at : at + _WINDOW], covered):
                odds += weights.get(feature, 0.0)
            found.append(odds)
        return found

    def _weighed(self, word: NameWord) -> _Weighed:
        if len(self._known) >= _VOCABULARY:
            self._known.clear()
        features = tuple(own_features(word))
        own = (math.fsum(near.get(name, 0.0) for name in features) for near in self._near)
        weighed = self._known[word.text] = _Weighed(kind(word), tuple(own))
        return weighed


#: what stands for the words before a sentence and behind it
_OUTSIDE = (_Weighed(_EDGE, (0.0,) * len(_NEAR)),) * 3
#: so many words are looked at for one
_WINDOW = 2 * len(_OUTSIDE) + 1


def features(line: Line, covered: Set[int]) -> list[list[str]]:
    """The features of each token of a sentence, as the weights have them."""
    edge = [_EDGE] * len(_OUTSIDE)
    kinds = [*edge, *map(kind, line.words), *edge]
    own = [tuple(own_features(word)) for word in line.words]
    found = []
    for at in range(len(line.words)):
        near = [
            f"{by} {feature}"
            for by in _NEAR
            if 0 <= at + by < len(line.words)
            for feature in own[at + by]
        ]
        around = around_features(line, at, kinds[at : at + _WINDOW], covered)
        found.append([ALWAYS, *near, *around])
    return found


def kind(word: NameWord) -> str:
    """The one kind of a word that tells most about names."""
    if not word.is_arabic:
        return "number" if word.text[0].isdigit() else "letter" if len(word.text) == 1 else "latin"
    joined = "+" if word.clitic else ""
    listed = "*" if word.listed else ""
    if word.part:
        return joined + word.part
    if word.given == SURELY:
        return f"{joined}given{listed}"
    if word.given == PERHAPS:
        marks = (
            word.mostly and "m",
            word.limit and "t",
            word.is_verb and "v",
            word.is_person_noun and "p",
        )
        return f"{joined}given?{listed}{''.join(mark for mark in marks if mark)}"
    if word.family:
        return f"{joined}family{word.family}{listed}"
    return _kind_of_no_name(word)


def _kind_of_no_name(word: NameWord) -> str:
    if word.introduces:
        return "/".join(sorted(word.introduces))
    told = (
        (word.is_office, "office" if word.construct else "the_office"),
        (word.head, f"head_{word.head}"),
        (word.harms_before, "harms_before"),
        (word.harms_after, "harms_after"),
        (word.says, "says"),
        (word.of_person, "of_person"),
        (word.acts, "acts"),
        (word.limit, f"limit_{word.limit}"),
        (word.joins, "joins"),
    )
    for has, name in told:
        if has:
            return name
    article = "the_" if word.definite else ""
    if word.is_person_noun:
        return f"{article}person"
    if word.rare:
        return f"{article}rare"
    if word.unknown:
        return f"{article}plain"
    return f"{article}{'verb_' if word.is_verb else ''}{'word' if word.listed else 'form'}"


def own_features(word: NameWord) -> Iterator[str]:
    """What a word tells whatever stands around it."""
    text = word.text
    yield kind(word)
    for flag in _FLAGS:
        if getattr(word, flag):
            yield f"is:{flag}"
    for introduced in sorted(word.introduces):
        yield f"introduces:{introduced}"
    yield f"head:{word.head}"
    yield f"limit:{word.limit}"
    yield f"given:{word.given}"
    yield f"family:{word.family}"
    known = "rare" if word.rare else "plain" if word.unknown else "name" if word.is_name else "word"
    for letters in (1, 2, 3):
        yield f"{known} {text[:letters]}…"
        yield f"{known} …{text[-letters:]}"
    yield f"{known} {min(len(text), _LONG)}"
    yield f"={text}"


def around_features(line: Line, at: int, kinds: Sequence[str], covered: Set[int]) -> Iterator[str]:
    """What a token and those around it tell together. `kinds`: those of the three words before it,
    its own, and of the three behind it."""
    words = line.words
    third, second, before, own, after, next_one, last = kinds
    gap, gap_after = _gap(line, at - 1), _gap(line, at)
    text_after = words[at + 1].text if at + 1 < len(words) else _NO_LETTERS
    text_before = words[at - 1].text if at else _NO_LETTERS
    yield f"a {before}|{gap}|{own}"
    yield f"b {own}|{gap_after}|{after}"
    yield f"c {before}|{gap}|{own}|{gap_after}|{after}"
    yield f"d {second}|{before}|{own}"
    yield f"e {own}|{after}|{next_one}"
    yield f"f {second}|{own}"
    yield f"g {own}|{next_one}"
    yield f"h {gap}|{own}"
    yield f"i {own}|{gap_after}"
    yield f"j {own}|{text_after[0]}…"
    yield f"k {own}|…{text_after[-2:]}"
    yield f"l …{text_before[-2:]}|{own}"
    yield f"m {third}"
    yield f"n {last}"
    yield f"o {gap}"
    yield f"p {gap_after}"
    if at in covered:
        yield f"place {own}"
    if at - 1 in covered:
        yield "place before"
    if at + 1 in covered:
        yield "place behind"
    if line.is_on_or_ali(at):
        yield "on" if line.spelt_on(at) else "ali"


def _gap(line: Line, at: int) -> str:
    """What parts a token from the next one, in two letters at most."""
    if not 0 <= at < len(line.words) - 1:
        return _EDGE
    return "".join(line.gap(at).split())[:2] or _NOTHING
