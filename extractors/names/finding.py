"""Finding the names of private persons in an article.

A name is found by its words (محمد خلف), by what introduces it (المواطن، نجله، المدعو), by the
recogniser's persons, or because the article named the person before. It stands where it is the
name of a place or group (شارع صلاح الدين، كتائب عز الدين القسام) and where it is that of an
official who acts in his role (roles.py).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from extractors.document import by_sentence
from extractors.lexicon import hits_of
from extractors.names.figures import PublicFigures
from extractors.names.initials import Initials, with_initials
from extractors.names.roles import harmed, in_role
from extractors.names.runs import ON, Line, Run
from extractors.names.vocabulary import LETTERS_BEFORE, SURELY
from extractors.names.weighing import NameWeights
from extractors.names.words import NameWord, NameWords
from extractors.records import Span
from extractors.word_sets import word_list, word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
    from pathlib import Path

    from extractors.document import Document, Entity, PlaceMention

#: so many words may stand between the word that introduces a person and his name
_BETWEEN = 3
#: words of a nickname at most
_NICKNAME = 5
#: kinds of introducing words that stand between a head and the name (مسجد الشهيد حسن)
_TITLES = frozenset({"honorific", "rank"})
#: kinds that words between them and the name do not silence: الطفل الفلسطيني فلان
_STRONG = frozenset({"person", "his", "rank", "honorific", "nation", "of"})
_KINDS = (
    "called", "each", "family", "person", "his", "rank", "honorific", "nation", "of", "listing"
)  # fmt: skip
#: kinds of words behind which a name stands between commas
_APPOSED = frozenset({"person", "his"})
#: how the heads end that announce two places or groups
_TWO = word_list("finding.two")
#: how the words end that announce several persons
_SEVERAL = word_list("finding.several")
#: kinds of introducing words behind which nobody acts in an office
_RELATIVE = frozenset({"his", "of", "family", "called"})
#: natural logarithms of the odds above which words are a name, and below which a run is none
_LIKELY, _UNLIKELY = 0.0, -4.0
#: above which a word is a name that news seldom uses as anything else
_LIKELY_SELDOM_A_WORD = -0.6
#: above which one word is that stands by no other name: one that may be a name, and any other
_LIKELY_ALONE, _LIKELY_WORD = 0.3, 1.0
#: above which a word belongs to the name that it stands beside
_LIKELY_BESIDE = -1.0
#: and above which a name is no town's, though the gazetteer has one of that name
_NO_PLACE = 3.0
_BY, _AND, _OF = "ب", "و", "من"
#: that: no noun stands before what follows
_THAT = word_set("finding.that")
_COMMAS = (",", "،")
_CLOSING = ('"', "\n")
_QUOTES = ('"', ":", '("', "(", ':"', "'", ":(")


@dataclass(slots=True)
class LineNames:
    """The names of one sentence: what is masked, what stands, and who of these acts in his role."""

    line: Line
    covered: frozenset[int]
    masked: list[Run] = field(default_factory=list)
    standing: list[Run] = field(default_factory=list)
    officials: list[Run] = field(default_factory=list)

    def taken(self, at: int) -> bool:
        """Whether a token belongs to a name."""
        return any(run.first <= at < run.end for run in (*self.masked, *self.standing))


class NameFinder:
    """Finds names of private persons. Holds the lexicons; safe for any number of articles.

    `words`: what each word says about names.
    """

    def __init__(self, seeds_dir: Path) -> None:
        """Read the seeds. Raises LexiconError where one is missing or faulty."""
        self.words = NameWords(seeds_dir)
        self._figures = PublicFigures(seeds_dir)
        self._initials = Initials(seeds_dir)
        self._weights = NameWeights(seeds_dir)

    def by_rules(self, doc: Document) -> list[LineNames]:
        """What the rules find in each sentence, whatever the words weigh."""
        places = by_sentence(doc.places)
        sentences = [Line(sentence, self.words) for sentence in doc.sentences]
        return [
            self._read(doc, line, tuple(places.get(index, ())), figures)
            for index, (line, figures) in enumerate(
                zip(sentences, self._figures.runs(sentences), strict=True)
            )
        ]

    def names(self, doc: Document) -> tuple[Span, ...]:
        """The names to mask in the article's title and text, in the order of the text: what the
        rules find, and the persons that a recogniser found in what is quoted.

        The component `match` must have run. Same document, same names.
        """
        places = by_sentence(doc.places)
        lines = self.by_rules(doc)
        called = [list(_nicknames(found)) for found in lines]
        for found, nicknames in zip(lines, called, strict=True):
            found.masked.extend(nicknames)
        for entity in doc.persons:
            found = lines[entity.sentence]
            person = _person(found.line, entity)
            self._add_person(doc, found, person, tuple(places.get(entity.sentence, ())))
        for found, nicknames in zip(lines, called, strict=True):
            odds = self._weights.odds(found.line, found.covered)
            if not found.masked and max(odds, default=_LIKELY) <= _LIKELY_SELDOM_A_WORD:
                continue
            found.masked = [r for r in found.masked if r in nicknames or not _unlikely(r, odds)]
            for run in _likely(found, odds):
                around = tuple(places.get(found.line.sentence.index, ()))
                if min(odds[run.first : run.end]) > _NO_PLACE:
                    around = _without_town(found, run, around)
                self._add_person(doc, found, run, around)
            found.masked.extend(list(_listed_before(found)))
            found.masked = [
                run if run in nicknames else _grown(found, run, odds) for run in found.masked
            ]
        _officials_again(lines)
        _again(lines)
        spans = [span for found in lines for span in _spans(found)]
        return tuple(_together([*spans, *self._initials.spans(doc.passages)], doc))

    # -- one sentence ------------------------------------------------------------------------

    def _read(
        self,
        doc: Document,
        line: Line,
        places: tuple[PlaceMention, ...],
        figures: Mapping[int, Run],
    ) -> LineNames:
        if not any(word.starts for word in line.words):
            return LineNames(line, frozenset())
        covered = _covered(doc, line, places)
        found = LineNames(line, covered)
        at, free, several = 0, 0, False
        while at < len(line.words):
            introducer = _introducer(line, at)
            if introducer is None:
                introducer = _apposed(line, at)
            figure = figures.get(at)
            if figure is not None and not _private(line, figure, introducer):
                found.standing.append(figure)
                at = free = figure.end
                continue
            goes_on = introducer is None and _listed(line, at, found, several=several)
            by = "list" if goes_on else ""
            if introducer is not None:
                by = _kind(line.words[introducer])
            run = line.run_at(at, by)
            sure = introducer is not None or goes_on
            if run is None or not (
                run.certain or sure or _speaker(line, run) or _in_quotes(line, run)
            ):
                run = _aged(line, at, covered)
            if run is None or (not sure and _only_a_place(line, run, covered)):
                at += 1
                continue
            if introducer != run.first - 1:
                run = line.widened(run, free, covered)
            run = line.unquoted(line.closed(line.titled(run, free)))
            free = run.end
            if introducer is not None:
                several = line.words[introducer].text.endswith(_SEVERAL)
            if _another(line, run, found.standing) or self._stands(
                doc, line, run, introducer, places
            ):
                run = _of_place(line, run, places)
                free = run.end
                found.standing.append(run)
            elif in_role(line, run, found.standing):
                found.standing.append(run)
                found.officials.append(run)
            else:
                found.masked.append(run)
            at = run.end
        return found

    def _add_person(
        self,
        doc: Document,
        found: LineNames,
        person: Run,
        places: tuple[PlaceMention, ...],
    ) -> None:
        """Mask what a recogniser took for a person, with what the rules found of him."""
        inside = range(person.first, person.end)
        if any(i in inside for run in found.standing for i in range(run.first, run.end)):
            return
        parts = [run for run in found.masked if run.first < person.end and person.first < run.end]
        if not parts:
            keep = self._stands(doc, found.line, person, None, places)
            keep = keep or in_role(found.line, person, found.standing)
            (found.standing if keep else found.masked).append(person)
            return
        first = min((person, *parts), key=lambda run: run.first)
        end = max(run.end for run in (person, *parts))
        found.masked = [run for run in found.masked if run not in parts]
        found.masked.append(replace(first, end=end))

    def _stands(
        self,
        doc: Document,
        line: Line,
        run: Run,
        introducer: int | None,
        places: tuple[PlaceMention, ...],
    ) -> bool:
        """Whether the run is the name of a place or group."""
        before = run.first - 1
        if line.words[run.first].part == "link" and before >= 0 and line.joined(before):
            before -= 1  # كتائب البراء بن مالك
        while before >= 0 and line.joined(before) and _inside(line, before):
            before -= 1
        if line.words[before + 1].part == "link" and before > 0 and _headed(line, before):
            before -= 1  # كتيبة الحمزة بن عبد المطلب
        if before >= 0 and _quoted(line, before) and not line.words[before + 1].clitic:
            head = line.words[before].head
            punished = line.words[before].harms_before and line.words[before].text[0] == _BY
            town = before and line.joined(before - 1) and line.words[before - 1].head == "place"
            if head and (head != "owned" or town) and not punished:  # قضت بسجن فلان
                return True  # بلدة بيت ريما
        start, end = line.tokens[run.first].start, line.tokens[run.end - 1].end
        named = introducer is not None and line.words[introducer].introduces & (
            _STRONG | {"called", "family"}
        )
        owned = before >= 0 and line.joined(before) and line.words[before].head == "owned"
        for place in () if owned else places:
            titled = introducer is not None and place.start <= line.tokens[introducer].start
            if place.start <= start and place.end >= end and (titled or not named):
                return True
        for hit in hits_of(doc, line.sentence.index, "actors"):
            covered = set(hit.tokens)
            if not named and covered.issuperset(range(run.first, run.end)):
                return True
        return False


def _likely(found: LineNames, odds: Sequence[float]) -> Iterator[Run]:
    """The names of which each word is one more likely than not, by far where it stands alone."""
    line = found.line
    first = None
    for at in range(len(odds) + 1):
        inside = at < len(odds) and odds[at] > _least(line.words[at]) and not line.indefinite(at)
        if first is not None and not (
            inside and line.joined(at - 1) and not _and_another(line.words[at])
        ):
            beside = found.taken(first) or found.taken(first - 1) or found.taken(at)
            word = line.words[first]
            known = word.given or word.family or word.rare
            least = _LIKELY_ALONE if known else _LIKELY_WORD
            least = _LIKELY_SELDOM_A_WORD if word.mostly else least
            if at > first + 1 or beside or odds[first] > least:
                his = line.joined(first - 1) and "his" in line.words[first - 1].introduces
                clitic = line.clitic(first, "his") if his else word.clitic  # زوجته بطة
                yield Run(first, at, certain=True, clitic=clitic)
            first = None
        if inside and first is None and line.words[at].part != "tail":
            first = at


def _least(word: NameWord) -> float:
    """The odds above which a word belongs to a name."""
    if not word.is_arabic:
        return math.inf
    return _LIKELY_SELDOM_A_WORD if word.mostly else _LIKELY


def _grown(found: LineNames, run: Run, odds: Sequence[float]) -> Run:
    """The name with a word beside it that may be one of its own, or that stands between two of its
    words: رضوان مصري، كو ثورا ماونغ."""
    line, before, end = found.line, run.first - 1, run.end
    if not run.clitic and _may_belong(found, before, before) and odds[before] > _LIKELY_BESIDE:
        run = replace(run, first=before)
    if not _may_belong(found, end, end - 1) or line.words[end].clitic:
        return run
    between = any(other.first == end + 1 and not other.clitic for other in found.masked)
    between = between and line.joined(end) and not line.words[end].definite
    if odds[end] > _LIKELY_BESIDE or (between and not line.words[end].is_verb):
        return replace(run, end=end + 1)
    return run


def _may_belong(found: LineNames, at: int, left: int) -> bool:
    """Whether a word that nothing parts from a name may belong to it; `left`: the first token of
    the two."""
    line = found.line
    if not 0 <= at < len(line.words) or not line.joined(left) or found.taken(at):
        return False
    word = line.words[at]
    other = word.joins or word.limit or word.says or word.introduces or word.is_office
    if other or not word.is_arabic or word.text[0] == _AND or line.indefinite(at):
        return False
    return not (word.definite and word.listed)  # أبلغ ونيس الشرطة


def _without_town(
    found: LineNames, run: Run, places: tuple[PlaceMention, ...]
) -> tuple[PlaceMention, ...]:
    """The places without one of which the name is all that is told, where all around speaks for a
    person: عثر على مبروكة مقتولة. It does not stand then, nor does what seemed to be named after
    a person where the head is a name itself: مقتل وسام جعفر."""
    if _headed(found.line, run.first):
        return places
    tokens = found.line.tokens
    start, end = tokens[run.first].start, tokens[run.end - 1].end
    left = tuple(place for place in places if (place.start, place.end) != (start, end))
    whole = len(left) < len(places)
    found.standing = [
        other
        for other in found.standing
        if other in found.officials
        or not (run.first <= other.first and other.end <= run.end)
        or (other.first == run.first and not whole)
    ]
    return left


def _and_another(word: NameWord) -> bool:
    """Whether a word of a name is joined on by its first letter."""
    return word.text[0] == _AND and (word.clitic > 0 or word.unknown)


def _unlikely(run: Run, odds: Sequence[float]) -> bool:
    """Whether the words around a run speak against all of it by far."""
    return max(odds[run.first : run.end]) < _UNLIKELY


def _private(line: Line, run: Run, introducer: int | None) -> bool:
    """Whether somebody with a public figure's name is told of as a private person is."""
    kinds = line.words[introducer].introduces if introducer is not None else frozenset()
    return bool(kinds & _RELATIVE) or harmed(line, run)


