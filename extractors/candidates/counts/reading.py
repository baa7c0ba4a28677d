"""How many were killed, wounded, arrested, abducted: each statement of a count in an article.

A quantity becomes a count through the noun that it counts (٣٥ قتيلا), through the word of harm
that governs it (مقتل 35 شخصا، أصيب ثلاثة) or as a second member of a list (ضابط و3 جنود).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.candidates.counts.casualties import Count
from extractors.candidates.counts.line import CountLine
from extractors.candidates.counts.measures import WITH_HIM, is_member, let_go, role_and_measure
from extractors.candidates.counts.persons import (
    person_before,
    persons_told,
    relative_of,
)
from extractors.candidates.counts.sides import with_other_sides
from extractors.patterns.word_sets import word_set
from extractors.text.clitics import unjoined
from extractors.text.counted_nouns import counted_noun

if TYPE_CHECKING:
    from extractors.document import Document, Quantity
    from extractors.names.words import NameWords

#: what befalls people one by one
_OF_PERSONS = frozenset({"killed", "wounded", "abducted", "arrested"})
#: a phrase for a period and its figure are so many words apart at most
_PERIOD = 7
_PERIOD_AHEAD = 12
_LARGE = 50
_SETS_APART = word_set("counts.sets_apart")
#: words of time behind a number that counts people told before: أصيب 17 اليوم
_DAYS = word_set("counts.days")
#: who is held as no suspect of violence
_NO_SUSPECTS = word_set("counts.no_suspects")
#: words for somebody's kin
_KIN = word_set("counts.kin")
_OF_THEM = "منه"
#: what anybody may be called who was told of before
_ANYBODY = frozenset({"رجل", "شخص", "قتيل", "شهيد", "ضحية", "جريح", "مصاب", "شاب", "آخر"})


def counts(doc: Document, name_words: NameWords) -> tuple[Count, ...]:
    """All counts of the relevant sentences, in the order of the text; `name_words` tell who is only
    named."""
    by_sentence: dict[int, list[Quantity]] = {}
    for quantity in doc.quantities:
        by_sentence.setdefault(quantity.sentence, []).append(quantity)
    out: list[Count] = []
    #: large figures of a period: told again without it, they are the period's still
    of_periods: set[int] = set()
    for sentence in doc.sentences:
        if sentence.index in doc.relevant:
            line = CountLine(doc, sentence, by_sentence.get(sentence.index, []), name_words)
            out.extend(_of_sentence(line, of_periods))
    return tuple(_without_old(doc, [c for c in out if c.value not in of_periods]))


def _without_old(doc: Document, found: list[Count]) -> list[Count]:
    """The counts without duals that mean two who were counted before: توفي الرجلان."""
    out: list[Count] = []
    twos: set[str] = set()
    for count in found:
        token = doc.sentences[count.sentence].tokens[count.first]
        noun = counted_noun(token) if count.value == 2 else None
        definite = unjoined(token.text, "وفبل").startswith("ال")
        known = definite and noun is not None and noun.lemma in _ANYBODY
        if known and count.measure in twos and count.first == count.last:
            continue
        if count.value == 2:
            twos.add(count.measure)
        out.append(count)
    return out


def _of_sentence(line: CountLine, of_periods: set[int]) -> list[Count]:
    """The counts, zero tolls and single persons of the sentence."""
    out: list[Count] = []
    for quantity in line.quantities:
        count = _count(line, of_periods, quantity, out[-1] if out else None)
        if count is None:
            continue
        person = person_before(line, count)
        if person is not None:
            out.append(person)
            count = replace(count, joins=True)
        out.append(count)
        if count.role == "total" and count.measure in _OF_PERSONS:
            out.extend(relative_of(line, count))
    out.extend(persons_told(line, out))
    out = with_other_sides(line, sorted(out, key=lambda c: (c.first, c.measure)))
    out = _shared_by_place(line, out)
    for hit in line.zeros:
        for measure in filter(None, hit.values["measures"].split("|")):
            out.append(Count(line.sentence.index, hit.first, hit.last, measure, 0, 0, 0, "total"))
    return sorted(out, key=lambda c: (c.first, c.measure))


def _shared_by_place(line: CountLine, found: list[Count]) -> list[Count]:
    """The counts, the parts of a toll made tolls of their own where each fell in another place and
    together they are all of it: 14 مدنيا، ستة منهم في بلدة كذا وخمسة في كذا وثلاثة في كذا."""
    for number, whole in enumerate(found):
        parts = [c for c in found[number + 1 :] if c.measure == whole.measure]
        if (
            whole.role == "total"
            and len(parts) > 1
            and all(c.role == "sub_count" and c.value and _somewhere(line, c) for c in parts)
            and sum(c.value or 0 for c in parts) == whole.value
        ):
            first = line.tokens[parts[0].first : parts[0].last + 1]
            told_again = line.is_parted(parts[0].first)
            told_again = told_again and not any(t.text.startswith(_OF_THEM) for t in first)
            return [
                (c)
                for c in found
                # في غارتين، ثلاثة في كذا: the whole is not of the first of them
                if not (told_again and c is whole)
            ]
    return found


def _somewhere(line: CountLine, count: Count) -> bool:
    """Whether "in" stands behind a count: ستة منهم في بلدة كذا."""
    behind = [t.text for t in line.tokens[count.last : count.last + 3]]
    return "في" in behind or any(word.startswith("ب") for word in behind[1:])


def _count(
    line: CountLine, of_periods: set[int], quantity: Quantity, before: Count | None
) -> Count | None:
    first = quantity.first_token
    noun = quantity.noun_inside if quantity.noun_inside is not None else quantity.after
    if quantity.noun_inside is None and (
        line.goes_on(noun)
        or line.is_explained(noun)
        or (noun < len(line.tokens) and line.tokens[noun].text in _DAYS)
    ):
        noun = len(line.tokens)  # القتلى ستة والمصابين سبعة، أصيب 17 يوم الاثنين: no noun
    last = max(noun if noun < len(line.tokens) else quantity.after - 1, first)
    if _of_period(line, first, last):
        if quantity.value is not None and quantity.value >= _LARGE:
            of_periods.add(quantity.value)
        return None
    if quantity.noun_inside is not None and quantity.noun_inside in line.harm_tails:
        return None  # راح ضحية الهجوم: a part of the word of harm
    kin = first and not _KIN.isdisjoint(line.tokens[first - 1].forms)
    if kin and noun == first and not line.goes_on(first):
        return None  # قتل شقيق ضابط: not the officer
    role, measure = role_and_measure(line, quantity, noun, before)
    if measure is None:
        return None
    if measure == "arrested" and (_no_suspects(line, noun) or let_go(line, first)):
        return None
    # with him whom nobody counted they are one more: قتل العقيد ومعه ثلاثة من الجنود
    with_him = first > 0 and line.tokens[first - 1].text in WITH_HIM
    counted = before is not None and before.last == first - 2
    more = 1 if role == "total" and with_him and not counted else 0
    people = line.people_at(noun) or line.people_before(first)
    victim_class = people.values["victim_class"] if people else None
    target = (people.values["target_type"] or None) if people else None
    shared = noun < len(line.tokens) and line.tokens[noun].text == "في"
    if before is not None and people is None and before.measure == measure and shared:
        victim_class, target = before.victim_class, before.target_type  # وثلاثة في بلدة كذا
    if measure == "killed" and (victim_class == "attackers"):
        measure, role = "killed_of_perpetrators", "total"
    joins = (
        before is not None
        and role == "total"
        and before.measure == measure
        and before.role == "total"
        and is_member(line, before, quantity)
    )
    return Count(
        line.sentence.index,
        first,
        last,
        measure,
        _plus(quantity.low, more),
        _plus(quantity.value, more),
        _plus(quantity.high, more),
        role,
        victim_class,
        target,
        joins=joins,
        update=line.update,
    )


def _no_suspects(line: CountLine, noun: int) -> bool:
    """Whether those counted are held for no violence: أوقف الجيش أربعة مهربين; not with arms."""
    counted = noun < len(line.tokens) and line.tokens[noun].text in _NO_SUSPECTS
    return counted and not line.arms


def _of_period(line: CountLine, first: int, last: int) -> bool:
    """Whether a figure is said to be that of weeks, years or a whole war: no incident's toll.

    الأعنف منذ بداية العام sets the incident apart and says nothing of its figure.
    """
    for hit in line.periods:
        before = 0 < first - hit.last <= _PERIOD_AHEAD
        behind = 0 < hit.first - last <= _PERIOD
        if not before and not behind:
            continue
        # منذ بدء الهجوم: the word behind is the period's own
        between = range(hit.last + 2, first) if before else range(last + 1, hit.first)
        events = line.events.difference(line.harm_at)  # منذ ذلك الحين قتل 33 وأصيب ألفان
        if not any(at in events or line.tokens[at].text in _SETS_APART for at in between):
            return True
    return False


def _plus(figure: int | None, more: int) -> int | None:
    return None if figure is None else figure + more
