"""People told of without a number: مقتل القيادي …, خطف مسلحون طبيبا, قتل رجل وزوجته."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.candidates.counts.casualties import Count
from extractors.candidates.counts.measures import PARTED
from extractors.candidates.counts.names import SOMEBODY, named_before, named_behind
from extractors.patterns.pattern import Hit
from extractors.patterns.word_sets import word_list, word_set
from extractors.text.clitics import unjoined
from extractors.text.counted_nouns import is_accusative

if TYPE_CHECKING:
    from extractors.candidates.counts.line import CountLine

#: a verb's subject has so many words at most
_SUBJECT = 6
#: a title and a name have so many words
_TITLE = 12
#: titles whose و is their own
_OWN = word_set("counts.own")
#: quotation marks, folded; a name in them has so many words
_QUOTES = frozenset('"')
_NAME = 5
_RELATIVE_REACH = 4
#: a verb, its subject and a name have so many words
_NAMED = 8
#: behind these, who was with somebody
_ALONG = frozenset({"مع", "برفقه"})
_RELATIVES = frozenset({"الذي", "التي", "والذي", "والتي"})
#: verbs of what is undergone, and those that may be of what is done
_UNDERGONE = word_set("counts.undergone")
_EITHER = word_set("counts.done_to_persons")
_ONE_MORE = word_set("counts.one_more")
#: one of a group, who may be its leader as well
_SOME_MILITANT = word_set("counts.some_militant")
_MURDERED = frozenset({"اغتيل", "اغتيلت"})
_HIS = word_list("counts.his")
_AFTER = word_set("counts.after")
_OF_WOUNDS = word_set("counts.of_wounds")
#: one of several, behind a word for that
_ONE_OF = frozenset({"احد", "احدي"})
_THAT = word_set("counts.opens_a_clause")
#: what stands between a verb and who was harmed: استشهد خلالها الشاب
_THEREIN = word_set("counts.therein")
#: … and so many words that say when and where
_ASIDE = 6
#: of whom nothing but a name is told
_NOBODY_KNOWN = {"victim_class": "", "target_type": ""}


def persons_told(line: CountLine, found: list[Count]) -> list[Count]:
    """Single persons behind a word of harm (مقتل القيادي …), and one person as a pronoun."""
    out = []
    for hit in line.harms:
        if hit.lexicon != "harm_words" or _is_counted(line, hit, found):
            continue
        if hit.values["single"]:
            if not _is_told_of(line, hit):
                out.append(_by_pronoun(line, hit))
            continue
        person = _person_behind(line, hit)
        if person is None:
            other = _without_title(line, hit)
            if other is not None:
                out.append(other)
            continue
        number = 1 + (
            _further_titles(line, person.first)
            or _further_objects(line, person.last + 1)
            or _taken_along(line, person.last + 1)
        )
        out.append(_single(line, hit, person, number))
    return out


def _is_counted(line: CountLine, hit: Hit, found: list[Count]) -> bool:
    """Whether a word of harm has a figure already, or befell nobody."""
    return (
        hit.first in line.used_harms
        or line.is_denied(hit)
        or any(
            hit.first < c.first <= hit.first + 3
            and (c.measure == hit.values["measure"] or not hit.values["single"])
            and not line.harm_between(hit.last, c.first)
            for c in found
        )
    )


def _is_told_of(line: CountLine, hit: Hit) -> bool:
    """Whether a word of harm with a pronoun is of somebody of whom the text tells more: he was
    arrested before, or died of the wound."""
    measure = hit.values["measure"]
    return (measure == "arrested" and _earlier(line, hit.first)) or (
        measure == "wounded" and _died_of_it(line, hit.first)
    )


def _by_pronoun(line: CountLine, hit: Hit) -> Count:
    """The count of those whom a word of harm means by its pronoun, and of who was with them."""
    number = int(hit.values["single"]) + (
        _taken_along(line, hit.last + 1) or _his_behind(line, hit.last + 1)
    )
    single = Count(
        line.sentence.index, hit.first, hit.last, hit.values["measure"],
        number, number, number, "total",
    )  # fmt: skip
    return replace(single, firm=False, resumes=True)


def _without_title(line: CountLine, hit: Hit) -> Count | None:
    """The count of those whom a word of harm befalls without a noun or a title behind it: told
    before it, by his kin, or by name alone; None where nobody is."""
    index, measure = line.sentence.index, hit.values["measure"]
    who = _told_before(line, hit)
    if who is not None:
        titled = line.singles.get(who)
        one = _single(line, hit, titled or Hit("", _NOBODY_KNOWN, (who,)), 1)
        return replace(one, first=who, last=hit.last, resumes=True)
    kin = _kin_behind(line, hit.last + 1)
    if kin is not None:
        return Count(index, hit.first, kin, measure, 2, 2, 2, "total", firm=False)
    named = _quoted_names(line, hit.last + 1) if measure != "wounded" else None
    if named:
        number, last = named
        return Count(
            index, hit.first, last, measure, number, number, number, "total", firm=False
        )  # fmt: skip
    return named_behind(line, hit) or named_before(line, hit)


def _earlier(line: CountLine, at: int) -> bool:
    """Whether it had been done before to somebody of whom something else is told: مات تحت التعذيب
    بعد اعتقاله."""
    return at > 0 and line.tokens[at - 1].text in _AFTER


def _died_of_it(line: CountLine, at: int) -> bool:
    """Whether it is the wound that somebody died of: استشهد الفتى متأثرا بإصابته."""
    return at > 0 and line.tokens[at - 1].text in _OF_WOUNDS


def _single(line: CountLine, hit: Hit, person: Hit, number: int) -> Count:
    """The count of a person (or several by title) whom a word of harm befalls."""
    measure = hit.values["measure"]
    if person.values["victim_class"] == "attackers" and measure == "killed":
        measure = "killed_of_perpetrators"
    return Count(
        line.sentence.index, hit.first, person.last, measure,
        number, number, number, "total", person.values["victim_class"] or None,
        person.values["target_type"] or None, firm=False,
    )  # fmt: skip


def person_before(line: CountLine, count: Count) -> Count | None:
    """The person who begins the list that a count goes on with: مقتل المدير وثلاثة من حراسه."""
    if count.role != "total" or count.joins or not line.is_conjoined(count.first):
        return None
    for hit in reversed(line.harms_in(count.first - _TITLE - _SUBJECT - 1, count.first + 1)):
        if hit.lexicon != "harm_words":
            continue
        person = _person_behind(line, hit)
        if (
            hit.values["measure"] != count.measure
            or person is None
            or not person.last < count.first <= person.last + _TITLE
        ):
            return None
        return _single(line, hit, person, 1)
    return None


def _person_behind(line: CountLine, hit: Hit) -> Hit | None:
    """The person right behind a word of harm, or behind the verb's subject: خطف مسلحون
    مجهولون طبيبا."""
    whole = len(hit.tokens) == hit.last - hit.first + 1 or line.tokens[hit.last].text == "علي"
    at = (hit.last if whole else hit.first) + 1
    subject = at
    if hit.values["form"] == "verb" and line.has_object(hit.first):
        return None  # قتلها شقيقها: who follows did it
    if hit.values["form"] == "verb":
        while at - hit.first <= _SUBJECT and (
            at in line.subjects or (at < len(line.tokens) and line.tokens[at].text in _THEREIN)
        ):
            at += 1
        at = _past_asides(line, hit, at, acted=at > subject)
    if _qualifies(line, hit, at):
        return None
    if at in line.singles:
        return line.singles[at]
    if _is_one_more(line, at):
        return Hit("single_persons", SOMEBODY, (at,))
    if at > subject and at < len(line.tokens) and _is_object(line, at):
        return Hit("single_persons", SOMEBODY, (at,))
    return _object_of(line, hit, at)


def _qualifies(line: CountLine, hit: Hit, at: int) -> bool:
    """Whether a word right behind a noun of harm that has the article is its adjective, as the word
    itself has it: القتل الإرهابي; not قتل الإرهابي."""
    return (
        at == hit.last + 1 < len(line.tokens)
        and any(form.startswith("ال") for form in line.tokens[hit.last].forms)
        and line.tokens[at].text.startswith("ال")
    )


def _is_one_more(line: CountLine, at: int) -> bool:
    """Whether a number of rank ends what is told: one more than those before him: قتل جنديان وجرح
    ثالث."""
    if at >= len(line.tokens) or line.tokens[at].text not in _ONE_MORE:
        return False
    return at + 1 == len(line.tokens) or line.is_parted(at + 1)


def _past_asides(line: CountLine, hit: Hit, at: int, *, acted: bool) -> int:
    """The token behind words that only say when and where, if a person with a title stands there:
    قتل أمس في مدينة كذا القيادي سالم, or any person where somebody did it (`acted`: اغتال مسلحون
    أمس عالم دين); else the token itself."""
    end = at
    last = min(at + _ASIDE, len(line.tokens) - 1)
    while end in line.asides and end < last and not line.is_parted(end + 1):
        end += 1
    undergone = unjoined(line.tokens[hit.first].text, "وف") in _UNDERGONE | _EITHER
    titled = (
        end in line.singles
        and (line.tokens[end].text.startswith("ال") or _with_kin(line, end))
        and line.singles[end].values["victim_class"] != "suspects"  # استشهد مساء الأسير: in prison
    )
    # اغتيل أمس قيادي: nobody falls to that of himself
    murdered = unjoined(line.tokens[hit.first].text, "وف") in _MURDERED
    somebody = (acted or murdered) and end in line.singles
    return end if (undergone and titled) or somebody else at


def _with_kin(line: CountLine, at: int) -> bool:
    """Whether somebody of his stands right behind a person: راع وابنه."""
    return at + 1 in line.singles and line.tokens[at + 1].text.startswith("و")


def _object_of(line: CountLine, hit: Hit, at: int) -> Hit | None:
    """The definite person whom somebody did it to: اعتقل جهاز الأمن المطارد."""
    if hit.values["form"] != "verb" or not (
        hit.values["violent"] or hit.values["measure"] in ("abducted", "arrested")
    ):
        return None
    for here in range(at, min(hit.last + 1 + _SUBJECT, len(line.tokens))):
        text = line.tokens[here].text
        if here in line.doers or here in line.asides:
            continue
        if here in line.starts or line.is_quoted(here):
            return None  # قتلت 390 متمردا، اغتيل "سالم حسن"
        if here in line.singles and text.startswith("ال"):
            return line.singles[here]
        if (line.is_person(here) or line.people_at(here)) and _is_object(line, here):
            return Hit("single_persons", SOMEBODY, (here,))
        if text.startswith("ال") and line.is_person(here):
            return None  # وقتل المصلين أصبح ديدن …
        if text in PARTED or here in line.heads or here in line.things or line.is_led(here):
            return None  # أوقفوا سيارة الضابط: not him
    return None


def _taken_along(line: CountLine, at: int) -> int:
    """Whether one of his is named who was with him, behind his own name too: خطفوه مع سائقه، قتل
    القيادي سالم حسن مع مرافقه."""
    for here in range(at, min(at + _NAMED, len(line.tokens) - 1)):
        if here in line.starts or here in line.things or line.harms_in(here, here + 1):
            return 0
        if line.tokens[here].text in _ALONG:
            return int(here + 1 in line.singles and _is_of_somebody(line, here + 1))
    return 0


def _his_behind(line: CountLine, at: int) -> int:
    """Whether one of his follows with و: عن مقتله ومرافقه."""
    return int(line.goes_on(at) and at in line.singles and _is_of_somebody(line, at))


def _told_before(line: CountLine, hit: Hit) -> int | None:
    """Who a verb behind الذي, or behind one of several, says was harmed: الحارس الذي أصيب، إن أحد
    العمال قتل, the index of the noun."""
    before = line.tokens[hit.first - 1].text if hit.first > 1 else ""
    one = None if before in _RELATIVES else _one_of_several(line, hit.first)
    if (before not in _RELATIVES and one is None) or hit.values["form"] != "verb":
        return None
    verb = line.tokens[hit.first].text
    undergone = verb in _UNDERGONE or (verb in _EITHER and not _does(line, hit.last + 1))
    return (_titled(line, hit.first - 2) if one is None else one) if undergone else None


def _does(line: CountLine, at: int) -> bool:
    """Whether behind a verb and the words for when and where somebody may stand to whom it was
    done: الذي قتل أمس جنديين; not الذي قتل أمس برصاص قناص."""
    while at < len(line.tokens) and (at in line.asides):
        at += 1
    if at >= len(line.tokens):
        return False
    led = line.tokens[at].text.startswith("ب") and line.is_led(at)
    return not (led or line.tokens[at].text in PARTED)


def _titled(line: CountLine, at: int) -> int:
    """Where the title of the person stands whose name ends at a token: الشاب محمود السعدي الذي
    قتل; the token itself where there is none."""
    for here in range(at, max(at - _NAME, -1), -1):
        if here in line.singles:
            return here
        if here in line.starts or line.is_parted(here):
            break
    return at


def _one_of_several(line: CountLine, at: int) -> int | None:
    """Where somebody is named by those of whom he is one, as the subject of the verb at a token: إن
    أحد عمال النظافة قتل."""
    for here in range(at - 2, max(at - 2 - _SUBJECT, 0), -1):
        if line.tokens[here].text in _ONE_OF:
            return here if line.tokens[here - 1].text in _THAT else None
        if here in line.starts or line.tokens[here].text in PARTED:
            return None
    return None


def _kin_behind(line: CountLine, at: int) -> int | None:
    """Somebody's kin behind a name that no list has: قتل المدرب سالم حسن ونجله, the index."""
    for here in range(at, min(at + _NAMED, len(line.tokens))):
        text = line.tokens[here].text
        if text in PARTED or here in line.starts or here in line.heads or here in line.things:
            return None
        if here > at and here in line.singles and line.goes_on(here):
            return here if _is_of_somebody(line, here) else None
    return None