def _covered(doc: Document, line: Line, places: Iterable[PlaceMention]) -> frozenset[int]:
    """The tokens of a sentence that belong to a place or an actor."""
    inside = {
        at
        for place in places
        for at, token in enumerate(line.tokens)
        if place.start <= token.start and token.end <= place.end
    }
    for hit in hits_of(doc, line.sentence.index, "actors"):
        inside.update(hit.tokens)
    return frozenset(inside)


def _only_a_place(line: Line, run: Run, covered: frozenset[int]) -> bool:
    """Whether a run is one word that may be a name, and is that of a town: كانت نصيب تعاني."""
    alone = run.end == run.first + 1 and run.first in covered
    return alone and line.words[run.first].given < SURELY


def _listed_before(found: LineNames) -> Iterator[Run]:
    """Names of one word that are ordinary words too, where a list begins with them: زينة، لين،
    سعاد."""
    line = found.line
    for run in found.masked:
        at = run.first - 1
        while at > 0 and line.gap(at) in _COMMAS and not found.taken(at):
            word = line.words[at]
            alone = line.gap(at - 1) in (":", "(", *_COMMAS)
            if not (alone and word.given) or word.introduces or word.limit or word.is_office:
                break
            yield Run(at, at + 1, certain=True, clitic=0)
            at -= 1


