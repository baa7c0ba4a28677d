"""What an article as a whole is about, which weighs on each of its sentences."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, cast

from extractors.event_types import FROM_THE_AIR
from extractors.facts.gazetteer import gazetteer
from extractors.lexicon import hits_of
from extractors.mentions.air_campaign import is_air_campaign
from extractors.mentions.lead_report import may_be_told_apart, told_apart
from extractors.mentions.mention import HARM

if TYPE_CHECKING:
    from extractors.document import Document, Sentence
    from extractors.facts.casualties import Count
    from extractors.facts.triggers import Sense

#: kinds of negatives that leave nothing of a sentence
FATAL = frozenset({"sport", "cyber", "figurative", "drill", "fiction", "opinion", "yearbook"})
#: an article with so many sentences of militants and forces is about those
_ABOUT_WAR = 3
#: what the title and so many sentences are about the whole article is about
_ARTICLE_LEAD = 3
#: what the police have to do with gangs
_OF_GANGS = frozenset({"clash", "armed_attack", "arrest", "weapons_seizure", "execution"})
#: what happened so many days ago is no news
_LONG_PAST = 8 * 365
#: further headlines: so many lines at most, of so many words, above so many words of prose
_DECK_LINES, _DECK_WORDS, _PROSE = 4, 25, 12
#: so few fall on one day of a month that is not named
_A_DAYS_TOLL = 20
#: what is never an accident
_NO_ACCIDENTS = FROM_THE_AIR | {"shelling", "suicide_bombing", "clash", "assassination"}


def _deck(doc: Document, body: list[int]) -> list[int]:
    """Indices of the sentences of further headlines between the title and the text that tell of an
    event: in short lines without a full stop, above a paragraph that is longer."""
    if not any(s.passage.part == "title" for s in doc.sentences):
        return []
    paragraphs: dict[int, list[Sentence]] = {}
    for index in body:
        sentence = doc.sentences[index]
        paragraphs.setdefault(sentence.paragraph, []).append(sentence)
    deck: list[int] = []
    for lines in list(paragraphs.values())[:_DECK_LINES]:
        written = lines[-1].folded
        words = sum(len(s.tokens) for s in lines)
        if words > _DECK_WORDS or written[-1:] in tuple(".!؟?:،"):
            break
        deck += [s.index for s in lines]
    rest = body[len(deck) :]
    if not any(len(doc.sentences[index].tokens) >= _PROSE for index in rest[:_DECK_LINES]):
        return []
    return [
        index
        for index in deck
        # الاعتداء جاء قبل …: a caption speaks of what is known
        if any(
            not doc.sentences[index].tokens[hit.first].text.startswith("ال")
            for hit in hits_of(doc, index, "triggers")
        )
    ]


def _spoken_of(doc: Document, sentence: int) -> set[str]:
    """Of which kinds of armed men and their arms a sentence speaks, an armed group's name too."""
    kinds = {h.values["kind"] for h in hits_of(doc, sentence, "security_context")}
    if any(h.values.get("actor_type") == "armed_group" for h in hits_of(doc, sentence, "actors")):
        kinds.add("war")
    return kinds


