"""What a quantity counts: the dead, the wounded, part of another figure, or nobody.

The measure comes from the noun that is counted, the word of harm that governs it, the list that it
goes on with or a verb behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.candidates.recalls import negated
from extractors.patterns.word_sets import word_list, word_set
from extractors.text.clitics import unjoined

if TYPE_CHECKING:
    from extractors.candidates.counts.casualties import Count
    from extractors.candidates.counts.line import CountLine
    from extractors.document import Quantity
    from extractors.patterns.pattern import Hit
    from extractors.records import ClaimRole

#: a governing word stands at most so many tokens before the quantity
_REACH = 8
#: … and one of arresting, behind which who did it and where often stand, or one before مع
_REACH_ALONG = 10
#: … and before so many of somebody's men, in so many words
_REACH_OF_HIS, _OF_HIS = 14, 3
_PRONOUNS = ("ه", "ها")
#: … and before a noun of harm in the singular (سقوط قتيل)
_BARE = 4
#: … and spans so many words
_LONGEST = 20
#: measures of people who are held by those who may kill them
_HELD = frozenset({"abducted", "arrested"})
#: … and before one whose noun is not known to be of people
_NEAR = 2
#: a verb behind its subject stands at most so many tokens behind the quantity
_REACH_BACK = 14
#: words that begin another statement
_CONJUNCTIONS = word_set("counts.conjunctions")
#: what is said begins behind them
_THAT = frozenset({"ان", "بان"})
#: behind hundreds the noun stands in the singular
_HUNDRED = 100
#: two members of a list are at most so many tokens apart
_LIST_GAP = 6
#: 15 شخصا هم 14 رجلا وفتاة: so near behind the total
_APPOSED = 4
#: how verbs end in the plural or dual, or with a pronoun, which agree with what stands before them
_AGREEING = word_list("counts.agreeing")
#: who is one of those counted: ثلاثة جنود، أحدهم بجروح خطيرة واثنان بجروح طفيفة
_ONE_OF_THEM = word_set("counts.one_of_them")
_OF_THEM = word_set("counts.of_them")
#: behind these, where something came from or was
_WHENCE, _WHENCE_REACH = frozenset({"من", "في"}), 2
#: beside whom so many fell: ومعه ثلاثة من الجنود
WITH_HIM = word_set("counts.with_him")
#: classes of those who may take what they are the subject of: خطف ثلاثة مسلحين طبيبا
_DOERS = frozenset({"militants", "attackers", "fighters"})
#: what parts a subject from anything else
PARTED = word_set("counts.parted")
#: quantities that stand behind what they count
_BEHIND_ITS_NOUN = word_set("counts.behind_its_noun")
_OBJECT_REACH = 4
#: one person and the adjectives before the verb have so many words
_SUBJECT = 3
#: … and behind "that", where more may be told of him before it
_LONG_SUBJECT = 7
#: how old he is, in so many words: في الخامسة من عمره
_AGE = 4


def role_and_measure(
    line: CountLine, quantity: Quantity, noun: int, before: Count | None
) -> tuple[ClaimRole, str | None]:
    """Whether a quantity is a whole, a part or an older figure, and what it counts, if anything."""
    first = quantity.first_token
    if line.did_it(first) or _whence(line, quantity):
        return "total", None
    if line.died_later(first):
        return "sub_count", "killed"
    if first in line.told_one_by_one and before is not None:
        return "sub_count", before.measure
    role = _role_by_relation(line, first, noun)
    if role == "combined":
        return role, "casualties"
    if _is_part(line, first, noun, before):
        if noun in line.nouns:
            return "sub_count", line.nouns[noun].values["measure"]
        return ("sub_count", before.measure) if before else ("sub_count", None)
    named = line.nouns.get(noun)
    if named is None and noun not in line.things and first - 1 in line.risen:
        return role, "killed"
    if named is not None:
        return role, _measure_of_noun(line, quantity, named, before)
    if noun in line.things or _counts_what_precedes(line, quantity):
        return role, None
    people = line.people_at(noun) or line.people_before(first)
    told = _verb_behind(line, quantity.after - 1)
    if told is not None and told.first == quantity.after:
        line.used_harms.add(told.first)
        return role, told.values["measure"]  # قتل 9 مدنيين و62 أصيبوا
    governor = _governor(line, first, before)
    if governor is not None:
        return role, _measure_of_governor(line, quantity, governor, people, noun)
    if before is not None and is_member(line, before, quantity):
        return before.role if before.role != "combined" else role, before.measure
    return role, _measure_of_verb(line, quantity, people, noun)


def _role_by_relation(line: CountLine, first: int, noun: int) -> ClaimRole:
    """What the words around it say of a quantity: combined, superseded, or else a total."""
    role: ClaimRole = "total"
    for hit in line.relations:
        relation = hit.values["relation"]
        if (
            relation == "combined"
            and not line.are_told_apart(hit)
            and (
                (first - 3 <= hit.last < first)  # 8 بين قتيل وجريح، خمسة قتلى
                or noun <= hit.first <= noun + 4
            )
        ):
            return "combined"
        if relation == "superseded" and 0 < first - hit.last <= _REACH:
            role = "superseded"
    return role


def _measure_of_noun(
    line: CountLine, quantity: Quantity, named: Hit, before: Count | None
) -> str | None:
    """What a quantity counts by the noun of harm that is counted: ثلاثة قتلى."""
    first = quantity.first_token
    bare = quantity.noun_inside is not None and quantity.value == 1
    known = unjoined(line.tokens[first].text, "وبف").startswith(("ال", "لل"))
    if (
        (bare or (known and quantity.noun_inside is not None))
        and line.words_of_harm.isdisjoint(range(first - _BARE, first))
        and not line.goes_on_counting(quantity.after)
    ):
        return None  # a corpse as a figure of speech; لذوي الشهيدين
    if named.values["measure"] in _HELD and _put_to_death(line, first, before):
        return "killed"  # إعدام ثلاثة مختطفين
    if named.values["measure"] == "wounded" and _so_he_was(quantity, before):
        return None
    return named.values["measure"]


def _measure_of_governor(
    line: CountLine, quantity: Quantity, governor: Hit, people: Hit | None, noun: int
) -> str | None:
    """What a quantity counts by the word of harm before it, or None where that is not of those who
    are counted."""
    first = quantity.first_token
    reach = first - max(t for t in governor.tokens if t < first)
    if len(governor.tokens) == 1 and line.has_object(governor.first):
        return None  # توقيفها: she it is, nobody behind it
    if _is_doer(line, governor, reach, people, noun):
        line.doers.update(range(first, noun + 2))
        return None
    if governor.lexicon == "casualty_nouns" and reach > _NEAR:
        return None
    if (
        people is None
        and _stands_far(line, governor, first - reach, first)
        and not line.is_person(noun)
        and not _is_part_of_many(line, quantity)
    ):
        return None
    line.used_harms.add(governor.first)
    return governor.values["measure"]


def _measure_of_verb(
    line: CountLine, quantity: Quantity, people: Hit | None, noun: int
) -> str | None:
    """What a quantity counts by the verb behind it: أن ثلاثة جنود قتلوا."""
    verb = _verb_behind(line, quantity.after - 1 if people is None else noun)
    if verb is not None and verb.values["measure"] == "abducted" and _may_do_it(people):
        return None  # خمسة مسلحين اختطفوا طبيبا
    if verb is None and quantity.value == 1:
        verb = _verb_of_one(line, quantity)
    if (
        people is None
        and verb is not None
        and verb.first > quantity.after + _some_of(line, quantity, verb)
    ):
        return None
    if verb is None:
        return None
    line.used_harms.add(verb.first)
    return verb.values["measure"]


def _verb_of_one(line: CountLine, quantity: Quantity) -> Hit | None:
    """The verb behind one person, right behind him and his age, or behind "that" farther off."""
    first = quantity.first_token
    behind = _behind_the_age(line, quantity.after)
    subject = first > 0 and line.tokens[first - 1].text in _THAT
    return next(
        (
            h
            for h in line.harms_in(behind, behind + (_LONG_SUBJECT if subject else _SUBJECT))
            if h.values.get("form") == "verb"
            and not line.goes_on(h.first)
            and not any(
                (line.is_parted(at) or (line.tokens[at].text in PARTED and not subject))
                for at in range(behind, h.first)
            )
        ),
        None,
    )  # شابا في العشرين قتل: not so; عاملا أجنبيا أصيب، أن شرطيا من بعقوبة قتل


def _stands_far(line: CountLine, governor: Hit, at: int, first: int) -> bool:
    """Whether too much stands between a word of harm and a number without a noun; behind an arrest
    only by whom and when may: اعتقلت الشرطة التركية تسعة."""
    between = range(at + 1, first)
    if governor.values["measure"] == "arrested":
        return any(k not in line.subjects and k not in line.asides for k in between)
    return len(between) > _NEAR


def _whence(line: CountLine, quantity: Quantity) -> bool:
    """Whether a noun in the singular, behind "from" or "in", says where or by whom, and not who was
    hurt: قذائف أطلقت من مزارع القرية; not one of several (كل من جندي وشرطي)."""
    first = quantity.first_token
    if quantity.noun_inside != first or quantity.value != 1 or first < _WHENCE_REACH:
        return False
    before = [t.text for t in line.tokens[first - _WHENCE_REACH : first]]
    return before[-1] in _WHENCE


def _so_he_was(quantity: Quantity, before: Count | None) -> bool:
    """Whether the wound is what he had who was killed then: قتل شابا فلسطينيا جريحا."""
    first = quantity.first_token
    return (
        quantity.value == 1
        and before is not None
        and before.measure == "killed"
        and 0 < first - before.last <= _NEAR
    )


def _put_to_death(line: CountLine, first: int, before: Count | None) -> bool:
    """Whether a word of killing stands right before so many who are held, but for who did it and
    when."""
    governor = _governor(line, first, before)
    if governor is None or governor.values["measure"] != "killed":
        return False
    between = range(max(t for t in governor.tokens if t < first) + 1, first)
    return sum(at not in line.subjects and at not in line.asides for at in between) < _NEAR


def let_go(line: CountLine, first: int) -> bool:
    """Whether so many come free right behind: أفرجت الشرطة عن تسعين موقوفا."""
    return any(
        h.values["relation"] == "let_go" and 0 < first - h.last <= _NEAR for h in line.relations
    )


def _some_of(line: CountLine, quantity: Quantity, verb: Hit) -> int:
    """How far behind a number without a noun its verb may stand: خمسة من مقاتليها قتلوا, and
    further where they are told of one by one (عشرة على الأقل من الجيش بينهم ضابط قتلوا)."""
    after = quantity.after
    behind = [t.text for t in line.tokens[after : after + 3]]
    if behind[:2] == ["علي", "الاقل"]:
        behind = behind[2:]
    if line.tokens[after - 1].text != "من" and behind[:1] != ["من"]:
        return 1
    among = any(h.first > after and h.last < verb.first and h.values["relation"] == "sub_count"
                for h in line.relations)  # fmt: skip
    whole = line.tokens[verb.first].text.endswith("وا") and not line.harm_between(after, verb.first)
    had = line.tokens[verb.first - 1].text == "قد"  # ثلاثة من أعوان الحرس البلدي قد قتلوا
    return (_REACH_BACK if among and whole else 3) + had


def _behind_the_age(line: CountLine, at: int) -> int:
    """The token behind words that tell how old somebody is: طفلا في الخامسة من عمره قتل; the token
    itself where none do."""
    words = [t.text for t in line.tokens[at : at + _AGE]]
    aged = len(words) == _AGE and words[0] == "في" and words[2] == "من"
    return at + _AGE if aged else at


def _is_part_of_many(line: CountLine, quantity: Quantity) -> bool:
    """Whether so many are of a group of people, for all that is known: خمسة من ركابها."""
    after = quantity.after
    return after + 1 < len(line.tokens) and line.tokens[after].text == "من"


def _another_toll(line: CountLine, part: int, first: int, noun: int) -> bool:
    """Whether a list goes on with another toll behind its part: خمسة شهداء، بينهم امرأة، وسبعة
    جرحى."""
    return (
        noun in line.nouns
        and line.is_conjoined(first)
        and any(line.people_at(at) is not None for at in range(part + 1, first))
    )


def _counts_what_precedes(line: CountLine, quantity: Quantity) -> bool:
    """Whether a vague quantity counts the things before it: سقوط صواريخ عدة."""
    first = quantity.first_token
    return (
        quantity.value is None
        and first - 1 in line.things
        and line.tokens[first].text in _BEHIND_ITS_NOUN
    )


def _is_part(line: CountLine, first: int, noun: int, before: Count | None) -> bool:
    """Whether a phrase such as بينهم makes the quantity a part of the one before."""
    for hit in line.relations:
        if hit.values["relation"] == "apposition" and (
            before is None or not 0 <= hit.first - before.last <= _APPOSED
        ):
            continue  # الشهداء هم ضابطان: told for the first time
        if hit.values["relation"] not in ("sub_count", "apposition"):
            continue
        gap = first - hit.last
        if 0 < gap <= 3 and not line.harm_between(hit.last, first):
            return not _another_toll(line, hit.last, first, noun)
        if hit.first > noun and hit.first - noun <= 3 and len(hit.tokens) > 1:
            return line.starts.isdisjoint(range(noun + 1, hit.first))
        if (
            before is not None
            and hit.first == noun
            and hit.last < noun + len(hit.tokens)
            and line.tokens[noun].text in _OF_THEM
            and not line.harm_between(before.last, first)
        ):
            return True  # 15 شخصا، خمسة منهم …
    if (
        before is not None
        and first - before.last <= _LIST_GAP
        and any(t.text in _ONE_OF_THEM for t in line.tokens[before.last + 1 : first])
    ):
        return line.is_conjoined(first)
    return (
        before is not None
        and before.role == "sub_count"
        and first - before.last <= _LIST_GAP
        and line.is_conjoined(first)
        and not line.harm_between(before.last, first)
        and noun not in line.nouns
    )


def _is_doer(line: CountLine, governor: Hit, reach: int, people: Hit | None, noun: int) -> bool:
    """Whether the counted are the subject of the verb, who did it to somebody behind them: خطف
    ثلاثة مسلحين طبيبا. Nobody abducts gunmen and says no more of them."""
    if governor.values.get("form") != "verb" or reach > 1 or noun >= len(line.tokens):
        return False
    if not _may_do_it(people):
        return False
    if governor.values["measure"] == "abducted" or governor.values["active"]:
        return True
    for at in range(noun + 1, min(noun + 1 + _OBJECT_REACH, len(line.tokens))):
        text = line.tokens[at].text
        if text[0] == "و" or text in PARTED or any(h.first == at for h in line.relations):
            return False  # قتل ثلاثة مسلحين بينهم قيادي: who fell
        if at in line.starts:
            return True
    return False


def _may_do_it(people: Hit | None) -> bool:
    """Whether the counted are such as take people and are not taken: مسلحين، رجال ملثمين."""
    return people is not None and people.values["victim_class"] in _DOERS


def _governor(line: CountLine, first: int, before: Count | None) -> Hit | None:
    """The nearest word of harm before the quantity (for one in two parts, its first part)."""
    best: Hit | None = None
    where = -1
    for hit in line.harms_in(first - _REACH_ALONG - _LONGEST, first):
        at = max((t for t in hit.tokens if t < first), default=-1)
        along = first > 0 and line.tokens[first - 1].text == "مع"
        reach = _REACH_ALONG if along or hit.values["measure"] == "arrested" else _REACH
        reach = _REACH_OF_HIS if _of_his(line, first) else reach
        denied = negated(line.tokens, hit.first)
        if hit.values.get("single") and hit.last > first:
            continue  # أطلقت النار على المهاجم بعد طعنه ثلاثة وقتلته: he, not the three
        if at >= 0 and _way(line, at, first) <= reach and at >= where and not denied:
            best, where = hit, at
    if best is None:
        return None
    if any(t.text in _CONJUNCTIONS for t in line.tokens[where + 1 : first]):
        return None
    if before is not None and before.first > where:
        return None  # the word already governs the quantity between
    return best


def _way(line: CountLine, at: int, first: int) -> int:
    """How far a count stands from the word that governs it; of who did it by name, and of when and
    where, only one word counts: أعدم التنظيم المتشدد يوم أمس رميا بالرصاص خمسة."""
    between = range(at + 1, first)
    aside = [k for k in between if k in line.subjects or k in line.asides]
    return first - at - max(len(aside) - 1, 0)


def _of_his(line: CountLine, first: int) -> bool:
    """Whether so many of his men are counted beside somebody, whose title and name stand between:
    قتل قائد الشرطة العقيد كذا وأربعة من مرافقيه."""
    words = [t.text for t in line.tokens[first : first + 3]]
    return (
        len(words) == _OF_HIS
        and words[0].startswith("و")
        and words[1] == "من"
        and words[2].endswith(_PRONOUNS)
        and not words[2].startswith("ال")
    )


def is_member(line: CountLine, before: Count, quantity: Quantity) -> bool:
    """Whether the quantity goes on with a list that `before` is in: ضابط و3 جنود."""
    first = quantity.first_token
    if line.is_bracketed(before.last, first):
        return False  # ثلاثة أشخاص (صحفي وشرطي ومدني)
    bare = quantity.noun_inside is not None and quantity.value == 1
    if bare and before.value and before.value % _HUNDRED == 0 and before.last == first - 1:
        return False  # 100 طالب ومدرس: so many of both
    return line.is_conjoined(first) and (first - before.last <= _LIST_GAP)


def _has_counted_object(line: CountLine, verb: Hit) -> bool:
    """Whether a verb goes on to whom it was done: هاجم أربعة الموقع وقتلوا جنديين."""
    after = verb.last + 1
    if after not in line.starts:
        return False
    between = line.sentence.passage.folded[line.tokens[verb.last].end : line.tokens[after].start]
    return not between.strip()


def _verb_behind(line: CountLine, noun: int) -> Hit | None:
    for hit in line.harms_in(noun + 1, noun + _REACH_BACK + 1):
        text = line.tokens[hit.first].text
        if hit.values.get("form") == "verb":
            if any(line.tokens[at].text in _THAT for at in range(noun + 1, hit.first)):
                return None  # قال ضابط إن خمسة قتلوا: he speaks
            return hit if text.endswith(_AGREEING) and not _has_counted_object(line, hit) else None
    return None
