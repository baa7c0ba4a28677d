"""What the score of names sees of each word of a sentence: the word, its kind, its neighbours.

The kinds are those of words.py; nothing here decides anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.names.vocabulary import PERHAPS, SURELY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence, Set

    from extractors.names.line import Line
    from extractors.names.words import NameWord

#: neighbours whose own features count, by their distance
_NEAR = (-2, -1, 0, 1, 2)
_LONG = 8
_FLAGS = (
    "is_office", "construct", "harms_before", "harms_after", "of_person", "says", "acts",
    "is_being", "is_verb", "is_thing", "ordinary", "listed", "prefixed", "definite",
    "is_person_noun", "joins", "unknown", "rare", "mostly",
)  # fmt: skip
_EDGE, _NOTHING = "edge", "_"
_NO_LETTERS = "^^"
#: so many words before a sentence and behind it are told as its edge
_OUTSIDE = 3
#: so many words are looked at for one
_WINDOW = 2 * _OUTSIDE + 1


def features(
    line: Line, covered: Set[int], figures: Set[int], persons: Mapping[int, str]
) -> list[list[str]]:
    """The features of each token of a sentence. `covered`: tokens of places and actors; `figures`:
    of public figures; `persons`: of what a tagger took for a person, "P" the first of them, "p"
    the others."""
    edge = [_EDGE] * _OUTSIDE
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
        told = [f"person {by} {persons.get(at + by, '')}" for by in (-1, 0, 1)]
        public = ["public figure"] if at in figures else []
        found.append([*near, *around, *told, *public])
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