class ArticleSense:
    """What an article as a whole is about, by its title, its lead and the words all over it."""

    def __init__(self, doc: Document, senses: tuple[Sense, ...]) -> None:
        #: how many sentences speak of militants, forces and their weapons
        spoken = [_spoken_of(doc, s.index) for s in doc.sentences]
        self.security = sum(bool(kinds) for kinds in spoken)
        #: whether it speaks of militants, forces or terror, not only of arms as criminals have too
        self.war = any("war" in kinds for kinds in spoken)
        body = [s.index for s in doc.sentences if s.passage.part == "text" and not s.furniture]
        deck = _deck(doc, body)
        body = [index for index in body if index not in deck]
        self.lead = frozenset(body[:2])
        titles = (s.index for s in doc.sentences if s.passage.part == "title")
        self.titles = frozenset((*titles, *deck))
        #: whether it is a report on raids from the air
        self.air_campaign = is_air_campaign(doc, self.titles | frozenset(body[:1]))
        self._doc, self._senses, self._body = doc, senses, body
        self.title_negatives = frozenset(
            kind for s in senses if s.sentence in self.titles for kind in s.negatives
        )
        self.lead_negatives = frozenset(
            kind for s in senses if s.sentence in self.lead for kind in s.negatives
        )
        #: what the head speaks of: the title, or the first sentence where there is none
        self.head_negatives = self.title_negatives or (
            frozenset()
            if self.titles
            else frozenset(k for s in senses if s.sentence in body[:1] for k in s.negatives)
        )
        self.titled_security = any(hits_of(doc, index, "security_context") for index in self.titles)
        #: in which sentences an event of each type is told
        self._told_in: dict[str, set[int]] = defaultdict(set)
        for sentence in doc.sentences:
            for hit in hits_of(doc, sentence.index, "triggers"):
                if hit.values["kind"] == "event":
                    self._told_in[hit.values["event_type"]].add(sentence.index)
        #: whether anything is told that nobody takes for an accident
        self.told_types = self._told_in.keys()
        self.armed = not _NO_ACCIDENTS.isdisjoint(self.told_types)
        heads = self.titles | frozenset(body[:1])
        #: whether its head tells of a gang, and nothing in it is what gangs do not do
        self.of_gangs = (
            any("gang" in s.negatives for s in senses if s.sentence in heads)
            and self.told_types <= _OF_GANGS
            and not self.war
        )

    def is_told_beside(self, event_type: str, sentence: int) -> bool:
        """Whether any sentence but this one tells of such an event."""
        return bool(self._told_in.get(event_type, set()) - {sentence})

    @cached_property
    def at_peace(self) -> bool:
        """Whether all places that it names lie in countries without armed conflict."""
        countries = {p.value.country for p in self._doc.places if p.value.country}
        return bool(countries) and countries <= gazetteer().at_peace

    @cached_property
    def counts_a_period(self) -> bool:
        """Whether its title tells how many fell in weeks or more: by such words, or by a toll that
        it dates by nothing but a month: 122 شهيدا في تشرين الثاني."""
        if "statistic" in self.title_negatives:
            return True
        counts = cast("tuple[Count, ...]", self._doc.annotations.get("counts", ()))
        many = any(
            c.sentence in self.titles and c.measure in HARM and (c.value or 0) > _A_DAYS_TOLL
            for c in counts
        )
        dated = {d.precision for d in self._doc.dates if d.sentence in self.titles}
        return many and dated == {"month"}

    @cached_property
    def of_no_event(self) -> bool:
        """Whether nothing in it is an incident: it is about sport, crime, an accident …"""
        beside = told_apart(self._doc, self._body[:_ARTICLE_LEAD], self._senses)
        return _of_old_times(self._doc, self._body[:1]) or self._of_none(beside)

    @property
    def surely_of_no_event(self) -> bool:
        """Whether `of_no_event` will be true, by words alone: nothing else need be read then."""
        return self._of_none(may_be_told_apart(self._doc, self._body[:_ARTICLE_LEAD], self._senses))

    def _of_none(self, beside: frozenset[str]) -> bool:
        """Whether it is about something else, where these kinds of negatives that stand apart from
        what its head reports take nothing from it."""
        told = self._negatives(beside)
        if told & FATAL or "anniversary" in told or self.of_gangs:
            return True
        if told & {"accident", "crime"}:
            return True
        if (
            "crime" in self.title_negatives
            and not self.titled_security
            and self.security < _ABOUT_WAR
        ):
            return True
        mishap = "accident" in self.title_negatives | self.lead_negatives
        return mishap and not self.security and not self.armed

    def _negatives(self, beside: frozenset[str]) -> frozenset[str]:
        """The kinds of negatives that weigh on all of the article."""
        opening = self.titles | frozenset(self._body[:_ARTICLE_LEAD])
        if "condemn" in self.title_negatives | self.lead_negatives:
            beside |= {"crime"}  # officials who condemn an attack call it one
        return frozenset(
            kind
            for sense in self._senses
            for kind in sense.article_negatives
            if sense.sentence in self.titles
            or (sense.sentence in opening and kind not in beside)
            or (
                kind in ("accident", "crime")
                and kind not in beside
                and self.security < _ABOUT_WAR
                and not self.armed
            )
        )


def _of_old_times(doc: Document, first: list[int]) -> bool:
    """Whether the days and years that the first sentence names are all long past; not since when
    something has gone on."""
    days = [d for d in doc.dates if d.sentence in first and not d.is_dateline]
    if not days or any(t.text.endswith("منذ") for i in first for t in doc.sentences[i].tokens):
        return False
    return all((doc.article.published_on - d.latest).days > _LONG_PAST for d in days)
