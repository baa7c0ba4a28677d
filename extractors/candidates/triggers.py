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

from extractors.document import token_at
from extractors.event_types import EVENT_FAMILIES, FROM_THE_AIR, GENERIC, SHARPNESS
from extractors.patterns.lexicon import Hit, hits_of
from extractors.patterns.word_sets import word_list, word_set

if TYPE_CHECKING:
    from extractors.document import Document, Quantity, Sentence, Token

#: words that deny what follows
NEGATIONS = word_set("triggers.negations")
#: what may stand between them and what is denied: لم يتم اعتقال أحد، دون أن تعتقل
_BETWEEN = word_set("triggers.between")
_FEMININE = ("ه", "ات")
#: words for what came of an event
_RESULTS = word_set("triggers.results")
#: so many words stand between two figures that are told together: أربعة قتلى و13 جريحا
_BESIDE = 2
#: superlatives, folded, and how many words before "since" they stand
_MOST = word_set("triggers.most")
_COMPARED = 8
#: families that describe a person, behind an attack on him
_KNOWN_FOR = frozenset({"abduction", "arrest", "seizure"})
#: families that end an attack
_CAUGHT = frozenset({"arrest", "seizure"})
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
#: kinds of background markers that recall an older story
RECALLS = frozenset({"recall", "after"})
#: a charge names what somebody did so soon behind its word
_CHARGE_REACH = 5
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


def negated(tokens: Sequence[Token], at: int) -> bool:
    """Whether what a token tells is denied: لم تعتقل، لم يتم اعتقال."""
    before = at - 1
    if before > 0 and tokens[before].text in _BETWEEN:
        before -= 1
    return before >= 0 and tokens[before].text in NEGATIONS


def charged(doc: Document, index: int, hit: Hit) -> bool:
    """Whether it is what somebody is taken or killed for: بدعوى زرعهم عبوة."""
    return any(
        marker.values["kind"] == "charge" and 0 < hit.first - marker.last <= _CHARGE_REACH
        for marker in hits_of(doc, index, "background_markers")
    )


def killed_for(doc: Document, index: int, hit: Hit) -> bool:
    """Whether it is of what somebody is said to have been killed for: قتلوا شابا بحجة محاولته طعن
    جندي."""
    return charged(doc, index, hit) and any(
        marker.values["kind"] == "charge"
        and marker.last < hit.first
        and any(
            harm.values["measure"] == "killed" and harm.first < marker.first
            for harm in hits_of(doc, index, "harm_words")
        )
        for marker in hits_of(doc, index, "background_markers")
    )


def end_of_recall(doc: Document, sentence: Sentence, hit: Hit) -> int:
    """The token with which the sentence comes to its news, behind a recall at its head: بعد يوم من
    مقتل خمسة في قصف، قتل ستة; or comes back to what came of it: اشتباكات على خلفية ثأر، أسفرت عن
    مقتل ثلاثة. Its length where it has none."""
    tokens = sentence.tokens
    if hit.first > 1 and hit.values["kind"] == "recall":
        return _what_came_of_it(doc, sentence, hit)
    if hit.values["kind"] != "after" or hit.first > 1:
        return len(tokens)
    return _news_behind(doc, sentence, hit, default=len(tokens))


def _what_came_of_it(doc: Document, sentence: Sentence, hit: Hit) -> int:
    """The word of what came of an event, behind a pause and a reason that is no event itself, or
    one that the word does not agree with: غارات ردا على هجوم، أسفرت عن مقتل ثلاثة."""
    tokens = sentence.tokens
    results = (
        at
        for at in range(hit.last + 1, len(tokens))
        if tokens[at].text in _RESULTS and paused(sentence, at)
    )
    result = next(results, len(tokens))
    told = [
        tokens[h.first].text
        for name in ("triggers", "harm_words")
        for h in hits_of(doc, sentence.index, name)
        if hit.last < h.first < result
    ]
    of_another = result < len(tokens) and tokens[result].text.endswith("ت")
    of_another = of_another and not any(word.endswith(_FEMININE) for word in told)
    return result if not told or of_another else len(tokens)


