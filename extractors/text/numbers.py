"""How many: quantities in digits, in words, in the dual and in the singular.

Arabic writes a count as digits (1,200 or ١٢٠٠), as words that agree in gender and case (ثلاثة عشر،
مئة وعشرين، ألفي), as a dual (قتيلان، جنديين) or as a bare singular (مقتل جندي). Numbers that count
nothing (dates, clock times, ages, distances, money, unit numbers) are left out. Vocabulary:
seeds/lexicon/numbers.csv, quantifiers.csv, vague_quantities.csv, units.csv, numbered_nouns.csv,
counted_nouns.csv, construct_words.csv, count_openers.csv, count_blockers.csv.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from extractors.document import Quantity
from extractors.seedfiles import read_seed
from extractors.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from extractors.document import Sentence, Token

Kind = Literal["exact", "at_least", "more_than", "up_to", "about", "between", "vague"]

_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*\Z")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+\Z")
_DOTTED_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+\Z")
_DECIMAL = re.compile(r"[0-9]+[.,][0-9]+\Z")

#: a dual in the oblique case, where the vowels are written
_FATHA_DUAL = re.compile("\u064e[\u064a\u0649]\u0652?\u0646\u0650?\\Z")

#: proclitics that a number may carry, longest first: وبالـ…, لل…
_PROCLITICS = ("وبال", "وال", "بال", "فال", "ولل", "ال", "لل", "وب", "ول", "و", "ف", "ب", "ل")


# --- reading number words ----------------------------------------------------------------------


@lru_cache(maxsize=1)
def _number_words() -> Mapping[str, tuple[str, int]]:
    """Folded word → (kind, value)."""
    rows = read_seed("lexicon/numbers.csv", ["word", "value", "kind"])
    return {fold(r["word"]): (r["kind"], int(r["value"])) for r in rows}


@lru_cache(maxsize=1 << 16)
def _bare_number(word: str) -> str | None:
    """The number word or digits inside a word with proclitics (وبعشرين → عشرين), or None.

    الاثنين is left alone: it is Monday much more often than "the two".
    """
    table = _number_words()
    if word in table or word[0].isdigit():
        return word
    for proclitic in _PROCLITICS:
        rest = word[len(proclitic) :]
        if word.startswith(proclitic) and rest in table:
            if table[rest][0] == "ordinal" or (
                proclitic.endswith("ال") and table[rest][1] in (1, 2)
            ):
                return None
            return rest
    return None


#: digits and separators of the greatest number that is read, 1,000,000,000
_MOST_DIGITS = 13


def _digits_value(word: str) -> float | None:
    """The value of a token of digits: 1,200 → 1200; 2.5 → 2.5; 1.200 → 1.2, which is ambiguous.

    None of longer ones: telephone numbers and worse.
    """
    if len(word) > _MOST_DIGITS:
        return None
    if _THOUSANDS.match(word):
        return int(word.replace(",", ""))
    if word.isdigit():
        return int(word)
    if _DECIMAL.match(word):
        return float(word.replace(",", "."))
    return None


class _Sum:
    """A number while it is read: a sum of scaled groups in falling order (مليون، ألف، none), each
    group hundreds + units + tens. A further summand is joined with و, a multiplier is not."""

    def __init__(self) -> None:
        self.total = 0.0
        self.group = 0.0
        self.previous = ""
        self.last_scale = 10**12
        #: احد or اثنا was read, which is a number only with the ten behind it
        self.pending_teen = False

    def take(self, kind: str, value: float, *, joined: bool) -> bool:
        """Add the next word if the grammar allows it here; say whether it did."""
        first = not self.previous
        rules: dict[str, Callable[[float, bool, bool], bool]] = {
            "digits": self._digits,
            "digit_word": self._zero,
            "unit": self._unit,
            "teen_unit": self._unit,
            "tail": self._tail,
            "tens": self._tens,
            "hundred": self._hundred,
            "hundreds": self._hundreds,
            "scale": self._scale,
            "scale_or_dual": self._scale,
            "scale_dual": self._scale_dual,
        }
        rule = rules.get(kind)
        if rule is None or not rule(value, first, joined):
            return False
        if kind == "teen_unit":
            self.pending_teen = True
        elif kind == "scale_or_dual" and first:
            self.total += value  # ألفا قتيل: the dual of the construct, where no number precedes
        self.previous = kind
        return True

    @property
    def _open_below(self) -> bool:
        """Whether the group has room for tens and units."""
        return self.group % 100 == 0 and not self.pending_teen

    def _digits(self, value: float, first: bool, joined: bool) -> bool:
        fits = self.group == 0 or (self._open_below and value < 100)
        if not first and not (joined and value < min(self.last_scale, 1000) and fits):
            return False
        self.group += value
        return True

    def _zero(self, value: float, first: bool, joined: bool) -> bool:
        return first and value == 0 and not joined

    def _unit(self, value: float, first: bool, joined: bool) -> bool:
        if not first and not (joined and self._open_below):
            return False
        self.group += value
        return True

    def _tail(self, value: float, first: bool, joined: bool) -> bool:
        """The عشر of ثلاثة عشر, or ten itself."""
        closes_teen = self.previous in ("unit", "teen_unit") and not joined
        if not (closes_teen or first or (joined and self._open_below)):
            return False
        self.group += value
        self.pending_teen = False
        return True

    def _tens(self, value: float, first: bool, joined: bool) -> bool:
        units = self.group % 100
        room = units == 0 or (units < 10 and self.previous in ("unit", "digits"))
        if not first and not (joined and room and not self.pending_teen):
            return False
        self.group += value
        return True

    def _hundred(self, value: float, first: bool, joined: bool) -> bool:
        if self.previous == "unit" and not joined and 3 <= self.group < 10:
            self.group *= value
            return True
        return self._hundreds(value, first, joined)

    def _hundreds(self, value: float, first: bool, joined: bool) -> bool:
        if not first and not (joined and self.group == 0):
            return False
        self.group += value
        return True

    def _scale(self, value: float, first: bool, joined: bool) -> bool:
        multiplies = self.group > 0 and not joined
        if self.pending_teen or value >= self.last_scale:
            return False
        if not (multiplies or (self.group == 0 and (first or joined))):
            return False
        self.total += (self.group or 1) * value
        self.group, self.last_scale = 0.0, int(value)
        return True

    def _scale_dual(self, value: float, first: bool, joined: bool) -> bool:
        if value / 2 >= self.last_scale or not (first or (joined and self.group == 0)):
            return False
        self.total += value
        self.last_scale = int(value / 2)
        return True


def _next_summand(
    words: Sequence[str], at: int, *, first: bool
) -> tuple[str, float, bool, int] | None:
    """(kind, value, joined with و, words used) of the number word at words[at], or None."""
    table = _number_words()
    word, joined, used = words[at], False, 1
    if not first:
        if word == "و" and at + 1 < len(words):
            word, joined, used = words[at + 1], True, 2
        elif word.startswith("و") and (word not in table or word[1:] in table):
            word, joined = word[1:], True  # وأحد عشر is spelt like واحد once it is folded
    if word in table:
        kind, value = table[word]
        return kind, value, joined, used
    amount = _digits_value(word) if _DIGITS.match(word) else None
    return None if amount is None else ("digits", amount, joined, used)


def _read(words: Sequence[str], at: int) -> tuple[float, int] | None:
    """The number that starts at words[at], read as far as the grammar carries it, and the index
    behind it; None where no number starts there."""
    number = _Sum()
    j = at
    while j < len(words):
        found = _next_summand(words, j, first=j == at)
        if found is None:
            break
        kind, value, joined, used = found
        if not number.take(kind, value, joined=joined):
            break
        j += used
    if j == at or number.pending_teen:
        return None
    return number.total + number.group, j


def parse_number(words: Sequence[str]) -> int | None:
    """The value of a whole number in words, digits or both, or None where `words` is not exactly
    one such number. Words may be folded or not; و joins words as a prefix or on its own.

    parse_number(["مئة", "وخمسة", "وعشرون"]) == 125; parse_number(["3", "آلاف"]) == 3000.
    """
    folded = [fold(word) for word in words]
    if not folded or not all(folded):
        return None
    found = _read(folded, 0)
    if found is None or found[1] != len(folded) or found[0] != int(found[0]):
        return None
    return int(found[0])


# --- vocabulary around numbers -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CountedNoun:
    """A noun for people that can be counted. `victim_class` as in records.CasualtyClaim, None
    where the noun does not say; `kind`: person, killed, wounded, abducted, arrested, body, other.
    `stands_alone`: whether its singular means one person without a word such as مقتل before it
    (مسلح and عسكري are mostly adjectives)."""

    lemma: str
    victim_class: str | None
    kind: str
    stands_alone: bool


@dataclass(frozen=True, slots=True)
class _Nouns:
    singular: Mapping[str, CountedNoun]
    dual: Mapping[str, CountedNoun]
    plural: Mapping[str, CountedNoun]


@lru_cache(maxsize=1)
def _nouns() -> _Nouns:
    columns = ["lemma", "singulars", "duals", "plurals", "victim_class", "kind", "stands_alone"]
    tables: tuple[dict[str, CountedNoun], ...] = ({}, {}, {})
    for row in read_seed("lexicon/counted_nouns.csv", columns):
        noun = CountedNoun(
            row["lemma"], row["victim_class"] or None, row["kind"], row["stands_alone"] == "yes"
        )
        for table, column in zip(tables, ("singulars", "duals", "plurals"), strict=True):
            for form in row[column].split(";"):
                if form:
                    table.setdefault(fold(form), noun)
    return _Nouns(*tables)


def counted_noun(token: Token) -> CountedNoun | None:
    """The counted noun that a token is, in any number and with any proclitics, or None."""
    nouns = _nouns()
    for form in token.forms:
        for table in (nouns.dual, nouns.plural, nouns.singular):
            if form in table:
                return table[form]
    return None


def is_accusative(token: Token) -> bool:
    """Whether a token is the indefinite object of a noun whose singular is known: إرهابيا beside
    إرهابي."""
    singular = _nouns().singular
    noun = singular.get(token.text)
    return noun is not None and token.text[-1] == "ا" and singular.get(token.text[:-1]) == noun


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[str, ...]
    kind: Kind
    low: int | None = None
    high: int | None = None


def _by_first(phrases: list[_Phrase]) -> dict[str, tuple[_Phrase, ...]]:
    table: dict[str, list[_Phrase]] = {}
    for phrase in sorted(phrases, key=lambda p: -len(p.words)):
        table.setdefault(phrase.words[0], []).append(phrase)
    return {key: tuple(value) for key, value in table.items()}


@dataclass(frozen=True, slots=True)
class _Lexicon:
    before: Mapping[str, tuple[_Phrase, ...]]  # by their LAST word
    after: Mapping[str, tuple[_Phrase, ...]]
    vague: Mapping[str, tuple[_Phrase, ...]]
    units: Mapping[str, tuple[tuple[str, ...], ...]]
    numbered: frozenset[str]
    openers: frozenset[str]
    construct: frozenset[str]
    blockers: frozenset[str]
    months: frozenset[str]
    weekdays: tuple[list[str], ...]
    contexts: Mapping[str, frozenset[str]]


_KINDS: dict[str, Kind] = {
    "at_least": "at_least",
    "more_than": "more_than",
    "up_to": "up_to",
    "about": "about",
}


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    before: list[_Phrase] = []
    after: list[_Phrase] = []
    for row in read_seed("lexicon/quantifiers.csv", ["phrase", "kind", "position"]):
        words = tuple(fold(row["phrase"]).split())
        if row["position"] == "before":
            before.append(_Phrase(words[::-1], _KINDS[row["kind"]]))
        else:
            after.append(_Phrase(words, _KINDS[row["kind"]]))
    vague = [
        _Phrase(
            tuple(fold(r["phrase"]).split()),
            "vague",
            int(r["low"]),
            int(r["high"]) if r["high"] else None,
        )
        for r in read_seed("lexicon/vague_quantities.csv", ["phrase", "low", "high"])
    ]
    units: dict[str, list[tuple[str, ...]]] = {}
    for row in read_seed("lexicon/units.csv", ["word", "kind"]):
        unit = tuple(fold(row["word"]).split())
        units.setdefault(unit[0], []).append(unit)
    contexts: dict[str, set[str]] = {}
    for row in read_seed("lexicon/number_contexts.csv", ["word", "kind"]):
        contexts.setdefault(row["kind"], set()).add(fold(row["word"]))
    return _Lexicon(
        contexts={kind: frozenset(found) for kind, found in contexts.items()},
        before=_by_first(before),
        after=_by_first(after),
        vague=_by_first(vague),
        units={key: tuple(value) for key, value in units.items()},
        numbered=_folded_words("numbered_nouns"),
        openers=_folded_words("count_openers"),
        construct=_folded_words("construct_words"),
        blockers=_folded_words("count_blockers"),
        weekdays=tuple(
            [fold(name)]
            for r in read_seed("lexicon/weekdays.csv", ["name"])
            for name in r["name"].split("|")
        ),
        months=frozenset(
            fold(r["name"]).split()[0]
            for r in read_seed("lexicon/months.csv", ["name", "month", "calendar"])
        ),
    )


def _folded_words(name: str) -> frozenset[str]:
    return frozenset(fold(r["word"]) for r in read_seed(f"lexicon/{name}.csv", ["word"]))


# --- quantities of a sentence ------------------------------------------------------------------


def quantities(sentence: Sentence) -> tuple[Quantity, ...]:
    """The counts of a sentence in the order of the text; they do not overlap.

    A bound keeps its figure as `value` ("at least 5": low 5, value 5, high None); a vague word has
    no value but a range; a range (بين 3 و5) has its lower end as value.
    """
    if not sentence.tokens:
        return ()
    return tuple(_Reader(sentence).run())


class _Reader:
    """One pass over a sentence's tokens."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.words = [token.text for token in sentence.tokens]
        self.text = sentence.passage.folded
        self.lexicon = _lexicon()
        #: index behind the people counted last
        self.people_end = -1

    def run(self) -> Iterator[Quantity]:
        at = 0
        free_from = 0  # tokens before this one belong to an earlier quantity
        while at < len(self.tokens):
            found = (
                self._vague(at, free_from)
                or self._number(at, free_from)
                or self._noun(at, free_from)
            )
            if isinstance(found, int):  # a number that counts nothing
                at = free_from = found
            elif found is None:
                at += 1
            else:
                yield found
                at = free_from = max(found.after, at + 1)
                self.people_end = self._end_of_people(found)

    def _end_of_people(self, quantity: Quantity) -> int:
        """The index behind a quantity of people and a word that says whose: ضابطي شرطة."""
        noun = quantity.after if quantity.noun_inside is None else quantity.noun_inside
        return noun + 2 if self._noun_at(noun) is not None else -1

    def _make(
        self,
        first: int,
        last: int,
        bounds: tuple[int | None, int | None, int | None],
        kind: Kind,
        *,
        after: int | None = None,
        noun_inside: int | None = None,
    ) -> Quantity:
        low, value, high = bounds
        return Quantity(
            sentence=self.sentence.index,
            start=self.tokens[first].start,
            end=self.tokens[last - 1].end,
            low=low,
            value=value,
            high=high,
            kind=kind,
            first_token=first,
            after=last if after is None else after,
            noun_inside=noun_inside,
        )

    def _gap(self, left: int) -> str:
        """What stands between token `left` and the next one, blanks apart."""
        if left + 1 >= len(self.tokens):
            return self.text[self.tokens[left].end : self.sentence.end].strip()
        return self.text[self.tokens[left].end : self.tokens[left + 1].start].strip()

    # vague words

    def _vague(self, at: int, free_from: int) -> Quantity | None:
        for form in self.tokens[at].forms:
            for phrase in self.lexicon.vague.get(form, ()):
                end = at + len(phrase.words)
                if tuple(self.words[at + 1 : end]) != phrase.words[1:]:
                    continue
                if self._is_unit(end) or (
                    form != self.words[at] and self.words[at].endswith(("هم", "ها", "هن"))
                ):
                    return None  # بعضهم: of those who were counted
                first, _ = self._quantifier_before(at, free_from)
                return self._make(first, end, (phrase.low, None, phrase.high), "vague")
        return None

    # numbers

    def _number(self, at: int, free_from: int) -> Quantity | int | None:
        bare = _bare_number(self.words[at])
        if bare is None:
            return None
        read = _read([bare, *self.words[at + 1 : at + 12]], 0)
        if read is None:
            return None
        amount, length = read
        end = at + length
        amount = self._dotted_thousands(at, end, amount)
        end = self._retold(at, end, amount)
        if at and self.words[at - 1].lstrip("و") == "نصف" and amount >= 1000:
            amount /= 2  # نصف مليون
        if end == at + 1 and _number_words().get(bare, ("", 0)) in _LONE_WORDS:
            return None
        if self._counts_nothing(at, end, amount, bare):
            return end
        value = int(amount)
        other = self._range_end(at, end, value)
        if other is not None:
            high, end = other
            if self._is_unit(end):
                return end
            first = at - 1 if at > free_from and self.tokens[at - 1].forms[-1] == "بين" else at
            return self._make(first, end, (value, value, high), "between")
        first, kind = self._quantifier_before(at, free_from)
        last = end
        if kind == "exact":
            kind, last = self._quantifier_after(end)
        noun_inside = None
        if value == 2 and bare.startswith("اثن") and at > free_from and self._gap(at - 1) == "":
            noun = counted_noun(self.tokens[at - 1])
            if noun is not None:  # مدنيين اثنين
                first, noun_inside = at - 1, at - 1
        return self._make(first, end if last == end else last, _bounds(value, kind), kind,
                          after=end, noun_inside=noun_inside)  # fmt: skip

    def _retold(self, at: int, end: int, amount: float) -> int:
        """The index behind a number that is told twice, in digits and in words: (15) خمسة عشر."""
        if end >= len(self.words) or self._gap(end - 1).strip("()[]«»\"'- "):
            return end
        bare = _bare_number(self.words[end])
        if bare is None or bare != self.words[end]:
            return end
        again = _read([bare, *self.words[end + 1 : end + 12]], 0)
        if again is None or again[0] != amount:
            return end
        digits = [self.words[i][0].isdigit() for i in (at, end)]
        return end + again[1] if digits[0] != digits[1] else end

    def _dotted_thousands(self, at: int, end: int, amount: float) -> float:
        """1.200 read as 1200 where people are counted."""
        word = self.words[at]
        if end == at + 1 and _DOTTED_THOUSANDS.match(word) and self._noun_at(end):
            return int(word.replace(".", ""))
        return amount

    def _noun_at(self, at: int) -> CountedNoun | None:
        return counted_noun(self.tokens[at]) if at < len(self.tokens) else None

    def _is_unit(self, at: int) -> bool:
        """Whether a unit of measure stands at a token (or behind ال of it)."""
        if at >= len(self.tokens):
            return False
        if self.words[at] == "يوم" and self.words[at + 1 : at + 2] in self.lexicon.weekdays:
            return False  # أصيب 17 يوم الاثنين
        for form in (self.words[at], self.words[at].removeprefix("ال")):
            for unit in self.lexicon.units.get(form, ()):
                if tuple(self.words[at + 1 : at + len(unit)]) == unit[1:]:
                    return True
        return False

    def _counts_nothing(self, at: int, end: int, amount: float, bare: str) -> bool:
        """Whether a number is a date, a time, a measure or a name."""
        if amount != int(amount) or self._is_unit(end):
            return True
        token, words = self.tokens[at], self.words
        before = self.text[max(token.start - 1, self.sentence.start) : token.start]
        tail = self.text[self.tokens[end - 1].end : self.sentence.end]
        following = words[end] if end < len(words) else ""
        previous = words[at - 1] if at else ""
        is_digits = words[at][0].isdigit()
        counts_people = self._noun_at(end) is not None
        if tail.lstrip(" ")[:1] in ("%", "°") or before == "%":
            return True
        if (
            is_digits
            and _DECIMAL.match(words[at])
            and not _THOUSANDS.match(words[at])
            and amount < 1000
        ):
            return True
        if following in self.lexicon.contexts["of_month"] and previous in ("في", "يوم"):
            return True
        if following in ("من",) and words[end + 1 : end + 2] in (["العمر"], ["عمره"], ["عمرها"]):
            return True
        if following in self.lexicon.months or (
            following in self.lexicon.contexts["time"] and is_digits
        ):
            return True
        if (
            previous in self.lexicon.contexts["percent"]
            or words[at].startswith("بالم")
            or (previous == "في" and bare in ("ميه", "مايه"))
        ):
            return bare in ("ميه", "مايه")
        if at and self._gap(at - 1) in ("", '"', "(", "-") and not counts_people:
            names = {
                previous,
                previous.removeprefix("ال"),
                previous.removeprefix("و"),
                *self.tokens[at - 1].forms,
            }
            if (
                names & self.lexicon.numbered
                or _number_words().get(previous, ("",))[0] == "ordinal"
            ):
                return True
            if names & self.lexicon.months and amount > 31:
                return True
        if is_digits:
            raw = words[at]
            if (at and previous[0].isdigit() and self._gap(at - 1) == "/") or (
                following[:1].isdigit() and self._gap(at) == "/"
            ):
                return True  # 15/ 10/ 1436
            if before in tuple("/:.+") or (tail[:1] in tuple("/:+") and tail[1:2].isdigit()):
                return True
            if (before == "-" and at and words[at - 1][0].isdigit()) or (
                tail[:1] == "-" and tail[1:2].isdigit()
            ):
                return not self._range_end(at, end, int(amount))
            if raw.isdigit() and (len(raw) >= 7 or (raw[0] == "0" and len(raw) > 1)):
                return True
            if end == at + 1 and not counts_people and self._is_year(at):
                return True
            if at == 0 and tail.lstrip()[:1] in tuple("-.)") and tail.strip() not in (".", ")"):
                return True  # the number of a list item
        return False

    def _is_year(self, at: int) -> bool:
        """Whether four digits are a year rather than a large count."""
        raw = self.words[at]
        if len(raw) != 4 or not raw.isdigit():
            return False
        previous = self.words[at - 1].removeprefix("ال") if at else ""
        cued = previous in self.lexicon.contexts["year_before"] or previous in self.lexicon.months
        following = self.words[at + 1] if at + 1 < len(self.words) and not self._gap(at) else ""
        if 1400 <= int(raw) <= 1500:
            return cued or following in ("ه", "هجري", "للهجره")
        return 1900 <= int(raw) <= 2100 and (
            cued or not following or following in self.lexicon.contexts["after_year"]
        )

    def _range_end(self, at: int, end: int, low: int) -> tuple[int, int] | None:
        """(upper end, index behind it) of "بين 3 و5", "3-5 قتلى", "3 إلى 5", "ثلاثة أو أربعة"."""
        if end >= len(self.tokens):
            return None
        word = self.words[end]
        opened = at > 0 and self.tokens[at - 1].forms[-1] in ("بين",)
        rises = at > 0 and self.tokens[at - 1].forms[-1] == "من"
        start: list[str]
        if word in ("الي", "او") and not rises and end + 1 < len(self.tokens):
            start = self.words[end + 1 : end + 9]
            skip = 1
        elif opened and word == "و":
            start, skip = self.words[end + 1 : end + 9], 1
        elif opened and word.startswith("و"):
            start, skip = [word[1:], *self.words[end + 1 : end + 9]], 0
        elif self.words[at].isdigit() and word.isdigit() and self._gap(end - 1) == "-":
            start, skip = self.words[end : end + 1], 0
            if end + 1 >= len(self.tokens) or counted_noun(self.tokens[end + 1]) is None:
                return None
        else:
            return None
        read = _read(start, 0) if start else None
        if read is None or read[0] != int(read[0]) or int(read[0]) <= low:
            return None
        return int(read[0]), end + skip + read[1]

    def _quantifier_before(self, at: int, free_from: int) -> tuple[int, Kind]:
        """Where the quantifier before a number starts, and what it makes of the number."""
        if at in (free_from, 0):
            return at, "exact"
        for form in self.tokens[at - 1].forms:
            for phrase in self.lexicon.before.get(form, ()):
                first = at - len(phrase.words)
                if first < free_from:
                    continue
                rest = phrase.words[1:]  # reversed: the words before the last one
                if all(
                    word in self.tokens[at - 2 - k].forms
                    or self.words[at - 2 - k].lstrip("و") == word
                    for k, word in enumerate(rest)
                ):
                    return first, phrase.kind
        return at, "exact"

    def _quantifier_after(self, end: int) -> tuple[Kind, int]:
        """A quantifier up to four words behind the number, before any pause or other number."""
        for at in range(end, min(end + 5, len(self.tokens))):
            if self._gap(at - 1) not in ("", '"', "(", ")"):
                break
            for phrase in self.lexicon.after.get(self.words[at], ()):
                last = at + len(phrase.words)
                if tuple(self.words[at:last]) == phrase.words:
                    return phrase.kind, end
            if _bare_number(self.words[at]) is not None:
                break
        return "exact", end

    # nouns that carry their number

    def _noun(self, at: int, free_from: int) -> Quantity | None:
        token = self.tokens[at]
        nouns = _nouns()
        word = token.text
        bare = next((form for form in token.forms if form in nouns.dual), None)
        pair = (
            nouns.dual[bare]
            if bare is not None
            else self._vowelled_dual(token) or self._construct_dual(at)
        )
        if pair is not None and (pair.stands_alone or self._opened(at)):
            if _bare_number(self.words[at - 1]) is not None and at > 0 and self._gap(at - 1) == "":
                return None
            if at + 1 < len(self.words) and self.words[at + 1].startswith("اثن"):
                return None  # the number behind it makes the quantity
            first, kind = self._quantifier_before(at, free_from)
            if kind == "exact":
                kind, _ = self._quantifier_after(at + 1)
            return self._make(first, at + 1, _bounds(2, kind), kind, noun_inside=at)
        bare = next(
            (f for f in (word, word[1:] if word[0] in "وفبل" else word) if f in nouns.singular),
            None,
        )
        if bare is None or not self._singular_counts(at, nouns.singular[bare], word):
            return None
        end = at + 1
        if end < len(self.words) and self.words[end] in _ONE:
            end += 1
        kind, _ = self._quantifier_after(at + 1)
        return self._make(at, end, _bounds(1, kind), kind, noun_inside=at)

    def _vowelled_dual(self, token: Token) -> CountedNoun | None:
        """The noun whose dual is told from its plural by a vowel sign: مواطنَين, not مواطنِين."""
        if not token.text.endswith("ين"):
            return None
        noun = next((p for f in token.forms if (p := _nouns().plural.get(f))), None)
        if noun is None:
            return None
        return noun if _FATHA_DUAL.search(self.sentence.spelt(token)) else None

    def _construct_dual(self, at: int) -> CountedNoun | None:
        """The noun in the dual of the construct: ضابطا شرطة. One officer would be ضابط شرطة."""
        token = self.tokens[at]
        if not token.text.endswith("ا") or at + 1 >= len(self.words):
            return None
        if self.words[at + 1].removeprefix("ال") not in self.lexicon.construct:
            return None
        return next((n for f in token.forms if (n := _nouns().singular.get(f))), None)

    def _opened(self, at: int) -> bool:
        """Whether a word that takes a victim stands right before (مقتل عسكري)."""
        if at == 0:
            return False
        return any(form in self.lexicon.openers for form in self.tokens[at - 1].forms)

    def _singular_counts(self, at: int, noun: CountedNoun, word: str) -> bool:
        """Whether an indefinite singular means one person."""
        one = at + 1 < len(self.words) and self.words[at + 1] in _ONE
        if at and self._gap(at - 1) == "":
            previous = self.tokens[at - 1]
            if previous.text in self.lexicon.blockers or any(
                f in _number_words() or f in self.lexicon.vague for f in previous.forms
            ):
                return False
            if previous.text[0].isdigit():
                return False
        if word.startswith("و") and at > 1 and self.words[at - 2] == "بين":
            return False  # بين عامل وموظف
        shared = word.startswith("و") and at > 1 and _bare_number(self.words[at - 2]) is not None
        if shared and noun.kind in ("killed", "wounded") and self._noun_at(at - 1) is not None:
            return False  # 66 قتيلا وجريحا
        if shared and word.endswith("ا") and self.words[at - 1].endswith("ا"):
            return False  # 13 جنديا وشرطيا: thirteen of both
        listed = word.startswith("و") and at <= self.people_end  # ضابطي شرطة ومدنيا
        return (
            one
            or noun.stands_alone
            or self._opened(at)
            or (listed and noun.victim_class not in (None, "militants"))
        )


def _bounds(value: int, kind: Kind) -> tuple[int | None, int | None, int | None]:
    """(low, value, high) of a figure with its quantifier."""
    if kind in ("at_least", "more_than"):
        return value, value, None
    if kind == "up_to":
        return None, value, value
    return value, value, value


_ONE = frozenset({"واحد", "واحدا", "واحده"})
#: words that are numbers only beside other numbers
_LONE_WORDS = {("unit", 1), ("teen_unit", 1), ("teen_unit", 2)}
