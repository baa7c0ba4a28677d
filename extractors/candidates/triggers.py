"""What happened: clauses that tell of an event, and the type of the event.

A sentence is cut into clauses where a connective (فيما، بينما، من جهة أخرى), a fronted place
(وفي الموصل) or a new verb of violence (وأصيب، وقتل) begins one. Patterns:
seeds/lexicon/triggers.csv (`kind` event opens an incident by itself, weak needs counts or other
support, modifier only sharpens the type, none tells of no event and masks the words of one),
clause_markers.csv, negatives.csv, background_markers.csv.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.candidates.recalls import RECALLS, charged, end_of_recall, negated, paused
from extractors.document import token_at
from extractors.patterns.lexicon import hits_of
from extractors.patterns.pattern import Hit
from extractors.patterns.word_sets import word_list, word_set

if TYPE_CHECKING:
    from extractors.document import Document, Quantity, Sentence, Token

#: so many words stand between two figures that are told together: أربعة قتلى و13 جريحا
_BESIDE = 2
#: superlatives, folded, and how many words before "since" they stand
_MOST = word_set("triggers.most")
_COMPARED = 8
#: what stands before a word of saying and adds nothing: وقد أكد
_INDEED = word_set("triggers.indeed")
#: a word of saying behind a pause opens a clause when so much was said before
_LONG_OPENING = 5
#: behind these words and "has seen", so near before since when, a place is told of in passing
_WHICH = word_set("triggers.which")
#: … and so soon behind it stands what goes on there
_GOES_ON = 2
#: "among them", and how near before what befell one of them it stands
_AMONG = word_set("triggers.among")
_AMONG_REACH = 6
#: "and others", and how near behind it the place of them stands
_AND_OTHERS = frozenset({"واخري", "واخريان", "واخريين"})
_OTHERS_REACH = 3
#: broken plurals of what may be told so
_SEVERAL = word_set("triggers.several")
#: kinds of markers that begin a clause
_OPENING = frozenset(
    {"clause", "contrast", "topic", "additive", "ordinal", "reply", "other", "next", "worst"}
)
_MIN_CLAUSE = 3
#: the word for a side (folded)
_SIDE = "جهه"
#: behind these a bomb is named (folded)
_OF_A_BOMB = word_set("triggers.of_a_bomb")
#: … and what ends a clause with the event that it is of: أصيب ثلاثة في تفجير آخر
_GOVERNING = _OF_A_BOMB | {"في", "نتيجه", "بسبب", "خلال", "بعد"}
#: a weapon is the subject of a verb that stands so near
_SUBJECT_REACH = 4
#: words whose first letter is their own و or ف, no proclitic
_OWN_LETTER = word_list("triggers.own_letter")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence: tokens first ≤ i < end, with what the lexicons found in it.

    `marks`: kinds of clause markers in it (clause, topic, additive, summary); `fronted`: a place
    stands at its head.
    """

    sentence: int
    first: int
    end: int
    marks: frozenset[str]
    fronted: bool
    triggers: tuple[Hit, ...]
    harms: tuple[Hit, ...]
    weapons: tuple[Hit, ...]

    @property
    def tells(self) -> bool:
        """Whether anything violent is told in it."""
        return bool(self.triggers or self.harms or self.weapons)


def within(first: int, clause: Clause) -> bool:
    """Whether a token stands in the clause."""
    return clause.first <= first < clause.end


@dataclass(frozen=True, slots=True)
class Sense:
    """How a sentence means what it says. `negatives`: kinds of seeds/lexicon/negatives.csv that
    are found in it; `background`: kinds of background_markers.csv."""

    sentence: int
    negatives: frozenset[str]
    background: frozenset[str]


def clauses(doc: Document) -> tuple[Clause, ...]:
    """All clauses of the relevant sentences, in the order of the text."""
    out: list[Clause] = []
    for sentence in doc.sentences:
        if sentence.index in doc.relevant:
            out.extend(_cut(doc, sentence))
    return tuple(out)


def senses(doc: Document) -> tuple[Sense, ...]:
    """One sense for each sentence of the document, relevant or not."""
    out = []
    for sentence in doc.sentences:
        negatives: set[str] = set()
        for hit in hits_of(doc, sentence.index, "negatives"):
            if hit.values["scope"] == "none" or _superlative(sentence, hit):
                continue
            if hit.values["kind"] == "verdict" and _taken_now(doc, sentence, hit):
                continue
            if hit.values["kind"] == "accident" and (_of_one_of_them(sentence.tokens, hit.first)):
                continue
            negatives.add(hit.values["kind"])
        background = {
            hit.values["kind"]
            for hit in hits_of(doc, sentence.index, "background_markers")
            if hit.values["kind"] not in ("past_perfect", "general") or hit.first <= 1
        }
        out.append(Sense(sentence.index, frozenset(negatives), frozenset(background)))
    return tuple(out)