def _news_behind(doc: Document, sentence: Sentence, hit: Hit, *, default: int) -> int:
    """The first verb of violence, or of claiming it, behind a word with which the sentence goes on
    after a pause."""
    verbs = [
        h.first
        for name in ("triggers", "harm_words")
        for h in hits_of(doc, sentence.index, name)
        if h.values["form"] == "verb"
    ]
    claims = hits_of(doc, sentence.index, "perpetrator_cues")
    verbs += [h.first for h in claims if h.values["cue"] == "claim"]
    return min((at for at in verbs if at > hit.last and paused(sentence, at)), default=default)


def paused(sentence: Sentence, at: int) -> bool:
    """Whether the sentence begins with a token, or goes on with it behind a pause."""
    tokens = sentence.tokens
    return at == 0 or bool(sentence.passage.folded[tokens[at - 1].end : tokens[at].start].strip())


def _cut(doc: Document, sentence: Sentence) -> list[Clause]:
    index = sentence.index
    tokens = sentence.tokens
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
    fronted = {
        h.first
        for h in markers
        if h.values["kind"] == "fronted"
        or (h.values["kind"] == "ahead" and paused(sentence, h.first))
    }
    fronted -= {h.first for h in markers if h.values["kind"] in ("details", "spoken")}
    starts: dict[int, bool] = {0: 0 in fronted}
    for hit in markers:
        if hit.values["kind"] in _OPENING:
            if _adjunct(sentence, hit) or _other_side(sentence, hit):
                continue  # قتل ثلاثة وأصيب رابع في هجوم آخر
            verb = min((h.first for h in triggers if h.first < hit.first <= h.last), default=None)
            starts.setdefault(hit.first if verb is None else verb, False)
    for hit in (*triggers, *harms):
        text = tokens[hit.first].text
        joined = text[0] in "وف" and not text.startswith(_OWN_LETTER)
        if joined and (hit.lexicon == "harm_words" or hit.values["form"] == "verb"):
            starts.setdefault(hit.first, False)
    if sentence.passage.part == "title":
        beside = (*_told_beside(doc, index, triggers), *_behind_dots(sentence))
        starts.update((at, False) for at in beside if at not in starts)
    starts.update(dict.fromkeys(sorted(fronted), True))
    for hit in hits_of(doc, index, "background_markers"):
        if hit.values["kind"] not in RECALLS:
            continue
        if hit.first > _MIN_CLAUSE:
            starts.setdefault(hit.first, False)
        news = end_of_recall(doc, sentence, hit)
        if news < len(tokens):
            starts.setdefault(news, False)
    for at in _told_of_a_place(doc, sentence):
        starts.setdefault(at, False)
    for hit in weapons:
        if tokens[hit.first].text[0] == "و" and any(
            hit.last < h.first <= hit.last + _SUBJECT_REACH and h.values["form"] == "verb"
            for h in triggers
        ):
            starts.setdefault(hit.first, False)
    for hit in hits_of(doc, index, "reporting_verbs"):
        at = hit.first - (tokens[hit.first - 1].text in _INDEED) if hit.first else 0
        if hit.first > _LONG_OPENING and (paused(sentence, at) or _adding(tokens[hit.first])):
            starts.setdefault(at, False)
    shared = _shared_out(doc, sentence)
    gapped = _gapped(doc, sentence, triggers)
    cuts = sorted(starts)
    marked = [
        (_governor(sentence, h, cuts, harms), h.values["kind"])
        for h in markers
        if not _other_side(sentence, h)
    ]
    marked += [(at, "other") for at in shared | gapped]
    return [
        Clause(
            index,
            first,
            end,
            frozenset(kind for at, kind in marked if first <= at < end),
            starts[first],
            tuple(h for h in triggers if first <= h.first < end),
            tuple(h for h in harms if first <= h.first < end),
            tuple(h for h in weapons if first <= h.first < end),
        )
        for first, end in pairwise([*cuts, len(tokens)])
    ]


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


