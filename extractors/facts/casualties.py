"""How many were killed, wounded, arrested, abducted: each statement of a count.

A quantity becomes a count through the noun that it counts (٣٥ قتيلا), through the word of harm
that governs it (مقتل 35 شخصا، أصيب ثلاثة) or as a second member of a list (ضابط و3 جنود).
Patterns: seeds/lexicon/harm_words.csv, casualty_nouns.csv, victim_classes.csv,
count_relations.csv, zero_casualties.csv, single_persons.csv, not_people.csv.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.lexicon import Hit, hits_of
from extractors.records import ClaimRole, Toll
from extractors.text.numbers import counted_noun

if TYPE_CHECKING:
    from extractors.document import Document, Quantity, Sentence

#: a governing word stands at most so many tokens before the quantity
_REACH = 8
#: … and before a noun of harm in the singular (سقوط قتيل)
_BARE = 4
#: … and spans so many words
_LONGEST = 20
#: … and before one whose noun is not known to be of people
_NEAR = 2
#: a verb behind its subject stands at most so many tokens behind the quantity
_REACH_BACK = 14
#: words that begin another statement
_CONJUNCTIONS = frozenset({"وان", "ان", "وانه", "لكن", "فيما", "بينما", "وقال"})
#: two members of a list are at most so many tokens apart
_LIST_GAP = 6
#: a verb's subject has so many words at most
_SUBJECT = 6
#: a title and a name have so many words
_TITLE = 9
#: titles whose و is their own
_OWN = frozenset({"وزير", "وكيل", "والده", "والدته", "والدهما", "والدتهما", "والدها", "والدتها",
                  "والي"})  # fmt: skip
#: what goes on with a list as و does
_BESIDES = frozenset(
    {("اضافه", "الي"), ("الي", "جانب"), ("علاوه", "علي"), ("بالاضافه", "الي"), ("فضلا", "عن")}
)
#: 15 شخصا هم 14 رجلا وفتاة: so near behind the total
_APPOSED = 4

#: how verbs end in the plural or dual, or with a pronoun, which agree with what stands before them
_AGREEING = ("وا", "هم", "هما", "هن", "تا", "ا")
#: what is told of people behind their number: 7 تعرضوا للاصابه
_UNDERGONE = frozenset({"للاختطاف", "للخطف", "للاصابه", "للاعتقال", "للقتل"})
#: what sets one side's figure against the other's
_AGAINST = frozenset({"حين", "فيما", "وفيما", "بينما", "وبينما", "مقابل", "مقابله"})
#: a trigger so near behind a second figure tells of another event
_EVENT_REACH = 12
#: classes of those who may take what they are the subject of: خطف ثلاثة مسلحين طبيبا
#: quotation marks, folded; a name in them has so many words
_QUOTES = frozenset('"')
_NAME = 5
#: what befalls people one by one
_OF_PERSONS = frozenset({"killed", "wounded", "abducted", "arrested"})
#: classes of those who fight, or are fought
_ARMED = frozenset({"militants", "fighters", "members", "military", "security", "police",
                    "officers", "leaders"})  # fmt: skip
#: a phrase for a period and its figure are so many words apart at most
_PERIOD = 7
_PERIOD_AHEAD = 12
_LARGE = 50
_SETS_APART = frozenset(
    {"الاعنف", "اعنف", "الاول", "الاولي", "اول", "الاكبر", "اكبر", "الاسوا", "اسوا", "الاخطر",
     "الادمي", "ادمي", "الثاني", "الثانيه", "الثالث", "الثالثه", "الاحدث", "مره", "الذي", "التي",
     "الذين", "حيث", "كان", "كانت", "وكان", "وكانت"}
)  # fmt: skip
_FORCES = frozenset({"military", "police", "security", "officers"})
_FIGHTERS = frozenset({"militants", "fighters", "leaders"})
_MASKED = frozenset({"مجهولين", "مجهولون", "ملثمين", "ملثمون", "مقنعين", "مقنعون", "خاطفين"})
#: what parts a subject from anything else
_PARTED = frozenset({"في", "من", "علي", "الي", "خلال", "بعد", "قبل", "اثر", "جراء", "عندما"})
#: a person of no known class
_SOMEBODY = {"victim_class": "people", "target_type": "civilians"}
_ATTEMPTS = frozenset({"محاوله", "محاولات", "محاولتي", "محاولتا", "محاولتين"})
#: who is one of those counted: ثلاثة جنود، أحدهم بجروح خطيرة واثنان بجروح طفيفة
_ONE_OF_THEM = frozenset({"احدهم", "احدهما", "احداهن", "احداهما", "بعضهم"})
_OTHERS = frozenset({"اخر", "اخرون", "اخرين", "اخران"})
#: what anybody may be called who was told of before
_ANYBODY = frozenset({"رجل", "شخص", "قتيل", "شهيد", "ضحية", "جريح", "مصاب", "شاب", "آخر"})
#: جثث 17 مقاتلا: they govern what is behind
_BODIES = frozenset({"جثث", "جثامين", "جثتي"})
_OF_THEM = frozenset({"منهم", "منها", "منهن", "منهما"})
_DOERS = frozenset({"militants", "attackers", "fighters"})
_OBJECT_REACH = 4


@dataclass(frozen=True, slots=True)
class Count:
    """One statement of a count. `first`, `last`: its tokens; `measure` as in CasualtyClaim.

    `joins`: it is a further member of the list that the count before it began, to be added;
    `opposed`: it is told in a clause of its own, as the other side's.
    `update`: the text says that the toll rose to it. `firm`: a number is told, not implied.
    `target_type` is what the victims' class says of the target.
    """

    sentence: int
    first: int
    last: int
    measure: str
    low: int | None
    value: int | None
    high: int | None
    role: ClaimRole
    victim_class: str | None = None
    target_type: str | None = None
    joins: bool = False
    opposed: bool = False
    update: bool = False
    firm: bool = True

    @property
    def toll(self) -> Toll:
        """The count with its bounds."""
        return Toll(self.low, self.value, self.high)


def counts(doc: Document) -> tuple[Count, ...]:
    """All counts of the relevant sentences, in the order of the text."""
    by_sentence: dict[int, list[Quantity]] = {}
    for quantity in doc.quantities:
        by_sentence.setdefault(quantity.sentence, []).append(quantity)
    out: list[Count] = []
    of_periods: set[int] = set()
    for sentence in doc.sentences:
        if sentence.index in doc.relevant:
            reader = _Reader(doc, sentence, by_sentence.get(sentence.index, []))
            out.extend(reader.read())
            of_periods |= reader.of_periods
    return tuple(_without_old(doc, [c for c in out if c.value not in of_periods]))


def _without_old(doc: Document, found: list[Count]) -> list[Count]:
    """The counts without duals that mean two who were counted before: توفي الرجلان."""
    out: list[Count] = []
    twos: set[str] = set()
    for count in found:
        token = doc.sentences[count.sentence].tokens[count.first]
        noun = counted_noun(token) if count.value == 2 else None
        definite = token.text.lstrip("وفبل").startswith("ال")
        known = definite and noun is not None and noun.lemma in _ANYBODY
        if known and count.measure in twos and count.first == count.last:
            continue
        if count.value == 2:
            twos.add(count.measure)
        out.append(count)
    return out


class _Reader:
    """Reads the counts of one sentence."""

    def __init__(self, doc: Document, sentence: Sentence, quantities: list[Quantity]) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.quantities = sorted(quantities, key=lambda q: q.first_token)
        index = sentence.index
        self.nouns = {h.first: h for h in hits_of(doc, index, "casualty_nouns")}
        # القتلى ستة والمصابين سبعة: a definite noun governs the number behind it
        heads = [
            h
            for at, h in self.nouns.items()
            if self.tokens[at].text.startswith(("ال", "وال"))
            or self.tokens[at].text.lstrip("وبل") in _BODIES
        ]
        harmed = [h for h in hits_of(doc, index, "harm_words") if not self._tried(h)]
        self.harms = sorted((*harmed, *heads), key=lambda h: h.tokens)
        self.harm_at = [h.first for h in self.harms]
        self.harm_tails = frozenset(t for h in self.harms for t in h.tokens[1:])
        self.heads = frozenset(h.first for h in (*self.harms, *hits_of(doc, index, "triggers")))
        self.words_of_harm = self.heads - {h.first for h in heads}
        self.starts = frozenset(q.first_token for q in self.quantities)
        self.sayings = {h.first for h in hits_of(doc, index, "reporting_verbs")} | {
            at for at, t in enumerate(self.tokens) if t.text.endswith("حصيله")
        }
        #: where another event is named; a clash goes on
        self.events = {
            h.first
            for h in hits_of(doc, index, "triggers")
            if h.values["kind"] == "event" and h.values["event_type"] != "clash"
        }
        self.classes = hits_of(doc, index, "victim_classes")
        self.things = {
            h.first
            for h in hits_of(doc, index, "not_people")
            if not self._led(h.first)  # أصيب 10 بتفجير: the ten are no bombings
        }
        self.periods = hits_of(doc, index, "periods")
        self.relations = hits_of(doc, index, "count_relations")
        self.risen = {h.last for h in self.relations if h.values["relation"] == "rise"} | {
            h.tokens[1] for h in self.relations if h.values["relation"] == "rise_ahead"
        }
        self.zeros = hits_of(doc, index, "zero_casualties")
        self.singles = {h.first: h for h in hits_of(doc, index, "single_persons")}
        self.subjects = {
            at
            for name in ("subject_words", "actors")
            for h in hits_of(doc, index, name)
            for at in h.tokens
        }
        self.update = any(h.values["relation"] == "update" for h in self.relations)
        self.zero_words = {at for h in self.zeros for at in h.tokens}
        self.used_harms: set[int] = set()
        #: large figures of a period: told again without it, they are the period's still
        self.of_periods: set[int] = set()

    def read(self) -> list[Count]:
        """The counts, zero tolls and single persons of the sentence."""
        out: list[Count] = []
        for quantity in self.quantities:
            count = self._count(quantity, out[-1] if out else None)
            if count is None:
                continue
            person = self._person_before(count)
            if person is not None:
                out.append(person)
                count = replace(count, joins=True)
            out.append(count)
            if count.role == "total" and count.measure in _OF_PERSONS:
                out.extend(self._relative(count))
        out.extend(self._implied(out))
        out = self._with_opposed(sorted(out, key=lambda c: (c.first, c.measure)))
        for hit in self.zeros:
            for measure in filter(None, hit.values["measures"].split("|")):
                out.append(
                    Count(self.sentence.index, hit.first, hit.last, measure, 0, 0, 0, "total")
                )
        return sorted(out, key=lambda c: (c.first, c.measure))

    # -- one quantity -----------------------------------------------------------------------

    def _count(self, quantity: Quantity, before: Count | None) -> Count | None:
        first = quantity.first_token
        noun = quantity.noun_inside if quantity.noun_inside is not None else quantity.after
        if quantity.noun_inside is None and (
            self._goes_on(noun) or (noun < len(self.tokens) and self.tokens[noun].text == "يوم")
        ):
            noun = len(self.tokens)  # القتلى ستة والمصابين سبعة، أصيب 17 يوم الاثنين: no noun
        last = max(noun if noun < len(self.tokens) else first, first)
        if first in self.zero_words or self._inside_combined(first):
            return None
        if self._of_period(first, last):
            if quantity.value is not None and quantity.value >= _LARGE:
                self.of_periods.add(quantity.value)
            return None
        if quantity.noun_inside is not None and quantity.noun_inside in self.harm_tails:
            return None  # راح ضحية الهجوم: a part of the word of harm
        role, measure = self._role_and_measure(quantity, noun, before)
        if measure is None:
            return None
        more = 1 if role == "total" and first and self.tokens[first - 1].text == "مع" else 0
        people = self._people(noun)
        if people is None and first and self.tokens[first].text.startswith("ال"):
            people = self._people(first - 1)  # المهاجمين الخمسة
        victim_class = people.values["victim_class"] if people else None
        target = (people.values["target_type"] or None) if people else None
        if victim_class == "attackers" and measure == "killed":
            measure = "killed_of_perpetrators"
        joins = (
            before is not None
            and role == "total"
            and before.measure == measure
            and before.role == "total"
            and self._is_member(before, quantity)
        )
        return Count(
            self.sentence.index,
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
            update=self.update,
        )

    def _of_period(self, first: int, last: int) -> bool:
        """Whether a figure is said to be that of weeks, years or a whole war: no incident's toll.

        الأعنف منذ بداية العام sets the incident apart and says nothing of its figure.
        """
        for hit in self.periods:
            before = 0 < first - hit.last <= _PERIOD_AHEAD
            behind = 0 < hit.first - last <= _PERIOD
            if not before and not behind:
                continue
            between = range(hit.last + 1, first) if before else range(last + 1, hit.first)
            if not any(at in self.events or self.tokens[at].text in _SETS_APART for at in between):
                return True
        return False

    def _goes_on(self, at: int) -> bool:
        """Whether a word begins with و for "and": nothing is counted by it."""
        if at >= len(self.tokens):
            return False
        token = self.tokens[at]
        return token.text[0] == "و" and token.text[1:] in token.forms

    def _tried(self, hit: Hit) -> bool:
        """Whether it was only tried: محاولة اغتيال الناشط."""
        before = self.tokens[hit.first - 1].text if hit.first else ""
        return before.lstrip("وفبل").removeprefix("ال") in _ATTEMPTS

    def _told_apart(self, hit: Hit) -> bool:
        """Whether the two words of a joint toll have people of their own: شرطيا قتل وأصيب آخر."""
        after = hit.last + 1
        return after < len(self.tokens) and self.tokens[after].text in _OTHERS

    def _goes_on_counting(self, at: int) -> bool:
        """Whether another number follows: شهيد و5 جرحى."""
        if at < len(self.tokens) and self.tokens[at].text == "و":
            at += 1
        return at in self.starts

    def _led(self, at: int) -> bool:
        """Whether a word begins with a preposition or with "and": nothing before it counts it."""
        token = self.tokens[at]
        return token.text[0] in "وبلك" and token.text[1:] in token.forms

    def _inside_combined(self, at: int) -> bool:
        """Whether this is the second word of قتيلا وجريحا."""
        return any(
            h.values["relation"] == "combined" and at in h.tokens[1:] for h in self.relations
        )

    def _role_and_measure(
        self, quantity: Quantity, noun: int, before: Count | None
    ) -> tuple[ClaimRole, str | None]:
        first = quantity.first_token
        role: ClaimRole = "total"
        for hit in self.relations:
            relation = hit.values["relation"]
            if (
                relation == "combined"
                and not self._told_apart(hit)
                and (
                    (first - 3 <= hit.last < first and not self._harm_between(hit.last, first))
                    or noun <= hit.first <= noun + 4
                )
            ):
                return "combined", "casualties"
            if (
                relation == "superseded"
                and 0 < first - hit.last <= _REACH
                and not any(t.text in _CONJUNCTIONS for t in self.tokens[hit.last : first])
            ):
                role = "superseded"
        if self._is_part(first, noun, before):
            if noun in self.nouns:
                return "sub_count", self.nouns[noun].values["measure"]
            return ("sub_count", before.measure) if before else ("sub_count", None)
        named = self.nouns.get(noun)
        if named is None and noun not in self.things and first - 1 in self.risen:
            return role, "killed"
        if named is not None:
            bare = quantity.noun_inside is not None and quantity.value == 1
            known = self.tokens[first].text.lstrip("وبف").startswith(("ال", "لل"))
            if (
                (bare or (known and quantity.noun_inside is not None))
                and self.words_of_harm.isdisjoint(range(first - _BARE, first))
                and not self._goes_on_counting(quantity.after)
            ):
                return role, None  # a corpse as a figure of speech; لذوي الشهيدين
            return role, named.values["measure"]
        if noun in self.things:
            return role, None
        people = self._people(noun)
        told = self._verb_behind(quantity.after - 1)
        if told is not None and told.first == quantity.after and not self._goes_on(told.first):
            self.used_harms.add(told.first)
            return role, told.values["measure"]  # قتل 9 مدنيين و62 أصيبوا
        governor = self._governor(first, before)
        if governor is not None:
            reach = first - max(t for t in governor.tokens if t < first)
            if self._is_doer(governor, reach, people, noun):
                return role, None
            if governor.lexicon == "casualty_nouns" and reach > _NEAR:
                return role, None
            if people is None and reach > _NEAR + 1:
                return role, None
            if people is None and governor.values["measure"] in ("arrested",) and reach > 1:
                return role, None
            self.used_harms.add(governor.first)
            return role, governor.values["measure"]
        if before is not None and self._is_member(before, quantity):
            return before.role if before.role != "combined" else role, before.measure
        verb = self._verb_behind(quantity.after - 1 if people is None else noun)
        if verb is None and quantity.value == 1:
            verb = next(
                (h for h in self._harms_in(quantity.after, quantity.after + 1)
                 if h.values.get("form") == "verb" and not self._goes_on(h.first)),
                None,
            )  # fmt: skip
        near = (
            3
            if self.tokens[quantity.after - 1].text == "من"
            or (quantity.after < len(self.tokens) and self.tokens[quantity.after].text == "من")
            else 1
        )  # خمسة من مقاتليها قتلوا
        if people is None and verb is not None and verb.first > quantity.after + near:
            verb = None
        if verb is not None:
            self.used_harms.add(verb.first)
            return role, verb.values["measure"]
        return role, None

    def _is_part(self, first: int, noun: int, before: Count | None) -> bool:
        """Whether a phrase such as بينهم makes the quantity a part of the one before."""
        for hit in self.relations:
            if hit.values["relation"] == "apposition" and (
                before is None or not 0 <= hit.first - before.last <= _APPOSED
            ):
                continue  # الشهداء هم ضابطان: told for the first time
            if hit.values["relation"] not in ("sub_count", "apposition"):
                continue
            gap = first - hit.last
            if 0 < gap <= 3 and not self._harm_between(hit.last, first):
                return True
            if hit.first > noun and hit.first - noun <= 3 and len(hit.tokens) > 1:
                return self.starts.isdisjoint(range(noun + 1, hit.first))
            if (
                before is not None
                and hit.first == noun
                and hit.last < noun + len(hit.tokens)
                and self.tokens[noun].text in _OF_THEM
                and not self._harm_between(before.last, first)
            ):
                return True  # 15 شخصا، خمسة منهم …
        if (
            before is not None
            and first - before.last <= _LIST_GAP
            and any(t.text in _ONE_OF_THEM for t in self.tokens[before.last + 1 : first])
        ):
            return self._conjoined(first)
        return (
            before is not None
            and before.role == "sub_count"
            and first - before.last <= _LIST_GAP
            and self._conjoined(first)
            and not self._harm_between(before.last, first)
            and noun not in self.nouns
        )

    def _is_doer(self, governor: Hit, reach: int, people: Hit | None, noun: int) -> bool:
        """Whether the counted are the subject of the verb, who did it to somebody behind them: خطف
        ثلاثة مسلحين طبيبا. Nobody abducts gunmen and says no more of them."""
        if governor.values.get("form") != "verb" or reach > 1 or noun >= len(self.tokens):
            return False
        word = self.tokens[noun].text
        if not (people and people.values["victim_class"] in _DOERS) and word not in _MASKED:
            return False
        if governor.values["measure"] == "abducted":
            return True
        for at in range(noun + 1, min(noun + 1 + _OBJECT_REACH, len(self.tokens))):
            text = self.tokens[at].text
            if text[0] == "و" or text in _PARTED:
                return False
            if at in self.singles or at in self.starts:
                return True
        return False

    def _conjoined(self, first: int) -> bool:
        before = tuple(t.text for t in self.tokens[max(0, first - 2) : first])
        return (
            self.tokens[first].text.startswith("و") or before[-1:] == ("و",) or before in _BESIDES
        )

    def _people(self, noun: int) -> Hit | None:
        """The class of people that the counted noun (or the one behind من) names."""
        at = noun
        if at < len(self.tokens) and self.tokens[at].text in ("من", "اخرين", "اخرون", "عناصر"):
            for hit in self.classes:
                if hit.first in (at, at + 1, at + 2) and hit.values["target_type"]:
                    return hit
        best: Hit | None = None
        for hit in self.classes:
            if hit.first <= at <= hit.last and (best is None or len(hit.tokens) > len(best.tokens)):
                best = hit
        if best is None:
            for hit in self.classes:
                if hit.first == at + 1 and at < len(self.tokens) and self.tokens[at].text == "من":
                    return hit
        return best

    def _governor(self, first: int, before: Count | None) -> Hit | None:
        """The nearest word of harm before the quantity (for one in two parts, its first part)."""
        best: Hit | None = None
        where = -1
        for hit in self._harms_in(first - _REACH - _LONGEST, first):
            at = max((t for t in hit.tokens if t < first), default=-1)
            if at >= 0 and first - at <= _REACH and at >= where:
                best, where = hit, at
        if best is None:
            return None
        if any(t.text in _CONJUNCTIONS for t in self.tokens[where + 1 : first]):
            return None
        if before is not None and before.first > where:
            return None  # the word already governs the quantity between
        return best

    def _with_opposed(self, found: list[Count]) -> list[Count]:
        """The counts, those marked that are added to one before them in the same sentence, as the
        dead of both sides: قتل 18 حوثيا، في حين قتل 7 من المقاومة."""
        out: list[Count] = []
        told: dict[str, Count] = {}
        added = False
        for count in found:
            head = told.get(count.measure)
            if count.role == "total" and count.measure in ("killed", "wounded"):
                if (
                    head is not None
                    and not count.joins
                    and (count.measure == "killed" or added)
                    and self._adds(head, count)
                ):
                    count = replace(count, joins=True, opposed=True)  # noqa: PLW2901
                    added = True
                told[count.measure] = count
            out.append(count)
        return out

    def _adds(self, head: Count, count: Count) -> bool:
        """Whether a figure in a clause of its own is that of other people of the same event."""
        if head.value is None or count.value is None or head.update or count.update:
            return False
        between = range(head.last + 1, count.first)
        cue = max((at for at in between if self._sets_against(at)), default=None)
        if cue is None and count.measure == "killed":
            cue = self._other_side(head, count)
        if cue is None:
            return False
        kinds = (head.target_type, count.target_type)
        if count.victim_class == head.victim_class and None not in kinds:
            return False
        if count.measure == "killed" and not _ARMED.intersection(
            (head.victim_class, count.victim_class)
        ):
            return False  # nothing says that there are sides
        if any(cue < at < count.first for at in self.sayings):
            return False  # another source's figure
        noun = counted_noun(self.tokens[count.last])
        if noun is not None and noun.kind == "body":
            return False
        other = range(cue, min(count.last + _EVENT_REACH, len(self.tokens)))
        return not any(at in self.events for at in other)

    def _sets_against(self, at: int) -> bool:
        """Whether words set another figure beside the one before: في حين، إلى جانب مقتل."""
        text = self.tokens[at].text
        return text in _AGAINST or (self.tokens[at - 1].text, text) in _BESIDES

    def _other_side(self, head: Count, count: Count) -> int | None:
        """Where a verb of its own tells of the other side's dead: استشهد ضابط وقتل مسلحان."""
        sides = [
            [name in c for name in (head.victim_class, count.victim_class)]
            for c in (_FORCES, _FIGHTERS)
        ]
        if sides not in ([[True, False], [False, True]], [[False, True], [True, False]]):
            return None
        for hit in self._harms_in(head.last + 1, count.first):
            if (
                head.last < hit.first < count.first <= hit.last + _NEAR
                and hit.values["measure"] == "killed"
                and self._goes_on(hit.first)
            ):
                return hit.first
        return None

    def _is_member(self, before: Count, quantity: Quantity) -> bool:
        """Whether the quantity goes on with a list that `before` is in: ضابط و3 جنود."""
        first = quantity.first_token
        return self._conjoined(first) and (
            first - before.last <= _LIST_GAP
            and not self._harm_between(before.last, first)
            and not any(
                before.last < h.first < first
                for h in self.relations
                if "sub" in h.values["relation"]
            )
        )

    def _harms_in(self, first: int, end: int) -> list[Hit]:
        """The words of harm that begin at a token from `first` to before `end`."""
        return self.harms[bisect_left(self.harm_at, first) : bisect_left(self.harm_at, end)]

    def _harm_between(self, left: int, right: int) -> bool:
        return bisect_left(self.harm_at, right) > bisect_right(self.harm_at, left)

    def _verb_behind(self, noun: int) -> Hit | None:
        for hit in self._harms_in(noun + 1, noun + _REACH_BACK + 1):
            text = self.tokens[hit.first].text
            if text in _UNDERGONE:
                return hit
            if hit.values.get("form") == "verb":
                return hit if text.endswith(_AGREEING) else None
        return None

    def _person_before(self, count: Count) -> Count | None:
        """The person who begins the list that a count goes on with: مقتل المدير وثلاثة من حراسه."""
        if count.role != "total" or count.joins or not self._conjoined(count.first):
            return None
        for hit in reversed(self._harms_in(count.first - _TITLE - _SUBJECT - 1, count.first + 1)):
            if hit.lexicon != "harm_words":
                continue
            person = self._person_behind(hit)
            if (
                hit.values["measure"] != count.measure
                or person is None
                or not person.last < count.first <= person.last + _TITLE
            ):
                return None
            return self._single(hit, person, 1)
        return None

    # -- what is told without a number ----------------------------------------------------------

    def _implied(self, found: list[Count]) -> list[Count]:
        """Single persons behind a word of harm (مقتل القيادي …), and one person as a pronoun."""
        out = []
        for hit in self.harms:
            if hit.lexicon != "harm_words":
                continue
            if hit.first in self.used_harms or any(
                hit.first < c.first <= hit.first + 3
                and (c.measure == hit.values["measure"] or not hit.values["single"])
                and not self._harm_between(hit.last, c.first)
                for c in found
            ):
                continue
            index, measure = self.sentence.index, hit.values["measure"]
            if hit.values["single"]:
                number = int(hit.values["single"])
                single = Count(index, hit.first, hit.last, measure, number, number, number, "total")
                out.append(replace(single, firm=False))
                continue
            person = self._person_behind(hit)
            if person is None:
                named = self._quoted_names(hit.last + 1) if measure != "wounded" else None
                if named:
                    number, last = named
                    out.append(
                        Count(
                            index, hit.first, last, measure, number, number, number, "total",
                            firm=False,
                        )
                    )  # fmt: skip
                continue
            if person.first in hit.tokens[1:]:
                continue
            number = 1 + self._further_titles(person.first)
            out.append(self._single(hit, person, number))
        return out

    def _single(self, hit: Hit, person: Hit, number: int) -> Count:
        """The count of a person (or several by title) whom a word of harm befalls."""
        measure = hit.values["measure"]
        if person.values["victim_class"] == "attackers" and measure == "killed":
            measure = "killed_of_perpetrators"
        return Count(
            self.sentence.index, hit.first, person.last, measure,
            number, number, number, "total", person.values["victim_class"],
            person.values["target_type"] or None, firm=False,
        )  # fmt: skip

    def _person_behind(self, hit: Hit) -> Hit | None:
        """The person right behind a word of harm, or behind the verb's subject: خطف مسلحون
        مجهولون طبيبا."""
        at = (hit.last if len(hit.tokens) == hit.last - hit.first + 1 else hit.first) + 1
        subject = at
        if hit.values["form"] == "verb":
            while at in self.subjects and at - hit.first <= _SUBJECT:
                at += 1
        if at in self.singles:
            return self.singles[at]
        if at > subject and at < len(self.tokens) and self._is_object(at):
            return Hit("single_persons", _SOMEBODY, (at,))
        return self._object_of(hit, at)

    def _object_of(self, hit: Hit, at: int) -> Hit | None:
        """The definite person whom somebody did it to: اعتقل جهاز الأمن المطارد."""
        if hit.values["form"] != "verb" or not (
            hit.values["violent"] or hit.values["measure"] in ("abducted", "arrested")
        ):
            return None
        for here in range(at, min(hit.last + 1 + _SUBJECT, len(self.tokens))):
            text = self.tokens[here].text
            if here in self.singles and text.startswith("ال"):
                return self.singles[here]
            noun = counted_noun(self.tokens[here])
            if noun is not None and noun.kind == "person" and self._is_object(here):
                return Hit("single_persons", _SOMEBODY, (here,))
            if text in _PARTED or here in self.heads or self._led(here):
                return None
        return None

    def _is_object(self, at: int) -> bool:
        """Whether a word bears the ending of an indefinite object: خطف مسلحون صائغاً."""
        spelt = self.sentence.spelt(self.tokens[at])
        return spelt.endswith(("اً", "ًا")) and at not in self.things

    def _relative(self, count: Count) -> list[Count]:
        """Somebody of his who is named with a single person: قتل رجل وزوجته."""
        if count.value != 1:
            return []
        for at in range(count.last + 1, min(count.last + 2 + _OBJECT_REACH, len(self.tokens))):
            if at in self.starts or at in self.heads:
                return []
            hit = self.singles.get(at)
            if hit is not None and self._goes_on(at) and not hit.values["victim_class"]:
                return [replace(count, first=at, last=at, victim_class=None, target_type=None,
                                joins=True)]  # fmt: skip
        return []

    def _quoted_names(self, at: int) -> tuple[int, int] | None:
        """How many people a list of bare names in quotes names from token `at` on, and its last
        token: اغتيال "علي حسن" و"كريم سالم"."""
        text, names = self.sentence.passage.folded, 0
        while at < len(self.tokens):
            start = self.tokens[at].start
            opening = text[max(start - 1, 0) : start]
            if opening not in _QUOTES:
                if names and self.tokens[at].text == "و":
                    at += 1
                    continue
                break
            if at in self.subjects:
                return None  # خطف "داعش" …
            end = at
            while end < len(self.tokens) and end - at < _NAME:
                closing = text[self.tokens[end].end : self.tokens[end].end + 1]
                if closing in _QUOTES:
                    break
                end += 1
            else:
                break
            if end >= len(self.tokens) or end == at:
                break  # one word is as well a thing's or a group's name
            names, at = names + 1, end + 1
        return (names, at - 1) if names else None

    def _further_titles(self, at: int) -> int:
        """Further people whom a list names by title: …، والجندي أول …، ومدير فيها"""
        more, last = 0, at
        for first, hit in sorted(self.singles.items()):
            text = self.tokens[first].text
            soldier = hit.values["victim_class"] == "military" and text.startswith("وال")
            near = text.startswith("و") and text not in _OWN and first - last <= _TITLE
            if first > at and (soldier or near) and not self._harm_between(at, first):
                more, last = more + 1, first
        return more


def _plus(figure: int | None, more: int) -> int | None:
    return None if figure is None else figure + more


def summed(members: list[Count]) -> Count:
    """One count of a list's members, bounds added; a vague member (3 جنود وعدد من المدنيين) adds
    nothing to the value and leaves the top open. Where they are told in clauses of their own, the
    largest alone is the lower bound."""
    head = members[0]
    if len(members) == 1:
        return head

    def add(values: list[int | None], *, all_of_them: bool = True) -> int | None:
        known = [v for v in values if v is not None]
        return sum(known) if known and (len(known) == len(values) or not all_of_them) else None

    lows = [m.low for m in members]
    known = [low for low in lows if low is not None]
    opposed = any(m.opposed for m in members) and known
    return replace(
        head,
        last=members[-1].last,
        low=max(known) if opposed else add(lows),
        value=add([m.value for m in members], all_of_them=False),
        high=add([m.high for m in members]),
    )