def _aged(line: Line, at: int, covered: frozenset[int]) -> Run | None:
    """The name at a token behind which its bearer's age is told: آيات (12 سنة)."""
    word = line.words[at]
    if at in covered or word.definite or word.limit or word.introduces:
        return None
    if not (word.given or word.rare or word.part in ("kunya", "servant")):
        return None
    run = line.run_at(at, "person")
    return run if run is not None and line.aged(run.end) else None


def _officials_again(lines: Iterable[LineNames]) -> None:
    """Let a surname stand that an official who was named in his role speaks under (وأضاف فلان),
    where no other person of the article bears it."""
    lines = list(lines)
    theirs = {
        found.line.words[run.end - 1].core
        for found in lines
        for run in found.officials
        if run.end > run.first + 1
    }
    others = {
        word.core
        for found in lines
        for run in found.masked
        if run.end > run.first + 1
        for word in found.line.words[run.first : run.end]
    }
    for found in lines:
        for run in [run for run in found.masked if run.end == run.first + 1]:
            says = run.first > 0 and found.line.words[run.first - 1].says
            if says and found.line.words[run.first].core in theirs - others:
                found.masked.remove(run)
                found.standing.append(run)


def _again(lines: Iterable[LineNames]) -> None:
    """Mask a person's words where the article names him again by one of them; where one is an
    ordinary word too, only if the words around it tell of a person."""
    named_so = [
        word
        for found in lines
        for run in found.masked
        for word in found.line.words[run.first : run.end]
        if not word.part
    ]
    surely = {
        word.core
        for word in named_so
        if (SURELY in (word.given, word.family) or word.unknown) and not word.listed
    }
    perhaps = {word.core for word in named_so} - surely
    known = surely | perhaps
    if not known:
        return
    distinguished = any(
        found.line.spelt_on(at)
        for found in lines
        for at, word in enumerate(found.line.words)
        if word.text == ON
    )
    for found in lines:
        line = found.line
        for at, clitic in (
            (at, clitic)
            for at, word in enumerate(line.words)
            if (clitic := _named_again(word, known)) is not None
        ):
            word = line.words[at]
            doubtful = bool(perhaps.intersection((word.core, word.text[clitic:])))
            doubtful = doubtful and not _beside(line, at, known)
            spelt = distinguished and line.is_ali(at)
            if doubtful and not (spelt or line.is_told_of(at) or _is_subject(line, at)):
                continue
            if at not in found.covered and not found.taken(at) and not _headed(line, at):
                found.masked.append(Run(at, at + 1, certain=True, clitic=clitic))