def _of_one_of_them(tokens: Sequence[Token], at: int) -> bool:
    """Whether it befell one of those who were counted: 12 جريحا بينهم امرأة أصيبت برصاصة طائشة."""
    return not _AMONG.isdisjoint(t.text for t in tokens[max(at - _AMONG_REACH, 0) : at])


def _taken_now(doc: Document, sentence: Sentence, hit: Hit) -> bool:
    """Whether those charged are the object of an arrest that is told: ضبط أربعة متهمين بقتل كذا."""
    return any(
        h.values["event_type"] == "arrest"
        and h.values["kind"] == "event"
        and h.first < hit.first <= h.last + 1
        for h in hits_of(doc, sentence.index, "triggers")
    )


def _superlative(sentence: Sentence, hit: Hit) -> bool:
    """Whether it is no figure of a period but a comparison: أعنف هجوم منذ بداية العام."""
    if hit.values["kind"] not in ("statistic", "campaign"):
        return False
    return is_compared(sentence, hit.first)


def is_compared(sentence: Sentence, at: int) -> bool:
    """Whether a superlative stands before a token: أعنف هجوم منذ أسابيع."""
    before = sentence.tokens[max(at - _COMPARED, 0) : at]
    return any(form in _MOST for token in before for form in token.forms)


def _cut(doc: Document, sentence: Sentence) -> list[Clause]:
    """The clauses of a sentence, in its order."""
    index, tokens = sentence.index, sentence.tokens
    triggers = [
        h
        for h in hits_of(doc, index, "triggers")
        if h.values["kind"] != "none" and not negated(tokens, h.first)
    ]
    triggers = [h for h in triggers if not _of_a_nearer_word(h, triggers)]
    harms = [h for h in hits_of(doc, index, "harm_words") if not negated(tokens, h.first)]
    weapons = [h for h in hits_of(doc, index, "weapon_words") if not charged(doc, index, h)]
    markers = [
        h
        for h in hits_of(doc, index, "clause_markers")
        if h.values["kind"] != "next" or paused(sentence, h.first)  # هو الهجوم الثاني خلال يومين
    ]
    fronted = _fronted(sentence, markers)
    starts = {
        0,
        *fronted,
        *_opened(sentence, markers, triggers),
        *_joined(tokens, (*triggers, *harms)),
        *_of_weapons(tokens, weapons, triggers),
        *_around_recalls(doc, sentence),
        *_told_of_a_place(doc, sentence),
        *_reported(doc, sentence),
    }
    if sentence.passage.part == "title":
        starts.update(_told_beside(doc, index, triggers), _behind_dots(sentence))
    cuts = sorted(starts)
    marked = [
        (_governor(sentence, h, cuts, harms), h.values["kind"])
        for h in markers
        if not _other_side(sentence, h)
    ]
    others = _shared_out(doc, sentence) | _gapped(doc, sentence, triggers)
    marked += [(at, "other") for at in others]
    return [
        Clause(
            index,
            first,
            end,
            frozenset(kind for at, kind in marked if first <= at < end),
            first in fronted,
            tuple(h for h in triggers if first <= h.first < end),
            tuple(h for h in harms if first <= h.first < end),
            tuple(h for h in weapons if first <= h.first < end),
        )
        for first, end in pairwise([*cuts, len(tokens)])
    ]


def _fronted(sentence: Sentence, markers: Sequence[Hit]) -> set[int]:
    """The tokens with which a place stands at the head of a clause."""
    fronted = {
        h.first
        for h in markers
        if h.values["kind"] == "fronted"
        or (h.values["kind"] == "ahead" and paused(sentence, h.first))
    }
    return fronted - {h.first for h in markers if h.values["kind"] in ("details", "spoken")}


def _opened(sentence: Sentence, markers: Sequence[Hit], triggers: Sequence[Hit]) -> list[int]:
    """The tokens with which a marker opens a clause, or the verb that it stands in."""
    starts = []
    for hit in markers:
        if hit.values["kind"] in _OPENING:
            if _adjunct(sentence, hit) or _other_side(sentence, hit):
                continue  # قتل ثلاثة وأصيب رابع في هجوم آخر
            verb = min((h.first for h in triggers if h.first < hit.first <= h.last), default=None)
            starts.append(hit.first if verb is None else verb)
    return starts


def _joined(tokens: Sequence[Token], hits: Sequence[Hit]) -> list[int]:
    """The verbs of violence and words of harm that "and" or "so" joins to what stands before."""
    starts = []
    for hit in hits:
        text = tokens[hit.first].text
        joined = text[0] in "وف" and not text.startswith(_OWN_LETTER)
        if joined and (hit.lexicon == "harm_words" or hit.values["form"] == "verb"):
            starts.append(hit.first)
    return starts


