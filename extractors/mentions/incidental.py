"""Places and days in a sentence that are not the event's own."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.document import token_at
from extractors.patterns.lexicon import hits_of
from extractors.patterns.word_sets import word_list, word_set
from extractors.text.clitics import unjoined
from extractors.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractors.candidates.actors.reading import ActorMention
    from extractors.document import DateMention, Document, PlaceMention

#: words for coming from a place, and how near before its name
_NATIVE = word_set("mentions.native")
_HOME_REACH = 2
#: a day of saying stands so near behind the word
_SAID_REACH = 11
#: words for speaking of what had happened before: نفى، أدان
_SPEAKING_OF = word_set("mentions.speaking_of")
#: what begins to tell of an event behind its name, and what came before it: القصف الذي تتعرض له
#: القاعدة بعد سقوط صاروخ يوم الخميس
_RELATIVES = word_set("mentions.relatives")
_AFTER = word_set("mentions.after")
#: behind these the words are what was said, and a day among them is the event's own
_THAT = word_set("mentions.that")
#: … but for what came before or after it: بعد أن فجر مجهولون عبوة
_SINCE_THAT = frozenset({"بعد", "قبل", "دون", "منذ"})
#: a place stands so near behind the word of saying, and before what is said
_SPEAKER_REACH = 10
#: where the wounded are brought, by words of bringing, and who speaks there (folded)
_WARDS = word_set("mentions.wards")
_BROUGHT = word_list("mentions.brought")
#: words for carrying the dead and wounded away, and how near where to stands
_CARRIED = word_list("mentions.carried")
_CARRIED_REACH = 4
_STAFF = word_set("mentions.staff")
#: who buries the dead, so near behind the verb
_MOURNS, _MOURNS_REACH = word_set("mentions.mourns"), 3
_WARD_REACH = 6
#: words for being held (folded), and how near the day since when stands
_HELD = word_list("mentions.held")
_SINCE_REACH = 5


def names_an_actor(doc: Document, place: PlaceMention, actors: Iterable[ActorMention]) -> bool:
    """Whether it stands inside the name of an actor, and is not all of it, as a capital is that
    may stand for its government: أطلقت الحركة صواريخ على تل أبيب."""
    tokens = doc.sentences[place.sentence].tokens
    return any(
        a.last > a.first
        and tokens[a.first].start <= place.start < tokens[a.last].end
        and (tokens[a.first].start, tokens[a.last].end) != (place.start, place.end)
        for a in actors
    )


def is_home(doc: Document, place: PlaceMention) -> bool:
    """Whether somebody only comes from it: من مواليد كذا، ينحدر من كذا; or some of those who fell
    only served there: بينهم اثنان من موظفي السفارة."""
    tokens = doc.sentences[place.sentence].tokens
    at = token_at(doc, place.sentence, place.start)
    words = [t.text for t in tokens[max(at - _HOME_REACH, 0) : at]]
    return bool(not _NATIVE.isdisjoint(words))


def is_ward(doc: Document, place: PlaceMention) -> bool:
    """Whether it is where the hospital lies that the wounded were brought to, or that speaks
    of them, or where the dead were taken: تمهيدا لنقلها إلى القاهرة."""
    words = [t.text for t in doc.sentences[place.sentence].tokens]
    at = token_at(doc, place.sentence, place.start)
    if place.relation == "destination" and any(
        unjoined(word, "وفل").startswith(_CARRIED)
        for word in words[max(at - _CARRIED_REACH, 0) : at]
    ):
        return True
    mourned = not _MOURNS.isdisjoint(
        unjoined(w, "وف") for w in words[max(at - _MOURNS_REACH, 0) : at]
    )
    if mourned and any(p.sentence == place.sentence and p.start > place.end for p in doc.places):
        return True  # شيعت مدينة كذا جنودا قضوا في كذا
    near = range(at, max(at - _WARD_REACH, -1), -1)
    ward = next((k for k in near if unjoined(words[k], "وبلف") in _WARDS), None)
    if ward is None:
        return False
    before = [unjoined(w, "وف") for w in words[max(ward - _WARD_REACH, 0) : ward]]
    return any(w.startswith(_BROUGHT) or w in _STAFF for w in before)


def of_captivity(doc: Document, date: DateMention) -> bool:
    """Whether it says since when somebody had been held: بعد اعتقاله منذ خمسة أشهر; or a place:
    تسيطر عليها الفصائل منذ 28 مايو; or when it was taken: التي استعادتها القوات قبل يومين; or when
    some of those who fell were taken: بينهم عاملان خطفا في نوفمبر."""
    tokens = doc.sentences[date.sentence].tokens
    at = token_at(doc, date.sentence, date.start)
    words = [t.text for t in tokens[max(at - _SINCE_REACH, 0) : at + 1]]
    if "منذ" not in words:
        return False
    before = words[: words.index("منذ")]
    return any(word.startswith(_HELD) for word in before)


def is_said(doc: Document, date: DateMention) -> bool:
    """Whether it is the day when somebody said it: a word of saying stands before it and
    nothing that happened between."""
    index = date.sentence
    at = token_at(doc, index, date.start)
    verbs = [
        h.last for h in hits_of(doc, index, "reporting_verbs") if 0 < at - h.last <= _SAID_REACH
    ]
    tokens = doc.sentences[index].tokens
    verbs += [
        k
        for k in range(max(at - _SAID_REACH, 0), at)
        if unjoined(tokens[k].text, "وف") in _SPEAKING_OF
    ]
    if not verbs:
        return False
    if any(token.text in _THAT for token in tokens[max(verbs) + 1 : at]):
        return False  # قال إن الهجوم وقع أمس
    happened = (
        h.first for name in ("triggers", "harm_words", "casualty_nouns")
        for h in hits_of(doc, index, name)
    )  # fmt: skip
    return not any(max(verbs) < first < at for first in happened)


def is_told_of_it(doc: Document, date: DateMention, anchor: int) -> bool:
    """Whether a date stands in what is told of an event behind its name, which begins at `anchor`
    in the folded text: شيعوا أمس ضحايا التفجير الذي وقع أول من أمس."""
    between = doc.sentences[date.sentence].passage.folded[anchor : date.start].split()
    since = [at for at, word in enumerate(between) if word in _RELATIVES]
    return bool(since) and _AFTER.isdisjoint(between[since[-1] :])


def of_speakers(doc: Document, places: list[PlaceMention]) -> set[int]:
    """Places, by id, where he is who says it: وقال مسؤول أمني في بيشاور إن …"""
    out: set[int] = set()
    for place in places:
        if place.kind == "country" or place.relation not in ("inside", "none"):
            continue
        tokens = doc.sentences[place.sentence].tokens
        at = token_at(doc, place.sentence, place.start)
        verbs = [
            h.last
            for h in hits_of(doc, place.sentence, "reporting_verbs")
            if 0 < at - h.last <= _SPEAKER_REACH
        ]
        if not verbs or any(t.text in _THAT for t in tokens[max(verbs) + 1 : at]):
            continue
        happened = any(
            max(verbs) < h.first < at
            for name in ("triggers", "harm_words", "casualty_nouns")
            for h in hits_of(doc, place.sentence, name)
        )
        behind = [t.text for t in tokens[at : at + _SPEAKER_REACH] if t.start >= place.end]
        says = any(
            word in _THAT and before not in _SINCE_THAT for before, word in pairwise(["", *behind])
        )
        if not happened and says:
            out.add(id(place))
    return out


def out_of_place(places: list[PlaceMention]) -> set[int]:
    """Places, by id, that are alone in their country while the article is about another one:
    common words that are a town's name somewhere."""
    names: dict[str, set[str]] = {}
    for place in places:
        if place.value.country:
            names.setdefault(place.value.country, set()).add(fold(place.value.name or ""))
    if not any(len(n) > 1 for n in names.values()):
        return set()
    return {
        id(p)
        for p in places
        if p.kind != "country" and p.value.country and len(names[p.value.country]) == 1
    }
