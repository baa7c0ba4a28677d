"""The working record of one article on its way through the pipeline.

A component reads a document and adds to it; it never changes what another one wrote. All
stages look at folded text; `Passage.span` leads back to the original words.
"""

from __future__ import annotations

import datetime as dt
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from extractors.records import Article, DatePrecision, Part, PlaceValue, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Passage:
    """Title or text, folded. `offsets[i]` is the original index of folded character i, and has
    one entry more than `folded` for the end."""

    part: Part
    original: str
    folded: str
    offsets: array[int]

    def span(self, start: int, end: int) -> Span:
        """The original words behind folded[start:end] (end exclusive, non-empty)."""
        first, last = self.offsets[start], self.offsets[end - 1] + 1
        return Span(self.part, first, last, self.original[first:last])


@dataclass(frozen=True, slots=True)
class Token:
    """A word of folded text. `start`, `end` are offsets in the passage's folded text.

    `forms`: the word itself first, then what it may be without its proclitics (و ف ب ل ك س ال)
    and attached pronouns, longest first. Matching looks at all of them.
    """

    text: str
    start: int
    end: int
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage; `index` counts through the document, the title's come first.

    `paragraph` counts the lines of the passage. `furniture` marks menus, share buttons, related
    links and the like, which no fact is taken from.
    """

    index: int
    passage: Passage
    start: int
    end: int
    paragraph: int
    tokens: tuple[Token, ...]
    furniture: bool = False

    def spelt(self, token: Token) -> str:
        """A token as the text has it, the signs behind its last letter too."""
        offsets = self.passage.offsets
        return self.passage.original[offsets[token.start] : offsets[token.end]].strip()

    @property
    def folded(self) -> str:
        """The sentence's folded text."""
        return self.passage.folded[self.start : self.end]

    def span(self, start: int, end: int) -> Span:
        """Original words behind folded passage offsets start:end."""
        return self.passage.span(start, end)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of something in a sentence. Offsets are in the passage's folded text.

    `value` is None for vague words (عشرات، عدد من). `kind` says how sure the text is.
    `after` is the index in `sentence.tokens` of the first token behind the quantity (the noun
    that is counted usually starts there); `noun_inside` is set where the noun carries the
    number itself (قتيلان، جندي), and is then that token's index.
    """

    sentence: int
    start: int
    end: int
    low: int | None
    value: int | None
    high: int | None
    kind: Literal["exact", "at_least", "more_than", "up_to", "about", "between", "vague"]
    first_token: int
    after: int
    noun_inside: int | None = None


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression, resolved against the publication day."""

    sentence: int
    start: int
    end: int
    earliest: dt.date
    latest: dt.date
    precision: DatePrecision
    #: dateline: the line that heads an article (بغداد 25 شوال …), says when it was written
    is_dateline: bool = False
    #: the day of the event that is named right behind it (بعد يومين من تفجير …), of no other one
    of_next: bool = False


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place expression (nested forms are one mention), resolved against the gazetteer.

    `kind`: settlement, district, governorate, country, neighbourhood, facility, region, …
    `relation`: inside for "في", near for "قرب، جنوب، على بعد …", origin or destination for
    "من … إلى", else none. `is_dateline` as for dates.
    """

    sentence: int
    start: int
    end: int
    value: PlaceValue
    kind: str
    relation: Literal["inside", "near", "origin", "destination", "none"] = "none"
    is_dateline: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """A name that a recogniser found. `label`: PLACE, ORG, PERSON, WEAPON, TARGET, COUNT, DATE,
    SOURCE. Offsets are in the passage's folded text."""

    sentence: int
    start: int
    end: int
    label: str


@dataclass(slots=True)
class Document:
    """An article, folded and cut, with what the components have added so far."""

    article: Article
    passages: tuple[Passage, ...]
    sentences: tuple[Sentence, ...]
    #: indices of the sentences that deserve the expensive stages (relevance)
    relevant: frozenset[int] = frozenset()
    quantities: tuple[Quantity, ...] = ()
    dates: tuple[DateMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    entities: tuple[Entity, ...] = ()
    #: the persons named in what is quoted of it, as a recogniser sees them
    persons: tuple[Entity, ...] = ()
    #: what later components add, by the component's name
    annotations: dict[str, tuple[object, ...]] = field(default_factory=dict)


class _InSentence(Protocol):
    @property
    def sentence(self) -> int:
        """Index of its sentence."""
        ...


T = TypeVar("T", bound=_InSentence)


def by_sentence(items: Iterable[T]) -> dict[int, list[T]]:
    """The items of each sentence, by its index, in their order."""
    out: dict[int, list[T]] = {}
    for item in items:
        out.setdefault(item.sentence, []).append(item)
    return out


def token_at(doc: Document, sentence: int, offset: int) -> int:
    """Index of the token at a folded offset of the passage (or the one before it)."""
    tokens = doc.sentences[sentence].tokens
    at = 0
    for number, token in enumerate(tokens):
        if token.start > offset:
            break
        at = number
    return at


class Recogniser(Protocol):
    """Finds names in sentences that are already cut into tokens.

    `name` goes into the extractor's version: another model is another extractor.
    """

    @property
    def name(self) -> str:
        """Names the model and its very weights."""
        ...

    def recognise(self, sentences: Sequence[Sentence]) -> list[tuple[Entity, ...]]:
        """One tuple of entities a sentence, in the sentences' order."""
        ...

    def persons(self, sentences: Sequence[Sentence]) -> list[tuple[Entity, ...]]:
        """The persons named in each sentence, in the sentences' order: what masking asks."""
        ...
