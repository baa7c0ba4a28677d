"""What of an article may be published: masked quotes, a masked title, an address without names.

docs/safety.md has the rule. All of it is worked out once, when the article is read, from the
names that the extractor found; staging keeps the unmasked words next to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit, urlunsplit

from extractors.names import masked_quote, masked_value, quote_around
from extractors.records import Article, Evidence, IncidentFact, Span
from extractors.text.fold import fold

#: fields whose words locate an event best, before all others
_LOCATING_FIELDS = ("event_type", "killed", "wounded")
_WORD = re.compile(r"[^\W\d_]+")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
#: a part of an address with so many words is taken to be a title
_SLUG_WORDS = 3
#: shorter words of a name (بن، أبو) do not show whose it is
_NAME_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Quoter:
    """Quotes one article. `names`: those that are masked; None where they were not looked for,
    since the article reports no incident: then nothing of it is quoted."""

    article: Article
    names: Sequence[Span] | None

    def title(self) -> str | None:
        """The masked title, 25 words at most; None where there is none, or none may be shown."""
        title = self.article.title
        if self.names is None or not title.strip():
            return None
        return masked_quote("title", title, 0, len(title), self.names)

    def url(self) -> str:
        """The address without the parts that are made of words and may hold a name."""
        return address_without(self.article.url, self.names)

    def words(self, span: Span) -> str:
        """The words of a span, masked, 25 at most."""
        return masked_quote(span.part, self._part(span), span.start, span.end, self.names or ())

    def around(self, fact: IncidentFact) -> tuple[Span, str] | None:
        """The span that locates an incident best and a masked quote around it: the words that name
        the event, else those of its toll, else any; None where it rests on no words."""
        if not fact.evidence:
            return None
        best = min(fact.evidence, key=_rank).span
        return best, quote_around(best.part, self._part(best), best.start, self.names or ())

    def value(self, value: str | None) -> str | None:
        """A value in the text's own words, masked."""
        return value if value is None else masked_value(value, self.names or ())

    def place(self, fact: IncidentFact) -> str | None:
        """The name of the place, masked where its words in the text overlap a name: many places
        are called by persons."""
        spans = [entry.span for entry in fact.evidence if entry.field == "place"]
        inside = [
            name
            for name in self.names or ()
            if any(s.part == name.part and s.start < name.end and name.start < s.end for s in spans)
        ]
        return fact.place.name and masked_value(fact.place.name, inside)

    def _part(self, span: Span) -> str:
        return self.article.title if span.part == "title" else self.article.text


def address_without(url: str, names: Sequence[Span] | None) -> str:
    """An address without the parts that are made of words and may hold one of the names.

    Where a private person is named, parts in Latin letters are left out, since they may spell
    the name; parts in Arabic where they hold a word of it. Where names were not looked for (None),
    all such parts are.
    """
    split = urlsplit(url)
    if names is not None and not names:
        return url
    words = _name_words(names or ())

    def names_somebody(part: str) -> bool:
        plain = unquote(part)
        found = _WORD.findall(plain)
        if _ARABIC.search(plain):
            return names is None or not words.isdisjoint(
                form for word in found for form in (fold(word), fold(word)[1:])
            )
        return sum(len(word) > 1 for word in found) >= _SLUG_WORDS

    path = "/".join(part for part in split.path.split("/") if not names_somebody(part))
    query = "" if names_somebody(split.query) else split.query
    fragment = "" if names_somebody(split.fragment) else split.fragment
    return urlunsplit((split.scheme, split.netloc, path, query, fragment))


def _name_words(names: Sequence[Span]) -> frozenset[str]:
    return frozenset(
        folded
        for name in names
        for word in _WORD.findall(name.words)
        if len(folded := fold(word)) >= _NAME_LETTERS
    )


def _rank(entry: Evidence) -> tuple[int, str, int, int, str]:
    rank = (
        _LOCATING_FIELDS.index(entry.field)
        if entry.field in _LOCATING_FIELDS
        else len(_LOCATING_FIELDS)
    )
    span = entry.span
    return rank, span.part, span.start, span.end, entry.field