def _around_recalls(doc: Document, sentence: Sentence) -> list[int]:
    """The tokens with which a sentence begins to recall something earlier, and those with which it
    comes back to its news."""
    starts = []
    for hit in hits_of(doc, sentence.index, "background_markers"):
        if hit.values["kind"] not in RECALLS:
            continue
        if hit.first > _MIN_CLAUSE:
            starts.append(hit.first)
        news = end_of_recall(doc, sentence, hit)
        if news < len(sentence.tokens):
            starts.append(news)
    return starts


def _of_weapons(
    tokens: Sequence[Token], weapons: Sequence[Hit], triggers: Sequence[Hit]
) -> list[int]:
    """The weapons behind "and" that are the subject of a verb of violence."""
    return [
        hit.first
        for hit in weapons
        if tokens[hit.first].text[0] == "و"
        and any(
            hit.last < h.first <= hit.last + _SUBJECT_REACH and h.values["form"] == "verb"
            for h in triggers
        )
    ]


def _reported(doc: Document, sentence: Sentence) -> list[int]:
    """The tokens with which a word of saying opens a clause, behind all that was said before."""
    tokens, starts = sentence.tokens, []
    for hit in hits_of(doc, sentence.index, "reporting_verbs"):
        at = hit.first - (tokens[hit.first - 1].text in _INDEED) if hit.first else 0
        if hit.first > _LONG_OPENING and (paused(sentence, at) or _adding(tokens[hit.first])):
            starts.append(at)
    return starts


def _behind_dots(sentence: Sentence) -> list[int]:
    """The tokens behind the dots with which a headline goes over to another one: غارات على غزة..
    و20 مصابا بالعيسوية."""
    text, tokens = sentence.passage.folded, sentence.tokens
    gaps = [text[a.end : b.start] for a, b in pairwise(tokens)]
    return [at for at, gap in enumerate(gaps, 1) if ".." in gap]


def _of_a_nearer_word(hit: Hit, triggers: Sequence[Hit]) -> bool:
    """Whether the last word of a trigger with words between belongs to one that begins nearer to
    it: أدى إلى مقتل شرطيين، فيما قتل مدني برصاص."""
    gaps = hit.last - hit.first >= len(hit.tokens)
    return gaps and any(
        other.last == hit.last
        and other.first > hit.first
        and len(other.tokens) == len(hit.tokens)
        and other.values["form"] == hit.values["form"]
        and other.values["event_type"] == hit.values["event_type"]
        for other in triggers
    )


def _places_at(doc: Document, index: int) -> frozenset[int]:
    """The tokens of a sentence with which a place below the country is named."""
    return frozenset(
        token_at(doc, index, p.start)
        for p in doc.places
        if p.sentence == index and p.kind != "country"
    )


def _names_events(tokens: Sequence[Token], triggers: Sequence[Hit]) -> bool:
    """Whether words name events in the plural: غارات، قذائف."""
    return any(
        form.endswith("ات") or form in _SEVERAL
        for h in triggers
        if h.values["kind"] == "event"
        for at in h.tokens
        for form in tokens[at].forms
    )


def _gapped(doc: Document, sentence: Sentence, triggers: Sequence[Hit]) -> frozenset[int]:
    """Tokens with which others like those just told are told of another place, by no word but that:
    دارت اشتباكات في كذا وأخرى في كذا."""
    tokens = sentence.tokens
    others = [at for at, token in enumerate(tokens) if token.text in _AND_OTHERS]
    at_place = _places_at(doc, sentence.index) if others else frozenset()
    return frozenset(
        at
        for at in others
        if _names_events(tokens, [h for h in triggers if h.first < at])
        and any(before < at for before in at_place)
        and any(here in at_place for here in range(at + 1, at + 1 + _OTHERS_REACH))
    )


def _told_of_a_place(doc: Document, sentence: Sentence) -> list[int]:
    """Tokens with which a sentence tells what goes on all the time where its event happened: وقع
    الهجوم في بلدة كذا التي تشهد اشتباكات منذ أيام."""
    index, tokens = sentence.index, sentence.tokens
    events = [h.first for h in hits_of(doc, index, "triggers") if h.values["kind"] == "event"]
    told = [*events, *(h.first for h in hits_of(doc, index, "event_anaphora"))]
    return [
        h.first - 1
        for h in hits_of(doc, index, "background_markers")
        if h.values["kind"] == "general"
        and h.first
        and tokens[h.first - 1].text in _WHICH
        and any(0 <= at - h.first <= _GOES_ON for at in events)
        and any(at < h.first for at in told)
    ]


