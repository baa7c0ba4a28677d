"""Runs of words that make one name, within a sentence: محمد بن علي أبو زيد الجبوري."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.names.vocabulary import PERHAPS, SURELY
from extractors.word_sets import word_list, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.document import Sentence
    from extractors.names.words import NameWord, NameWords

#: a name has so many words at most, and so many unknown ones in a row
_LONGEST = 9
_MOST_UNKNOWN = 3
#: a surname that no lexicon holds stands behind so many names at most
_SURNAME_UP_TO = 5
#: behind a name, صباح and the like (name_limits.csv) are a time of day where one of these follows
_DAYS = word_list("runs.days")
#: kinds of name_parts.csv that begin the second part of a name, or end it
_NAME_PARTS = frozenset({"link", "servant", "kunya", "tail"})
#: plurals that no lexicon holds have more letters than this
_LONG = 5
#: a word of so few letters has no pronoun behind it
_SHORT = 3
_TAILS = frozenset({"الدين", "الله"})
_ARTICLE = "ال"
_GOD = "الله"
_SERVANT = "عبد"
_PLURALS = ("ات", "ين", "ون", "يه", "ه")
#: endings of verbs, plurals, adverbs and adjectives
_NO_NAME = ("وا", "ات", "ين", "ون", "ه")
_PRONOUNS = word_list("runs.pronouns")
_ARTICLES = word_set("runs.articles")
#: endings of names from other languages
_FOREIGN = ("تون", "سون")
#: how verbs begin that no lexicon holds
_VERBS = word_list("runs.verbs")
#: kinds of introducing words behind which an unknown word is a name
_STRONG = frozenset(
    {"person", "his", "called", "each", "family", "nation", "rank", "honorific", "office", "list"}
)
#: kinds of introducing words that are said of persons only
_OF_PERSONS = frozenset({"person", "his", "called", "rank"})
#: so many years old: ابن الثلاثة
_AGES = word_set("runs.ages")
#: who
_WHO = word_set("runs.who")
_STRETCH = "\u0640"
_ACCUSATIVE = "\u064b"
#: behind a name they tell its bearer's age, the second ones with a number before them
_OF_AGE, _YEARS = word_list("runs.of_age"), word_list("runs.years")
_OF_YEARS = word_set("runs.of_years")
#: the years stand so many words behind that: ذات الأربعة عشر عاما
_UP_TO_YEARS = 3
_FROM = word_list("runs.from")
#: that, in front of what somebody says
_THAT = word_set("runs.that")
#: prepositions joined to an article
_TO = ("بال", "لل")
#: the preposition, and the name, as folded
ON = "علي"
_ON_SPELT = "على"
#: a governor, and the preposition that is folded alike behind a conjunction
_GOVERNOR, _AND_TO, _TO_FOLDED = "والي", "وإ", "الي"
#: participles that no lexicon holds have so many letters: محمد مصاب
_PARTICIPLE = 4


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens first ≤ i < end of a sentence that may be a name; `certain`: they are one whatever
    stands before them; `clitic`: how many letters of the first one belong not to it."""

    first: int
    end: int
    certain: bool
    clitic: int = 0


def _of_god(word: NameWord) -> bool:
    """Whether a name may go on with God's (سعد الله), and it is no wish (رحمه الله)."""
    return bool(word.is_name or not word.listed)