def event_type(clause: Clause, *, harmed: bool) -> tuple[str | None, str]:
    """The type of the event that a clause tells, and how firmly: event, weak or none.

    The first trigger that names a family decides it; an attack in general (هجوم) gives way to any
    description of its means. `harmed`: whether people were killed or wounded in the clause, which
    excludes the mere finding of weapons.
    """
    events = [h for h in clause.triggers if h.values["kind"] == "event"]
    heard = {at for h in clause.triggers if h.values["form"] == "heard" for at in h.tokens}
    events = [
        h
        for h in events
        if not (h.values["event_type"] == "bombing_other" and heard.intersection(h.tokens))
    ]
    types = [h.values["event_type"] for h in events]
    if harmed:
        types = [t for t in types if t != "weapons_seizure"]
    weak = [h.values["event_type"] for h in clause.triggers if h.values["kind"] != "event"]
    means = [h.values["event_type"] for h in clause.weapons if h.values["event_type"]]
    if types and types[0] in ("arrest", "weapons_seizure", "kidnapping"):
        if types[0] == "arrest" and "weapons_seizure" not in types and not harmed:
            return "arrest", "event"
        return types[0], "event"
    specific = [t for t in types if t not in GENERIC]
    if types[:1] and types[0] in GENERIC:
        # طعن جنديا واعتقل; قتل زعيم الجماعة المسؤول عن خطف: what follows does not rename it
        barred = _KNOWN_FOR if harmed else _CAUGHT
        specific = [t for t in specific if EVENT_FAMILIES[t] not in barred]
    flown = [t for t in (*types, *weak, *means) if t in FROM_THE_AIR]
    bombs = [t for t in (*weak, *means) if EVENT_FAMILIES[t] == "bombing"]
    dropped = specific[:1] == ["bombing_other"] and not bombs
    if flown and (dropped or specific[:1] == ["assassination"]):
        return _sharpest("remote", flown, []), "event"  # the means decide before the aim
    plural = [h.values["event_type"] for h in events if h.values["form"] == "plural"]
    bombed = [t for t in (*types, *weak, *means) if EVENT_FAMILIES[t] == "bombing"]
    if all(t in plural for t in bombed):
        bombed = []  # اغتيال ناشط في مدينة شهدت عشرات التفجيرات
    attempt = any(h.values["event_type"] == "assassination" and h.last > h.first for h in events)
    if bombed and specific[:1] == ["assassination"] and not attempt:
        return _sharpest("bombing", bombed, []), "event"  # اغتالوا العقيد بتفجير سيارته
    if specific:
        return _sharpest(EVENT_FAMILIES[specific[0]], specific, weak + means), "event"
    if types:
        remote = [t for t in (*weak, *means) if EVENT_FAMILIES[t] == "remote"]
        if bombs:
            return _sharpest("bombing", bombs, []), "event"
        if remote:
            return _sharpest("remote", remote, []), "event"
        return _sharpest("armed", types, weak), "event"
    soft = [t for t in (*weak, *means) if not (harmed and t == "weapons_seizure")]
    if soft:
        best = max(
            soft, key=lambda t: (t not in GENERIC, EVENT_FAMILIES[t] != "arrest", SHARPNESS[t])
        )
        return _sharpest(EVENT_FAMILIES[best], soft, []), "weak"
    return None, "none"


def _sharpest(family: str, types: list[str], means: list[str]) -> str:
    """The most telling type of a family."""
    of_family = [t for t in (*types, *means) if EVENT_FAMILIES[t] == family]
    if family == "armed":
        of_family = [t for t in types if EVENT_FAMILIES[t] == family] or of_family
        firm = [t for t in of_family if t not in GENERIC]
        return firm[0] if firm else max(of_family, key=SHARPNESS.__getitem__)
    return max(of_family, key=SHARPNESS.__getitem__)