def _is_of_somebody(line: CountLine, at: int) -> bool:
    """Whether a word says whose he is: ونجله."""
    text = line.tokens[at].text
    return text.endswith(_HIS)


def _is_object(line: CountLine, at: int) -> bool:
    """Whether a word bears the ending of an indefinite object: خطف مسلحون صائغاً; written without
    its sign where the noun is known: إرهابيا."""
    if at in line.things:
        return False
    spelt = line.sentence.spelt(line.tokens[at])
    return spelt.endswith(("اً", "ًا")) or is_accusative(line.tokens[at])


def relative_of(line: CountLine, count: Count) -> list[Count]:
    """Somebody of his who is named with a person or his people: قتل رجل وزوجته، قاض مع سائقه."""
    if not count.value:
        return []
    reach = 2 + _RELATIVE_REACH if count.value == 1 else 3  # ثلاثة من حراسه وسائقه
    for at in range(count.last + 1, min(count.last + reach, len(line.tokens))):
        if at in line.starts or at in line.heads or (count.value > 1 and line.is_parted(at)):
            return []
        hit = line.singles.get(at)
        kin = hit is not None and (not hit.values["victim_class"] or _is_of_somebody(line, at))
        if kin and (line.goes_on(at)):
            one = replace(count, first=at, last=at, low=1, value=1, high=1, joins=True)
            return [replace(one, victim_class=None, target_type=None)]
    return []


