"""A sentence as the reading of counts sees it: its words of harm, people, parts and zeros.

Patterns: seeds/lexicon/harm_words.csv, casualty_nouns.csv, victim_classes.csv, count_relations.csv,
zero_casualties.csv, single_persons.csv, not_people.csv.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from extractors.candidates.recalls import killed_for, negated
from extractors.names.line import Line
from extractors.patterns.lexicon import hits_of
from extractors.patterns.word_sets import phrase_set, word_list, word_set
from extractors.text.clitics import unjoined
from extractors.text.counted_nouns import counted_noun
from extractors.text.fold import fold

if TYPE_CHECKING:
    from extractors.document import Document, Quantity, Sentence
    from extractors.names.words import NameWords
    from extractors.patterns.pattern import Hit

#: جثث 17 مقاتلا: they govern what is behind
_BODIES = word_set("counts.bodies")
_ATTEMPTS = word_set("counts.attempts")
#: … verbs for that, and how far behind one stands what was tried
_TRIED, _TRIED_REACH, _TRIED_FARTHER = word_set("counts.tried"), 3, 5
#: aims, folded, and what tells that they came about
_AIMS = word_list("counts.aims")
_SUFFERED = word_list("counts.suffered")
_SUFFERED_REACH = 4
_PRONOUNS = word_list("counts.pronouns")
#: what stands before those who did it
_BY = phrase_set("counts.by")
#: بعد وفاة جريحين: who died of wounds since the earlier figure
_DYING = word_set("counts.dying")
_SINCE = word_set("counts.since")
_DEATH_REACH = 2
#: one person is told of so many words before the verb, behind "that"
_SUBJECT = 7
_THAT = word_set("counts.that")
#: hours and days, what stands before a place, and nouns that its name follows
_HOURS_OF_DAY, _WHERE = word_set("counts.when"), word_set("counts.where")
_KINDS_OF_PLACE = word_set("comparing.generic_heads")
_OTHERS = word_set("counts.others")
#: what goes on with a list as و does
BESIDES = phrase_set("counts.besides")
#: verbs of one person's death
_DIED = word_set("counts.died")
#: so many words stand between a number and those that tell one by one who was counted
_APPOSED = 5
#: what is armed though nobody is: هجوم مسلح
_ARMED, _ATTACKS = frozenset({"مسلح", "المسلح"}), word_set("counts.attacks")
_IMAM = "امام"
_AND_SO_MANY = "وعدد"
#: how feminine adjectives in -iyya end, and the article before them
_FEMININE, _DEFINITE = "ية", ("ال", "وال", "بال", "لل")


def _asides(doc: Document, sentence: Sentence) -> frozenset[int]:
    """The tokens of days, hours and places of a sentence: قتل أمس في مدينة كذا القيادي سالم."""
    spans = [(d.start, d.end) for d in doc.dates if d.sentence == sentence.index]
    spans += [(p.start, p.end) for p in doc.places if p.sentence == sentence.index]
    tokens = sentence.tokens
    found = {
        at
        for at, token in enumerate(tokens)
        if token.text in _HOURS_OF_DAY or any(a <= token.start < b for a, b in spans)
    }
    for at in range(len(tokens) - 1, -1, -1):
        if at + 1 in found and (tokens[at].text in _WHERE or tokens[at].text in _KINDS_OF_PLACE):
            found.add(at)
    return frozenset(found)


class CountLine:
    """The words of a sentence and what the lexicons find in it."""

    def __init__(
        self,
        doc: Document,
        sentence: Sentence,
        quantities: list[Quantity],
        name_words: NameWords,
    ) -> None:
        self.sentence = sentence
        self._doc = doc
        self._name_words = name_words
        self.tokens = sentence.tokens
        self.quantities = sorted(quantities, key=lambda q: q.first_token)
        index = sentence.index
        self.nouns = {h.first: h for h in hits_of(doc, index, "casualty_nouns")}
        heads = self._governing_nouns()
        self.harms = sorted((*self._harm_done(), *heads), key=lambda h: h.tokens)
        self.harm_at = [h.first for h in self.harms]
        self.harm_tails = frozenset(t for h in self.harms for t in h.tokens[1:])
        self.heads = frozenset(h.first for h in (*self.harms, *hits_of(doc, index, "triggers")))
        self.words_of_harm = self.heads - {h.first for h in heads}
        self.starts = frozenset(q.first_token for q in self.quantities)
        #: where another event is named; a clash goes on
        self.events = {
            h.first
            for h in hits_of(doc, index, "triggers")
            if h.values["kind"] == "event" and h.values["event_type"] != "clash"
        }
        self.classes = self._classes_of_people()
        self.things = {
            h.first
            for h in hits_of(doc, index, "not_people")
            if not self.is_led(h.first)  # أصيب 10 بتفجير: the ten are no bombings
        }
        self.periods = hits_of(doc, index, "periods")
        self.relations = hits_of(doc, index, "count_relations")
        self.risen = {h.last for h in self.relations if h.values["relation"] == "rise"} | {
            h.tokens[1] for h in self.relations if h.values["relation"] == "rise_ahead"
        }
        self.zeros = hits_of(doc, index, "zero_casualties")
        self.zero_words = {at for h in self.zeros for at in h.tokens}
        self.singles = self._single_persons()
        self.subjects = {
            at
            for name in ("subject_words", "actors")
            for h in hits_of(doc, index, name)
            for at in h.tokens
        }
        #: whether arms are spoken of
        self.arms = bool(hits_of(doc, index, "weapon_words"))
        #: where numbers only tell one by one who was counted: سبعة مدنيين، ثلاثة رجال وأربع نساء
        self.told_one_by_one = self._told_one_by_one()
        self.update = any(h.values["relation"] == "update" for h in self.relations)
        #: words of harm that have a figure
        self.used_harms: set[int] = set()
        #: words of a number that did it: اقتاد خمسة رجال مسلحين الناشط
        self.doers: set[int] = set()

    @cached_property
    def asides(self) -> frozenset[int]:
        """Words that only say when and where, which may stand between a verb and who was harmed;
        few sentences are asked for them."""
        return _asides(self._doc, self.sentence)

    @cached_property
    def names(self) -> Line:
        """What its words say about names of persons; few sentences are asked for it."""
        return Line(self.sentence, self._name_words)

    def _governing_nouns(self) -> list[Hit]:
        """The nouns of harm that may govern the number behind them."""
        # القتلى ستة والمصابين سبعة: a definite noun governs the number behind it
        return [
            h
            for at, h in self.nouns.items()
            if self.tokens[at].text.startswith(("ال", "وال"))
            or unjoined(self.tokens[at].text, "وبل") in _BODIES
        ]

    def _harm_done(self) -> list[Hit]:
        """The words for harm that was done, not only tried or aimed at."""
        return [
            h
            for h in hits_of(self._doc, self.sentence.index, "harm_words")
            if not (self._tried(h) or self._only_aimed_at(h))
        ]

    def _classes_of_people(self) -> tuple[Hit, ...]:
        """The words for classes of people who may have been harmed."""
        doc, index = self._doc, self.sentence.index
        return tuple(
            h
            for h in hits_of(doc, index, "victim_classes")
            if not (killed_for(doc, index, h) or self._says_how(h) or self.did_it(h.first))
        )

    def _single_persons(self) -> dict[int, Hit]:
        """The nouns and titles of single persons, by their first token."""
        doc, index = self._doc, self.sentence.index
        return {
            h.first: h
            for h in hits_of(doc, index, "single_persons")
            if not (self._is_adjective(h) or self._is_before(h) or h.first in self.zero_words)
            and not killed_for(doc, index, h)
        }

    def _tried(self, hit: Hit) -> bool:
        """Whether it was only tried: محاولة اغتيال الناشط."""
        before = self.tokens[hit.first - 1].text if hit.first else ""
        if unjoined(before, "وفبل").removeprefix("ال") in _ATTEMPTS:
            return True
        # حاولت ابتداء اختطافها: behind the verb, what was tried has its pronoun
        # … or is the kidnapping of somebody: حاول مسلحون أمس اختطاف قاضية
        what = self.tokens[hit.first].text
        of_taking = hit.values["measure"] == "abducted" and not what.startswith(("و", "ف"))
        reach = _TRIED_FARTHER if of_taking else _TRIED_REACH
        near = self.tokens[max(hit.first - reach, 0) : hit.first]
        tried = any(unjoined(token.text, "وف") in _TRIED for token in near)
        return tried and (of_taking)

    def _only_aimed_at(self, hit: Hit) -> bool:
        """Whether it is what somebody set out to do: دخلت القوة البلدة لاعتقال مطلوب; not what
        somebody suffered: تعرض لاختطاف."""
        if not self.tokens[hit.first].text.startswith(_AIMS):
            return False
        before = self.tokens[max(hit.first - _SUFFERED_REACH, 0) : hit.first]
        return not any(unjoined(t.text, "وف").startswith(_SUFFERED) for t in before)

    def is_denied(self, hit: Hit) -> bool:
        """Whether it is said that nobody was harmed so: لم تعتقل أحدا, not لم تعتقل سوى القائد."""
        return negated(self.tokens, hit.first)

    def is_led(self, at: int) -> bool:
        """Whether a word begins with a preposition or with "and": nothing before it counts it."""
        token = self.tokens[at]
        return token.text[0] in "وبلك" and token.text[1:] in token.forms

    def goes_on(self, at: int) -> bool:
        """Whether a word begins with و for "and": nothing is counted by it."""
        if at >= len(self.tokens):
            return False
        token = self.tokens[at]
        return token.text[0] == "و" and token.text[1:] in token.forms

    def is_explained(self, at: int) -> bool:
        """Whether a word begins what a colon announces: في اليوم الـ37: شهيدان."""
        if not 0 < at < len(self.tokens):
            return False
        gap = self.sentence.passage.folded[self.tokens[at - 1].end : self.tokens[at].start]
        return ":" in gap

    def has_object(self, at: int) -> bool:
        """Whether a verb bears the pronoun of its object: قتلها."""
        token = self.tokens[at]
        return token.text.endswith(_PRONOUNS)

    def are_told_apart(self, hit: Hit) -> bool:
        """Whether the two words of a joint toll have people of their own: شرطيا قتل وأصيب آخر،
        جنديا قتل وأصيب أربعة آخرون."""
        behind = self.tokens[hit.last + 1 : hit.last + 3]
        counted = hit.last + 1 in self.starts
        verb = self.tokens[hit.first].text in _DIED
        known = self.singles.keys() | self.starts
        of_one = any(hit.first - at in known for at in (1, 2)) or self._is_subject(hit.first)
        if counted and verb and of_one:
            return True  # إن ضابط صف قتل وأصيب خمسة، أن شرطيا من بعقوبة قتل وجرح سبعة
        return any(t.text in _OTHERS for t in behind[: 2 if counted else 1])

    def _is_subject(self, verb: int) -> bool:
        """Whether "that" and one person stand before a verb, with nothing told between."""
        for at in range(verb - 1, max(verb - _SUBJECT, 0), -1):
            if at in self.heads or self.is_parted(at + 1):
                return False
            if at in self.starts:
                return self.tokens[at - 1].text in _THAT
        return False

    def goes_on_counting(self, at: int) -> bool:
        """Whether another number follows: شهيد و5 جرحى."""
        if at < len(self.tokens) and self.tokens[at].text == "و":
            at += 1
        return at in self.starts

    def is_parted(self, at: int) -> bool:
        """Whether more than a blank stands before a token."""
        gap = self.sentence.passage.folded[self.tokens[at - 1].end : self.tokens[at].start]
        return bool(gap.strip())

    def is_bracketed(self, left: int, right: int) -> bool:
        """Whether a bracket that opens between two tokens is still open at the second."""
        folded = self.sentence.passage.folded
        gap = folded[self.tokens[left].end : self.tokens[right].start]
        return gap.rfind("(") > gap.rfind(")")

    def is_quoted(self, at: int) -> bool:
        """Whether a quotation begins with a token."""
        start = self.tokens[at].start
        return self.sentence.passage.folded[max(start - 1, 0) : start] == '"'

    def _is_adjective(self, hit: Hit) -> bool:
        """Whether a word is the feminine of an adjective and names nobody: الجريمة الإرهابية،
        الشرطة العسكرية. Folded, its ending is written like a pronoun."""
        token = self.tokens[hit.first]
        if token.text in fold(hit.values["pattern"]).replace("|", " ").split():
            return False  # الشرطية is one
        original = self.sentence.span(token.start, token.end).words
        return original.endswith(_FEMININE) and original.startswith(_DEFINITE)

    def is_conjoined(self, first: int) -> bool:
        """Whether a token goes on with a list."""
        before = tuple(t.text for t in self.tokens[max(0, first - 2) : first])
        if before[-1:] == (_AND_SO_MANY,):
            return True  # ضابط وأمين شرطة وعدد 6 مجندين
        if self.tokens[first].text.startswith("و") or before[-1:] == ("و",) or before in BESIDES:
            return True
        # أب وأبناؤه الثلاثة: the number stands behind its noun
        return first > 1 and self.people_before(first) is not None and self.goes_on(first - 1)

    def _told_one_by_one(self) -> frozenset[int]:
        """The first tokens of numbers that stand behind a pause and add up to the one before."""
        out: set[int] = set()
        for at, whole in enumerate(self.quantities):
            rest = self.quantities[at + 1 :]
            if not (rest and whole.value) or self.is_conjoined(rest[0].first_token):
                continue
            if not self._follows(whole, rest[0]) or not self.is_parted(rest[0].first_token):
                continue
            run, told = [rest[0]], rest[0].value or 0
            for quantity in rest[1:]:
                if told >= whole.value or not self.is_conjoined(quantity.first_token):
                    break
                if not self._follows(run[-1], quantity):
                    break
                run.append(quantity)
                told += quantity.value or 0
            dead_and_wounded = any(
                at in self.nouns for q in run for at in (q.after, q.noun_inside) if at is not None
            )
            if len(run) > 1 and told == whole.value and not dead_and_wounded:
                out |= {q.first_token for q in run}
        return frozenset(out)

    def _follows(self, before: Quantity, quantity: Quantity) -> bool:
        """Whether a number stands near behind another one, with no word of harm between."""
        first = quantity.first_token
        return first - before.after <= _APPOSED and not self.harm_between(before.first_token, first)

    def _says_how(self, hit: Hit) -> bool:
        """Whether a word says what an attack was like, and nothing of people: بهجوم مسلح."""
        before = self.tokens[hit.first - 1].text if hit.first else ""
        return self.tokens[hit.first].text in _ARMED and (
            unjoined(before, "وفبلك").removeprefix("ال") in _ATTACKS
        )

    def died_later(self, first: int) -> bool:
        """Whether those counted died of wounds since an earlier figure: ارتفعت الحصيلة بعد وفاة
        جريحين، بعدما توفي خمسة من المصابين."""
        for at in range(max(first - _DEATH_REACH, 1), first):
            if self.tokens[at].text in _DYING and self.tokens[at - 1].text in _SINCE:
                return True
        return False

    def did_it(self, first: int) -> bool:
        """Whether those counted did it: خطفا على أيدي ثلاثة مسلحين."""
        return tuple(t.text for t in self.tokens[max(first - 2, 0) : first]) in _BY

    def _is_before(self, hit: Hit) -> bool:
        """Whether أمام is written, which folded looks like an imam."""
        token = self.tokens[hit.first]
        return token.text == _IMAM and self.sentence.spelt(token).startswith("أ")

    def people_at(self, noun: int) -> Hit | None:
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

    def people_before(self, first: int) -> Hit | None:
        """The people whom a definite numeral counts from behind: المهاجمين الخمسة، منفذي الهجوم
        الثلاثة."""
        if not first or not self.tokens[first].text.startswith("ال"):
            return None
        people = self.people_at(first - 1)
        if people is None and first > 1 and self.tokens[first - 1].text.startswith("ال"):
            people = self.people_at(first - 2)
        return people

    def is_person(self, at: int) -> bool:
        """Whether a token is a noun for people."""
        noun = counted_noun(self.tokens[at]) if at < len(self.tokens) else None
        return noun is not None and noun.kind == "person"

    def harms_in(self, first: int, end: int) -> list[Hit]:
        """The words of harm that begin at a token from `first` to before `end`."""
        return self.harms[bisect_left(self.harm_at, first) : bisect_left(self.harm_at, end)]

    def harm_between(self, left: int, right: int) -> bool:
        """Whether a word of harm begins between two tokens."""
        return bisect_left(self.harm_at, right) > bisect_right(self.harm_at, left)
