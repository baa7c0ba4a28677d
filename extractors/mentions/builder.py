"""From the clauses of a document to its mentions."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from extractors.candidates.triggers import within
from extractors.comparing import is_passed, named
from extractors.document import by_sentence, token_at
from extractors.event_types import GENERIC
from extractors.mentions.air_campaign import is_only_aimed
from extractors.mentions.article_sense import ArticleSense
from extractors.mentions.definiteness import note_definiteness
from extractors.mentions.event_kind import event_kind, note_captures, strikes_from_the_air
from extractors.mentions.incidental import (
    is_home,
    is_said,
    is_told_of_it,
    is_ward,
    names_an_actor,
    of_captivity,
    of_speakers,
    out_of_place,
)
from extractors.mentions.linking_words import note_additions, note_background, note_plurals
from extractors.mentions.mention import Mention, told
from extractors.patterns.word_sets import word_set

if TYPE_CHECKING:
    from extractors.candidates.actors.reading import ActorMention
    from extractors.candidates.counts.casualties import Count
    from extractors.candidates.sources.attribution import SourceMention
    from extractors.candidates.targets import TargetMention
    from extractors.candidates.triggers import Clause, Sense
    from extractors.candidates.weapons import WeaponMention
    from extractors.document import Document, Sentence
    from extractors.patterns.lexicon import Lexicon
    from extractors.patterns.pattern import Hit

#: kinds that make a sentence talk about an event, not report it
_ABOUT = frozenset({"verdict", "condemn", "judicial", "anniversary"})
#: … that sentence, and no other of the article
_ABOUT_HERE = frozenset({"funeral"})

#: behind these stands what something else followed
_FOLLOWING = word_set("mentions.following")
#: what somebody is who dies of a wound
_OF_WOUNDS = word_set("counts.of_wounds")
#: markers behind which a clause that tells nothing itself belongs to what follows
_APART = frozenset({"topic", "other", "next"})


#: signs before the items of a list, and so many make one
_BULLETS = ("▪", "•", "●", "■", "◆", "◾", "▫", "□", "○", "►", "*", "- ", "– ")
_ITEMS = 3
#: a family of attacks that hit several places in one sentence
_OF_MANY_BLOWS = "remote"
#: a line of so many words at most may be a heading
_HEADING = 12


class Builder:
    """Builds the mentions of a document."""

    def __init__(self, doc: Document, lexicon: Lexicon) -> None:
        self.doc = doc
        self.lexicon = lexicon
        notes = doc.annotations
        self.clauses = cast("tuple[Clause, ...]", notes.get("clauses", ()))
        self.senses = cast("tuple[Sense, ...]", notes.get("senses", ()))
        self.article = ArticleSense(doc, self.senses)
        self.counts = by_sentence(cast("tuple[Count, ...]", notes.get("counts", ())))
        self.actors = by_sentence(cast("tuple[ActorMention, ...]", notes.get("actors", ())))
        self.weapons = by_sentence(cast("tuple[WeaponMention, ...]", notes.get("weapons", ())))
        self.targets = by_sentence(cast("tuple[TargetMention, ...]", notes.get("targets", ())))
        self.sources = by_sentence(cast("tuple[SourceMention, ...]", notes.get("sources", ())))
        self.dates = by_sentence(tuple(d for d in doc.dates if not of_captivity(self.doc, d)))
        places = [
            p
            for p in doc.places
            if p.kind == "country" or not names_an_actor(doc, p, self.actors.get(p.sentence, ()))
        ]
        # where he is who says it is no place of what he tells, unless no other is named
        heard = of_speakers(doc, places)
        spoken = {id(p): replace(p, relation="none") for p in places if id(p) in heard}
        places = [spoken.get(id(p), p) for p in places]
        self.places = by_sentence(places)
        self.spoken = {id(p) for p in spoken.values()}
        self.odd = out_of_place(places) | self.spoken
        self.items = _listed(doc)

    def build(self) -> list[Mention]:
        """All mentions that may be of an incident, in the order of the text."""
        out: list[Mention] = []
        by_sentence: dict[int, list[Clause]] = {}
        for clause in self.clauses:
            by_sentence.setdefault(clause.sentence, []).append(clause)
        for index, cut in by_sentence.items():
            out.extend(self._of_sentence(index, cut))
        return out

    def _of_sentence(self, index: int, cut: list[Clause]) -> list[Mention]:
        sense = self.senses[index]
        mentions: list[Mention] = []
        waiting: list[Clause] = []
        if index in self.items:  # another item of the list is another story
            cut = [replace(cut[0], marks=cut[0].marks | {"topic"}), *cut[1:]]
        for clause in cut:
            mention = self._mention(clause, sense)
            if mention is None:
                if mentions and not clause.fronted and not clause.marks & _APART:
                    self._attach(mentions[-1], clause)
                else:
                    waiting.append(clause)
                continue
            for other in waiting:
                self._attach(mention, other)
            waiting = []
            mentions.append(mention)
        _name_alike(mentions)
        _done_alike(mentions)
        _fell_likewise(mentions)
        for mention in mentions:
            if any(p.kind != "country" and id(p) not in self.odd for p in mention.places):
                mention.places = [p for p in mention.places if id(p) not in self.odd]
            elif not told(mention):
                mention.places = [p for p in mention.places if id(p) not in self.spoken]
            if not mention.dates and not mention.freed:
                days = [d for d in self.dates.get(index, ()) if not (d.is_dateline or d.of_next)]
                mention.dates = [d for d in days if not is_said(self.doc, d)]
                mention.said = [d for d in days if is_said(self.doc, d)]
            _leave_the_deathbed(self.doc, mention)
            _keep_its_day(self.doc, mention)
            _leave_what_followed(self.doc, mention)
            if not mention.sources:
                mention.sources = list(self.sources.get(index, ()))
        return mentions

    def _may_fly(self, mention: Mention) -> bool:
        """Whether nobody is named as its doer who cannot strike from the air."""
        doers = [a for a in mention.actors if a.part == "perpetrator" and a.actor_id]
        return not any(
            self.lexicon.actors[a.actor_id]["actor_type"] == "armed_group" for a in doers
        )

    def _attach(self, mention: Mention, clause: Clause) -> None:
        """What stands in the clause belongs to the mention."""
        doc, index = self.doc, clause.sentence
        mention.counts += [c for c in self.counts.get(index, ()) if within(c.first, clause)]
        mention.places += [
            p
            for p in self.places.get(index, ())
            if not p.is_dateline
            and within(token_at(doc, index, p.start), clause)
            and not is_ward(doc, p)
            and not is_home(doc, p)
        ]
        days = [
            d
            for d in self.dates.get(index, ())
            if not d.is_dateline and within(token_at(doc, index, d.start), clause)
        ]
        mention.dates += [d for d in days if not is_said(doc, d)]
        mention.said += [d for d in days if is_said(doc, d)]
        mention.actors += [a for a in self.actors.get(index, ()) if within(a.first, clause)]
        mention.weapons += [w for w in self.weapons.get(index, ()) if within(w.first, clause)]
        mention.targets += [t for t in self.targets.get(index, ()) if within(t.first, clause)]
        mention.sources += [s for s in self.sources.get(index, ()) if within(s.first, clause)]

    def _mention(self, clause: Clause, sense: Sense) -> Mention | None:
        doc = self.doc
        index = clause.sentence
        counts = [c for c in self.counts.get(index, ()) if within(c.first, clause)]
        if not clause.tells and not any(c.role == "total" for c in counts):
            return None
        kind, firmness = event_kind(doc, clause, counts)
        if kind is None and not counts and not clause.harms:
            return None
        mention = Mention([clause], kind, firmness)
        self._attach(mention, clause)
        if "other" in clause.marks and mention.places and mention.counts[:1]:
            # خمسة في بلدة كذا وأربعة في مدينة كذا: no more of the five
            mention.counts[0] = replace(mention.counts[0], joins=False)
        used = {weapon.weapon for weapon in mention.weapons}
        if mention.event_type == "bombing_other" and used == {"firearm", "grenade"}:
            mention.event_type = "armed_attack"  # أطلقوا النار وألقوا قنبلة يدوية
        if mention.event_type == "arrest" and all(map(is_passed, mention.places)):
            # اعتقل خمسة من مخيم كذا: it was there
            mention.places = [
                replace(p, relation="inside") if p.relation == "origin" else p
                for p in mention.places
            ]
        if kind in GENERIC and any(strikes_from_the_air(self.lexicon, a) for a in mention.actors):
            mention.event_type = "air_strike"
        if self.article.air_campaign and self._may_fly(mention) and is_only_aimed(doc, mention):
            mention.event_type, mention.firmness = "air_strike", "event"
        sentence = doc.sentences[index]
        mention.title = index in self.article.titles
        mention.lead = index in self.article.lead
        mention.paragraph = sentence.paragraph
        mention.heading = not mention.title and _is_heading(doc, sentence)
        note_definiteness(doc, mention)
        if mention.of_counted:  # what hit one of them is no event of its own
            mention.event_type, mention.firmness = None, "weak"
            mention.counts, mention.places = [], []
        note_captures(doc, mention)
        note_additions(doc, mention)
        note_plurals(doc, mention)
        mention.about = bool(
            sense.negatives & _ABOUT_HERE
            or (sense.negatives | self.article.head_negatives) & _ABOUT
        )
        note_background(doc, mention)
        if mention.explains_blasts:
            mention.background = mention.several = False  # وجاءت الانفجارات عقب قصف
        if mention.freed and (kind == "kidnapping"):
            self._note_taken(mention)
        return mention

    def _note_taken(self, mention: Mention) -> None:
        """What tells that captives came free recalls how they were taken; its days ahead of the
        word for that, and behind the first one, are those of the release."""
        tokens = self.doc.sentences[mention.sentence].tokens
        taken = [h.first for h in (*mention.triggers, *mention.harms) if _of_taking(h)]
        mention.background = True
        behind = [
            d for d in mention.dates if taken and (d.of_next or d.start > tokens[taken[0]].start)
        ]
        mention.dates = behind[:1]


def _is_heading(doc: Document, sentence: Sentence) -> bool:
    """Whether a sentence of a few words without a full stop is a line of its own above another."""
    after = sentence.index + 1
    if len(sentence.tokens) > _HEADING or after >= len(doc.sentences):
        return False
    following, before = doc.sentences[after], doc.sentences[sentence.index - 1]
    alone = sentence.paragraph not in (
        following.paragraph,
        before.paragraph if before.passage is sentence.passage else None,
    )
    return alone and following.passage is sentence.passage and sentence.folded[-1:].isalnum()


def _listed(doc: Document) -> frozenset[int]:
    """Indices of the sentences that begin the items of a list with a sign before each, the first
    one apart: ▪ قتل أربعة … ▪ أعلن الجيش …"""
    firsts: dict[int, int] = {}
    for sentence in doc.sentences:
        if sentence.passage.part == "text" and not sentence.furniture:
            firsts.setdefault(sentence.paragraph, sentence.index)
    lines = doc.sentences[-1].passage.original.split("\n") if doc.sentences else []
    items = [
        index
        for paragraph, index in sorted(firsts.items())
        if paragraph < len(lines) and lines[paragraph].lstrip().startswith(_BULLETS)
    ]
    return frozenset(items[1:]) if len(items) >= _ITEMS else frozenset()


def _of_taking(hit: Hit) -> bool:
    """Whether a word says that somebody was taken."""
    return hit.values.get("measure") == "abducted" or (
        hit.values.get("event_type") == "kidnapping" and hit.values.get("note") != "freed"
    )


def _keep_its_day(doc: Document, mention: Mention) -> None:
    """Of several days keep the one that is told of the event behind its name: أعلن الجمعة … تبني
    الهجوم الذي وقع الثلاثاء."""
    days = [d for d in mention.dates if d.precision == "day"]
    if not mention.triggers:
        return
    tokens = doc.sentences[mention.sentence].tokens
    anchor = tokens[mention.triggers[0].first].start
    if not mention.definite or len(days) < 2:
        return
    own = [d for d in days if d.start > anchor and is_told_of_it(doc, d, anchor)]
    if own and any(d.start < anchor for d in days):
        mention.dates = own


def _leave_the_deathbed(doc: Document, mention: Mention) -> None:
    """Where and when somebody died of his wounds is neither where nor when he was wounded, if that
    is told behind it: توفي أمس في عمان متأثرا بجراح أصيب بها في تفجير في عدن قبل أسبوع."""
    tokens = doc.sentences[mention.sentence].tokens
    wounds = next((t for t in tokens if t.text in _OF_WOUNDS), None)
    if wounds is None or not any(
        tokens[h.first].start > wounds.start for h in (*mention.triggers, *mention.harms)
    ):
        return
    here = [p for p in mention.places if p.sentence == mention.sentence]
    if any(p.start > wounds.start and (named(p) or p.value.admin1_code) for p in here):
        mention.places = [p for p in mention.places if p.start > wounds.start]
    days = [d for d in mention.dates if d.sentence == mention.sentence]
    if any(d.start > wounds.start for d in days):
        mention.dates = [d for d in mention.dates if d.start > wounds.start]


def _leave_what_followed(doc: Document, mention: Mention) -> None:
    """The day of what was done because of an attack is not the attack's: أقالت الحكومة الخميس
    حاكم الولاية عقب الهجوم."""
    tokens = doc.sentences[mention.sentence].tokens
    told_at = [h.first for h in (*mention.triggers, *mention.harms)]
    if not mention.definite or not told_at or not mention.dates:
        return
    first = min(told_at)
    if first == 0 or tokens[first - 1].text not in _FOLLOWING:
        return
    ahead = [d for d in mention.dates if d.precision == "day" and d.end < tokens[first - 1].start]
    mention.said += list(ahead)
    mention.dates = [d for d in mention.dates if d not in ahead]


def _name_alike(mentions: list[Mention]) -> None:
    """Let those of a list be what its last one is called: خمسة في الكرادة وثلاثة في البياع وواحد في
    الدورة في تفجيرات."""
    for before, listed in reversed(list(pairwise(mentions))):
        if "other" in listed.opening and before.event_type is None:
            before.event_type, before.firmness = listed.event_type, listed.firmness


def _done_alike(mentions: list[Mention]) -> None:
    """Let those of a list be the deed of whose the first one is: اعتقل الجيش ثلاثة في كذا وواحدا في
    كذا."""
    for before, listed in pairwise(mentions):
        if "other" in listed.opening and not listed.actors and not listed.triggers:
            listed.actors = [a for a in before.actors if a.part != "victim"]


def _fell_likewise(mentions: list[Mention]) -> None:
    """Let those of whom it is only said that they fell, in a place of their own, fall to what the
    sentence told before: قتل مدني بقصف على حي كذا، وقتل آخران في حي كذا."""
    for before, fell in pairwise(mentions):
        if (
            fell.event_type is None
            and fell.harms
            and told(fell)
            and any(named(p) and p.relation == "inside" for p in fell.places)
            and any(named(p) for p in before.places)
            and before.family == _OF_MANY_BLOWS
            and before.firmness == "event"
            and not (fell.opening & _APART or fell.clauses[0].fronted or fell.background)
        ):
            fell.event_type, fell.firmness = before.event_type, before.firmness