def _quoted_names(line: CountLine, at: int) -> tuple[int, int] | None:
    """How many people a list of bare names in quotes names from token `at` on, and its last
    token: اغتيال "علي حسن" و"كريم سالم"."""
    text, names = line.sentence.passage.folded, 0
    while at < len(line.tokens):
        start = line.tokens[at].start
        opening = text[max(start - 1, 0) : start]
        if opening not in _QUOTES:
            if names and line.tokens[at].text == "و":
                at += 1
                continue
            break
        if at in line.subjects:
            return None  # خطف "داعش" …
        end = at
        while end < len(line.tokens) and end - at < _NAME:
            closing = text[line.tokens[end].end : line.tokens[end].end + 1]
            if closing in _QUOTES:
                break
            end += 1
        else:
            break
        if end >= len(line.tokens) or end == at:
            break  # one word is as well a thing's or a group's name
        names, at = names + 1, end + 1
    return (names, at - 1) if names else None


def _further_objects(line: CountLine, at: int) -> int:
    """Further people whom a list names by what they are: أوقفوا سورياً ولبنانياً."""
    more = 0
    while at < len(line.tokens) and line.goes_on(at) and line.people_at(at):
        spelt = line.sentence.spelt(line.tokens[at])
        if not spelt.endswith(("اً", "ًا")):
            break
        more, at = more + 1, at + 1
    return more


def _further_titles(line: CountLine, at: int) -> int:
    """Further people whom a list names by title: …، والجندي أول …، ومدير فيها"""
    more, last = 0, at
    for first, hit in sorted(line.singles.items()):
        text = line.tokens[first].text
        soldier = hit.values["victim_class"] == "military" and text.startswith("وال")
        near = text.startswith("و") and text not in _OWN and first - last <= _TITLE
        # القبض على إرهابي خطير وقيادي في خلية: what else he is
        same = hit.values["victim_class"] == "leaders" and line.tokens[at].text in _SOME_MILITANT
        if first > at and (soldier or near) and not (same or line.harm_between(at, first)):
            more, last = more + 1, first
    return more