def _beside(line: Line, at: int, known: Set[str]) -> bool:
    """Whether the word behind or before is one of the known names too: رواد الجمال."""
    if not _may_name(line.words[at]):
        return False
    return any(
        line.joined(min(at, other))
        and line.words[other].core in known
        and _may_name(line.words[other])
        for other in (at - 1, at + 1)
        if 0 <= other < len(line.words)
    )


def _is_subject(line: Line, at: int) -> bool:
    """Whether a surname stands where no adjective can, for no noun is before it: أن الغربي دخل."""
    before = line.words[at - 1] if at > 0 and line.joined(at - 1) else None
    return line.words[at].definite and before is not None and before.text in _THAT


def _may_name(word: NameWord) -> bool:
    return not (word.joins or word.limit or word.introduces or word.text == ON)


def _named_again(word: NameWord, known: Set[str]) -> int | None:
    """How many letters stand before a name of `known` that a word is; None where it is none."""
    if word.core in known:
        return word.clitic
    if word.unknown and word.text[0] in LETTERS_BEFORE and word.text[1:] in known:
        return 1  # والقحمي
    return None


def _of_place(line: Line, run: Run, places: Iterable[PlaceMention]) -> Run:
    """The part of a run that is the name of a place or group: what the gazetteer knows, or the
    first two names of three or more (مدير مستشفى كمال عدوان حسام أبو صفية)."""
    tokens = line.tokens
    for place in places:
        inside = [i for i in range(run.first, run.end) if tokens[i].end <= place.end]
        if place.start > tokens[run.first].start or not inside or inside[-1] + 2 >= run.end:
            continue
        # شارع جمال عبد الناصر، شارع خليفة بن سلمان
        goes_on = line.words[inside[-1] + 1].part in ("servant", "link")
        if line.words[inside[-1]].definite or not goes_on:
            return replace(run, end=inside[-1] + 1)
    starts = [
        i
        for i in range(run.first, run.end)
        if i == run.first
        or (
            line.words[i].part not in ("tail", "link")
            and line.words[i - 1].part not in ("link", "kunya", "servant")
        )
    ]
    linked = any(
        line.words[i].part == "link" for i in range(run.first, starts[1] if starts[1:] else run.end)
    )
    most = 1 if linked else 2  # طارق بن زياد is one, كمال عدوان two
    return replace(run, end=starts[most]) if len(starts) > most + 1 else run


