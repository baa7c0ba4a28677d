"""What all fields of an article's incidents are read from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, cast

from extractors.candidates.recalls import RECALLS
from extractors.filling.actor_ids import ActorIds
from extractors.patterns.lexicon import hits_of
from extractors.patterns.word_sets import word_set
from extractors.records import Evidence

if TYPE_CHECKING:
    from extractors.candidates.actors.reading import ActorMention
    from extractors.candidates.counts.casualties import Count
    from extractors.candidates.sources.attribution import SourceMention
    from extractors.candidates.targets import TargetMention
    from extractors.document import Document
    from extractors.joining.incident import Incident
    from extractors.mentions.mention import Mention
    from extractors.patterns.lexicon import Lexicon
    from extractors.records import ActorValue, Basis, Span

#: nouns that another one follows, and how others of theirs end: من رجال الشرطة, من مقاتلي الحركة
_OF_MANY = word_set("fields.of_many")
_CONSTRUCT = ("ي", "و")
#: words that no number counts
_NO_NOUN = word_set("fields.no_noun")
#: an incident older than this at publication is background unless it is all there is
OLD_DAYS = 7
#: fields that are this incident's own only where it is told itself
_OF_ITS_TELLING = frozenset({"date", "place"})
#: words that stand for an attack told before
THE_ATTACK = word_set("fields.the_attack")
#: a flash has so many sentences at most
_FLASH = 2


class Doer(NamedTuple):
    """Who did an incident that is filled in, with the words that name him and say that he did."""

    event_type: str
    country: str | None
    actor: ActorValue
    spans: tuple[Span, ...]


class Context:
    """The article, its incidents, what was filled in so far, and the words noted for the incident
    that is being filled in."""

    def __init__(self, doc: Document, lexicon: Lexicon, incidents: list[Incident]) -> None:
        self.doc = doc
        self.lexicon = lexicon
        self.incidents = incidents
        self.actors = cast("tuple[ActorMention, ...]", doc.annotations.get("actors", ()))
        self.counts = cast("tuple[Count, ...]", doc.annotations.get("counts", ()))
        self.sources = cast("tuple[SourceMention, ...]", doc.annotations.get("sources", ()))
        self.actor_ids = ActorIds(self.actors, lexicon)
        self.body = [s.index for s in doc.sentences if s.passage.part == "text" and not s.furniture]
        #: the text says no more than the title
        self.is_flash = len(self.body) <= _FLASH
        #: days of the last week, in the order of the text
        self.recent = [
            d
            for d in doc.dates
            if d.precision == "day" and 0 <= (doc.article.published_on - d.latest).days <= OLD_DAYS
        ]
        self.evidence: list[Evidence] = []
        #: type and weapon of the incidents filled so far
        self.means: list[tuple[str, str]] = []
        #: of the incidents filled so far
        self.doers: list[Doer] = []
        #: family of attacks and doer, as the head of the text sums them up; None: not yet looked
        self.headed: list[tuple[str, ActorMention]] | None = None

    def span(self, sentence: int, first: int, last: int) -> Span:
        """The words from one token of a sentence to another."""
        of = self.doc.sentences[sentence]
        return of.span(of.tokens[first].start, of.tokens[last].end)

    def count_span(self, count: Count) -> Span:
        """The words of a count: with whom it is of (ثلاثة من رجال الشرطة), without what only
        follows it (14 بينهم)."""
        tokens = self.doc.sentences[count.sentence].tokens
        last = count.last
        if tokens[last].text == "من" and last + 1 < len(tokens):
            last += 1
            if last + 1 < len(tokens) and not tokens[last].text.startswith("ال"):
                construct = tokens[last].text.endswith(_CONSTRUCT)
                last += int(construct or tokens[last].text in _OF_MANY)
        while last > count.first and tokens[last].text in _NO_NOUN:
            last -= 1
        return self.span(count.sentence, count.first, last)

    def note(self, name: str, span: Span, basis: Basis = "told") -> None:
        """Keep the words that a field rests on."""
        entry = Evidence(name, span, basis)
        self.evidence.append(entry)

    def note_also(self, name: str, span: Span | None, basis: Basis = "told") -> None:
        """Keep further words for a field, where there are any that it does not rest on yet."""
        if span is not None and not any(_within(span, s) for s in self.all_noted(name)):
            self.note(name, span, basis)

    def note_instead(self, name: str, span: Span, basis: Basis = "told") -> None:
        """Keep the words that a field rests on after all, and none noted before."""
        self.evidence = [e for e in self.evidence if e.field != name]
        self.note(name, span, basis)

    def noted(self, name: str) -> Span:
        """The first words that a field rests on."""
        return self.all_noted(name)[0]

    def all_noted(self, name: str) -> tuple[Span, ...]:
        """All words that a field rests on."""
        return tuple(e.span for e in self.evidence if e.field == name)

    def is_implied(self, name: str) -> bool:
        """Whether no words say what was noted for a field."""
        return all(e.basis == "implied" for e in self.evidence if e.field == name)

    def evidence_of(self, incident: Incident) -> tuple[Evidence, ...]:
        """All that was noted: a day or place that does not stand where the incident is told is
        carried over. Who claims it, or is held for it, may well be told elsewhere."""
        sentences = [self.doc.sentences[m.sentence] for m in incident.mentions]
        telling = [s.span(s.start, s.end) for s in sentences]
        return tuple(
            replace(entry, basis="carried over")
            if entry.field in _OF_ITS_TELLING
            and not any(_within(entry.span, whole) for whole in telling)
            else entry
            for entry in self.evidence
        )

    def recalled(self, named: ActorMention | TargetMention | Count, mention: Mention) -> bool:
        """Whether a word that recalls an older story parts a name or a count from the event that
        the mention tells of."""
        told_at = min((h.first for h in (*mention.triggers, *mention.harms)), default=None)
        return told_at is not None and any(
            h.values["kind"] in RECALLS and told_at < h.first < named.first
            for h in hits_of(self.doc, named.sentence, "background_markers")
            if named.sentence == mention.sentence
        )


def _within(inner: Span, outer: Span) -> bool:
    """Whether words are part of others."""
    return inner.part == outer.part and outer.start <= inner.start and inner.end <= outer.end
