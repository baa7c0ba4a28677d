"""How far a name reaches that no gazetteer knows (حي الشرطة الرابعة, قرية أبو ناعورة)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.candidates.places.words import (
    BUILDINGS,
    CONTAINING,
    SHORT_PAUSES,
    direction_of,
    head_of,
    is_anaphoric,
    place_lexicon,
)
from extractors.patterns.word_sets import word_set

if TYPE_CHECKING:
    from extractors.candidates.places.line import Line
    from extractors.candidates.places.words import Head

_BARE_NAME_KINDS = frozenset(
    {"settlement", "neighbourhood", "area", "district", "camp", "governorate", "road"}
)
#: buildings that are called after the body which they belong to
_OWNED = frozenset({"facility"})
#: what is got there, behind the name of a field or a plant
_GIVES = word_set("places.gives")
#: a shorter word is no name
_SHORT = 3
#: … and no second word of one; what the second word of a foreign name does not begin with unless it
#: ends so, how verbs, plurals and relative adjectives end (folded), and how small a town is whose
#: name may as well be that word
_SECOND = 4
_NO_SECOND = ("ال", "و", "ف", "ي", "ت", "ب", "ل", "ك")
_FOREIGN = ("ا", "و")
_INFLECTED = ("يه", "ين", "ون", "ات", "ها", "هم", "وا", "ت")
#: what something is for, by a noun of doing: مركز لتأهيل الجرحى (folded)
_TO_DO = re.compile(r"لت\w\wي\w")
#: how adjectives behind a noun end (folded)
_OF_ADJECTIVES = ("يه", "ي", "ين")
#: how adjectives end that are not feminine (folded)
_OF_MEN = ("ي", "ين")
#: a road's kilometre, whose number is its name: الكيلو 160
_KILOMETRE = frozenset({"الكيلو", "كيلو"})
#: letters of استخدمت
_LONGEST_VERB = 7
#: what towns and quarters lie in
_HOLDING = frozenset({"governorate", "district", "region"})
#: what is called after somebody
_CALLED_AFTER_MEN = frozenset({"settlement", "neighbourhood"})
#: an everyday word behind these is none of their names, unless the gazetteer knows it: منطقة also
#: means zone, قضاء spending and ولاية guardianship
_KNOWN_BY_NAME = frozenset({"area", "district", "governorate"})


class UnknownNames:
    """Reads unknown names in a line."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.lexicon = place_lexicon()
        self._months = self.lexicon.months

    def end(self, at: int, head: Head, *, quoted: bool) -> int | None:
        """Index behind the unknown name that starts at a token, or None where none does."""
        if at in self.line.masked:
            return None
        if quoted:
            return self._end_of_quotation(at)
        called_after_day = self._day(at)
        if called_after_day is not None:
            return called_after_day
        owned = self._owned(at) if head.kind in _OWNED else None
        if owned is not None:
            return owned
        if not self._is_name_word(at):
            return None
        if self.line.words[at].startswith("لل") and self.line.known(at) is None:
            return None  # what it is for: مركز للتطعيم
        first = self.line.words[at]
        if head.kind in _BARE_NAME_KINDS and self._is_placed_pair(at):
            return at + 2
        definite = first.startswith("ال")
        compound = first in self.lexicon.compound
        everyday = first in self.lexicon.common and not compound
        if first in self.lexicon.persons and head.kind in _CALLED_AFTER_MEN:
            everyday = False  # قرية يوسف كذا
        if everyday and (head.strict or not definite or (head.kind in _KNOWN_BY_NAME)):
            return None
        joined = first.startswith("و") and not compound
        if joined and (head.many or self._starts_clause(first[1:])):
            return None
        purpose = head.kind in BUILDINGS and not head.of_place
        if first.startswith("ل") and (
            purpose or first[1:] in self.lexicon.common or _TO_DO.fullmatch(first)
        ):
            return None  # what it is for: مخبز لإطعام النازحين، مركز لتأهيل الجرحى
        if not definite and not compound:
            if not self._is_bare_name(at, head):
                return None
        elif definite and head.kind in BUILDINGS and first.endswith("يه") and not head.of_place:
            return None
        return self._extended(at)

    def _end_of_quotation(self, at: int) -> int | None:
        """Index behind a name of up to four words in quotes, or None where they are not closed."""
        end = at + 1
        while end < len(self.line.words) and end - at < 4 and '"' not in self.line.gap(end - 1):
            end += 1
        closed = '"' in self.line.gap(end - 1) or end == len(self.line.words)
        return end if closed else None

    def _is_bare_name(self, at: int, head: Head) -> bool:
        """Whether a word without an article may be a name behind a head noun: قرية بيمي; not منطقة
        عشوائية."""
        first = self.line.words[at]
        ground = head.kind == "region" and not head.strict and self._stands_alone(at + 1)
        if head.kind not in (_BARE_NAME_KINDS | BUILDINGS) and not ground:
            return False  # وادي حباب غربي كذا، غابة واغادو في كذا
        # قرية بيمي، بلدة حانين: an adjective would be feminine, as its noun is
        masculine = first.endswith(_OF_MEN) and self.line.word(at - 1).endswith("ه")
        plural = first.endswith("ات") and (head.many or head.kind not in _CALLED_AFTER_MEN)
        short = len(first) <= _LONGEST_VERB  # قرية دجيميكنت
        verb = short and first.endswith("ت") and not first.endswith("ات")
        goes_on = (
            self.line.word(at + 1).startswith("ال")
            and self._is_name_word(at + 1)
            and self.line.gap(at) == ""
        )
        if (
            (first.endswith(_OF_ADJECTIVES) and not masculine)
            or plural
            or verb
            or (first.startswith(("ي", "ت")) and self._goes_on_as_a_verb(at + 1))
            or (len(first) < _SHORT and not goes_on)  # but عش الورور
        ):
            return False  # an adjective or a plural: منطقة عشوائية
        placed = not head.strict and self.is_placed(at + 1)
        placed = placed or self.line.word(at + 1) in _GIVES
        return not (head.kind in BUILDINGS and not (goes_on or placed))  # سجن عايد قرب الطبقة

    def _day(self, at: int) -> int | None:
        """Index behind the day that something is called after (حي 17 تموز), or None where none
        starts at a token."""
        if not self.line.word(at).isdecimal():
            return None
        behind = (at + 1, at + 2)
        ends = (n + 1 for n in behind if tuple(self.line.words[at + 1 : n + 1]) in self._months)
        return next(ends, None)

    def _closes_name(self, at: int, end: int) -> bool:
        """Whether a foreign name of two words, of which neither is an everyday one, ends with a
        word: قرية ازايا كورا في منطقة كذا. What comes behind it begins something else."""
        first, last = self.line.words[at], self.line.word(end)
        if end != at + 1 or first.startswith("ال"):
            return False
        foreign = last.endswith(_FOREIGN) and not last.startswith(("ال", "و", "ف"))
        if last.startswith(_NO_SECOND) and not foreign:
            return False
        if len(last) < _SECOND or last.endswith(_INFLECTED) or not self._is_name_word(end):
            return False
        if last in self.lexicon.common:
            return False
        return self._ends(end + 1)

    def _is_placed_pair(self, at: int) -> bool:
        """Whether two words of which the second is no everyday one stand before where they lie:
        منطقة خير خانا شمالي كابول."""
        first, last = self.line.words[at], self.line.word(at + 1)
        return (
            self.line.gap(at) == ""
            and not first.startswith("ال")
            and not last.startswith(("ال", "و", "ف"))
            and len(last) >= _SECOND
            and not last.endswith(_INFLECTED)
            and last not in self.lexicon.common
            and self.line.known(at) is None
            and self.line.known(at + 1) is None
            and self._is_name_word(at + 1)
            and self.is_placed(at + 2)
        )

    def _goes_on_as_a_verb(self, at: int) -> bool:
        """Whether what stands behind a word that may be a verb is no place that it lies in: مركز
        تتدرب فيه الشرطة، أحياء تحيط بجبل كذا; not بلدة تلمنس بريف كذا."""
        if self.line.gap(at - 1) != "" or direction_of(self.line.word(at)) is not None:
            return False
        head = head_of(self.line.word(at))
        region = head is not None and head[1].kind in _HOLDING
        return not (region or self.line.word(at) in CONTAINING or self.line.known(at) is not None)

    def _stands_alone(self, at: int) -> bool:
        """Whether the text goes on with something else than a word of the name, or with where it
        lies."""
        return self._ends(at)

    def _ends(self, at: int) -> bool:
        """Whether something else than a name begins at a token: a pause, where it lies, which."""
        word = self.line.word(at)
        return (
            self.line.gap(at - 1) not in ("", '"')
            or word in self.lexicon.prepositions
            or word in self.lexicon.stop
            or direction_of(word) is not None
            or head_of(word) is not None
        )

    def _owned(self, at: int) -> int | None:
        """Index behind the body that a building belongs to (مسجد قوات الطوارئ الخاصة, مسجد مقر
        القوة), or None where none is named."""
        end = at
        while self.line.word(end) in self.lexicon.owners and self.line.gap(end) == "":
            end += 1
        name = self.line.word(end)
        if end == at or not name.startswith("ال"):
            return None
        end += 1
        return end

    def _is_name_word(self, at: int) -> bool:
        """Whether a word can be part of a name: no function word, number, verb marker or head."""
        word = self.line.word(at)
        if len(word) < 2 or not "\u0620" <= word[0] <= "\u06d3":
            return False
        if word in self.lexicon.generic:
            return False
        # not أم, which begins names and is "or" too, nor وادي, which is not "and led to"
        begins = word in self.lexicon.compound
        if word in self.lexicon.stop and not begins:
            return False
        joined = word[0] == "و" and not begins
        if joined and (word[1:] in self.lexicon.stop or (len(word) > 3 and word[1:3] == "ال")):
            return False
        if self._goes_on_with_a_verb(word):
            return False
        if word in self.lexicon.prepositions or self.line.country_word(at) is not None:
            return False
        if is_anaphoric(word):
            return False
        if word.endswith(("ها", "هم")):
            return False  # a verb or noun with a pronoun: قاعدة تستخدمها القوات
        known = self.line.known(at)
        if known is not None and known[2] and known[0].support == "none":
            return False
        direction, head = direction_of(word), head_of(word)
        return direction is None and (head is None or head[0] == "")

    def _goes_on_with_a_verb(self, word: str) -> bool:
        """Whether a word is "so" and a verb: في منطقة سيدي حسين فقضى."""
        known = self.lexicon.common | self.lexicon.persons
        return word[0] == "ف" and len(word) > _SHORT and word not in known and word[1:] in known

    def is_placed(self, at: int) -> bool:
        """Whether the text goes on with where a place lies (منطقة التحرير وسط صنعاء)."""
        if self.line.gap(at - 1) not in SHORT_PAUSES:
            return False
        if direction_of(self.line.word(at)) is not None:
            return True
        known = self.line.known(at + 1 if self.line.word(at) in CONTAINING else at)
        return known is not None and known[0].support == "none"

    def _starts_clause(self, rest: str) -> bool:
        """Whether a word is "and" with an everyday word or a verb (بلدات ويقتل)."""
        return rest in self.lexicon.common

    def _extended(self, at: int) -> int:
        """Index behind a name of up to three words: أبو ناعورة, الشرطة الرابعة, بوابة الموصل."""
        end = at + 1
        while end < len(self.line.words) and end - at < 3 and self.line.gap(end - 1) == "":
            previous, word = self.line.words[end - 1], self.line.words[end]
            definite = previous.startswith("ال")
            adjective = word in self.lexicon.adjectives
            goes_on = previous in self.lexicon.compound and self._is_name_word(end)
            goes_on = goes_on or self._closes_name(at, end)
            goes_on = goes_on or (previous in _KILOMETRE and word.isdecimal())
            if goes_on or (adjective and (definite or end - at > 1)):
                end += 1
            elif not (adjective or definite) and word.startswith("ال") and self._is_name_word(end):
                return end + 1  # a genitive closes the name
            else:
                break
        return end