def _inside(line: Line, at: int) -> bool:
    """Whether a word stands between a head and the name: مسجد الشيخ علي، مدرسة ابن رشد، شركة أبناء
    حمد، حملة باسم فلان."""
    word = line.words[at]
    kin = "of" in word.introduces and "his" not in word.introduces  # ميليشيا شقيقه فلان
    if kin and at > 0 and line.joined(at - 1) and line.words[at - 1].head in ("group", "thing"):
        return True
    if "called" in word.introduces and word.text[0] == _BY and _headed(line, at):
        return True
    return bool(word.introduces & _TITLES) or word.part in ("link", "kunya", "title")


def _another(line: Line, run: Run, standing: Sequence[Run]) -> bool:
    """Whether a name is that of the second of two places or groups told in one word: مدرستا فلان
    وفلان."""
    if not standing or standing[-1].end != run.first or not line.joined(run.first - 1):
        return False
    head = standing[-1].first - 1
    while head >= 0 and _inside(line, head):  # مدرستا ابن فلان وفلان
        head -= 1
    if head < 0 or not line.words[run.first].text.startswith(_AND):
        return False
    return _headed(line, head + 1) and line.words[head].text.endswith(_TWO)


def _headed(line: Line, at: int) -> bool:
    return at > 0 and line.joined(at - 1) and line.words[at - 1].head not in ("", "owned")


