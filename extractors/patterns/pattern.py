"""A word pattern: how a row of a lexicon is written, and where it stands in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from extractors.errors import LexiconError
from extractors.text.fold import fold

if TYPE_CHECKING:
    from extractors.document import Token

_GAP = "…"
#: … by each place of a pattern, of which there are thousands
_WORDS_OF_ELEMENT = 2_000
#: of things and people to whom something is done, whose nouns and adjectives are found in the
#: accusative too (استهدف ملعبا، قتل شرطيا); words with these endings have none, or it is theirs
_OBJECTS = frozenset({"target_words", "target_details", "victim_classes"})
#: of what is done, whose verbs are found in the dual too: دوريتان أوقفتا
_DEEDS = frozenset({"triggers", "harm_words", "perpetrator_cues", "outcomes"})
_WITHOUT_ALEF = ("ه", "ا", "ات", "ون", "ين", "ان", "هم", "نا")


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a pattern: a set of words, of exact words, of beginnings, after a gap."""

    words: frozenset[str]
    exact: frozenset[str]
    prefixes: tuple[str, ...]
    gap: int
    #: what was found out about a word: the same ones come again and again
    known: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def fits(self, token: Token) -> bool:
        """Whether a token may stand in this place."""
        fit = self.known.get(token.text)
        if fit is None:
            if len(self.known) >= _WORDS_OF_ELEMENT:
                self.known.clear()
            self.known[token.text] = fit = self._fits(token)
        return fit

    def _fits(self, token: Token) -> bool:
        if token.text in self.exact:
            return True
        if not self.words.isdisjoint(token.forms):
            return True
        prefixes = self.prefixes
        return bool(prefixes) and any(form.startswith(prefixes) for form in token.forms)

    def occurs(self, words: Set[str], forms: Set[str]) -> bool:
        """Whether any of a text's words, or of their forms, fits."""
        return (
            not self.words.isdisjoint(forms)
            or not self.exact.isdisjoint(words)
            or (bool(self.prefixes) and any(form.startswith(self.prefixes) for form in forms))
        )


@dataclass(frozen=True, slots=True)
class Pattern:
    """A row of a lexicon: what must stand in a sentence, place by place, and what it then says."""

    lexicon: str
    values: Mapping[str, str]
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found in a sentence. `tokens`: indices of the tokens that matched, ascending;
    words in a gap are not among them. `values`: the seed's row."""

    lexicon: str
    values: Mapping[str, str]
    tokens: tuple[int, ...]

    @property
    def first(self) -> int:
        """Index of the first token."""
        return self.tokens[0]

    @property
    def last(self) -> int:
        """Index of the last token (inclusive)."""
        return self.tokens[-1]


SentenceHits = Mapping[str, tuple[Hit, ...]]


def compiled(
    lexicon: str,
    values: Mapping[str, str],
    pattern: str,
    sets: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Pattern:
    """The pattern of a row\'s column. Raises LexiconError where it is badly written."""
    elements: list[Element] = []
    gap = 0
    for part in pattern.split():
        if part.startswith(_GAP):
            if not part[1:].isdecimal() or not elements:
                raise LexiconError(
                    f"seeds/lexicon/{lexicon}.csv: {pattern!r} has a gap that is not …N",
                    "write … and a number between two words",
                )
            gap = int(part[1:])
            continue
        words, exact, prefixes = set(), set(), []
        for word in _spelt_out(part, sets):
            if not word.strip("=*"):
                raise LexiconError(
                    f"seeds/lexicon/{lexicon}.csv: {pattern!r} has an empty alternative",
                    "remove the | that has no word beside it",
                )
            if word.startswith("="):
                exact.add(fold(word[1:]))
                if lexicon in _DEEDS and word.endswith("ت"):
                    exact.add(fold(word[1:]) + "ا")
            elif word.endswith("*"):
                prefixes.append(fold(word[:-1]))
            else:
                words |= _in_the_cases(lexicon, fold(word))
        elements.append(Element(frozenset(words), frozenset(exact), tuple(prefixes), gap))
        gap = 0
    if not elements or gap:
        raise LexiconError(
            f"seeds/lexicon/{lexicon}.csv: {pattern!r} is no pattern", "begin and end it with words"
        )
    return Pattern(lexicon, values, tuple(elements))


def _in_the_cases(lexicon: str, word: str) -> set[str]:
    """A word, with its accusative where it may be an object; where it may be a deed, with a verb's
    dual, and its plural as it stands before a pronoun: أوقفتا، أردوه."""
    deed = lexicon in _DEEDS
    if deed and word.endswith("وا"):
        return {word, word[:-1]}
    object_ = lexicon in _OBJECTS and not word.endswith(_WITHOUT_ALEF)
    longer = (object_ or (deed and word.endswith("ت"))) and not word.startswith("ال")
    return {word, word + "ا"} if longer else {word}


def _spelt_out(part: str, sets: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The words of one place of a pattern, the words of a set in the set's stead."""
    out: list[str] = []
    for word in part.split("|"):
        exact = "=" if word.startswith("=@") else ""
        named = sets.get(word.removeprefix("="))
        out.extend([word] if named is None else [exact + w for w in named])
    return out


def matched(
    elements: tuple[Element, ...], tokens: tuple[Token, ...], at: int
) -> tuple[int, ...] | None:
    """The matching token indices with the first element at `at` and the shortest gaps."""
    if len(elements) == 1:
        return (at,)
    where = [at]
    position = at
    for element in elements[1:]:
        for candidate in range(position + 1, min(position + element.gap + 2, len(tokens))):
            if element.fits(tokens[candidate]):
                where.append(candidate)
                position = candidate
                break
        else:
            return None
    return tuple(where)