class Line:
    """A sentence with what each of its words says about names."""

    def __init__(self, sentence: Sentence, words: NameWords) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.words: Sequence[NameWord] = words.with_offices(
            [
                words[_TO_FOLDED if _AND_TO in sentence.spelt(token) else token.text]
                if token.text == _GOVERNOR
                else words[token.text]
                for token in sentence.tokens
            ]
        )
        folded = sentence.passage.folded
        self._gaps = [
            folded[token.end : behind.start].strip() for token, behind in pairwise(self.tokens)
        ]

    def gap(self, at: int) -> str:
        """What stands between the token at `at` and the next one, without blanks."""
        return self._gaps[at] if 0 <= at < len(self._gaps) else "\n"

    def joined(self, at: int) -> bool:
        """Whether nothing but blanks parts a token from the next one."""
        return self.gap(at) in ("", "-")

    def is_on_or_ali(self, at: int) -> bool:
        """Whether the preposition على or the name علي stands here, which are folded alike."""
        return self.words[at].text == ON

    def spelt_on(self, at: int) -> bool:
        """Whether the preposition على stands here, and not the name علي."""
        return self.is_on_or_ali(at) and self.sentence.spelt(self.tokens[at]) == _ON_SPELT

    def run_at(self, at: int, by: str) -> Run | None:
        """The name that begins at a token, None where none does.

        `by`: the kind of word that introduces it, "" where none does: behind some an unknown word
        is a name too.
        """
        word = self.words[at]
        initials = self._initials(at) if by in _STRONG else at
        if initials > at:
            rest = self.run_at(initials, by) if initials < len(self.words) else None
            return Run(at, rest.end if rest else initials, certain=rest is not None)
        if not self._opens(at, by):
            return None
        end = at + 1
        if word.part in ("kunya", "servant", "link"):
            if end >= len(self.tokens) or not self.joined(at):
                return None
            end += 1
        unknown = int(word.unknown)
        while end < len(self.tokens) and end - at < _LONGEST and self.joined(end - 1):
            taken = self._taken(at, end, unknown) or int(self._second(at, end, by))
            if not taken:
                break
            unknown = unknown + 1 if self.words[end].unknown else 0
            end += taken
        clitic = 1 if word.unknown and word.text[0] == "و" else self.clitic(at, by)
        certain = (
            self._certain(at, end)
            or self._alone_in_act(at, end)
            or (
                end - at > 1
                and (
                    (word.given and len(self.tokens[end - 1].text) == 1)  # رمضان ص.
                    or self._told_of(at)
                    or self._harmed(at)
                    or self._related(at, end)
                    or self._looks_like_a_name(word, self.words[at + 1])
                    or self._foreign(word, self.words[at + 1])
                )
            )
        )
        return Run(at, end, certain, clitic)

    def clitic(self, at: int, by: str) -> int:
        """How many letters stand before the name: behind what introduces somebody, and behind a
        name, ب and ل belong to it (بهلول، لانديل)."""
        word = self.words[at]
        before = self.words[at - 1] if at > 0 and self.joined(at - 1) else None
        begins = by in _OF_PERSONS or by == "list" or (before is not None and before.rare)
        return min(word.clitic, int(word.text[0] == "و")) if begins else word.clitic

    def _sure(self, at: int) -> bool:
        """Whether a word is surely a name here; علي is one where it is not spelt على."""
        word = self.words[at]
        if word.text == ON:
            return not self.spelt_on(at)
        return SURELY in (word.given, word.family) and not word.clitic

    def _stepped(self, at: int) -> bool:
        """Whether the word before or behind is one of a rank's words too: أركان حرب."""
        follows = self._follows(at)
        return "step" in self.words[at - 1].introduces or (
            follows is not None and "step" in follows.introduces
        )

    def _initial(self, at: int) -> bool:
        """Whether a token is a single letter."""
        alone = len(self.tokens[at].text) == 1 and self.words[at].text.isalpha()
        alone = alone and (self.tokens[at].text != "و" or self.gap(at) == ".")
        return alone and _STRETCH not in self.sentence.spelt(self.tokens[at])  # not لـ«سبق»

    def _initials(self, at: int) -> int:
        """The token behind initials with full stops that begin at `at`: ع. أ. طالب."""
        while at < len(self.tokens) and len(self.tokens[at].text) == 1 and self.gap(at) == ".":
            at += 1
        return at

    def indefinite(self, at: int) -> bool:
        """Whether a word that is no sure name is written with the ending of an indefinite
        accusative: الصحفي فلان مراسلاً."""
        word = self.words[at]
        if SURELY in (word.given, word.family) or word.text[-1] != "ا":
            return False
        return _ACCUSATIVE in self.sentence.spelt(self.tokens[at])

    def aged(self, end: int) -> bool:
        """Whether somebody's age stands behind the token before `end`: (7 سنوات)، البالغ 20."""
        at = end
        if not 0 < at < len(self.words) or self.gap(at - 1) not in ("", "(", ",", "،", "-", ",("):
            return False
        if self.words[at].text in _OF_YEARS:
            return any(word.text in _YEARS for word in self.words[at + 1 : at + 1 + _UP_TO_YEARS])
        if self.words[at].text in _OF_AGE and self.joined(at):
            at += 1
            if self.words[at].text in _FROM:
                return True
        years = at + 1 < len(self.words) and self.joined(at) and self.words[at + 1].text in _YEARS
        return self.tokens[at].text.isdigit() and years

    def _follows(self, at: int) -> NameWord | None:
        """The word right behind a token, if nothing parts them."""
        return self.words[at + 1] if at + 1 < len(self.words) and self.joined(at) else None

    def _opens(self, at: int, by: str) -> bool:
        word, follows = self.words[at], self._follows(at)
        introduced = by in _STRONG
        named = word.given and by == "rank" and follows is not None and follows.is_name
        called = "called" in word.introduces and not named  # الملازم باسم فكري
        if called or (word.head and not by) or self.indefinite(at):
            return False
        if word.says and word.clitic and word.given < SURELY:
            return False  # وروت
        if word.part == "kunya":
            if follows is None or (follows.clitic and not follows.given):
                return False
            if word.core == "ام":
                named = follows.unknown or follows.family > 0
                return bool(follows.given) or (introduced and named)
            return follows.is_name or follows.unknown or follows.definite or introduced
        if word.part == "servant":
            return (
                follows is not None
                and word.clitic < 2
                and (
                    follows.part == "tail"
                    or (word.core == _SERVANT and (follows.definite or bool(follows.given)))
                )
            )
        if by == "rank" and "step" in word.introduces and self._stepped(at):
            return False  # العقيد أركان حرب فلان
        titled = word.part == "title" and not word.definite
        if titled and follows is not None and (by == "list" or by in _OF_PERSONS):
            return bool(follows.given or follows.part == "title")
        if word.part == "link":
            return introduced and follows is not None and (follows.is_name or follows.unknown)
        if word.given and not (word.is_office and word.definite and follows and follows.definite):
            if self.spelt_on(at):
                return introduced and (follows is None or follows.is_name)
            return by not in ("of", "listing") or (
                word.given == SURELY
                or (follows is not None and (follows.is_name or follows.unknown))
                or (by == "listing" and follows is not None and follows.definite)
            )
        if word.family == SURELY or (word.family and by in ("called", "family")):
            two = follows is not None and follows.family == word.family == SURELY
            return introduced or self._alone(at) or (two and not word.definite)
        if introduced and follows is not None and self._named_by_word(at, by):
            return True
        if word.unknown and introduced and (by != "nation" or self._goes_on(word, follows)):
            return self._unknown_opens(word, follows, by)
        if word.is_arabic and not (word.listed or word.joins or word.text.endswith(_PRONOUNS)):
            two = follows is not None and follows.text[0] == "و"  # عائلتي حمية والمقداد
            if (by == "called" and word.text[-1] != "ه") or (by == "family" and two):
                return True
        if by == "his" and word.is_person_noun and not (follows and follows.definite):
            return True  # زميله صياد
        if word.unknown and word.text.endswith("ي") and self._alone(at):
            return True
        if follows is not None and self._looks_like_a_name(word, follows):
            return True
        if follows is not None and self._foreign(word, follows):
            return True
        if self._alone_in_act(at, at + 1) and self._closes(at):
            return self._unknown_opens(word, follows, "list")
        if by == "listing" and (self._foreign_form(word) or (word.rare and self._goes_on_to(at))):
            return True
        if word.unknown and not word.definite and follows is not None and follows.part == "link":
            return True  # لقتله جازي بن فيحان
        if by == "of" and self._foreign_form(word) and self._goes_on(word, follows):
            return True
        if self._told_of(at) and follows is not None and word.rare and follows.rare:
            return not (word.definite or word.text.endswith("وا"))
        if self._told_of(at) and self._named_by_word(at, ""):
            return not (word.is_office or word.introduces or word.text[0] in "وفبلكستي")
        return (
            self._told_of(at)
            and word.unknown
            and follows is not None
            and follows.unknown
            and not (word.text[-1] == follows.text[-1] and word.text[-1] in "ان")
            and follows.text[0] not in "وتي"
        )

    @staticmethod
    def _looks_like_a_name(word: NameWord, follows: NameWord) -> bool:
        """Whether two words that no lexicon holds are a name by their form: زعل الحويان."""
        return (
            word.rare
            and follows.rare
            and follows.definite
            and not word.definite
            and word.text[0] not in "وفبلكستي"
            and not word.text.endswith(("وا", "ات", *_PRONOUNS))
            and not follows.text.endswith(_PLURALS)
        )

    def _foreign(self, word: NameWord, follows: NameWord) -> bool:
        """Whether two words that no lexicon holds are a name from another language."""
        both = word.text[-1] == follows.text[-1] == "ا"
        return not both and self._foreign_form(word) and self._foreign_form(follows)

    @staticmethod
    def _foreign_form(word: NameWord) -> bool:
        """Whether a word that no lexicon holds has no form of a verb, adjective or plural."""
        return (
            word.rare
            and len(word.text) >= _SHORT
            and not word.definite
            and not (word.text.startswith(_VERBS) or word.text[0] in "وفيتس")
            and (word.text.endswith(_FOREIGN) or not word.text.endswith((*_NO_NAME, *_PRONOUNS)))
        )

    def _named_by_word(self, at: int, by: str) -> bool:
        """Whether an ordinary word is a given name, for a name goes on behind it: المعلم بحر الدين،
        السيدة نجمة عبد الجبار."""
        word, follows = self.words[at], self._follows(at)
        if follows is None or word.joins or word.says or word.harms_before or word.head:
            return False
        if word.limit in ("apart", "adverb"):
            return False
        if word.introduces - {"of"} or follows.clitic:
            return False
        if self.spelt_on(at + 1) or (follows.core == _GOD and not _of_god(word)):
            return False
        if word.definite:
            return follows.part == "link"
        if self._sure(at + 1) or follows.part in _NAME_PARTS:
            return not word.is_verb
        if by not in _OF_PERSONS or word.harms_after or word.is_verb or word.clitic:
            return False
        if word.text[0] in "وفبلي" or word.text.endswith(("ا", "ين", *_PRONOUNS)):
            return False
        return bool(follows.given or follows.rare)

    @staticmethod
    def _goes_on(word: NameWord, follows: NameWord | None) -> bool:
        """Whether a name may go on behind an unknown word: الباكستاني شمروز خان."""
        return (
            not word.definite
            and follows is not None
            and not follows.clitic
            and (
                SURELY in (follows.given, follows.family)
                or follows.unknown
                or (word.rare and follows.given > 0)
            )
        )

    def _goes_on_to(self, at: int) -> bool:
        """Whether another name is joined on: هما دحية واللبابيدي."""
        follows = self._follows(at)
        return follows is not None and follows.text[0] == "و" and follows.unknown

    def _alone_in_act(self, at: int, end: int) -> bool:
        """Whether a word that may be a name is the one who acts or is told of: توجهت لطيفة إلى."""
        word = self.words[at]
        if word.definite or word.clitic:
            return False
        if word.rare and (word.text[-1] != "ا" or len(word.text) <= _SHORT + 1):
            return self._told_of(at) or self._acts(at)
        if end > at + 1 or not word.given or at == 0 or not self.joined(at - 1):
            return False
        if (self._of_kin(at) and not word.limit) or self._does(at):
            return True
        before, follows = self.words[at - 1], self._follows(at)
        theirs = follows is not None and "his" in follows.introduces
        if theirs and (before.acts or before.says or before.harms_before):
            return True  # قتل رجب وشقيقه، انتظرت وفاء أخاها
        other = word.limit or word.introduces or word.is_office or word.is_thing
        if before.acts and follows is not None and follows.text.endswith(("ه", "ها")):
            return not other  # غادرت فرح منزلها
        pause = not self.joined(at) or (follows is not None and follows.joins)
        that = follows is not None and follows.text in _THAT  # تضيف جميلة أن
        said = before.says and ((pause and word.text[-1] != "ه") or that)  # أكدت سلامة جميع
        befell = (before.of_person or before.harms_before) and self._closes(at)
        return ((befell or said) and not other) or self._acts_here(before, at)

    def _does(self, at: int) -> bool:
        """Whether a word that is seldom anything but a name stands between a verb and what its
        bearer does it to: وضع صدام يده على، قاد عمران السيارة."""
        word, before, follows = self.words[at], self.words[at - 1], self._follows(at)
        verb = before.is_verb or before.acts or before.says
        if not (word.mostly and verb) or before.definite or before.given or before.joins:
            return False
        if follows is None or self._closes(at):
            return True
        return follows.definite or follows.text.endswith(("ه", *_PRONOUNS))

    def _related(self, at: int, end: int) -> bool:
        """Whether two names that are ordinary words too are told more of: سحر فارس التي."""
        word, last = self.words[at], self.words[end - 1]
        follows = self._follows(end - 1)
        if follows is None or follows.text not in _WHO or word.head or word.clitic > 1:
            return False
        return bool(word.given and (last.given or last.family)) and not word.definite

    def _of_kin(self, at: int) -> bool:
        """Whether a word that may be a name is told to be somebody's relative: هبة ابنة سامي."""
        follows = self._follows(at)
        if follows is None or "of" not in follows.introduces or follows.is_person_noun:
            return False
        return at + 2 < len(self.words) and self.joined(at + 1) and self.words[at + 2].given > 0

    def _harmed(self, at: int) -> bool:
        """Whether two names that are ordinary words too stand behind what befell somebody: قتل نبيل
        بدر."""
        before, word, follows = (
            self.words[at - 1] if at else None,
            self.words[at],
            self._follows(at),
        )
        if before is None or not (before.harms_before and self.joined(at - 1)):
            return False
        other = word.limit or word.introduces or word.is_office or word.is_thing or word.definite
        named = follows is not None and (follows.given or follows.family)
        return bool(word.given and named and not other and not word.clitic)

    def _acts_here(self, before: NameWord, at: int) -> bool:
        """Whether a word that may be a name is the one who does something, or is in the midst of
        it."""
        return (before.acts and self._acts(at)) or self._was(at)

    def _was(self, at: int) -> bool:
        """Whether somebody is told of behind a word for being: كان ربيع في طريقه، كانت أمل تعمل."""
        before = self.words[at - 1]
        follows, next_one = self._follows(at), self._follows(at + 1)
        if follows is None or not (before.is_being and self.joined(at - 1)):
            return False
        if follows.is_verb and follows.text[0] in "يت":
            return True
        return follows.joins and next_one is not None and next_one.text.endswith(("ه", "ها"))

    def _acts(self, at: int) -> bool:
        """Whether the word before tells what somebody did, and his name of one word ends here."""
        before = self.words[at - 1] if at > 0 and self.joined(at - 1) else None
        return before is not None and (before.acts or before.says) and self._closes(at)

    def _told_of(self, at: int) -> bool:
        """Whether the word before tells what somebody said or what befell him: two unknown words
        behind it are a name."""
        before = self.words[at - 1] if at > 0 and self.joined(at - 1) else None
        return before is not None and (before.says or before.of_person)

    def _closes(self, at: int) -> bool:
        """Whether a name of one word may end here: a pause or a preposition follows."""
        if at + 1 >= len(self.words):
            return True
        follows = self.words[at + 1]
        if not self.joined(at) or follows.joins or "of" in follows.introduces:
            return True
        return follows.text.startswith(_TO) and not follows.is_name  # التحق مختار بالتنظيم

    def _alone(self, at: int) -> bool:
        """Whether a family name stands for somebody: وأضاف الجبوري، مقتل الجبوري."""
        word = self.words[at]
        before = self.words[at - 1] if at > 0 and self.joined(at - 1) else None
        if before is None or not word.definite or word.clitic:
            return False
        return before.says or (before.harms_before and word.family == SURELY)

    @staticmethod
    def _unknown_opens(word: NameWord, follows: NameWord | None, by: str) -> bool:
        """Whether an unknown word begins a name, and not a verb or adjective that no lexicon
        holds."""
        if word.text.endswith(("وا", *_PRONOUNS)) and len(word.text) > _SHORT:
            return False
        if word.text.startswith(_VERBS) and len(word.text) > _SHORT + 2:
            return False
        named = follows is not None and bool(follows.given or follows.rare)
        two = word.rare and follows is not None and (follows.rare or follows.given == SURELY)
        if word.text[0] in "وي" and by not in ("called", "family", "list") and not two:
            return False  # الشهداء والمصابين، المصاب يتعافى
        if by == "his" and word.text[0] in "بلفتس" and not (named or word.rare):
            return False
        if word.definite and by not in ("called", "family"):
            named_behind = follows is not None and (follows.given or follows.unknown)
            return not named_behind and not word.text.endswith(("ين", "ون", "ات"))
        return True

    def _taken(self, first: int, at: int, unknown: int) -> int:
        """How many tokens from `at` on go on with the name that began at `first`."""
        word, follows = self.words[at], self._follows(at)
        if self._initial(at):  # فضل م.
            return 1
        if self.indefinite(at) or (word.definite and "called" in word.introduces):
            return 0
        if word.text.startswith("لل") and not word.given:
            return 0
        if word.part in ("link", "kunya", "servant") and not word.clitic:
            if follows is None or (follows.clitic and not follows.given):
                return 0
            ends = follows.joins and not follows.given
            ends = ends and (follows.text[0] in "وف" or not follows.is_verb)  # ولد في، ولد أدي
            if word.part == "link" and follows.text in _ARTICLES and self._follows(at + 1):
                return 3
            return 0 if (word.part == "link" and ends) or follows.text in _AGES else 2
        if word.clitic or (self.spelt_on(at) and follows is not None and not follows.is_name):
            return 0
        entitled = word.definite and word.is_office and follows is not None and follows.definite
        if entitled and follows is not None and not follows.is_name:
            return 0  # حسام زكي الأمين العام
        if word.part == "tail":
            return int(word.core != _GOD or _of_god(self.words[at - 1]))
        if follows is not None and follows.core in _TAILS and not (word.clitic or word.head):
            return 2 if follows.core != _GOD or _of_god(word) else 0  # سعد بحر الدين
        if word.part == "title":
            if follows is None or follows.clitic:
                return 1
            surname = word.definite and not follows.definite and self._sure(at - 1)
            return int(surname or follows.is_name or not (word.definite or follows.definite))
        if at == first + 1 and word.definite and word.text.startswith(_ARTICLE):
            closes = word.is_thing and not (word.is_office or self.joined(at))  # وجدان الطيار،
            if closes or self._surname(first, word):
                return 1
        behind_servant = at == first + 2 and self.words[first].part == "servant"
        closes = word.definite and not word.text.endswith("ه")
        if behind_servant and closes and not (word.limit or word.is_thing or word.is_office):
            return 1  # عبد السلام الأسود
        if SURELY in (word.given, word.family):
            return 1
        if at == first + 1 and word.is_person_noun and not (follows and follows.definite):
            return int(SURELY in (self.words[first].given, self.words[first].family))
        if word.given or word.family:
            return int(self._not_a_word_here(word, follows))
        ends = at > first + 1 and "person" in word.introduces and self.joined(at)  # اللاجئ من سوريا
        ends = ends and self.words[first].part != "kunya"
        if word.definite and not (word.listed or ends) and at - first < _SURNAME_UP_TO:
            return 1
        if (
            follows is not None
            and not self.spelt_on(at + 1)
            and self._bridged(first, word, follows)
        ):
            return 2
        if word.text.startswith(("وال", "بال", "لل", "كال", "فال")):
            return 0
        if word.text[0] == "م" and word.text.endswith(("ين", "ون")) and len(word.text) > _LONG:
            return 0  # مجرمين، مسلحون
        if word.unknown and unknown < _MOST_UNKNOWN:
            behind_title = self.words[at - 1].part == "title"  # ملا ويسي
            last = follows is None or not (follows.unknown or follows.is_name)
            return int(
                word.text[0] != "و" or at == first + 1 or behind_title or (word.rare and last)
            )
        # محمد حمية: what looks like another form of an ordinary word
        return int(
            at == first + 1
            and self._sure(first)
            and not (word.listed or word.says or word.harms_after)
            and word.is_arabic
            and word.text[0] not in "وفبلستي"
            and not word.text.endswith(_PRONOUNS)
        )

    def _second(self, first: int, at: int, by: str) -> bool:
        """Whether somebody is called by two words, whatever the second one means: يدعى إيلي كاي،
        المحامي عثمان بصري; or by two given names and such a word: محمد جابر قصير."""
        word, follows = self.words[at], self._follows(at)
        third = at == first + 2 and self._sure(first) and self.words[at - 1].given > 0
        if (by and by not in _OF_PERSONS) or not (at == first + 1 or third):
            return False
        if word.definite or word.clitic or word.prefixed:
            return False
        if word.joins or word.says or word.acts or word.harms_before or word.harms_after:
            return False
        thing = (
            not (third and word.text.endswith("ي"))
            and word.is_thing
            and (by != "called" or word.head or word.is_person_noun)
        )
        verb = word.is_verb and not (third and follows is None and word.text[0] not in "يتن")
        if verb or thing or word.limit or not word.is_arabic:
            return False
        if not word.listed and word.text[0] in "وفبليتس":
            return False
        if word.text.endswith(("ا", "ات", "ين", "ون", *_PRONOUNS)) and len(word.text) > _SHORT:
            return False
        ends = follows is None or follows.joins or follows.is_verb or follows.harms_after
        ends = ends or (follows is not None and (follows.says or follows.limit != ""))
        ends = ends or (follows is not None and follows.text[0] == "و" and bool(follows.introduces))
        if third:
            long = word.text[0] == "م" and len(word.text) >= _LONG  # محمد علي مستمر مع
            if (word.text[0] in "وفبل" and follows) or word.text[-1] == "ه" or long:
                return False
            return ends or (follows is not None and follows.clitic > 0 and follows.given > 0)
        if by == "person" and self.words[first].rare and ends:  # المصورة سامانثا ريد
            return True
        if not by:
            part = word.text[0] == "م" and len(word.text) >= _PARTICIPLE  # محمد مصاب
            closed = word.text.endswith("ي") or not (part or word.text[-1] == "ه")
            return ends and closed and self._sure(first)
        return by == "called" or (ends and self.words[first].given == SURELY)

    def _bridged(self, first: int, word: NameWord, follows: NameWord) -> bool:
        """Whether an ordinary word stands between two names of one person: عذافة مناحي الغزي."""
        if SURELY not in (self.words[first].given, self.words[first].family):
            return False
        if word.definite or word.joins or word.says or word.acts or word.harms_before:
            return False
        if word.harms_after or word.limit or word.is_thing or word.text[0] in "وفبل":
            return False
        if follows.clitic or follows.says or follows.joins or follows.listed:
            return False
        return SURELY in (follows.family, follows.given) or follows.rare

    def _surname(self, first: int, word: NameWord) -> bool:
        """Whether a word with an article right behind a given name is a surname, whatever else it
        means (مروان السلطان); a day or a nationality is none."""
        before = self.words[first]
        if word.limit in ("never", "apart") or (word.is_thing and not word.family):
            return before.part == "kunya" and "nation" in word.introduces
        return SURELY in (before.given, word.family) or before.part == "kunya"

    @staticmethod
    def _not_a_word_here(word: NameWord, follows: NameWord | None) -> bool:
        """Whether a word that is also an ordinary one is part of a name: محمد صالح, but not محمد
        صباح اليوم, nor محمد قائد الكتيبة."""
        if word.limit == "time":
            return follows is None or not follows.text.startswith(_DAYS) or bool(follows.family)
        if word.construct or (word.is_person_noun and follows is not None and follows.definite):
            return follows is not None and bool(
                follows.given or follows.family or follows.part == "servant"
            )
        return True

    @staticmethod
    def _like_a_surname(word: NameWord) -> bool:
        """Whether a word that no lexicon holds has the form of a surname: فدعاني، الحجوج."""
        if word.definite:
            return not word.text.endswith(("ات", "ين", "ون", "يه"))
        return word.text.endswith("ي") and word.text[0] not in "يت"

    def _certain(self, first: int, end: int) -> bool:
        words = self.words[first:end]
        if any(w.given == SURELY for w in words):
            return True
        if words[0].text == ON and self._told_of(first):
            return True  # مقتل علي, where على would make no sense
        if words[0].part in ("kunya", "servant"):
            return True
        if any(w.family == SURELY for w in words):
            return True
        known = sum(1 for w in words if w.given or w.family)
        tails = any(w.part == "tail" for w in words)
        surname = any(w.rare and self._like_a_surname(w) for w in words[1:])
        unlisted = any(not w.listed for w in words)
        return (
            words[0].given >= PERHAPS
            and not words[0].definite
            and (
                (known > 1 and unlisted)
                or tails
                or surname
                or any(map(self._foreign_form, words[1:]))
            )
        )