def _adding(token: Token) -> bool:
    """Whether a word of saying is a participle, which begins what else somebody said, with a pause
    before it or none: … مضيفا أن جنديا قتل."""
    return token.text.startswith("م")


def _told_beside(doc: Document, index: int, triggers: list[Hit]) -> list[int]:
    """Tokens with which a headline names another attack of another place: صاروخ يجرح ثلاثة في كذا
    وغارة على كذا."""
    tokens = doc.sentences[index].tokens
    places = _places_at(doc, index)
    return [
        h.first
        for h in triggers
        if (
            h.values["kind"] == "event"
            and h.values["form"] == "noun"
            and tokens[h.first].text[0] == "و"
            and any(at < h.first for at in places)
            and any(at > h.last for at in places)
        )
    ]


def _adjunct(sentence: Sentence, hit: Hit) -> bool:
    """Whether a marker of another event only ends what the clause tells of it, and begins nothing:
    قتل ثلاثة في هجوم آخر، أصيب رابع بتفجير ثان. The clause as a whole is of that other event."""
    if hit.values["kind"] != "topic":
        return False
    tokens, at = sentence.tokens, hit.first
    while at and tokens[at - 1].text in _GOVERNING:
        at -= 1
    joined = tokens[at].text in _GOVERNING or tokens[at].text[0] == "ب"
    return joined and not paused(sentence, at)


def _other_side(sentence: Sentence, hit: Hit) -> bool:
    """Whether a marker names the other side of those who fight: بين الجيش من جهة والمسلحين من جهة
    أخرى."""
    words = [t.text for t in sentence.tokens[: hit.last]]
    if hit.values["kind"] != "topic" or words[hit.first :] != ["من", _SIDE]:
        return False
    return any(pair == ("من", _SIDE) for pair in pairwise(words[: hit.first]))


def _governor(sentence: Sentence, hit: Hit, cuts: list[int], harms: list[Hit]) -> int:
    """The token whose clause a marker says something of: its own, or where a list of harm begins
    that it ends (قتل ثلاثة وأصيب رابع في هجوم آخر)."""
    if not _adjunct(sentence, hit):
        return hit.first
    at = hit.first
    for end, first in zip(reversed(cuts), reversed(cuts[:-1]), strict=False):
        if end > hit.first:
            continue
        goes_on = any(h.first == end for h in harms) and any(first <= h.first < end for h in harms)
        if not goes_on:
            break
        at = first
    return at


def _shared_out(doc: Document, sentence: Sentence) -> frozenset[int]:
    """Tokens with which a toll goes on to its share of another place, or another attack: قتل ثمانية
    في حي الزهراء واثنان في وادي الذهب، قتل ثلاثة في تفجير واثنان في هجوم."""
    tokens = sentence.tokens
    at_place = _places_at(doc, sentence.index)
    out: list[int] = []
    counted = sorted(
        (q for q in doc.quantities if q.sentence == sentence.index), key=lambda q: q.first_token
    )
    for at, (before, quantity) in enumerate(pairwise(counted), 1):
        first, behind = quantity.first_token, quantity.after
        if (beside := _counted_beside(tokens, counted, at)) is not None:
            behind = beside  # وأربعة قتلى و13 جريحا في حي العامل
        if behind < len(tokens) and tokens[behind].text in _AMONG and paused(sentence, first):
            if _in_a_place(tokens, behind + 1, at_place):
                out.append(first)  # 14 مدنيا، ستة منهم في بلدة كذا
            continue
        if not _goes_on_with(tokens, first):
            continue
        there = any(before.after <= at < first for at in at_place)
        if there and _in_a_place(tokens, behind, at_place):
            out.append(first)
    return frozenset(out)


def _counted_beside(tokens: Sequence[Token], counted: Sequence[Quantity], at: int) -> int | None:
    """The token behind a figure that is told with another one, of a list, by "and": أربعة قتلى و13
    جريحا; None where there is none."""
    if at + 1 >= len(counted):
        return None
    quantity, beside = counted[at], counted[at + 1]
    together = beside.first_token - quantity.after <= _BESIDE
    return beside.after if together and _goes_on_with(tokens, beside.first_token) else None


def _goes_on_with(tokens: Sequence[Token], at: int) -> bool:
    """Whether "and" stands before a figure: وأربعة، و13."""
    return tokens[at].text[0] == "و" or (at > 0 and tokens[at - 1].text == "و")


def _in_a_place(tokens: Sequence[Token], at: int, places: frozenset[int]) -> bool:
    """Whether "in" and a place stand at a token, or behind the noun that is counted there."""
    for here in (at, at + 1):
        if here + 1 < len(tokens) and tokens[here].text == "في" and here + 1 in places:
            return True
        if here < len(tokens) and here in places:
            return True
    return False