def _quoted(line: Line, at: int) -> bool:
    return line.joined(at) or line.gap(at) == '"'


def _speaks_for(line: Line, at: int) -> bool:
    """Whether somebody speaks in the name of others here: المتحدث باسم الشرطة."""
    word = line.words[at]
    in_name = "called" in word.introduces and word.text[0] == _BY
    return in_name and at > 0 and line.joined(at - 1) and line.words[at - 1].is_office


def _kind(word: NameWord) -> str:
    """The kind of a word that introduces, the strongest first."""
    return next((k for k in _KINDS if k in word.introduces), "office")


def _introducer(line: Line, at: int) -> int | None:
    """The token of the word that introduces a name which begins at `at`, None where none does."""
    back = at - 1
    if line.words[at].clitic and line.words[at].text[0] == _AND:  # رحم الله الشهداء وجبر مصابنا
        return None
    for distance in range(_BETWEEN + 1):
        if back < 0:
            return None
        gap = line.gap(back)
        if gap not in ("", "-") and not (distance == 0 and gap.replace(" ", "") in _QUOTES):
            return None
        word = line.words[back]
        if word.text == _OF and back and "each" in line.words[back - 1].introduces:
            return back - 1 if distance == 0 and line.joined(back - 1) else None  # كلا من فلان
        if word.limit in ("never", "apart"):  # الانتحاري الذي فجر نفسه
            return None
        if "adjective" in word.introduces and line.describes(back):
            return None
        if "step" in word.introduces or word.text == _BY:  # العقيد الركن، المعروف بـ«فلان»
            back -= 1
            continue
        if word.introduces - {"each"}:
            if _headed(line, back) or _speaks_for(line, back):
                return None
            if word.introduces == {"nation"} and back and line.joined(back - 1) and distance == 0:
                further = _introducer(line, back)
                if further is not None:
                    return further
            if distance == 0 or word.introduces & _STRONG:
                return back
            return None
        if word.is_office and (distance or word.definite):
            return back
        if not (word.definite or word.head) or SURELY in (word.given, word.family):
            return None
        back -= 1
    return None


def _apposed(line: Line, at: int) -> int | None:
    """The token of the word that says who somebody is whose name stands between commas behind it:
    وكان القتيل، فلان، قد."""
    before = at - 1
    if before < 0 or line.gap(before) not in _COMMAS:
        return None
    while before > 0 and line.words[before].definite and line.joined(before - 1):
        if line.words[before].introduces & _APPOSED:
            break
        before -= 1
        if at - before > _BETWEEN:
            return None
    kinds = line.words[before].introduces & _APPOSED
    if not kinds or _headed(line, before):
        return None
    run = line.run_at(at, _kind(line.words[before]))
    return before if run is not None and line.gap(run.end - 1) in (*_COMMAS, "(", ",(") else None


def _listed(line: Line, at: int, found: LineNames, *, several: bool) -> bool:
    """Whether a token goes on with a list of names: محمد وعلي، وسعاد. An unknown word does where
    several persons were announced."""
    if not found.masked:
        return False
    last = found.masked[-1].end
    if last == at - 1 and line.words[last].text.isdecimal():  # 1- فلان، 2- فلان
        return bool(line.words[at].given or line.words[at].unknown)
    if last != at:
        return False
    word, gap = line.words[at], line.gap(at - 1)
    if gap not in ("", ",", "،", '"', "-"):
        return False
    follows = line.words[at + 1] if line.joined(at) and at + 1 < len(line.words) else None
    surname = follows is not None and follows.definite and not follows.listed and not word.listed
    two = follows is not None and follows.unknown and not follows.clitic
    joined_on = word.text.startswith("و") and (
        word.clitic > 0 or (word.unknown and (several or two)) or (several and surname)
    )
    titled = word.is_person_noun and follows is not None and follows.definite  # مختار القرية
    named = word.given > 0 and not (word.clitic or word.construct or titled)  # not قائد الوحدة
    return joined_on or (gap != "" and named)


def _speaker(line: Line, run: Run) -> bool:
    """Whether somebody speaks who is called by a family name alone: وأضاف الجبوري."""
    word = line.words[run.first]
    return run.first > 0 and line.words[run.first - 1].says and word.definite


def _nicknames(found: LineNames) -> Iterator[Run]:
    """What somebody is called, in quotes: الملقب بـ«الشبح»."""
    line = found.line
    for at, word in enumerate(line.words):
        if "called" not in word.introduces:
            continue
        opens = at
        while opens + 1 < len(line.words) and line.joined(opens):
            behind = line.words[opens + 1]
            if not (behind.text == _BY or behind.introduces & {"step", "called"}):
                break
            opens += 1
        stands = any(run.first <= opens + 1 < run.end for run in found.standing)
        if not line.gap(opens).endswith('"') or stands:
            continue
        if not found.taken(at - 1) and not word.introduces & {"nickname"}:
            continue
        most = min(opens + 1 + _NICKNAME, len(line.words))
        closing = (i + 1 for i in range(opens + 1, most) if line.gap(i).startswith(_CLOSING))
        end = next(closing, 0)
        if end:
            yield Run(opens + 1, end, certain=True)


def _in_quotes(line: Line, run: Run) -> bool:
    """Whether a name stands in quotes behind what befell its bearer: حبس «صباح»."""
    before = run.first - 1
    if before < 0 or line.gap(before) != '"' or line.gap(run.end - 1)[:1] not in ('"', ""):
        return False
    return line.words[before].harms_before and line.words[run.first].given > 0


def _person(line: Line, entity: Entity) -> Run:
    """The tokens of a person that a recogniser found; it names whole tokens."""
    inside = [n for n, t in enumerate(line.tokens) if t.start < entity.end and entity.start < t.end]
    return Run(inside[0], inside[-1] + 1, certain=True)


def _together(spans: Iterable[Span], doc: Document) -> Iterator[Span]:
    """The spans in the order of the text; those that overlap, or that only a blank or full stop
    parts, are one: محمد ع. س."""
    originals = {passage.part: passage.original for passage in doc.passages}
    last: Span | None = None
    spans = [with_initials(span, originals[span.part]) for span in spans]
    for span in sorted(spans, key=lambda span: (span.part != "title", span.start, span.end)):
        if last is not None and last.part == span.part:
            text = originals[span.part]
            if span.start <= last.end or not text[last.end : span.start].strip(" .\u00a0"):
                end = max(last.end, span.end)
                last = Span(last.part, last.start, end, text[last.start : end])
                continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


def _spans(found: LineNames) -> Iterator[Span]:
    """The masked runs as spans of the original; the letters of a proclitic stay."""
    line = found.line
    passage = line.sentence.passage
    for run in sorted(found.masked, key=lambda run: run.first):
        start = line.tokens[run.first].start + run.clitic
        end = line.tokens[run.end - 1].end
        first = passage.offsets[start]
        last = passage.offsets[end]
        words = passage.original[first:last]
        words = words[: len(words.rstrip(" \n\t\"'.,،؛:)(»«"))]
        yield Span(passage.part, first, first + len(words), words)
